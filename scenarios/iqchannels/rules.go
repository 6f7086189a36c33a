package iqchannels

import (
	"encoding/json"
	"net/http"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// rules are what clients of iQChannels are judged by.
func rules() []rule.Rule {
	return []rule.Rule{
		honestSuccess(), noSignInLoop(), freshSession(), oneSignIn(), sameLocalID(), resumes(),
	}
}

const unauthorized = "unauthorized"

// succeeded reports whether the answer meant was a success: OK true of the chat server, 200 with JSON of the auth
// service.
// The page calls client optional, so that what a 200 without one means is derived.
func succeeded(e journal.Entry) bool {
	if e.Response == nil || e.Response.Status != http.StatusOK {
		return false
	}
	switch e.Operation {
	case "getClientCard", "postClientCard":
		return rule.Body(e.Response) != nil
	case "streamEvents":
		return true
	}
	ok, _ := rule.Body(e.Response)["OK"].(bool)
	return ok
}

// codeOf returns the code of a refusal, "" if the response meant is a success.
func codeOf(e journal.Entry) string {
	code, _ := rule.At(rule.Body(e.Response), "/Error/Code")
	text, _ := code.(string)
	return text
}

// sessionOf is the mark of the session that a request presented, in any of the ways.
func sessionOf(e journal.Entry) string {
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

// refusals are the requests that were refused for their session.
func refusals(entries []journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range rule.Of(entries, "iqchannels.*") {
		if e.Operation != "integrationAuth" && codeOf(e) == unauthorized && sessionOf(e) != "" {
			out = append(out, e)
		}
	}
	return out
}

// login says how the chat server lets a client in.
func login() *rule.Login {
	return &rule.Login{
		API: "iqchannels", Operation: "integrationAuth", Word: "sign-in", Credential: "session",
		Carried: sessionOf, Succeeded: succeeded, Refused: refusals,
		Issued: func(e journal.Entry) string { return rule.TextAt(rule.Value(e.Response), "/Result/Session/Token") },
		Account: func(e journal.Entry) string {
			token, _ := memberOf(e, "Credentials").(string)
			return token
		},
		Denied: func(e journal.Entry) bool {
			code := codeOf(e)
			return code == unauthorized || code == "invalid"
		},
	}
}

// memberOf reads a member of a request's body; SDKs write keys in PascalCase or lower camel.
func memberOf(e journal.Entry, name string) any {
	for key, value := range rule.Body(e.Request) {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return nil
}

// lastEventOf is the greatest id of the events that a stream gave.
func lastEventOf(e journal.Entry) int64 {
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
