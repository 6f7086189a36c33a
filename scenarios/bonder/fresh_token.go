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
		Source: "bonder#L51 “Первый, достигший целевого значения, деактивирует token”",
		Text:   "a token that was refused and renewed is not used again by later calls",
		Judge: func(r *rule.Record) rule.Finding {
			dead := map[string]int64{} // by token: its refusal
			seen := rule.Finding{}
			if renewed := renewalsIn(r.Entries); len(renewed) > 0 { // whoever renews before a refusal uses no dead token
				seen = rule.Kept(renewed...)
			}
			for i := range r.Claims {
				for _, e := range rule.Of(r.Claims[i].During(r.Entries), "bonder.*") {
					if refusal, ok := dead[tokenOf(e)]; ok && refusal <= r.Claims[i].After {
						return rule.Broken([]journal.Entry{e}, "expected the renewed token, got the one that was refused in entry %d", refusal)
					}
				}
				for _, e := range refusals(r.Claims[i].During(r.Entries)) {
					renewals := rule.After(rule.Of(r.Entries, "bonder.authorize"), e.Seq)
					if token := tokenOf(e); token != "" && len(renewals) > 0 && succeeded(renewals[0]) && renewals[0].Seq <= max(r.Claims[i].Before, e.Seq) {
						dead[token] = max(r.Claims[i].Before, e.Seq)
						seen = rule.Kept(e, renewals[0])
					}
				}
			}
			return seen
		},
	}
}
