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
				Pattern: `the auth service knows the token "([^"]*)"`,
				Example: `the auth service knows the token "bank/session 42"`,
				Doc:     "a token of the client 9001, Иван; the client is given it",
				Bind:    bind(func(s sentences) any { return s.knows }),
			},
			{Keyword: vocabulary.Given, Pattern: `the auth service answers the token "([^"]*)" with:`,
				Example: "the auth service answers the token \"t-42\" with:\n  \"\"\"json\n  {\"client\": {\"id\": " +
					"\"9001\", \"name\": \"Иван\"}}\n  \"\"\"",
				Doc:  "its whole answer; what the document requires of a client and is not here is filled in",
				Bind: bind(func(s sentences) any { return s.answers })},
			{
				Keyword: vocabulary.When,
				Pattern: `an operator writes "([^"]*)"`,
				Example: `an operator writes "Hello"`,
				Doc:     "to the newest client, in the client's channel",
				Bind:    bind(func(s sentences) any { return s.operatorWrites }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in`,
				Asks:    vocabulary.AsksFor("iqchannels.signIn"),
				Example: `the client signs in`,
				Doc:     "iqchannels.signIn",
				Bind:    bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.signIn", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in anonymously(?: as "([^"]*)")?`,
				Asks:    vocabulary.AsksFor("iqchannels.signInAnonymously"),
				Example: `the client signs in anonymously as "Guest"`,
				Doc:     "iqchannels.signInAnonymously",
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
				Doc:     "iqchannels.send",
				Bind: bind(func(s sentences) any {
					return func(text string) error { return s.Ask("iqchannels.send", map[string]any{"text": text}) }
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client reads the history`,
				Asks:    vocabulary.AsksFor("iqchannels.history"),
				Example: `the client reads the history`,
				Doc:     "iqchannels.history",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("iqchannels.history", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client listens`,
				Asks:    vocabulary.AsksFor("iqchannels.listen"),
				Example: `the client listens`,
				Doc:     "iqchannels.listen: the stream stands when it is answered",
				Bind:    bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.listen", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client is listening( again)?`,
				Example: `the client is listening again`,
				Doc: "waits until a stream stands; again: a further one, opened after the last event that " +
					"ended sessions",
				Bind: bind(func(s sentences) any { return s.listening }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client resolves the token(?: "([^"]*)")?(?: by (GET|POST))?`,
				Asks:    vocabulary.AsksFor("iqchannels.resolveToken"),
				Example: `the client resolves the token "bank/session 42" by POST`,
				Doc:     "iqchannels.resolveToken, without a token that of its credentials",
				Bind:    bind(func(s sentences) any { return s.resolves }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client tells the truth value "([^"]*)" as (true|false)`,
				Example: `the client tells the truth value "/card/enabled" as false`,
				Doc:     "a value of the last success is this boolean, and no text",
				Bind:    bind(func(s sentences) any { return s.truth }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat holds "([^"]*)" (once|never|\d+ times)`,
				Example: `the chat holds "Hello" once`,
				Doc:     "messages of clients with this text that the server remembers",
				Bind:    bind(func(s sentences) any { return s.holds }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat server knows (\d+) clients?`,
				Example: `the chat server knows 1 client`,
				Doc:     "clients that the server remembers",
				Bind:    bind(func(s sentences) any { return s.clients }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the message "([^"]*)" is marked as received`,
				Example: `the message "Hello" is marked as received`,
				Doc:     "waits until the client has told the server that it has it",
				Bind:    bind(func(s sentences) any { return s.marked }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
