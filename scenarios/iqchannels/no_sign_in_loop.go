package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noSignInLoop: a token that was refused is not sent again by itself.
func noSignInLoop() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.no-sign-in-loop", Level: verdict.Should, Provenance: journal.Observed, Always: true,
		Source: "iqchannels-widget: unauthorized and invalid end its attempts to authorize",
		Text:   "a token that was refused is not sent again by itself",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range rule.Of(r.Claims[i].During(r.Entries), "iqchannels.integrationAuth") {
					if code := codeOf(e); code == unauthorized || code == "invalid" {
						refused = append(refused, e)
					}
				}
				if len(refused) > rule.Concurrent(r.Claims, i) { // overlapping calls may each have tried once
					return rule.Broken(refused, "expected a refused token not to be sent again, it was refused %d times in one call", len(refused))
				}
				if len(refused) > 0 {
					seen = rule.Kept(refused...)
				}
			}
			return seen
		},
	}
}
