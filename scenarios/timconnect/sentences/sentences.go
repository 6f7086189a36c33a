// Package sentences has the steps that only features of TIM Connect and Kittn use.
package sentences

import (
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/timconnect"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of TIM Connect and Kittn.
func API() vocabulary.API {
	return vocabulary.API{
		API: timconnect.API(),
		Caller: run.Caller{
			Alive:       func(s *run.Scenario) error { return sentences{s}.alive() },
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary: func(asked []string) []string {
				if n := len(asked); n > 0 && isKittn(asked[n-1]) {
					return []string{"timconnect.listKittens"}
				}
				return append(ordinary(), "timconnect.registerByDigest", "timconnect.registerPhone")
			},
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `the client is registered as "([^"]*)"`,
				Asks:    vocabulary.AsksFor("timconnect.registerByDigest", "timconnect.confirmPhone"),
				Example: `the client is registered as "79991234567"`,
				Doc:     "the client has registered, without SMS if it can; the phone is known as {phone}",
				Bind:    bind(func(s sentences) any { return s.registered }),
			},
			{
				Keyword: vocabulary.Given,
				Pattern: `(\d+) messages (wait in the queue|are in the archive)(?: since "([^"]*)")?`,
				Example: `5 messages are in the archive since "2026-01-01"`,
				Doc:     "of {phone}, called Message 1 and so on; with a date, one on every second day from then on",
				Bind:    bind(func(s sentences) any { return s.messages }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client registers "([^"]*)" with (a|a wrong) digest of the bank`,
				Asks:    vocabulary.AsksFor("timconnect.registerByDigest"),
				Example: `the client registers "89991234567" with a digest of the bank`,
				Doc:     "timconnect.registerByDigest; the suite signs as the bank's server would",
				Bind:    bind(func(s sentences) any { return s.byDigest }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client asks for a code for "([^"]*)"`,
				Asks:    vocabulary.AsksFor("timconnect.registerPhone"),
				Example: `the client asks for a code for "79991234567"`,
				Doc:     "timconnect.registerPhone",
				Bind:    bind(func(s sentences) any { return s.asksForCode }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client confirms "([^"]*)" with (the code of the SMS|a wrong code)`,
				Asks:    vocabulary.AsksFor("timconnect.confirmPhone"),
				Example: `the client confirms "79991234567" with the code of the SMS`,
				Doc:     "timconnect.confirmPhone",
				Bind:    bind(func(s sentences) any { return s.confirms }),
			},
			{Keyword: vocabulary.When, Pattern: `the (session|code) dies( by time)?`, Example: `the session dies`,
				Doc:  "the session or the activation code of {phone} ends: the server ends it, or 15 days pass",
				Bind: bind(func(s sentences) any { return s.dies })},
			{
				Keyword: vocabulary.When,
				Pattern: `another device takes the phone over`,
				Example: `another device takes the phone over`,
				Doc:     "{phone} is registered elsewhere: the client's session and password are dead",
				Bind:    bind(func(s sentences) any { return s.takenOver }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the device is (blocked|unblocked|removed)`,
				Example: `the device is blocked`,
				Doc:     "by the administrator, or removed by its owner",
				Bind:    bind(func(s sentences) any { return s.device }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `(a message|\d+ messages) "([^"]*)"(?: from "([^"]*)")? (?:is|are) sent to the phone`,
				Example: `a message "Hello" is sent to the phone`,
				Doc:     "a bank sends to {phone}; several are numbered. The newest is known as {message_id}",
				Bind:    bind(func(s sentences) any { return s.sent }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the push reaches the client`,
				Asks:    vocabulary.AsksFor("timconnect.takePush"),
				Example: `the push reaches the client`,
				Doc:     "timconnect.takePush with the newest push to {phone}",
				Bind:    bind(func(s sentences) any { return s.push }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client tells (\d+) (messages?|kittens|categories)`,
				Example: `the client tells 5 messages`,
				Doc:     "length of a list in the last success",
				Bind:    bind(func(s sentences) any { return s.tells }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client passes on "([^"]*)"`,
				Example: `the client passes on "Device is blocked"`,
				Doc:     "the vendor's words are in the message of the last failure",
				Bind:    bind(func(s sentences) any { return s.passesOn }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `(no|\d+) messages? (?:is|are) still in the queue`,
				Example: `no message is still in the queue`,
				Doc:     "messages to {phone} without a delivery report",
				Bind:    bind(func(s sentences) any { return s.queue }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the message now has "([^"]*)" as (.+)`,
				Example: `the message now has "geotag/latitude" as "55.74722"`,
				Doc:     "what the server remembers of {message_id}",
				Fact: func(groups []string) (api, pointer string) {
					return "timconnect", "/messages/0" + feature.AsPointer(groups[0])
				},
				Bind: bind(func(s sentences) any { return s.has }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the phone has (no|\d+) usable devices?`,
				Example: `the phone has 1 usable device`,
				Doc:     "devices of {phone} that are registered, not blocked and not removed",
				Bind:    bind(func(s sentences) any { return s.devices }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
