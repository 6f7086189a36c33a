package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectOneRenewal: however many requests a dead session refuses, it is renewed once.
func timconnectOneRenewal() Rule {
	return Rule{
		ID: "timconnect.one-renewal", Level: verdict.Should, Provenance: journal.Documented, Source: timconnectPage + ", tryAuthUser",
		Text: "one dead session is renewed once, however many requests it refuses",
		Judge: func(r *Record) Finding {
			refused := map[string][]journal.Entry{}
			for _, e := range timRefused(r.Entries) {
				refused[timSession(e)] = append(refused[timSession(e)], e)
			}
			seen := Finding{}
			for session, by := range refused {
				if session == "" {
					continue
				}
				renewals := after(Of(r.Entries, "timconnect.authorize"), by[0].Seq)
				proof := append(append([]journal.Entry(nil), by...), renewals...)
				if len(renewals) > 1 {
					return Broken(proof, "expected one authorisation for the session %s, which refused %d requests; %d came", session, len(by), len(renewals))
				}
				seen = Kept(proof...)
			}
			return seen
		},
	}
}
