package timconnect

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// rules are what clients of TIM Connect and Kittn are judged by.
func rules() []rule.Rule {
	return []rule.Rule{
		honestSuccess(), renewOnce(), oneRenewal(), noLoginLoop(), reportAfterLoad(),
		archiveRestores(), allPages(), blockedIsFinal(), removedIsSilent(), callsOnce(),
		kittnFinal(), kittnSlowsDown(),
	}
}

const (
	textSource = "timconnect"
	pageSource = "timconnect-1.7.1"
	blocked    = "Device is blocked"
	noApp      = "Device has no mobile app"
)

// failureOf returns the vendor's words of a failure, and whether the response meant is one.
func failureOf(e journal.Entry) (string, bool) {
	body := rule.Body(e.Response)
	if body["result"] != "fail" {
		return "", false
	}
	text, _ := body["message"].(string)
	return text, true
}

// succeeded reports whether the response meant is a success.
func succeeded(e journal.Entry) bool { return rule.Body(e.Response)["result"] == "success" }

// arrived reports whether a response that can be read has left for the client.
func arrived(e journal.Entry) bool {
	return e.State == journal.Closed && (e.Sent == nil || e.Sent.End == "" && json.Valid(e.Sent.Body))
}

// isKittn reports whether a request is about kittens, which know neither session nor device.
func isKittn(e journal.Entry) bool {
	return slices.Contains([]string{"listKittens", "getKitten", "deleteKitten"}, e.Operation)
}

// needsNoSession reports whether the operation of a request needs no session.
func needsNoSession(e journal.Entry) bool {
	return slices.Contains([]string{"registerPhone", "confirmPhone", "registerByDigest"}, e.Operation)
}

// sessionOf returns the mark of the session that a request carried.
func sessionOf(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	r := http.Request{Header: e.Request.Header}
	if c, err := r.Cookie("sessionid"); err == nil {
		return c.Value
	}
	return e.Request.Header.Get("Cookie")
}

// refusals are the requests that were refused for their session, or for missing rights: the words are the same.
func refusals(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(rule.Of(entries, "timconnect.*"), func(e journal.Entry) bool {
		text, failed := failureOf(e)
		return !failed || text != denied || needsNoSession(e) || isKittn(e) || e.Operation == "authorize"
	})
}

// login says how TIM Connect lets a client in. A registration lets it in as well, but only by its user.
func login() *rule.Login {
	return &rule.Login{
		API: "timconnect", Operation: "authorize", Word: "authorization", Credential: "session",
		Carried: sessionOf, Succeeded: succeeded, Refused: refusals,
		Denied: func(e journal.Entry) bool {
			_, failed := failureOf(e)
			return failed
		},
	}
}

// idsOf returns the ids of the messages in an answer, or in the body of a delivery report.
func idsOf(m *journal.Message) []string {
	var out []string
	body := rule.Body(m)
	list, _ := body["body"].([]any)
	for _, item := range list {
		message, _ := item.(map[string]any)
		if id, ok := message["id"].(string); ok {
			out = append(out, id)
		}
	}
	if m == nil {
		return out
	}
	var report struct {
		IDs []json.RawMessage `json:"ids"`
	}
	if json.Unmarshal(m.Body, &report) == nil {
		for _, id := range report.IDs {
			var text string
			if json.Unmarshal(id, &text) != nil {
				text = string(id)
			}
			out = append(out, text)
		}
	}
	return out
}

// statusOf is the status of the answer meant, as text.
func statusOf(e journal.Entry) string {
	if e.Response == nil {
		return ""
	}
	return fmt.Sprint(e.Response.Status)
}
