package check

import (
	"fmt"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// The vendor's example of a pace, and how far from it a client may be without a word: a fifth less, or three times as long.
const (
	radistPace    = 5 * time.Second
	radistSoonest = radistPace - radistPace/5
	radistLatest  = 3 * radistPace
)

// radistPollPace: a client that was told no other interval polls a session about as often as the example says. A first look right
// after the session was opened is no offence.
func radistPollPace() Rule {
	return Rule{
		ID: "radist.poll-pace", Level: verdict.Should, Provenance: journal.Derived,
		Source: "radist#L20 “Периодически (например, раз в 5 секунд) опрашиваем статус сессии”: an example",
		Text:   "a session is polled about every five seconds, where the caller has not said otherwise",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Args["poll_every_s"] != nil {
					continue
				}
				asked := radistOf(c.During(r.Entries), append(radistInits(), radistLogins()...)...)
				for j := 1; j < len(asked); j++ {
					from, to := asked[j-1], asked[j]
					if from.WireTime == nil || to.WireTime == nil {
						continue
					}
					gap := to.WireTime.Sub(*from.WireTime)
					if j == 1 && gap < time.Second {
						continue
					}
					seen = Kept(from, to)
					if gap < radistSoonest || gap > radistLatest {
						seen = Broken([]journal.Entry{from, to}, "expected about %s between two polls, got %s", radistPace, gap.Round(time.Millisecond))
					}
					seen.Tolerance = fmt.Sprintf("%s to %s of wire time", radistSoonest, radistLatest)
					if seen.Outcome == verdict.Broken {
						return seen
					}
				}
			}
			return seen
		},
	}
}
