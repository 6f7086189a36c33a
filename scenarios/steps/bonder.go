package steps

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// bonderAPI is the vocabulary of the Bonder business-card API.
func bonderAPI() API {
	return API{
		Name:        "bonder",
		Alive:       func(s *Scene) error { return s.bonderAlive() },
		Reauthorize: (*Scene).bonderReauthorize,
		Ordinary: func([]string) []string {
			return []string{"bonder.languages", "bonder.loadCard", "bonder.createProfile"}
		},
		Steps: []Step{
			{Keyword: Given, Pattern: `a profile`, Example: `a profile`, Doc: "a profile with an empty card; its id is known as {card_id}",
				Bind: func(s *Scene) any { return func() error { return s.bonderProfile(map[string]any{}) } }},
			{Keyword: Given, Pattern: `a profile whose card holds:`, Example: "a profile whose card holds:\n  \"\"\"json\n  {\"translatable\": {\"pl\": {\"langStatus\": \"1\", \"name\": \"Jan\"}}}\n  \"\"\"",
				Doc: "a profile with this card, in the form of Bonder's body", Bind: func(s *Scene) any {
					return func(doc *godog.DocString) error {
						data, err := decodeObject([]byte(doc.Content))
						if err != nil {
							return err
						}
						return s.bonderProfile(data)
					}
				}},
			{Keyword: Given, Pattern: `(every|the next) switching is answered with the error "([^"]*)"`, Example: `the next switching is answered with the error "DATABASE_ERROR"`,
				Doc: "the request by which the client switches a card, photo or language, be it a switch's own path or a save", Bind: func(s *Scene) any { return s.bonderSwitchingFails }},
			{Keyword: When, Pattern: `the token dies by (time|count|both|revocation)`, Example: `the token dies by count`,
				Doc: "the client's newest token reaches its limit, or is revoked", Bind: func(s *Scene) any { return s.bonderTokenDies }},
			{Keyword: When, Pattern: `the client lists the languages`, Asks: always("bonder.languages"), Example: `the client lists the languages`, Doc: "in their own names",
				Bind: func(s *Scene) any {
					return func() error { return s.Ask("bonder.languages", map[string]any{"in": "local"}) }
				}},
			{Keyword: When, Pattern: `the client creates a profile`, Asks: always("bonder.createProfile"), Example: `the client creates a profile`, Doc: "bonder.createProfile",
				Bind: func(s *Scene) any { return func() error { return s.Ask("bonder.createProfile", nil) } }},
			{Keyword: When, Pattern: `the client loads the card`, Asks: always("bonder.loadCard"), Example: `the client loads the card`, Doc: "bonder.loadCard of {card_id}",
				Bind: func(s *Scene) any { return func() error { return s.bonderCard("bonder.loadCard", nil) } }},
			{Keyword: When, Pattern: `the client saves "([^"]*)" "([^"]*)" as "([^"]*)"`, Asks: always("bonder.saveCard"), Example: `the client saves "pl" "name" as "Jan"`,
				Doc: "one value of one language", Bind: func(s *Scene) any {
					return func(lang, field, value string) error {
						return s.bonderSave(map[string]any{"translatable": map[string]any{lang: map[string]any{field: value}}})
					}
				}},
			{Keyword: When, Asks: always("bonder.saveCard"), Pattern: `the client saves:`, Example: "the client saves:\n  \"\"\"json\n  {\"non-translatable\": {\"emailA\": \"jan@example.com\"}}\n  \"\"\"",
				Doc: "bonder.saveCard with this data", Bind: func(s *Scene) any {
					return func(doc *godog.DocString) error {
						text, err := s.Text(doc.Content)
						if err != nil {
							return err
						}
						data, err := decodeObject([]byte(text))
						if err != nil {
							return err
						}
						return s.bonderSave(data)
					}
				}},
			{Keyword: When, Pattern: `the client switches (?:the (card|photo)|the (language) "([^"]*)") (on|off)`, Asks: always("bonder.setStatus"), Example: `the client switches the language "pl" off`,
				Doc: "bonder.setStatus", Bind: func(s *Scene) any { return s.bonderSwitches }},
			{Keyword: When, Pattern: `the client deletes the language "([^"]*)"`, Asks: always("bonder.deleteLanguage"), Example: `the client deletes the language "pl"`, Doc: "bonder.deleteLanguage",
				Bind: func(s *Scene) any {
					return func(lang string) error {
						return s.bonderCard("bonder.deleteLanguage", map[string]any{"language": lang})
					}
				}},
			{Keyword: When, Pattern: `the client deletes the profile`, Asks: always("bonder.deleteCard"), Example: `the client deletes the profile`, Doc: "bonder.deleteCard",
				Bind: func(s *Scene) any { return func() error { return s.bonderCard("bonder.deleteCard", nil) } }},
			{Keyword: Then, Sense: aCardField(0, 1), Pattern: `the card (?:now|still) holds "([^"]*)" "([^"]*)" as "([^"]*)"`, Example: `the card now holds "pl" "name" as "Jan"`,
				Doc: "what the server remembers of {card_id}: a language's value, or one of settings or non-translatable", Bind: func(s *Scene) any { return s.bonderHolds }},
			{Keyword: Then, Pattern: `the card holds all that the client reported as saved`, Example: `the card holds all that the client reported as saved`,
				Doc: "each value of the last save, if the client called it a success; one that was refused whole is no loss", Bind: func(s *Scene) any { return s.bonderHoldsAll }},
			{Keyword: Then, Pattern: `there (?:is|are) now (\d+) profiles?`, Example: `there is now 1 profile`, Doc: "profiles that the server remembers",
				Bind: func(s *Scene) any { return s.bonderProfiles }},
		},
	}
}

