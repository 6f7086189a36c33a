package radist

import (
	"maps"
	"net/http"
	"slices"
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
				f := judgeSlowDown(rule.Of(r.Claims[i].During(r.Entries), "radist.*"))
				if f.Outcome == verdict.Broken {
					return f
				}
				if f.Outcome == verdict.Kept {
					seen = f
				}
			}
			return seen
		},
		Traffic: func(entries []journal.Entry) rule.Finding { // who repeats a request is the one who was told to wait
			seen := rule.Finding{}
			same := map[string][]journal.Entry{}
			for _, e := range rule.Of(entries, "radist.*") {
				same[rule.RequestOf(e)] = append(same[rule.RequestOf(e)], e)
			}
			for _, key := range slices.Sorted(maps.Keys(same)) {
				f := judgeSlowDown(same[key])
				if f.Outcome == verdict.Broken {
					f.Doubtful = true
					return f
				}
				if f.Outcome == verdict.Kept {
					seen = f
				}
			}
			return seen
		},
	}
}

// judgeSlowDown judges requests of which each follows the one before.
func judgeSlowDown(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	for j, e := range entries {
		status, header, _ := seenResponse(e)
		if status != 429 || e.WireTime == nil {
			continue
		}
		told, ok := waitOf(header.Get("Retry-After"), *e.WireTime)
		if !ok {
			continue
		}
		least := told * 4 / 5
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
		seen.Tolerance = told.Round(time.Millisecond).String() + " less a fifth: " + least.String() + " of wire time"
		if seen.Outcome == verdict.Broken {
			return seen
		}
	}
	return seen
}

// waitOf returns how long a Retry-After asks to wait from a time on: it is a number of seconds or a date, which has
// whole seconds.
func waitOf(retryAfter string, from time.Time) (time.Duration, bool) {
	if seconds, err := strconv.ParseFloat(retryAfter, 64); err == nil {
		return time.Duration(seconds * float64(time.Second)), true
	}
	due, err := http.ParseTime(retryAfter)
	return max(0, due.Sub(from)), err == nil
}
