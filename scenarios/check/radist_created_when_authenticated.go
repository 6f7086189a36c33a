package check

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// radistCreatedWhenAuthenticated: a connection is made of a session only after its status was authenticated.
func radistCreatedWhenAuthenticated() Rule {
	return Rule{
		ID: "radist.created-when-authenticated", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "radist#L24-L25, radist#L32-L33, radist#L54-L55 “После того, как получили сессию со status=authenticated, можно создавать подключение”",
		Text:   "a connection is made of a session only when the session was seen as authenticated",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			last := map[string]journal.Entry{} // the last answer about each session
			for _, e := range radistOf(r.Entries, slices.Concat(radistInits(), radistLogins(), []string{radistCreate})...) {
				if e.Operation != radistCreate {
					if _, _, body := radistSaw(e); radistSession(body) != "" {
						last[radistSession(body)] = e
					}
					continue
				}
				session := radistSession(Body(e.Request))
				if session == "" {
					continue // of another kind
				}
				before, known := last[session]
				_, _, body := radistSaw(before)
				if !known || body["status"] != "authenticated" {
					return Broken([]journal.Entry{before, e}, "expected a session with status=authenticated, the client made a connection when it had seen status=%v", body["status"])
				}
				seen = Kept(before, e)
			}
			return seen
		},
	}
}
