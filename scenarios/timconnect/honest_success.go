package timconnect

import (
	"net/http"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// honestSuccess: what the client tells its caller agrees with what the server meant. A list that was restored or
// received in pages counts by its last page.
func honestSuccess() rule.Rule {
	operations := map[string][]string{
		"timconnect.registerPhone": {"registerPhone"}, "timconnect.confirmPhone": {"confirmPhone"}, "timconnect.registerByDigest": {"registerByDigest"},
		"timconnect.signIn": {"authorize"}, "timconnect.removeDevice": {"removeDevice"}, "timconnect.receiveMessages": {"listQueue", "listMessages"},
		"timconnect.restoreMessages": {"listMessages"}, "timconnect.setCategory": {"setCategory"}, "timconnect.setGeotag": {"setGeotag"},
		"timconnect.setHashtag": {"setHashtag"}, "timconnect.statistics": {"getStatistics"}, "timconnect.call": {"startCall"},
		"timconnect.answerCall": {"answerCall"}, "timconnect.hangUp": {"hangUpCall"}, "timconnect.callState": {"getCall"},
		"timconnect.listKittens": {"listKittens"}, "timconnect.getKitten": {"getKitten"},
	}
	return rule.Rule{
		ID: "timconnect.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: pageSource + ", Errors: “the body of the answer contains the details”; the kitten chapters of " + textSource,
		Text:   "success is told to the caller only where the server has answered success",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if !c.OK || operations[c.Method] == nil {
					continue
				}
				done, tried := rule.Finding{}, []journal.Entry{}
				for _, operation := range operations[c.Method] {
					tried = append(tried, rule.Of(c.During(r.Entries), "timconnect."+operation)...)
				}
				for _, e := range tried {
					if succeeded(e) || isKittn(e) && e.Response != nil && e.Response.Status == http.StatusOK {
						done = rule.Kept(e)
					}
				}
				if done.Outcome != verdict.Kept {
					return rule.Broken(tried, "expected a failure, or a request that the server answered with success; the client reported success of %s after %d requests", c.Method, len(tried))
				}
				seen = done
			}
			return seen
		},
	}
}
