package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// freshSession: once a session was refused and a new one given, the old one is not presented by a further call.
func freshSession() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.fresh-session", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "iqchannels#L28-L31: the session that the chat server returned is the one that counts; " +
			"that one ends is derived (Q-34)",
		Text:    "a session that was refused and replaced is not presented again by later calls",
		Judge:   login().Fresh,
		Traffic: login().TrafficFresh,
	}
}
