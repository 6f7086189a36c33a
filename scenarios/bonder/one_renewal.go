package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// oneRenewal: however many requests a dead token refuses, early or late, it is renewed once.
func oneRenewal() rule.Rule {
	return rule.Rule{
		ID: "bonder.one-renewal", Level: verdict.Should, Provenance: journal.Derived, Source: "bonder#L51 “Переменные expire и rpt участвуют в гонке”; how often to renew is good sense",
		Text: "one dead token is renewed once, however many requests it refuses",
		Judge: func(r *rule.Record) rule.Finding {
			refused := map[string][]journal.Entry{}
			for _, e := range refusals(r.Entries) {
				refused[tokenOf(e)] = append(refused[tokenOf(e)], e)
			}
			seen := rule.Finding{}
			if renewed := renewalsIn(r.Entries); len(refused) == 0 && len(renewed) > 0 { // no request bore a dead token
				seen = rule.Kept(renewed...)
			}
			for token, by := range refused {
				if token == "" {
					continue
				}
				renewals := rule.After(rule.Of(r.Entries, "bonder.authorize"), by[0].Seq)
				proof := append(append([]journal.Entry(nil), by...), renewals...)
				if len(renewals) > 1 {
					return rule.Broken(proof, "expected one authorisation for the token %s, which refused %d requests; %d came", token, len(by), len(renewals))
				}
				seen = rule.Kept(proof...)
			}
			return seen
		},
	}
}
