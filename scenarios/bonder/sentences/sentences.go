// Package sentences has the steps that only features of the Bonder business-card API use.
package sentences

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/bonder"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of the Bonder business-card API.
func API() vocabulary.API {
	return vocabulary.API{
		API: bonder.API(),
		Caller: run.Caller{
			Alive:       func(s *run.Scenario) error { return sentences{s}.alive() },
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary: func([]string) []string {
				return []string{"bonder.languages", "bonder.loadCard", "bonder.createProfile"}
			},
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `a profile`,
				Example: `a profile`,
				Doc:     "a profile with an empty card; its id is known as {card_id}",
				Bind:    bind(func(s sentences) any { return func() error { return s.profile(map[string]any{}) } }),
			},
			{
				Keyword: vocabulary.Given,
				Pattern: `a profile whose card holds:`,
				Example: "a profile whose card holds:\n  \"\"\"json\n  {\"translatable\": {\"pl\": " +
					"{\"langStatus\": \"1\", \"name\": \"Jan\"}}}\n  \"\"\"",
				Doc:      "a profile with this card, in the form of Bonder's body",
				Validate: aCard,
				Bind: bind(func(s sentences) any {
					return func(doc *godog.DocString) error {
						data, err := feature.Object([]byte(doc.Content))
						if err != nil {
							return err
						}
						return s.profile(data)
					}
				}),
			},
			{
				Keyword: vocabulary.Given,
				Pattern: `(every|the next) switching is answered with the error "([^"]*)"`,
				Example: `the next switching is answered with the error "DATABASE_ERROR"`,
				Doc: "the request by which the client switches a card, photo or language, be it a switch's own " +
					"path or a save",
				Bind: bind(func(s sentences) any { return s.switchingFails }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the token dies by (time|count|both|revocation)`,
				Example: `the token dies by count`,
				Doc:     "the client's newest token reaches its limit, or is revoked",
				Bind:    bind(func(s sentences) any { return s.tokenDies }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client lists the languages`,
				Asks:    vocabulary.AsksFor("bonder.languages"),
				Example: `the client lists the languages`,
				Doc:     "in their own names",
				Bind: bind(func(s sentences) any {
					return func() error { return s.Ask("bonder.languages", map[string]any{"in": "local"}) }
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client creates a profile`,
				Asks:    vocabulary.AsksFor("bonder.createProfile"),
				Example: `the client creates a profile`,
				Doc:     "bonder.createProfile",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("bonder.createProfile", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client loads the card`,
				Asks:    vocabulary.AsksFor("bonder.loadCard"),
				Example: `the client loads the card`,
				Doc:     "bonder.loadCard of {card_id}",
				Bind:    bind(func(s sentences) any { return func() error { return s.card("bonder.loadCard", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client saves "([^"]*)" "([^"]*)" as "([^"]*)"`,
				Asks:    vocabulary.AsksFor("bonder.saveCard"),
				Example: `the client saves "pl" "name" as "Jan"`,
				Doc:     "one value of one language",
				Bind: bind(func(s sentences) any {
					return func(lang, field, value string) error {
						return s.save(
							map[string]any{"translatable": map[string]any{lang: map[string]any{field: value}}},
						)
					}
				}),
			},
			{
				Keyword: vocabulary.When,
				Asks:    vocabulary.AsksFor("bonder.saveCard"),
				Pattern: `the client saves:`,
				Example: "the client saves:\n  \"\"\"json\n  {\"non-translatable\": {\"emailA\": " +
					"\"jan@example.com\"}}\n  \"\"\"",
				Doc: "bonder.saveCard with this data",
				Bind: bind(func(s sentences) any {
					return func(doc *godog.DocString) error {
						text, err := s.Text(doc.Content)
						if err != nil {
							return err
						}
						data, err := feature.Object([]byte(text))
						if err != nil {
							return err
						}
						return s.save(data)
					}
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client switches (?:the (card|photo)|the (language) "([^"]*)") (on|off)`,
				Asks:    vocabulary.AsksFor("bonder.setStatus"),
				Example: `the client switches the language "pl" off`,
				Doc:     "bonder.setStatus",
				Bind:    bind(func(s sentences) any { return s.switches }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client deletes the language "([^"]*)"`,
				Asks:    vocabulary.AsksFor("bonder.deleteLanguage"),
				Example: `the client deletes the language "pl"`,
				Doc:     "bonder.deleteLanguage",
				Bind: bind(func(s sentences) any {
					return func(lang string) error {
						return s.card("bonder.deleteLanguage", map[string]any{"language": lang})
					}
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client deletes the profile`,
				Asks:    vocabulary.AsksFor("bonder.deleteCard"),
				Example: `the client deletes the profile`,
				Doc:     "bonder.deleteCard",
				Bind: bind(
					func(s sentences) any { return func() error { return s.card("bonder.deleteCard", nil) } },
				),
			},
			{
				Keyword:  vocabulary.Then,
				Validate: aCardField(0, 1),
				Pattern:  `the card (?:now|still) holds "([^"]*)" "([^"]*)" as "([^"]*)"`,
				Example:  `the card now holds "pl" "name" as "Jan"`,
				Doc: "what the server remembers of {card_id}: a language's value, or one of settings or " +
					"non-translatable",
				Bind: bind(func(s sentences) any { return s.holds }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the card holds all that the client reported as saved`,
				Example: `the card holds all that the client reported as saved`,
				Doc: "each value of the last save, if the client called it a success; one that was refused " +
					"whole is no loss",
				Bind: bind(func(s sentences) any { return s.holdsAll }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `there (?:is|are) now (\d+) profiles?`,
				Example: `there is now 1 profile`,
				Doc:     "profiles that the server remembers",
				Bind:    bind(func(s sentences) any { return s.profiles }),
			},
		},
	}
}

// alive asks for the first ordinary thing that the client can do and that no fault is waiting for.
func (s sentences) alive() error {
	err := s.AliveBy("bonder.languages", map[string]any{"in": "local"})
	if !driver.NoAbility(err) {
		return err
	}
	if free, err := s.World.Unharmed("bonder", "getCard"); err != nil || !free {
		return s.AliveBy("bonder.createProfile", nil)
	}
	state, err := s.World.State("bonder")
	if err != nil {
		return err
	}
	cards, _ := state["cards"].([]any)
	if !slices.ContainsFunc(cards, func(c any) bool { id, _ := rule.At(c, "/card_id"); return id == aliveCard }) {
		state["cards"] = append(cards, s.cardOf(aliveCard))
		if err := s.World.Plant("bonder", state); err != nil {
			return err
		}
	}
	return s.AliveBy("bonder.loadCard", map[string]any{"card_id": aliveCard})
}

// cardOf is an empty card of the client's account.
func (s sentences) cardOf(id string) map[string]any {
	return map[string]any{
		"card_id": id, "username": s.World.Credentials["bonder"]["username"], "card_status": true, "use_photo": true,
		"languages": []any{}, "non_translatable": map[string]any{},
	}
}

// aliveCard is planted for signs of life only; scenarios do not count it.
const aliveCard = "Sparring0Sign0Of0Life0Card0aBcDeFgH"

// plantedCard is the id of a planted card: its letters are of both cases, as clients must keep them.
const plantedCard = "Sparring0Card0Of0Jan0Kowalski0aBcDeFgH"

// profile plants a profile of the client's account.
func (s sentences) profile(data map[string]any) error {
	state, err := s.World.State("bonder")
	if err != nil {
		return err
	}
	card := s.cardOf(plantedCard)
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
	return s.World.Plant("bonder", state)
}

func (s sentences) tokenDies(by string) error {
	if by == "count" || by == "both" {
		if err := s.ends("token.spent", map[string]any{"requests": 100000}); err != nil {
			return err
		}
	}
	switch by {
	case "time", "both":
		return s.World.Advance("1h")
	case "revocation":
		return s.ends("token.revoked", nil)
	}
	return nil
}

// ends ends the newest token. Where that is dead already, or there is none, the client has not got a new one, which
// is for the steps that follow to judge.
func (s sentences) ends(event string, args map[string]any) error {
	_, err := s.World.Raise("bonder", event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	return err
}

// card asks for something about the known card.
func (s sentences) card(ability string, args map[string]any) error {
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

func (s sentences) save(data map[string]any) error {
	return s.card("bonder.saveCard", map[string]any{"data": data})
}

func (s sentences) switches(what, language, lang, state string) error {
	args := map[string]any{"what": what + language, "on": state == "on"}
	if language != "" {
		args["language"] = lang
	}
	return s.card("bonder.setStatus", args)
}

// switchingFails lets a switch fail on whichever way the client takes: all of them are PUT, and nothing else is.
func (s sentences) switchingFails(times, code string) error {
	n := 1
	if times == "every" {
		n = 0
	}
	r := client.FaultRequest{Times: &n}
	r.Match.API, r.Match.Method = "bonder", http.MethodPut
	r.Fault.Kind, r.Fault.Parameters = "error", map[string]any{"code": code}
	_, err := s.World.Control.AddFault(s.Ctx, s.World.ID, r)
	return err
}

// known returns what the server remembers of the known card, nil if there is none.
func (s sentences) known() (card map[string]any, id any, err error) {
	state, err := s.World.State("bonder")
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

// holds compares what the server remembers of the known card.
func (s sentences) holds(section, field, want string) error {
	want, err := s.Text(want)
	if err != nil {
		return err
	}
	card, id, err := s.known()
	if err != nil {
		return err
	}
	if card == nil {
		return s.Demand("bonder.holds", false, nil, "expected a card %s, there is none", id)
	}
	got := fact(card, section, field)
	return s.Demand(
		"bonder.holds",
		got == want,
		nil,
		"expected the card to hold %s %s as %q, it holds %q",
		section,
		field,
		want,
		got,
	)
}

// holdsAll compares the last save, if it was called a success, with what the server remembers.
func (s sentences) holdsAll() error {
	c, err := s.Calls.Last()
	if err != nil || !c.OK {
		return err
	}
	card, id, err := s.known()
	if err != nil {
		return err
	}
	if card == nil {
		return s.Demand("bonder.holds", false, nil, "expected a card %s, there is none", id)
	}
	data, _ := c.Args["data"].(map[string]any)
	for _, value := range values(data) {
		if got := fact(card, value[0], value[1]); got != value[2] {
			return s.Demand(
				"bonder.holds",
				false,
				nil,
				"the client reported success, so expected the card to hold %s %s as %q, it holds %q",
				value[0],
				value[1],
				value[2],
				got,
			)
		}
	}
	return s.Demand("bonder.holds", true, nil, "")
}

// values lists the values of a save as section or language, field and text.
func values(data map[string]any) (list [][3]string) {
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

// aCardField checks that a card has such a value: one that no card has stays "", whatever a client does.
func aCardField(section, field int) vocabulary.Validator {
	return func(q vocabulary.Use) error { return knows(q, q.Args[section], q.Args[field]) }
}

// knows checks that a save can carry a value, as the server's document says.
func knows(q vocabulary.Use, section, field string) error {
	switch {
	case section == "settings", section == "non-translatable":
		return q.Catalogue.RequestHolds("bonder", "saveCard", []string{section, field})
	case len(section) != 2 && section != "local":
		return feature.Usagef("a card has no section %q; expected settings, non-translatable or a language such as pl", section)
	}
	return q.Catalogue.RequestHolds("bonder", "saveCard", []string{"translatable", section, field})
}

// aCard checks the names of a card's data; its settings are those of a new profile.
func aCard(q vocabulary.Use) error {
	data, err := feature.Object([]byte(q.Doc.Content))
	if err != nil || feature.HasPlaceholder(q.Doc.Content) {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(data)) {
		fields, ok := data[name].(map[string]any)
		switch {
		case name != "translatable" && name != "non-translatable":
			return feature.Usagef("the card of a new profile has no %q here; expected translatable or non-translatable", name)
		case !ok:
			return feature.Usagef("expected an object at /%s, got %s", name, feature.Encode(data[name]))
		case name == "translatable":
			for _, lang := range slices.Sorted(maps.Keys(fields)) {
				if err := fieldsOf(q, lang, fields[lang]); err != nil {
					return err
				}
			}
		default:
			if err := fieldsOf(q, name, fields); err != nil {
				return err
			}
		}
	}
	return nil
}

func fieldsOf(q vocabulary.Use, section string, value any) error {
	fields, ok := value.(map[string]any)
	if !ok {
		return feature.Usagef("expected an object of fields for %s, got %s", section, feature.Encode(value))
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if err := knows(q, section, field); err != nil {
			return err
		}
	}
	return nil
}

// fact reads one value in Bonder's terms, "" where it is not set.
func fact(card map[string]any, section, field string) string {
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

func (s sentences) profiles(want int) error {
	state, err := s.World.State("bonder")
	if err != nil {
		return err
	}
	cards, _ := state["cards"].([]any)
	cards = slices.DeleteFunc(cards, func(c any) bool { id, _ := rule.At(c, "/card_id"); return id == aliveCard })
	return s.Demand(
		"bonder.profiles",
		len(cards) == want,
		nil,
		"expected %d profiles, the server remembers %d",
		want,
		len(cards),
	)
}

func (s sentences) reauthorize() error {
	c := s.World.Credentials["bonder"]
	args := map[string]any{"username": c["username"], "password": run.Anew, "client": c["client"]}
	return s.World.Reissue("bonder", "account.put", args, map[string]string{"password": run.Anew})
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