// bonderAlive asks for the first ordinary thing that the client can do and that no fault is waiting for.
func (s *Scene) bonderAlive() error {
	err := s.AliveBy("bonder.languages", map[string]any{"in": "local"})
	if !driver.NoAbility(err) {
		return err
	}
	if free, err := s.Unharmed("bonder", "getCard"); err != nil || !free {
		return s.AliveBy("bonder.createProfile", nil)
	}
	state, err := s.State("bonder")
	if err != nil {
		return err
	}
	cards, _ := state["cards"].([]any)
	if !slices.ContainsFunc(cards, func(c any) bool { id, _ := rule.At(c, "/card_id"); return id == aliveCard }) {
		state["cards"] = append(cards, s.bonderCardOf(aliveCard))
		if err := s.Plant("bonder", state); err != nil {
			return err
		}
	}
	return s.AliveBy("bonder.loadCard", map[string]any{"card_id": aliveCard})
}

// bonderCardOf is an empty card of the client's account.
func (s *Scene) bonderCardOf(id string) map[string]any {
	return map[string]any{
		"card_id": id, "username": s.World.Credentials["bonder"]["username"], "card_status": true, "use_photo": true,
		"languages": []any{}, "non_translatable": map[string]any{},
	}
}

// aliveCard is planted for signs of life only; scenarios do not count it.
const aliveCard = "Sparring0Sign0Of0Life0Card0aBcDeFgH"

// plantedCard is the id of a planted card: its letters are of both cases, as clients must keep them.
const plantedCard = "Sparring0Card0Of0Jan0Kowalski0aBcDeFgH"

