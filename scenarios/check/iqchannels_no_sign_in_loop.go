package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// iqNoSignInLoop: a token that was refused is not sent again by itself.
func iqNoSignInLoop() Rule {
	return Rule{
		ID: "iqchannels.no-sign-in-loop", Level: verdict.Should, Provenance: journal.Observed, Always: true,
		Source: "iqchannels-widget: unauthorized and invalid end its attempts to authorize",
		Text:   "a token that was refused is not sent again by itself",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range Of(r.Claims[i].During(r.Entries), "iqchannels.integrationAuth") {
					if code := iqCode(e); code == iqUnauthorized || code == "invalid" {
						refused = append(refused, e)
					}
				}
				if len(refused) > concurrent(r.Claims, i) { // overlapping calls may each have tried once
					return Broken(refused, "expected a refused token not to be sent again, it was refused %d times in one call", len(refused))
				}
				if len(refused) > 0 {
					seen = Kept(refused...)
				}
			}
			return seen
		},
	}
}
