package radist

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// createdWhenAuthenticated: a connection is made of a session only after its status was authenticated.
func createdWhenAuthenticated() rule.Rule {
	return rule.Rule{
		ID: "radist.created-when-authenticated", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "radist#L24-L25, radist#L32-L33, radist#L54-L55 “После того, как получили сессию со " +
			"status=authenticated, можно создавать подключение”",
		Text:  "a connection is made of a session only when the session was seen as authenticated",
		Judge: func(r *rule.Record) rule.Finding { return judgeCreation(r.Entries, true) },
		// the session may have been opened before the traffic was captured
		Traffic: func(entries []journal.Entry) rule.Finding { return judgeCreation(entries, false) },
	}
}

// judgeCreation judges each connection by the last response about its session; whole says that there was no other.
func judgeCreation(entries []journal.Entry, whole bool) rule.Finding {
	seen := rule.Finding{}
	last := map[string]journal.Entry{} // the last answer about each session
	for _, e := range requestsOf(entries, slices.Concat(inits(), logins(), []string{createConnection})...) {
		if e.Operation != createConnection {
			if _, _, body := seenResponse(e); sessionIn(body) != "" {
				last[sessionIn(body)] = e
				if asked := sessionIn(rule.Body(e.Request)); asked != "" { // a fault may have spoiled the other
					last[asked] = e
				}
			}
			continue
		}
		session := sessionIn(rule.Body(e.Request))
		if session == "" {
			continue // of another kind
		}
		before, known := last[session]
		if !known && !whole {
			continue
		}
		_, _, body := seenResponse(before)
		if !known || body["status"] != "authenticated" {
			return rule.Broken(
				[]journal.Entry{before, e},
				"expected a session with status=authenticated, the client made a connection when it had "+
					"seen status=%v",
				body["status"],
			)
		}
		seen = rule.Kept(before, e)
	}
	return seen
}
