package radist

import (
	"encoding/json"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// wrongAnswerOnce: a code or password that was refused is not sent again.
func wrongAnswerOnce() rule.Rule {
	return rule.Rule{
		ID: "radist.wrong-answer-once", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "radist#L23, radist#L28-L29, radist#L51-L53: code and password come from the user",
		Text:   "a code or password that was refused is not sent again by the client itself",
		Judge:  judgeWrongAnswers, Traffic: rule.AsOneCall(judgeWrongAnswers),
	}
}

func judgeWrongAnswers(r *rule.Record) rule.Finding {
	seen := rule.Finding{}
	for i := range r.Claims {
		refused := map[string]journal.Entry{}
		for _, e := range asked(&r.Claims[i], r.Entries) {
			body := rule.Body(e.Request)
			if body["code"] == nil && body["password"] == nil {
				continue
			}
			said, _ := json.Marshal([]any{sessionIn(body), body["code"], body["password"]})
			if before, twice := refused[string(said)]; twice {
				return rule.Broken(
					[]journal.Entry{before, e},
					"expected what was refused not to be sent again, it came a second time",
				)
			}
			// A fault refuses what is right, and then the user may give it again.
			if status, _, _ := seenResponse(e); status == 400 && len(e.Faults) == 0 {
				refused[string(said)] = e
				seen = rule.Kept(e)
			}
		}
	}
	return seen
}
