package check

import (
	"net/http"

	"sparring/mock/journal"
)

// radistRules are the demands on clients of Radist.Online.
func radistRules() []Rule {
	return []Rule{
		radistCreatedWhenAuthenticated(), radistNoSecondConnection(), radistHonestSuccess(), radistDeadSessions(),
		radistWrongAnswerOnce(), radistSlowDown(), radistPollPace(),
	}
}

const (
	radistCreate = "ConnectionsCreateConnection"
)

// radistInits and radistLogins are the operations on login sessions.
func radistInits() []string {
	return []string{"TelegramInitializeSession", "Max personalInitializeSession"}
}

func radistLogins() []string {
	return []string{"TelegramSendLoginRequest", "Max personalSendLoginRequest"}
}

// radistSaw is the answer as the client saw it: 0 where none came.
func radistSaw(e journal.Entry) (status int, header http.Header, body map[string]any) {
	if e.Sent != nil {
		return e.Sent.Status, e.Sent.Header, Body(&journal.Message{Body: e.Sent.Body})
	}
	if e.Response != nil {
		return e.Response.Status, e.Response.Header, Body(e.Response)
	}
	return 0, nil, nil
}

// radistSession is the mark of the session that a request or an answer names.
func radistSession(body map[string]any) string {
	if id, ok := body["session_id"].(string); ok {
		return id
	}
	id, _ := At(body, "/params/session_id")
	text, _ := id.(string)
	return text
}

// radistOf gives the requests of several operations, in order.
func radistOf(entries []journal.Entry, operations ...string) []journal.Entry {
	wanted := map[string]bool{}
	for _, o := range operations {
		wanted[o] = true
	}
	var out []journal.Entry
	for _, e := range Of(entries, "radist.*") {
		if wanted[e.Operation] {
			out = append(out, e)
		}
	}
	return out
}
