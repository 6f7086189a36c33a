package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// kittnLater is the least that “later” can mean, in seconds. Assumed: the page gives no number; half a second is below any
// reading.
const kittnLater = 0.5

// kittnSlowsDown: what is to be tried later is not tried at once.
func kittnSlowsDown() rule.Rule {
	return rule.Rule{
		ID: "timconnect.kittn-slows-down", Level: verdict.Must, Provenance: journal.Observed, Always: true,
		Source: "template, errors: 429 “Slow down!”, 500 and 503 “try again later”",
		Text:   "a request for kittens that came too often, or at a bad time, is not repeated at once",
		Judge: func(r *rule.Record) rule.Finding {
			f := kittnAgain(r, []string{"429", "500", "503"}, kittnLater)
			f.Tolerance = "at once: within half a second of wire time"
			return f
		},
	}
}
