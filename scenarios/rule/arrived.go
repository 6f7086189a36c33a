package rule

import (
	"encoding/json"
	"net/http"
	"strings"

	"sparring/mock/journal"
)

// Arrived reports whether the response of an exchange left for the client such as it was meant: whole, with its status,
// and readable if it was. What a fault has lost proves nothing to a client.
func Arrived(e journal.Entry) bool {
	switch {
	case e.Sent == nil:
		return true
	case e.Response == nil:
		return false
	case strings.HasPrefix(e.Response.Header.Get("Content-Type"), "text/event-stream"): // it has begun
		return e.Sent.Status == 0 && len(e.Messages) > 0 || e.Sent.Status == e.Response.Status
	case e.Sent.End != "":
		return false
	}
	return e.Sent.Status/100 == e.Response.Status/100 && (json.Valid(e.Sent.Body) || !json.Valid(e.Response.Body))
}

// Read reports whether every client has read the response of an exchange: it has arrived, and no fault has changed it.
func Read(e journal.Entry) bool { return Arrived(e) && !e.Changed() }

// Proven reports whether a client may know that a request was handled: its response has arrived, or the client has
// looked afterwards.
func Proven(entries []journal.Entry, e journal.Entry) bool {
	if Arrived(e) {
		return true
	}
	for _, later := range After(entries, e.Seq) {
		if later.Kind == journal.Exchange && later.API == e.API && reads(later) && Arrived(later) {
			return true
		}
	}
	return false
}

// reads reports whether a request changes nothing.
func reads(e journal.Entry) bool {
	return e.Operation != "" && (e.Method == http.MethodGet || strings.HasPrefix(e.Operation, "list") ||
		strings.HasPrefix(e.Operation, "get"))
}
