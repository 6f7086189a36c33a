package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneRenewal: an expired session is renewed once, however many requests were refused for it.
func oneRenewal() rule.Rule {
	return rule.Rule{
		ID: "timconnect.one-renewal", Level: verdict.Should, Provenance: journal.Documented,
		Source:  pageSource + ", tryAuthUser",
		Text:    "one expired session is renewed once, however many requests it refuses",
		Judge:   login().OneRenewal,
		Traffic: login().TrafficOneRenewal,
	}
}
