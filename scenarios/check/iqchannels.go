package check

import (
	"encoding/json"
	"net/http"
	"strings"

	"sparring/mock/journal"
)

// iqchannelsRules are the demands on clients of iQChannels.
func iqchannelsRules() []Rule {
	return []Rule{
		iqHonestSuccess(), iqNoSignInLoop(), iqFreshSession(), iqOneSignIn(), iqSameLocalID(), iqResumes(),
	}
}

const iqUnauthorized = "unauthorized"

// iqSucceeded reports whether the answer meant was a success: OK true of the chat server, 200 with JSON of the auth service.
// The page calls client optional, so that what a 200 without one means is derived.
func iqSucceeded(e journal.Entry) bool {
	if e.Response == nil || e.Response.Status != http.StatusOK {
		return false
	}
	switch e.Operation {
	case "getClientCard", "postClientCard":
		return Body(e.Response) != nil
	case "streamEvents":
		return true
	}
	ok, _ := Body(e.Response)["OK"].(bool)
	return ok
}

// iqCode is the code of a refusal, "" where the answer meant was none.
func iqCode(e journal.Entry) string {
	code, _ := At(Body(e.Response), "/Error/Code")
	text, _ := code.(string)
	return text
}

// iqSession is the mark of the session that a request presented, in whichever way.
func iqSession(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	h := e.Request.Header
	if scheme, token, ok := strings.Cut(h.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Client") {
		return strings.TrimSpace(token)
	}
	if token := h.Get("X-Client-Authorization"); token != "" {
		return token
	}
	for _, part := range strings.Split(h.Get("Cookie"), ";") {
		if name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name == "client-session" {
			return value
		}
	}
	return ""
}

// iqRefused are the requests that were refused for their session.
func iqRefused(entries []journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range Of(entries, "iqchannels.*") {
		if e.Operation != "integrationAuth" && iqCode(e) == iqUnauthorized && iqSession(e) != "" {
			out = append(out, e)
		}
	}
	return out
}

// iqMember reads a member of a request's body; SDKs write keys in PascalCase or lower camel.
func iqMember(e journal.Entry, name string) any {
	for key, value := range Body(e.Request) {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return nil
}

// iqLastEvent is the greatest id of the events that a stream gave.
func iqLastEvent(e journal.Entry) int64 {
	last := int64(0)
	for _, m := range e.Messages {
		if m.Sent == "not sent" || m.Sent == "held back" {
			continue
		}
		var frame struct {
			Result []struct {
				ID int64 `json:"Id"`
			}
		}
		if json.Unmarshal([]byte(strings.TrimPrefix(strings.TrimSpace(m.Data), "data:")), &frame) != nil {
			continue
		}
		for _, event := range frame.Result {
			last = max(last, event.ID)
		}
	}
	return last
}
