// Package sentences has the steps that only features of Radist.Online use.
package sentences

import (
	"sparring/scenarios/radist"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of Radist.Online.
func API() vocabulary.API {
	const kinds = `(Telegram|MAX|WhatsApp|Telegram bot|Odnoklassniki|AMOCRM)`
	return vocabulary.API{
		API: radist.API(),
		Caller: run.Caller{
			Alive:       func(s *run.Scenario) error { return s.AliveBy("radist.connections", nil) },
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary:    func([]string) []string { return []string{"radist.connections"} },
			Waits:       waits,
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `an? ` + kinds + ` connection( that was logged out)?`,
				Example: `a Telegram connection that was logged out`,
				Doc:     "a connection of the company in a paid subscription; its id is known as {connection_id}",
				Bind:    bind(func(s sentences) any { return s.connection }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client connects (Telegram by QR|Telegram by code|MAX|WhatsApp)( again)?( at its own ` +
					`pace)?`,
				Example: `the client connects Telegram by QR again`,
				Asks:    vocabulary.AsksByGroup(connecting()),
				Doc: "starts radist.connect… without waiting: “again” with {connection_id}; with poll_every_s " +
					"0.05, unless at its own pace",
				Bind: bind(func(s sentences) any { return s.connects }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the user scans the QR( with another account)?`,
				Example: `the user scans the QR`,
				Doc: "the code that the client has shown last is scanned; waits for one that is alive. The 2FA " +
					"password, if any, is known as {password}",
				Bind: bind(func(s sentences) any { return s.scans }),
			},
			{Keyword: vocabulary.When, Pattern: `the user reads the code`, Example: `the user reads the code`,
				Doc: "waits until the client asks for the code; it is known as {code}, the 2FA password, if any, " +
					"as {password}", Bind: bind(func(s sentences) any { return s.reads })},
			{
				Keyword: vocabulary.When,
				Pattern: `the user tells the (right|wrong) (code|password)`,
				Example: `the user tells the wrong code`,
				Doc:     "waits until the client asks, and answers",
				Bind:    bind(func(s sentences) any { return s.tells }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the user, if asked again, tells the right (code|password)`,
				Example: `the user, if asked again, tells the right code`,
				Doc:     "a client may ask again after a mistake, or end its call: both will do",
				Bind:    bind(func(s sentences) any { return s.tellsAgain }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the session has been polled(?: (\d+) times)?`,
				Example: `the session has been polled 6 times`,
				Doc:     "waits for the client's next poll, or for so many, at whatever pace",
				Bind:    bind(func(s sentences) any { return s.polled }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client lists the connections`,
				Asks:    vocabulary.AsksFor("radist.connections"),
				Example: `the client lists the connections`,
				Doc:     "radist.connections",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("radist.connections", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client (reads the connection|connects a bot|connects a group)`,
				Example: `the client reads the connection`,
				Asks: vocabulary.AsksByGroup(
					map[string]string{
						"reads the connection": "radist.connection",
						"connects a bot":       "radist.connectBot",
						"connects a group":     "radist.connectGroup",
					},
				),
				Doc:  "radist.connection of {connection_id}; radist.connectBot and radist.connectGroup with a new key",
				Bind: bind(func(s sentences) any { return s.asksFor }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client sets the key "([^"]*)"`,
				Asks:    vocabulary.AsksFor("radist.setKey"),
				Example: `the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`,
				Doc:     "radist.setKey of {connection_id}",
				Bind:    bind(func(s sentences) any { return s.setsKey }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `there (?:is|are) now (\d+) connections?`,
				Example: `there is now 1 connection`,
				Doc:     "connections that the server remembers",
				Bind:    bind(func(s sentences) any { return s.counts }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the connection (works|does not work)`,
				Example: `the connection works`,
				Doc:     "whether the account of {connection_id} lets the server in",
				Bind:    bind(func(s sentences) any { return s.works }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the failure names "([^"]*)"`,
				Example: `the failure names "sparring_unknown"`,
				Doc:     "code or message of the last failure contain this text",
				Bind:    bind(func(s sentences) any { return s.names }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
