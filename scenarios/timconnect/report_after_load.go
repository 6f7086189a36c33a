package timconnect

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// reportAfterLoad: what is reported as delivered has been delivered: the message came whole in an answer before.
func reportAfterLoad() rule.Rule {
	return rule.Rule{
		ID: "timconnect.report-after-load", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: pageSource + ", “queue, store, confirm”; on a push the message is loaded by its id, then reported",
		Text:   "only messages that have arrived are reported as delivered",
		Judge:  judgeReports, Traffic: rule.ByEntries(judgeReports),
	}
}

func judgeReports(r *rule.Record) rule.Finding {
	var had []string
	seen := rule.Finding{}
	for _, e := range r.Of("timconnect.*") {
		if e.Operation != "reportDelivery" {
			if arrived(e) && succeeded(e) {
				had = append(had, idsOf(e.Response)...)
			}
			continue
		}
		for _, id := range idsOf(e.Request) {
			if !slices.Contains(had, id) {
				return rule.Broken(
					[]journal.Entry{e},
					"expected a report on messages that have arrived, got one on %s, which never did: no "+
						"SMS will replace it",
					id,
				)
			}
		}
		seen = rule.Kept(e)
	}
	return seen
}