// bonderProfile plants a profile of the client's account.
func (s *Scene) bonderProfile(data map[string]any) error {
	state, err := s.State("bonder")
	if err != nil {
		return err
	}
	card := s.bonderCardOf(plantedCard)
	if values, ok := data["non-translatable"].(map[string]any); ok {
		card["non_translatable"] = values
	}
	languages, _ := data["translatable"].(map[string]any)
	list := []any{}
	for lang, fields := range languages {
		values := map[string]any{}
		on := false
		given, _ := fields.(map[string]any)
		for name, value := range given {
			if name == "langStatus" {
				on = fmt.Sprint(value) == "1"
			} else {
				values[name] = value
			}
		}
		list = append(list, map[string]any{"lang": lang, "lang_status": on, "values": values})
	}
	card["languages"] = list
	cards, _ := state["cards"].([]any)
	state["cards"] = append(cards, card)
	s.Remember("card_id", plantedCard)
	return s.Plant("bonder", state)
}

func (s *Scene) bonderTokenDies(by string) error {
	if by == "count" || by == "both" {
		if err := s.bonderEnds("token.spent", map[string]any{"requests": 100000}); err != nil {
			return err
		}
	}
	switch by {
	case "time", "both":
		return s.passes("1h")
	case "revocation":
		return s.bonderEnds("token.revoked", nil)
	}
	return nil
}

// bonderEnds ends the newest token. Where that is dead already, or there is none, the client has not got a new one, which
// is for the steps that follow to judge.
func (s *Scene) bonderEnds(event string, args map[string]any) error {
	_, err := s.Raise("bonder", event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	return err
}

// bonderCard asks for something about the known card.
func (s *Scene) bonderCard(ability string, args map[string]any) error {
	id, err := s.Value("card_id")
	if err != nil {
		return err
	}
	if args == nil {
		args = map[string]any{}
	}
	args["card_id"] = id
	return s.Ask(ability, args)
}

func (s *Scene) bonderSave(data map[string]any) error {
	return s.bonderCard("bonder.saveCard", map[string]any{"data": data})
}

func (s *Scene) bonderSwitches(what, language, lang, state string) error {
	args := map[string]any{"what": what + language, "on": state == "on"}
	if language != "" {
		args["language"] = lang
	}
	return s.bonderCard("bonder.setStatus", args)
}

// bonderSwitchingFails lets a switch fail on whichever way the client takes: all of them are PUT, and nothing else is.
func (s *Scene) bonderSwitchingFails(times, code string) error {
	n := 1
	if times == "every" {
		n = 0
	}
	r := client.FaultRequest{Times: &n}
	r.Match.API, r.Match.Method = "bonder", http.MethodPut
	r.Fault.Kind, r.Fault.Parameters = "error", map[string]any{"code": code}
	_, err := s.Control.AddFault(s.Ctx, s.World.ID, r)
	return err
}

// bonderKnown returns what the server remembers of the known card, nil if there is none.
func (s *Scene) bonderKnown() (card map[string]any, id any, err error) {
	state, err := s.State("bonder")
	if err != nil {
		return nil, nil, err
	}
	if id, err = s.Value("card_id"); err != nil {
		return nil, nil, err
	}
	cards, _ := state["cards"].([]any)
	for _, item := range cards {
		if card, _ := item.(map[string]any); card["card_id"] == id {
			return card, id, nil
		}
	}
	return nil, id, nil
}

// bonderHolds compares what the server remembers of the known card.
func (s *Scene) bonderHolds(section, field, want string) error {
	want, err := s.Text(want)
	if err != nil {
		return err
	}
	card, id, err := s.bonderKnown()
	if err != nil {
		return err
	}
	if card == nil {
		return s.Demand("bonder.holds", false, nil, "expected a card %s, there is none", id)
	}
	got := bonderFact(card, section, field)
	return s.Demand("bonder.holds", got == want, nil, "expected the card to hold %s %s as %q, it holds %q", section, field, want, got)
}

// bonderHoldsAll compares the last save, if it was called a success, with what the server remembers.
func (s *Scene) bonderHoldsAll() error {
	c, err := s.Claim()
	if err != nil || !c.OK {
		return err
	}
	card, id, err := s.bonderKnown()
	if err != nil {
		return err
	}
	if card == nil {
		return s.Demand("bonder.holds", false, nil, "expected a card %s, there is none", id)
	}
	data, _ := c.Args["data"].(map[string]any)
	for _, value := range bonderValues(data) {
		if got := bonderFact(card, value[0], value[1]); got != value[2] {
			return s.Demand("bonder.holds", false, nil, "the client reported success, so expected the card to hold %s %s as %q, it holds %q", value[0], value[1], value[2], got)
		}
	}
	return s.Demand("bonder.holds", true, nil, "")
}

// bonderValues lists the values of a save as section or language, field and text.
func bonderValues(data map[string]any) (list [][3]string) {
	add := func(section string, fields any) {
		values, _ := fields.(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(values)) {
			list = append(list, [3]string{section, field, fmt.Sprint(values[field])})
		}
	}
	for _, section := range []string{"settings", "non-translatable"} {
		add(section, data[section])
	}
	languages, _ := data["translatable"].(map[string]any)
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		add(lang, languages[lang])
	}
	return list
}

