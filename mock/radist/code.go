package radist

import (
	"encoding/json"
	"net/http"

	"sparring/mock/journal"
)

// codeOf returns the catalogue's code of a response, which the vendor sends as a status and a text.
func codeOf(e *journal.Entry) string {
	if e.Response == nil || e.Response.Status < http.StatusBadRequest {
		return ""
	}
	var body struct {
		Detail any `json:"detail"`
	}
	if json.Unmarshal(e.Response.Body, &body) != nil {
		return ""
	}
	text, isText := body.Detail.(string)
	if !isText && e.Response.Status == http.StatusUnprocessableEntity {
		return codeValidation
	}
	for _, known := range append(failures(), errNotTelegram, errNotMax, errNotMessenger) {
		if isText && known.Status == e.Response.Status && detailOf(known) == text {
			return known.Code
		}
	}
	return ""
}
