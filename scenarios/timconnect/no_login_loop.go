package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noLoginLoop: a password that was refused is not sent again within the call.
func noLoginLoop() rule.Rule {
	return rule.Rule{
		ID: "timconnect.no-login-loop", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source:  pageSource + ", Errors, “Incorrect phone_number or credentials”",
		Text:    "credentials that were refused are not sent again by themselves",
		Judge:   login().NoLoop,
		Traffic: login().TrafficNoLoop,
	}
}
