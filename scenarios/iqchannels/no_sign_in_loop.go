package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noSignInLoop: a token that was refused is not sent again by itself.
func noSignInLoop() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.no-sign-in-loop", Level: verdict.Should, Provenance: journal.Observed, Always: true,
		Source:  "iqchannels-widget: unauthorized and invalid end its attempts to authorize",
		Text:    "a token that was refused is not sent again by itself",
		Judge:   login().NoLoop,
		Traffic: login().TrafficNoLoop,
	}
}
