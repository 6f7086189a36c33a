package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectCallsOnce: a call whose start was not answered is not started again by itself: the number would ring twice.
func timconnectCallsOnce() Rule {
	return Rule{
		ID: "timconnect.calls-once", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", startCallOnNumberWithRegister: one call",
		Text:   "one order to call starts one call",
		Judge:  once("timconnect.call", "timconnect.startCall", timSucceeded),
	}
}
