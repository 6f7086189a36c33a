package steps

import (
	"fmt"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
)

// worldSteps are about what the server remembers and what happens outside HTTP.
func worldSteps() []Step {
	return []Step{
		{Subject: "world", Keyword: Given, Plants: true, Sense: aSwitch(0, 1, 2), Pattern: `the switch "([^"]*)" of (\w+) is "([^"]*)"`,
			Example: `the switch "scalars" of bonder is "integer"`,
			Russian: Sentence{`переключатель "([^"]*)" у (\w+) стоит на "([^"]*)"`, `переключатель "scalars" у bonder стоит на "integer"`},
			Doc:     "choose a reading where the vendor is silent; sparring serve lists the switches under /_sparring/v1/apis",
			Bind:    func(s *Scene) any { return s.setSwitch }},
		{Subject: "world", Keyword: Given, Plants: true, Sense: checks(anAPI(0), anObject), Pattern: `the facts of (\w+) include:`,
			Example: "the facts of bonder include:\n  \"\"\"json\n  {\"maintenance\": [\"api\"]}\n  \"\"\"",
			Russian: Sentence{`у (\w+) есть факты:`, "у bonder есть факты:\n  \"\"\"json\n  {\"maintenance\": [\"api\"]}\n  \"\"\""},
			Doc:     "merge into what the server remembers (JSON Merge Patch; lists are replaced)",
			Bind:    func(s *Scene) any { return s.plantFacts }},
		{Subject: "world", Keyword: When, Or: Given, Sense: event(0, 1), Pattern: `"([^"]*)" (?:happens|has happened) at (\w+)`, Example: `"account.suspended" happens at bonder`,
			Russian: Sentence{`(?:происходит|произошло) "([^"]*)" у (\w+)`, `происходит "account.suspended" у bonder`},
			Doc:     "something outside HTTP happens; an object left out means the newest",
			Bind:    func(s *Scene) any { return s.happens },
			With: &With{Suffix: " with:", Example: "\"account.profile_limit\" has happened at bonder with:\n  | limit | 0 |",
				Russian: Sentence{` с данными:`, "произошло \"account.profile_limit\" у bonder с данными:\n  | limit | 0 |"},
				Bind:    func(s *Scene) any { return s.happensWith }}},
		{Subject: "world", Keyword: Then, Sense: checks(aPointer(0), anAPI(1), aValue(2)), Pattern: `the fact "([^"]*)" of (\w+) is now (.+)`, Example: `the fact "/cards/0/card_status" of bonder is now false`,
			Russian: Sentence{`факт "([^"]*)" у (\w+) теперь равен (.+)`, `факт "/cards/0/card_status" у bonder теперь равен false`},
			Doc:     "compare what the server remembers, by JSON pointer, with a JSON value", Bind: func(s *Scene) any { return s.factIs }},
	}
}

func (s *Scene) setSwitch(name, api, value string) error {
	_, err := s.Control.SetSwitches(s.Ctx, s.World.ID, client.Switches{api: {name: s.Catalogue.Value(api, name, value)}})
	return err
}

func (s *Scene) plantFacts(api string, doc *godog.DocString) error {
	text, err := s.Text(doc.Content)
	if err != nil {
		return err
	}
	patch, err := decodeObject([]byte(text))
	if err != nil {
		return err
	}
	state, err := s.State(api)
	if err != nil {
		return err
	}
	return s.Plant(api, merged(state, patch))
}

// merged is JSON Merge Patch (RFC 7396).
func merged(target, patch map[string]any) map[string]any {
	if target == nil {
		target = map[string]any{}
	}
	for name, value := range patch {
		switch v := value.(type) {
		case nil:
			delete(target, name)
		case map[string]any:
			inner, _ := target[name].(map[string]any)
			target[name] = merged(inner, v)
		default:
			target[name] = v
		}
	}
	return target
}

func (s *Scene) happens(event, api string) error {
	_, err := s.Raise(api, event, nil)
	return err
}

func (s *Scene) happensWith(event, api string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	s.Catalogue.eventTakes(api, event).FromLiterals(args)
	_, err = s.Raise(api, event, args)
	return err
}

func (s *Scene) factIs(pointer, api, want string) error {
	state, err := s.State(api)
	if err != nil {
		return err
	}
	got, ok, err := at(state, pointer)
	if err != nil {
		return err
	}
	expected, err := s.wanted(want)
	if err != nil {
		return err
	}
	return s.Demand("world.fact", ok && same(got, expected), nil, "expected %s of %s to be %s, got %s", pointer, api, show(expected, true), show(got, ok))
}

// arguments reads a table of two columns: names and values. A value is JSON where it can be read as such, else text.
func (s *Scene) arguments(table *godog.Table) (map[string]any, error) {
	args := map[string]any{}
	for _, row := range table.Rows {
		if len(row.Cells) != 2 {
			return nil, misuse("expected a table of two columns, names and values; got %d columns", len(row.Cells))
		}
		name := row.Cells[0].Value
		if _, twice := args[name]; twice {
			return nil, misuse("the argument %q is given twice", name)
		}
		var err error
		if args[name], err = s.wanted(row.Cells[1].Value); err != nil {
			return nil, err
		}
	}
	return args, nil
}

func show(value any, there bool) string {
	if !there {
		return "nothing"
	}
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return encode(value)
}
