package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderOneRenewal: however many requests a dead token refuses, early or late, it is renewed once.
func bonderOneRenewal() Rule {
	return Rule{
		ID: "bonder.one-renewal", Level: verdict.Should, Provenance: journal.Derived, Source: "bonder#L51 “Переменные expire и rpt участвуют в гонке”; how often to renew is good sense",
		Text: "one dead token is renewed once, however many requests it refuses",
		Judge: func(r *Record) Finding {
			refused := map[string][]journal.Entry{}
			for _, e := range bonderRefused(r.Entries) {
				refused[bonderToken(e)] = append(refused[bonderToken(e)], e)
			}
			seen := Finding{}
			if renewed := bonderRenewed(r.Entries); len(refused) == 0 && len(renewed) > 0 { // no request bore a dead token
				seen = Kept(renewed...)
			}
			for token, by := range refused {
				if token == "" {
					continue
				}
				renewals := after(Of(r.Entries, "bonder.authorize"), by[0].Seq)
				proof := append(append([]journal.Entry(nil), by...), renewals...)
				if len(renewals) > 1 {
					return Broken(proof, "expected one authorisation for the token %s, which refused %d requests; %d came", token, len(by), len(renewals))
				}
				seen = Kept(proof...)
			}
			return seen
		},
	}
}
