package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// callsOnce: a call whose start was not answered is not started again by itself: the number would ring twice.
func callsOnce() rule.Rule {
	return rule.Rule{
		ID: "timconnect.calls-once", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source:  pageSource + ", startCallOnNumberWithRegister: one call",
		Text:    "one order to call starts one call",
		Judge:   rule.Once("timconnect.call", "timconnect.startCall", succeeded),
		Traffic: rule.Lost("timconnect.startCall", succeeded),
	}
}
