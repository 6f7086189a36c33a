package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// freshToken: once a token was refused and a new one given, the old one is not used for a further call.
func freshToken() rule.Rule {
	return rule.Rule{
		ID: "bonder.fresh-token", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source:  "bonder#L51 “Первый, достигший целевого значения, деактивирует token”",
		Text:    "a token that was refused and renewed is not used again by later calls",
		Judge:   login().Fresh,
		Traffic: login().TrafficFresh,
	}
}
