package radist

import (
	"strconv"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// slowDown: after 429 nothing is sent before the time in Retry-After. A fifth is allowed for timers.
func slowDown() rule.Rule {
	return rule.Rule{
		ID: "radist.slow-down", Level: verdict.Should, Provenance: journal.Observed, Always: true,
		Source: "clients of the API back off on its 429; RFC 9110, 10.2.3 on Retry-After",
		Text:   "after 429 a call sends nothing more before the time in Retry-After",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				entries := rule.Of(r.Claims[i].During(r.Entries), "radist.*")
				for j, e := range entries {
					status, header, _ := seenAnswer(e)
					seconds, err := strconv.ParseFloat(header.Get("Retry-After"), 64)
					if status != 429 || err != nil || e.WireTime == nil {
						continue
					}
					least := time.Duration(0.8 * seconds * float64(time.Second))
					tolerance := header.Get("Retry-After") + "s less a fifth: " + least.String() + " of wire time"
					seen = rule.Kept(e)
					if j+1 < len(entries) && entries[j+1].WireTime != nil {
						next := entries[j+1]
						seen = rule.Kept(e, next)
						if gap := next.WireTime.Sub(*e.WireTime); gap < least {
							seen = rule.Broken(
								[]journal.Entry{e, next},
								"expected nothing within %s of a 429, the next request came after %s",
								least,
								gap.Round(time.Millisecond),
							)
						}
					}
					seen.Tolerance = tolerance
					if seen.Outcome == verdict.Broken {
						return seen
					}
				}
			}
			return seen
		},
	}
}
