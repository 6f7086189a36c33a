package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneRenewal: however many requests a dead session refuses, it is renewed once.
func oneRenewal() rule.Rule {
	return rule.Rule{
		ID: "timconnect.one-renewal", Level: verdict.Should, Provenance: journal.Documented, Source: pageSource + ", tryAuthUser",
		Text: "one dead session is renewed once, however many requests it refuses",
		Judge: func(r *rule.Record) rule.Finding {
			refused := map[string][]journal.Entry{}
			for _, e := range refusals(r.Entries) {
				refused[sessionOf(e)] = append(refused[sessionOf(e)], e)
			}
			seen := rule.Finding{}
			for session, by := range refused {
				if session == "" {
					continue
				}
				renewals := rule.After(rule.Of(r.Entries, "timconnect.authorize"), by[0].Seq)
				proof := append(append([]journal.Entry(nil), by...), renewals...)
				if len(renewals) > 1 {
					return rule.Broken(proof, "expected one authorisation for the session %s, which refused %d requests; %d came", session, len(by), len(renewals))
				}
				seen = rule.Kept(proof...)
			}
			return seen
		},
	}
}
