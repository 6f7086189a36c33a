package radist

import (
	"net/http"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// rules are the demands on clients of Radist.Online.
func rules() []rule.Rule {
	return []rule.Rule{
		createdWhenAuthenticated(), noSecondConnection(), honestSuccess(), deadSessions(),
		wrongAnswerOnce(), slowDown(), pollPace(),
	}
}

const (
	createConnection = "ConnectionsCreateConnection"
)

// inits and logins are the operations on login sessions.
func inits() []string {
	return []string{"TelegramInitializeSession", "MaxPersonalInitializeSession"}
}

func logins() []string {
	return []string{"TelegramSendLoginRequest", "MaxPersonalSendLoginRequest"}
}

// seenResponse returns the response as the client saw it; the status is 0 if none came.
func seenResponse(e journal.Entry) (status int, header http.Header, body map[string]any) {
	if e.Sent != nil {
		return e.Sent.Status, e.Sent.Header, rule.Body(&journal.Message{Body: e.Sent.Body})
	}
	if e.Response != nil {
		return e.Response.Status, e.Response.Header, rule.Body(e.Response)
	}
	return 0, nil, nil
}

// sessionIn returns the mark of the session that a request or an answer names.
func sessionIn(body map[string]any) string {
	if id, ok := body["session_id"].(string); ok {
		return id
	}
	id, _ := rule.At(body, "/params/session_id")
	text, _ := id.(string)
	return text
}

// requestsOf gives the requests of several operations, in order.
func requestsOf(entries []journal.Entry, operations ...string) []journal.Entry {
	wanted := map[string]bool{}
	for _, o := range operations {
		wanted[o] = true
	}
	var out []journal.Entry
	for _, e := range rule.Of(entries, "radist.*") {
		if wanted[e.Operation] {
			out = append(out, e)
		}
	}
	return out
}
