package check

import (
	"encoding/json"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// radistWrongAnswerOnce: a code or password that was refused is not sent again.
func radistWrongAnswerOnce() Rule {
	return Rule{
		ID: "radist.wrong-answer-once", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "radist#L23, radist#L28-L29, radist#L51-L53: code and password come from the user",
		Text:   "a code or password that was refused is not sent again by the client itself",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				refused := map[string]journal.Entry{}
				for _, e := range radistAsked(&r.Claims[i], r.Entries) {
					body := Body(e.Request)
					if body["code"] == nil && body["password"] == nil {
						continue
					}
					said, _ := json.Marshal([]any{radistSession(body), body["code"], body["password"]})
					if before, twice := refused[string(said)]; twice {
						return Broken([]journal.Entry{before, e}, "expected what was refused not to be sent again, it came a second time")
					}
					if status, _, _ := radistSaw(e); status == 400 {
						refused[string(said)] = e
						seen = Kept(e)
					}
				}
			}
			return seen
		},
	}
}
