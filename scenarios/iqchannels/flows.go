package iqchannels

import (
	"slices"

	"sparring/scenarios/suite"
)

const succeeds = `
! Then the client reports success`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return slices.Concat(ordinaryFlows(), severalFlows(), tokenFlows())
}

func ordinaryFlows() []suite.Flow {
	return []suite.Flow{
		{Ability: "iqchannels.signIn", Name: "sign in", Steps: `When the client signs in` + succeeds},
		{Ability: "iqchannels.signInAnonymously", Name: "sign in anonymously", Steps: `
When the client signs in anonymously as "Guest"
~
? And the client sends "Hello"
! Then every call reports success
! And the fact "/clients/0/name" of iqchannels is now "Guest"`, Should: true},
		{Ability: "iqchannels.send", Name: "send a message", Steps: `When the client sends "Hello <5 & 6>"` + succeeds,
			Start: `the client starts "iqchannels.send" %d times with:
  | text | Hello |`},
		{Ability: "iqchannels.history", Name: "read the history", Steps: `
Given the client is already working
When an operator writes "Hello"
And the client reads the history` + succeeds, Start: `the client starts "iqchannels.history" %d times`},
		{Ability: "iqchannels.listen", Name: "listen to the stream", Steps: `
When the client listens
? And an operator writes "Hello"
? And an operator writes "How can I help?"
? Then the client has received "message" "How can I help?" once
! And the message "How can I help?" is marked as received`},
		{Ability: "iqchannels.resolveToken", Name: "resolve a token by POST", Steps: `
When the client resolves the token by POST` + succeeds},
		{Ability: "iqchannels.resolveToken", Name: "resolve a token by GET", Steps: `
When the client resolves the token by GET` + succeeds,
			Start: `the client starts "iqchannels.resolveToken" %d times with:
  | token | a57974242d0146c28056 |`,
			Other: `the client starts "iqchannels.resolveToken" with:
  | token | f3b1c7d05e9a48a2b6d4 |`},
	}
}

// severalFlows are about more than one call or client.
func severalFlows() []suite.Flow {
	return []suite.Flow{
		{Ability: "iqchannels.send", Name: "send two messages", Steps: `
When the client sends "one"
~
? And the client sends "two"
? Then the chat has 1 message "two"
! And every call reports success
! And the server saw exactly 1 "iqchannels.integrationAuth"`, Should: true},
		{Ability: "iqchannels.history", Name: "read what was written since", Steps: `
When the client sends "Hello"
? And the client reads the history
? And an operator writes "How can I help?"
~
? And the client reads the history` + succeeds + `
! And the client reports "/messages/1/text" as "How can I help?"`, Should: true},
		{Ability: "iqchannels.signInAnonymously", Name: "sign in anonymously twice", Steps: `
When the client signs in anonymously
~
? And the client signs in anonymously
! Then every call reports success
! And the chat server knows 1 client
! And the server saw no "iqchannels.integrationAuth"`, Should: true},
		{Ability: "iqchannels.send", Name: "send as two clients", Alone: true, Steps: `
Given the auth service knows the token "bank/session 42"
When the client sends "from the first"
And the client's "token" for iqchannels is corrected
And the client signs in
! Then the client reports "client_id"
When the client sends "from the second"
! Then every call reports success
! And the fact "/messages/1/client_id" of iqchannels is now {client_id}`},
		{Ability: "iqchannels.resolveToken", Name: "resolve a card that was changed since", Alone: true, Should: true,
			Steps: `
When the client resolves the token "a57974242d0146c28056"
And "client.put" happens at iqchannels with:
  | token | a57974242d0146c28056                                                                     |
  | card  | {"client": {"id": "1064775", "name": "Anna", "type": "0", "enabled": true}} |
And the client resolves the token "a57974242d0146c28056"
! Then the client reports "/card/name" as "Anna"`},
		{Ability: "iqchannels.signIn", Name: "sign in to a channel that does not exist", Alone: true, Should: true,
			Steps: `
When the client's "channel" for iqchannels changes to "nowhere"
And the client signs in
! Then the client reports a failure
When the client's "channel" for iqchannels is corrected`},
	}
}

// tokenFlows are about tokens and the cards that they stand for.
func tokenFlows() []suite.Flow {
	var out []suite.Flow
	for _, token := range []struct{ text, by string }{
		{"what?now=1&then#3", "GET"}, {"100%25 of it", "GET"}, {"a+b=c;d", "GET"}, {"header/session 42?", "POST"},
		{"50%2F50 as it stands", "POST"},
	} {
		out = append(out, suite.Flow{Ability: "iqchannels.resolveToken", Alone: true,
			Name: "resolve the token " + token.text + " by " + token.by, Steps: `
Given the auth service knows the token "` + token.text + `"
When the client resolves the token "` + token.text + `" by ` + token.by + succeeds + `
! And the client reports "/card/id" as "9001"`})
	}
	for _, token := range []struct{ text, of string }{
		{"9d2e61c8a74f4b03b5e1", "a client that may not be served"}, {"f3b1c7d05e9a48a2b6d4", "a client of companies"},
		{"e81f5d3c20a94c7bb6d2", "a client with deprecated fields"},
	} {
		out = append(out, suite.Flow{Ability: "iqchannels.resolveToken", Name: "resolve the token of " + token.of,
			Alone: true, Steps: `
When the client resolves the token "` + token.text + `"` + succeeds})
	}
	return append(out,
		suite.Flow{Ability: "iqchannels.resolveToken", Name: "resolve a token with spaces at its ends", Alone: true,
			Should: true, Steps: `
Given the auth service knows the token " of the bank "
When the client resolves the token " of the bank " by GET` + succeeds},
		suite.Flow{Ability: "iqchannels.resolveToken", Name: "resolve a token that nobody knows", Alone: true, Steps: `
When the client resolves the token "of-no-session-at-all"
! Then the client reports a failure`},
		suite.Flow{Ability: "iqchannels.signIn", Name: "sign in with a token of odd letters", Alone: true, Steps: `
Given the auth service knows the token "bank/session 42 %25+&"
And the client's "token" for iqchannels is "bank/session 42 %25+&"
When the client signs in` + succeeds},
	)
}
