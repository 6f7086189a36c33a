package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// createsOnce: a createProfile whose answer was lost is not sent again by itself: profiles cannot be listed, so a
// second one would be paid for and never found.
func createsOnce() rule.Rule {
	return rule.Rule{
		ID: "bonder.creates-once", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source:  "bonder#L395 “должны храниться локально”; there is no list of profiles",
		Text:    "a profile whose creation was not answered is not created again by itself",
		Judge:   rule.Once("bonder.createProfile", "bonder.createProfile", succeeded),
		Traffic: rule.Lost("bonder.createProfile", succeeded),
	}
}
