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
				Russian: vocabulary.Sentence{
					Pattern: `есть профиль`,
					Example: `есть профиль`,
					Doc:     "профиль с пустой визиткой; его номер известен как {card_id}",
				},
				Doc:  "a profile with an empty card; its id is known as {card_id}",
				Bind: bind(func(s sentences) any { return func() error { return s.profile(map[string]any{}) } }),
			},
			{
				Keyword: vocabulary.Given,
				Pattern: `a profile whose card holds:`,
				Example: "a profile whose card holds:\n  \"\"\"json\n  {\"translatable\": {\"pl\": " +
					"{\"langStatus\": \"1\", \"name\": \"Jan\"}}}\n  \"\"\"",
				Russian: vocabulary.Sentence{
					Pattern: `есть профиль с визиткой:`,
					Example: "есть профиль с визиткой:\n  \"\"\"json\n  {\"translatable\": {\"pl\": " +
						"{\"langStatus\": \"1\", \"name\": \"Jan\"}}}\n  \"\"\"",
					Doc: "профиль с такой визиткой, в том виде, в каком её присылает Bonder",
				},
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
				Pattern: `the server responds to (every|the next) status change with the error "([^"]*)"`,
				Example: `the server responds to the next status change with the error "DATABASE_ERROR"`,
				Russian: vocabulary.Sentence{
					Pattern: `на (каждое|следующее) изменение статуса сервер отвечает ошибкой "([^"]*)"`,
					Example: `на следующее изменение статуса сервер отвечает ошибкой "DATABASE_ERROR"`,
					Words: map[string]string{
						"каждое":    "every",
						"следующее": "the next",
					},
					Doc: "запрос, которым клиент включает или выключает визитку, фото или язык, — " +
						"отдельным путём или сохранением",
				},
				Doc: "the request by which the client switches a card, photo or language, be it a switch's own " +
					"path or a save",
				Bind: bind(func(s sentences) any { return s.switchingFails }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the token (expires|is used up|expires and is used up|is revoked)`,
				Example: `the token is used up`,
				Russian: vocabulary.Sentence{
					Pattern: `токен (истекает|исчерпан|истекает и исчерпан|отозван)`,
					Example: `токен исчерпан`,
					Words: map[string]string{
						"истекает":            "expires",
						"исчерпан":            "is used up",
						"истекает и исчерпан": "expires and is used up",
						"отозван":             "is revoked",
					},
					Doc: "проходит час; самый новый токен клиента доходит до предела запросов; то и " +
						"другое; или токен отозван",
				},
				Doc:  "an hour passes, the client's newest token reaches its limit of requests, both, or it is revoked",
				Bind: bind(func(s sentences) any { return s.tokenEnds }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client lists the languages`,
				Asks:    vocabulary.AsksFor("bonder.languages"),
				Example: `the client lists the languages`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент запрашивает список языков`,
					Example: `клиент запрашивает список языков`,
					Doc:     "их названия на них самих",
				},
				Doc: "in their own names",
				Bind: bind(func(s sentences) any {
					return func() error { return s.Ask("bonder.languages", map[string]any{"in": "local"}) }
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client creates a profile`,
				Asks:    vocabulary.AsksFor("bonder.createProfile"),
				Example: `the client creates a profile`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент создаёт профиль`,
					Example: `клиент создаёт профиль`,
					Doc:     "bonder.createProfile",
				},
				Doc: "bonder.createProfile",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("bonder.createProfile", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client loads the card`,
				Asks:    vocabulary.AsksFor("bonder.loadCard"),
				Example: `the client loads the card`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент загружает визитку`,
					Example: `клиент загружает визитку`,
					Doc:     "bonder.loadCard для {card_id}",
				},
				Doc:  "bonder.loadCard of {card_id}",
				Bind: bind(func(s sentences) any { return func() error { return s.card("bonder.loadCard", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client saves "([^"]*)" "([^"]*)" as "([^"]*)"`,
				Asks:    vocabulary.AsksFor("bonder.saveCard"),
				Example: `the client saves "pl" "name" as "Jan"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент сохраняет "([^"]*)" "([^"]*)" со значением "([^"]*)"`,
					Example: `клиент сохраняет "pl" "name" со значением "Jan"`,
					Doc:     "одно значение на одном языке",
				},
				Doc: "one value of one language",
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
				Russian: vocabulary.Sentence{
					Pattern: `клиент сохраняет:`,
					Example: "клиент сохраняет:\n  \"\"\"json\n  {\"non-translatable\": {\"emailA\": " +
						"\"jan@example.com\"}}\n  \"\"\"",
					Doc: "bonder.saveCard с этими данными",
				},
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
				Pattern: `the client switches (on|off) (?:the (card|photo)|the (language) "([^"]*)")`,
				Asks:    vocabulary.AsksFor("bonder.setStatus"),
				Example: `the client switches off the language "pl"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент (включает|выключает) (?:(визитку|фото)|(язык) "([^"]*)")`,
					Example: `клиент выключает язык "pl"`,
					Words: map[string]string{
						"включает":  "on",
						"выключает": "off",
						"визитку":   "card",
						"фото":      "photo",
						"язык":      "language",
					},
					Doc: "bonder.setStatus",
				},
				Doc:  "bonder.setStatus",
				Bind: bind(func(s sentences) any { return s.switches }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client deletes the language "([^"]*)"`,
				Asks:    vocabulary.AsksFor("bonder.deleteLanguage"),
				Example: `the client deletes the language "pl"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент удаляет язык "([^"]*)"`,
					Example: `клиент удаляет язык "pl"`,
					Doc:     "bonder.deleteLanguage",
				},
				Doc: "bonder.deleteLanguage",
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
				Russian: vocabulary.Sentence{
					Pattern: `клиент удаляет профиль`,
					Example: `клиент удаляет профиль`,
					Doc:     "bonder.deleteCard",
				},
				Doc: "bonder.deleteCard",
				Bind: bind(
					func(s sentences) any { return func() error { return s.card("bonder.deleteCard", nil) } },
				),
			},
			{
				Keyword:  vocabulary.Then,
				Validate: aCardField(0, 1),
				Pattern:  `the card (?:now|still) holds "([^"]*)" "([^"]*)" as "([^"]*)"`,
				Example:  `the card now holds "pl" "name" as "Jan"`,
				Russian: vocabulary.Sentence{
					Pattern: `в визитке (?:теперь|по-прежнему) "([^"]*)" "([^"]*)" равно "([^"]*)"`,
					Example: `в визитке теперь "pl" "name" равно "Jan"`,
					Doc: "что сервер помнит о {card_id}: значение на одном языке или одно из settings " +
						"и non-translatable",
				},
				Doc: "what the server remembers of {card_id}: a language's value, or one of settings or " +
					"non-translatable",
				Bind: bind(func(s sentences) any { return s.holds }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the card holds all that the client reported as saved`,
				Example: `the card holds all that the client reported as saved`,
				Russian: vocabulary.Sentence{
					Pattern: `в визитке есть всё, что клиент назвал сохранённым`,
					Example: `в визитке есть всё, что клиент назвал сохранённым`,
					Doc: "все значения последнего сохранения, если клиент назвал его успешным; отказ " +
						"целиком — не потеря",
				},
				Doc: "each value of the last save, if the client reported it as a success; one that was refused " +
					"whole is not a loss",
				Bind: bind(func(s sentences) any { return s.holdsAll }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `there (?:is|are) now (\d+) profiles?`,
				Example: `there is now 1 profile`,
				Russian: vocabulary.Sentence{
					Pattern: `теперь есть (\d+) профил(?:ь|я|ей)`,
					Example: `теперь есть 1 профиль`,
					Doc:     "сколько профилей помнит сервер",
				},
				Doc:  "profiles that the server remembers",
				Bind: bind(func(s sentences) any { return s.profiles }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
