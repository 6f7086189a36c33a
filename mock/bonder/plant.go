package bonder

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"sparring/mock/input"
)

// snapshot is the state as JSON: lists in the order of their making.
type snapshot struct {
	Accounts     []*account `json:"accounts"`
	Tokens       []*token   `json:"tokens"`
	Cards        []*card    `json:"cards"`
	Maintenance  []string   `json:"maintenance"`
	Repositories []string   `json:"repositories"`
}

// state returns all facts, with the reason why each token that ended did.
func (x *exchange) state() any {
	s := &snapshot{
		Accounts: []*account{}, Tokens: []*token{}, Cards: []*card{},
		Maintenance: append([]string{}, x.maintenance.Get()...), Repositories: x.repositories.Get(),
	}
	for _, a := range x.accounts.All() {
		s.Accounts = append(s.Accounts, &a)
	}
	for _, t := range x.tokens.All() {
		t.Death = t.death(x.Now())
		s.Tokens = append(s.Tokens, &t)
	}
	for id, c := range x.cards.All() {
		if thumbnail, ok := x.thumbnails.Get(id); ok {
			c.NonTranslatable = maps.Clone(c.NonTranslatable)
			c.NonTranslatable[thumbnailField] = thumbnail
		}
		s.Cards = append(s.Cards, &c)
	}
	return s
}

// load puts planted facts into the tables.
func (x *exchange) load(s *snapshot) {
	for _, a := range s.Accounts {
		x.accounts.Put(a.Username, *a)
	}
	for _, t := range s.Tokens {
		t.Death = ""
		x.tokens.Put(t.Token, *t)
	}
	for _, planted := range s.Cards {
		c := *planted
		c.qr = &picture{}
		c.NonTranslatable = maps.Clone(c.NonTranslatable)
		if c.NonTranslatable == nil {
			c.NonTranslatable = map[string]string{}
		}
		if thumbnail, ok := c.NonTranslatable[thumbnailField]; ok {
			delete(c.NonTranslatable, thumbnailField)
			x.thumbnails.Put(c.CardID, thumbnail)
		}
		if c.Languages == nil {
			c.Languages = []*version{}
		}
		for _, v := range c.Languages {
			if v.Values == nil {
				v.Values = map[string]string{}
			}
		}
		x.cards.Put(c.CardID, c)
	}
	x.maintenance.Set(s.Maintenance)
	x.repositories.Set(append([]string{}, s.Repositories...))
}

var invariants = stateRules().Compile()

// stateRules are what holds of all facts, however they came about.
func stateRules() input.Rules {
	return input.Rules{
		"/accounts/*/username":      input.Text().Once(),
		"/accounts/*/password":      input.Free(),
		"/accounts/*/client":        input.Free(),
		"/accounts/*/clients/*":     input.Free(),
		"/accounts/*/status":        input.OneOf(active, suspended, condemned, deleted),
		"/accounts/*/profile_limit": input.Range(0, maxCount),
		"/accounts/*":               input.Whole(accountHolds),

		"/tokens/*":          input.Whole(tokenHolds),
		"/tokens/*/token":    input.Text().Once(),
		"/tokens/*/username": input.Ref("/accounts/*/username"),
		"/tokens/*/issued":   input.Time().OrNone(),
		"/tokens/*/expire":   input.Due().OrNone(),
		"/tokens/*/rpt":      input.Least(1),
		"/tokens/*/used":     input.Least(0),
		"/tokens/*/spent":    input.Least(0),
		"/tokens/*/ended":    input.OneOf(byTime, byCount, revoked, replaced).OrNone(),
		"/tokens/*/ended_by": input.OneOf(enders()...).OrNone(),
		"/tokens/*/death":    input.Free(), // derived

		"/cards/*/card_id": input.Like("32 to 128 letters and digits", isCardID).
			Once(),
		"/cards/*/username":                input.Ref("/accounts/*/username"),
		"/cards/*/card_status":             input.Free(),
		"/cards/*/use_photo":               input.Free(),
		"/cards/*/languages/*/lang":        input.Text().Once(),
		"/cards/*/languages/*/lang_status": input.Free(),
		"/cards/*/languages/*/values/#":    fieldOf(translatable),
		"/cards/*/languages/*/values/*":    input.Text(),
		"/cards/*/languages/*":             input.Whole(languageHolds),
		"/cards/*/non_translatable/#":      fieldOf(nonTranslatable),
		"/cards/*/non_translatable/*":      input.Text(),
		"/cards/*":                         input.Whole(cardHolds),

		"/maintenance/*": input.OneOf(services()...).Once(),
		"/repositories/*": input.Like("local or a listed language", isRepository).
			Once(),
		"": input.Whole(accountsHold),
	}
}

