package bonder

import (
	"maps"
	"slices"
	"sync"
	"time"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// facts are all that Bonder remembers in one world.
type facts struct {
	accounts     *fake.Table[string, account] // by username; the first is the one that credentials name
	tokens       *fake.Table[string, token]
	cards        *fake.Table[string, card]   // by cardId, without their thumbnails
	thumbnails   *fake.Table[string, string] // by cardId: base64
	maintenance  *fake.Value[[]string]
	repositories *fake.Value[[]string]

	tokensOf *fake.Index[string, string, token] // by username
	cardsOf  *fake.Index[string, string, card]  // by username
	names    map[string][]byte                  // repositories written before, by name: derived, and kept for speed
}

func newFacts(s *fake.Store) *facts {
	f := &facts{
		accounts: fake.NewTable(s, keptAccounts, fake.Sized[string](accountSize)),
		tokens:   fake.NewTable(s, keptTokens, fake.Sized[string](tokenSize)),
		cards: fake.NewTable(s, keptCards, fake.Sized[string](cardSize),
			fake.Complete[string](func(c *card) { c.qr = &picture{} })),
		thumbnails: fake.NewTable(s, keptThumbnails, fake.Sized[string](thumbnailSize),
			fake.At[string, string]("/cards")),
		maintenance:  fake.NewValue[[]string](s, "maintenance"),
		repositories: fake.NewValue[[]string](s, "repositories"),
		names: fake.Resident(s, "names", func(*world.World) map[string][]byte {
			return map[string][]byte{}
		}),
	}
	f.tokensOf = fake.NewIndex(f.tokens, func(t *token) (string, bool) { return t.Username, true })
	f.cardsOf = fake.NewIndex(f.cards, func(c *card) (string, bool) { return c.Username, true })
	return f
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
	// Clients are the names of further clients of the user.
	Clients []string `json:"clients,omitempty"`
	Status  string   `json:"status"`
	// ProfileLimit is absent if the switch profileLimit decides.
	ProfileLimit *int `json:"profile_limit,omitempty"`
}

// Reasons why a token ended.
const (
	byTime   = "time"
	byCount  = "count"
	revoked  = "revoked"
	replaced = "replaced"
)

// fault is what ends a token if no event does.
const fault = "fault"

// token is one authorization. Whether it is alive is derived: see death.
type token struct {
	Token    string    `json:"token"`
	Username string    `json:"username"`
	Issued   time.Time `json:"issued"`
	Expire   time.Time `json:"expire"`
	RPT      int       `json:"rpt"`
	Used     int       `json:"used"`
	// Spent is how many of the requests used were counted by the event token.spent.
	Spent int `json:"spent,omitempty"`
	// Ended is the reason if something outside the race ended the token, EndedBy what it was: an event's name, or
	// "fault".
	Ended   string `json:"ended,omitempty"`
	EndedBy string `json:"ended_by,omitempty"`
	// Death is derived when the state is read, and ignored when it is planted.
	Death string `json:"death,omitempty"`
}

// expiry is the moment that a client is told: the vendor counts in whole seconds, so that a request at the time that
// expire shows is refused. A life with a fraction of a second, which only a test wants, is kept exactly.
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

// card is a profile's card. Values that are not set are absent. In the state NonTranslatable holds the thumbnail, too.
type card struct {
	CardID          string            `json:"card_id"`
	Username        string            `json:"username"`
	CardStatus      bool              `json:"card_status"`
	UsePhoto        bool              `json:"use_photo"`
	Languages       []*version        `json:"languages"`
	NonTranslatable map[string]string `json:"non_translatable"`

	qr *picture
}

// clone returns a card that can be changed.
func (c card) clone() card {
	c.NonTranslatable = maps.Clone(c.NonTranslatable)
	c.Languages = slices.Clone(c.Languages)
	for i, v := range c.Languages {
		c.Languages[i] = &version{Lang: v.Lang, Status: v.Status, Values: maps.Clone(v.Values)}
	}
	return c
}

// picture is a QR code in base64. It follows from the card's address, so all copies of a card share it.
type picture struct {
	once sync.Once
	text string
}

// of draws the picture when it is first asked for, which takes milliseconds.
func (p *picture) of(address string) string {
	p.once.Do(func() { p.text = drawQR(address) })
	return p.text
}

// version is a card in one language.
type version struct {
	Lang   string            `json:"lang"`
	Status bool              `json:"lang_status"`
	Values map[string]string `json:"values"`
}

// business reports whether displayName is not empty; in literal mode PHP's empty("0") holds.
// Source: bonder#L100-L113; B-31.
func (v *version) business(mode string) bool {
	display := v.Values["displayName"]
	return display != "" && (mode != modeLiteral || display != "0")
}

// ready reports whether there is enough for a card.
// Source: bonder#L446.
func (v *version) ready() bool {
	_, named := v.Values["name"]
	_, surnamed := v.Values["lastname"]
	_, displayed := v.Values["displayName"]
	return named && surnamed || displayed
}

// version returns a language version of the card, nil if it has none.
func (c *card) version(lang string) *version {
	for _, v := range c.Languages {
		if v.Lang == lang {
			return v
		}
	}
	return nil
}

// sampleRepositories are those of the vendor's sample response (B-40).
func sampleRepositories() []string { return []string{localRepository, "en", "ru", "pl", "zh"} }

// seed puts the sample's literal account and a second one, whose username has the shape of an e-mail address, so that a
// foreign card can be tried.
func (x *exchange) seed() {
	for _, a := range []account{
		{Username: "USERNAME", Password: "PASSWORD", Client: "API_CLIENT_NAME", Status: active},
		{Username: "partner@example.com", Password: "partner-password", Client: "PARTNER_CLIENT", Status: active},
	} {
		x.accounts.Put(a.Username, a)
	}
	x.repositories.Set(sampleRepositories())
}

// credentials are those of the first account.
func (x *exchange) credentials() map[string]string {
	_, a, ok := x.accounts.First()
	if !ok {
		return map[string]string{}
	}
	return map[string]string{"username": a.Username, "password": a.Password, "client": a.Client}
}

// shortestSecret keeps short passwords from being marked in every word that holds them; the field's position marks
// them.
const shortestSecret = 6

// mark lets the journal mark all secrets of the facts.
func (x *exchange) mark() {
	for _, a := range x.accounts.All() {
		x.secretPassword(a.Password)
	}
	for _, t := range x.tokens.All() {
		x.Secret("token", t.Token)
	}
}

func (x *exchange) secretPassword(password string) {
	if len(password) >= shortestSecret {
		x.Secret("password", password)
	}
}
