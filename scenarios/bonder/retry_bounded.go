package bonder

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// mostRetries is what “try again” may mean at most. Assumed: the vendor gives no number; ten is beyond any reading.
const mostRetries = 10

// retryNowIsBounded: what may be tried again at once is not tried for ever.
func retryNowIsBounded() rule.Rule {
	return rule.Rule{
		ID: "bonder.retry-bounded", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "bonder#L78-L83 “попробуйте еще раз”; the vendor gives no number",
		Text:   "a request that failed inside the server is tried again, but not for ever",
		Judge: func(r *rule.Record) rule.Finding {
			return repeated(r, mostRetries, "INTERNAL_SERVER_ERROR", "DATABASE_ERROR")
		},
	}
}

// repeated demands that requests answered with one of the codes are repeated at most so often within their call.
func repeated(r *rule.Record, most int, codes ...string) rule.Finding {
	seen := rule.Finding{}
	for i := range r.Claims {
		if rule.Concurrent(r.Claims, i) > 1 {
			continue
		}
		entries := r.Claims[i].During(r.Entries)
		for _, e := range rule.Of(entries, "bonder.*") {
			code, _ := failureOf(e)
			if !slices.Contains(codes, code) {
				continue
			}
			again := rule.After(rule.SameRequest(entries, e), e.Seq)
			if len(again) > most {
				return rule.Broken(append([]journal.Entry{e}, again...), "expected at most %d repetitions after %s, got %d", most, code, len(again))
			}
			seen = rule.Kept(append([]journal.Entry{e}, again...)...)
		}
	}
	return seen
}
