package timconnect

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// kittnFinal: what is refused for good is not asked for again in the same call: a wrong key stays wrong, a
// kitten that is gone stays gone.
func kittnFinal() rule.Rule {
	return rule.Rule{
		ID: "timconnect.kittn-final", Level: verdict.Must, Provenance: journal.Observed, Always: true,
		Source: "template, errors: 400 to 410", Text: "a kitten that is refused for good is not asked for again",
		Judge: func(r *rule.Record) rule.Finding {
			return kittnAgain(r, []string{"400", "401", "403", "404", "405", "406", "410"}, 0)
		},
	}
}

// kittnAgain demands that requests answered with one of the statuses are not repeated within their call, or within a time
// of it, in seconds.
func kittnAgain(r *rule.Record, statuses []string, within float64) rule.Finding {
	seen := rule.Finding{}
	for i := range r.Claims {
		if rule.Concurrent(r.Claims, i) > 1 {
			continue
		}
		entries := rule.Of(r.Claims[i].During(r.Entries), "timconnect.*")
		for _, e := range entries {
			if !isKittn(e) || !slices.Contains(statuses, statusOf(e)) {
				continue
			}
			for _, again := range rule.After(rule.SameRequest(entries, e), e.Seq) {
				apart := 0.0
				if e.WireTime != nil && again.WireTime != nil {
					apart = again.WireTime.Sub(*e.WireTime).Seconds()
				}
				if within == 0 || apart < within {
					return rule.Broken([]journal.Entry{e, again}, "expected no such request again after %s, one came %.2f s later", statusOf(e), apart)
				}
			}
			seen = rule.Kept(e)
		}
	}
	return seen
}
