package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneRenewal: an expired token is renewed once, however many requests were refused for it, early or late.
func oneRenewal() rule.Rule {
	return rule.Rule{
		ID: "bonder.one-renewal", Level: verdict.Should, Provenance: journal.Derived,
		Source:  "bonder#L51 “Переменные expire и rpt участвуют в гонке”; how often to renew is good sense",
		Text:    "one expired token is renewed once, however many requests it refuses",
		Judge:   login().OneRenewal,
		Traffic: login().TrafficOneRenewal,
	}
}
