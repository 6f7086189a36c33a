package radist

import (
	"fmt"
	"slices"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// The vendor's example of a pace, and how far from it a client may be without a word: a fifth less, or three times as
// long.
const (
	pace    = 5 * time.Second
	soonest = pace - pace/5
	latest  = 3 * pace
)

// pollPace: a client that was told no other interval polls a session about as often as the example says. A first look
// right
// after the session was opened is not an offence.
func pollPace() rule.Rule {
	return rule.Rule{
		ID: "radist.poll-pace", Level: verdict.Should, Provenance: journal.Derived,
		Source:  "radist#L20 “Периодически (например, раз в 5 секунд) опрашиваем статус сессии”: an example",
		Text:    "a session is polled about every five seconds, where the caller has not said otherwise",
		Traffic: paceByTraffic,
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Args["poll_every_s"] != nil {
					continue
				}
				asked := requestsOf(c.During(r.Entries), append(inits(), logins()...)...)
				for j := 1; j < len(asked); j++ {
					from, to := asked[j-1], asked[j]
					if from.WireTime == nil || to.WireTime == nil {
						continue
					}
					gap := to.WireTime.Sub(*from.WireTime)
					if j == 1 && gap < time.Second {
						continue
					}
					seen = rule.Kept(from, to)
					if gap < soonest || gap > latest {
						seen = rule.Broken(
							[]journal.Entry{from, to},
							"expected about %s between two polls, got %s",
							pace,
							gap.Round(time.Millisecond),
						)
					}
					seen.Tolerance = fmt.Sprintf("%s to %s of wire time", soonest, latest)
					if seen.Outcome == verdict.Broken {
						return seen
					}
				}
			}
			return seen
		},
	}
}

// paceByTraffic judges each session by how long its polls are apart in the middle: one that the user sped up, as by
// looking again, is no offence.
func paceByTraffic(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	polls := map[string][]journal.Entry{}
	for _, e := range requestsOf(entries, logins()...) {
		session := sessionIn(rule.Body(e.Request))
		if polls[session] = append(polls[session], e); e.WireTime == nil || len(polls[session]) < 4 {
			continue
		}
		var gaps []time.Duration
		of := polls[session]
		for i := 1; i < len(of); i++ {
			gaps = append(gaps, of[i].WireTime.Sub(*of[i-1].WireTime))
		}
		slices.Sort(gaps)
		middle := gaps[len(gaps)/2]
		if seen = rule.Kept(of...); middle < soonest {
			seen = rule.Broken(of, "expected about %s between two polls unless the caller says otherwise, got %s", pace,
				middle.Round(time.Millisecond))
		}
		seen.Tolerance = fmt.Sprintf("at least %s of wire time", soonest)
		if seen.Outcome == verdict.Broken {
			return seen
		}
	}
	return seen
}
