package sentences

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// alive asks for the first ordinary thing that the client can do and for which no fault is waiting.
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

// cardOf returns an empty card of the client's account.
func (s sentences) cardOf(id string) map[string]any {
	return map[string]any{
		"card_id": id, "username": s.World.Credentials["bonder"]["username"], "card_status": true, "use_photo": true,
		"languages": []any{}, "non_translatable": map[string]any{},
	}
}

// aliveCard is planted for signs of life only; scenarios do not count it.
const aliveCard = "Sparring0Sign0Of0Life0Card0aBcDeFgH"

// plantedCard is the id of a planted card. It has large and small letters, which clients must keep.
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

func (s sentences) tokenEnds(how string) error {
	if strings.HasSuffix(how, "is used up") {
		if err := s.ends("token.spent", map[string]any{"requests": 100000}); err != nil {
			return err
		}
	}
	switch {
	case strings.HasPrefix(how, "expires"):
		return s.World.Advance("1h")
	case how == "is revoked":
		return s.ends("token.revoked", nil)
	}
	return nil
}

// ends ends the newest token. If it has ended already, or there was no token, the client has no new one, which the
// next steps judge.
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

func (s sentences) switches(state, what, language, lang string) error {
	args := map[string]any{"what": what + language, "on": state == "on"}
	if language != "" {
		args["language"] = lang
	}
	return s.card("bonder.setStatus", args)
}

// switchingFails makes a switch fail, by its own path or by a save. Both are PUT, and no other request is.
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

// known returns what the server remembers of the known card, nil if it remembers no such card.
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
		return s.Demand("bonder.holds", false, nil, "expected a card %s, the server has no such card", id)
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

// holdsAll compares the last save, if it was reported as a success, with what the server remembers.
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
		return s.Demand("bonder.holds", false, nil, "expected a card %s, the server has no such card", id)
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

// values returns the values of a save as section or language, field and text.
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
		return feature.Usagef("a card has no section %q; "+
			"expected settings, non-translatable or a language such as pl", section)
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
			return feature.Usagef("the card of a new profile has no %q here; "+
				"expected translatable or non-translatable", name)
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

// fact returns one value in Bonder's terms, "" if it is not set.
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
