package bonder

import (
	"slices"
	"time"

	"sparring/mock/world"
)

// facts are all that Bonder remembers in one world, indexed. snapshot is their JSON form.
type facts struct {
	accounts     []*account // in order of their making; the first is the literal one
	tokens       []*token   // in order of issue
	byToken      map[string]*token
	cards        map[string]*card
	made         int // cards made so far; numbers them
	maintenance  []string
	repositories []string
}

// Statuses of an account.
const (
	active    = "active"
	suspended = "suspended"
	condemned = "to_be_deleted"
	deleted   = "deleted"
)

// account is one of the vendor's partners. Its login is an e-mail address in truth, any text here (B-16).
type account struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Client   string `json:"client"`
	Status   string `json:"status"`
	// ProfileLimit is absent where the switch profileLimit decides.
	ProfileLimit *int `json:"profile_limit,omitempty"`
}

// Reasons of a token's death.
const (
	byTime   = "time"
	byCount  = "count"
	revoked  = "revoked"
	replaced = "replaced"
)

// fault is what ends a token if no event does.
const fault = "fault"

// token is one authorisation. Whether it is alive is derived: see death.
type token struct {
	Token    string    `json:"token"`
	Username string    `json:"username"`
	Issued   time.Time `json:"issued"`
	Expire   time.Time `json:"expire"`
	RPT      int       `json:"rpt"`
	Used     int       `json:"used"`
	// Spent is how many of the requests used were counted by the event token.spent.
	Spent int `json:"spent,omitempty"`
	// Ended is the reason if something outside the race ended the token, EndedBy what it was: an event's name, or "fault".
	Ended   string `json:"ended,omitempty"`
	EndedBy string `json:"ended_by,omitempty"`
	// Death is derived when the state is read, and ignored when it is planted.
	Death string `json:"death,omitempty"`
}

// expiry is the moment that a client is told: the vendor counts in whole seconds, so that a request at the time that
// expire shows is refused. A life that is no whole number of seconds, which only a test wants, is kept to the letter.
// Source: bonder#L50; B-09.
func expiry(issued time.Time, ttl time.Duration) time.Time {
	if ttl%time.Second != 0 {
		return issued.Add(ttl)
	}
	return issued.Truncate(time.Second).Add(ttl)
}

// death is the reason why the token no longer works, empty while it does. The first limit reached decides, and a
// counted request is only possible before expiry: so the count goes first.
// Source: bonder#L51; edges: B-09.
func (t *token) death(now time.Time) string {
	switch {
	case t.Ended != "":
		return t.Ended
	case t.Used >= t.RPT:
		return byCount
	case !now.Before(t.Expire):
		return byTime
	}
	return ""
}

// card is a profile's card. Values that are not set are absent.
type card struct {
	CardID          string            `json:"card_id"`
	Username        string            `json:"username"`
	CardStatus      bool              `json:"card_status"`
	UsePhoto        bool              `json:"use_photo"`
	Languages       []*version        `json:"languages"`
	NonTranslatable map[string]string `json:"non_translatable"`

	number int
	qr     string // cardQrc, once it has been drawn
}

// version is a card in one language.
type version struct {
	Lang   string            `json:"lang"`
	Status bool              `json:"lang_status"`
	Values map[string]string `json:"values"`
}

// business says whether displayName is not empty; in literal mode PHP's empty("0") holds.
// Source: bonder#L100-L113; B-31.
func (v *version) business(mode string) bool {
	display := v.Values["displayName"]
	return display != "" && (mode != modeLiteral || display != "0")
}

// ready says whether there is enough for a card.
// Source: bonder#L446.
func (v *version) ready() bool {
	_, named := v.Values["name"]
	_, surnamed := v.Values["lastname"]
	_, displayed := v.Values["displayName"]
	return named && surnamed || displayed
}

// version finds a language version of the card, nil where there is none.
func (c *card) version(lang string) *version {
	for _, v := range c.Languages {
		if v.Lang == lang {
			return v
		}
	}
	return nil
}

// sampleRepositories are those of the vendor's sample answer (B-40).
func sampleRepositories() []string { return []string{localRepository, "en", "ru", "pl", "zh"} }

// freshFacts holds the sample's literal account and a second one, whose user name has the shape of an e-mail address,
// so that a foreign card can be tried.
func freshFacts() facts {
	return facts{
		accounts: []*account{
			{Username: "USERNAME", Password: "PASSWORD", Client: "API_CLIENT_NAME", Status: active},
			{Username: "partner@example.com", Password: "partner-password", Client: "PARTNER_CLIENT", Status: active},
		},
		byToken:      map[string]*token{},
		cards:        map[string]*card{},
		repositories: sampleRepositories(),
	}
}

// account finds an account by its user name, nil where there is none.
func (s *facts) account(username string) *account {
	for _, a := range s.accounts {
		if a.Username == username {
			return a
		}
	}
	return nil
}

// profiles counts the cards of an account.
func (s *facts) profiles(username string) int {
	n := 0
	for _, c := range s.cards {
		if c.Username == username {
			n++
		}
	}
	return n
}

// ordered gives the cards in the order of their making.
func (s *facts) ordered() []*card {
	list := make([]*card, 0, len(s.cards))
	for _, c := range s.cards {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *card) int { return a.number - b.number })
	return list
}

// Credentials are those of the literal account.
func (f *Fake) Credentials() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.facts.accounts) == 0 {
		return map[string]string{}
	}
	a := f.facts.accounts[0]
	return map[string]string{"username": a.Username, "password": a.Password, "client": a.Client}
}

// shortestSecret keeps short passwords from being marked in every word that holds them; the field's position marks
// them.
const shortestSecret = 6

// register tells the journal the secrets there are. f.mu is held, or f is not yet shared.
func (f *Fake) register() {
	for _, a := range f.facts.accounts {
		f.secretPassword(a.Password)
	}
	for _, t := range f.facts.tokens {
		f.w.Secret("token", t.Token)
	}
}

func (f *Fake) secretPassword(password string) {
	if len(password) >= shortestSecret {
		f.w.Secret("password", password)
	}
}

var _ world.Fake = (*Fake)(nil)
