// Package sentences has the steps that only features of iQChannels use.
package sentences

import (
	"sparring/scenarios/iqchannels"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of iQChannels: the SDK's side of the chat server, and the Auth API.
func API() vocabulary.API {
	return vocabulary.API{
		API: iqchannels.API(),
		Caller: run.Caller{
			// A client that resolves tokens may not be an SDK, and the other way round.
			Alive: func(s *run.Scenario) error {
				if c, err := s.Calls.Last(); err == nil && c.Method == "iqchannels.resolveToken" {
					token := token
					if s.World.Credentials["iqchannels"]["token"] == run.Anew {
						token = run.Anew
					}
					return s.AliveBy(c.Method, map[string]any{"token": token})
				}
				return s.AliveBy("iqchannels.history", nil)
			},
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary: func(asked []string) []string {
				if n := len(asked); n > 0 && asked[n-1] == "iqchannels.resolveToken" {
					return asked[n-1:]
				}
				return []string{"iqchannels.history"}
			},
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Or:      vocabulary.When,
				Pattern: `(?:the auth service knows the token|the client gets the new token) "([^"]*)"`,
				Example: `the auth service knows the token "bank/session 42"`,
				Russian: vocabulary.Sentence{
					Pattern: `(?:сервис авторизации знает токен|клиент получает новый токен) "([^"]*)"`,
					Example: `сервис авторизации знает токен "bank/session 42"`,
					Doc:     "токен клиента 9001, Иван; он же даётся клиенту чата",
				},
				Doc:  "a token of the client 9001, Иван; the client is given it",
				Bind: bind(func(s sentences) any { return s.knows }),
			},
			{Keyword: vocabulary.Given, Pattern: `the auth service responds to the token "([^"]*)" with:`,
				Example: "the auth service responds to the token \"t-42\" with:\n  \"\"\"json\n  {\"client\": " +
					"{\"id\": " +
					"\"9001\", \"name\": \"Иван\"}}\n  \"\"\"",
				Russian: vocabulary.Sentence{
					Pattern: `на токен "([^"]*)" сервис авторизации отвечает:`,
					Example: "на токен \"t-42\" сервис авторизации отвечает:\n  \"\"\"json\n  {\"client\": " +
						"{\"id\": \"9001\", \"name\": \"Иван\"}}\n  \"\"\"",
					Doc: "весь ответ сервиса; чего в нём нет, а документ требует, добавляется",
				},
				Doc:  "its whole response; what the document requires of a client and is not here is filled in",
				Bind: bind(func(s sentences) any { return s.answers })},
			{
				Keyword: vocabulary.When,
				Pattern: `the auth service recovers`,
				Example: `the auth service recovers`,
				Russian: vocabulary.Sentence{
					Pattern: `сервис авторизации снова работает`,
					Example: `сервис авторизации снова работает`,
					Doc:     "после события auth.failing сервис больше не отказывает",
				},
				Doc:  "it does not fail any more after the event auth.failing",
				Bind: bind(func(s sentences) any { return s.recovers }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `an operator writes "([^"]*)"`,
				Example: `an operator writes "Hello"`,
				Russian: vocabulary.Sentence{
					Pattern: `оператор пишет "([^"]*)"`,
					Example: `оператор пишет "Здравствуйте"`,
					Doc:     "самому новому клиенту, в канал этого клиента",
				},
				Doc:  "to the newest client, in the client's channel",
				Bind: bind(func(s sentences) any { return s.operatorWrites }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in`,
				Asks:    vocabulary.AsksFor("iqchannels.signIn"),
				Example: `the client signs in`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент входит`,
					Example: `клиент входит`,
					Doc:     "iqchannels.signIn",
				},
				Doc:  "iqchannels.signIn",
				Bind: bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.signIn", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in anonymously(?: as "([^"]*)")?`,
				Asks:    vocabulary.AsksFor("iqchannels.signInAnonymously"),
				Example: `the client signs in anonymously as "Guest"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент входит анонимно(?: как "([^"]*)")?`,
					Example: `клиент входит анонимно как "Гость"`,
					Doc:     "iqchannels.signInAnonymously",
				},
				Doc: "iqchannels.signInAnonymously",
				Bind: bind(func(s sentences) any {
					return func(name string) error {
						args := map[string]any{}
						if name != "" {
							args["name"] = name
						}
						return s.Ask("iqchannels.signInAnonymously", args)
					}
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client sends "([^"]*)"`,
				Asks:    vocabulary.AsksFor("iqchannels.send"),
				Example: `the client sends "Hello"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент отправляет "([^"]*)"`,
					Example: `клиент отправляет "Здравствуйте"`,
					Doc:     "iqchannels.send",
				},
				Doc: "iqchannels.send",
				Bind: bind(func(s sentences) any {
					return func(text string) error { return s.Ask("iqchannels.send", map[string]any{"text": text}) }
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client reads the history`,
				Asks:    vocabulary.AsksFor("iqchannels.history"),
				Example: `the client reads the history`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент читает историю`,
					Example: `клиент читает историю`,
					Doc:     "iqchannels.history",
				},
				Doc: "iqchannels.history",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("iqchannels.history", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client listens`,
				Asks:    vocabulary.AsksFor("iqchannels.listen"),
				Example: `the client listens`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент открывает поток событий`,
					Example: `клиент открывает поток событий`,
					Doc:     "iqchannels.listen: когда вызов закончен, поток открыт",
				},
				Doc:  "iqchannels.listen: the stream is open when the call ends",
				Bind: bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.listen", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client is listening( again)?`,
				Example: `the client is listening again`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент( снова)? слушает поток событий`,
					Example: `клиент снова слушает поток событий`,
					Words: map[string]string{
						" снова": " again",
					},
					Doc: "ждёт, пока поток не откроется; «снова» — ещё один, открытый после " +
						"последнего события, которое завершило сессии",
				},
				Doc: "waits until a stream is open; again: a further one, opened after the last event that " +
					"ended sessions",
				Bind: bind(func(s sentences) any { return s.listening }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client resolves the token(?: "([^"]*)")?(?: by (GET|POST))?`,
				Asks:    vocabulary.AsksFor("iqchannels.resolveToken"),
				Example: `the client resolves the token "bank/session 42" by POST`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент запрашивает карточку по токену(?: "([^"]*)")?(?: методом (GET|POST))?`,
					Example: `клиент запрашивает карточку по токену "bank/session 42" методом POST`,
					Doc:     "iqchannels.resolveToken; без токена — с тем, что дан клиенту",
				},
				Doc:  "iqchannels.resolveToken, without a token that of its credentials",
				Bind: bind(func(s sentences) any { return s.resolves }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client reports the boolean "([^"]*)" as (true|false)`,
				Example: `the client reports the boolean "/card/enabled" as false`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент сообщает логическое "([^"]*)" со значением (true|false)`,
					Example: `клиент сообщает логическое "/card/enabled" со значением false`,
					Doc:     "значение из последнего успеха — логическое, а не текст",
				},
				Doc:  "a value of the last success is this boolean, and no text",
				Bind: bind(func(s sentences) any { return s.boolean }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat has (no|\d+) messages? "([^"]*)"`,
				Example: `the chat has 1 message "Hello"`,
				Russian: vocabulary.Sentence{
					Pattern: `в чате (нет|\d+) сообщени(?:е|я|й) "([^"]*)"`,
					Example: `в чате 1 сообщение "Здравствуйте"`,
					Words: map[string]string{
						"нет": "no",
					},
					Doc: "сколько сообщений клиентов с таким текстом помнит сервер",
				},
				Doc:  "messages of clients with this text that the server remembers",
				Bind: bind(func(s sentences) any { return s.has }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat server knows (\d+) clients?`,
				Example: `the chat server knows 1 client`,
				Russian: vocabulary.Sentence{
					Pattern: `чат-сервер знает (\d+) клиент(?:а|ов)`,
					Example: `чат-сервер знает 1 клиента`,
					Doc:     "сколько клиентов помнит сервер",
				},
				Doc:  "clients that the server remembers",
				Bind: bind(func(s sentences) any { return s.clients }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the message "([^"]*)" is marked as received`,
				Example: `the message "Hello" is marked as received`,
				Russian: vocabulary.Sentence{
					Pattern: `сообщение "([^"]*)" отмечено как полученное`,
					Example: `сообщение "Здравствуйте" отмечено как полученное`,
					Doc:     "ждёт, пока клиент не сообщит серверу, что сообщение получено",
				},
				Doc:  "waits until the client has reported to the server that it received the message",
				Bind: bind(func(s sentences) any { return s.marked }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
