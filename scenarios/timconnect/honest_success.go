package timconnect

import (
	"net/http"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// effects are the operations by which an ability has its effect.
func effects() map[string][]string {
	return map[string][]string{
		"timconnect.registerPhone":    {"registerPhone"},
		"timconnect.confirmPhone":     {"confirmPhone"},
		"timconnect.registerByDigest": {"registerByDigest"},
		"timconnect.signIn":           {"authorize"},
		"timconnect.removeDevice":     {"removeDevice"},
		"timconnect.receiveMessages":  {"listQueue", "listMessages"},
		"timconnect.restoreMessages":  {"listMessages"},
		"timconnect.setCategory":      {"setCategory"},
		"timconnect.setGeotag":        {"setGeotag"},
		"timconnect.setHashtag":       {"setHashtag"},
		"timconnect.statistics":       {"getStatistics"},
		"timconnect.call":             {"startCall"},
		"timconnect.answerCall":       {"answerCall"},
		"timconnect.hangUp":           {"hangUpCall"},
		"timconnect.callState":        {"getCall"},
		"timconnect.listKittens":      {"listKittens"},
		"timconnect.getKitten":        {"getKitten"},
	}
}

// honestSuccess: what the client reports to its caller agrees with what the server meant. A list that was restored or
// received in pages counts by its last page.
func honestSuccess() rule.Rule {
	operations := effects()
	return rule.Rule{
		ID: "timconnect.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: pageSource + ", Errors: “the body of the answer contains the details”; the kitten chapters " +
			"of " + textSource,
		Text: "success is reported to the caller only if the server has answered success",
		Judge: rule.Honest(func(r *rule.Record, call int) (tried, proof []journal.Entry, judged bool) {
			c := &r.Claims[call]
			by, judged := operations[c.Method]
			tried, proof = rule.Answered(c.During(r.Entries), "timconnect", by, func(e journal.Entry) bool {
				return succeeded(e) || isKittn(e) && e.Response != nil && e.Response.Status == http.StatusOK
			})
			return tried, proof, judged
		}),
	}
}
