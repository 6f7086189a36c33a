package timconnect

import (
	"slices"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// soon is less than “later” can mean. Assumed: the page gives no number; half a second is below any reading.
const soon = 500 * time.Millisecond

// kittnSlowsDown: what is to be tried later is not tried at once.
func kittnSlowsDown() rule.Rule {
	repeats := rule.Repeats{API: "timconnect", Most: 0, Within: soon, Of: kittnStatus("429", "500", "503")}
	const tolerance = "at once: within half a second of wire time"
	return rule.Rule{
		ID: "timconnect.kittn-slows-down", Level: verdict.Must, Provenance: journal.Observed, Always: true,
		Source: "template, errors: 429 “Slow down!”, 500 and 503 “try again later”",
		Text:   "a request for kittens that came too often, or at a bad time, is not repeated at once",
		Judge: func(r *rule.Record) rule.Finding {
			f := repeats.Judge(r)
			f.Tolerance = tolerance
			return f
		},
		Traffic: func(entries []journal.Entry) rule.Finding {
			f := repeats.Traffic(entries)
			f.Tolerance = tolerance
			return f
		},
	}
}

// kittnStatus returns the status of a response about kittens if it is one of some.
func kittnStatus(statuses ...string) func(journal.Entry) string {
	return func(e journal.Entry) string {
		if status := statusOf(e); isKittn(e) && slices.Contains(statuses, status) {
			return status
		}
		return ""
	}
}
