package radist

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// deadSessions: a session that does not exist any more is not polled without end. Once more is allowed.
func deadSessions() rule.Rule {
	return rule.Rule{
		ID: "radist.dead-sessions", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "radist#L20-L25: polling leads from one status to the next; what has answered 404 has none",
		Text:   "a session that answered 404 is not polled without end",
		Judge:  judgeDeadSessions, Traffic: rule.AsOneCall(judgeDeadSessions),
	}
}

func judgeDeadSessions(r *rule.Record) rule.Finding {
	seen := rule.Finding{}
	for i := range r.Claims {
		refused := map[string][]journal.Entry{}
		for _, e := range asked(&r.Claims[i], r.Entries) {
			session := sessionIn(rule.Body(e.Request))
			if status, _, _ := seenResponse(e); status != 404 && len(refused[session]) == 0 {
				continue
			}
			refused[session] = append(refused[session], e)
			if len(refused[session]) > 2 {
				return rule.Broken(
					refused[session],
					"expected a session that answered 404 to be left alone, it was asked again",
				)
			}
			seen = rule.Kept(refused[session]...)
		}
	}
	return seen
}
