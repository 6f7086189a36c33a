package iqchannels

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"sparring/mock/journal"
)

// codeOf returns the vendor's error code in a response: Error.Code of the chat server, errorCode or else the status of
// the
// auth service. A stream that is refused carries it in its only message.
func codeOf(e *journal.Entry) string {
	if e.Response == nil {
		return ""
	}
	if isCard(e.Operation) {
		return authCode(e.Response)
	}
	body := e.Response.Body
	if isStream(e.Operation) {
		if len(e.Messages) > 0 {
			body = []byte(e.Messages[len(e.Messages)-1].Data)
		}
		_, body, _ = bytes.Cut(body, []byte("data:"))
	}
	var failed struct {
		Error *struct{ Code string }
	}
	if json.Unmarshal(body, &failed) != nil || failed.Error == nil {
		return ""
	}
	return failed.Error.Code
}

func authCode(m *journal.Message) string {
	var failed struct {
		Code string `json:"errorCode"`
	}
	if err := json.Unmarshal(m.Body, &failed); err == nil && failed.Code != "" {
		return failed.Code
	}
	if m.Status >= http.StatusBadRequest {
		return strconv.Itoa(m.Status)
	}
	return ""
}
