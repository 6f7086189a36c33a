package steps

import (
	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// worldSteps are about what the server remembers and what happens outside HTTP.
func worldSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Given,
			Plants:   true,
			Validate: aSwitch(0, 1, 2),
			Pattern:  `the switch "([^"]*)" of (\w+) is "([^"]*)"`,
			Example:  `the switch "scalars" of bonder is "integer"`,
			Russian: vocabulary.Sentence{
				Pattern: `переключатель "([^"]*)" у (\w+) стоит на "([^"]*)"`,
				Example: `переключатель "scalars" у bonder стоит на "integer"`,
				Doc: "выбирает чтение там, где поставщик молчит; переключатели перечисляет " +
					"sparring api API",
			},
			Doc: "choose a reading if the vendor is silent; sparring serve lists the switches under " +
				"/_sparring/v1/apis",
			Bind: bind(func(s sentences) any { return s.setSwitch }),
		},
		{
			Keyword:  vocabulary.Given,
			Plants:   true,
			Validate: vocabulary.All(anAPI(0), anObject),
			Pattern:  `the facts of (\w+) include:`,
			Example:  "the facts of bonder include:\n  \"\"\"json\n  {\"maintenance\": [\"api\"]}\n  \"\"\"",
			Russian: vocabulary.Sentence{
				Pattern: `у (\w+) есть факты:`,
				Example: "у bonder есть факты:\n  \"\"\"json\n  {\"maintenance\": [\"api\"]}\n  \"\"\"",
				Doc: "добавляет к тому, что помнит сервер (JSON Merge Patch; списки заменяются " +
					"целиком)",
			},
			Doc:  "merge into what the server remembers (JSON Merge Patch; lists are replaced)",
			Bind: bind(func(s sentences) any { return s.plantFacts }),
		},
		{
			Keyword:  vocabulary.When,
			Or:       vocabulary.Given,
			Validate: event(0, 1),
			Pattern:  `"([^"]*)" (?:happens|has happened) at (\w+)`,
			Example:  `"account.suspended" happens at bonder`,
			Russian: vocabulary.Sentence{
				Pattern: `(?:происходит|произошло) "([^"]*)" у (\w+)`,
				Example: `происходит "account.suspended" у bonder`,
				Doc: "что-то происходит помимо HTTP; если объект не назван, имеется в виду самый " +
					"новый",
			},
			Doc:  "something outside HTTP happens; an object left out means the newest",
			Bind: bind(func(s sentences) any { return s.happens }),
			With: &vocabulary.With{
				Suffix:  " with:",
				Example: "\"account.profile_limit\" has happened at bonder with:\n  | limit | 0 |",
				Russian: vocabulary.Sentence{
					Pattern: ` с данными:`,
					Example: "произошло \"account.profile_limit\" у bonder с данными:\n  | limit | 0 |",
				},
				Bind: bind(func(s sentences) any { return s.happensWith }),
			},
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(aPointer(0), anAPI(1), aValue(2)),
			Pattern:  `the fact "([^"]*)" of (\w+) is now (.+)`,
			Example:  `the fact "/cards/0/card_status" of bonder is now false`,
			Russian: vocabulary.Sentence{
				Pattern: `факт "([^"]*)" у (\w+) теперь равен (.+)`,
				Example: `факт "/cards/0/card_status" у bonder теперь равен false`,
				Doc:     "сравнивает то, что помнит сервер (по указателю JSON), со значением JSON",
			},
			Doc:  "compare what the server remembers, by JSON pointer, with a JSON value",
			Fact: func(groups []string) (api, pointer string) { return groups[1], groups[0] },
			Bind: bind(func(s sentences) any { return s.factIs }),
		},
	}
}

func (s sentences) setSwitch(name, api, value string) error {
	_, err := s.World.Control.SetSwitches(
		s.Ctx,
		s.World.ID,
		client.Switches{api: {name: s.Catalogue.Value(api, name, value)}},
	)
	return err
}

func (s sentences) plantFacts(api string, doc *godog.DocString) error {
	text, err := s.Text(doc.Content)
	if err != nil {
		return err
	}
	patch, err := feature.Object([]byte(text))
	if err != nil {
		return err
	}
	state, err := s.World.State(api)
	if err != nil {
		return err
	}
	return s.World.Plant(api, feature.Merge(state, patch))
}

func (s sentences) happens(event, api string) error {
	_, err := s.World.Raise(api, event, nil)
	return err
}

func (s sentences) happensWith(event, api string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	s.Catalogue.EventTakes(api, event).FromLiterals(args)
	_, err = s.World.Raise(api, event, args)
	return err
}

func (s sentences) factIs(pointer, api, want string) error {
	state, err := s.World.State(api)
	if err != nil {
		return err
	}
	got, ok, err := feature.At(state, pointer)
	if err != nil {
		return err
	}
	expected, err := s.Wanted(want)
	if err != nil {
		return err
	}
	return s.Demand(
		"world.fact",
		ok && feature.Same(got, expected),
		nil,
		"expected %s of %s to be %s, got %s",
		pointer,
		api,
		feature.Show(expected, true),
		feature.Show(got, ok),
	)
}

// arguments reads a table of two columns: names and values. A value is JSON if it is valid JSON, else a text.
func (s sentences) arguments(table *godog.Table) (map[string]any, error) {
	args := map[string]any{}
	for _, row := range table.Rows {
		if len(row.Cells) != 2 {
			return nil, feature.Usagef(
				"expected a table of two columns, names and values; got %d columns",
				len(row.Cells),
			)
		}
		name := row.Cells[0].Value
		if _, twice := args[name]; twice {
			return nil, feature.Usagef("the argument %q is given twice", name)
		}
		var err error
		if args[name], err = s.Wanted(row.Cells[1].Value); err != nil {
			return nil, err
		}
	}
	return args, nil
}
