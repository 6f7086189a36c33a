package bonder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// snapshot is the state as JSON: lists in the order of their making.
type snapshot struct {
	Accounts     []*account `json:"accounts"`
	Tokens       []*token   `json:"tokens"`
	Cards        []*card    `json:"cards"`
	Maintenance  []string   `json:"maintenance"`
	Repositories []string   `json:"repositories"`
}

// State gives all facts, the reason of each dead token's death beside them.
func (f *Fake) State() any {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	s := snapshot{
		Accounts: f.facts.accounts, Tokens: make([]*token, len(f.facts.tokens)), Cards: f.facts.ordered(),
		Maintenance: f.facts.maintenance, Repositories: f.facts.repositories,
	}
	if s.Maintenance == nil {
		s.Maintenance = []string{}
	}
	for i, t := range f.facts.tokens {
		shown := *t
		shown.Death = t.death(now)
		s.Tokens[i] = &shown
	}
	data, err := json.Marshal(s)
	if err != nil { // plain data always marshals
		return s
	}
	return json.RawMessage(data)
}

// Plant replaces all facts. Errors name the place by a JSON pointer; then nothing has changed.
func (f *Fake) Plant(state json.RawMessage) error {
	var s snapshot
	decoder := json.NewDecoder(bytes.NewReader(state))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return fmt.Errorf("bonder state: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("bonder state: expected one JSON object, got more after it")
	}
	planted, err := s.facts()
	if err != nil {
		return fmt.Errorf("bonder state: %w", err)
	}
	totals := planted.totals()
	if err := f.meters.check(totals); err != nil {
		return fmt.Errorf("bonder state: %w", err)
	}
	f.mu.Lock()
	f.facts = planted
	f.meters.set(totals)
	f.trimTokens()
	f.names = map[string][]byte{}
	f.register()
	f.mu.Unlock()
	f.w.Clock.Rearm()
	return nil
}

// misplanted says where a planted state is wrong.
func misplanted(expected string, got any, at string, args ...any) error {
	return fmt.Errorf("%s: expected %s, got %v", fmt.Sprintf(at, args...), expected, got)
}

// facts checks a snapshot and indexes it.
func (s *snapshot) facts() (facts, error) {
	planted := facts{
		byToken: map[string]*token{}, cards: map[string]*card{},
		maintenance: s.Maintenance, repositories: append([]string{}, s.Repositories...), accounts: []*account{},
	}
	for i, a := range s.Accounts {
		switch {
		case a == nil || a.Username == "":
			return facts{}, misplanted("a user name", `""`, "/accounts/%d/username", i)
		case planted.account(a.Username) != nil:
			return facts{}, misplanted("each user name once", a.Username, "/accounts/%d/username", i)
		case !slices.Contains([]string{active, suspended, condemned, deleted}, a.Status):
			return facts{}, misplanted("active, suspended, to_be_deleted or deleted", a.Status, "/accounts/%d/status", i)
		case a.ProfileLimit != nil && *a.ProfileLimit < 0:
			return facts{}, misplanted("at least 0", *a.ProfileLimit, "/accounts/%d/profile_limit", i)
		}
		planted.accounts = append(planted.accounts, a)
	}
	for i, t := range s.Tokens {
		if err := t.planted(i, &planted); err != nil {
			return facts{}, err
		}
		t.Death = ""
		planted.tokens = append(planted.tokens, t)
		planted.byToken[t.Token] = t
	}
	for i, c := range s.Cards {
		if err := c.planted(i, &planted); err != nil {
			return facts{}, err
		}
		c.number = i + 1
		planted.cards[c.CardID] = c
	}
	planted.made = len(s.Cards)
	for i, service := range s.Maintenance {
		if !slices.Contains(services(), service) {
			return facts{}, misplanted("server, auth, api or database", service, "/maintenance/%d", i)
		}
	}
	for i, lang := range s.Repositories {
		if lang != localRepository && !listed(lang) || slices.Contains(s.Repositories[:i], lang) {
			return facts{}, misplanted("local or a listed language, each once", lang, "/repositories/%d", i)
		}
	}
	return planted, nil
}

func (t *token) planted(i int, s *facts) error {
	switch {
	case t == nil || t.Token == "":
		return misplanted("a token", `""`, "/tokens/%d/token", i)
	case s.byToken[t.Token] != nil:
		return misplanted("each token once", t.Token, "/tokens/%d/token", i)
	case s.account(t.Username) == nil:
		return misplanted("the user name of an account", t.Username, "/tokens/%d/username", i)
	case t.RPT < 1:
		return misplanted("at least 1", t.RPT, "/tokens/%d/rpt", i)
	case t.Used < 0 || t.Used > t.RPT:
		return misplanted("0 to rpt", t.Used, "/tokens/%d/used", i)
	case t.Spent < 0 || t.Spent > t.Used:
		return misplanted("0 to used", t.Spent, "/tokens/%d/spent", i)
	case !slices.Contains([]string{"", byTime, byCount, revoked, replaced}, t.Ended):
		return misplanted("time, count, revoked, replaced or nothing", t.Ended, "/tokens/%d/ended", i)
	case t.Ended == "" && t.EndedBy != "":
		return misplanted("nothing, as the token has no ended", t.EndedBy, "/tokens/%d/ended_by", i)
	}
	return nil
}

func (c *card) planted(i int, s *facts) error {
	switch {
	case c == nil || !alphanumeric(c.CardID, 32, 128):
		return misplanted("32 to 128 letters and digits", "another text", "/cards/%d/card_id", i)
	case s.cards[c.CardID] != nil:
		return misplanted("each card once", c.CardID, "/cards/%d/card_id", i)
	case s.account(c.Username) == nil:
		return misplanted("the user name of an account", c.Username, "/cards/%d/username", i)
	}
	if c.NonTranslatable == nil {
		c.NonTranslatable = map[string]string{}
	}
	if err := plantedValues(c.NonTranslatable, nonTranslatable, fmt.Sprintf("/cards/%d/non_translatable", i)); err != nil {
		return err
	}
	if c.Languages == nil {
		c.Languages = []*version{}
	}
	for j, v := range c.Languages {
		at := fmt.Sprintf("/cards/%d/languages/%d", i, j)
		if v == nil || v.Lang == "" || c.version(v.Lang) != v {
			return misplanted("a language, each once", "none or one twice", "%s/lang", at)
		}
		if v.Values == nil {
			v.Values = map[string]string{}
		}
		if err := plantedValues(v.Values, translatable, at+"/values"); err != nil {
			return err
		}
	}
	return nil
}

var plantedPhone = regexp.MustCompile(`^\+[1-9][0-9]*$`)

// plantedValues checks the names, and the form of telephone numbers. Addresses may stand in either section.
func plantedValues(values map[string]string, in section, at string) error {
	for name, value := range values {
		known, ok := fieldNamed(name)
		switch {
		case !ok || known.section != in && !known.address:
			return misplanted("a field of this section", name, "%s", at)
		case value == "":
			return misplanted("a value, or the field left out", `""`, "%s", pointer(at, name))
		case known.check == checkPhone && !plantedPhone.MatchString(value):
			return misplanted("+ and digits", value, "%s", pointer(at, name))
		}
	}
	return nil
}
