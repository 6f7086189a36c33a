package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderHonestSuccess: what the client tells its caller agrees with what the server saw and meant.
func bonderHonestSuccess() Rule {
	operations := map[string][]string{
		"bonder.languages": {"getRepository", "listRepositories"}, "bonder.createProfile": {"createProfile"}, "bonder.saveCard": {"saveCard", "setCardStatus", "setUsePhoto", "setLangStatus"},
		"bonder.loadCard": {"getCard"}, "bonder.setStatus": {"setCardStatus", "setUsePhoto", "setLangStatus", "saveCard"},
		"bonder.deleteLanguage": {"deleteLanguage"}, "bonder.deleteCard": {"deleteProfile"},
	}
	return Rule{
		ID: "bonder.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: bonderSource + ", “Отказ HTTP/1.1 200 OK”: only success tells a failure from a success",
		Text:   "success is told to the caller only where the server has answered success",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if !c.OK || operations[c.Method] == nil {
					continue
				}
				done, tried := Finding{}, []journal.Entry{}
				for _, operation := range operations[c.Method] {
					for _, e := range Of(c.During(r.Entries), "bonder."+operation) {
						tried = append(tried, e)
						if bonderSucceeded(e) {
							done = Kept(e)
						}
					}
				}
				if done.Outcome != verdict.Kept {
					return Broken(tried, "expected a failure, or a request that the server answered with success; the client reported success of %s after %d requests", c.Method, len(tried))
				}
				seen = done
			}
			return seen
		},
	}
}
