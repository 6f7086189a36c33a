package iqchannels

import "sparring/scenarios/suite"

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return []suite.Flow{
		{Ability: "iqchannels.signIn", Name: "sign in", Steps: `When the client signs in`},
		{Ability: "iqchannels.signInAnonymously", Name: "sign in anonymously", Steps: `
When the client signs in anonymously as "Guest"`},
		{Ability: "iqchannels.send", Name: "send a message", Steps: `When the client sends "Hello"`,
			Start: `the client starts "iqchannels.send" %d times with:
  | text | Hello |`},
		{Ability: "iqchannels.history", Name: "read the history", Steps: `
Given the client is already working
When an operator writes "Hello"
And the client reads the history`, Start: `the client starts "iqchannels.history" %d times`},
		{Ability: "iqchannels.listen", Name: "listen to the stream", Steps: `
When the client listens
? And an operator writes "Hello"
? And an operator writes "How can I help?"
? Then the client has received "message" "How can I help?" once`},
		{Ability: "iqchannels.resolveToken", Name: "resolve a token by POST", Steps: `
When the client resolves the token by POST`},
		{Ability: "iqchannels.resolveToken", Name: "resolve a token by GET", Steps: `
When the client resolves the token by GET`},
	}
}
