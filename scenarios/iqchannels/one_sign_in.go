package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneSignIn: however many requests a dead session refuses, the client signs in anew once.
func oneSignIn() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.one-sign-in", Level: verdict.Should, Provenance: journal.Derived,
		Source: "sparring: every sign-in costs a look-up in the external system and leaves a session behind",
		Text:   "one dead session is replaced once, however many requests it refuses",
		Judge: func(r *rule.Record) rule.Finding {
			first := map[string]journal.Entry{}
			for _, e := range refusals(r.Entries) {
				if _, ok := first[sessionOf(e)]; !ok {
					first[sessionOf(e)] = e
				}
			}
			seen := rule.Finding{}
			for session, refusal := range first {
				again := rule.After(rule.Of(r.Entries, "iqchannels.integrationAuth"), refusal.Seq)
				proof := append([]journal.Entry{refusal}, again...)
				if len(again) > 1 {
					return rule.Broken(proof, "expected one sign-in for the session %s, %d came", session, len(again))
				}
				seen = rule.Kept(proof...)
			}
			return seen
		},
	}
}
