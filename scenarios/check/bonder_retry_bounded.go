package check

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// mostRetries is what “try again” may mean at most. Assumed: the vendor gives no number; ten is beyond any reading.
const mostRetries = 10

// bonderRetryNowIsBounded: what may be tried again at once is not tried for ever.
func bonderRetryNowIsBounded() Rule {
	return Rule{
		ID: "bonder.retry-bounded", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "bonder#L78-L83 “попробуйте еще раз”; the vendor gives no number",
		Text:   "a request that failed inside the server is tried again, but not for ever",
		Judge: func(r *Record) Finding {
			return repeated(r, mostRetries, "INTERNAL_SERVER_ERROR", "DATABASE_ERROR")
		},
	}
}

// repeated demands that requests answered with one of the codes are repeated at most so often within their call.
func repeated(r *Record, most int, codes ...string) Finding {
	seen := Finding{}
	for i := range r.Claims {
		if concurrent(r.Claims, i) > 1 {
			continue
		}
		entries := r.Claims[i].During(r.Entries)
		for _, e := range Of(entries, "bonder.*") {
			code, _ := bonderFailed(e)
			if !slices.Contains(codes, code) {
				continue
			}
			again := after(sameRequest(entries, e), e.Seq)
			if len(again) > most {
				return Broken(append([]journal.Entry{e}, again...), "expected at most %d repetitions after %s, got %d", most, code, len(again))
			}
			seen = Kept(append([]journal.Entry{e}, again...)...)
		}
	}
	return seen
}
