package check

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"sparring/mock/journal"
)

// timconnectRules are the demands on clients of TIM Connect and Kittn.
func timconnectRules() []Rule {
	return []Rule{
		timconnectHonestSuccess(), timconnectRenewOnce(), timconnectOneRenewal(), timconnectNoLoginLoop(), timconnectReportAfterLoad(),
		timconnectArchiveRestores(), timconnectAllPages(), timconnectBlockedIsFinal(), timconnectRemovedIsSilent(), timconnectCallsOnce(),
		timconnectKittnFinal(), timconnectKittnSlowsDown(),
	}
}

const (
	timconnectSource = "timconnect"
	timconnectPage   = "timconnect-1.7.1"
	timDenied        = "Permission denied"
	timBlocked       = "Device is blocked"
	timNoApp         = "Device has no mobile app"
)

// timFailed gives the vendor's words where the answer meant was a failure.
func timFailed(e journal.Entry) (string, bool) {
	body := Body(e.Response)
	if body["result"] != "fail" {
		return "", false
	}
	text, _ := body["message"].(string)
	return text, true
}

// timSucceeded tells whether the answer meant was a success.
func timSucceeded(e journal.Entry) bool { return Body(e.Response)["result"] == "success" }

// timArrived tells whether an answer that can be read has left for the client.
func timArrived(e journal.Entry) bool {
	return e.State == journal.Closed && (e.Sent == nil || e.Sent.End == "" && json.Valid(e.Sent.Body))
}

// timKittn tells whether a request was one for kittens, which know neither session nor device.
func timKittn(e journal.Entry) bool {
	return slices.Contains([]string{"listKittens", "getKitten", "deleteKitten"}, e.Operation)
}

// timOpen lists the operations that need no session.
func timOpen(e journal.Entry) bool {
	return slices.Contains([]string{"registerPhone", "confirmPhone", "registerByDigest"}, e.Operation)
}

// timSession is the mark of the session that a request bore.
func timSession(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	r := http.Request{Header: e.Request.Header}
	if c, err := r.Cookie("sessionid"); err == nil {
		return c.Value
	}
	return e.Request.Header.Get("Cookie")
}

// timRefused are the requests that were refused for their session, or for want of rights: the words are the same.
func timRefused(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(Of(entries, "timconnect.*"), func(e journal.Entry) bool {
		text, failed := timFailed(e)
		return !failed || text != timDenied || timOpen(e) || timKittn(e) || e.Operation == "authorize"
	})
}

// timIDs are the ids of the messages in an answer, or in the body of a delivery report.
func timIDs(m *journal.Message) []string {
	var out []string
	body := Body(m)
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

// timStatus is the status of the answer meant, as text.
func timStatus(e journal.Entry) string {
	if e.Response == nil {
		return ""
	}
	return fmt.Sprint(e.Response.Status)
}
