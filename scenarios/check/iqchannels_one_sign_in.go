package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// iqOneSignIn: however many requests a dead session refuses, the client signs in anew once.
func iqOneSignIn() Rule {
	return Rule{
		ID: "iqchannels.one-sign-in", Level: verdict.Should, Provenance: journal.Derived,
		Source: "sparring: every sign-in costs a look-up in the external system and leaves a session behind",
		Text:   "one dead session is replaced once, however many requests it refuses",
		Judge: func(r *Record) Finding {
			first := map[string]journal.Entry{}
			for _, e := range iqRefused(r.Entries) {
				if _, ok := first[iqSession(e)]; !ok {
					first[iqSession(e)] = e
				}
			}
			seen := Finding{}
			for session, refusal := range first {
				again := after(Of(r.Entries, "iqchannels.integrationAuth"), refusal.Seq)
				proof := append([]journal.Entry{refusal}, again...)
				if len(again) > 1 {
					return Broken(proof, "expected one sign-in for the session %s, %d came", session, len(again))
				}
				seen = Kept(proof...)
			}
			return seen
		},
	}
}