// enders name what can end a token: an event, or a fault rule.
func enders() []string {
	names := []string{fault}
	for _, e := range events() {
		names = append(names, e.Name)
	}
	return names
}

func isCardID(id string) bool { return alphanumeric(id, 32, 128) }

func isRepository(lang string) bool { return lang == localRepository || listed(lang) }

func languageHolds(v *version) *input.Error { return phonesHold("values", v.Values) }

func cardHolds(c *card) *input.Error { return phonesHold("non_translatable", c.NonTranslatable) }

func broken(at, format string, args ...any) *input.Error {
	return &input.Error{Pointer: at, Reason: "expected " + fmt.Sprintf(format, args...)}
}

// maxCount bounds what events and planted facts may count.
const maxCount = 1_000_000_000

func tokenHolds(t *token) *input.Error {
	switch {
	case t.Used > t.RPT:
		return &input.Error{
			Pointer: "/used",
			Reason:  fmt.Sprintf("expected at most rpt, which is %d, got %d", t.RPT, t.Used),
		}
	case t.Spent > t.Used:
		return broken("/spent", "at most used, which is %d, got %d", t.Used, t.Spent)
	case t.Ended == "" && t.EndedBy != "":
		return broken("/ended_by", "nothing, as the token has no ended, got %q", t.EndedBy)
	case !t.Expire.IsZero() && t.Expire.Before(t.Issued.Truncate(time.Second)):
		return &input.Error{Pointer: "/expire", Reason: "expected a time that is not before issued"}
	}
	return nil
}

// accountHolds checks that nobody signs in without a password or the name of a client.
func accountHolds(a *account) *input.Error {
	switch {
	case a.Password == "":
		return &input.Error{Pointer: "/password", Reason: "expected a text that is not empty"}
	case a.Client == "":
		return &input.Error{Pointer: "/client", Reason: "expected a text that is not empty"}
	}
	return nil
}

// accountsHold checks that a deleted account has no cards.
func accountsHold(s *snapshot) *input.Error {
	gone := map[string]bool{}
	for _, a := range s.Accounts {
		gone[a.Username] = a.Status == deleted
	}
	for i, c := range s.Cards {
		if gone[c.Username] {
			return broken(fmt.Sprintf("/cards/%d/username", i), "an account that is not deleted: its cards are gone")
		}
	}
	return nil
}

// fieldOf demands the name of a variable in a section. Addresses may be in either.
func fieldOf(in section) input.Rule {
	return input.Like("a variable of this section", func(name string) bool {
		f, ok := fieldNamed(name)
		return ok && (f.section == in || f.address)
	})
}

var plantedPhone = regexp.MustCompile(`^\+[1-9][0-9]*$`)

// phonesHold checks the form of telephone numbers.
func phonesHold(at string, values map[string]string) *input.Error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if f, _ := fieldNamed(name); f.check == checkPhone && !plantedPhone.MatchString(values[name]) {
			return broken(pointer(pointer("", at), name), "+ and digits, got %q", values[name])
		}
	}
	return nil
}
