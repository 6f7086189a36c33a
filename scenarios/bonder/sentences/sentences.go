// Package sentences has the steps that only features of the Bonder business-card API use.
package sentences

import (
	"github.com/cucumber/godog"

	"sparring/scenarios/bonder"
	"sparring/scenarios/feature"
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

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