// The values that bonderFact knows, as a save names them. The parts of an address may be in either section (B-30).
var (
	bonderSettings  = []string{"cardStatus", "usePhoto"}
	bonderAddress   = []string{"addrStreet", "addrCity", "addrState", "addrZip", "addrCountry"}
	bonderLanguage  = append([]string{"langStatus", "name", "lastname", "displayName", "company", "position", "keywords"}, bonderAddress...)
	bonderElsewhere = append([]string{"thumbnail", "phoneA", "phoneB", "mobileA", "mobileB", "skypeA", "skypeB", "faxA", "faxB",
		"emailA", "emailB", "webA", "webB", "webC"}, bonderAddress...)
)

// aCardField checks that a card has such a value: one that no card has is "" for ever, whatever a client does.
func aCardField(section, field int) sense {
	return func(q said) error {
		known := bonderLanguage
		switch name := q.args[section]; {
		case name == "settings":
			known = bonderSettings
		case name == "non-translatable":
			known = bonderElsewhere
		case len(name) != 2 && name != "local":
			return misuse("a card has no section %q; expected settings, non-translatable or a language such as pl", name)
		}
		if name := q.args[field]; !slices.Contains(known, name) {
			return misuse("%s of a card has no %q; the nearest are %s", q.args[section], name, strings.Join(nearest(name, known), ", "))
		}
		return nil
	}
}

// bonderFact reads one value in Bonder's terms, "" where it is not set.
func bonderFact(card map[string]any, section, field string) string {
	flag := func(v any) string {
		if v == true {
			return "1"
		}
		return "0"
	}
	switch {
	case section == "settings" && field == "cardStatus":
		return flag(card["card_status"])
	case section == "settings" && field == "usePhoto":
		return flag(card["use_photo"])
	case section == "non-translatable":
		value, _ := rule.At(card, "/non_translatable/"+field)
		text, _ := value.(string)
		return text
	}
	languages, _ := card["languages"].([]any)
	for _, item := range languages {
		version, _ := item.(map[string]any)
		if version["lang"] != section {
			continue
		}
		if field == "langStatus" {
			return flag(version["lang_status"])
		}
		value, _ := rule.At(version, "/values/"+field)
		text, _ := value.(string)
		return text
	}
	return ""
}

func (s *Scene) bonderProfiles(want int) error {
	state, err := s.State("bonder")
	if err != nil {
		return err
	}
	cards, _ := state["cards"].([]any)
	cards = slices.DeleteFunc(cards, func(c any) bool { id, _ := rule.At(c, "/card_id"); return id == aliveCard })
	return s.Demand("bonder.profiles", len(cards) == want, nil, "expected %d profiles, the server remembers %d", want, len(cards))
}

// lookUp finds a value by name or JSON pointer; a card may be told under "card" or by itself.
func lookUp(values map[string]any, name string) (any, bool, error) {
	name = asPointer(name)
	if value, ok, err := at(values, name); ok || err != nil {
		return value, ok, err
	}
	return at(values, "/card"+name)
}
