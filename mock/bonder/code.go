package bonder

import (
	"encoding/json"
	"strings"

	"sparring/mock/journal"
)

// codeOf returns the vendor's error codes in a response. A rejected thumbnail comes with success.
func codeOf(e *journal.Entry) string {
	var body struct {
		Errors []string `json:"errors"`
	}
	if e.Response == nil || json.Unmarshal(e.Response.Body, &body) != nil {
		return ""
	}
	return strings.Join(body.Errors, ", ")
}
