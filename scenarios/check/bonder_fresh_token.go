package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderFreshToken: once a token was refused and a new one given, the old one is not used for a further call.
func bonderFreshToken() Rule {
	return Rule{
		ID: "bonder.fresh-token", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "bonder#L51 “Первый, достигший целевого значения, деактивирует token”",
		Text:   "a token that was refused and renewed is not used again by later calls",
		Judge: func(r *Record) Finding {
			dead := map[string]int64{} // by token: its refusal
			seen := Finding{}
			if renewed := bonderRenewed(r.Entries); len(renewed) > 0 { // whoever renews before a refusal uses no dead token
				seen = Kept(renewed...)
			}
			for i := range r.Claims {
				for _, e := range Of(r.Claims[i].During(r.Entries), "bonder.*") {
					if refusal, ok := dead[bonderToken(e)]; ok && refusal <= r.Claims[i].After {
						return Broken([]journal.Entry{e}, "expected the renewed token, got the one that was refused in entry %d", refusal)
					}
				}
				for _, e := range bonderRefused(r.Claims[i].During(r.Entries)) {
					renewals := after(Of(r.Entries, "bonder.authorize"), e.Seq)
					if token := bonderToken(e); token != "" && len(renewals) > 0 && bonderSucceeded(renewals[0]) && renewals[0].Seq <= max(r.Claims[i].Before, e.Seq) {
						dead[token] = max(r.Claims[i].Before, e.Seq)
						seen = Kept(e, renewals[0])
					}
				}
			}
			return seen
		},
	}
}
