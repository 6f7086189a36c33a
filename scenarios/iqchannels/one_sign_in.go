package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneSignIn: the client signs in anew once, however many requests were refused for an expired session.
func oneSignIn() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.one-sign-in", Level: verdict.Should, Provenance: journal.Derived,
		Source:  "sparring: every sign-in costs a look-up in the external system and leaves a session behind",
		Text:    "one expired session is replaced once, however many requests it refuses",
		Judge:   login().OneRenewal,
		Traffic: login().TrafficOneRenewal,
	}
}
