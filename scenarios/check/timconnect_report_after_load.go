package check

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectReportAfterLoad: what is reported as delivered has been delivered: the message came whole in an answer before.
func timconnectReportAfterLoad() Rule {
	return Rule{
		ID: "timconnect.report-after-load", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", “queue, store, confirm”; on a push the message is loaded by its id, then reported",
		Text:   "only messages that have arrived are reported as delivered",
		Judge: func(r *Record) Finding {
			var had []string
			seen := Finding{}
			for _, e := range r.Of("timconnect.*") {
				if e.Operation != "reportDelivery" {
					if timArrived(e) && timSucceeded(e) {
						had = append(had, timIDs(e.Response)...)
					}
					continue
				}
				for _, id := range timIDs(e.Request) {
					if !slices.Contains(had, id) {
						return Broken([]journal.Entry{e}, "expected a report on messages that have arrived, got one on %s, which never did: no SMS will replace it", id)
					}
				}
				seen = Kept(e)
			}
			return seen
		},
	}
}
