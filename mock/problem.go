package mock

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// problem writes an RFC 9457 answer: what no vendor would say, because it is about Sparring itself.
func problem(w http.ResponseWriter, status int, kind, title, detail, hint string) {
	sendProblem(w, problemMessage(status, kind, title, detail, hint))
}

// problemMessage is a problem as a journal entry keeps it.
func problemMessage(status int, kind, title, detail, hint string) *journal.Message {
	return &journal.Message{
		Status: status, Header: http.Header{"Content-Type": {"application/problem+json"}},
		Body: problemBody(status, kind, title, detail, hint),
	}
}

func sendProblem(w http.ResponseWriter, m *journal.Message) {
	h := w.Header()
	h["Content-Type"] = m.Header["Content-Type"]
	h.Set("Content-Length", strconv.Itoa(len(m.Body)))
	w.WriteHeader(m.Status)
	_, _ = w.Write(m.Body) // the client may be gone
}

func problemBody(status int, kind, title, detail, hint string) []byte {
	body, _ := json.Marshal(client.Problem{Type: client.URN + kind, Title: title, Status: status, Detail: detail, Hint: hint}) // never fails
	return body
}

// welcome tells a person who opened the address what is here.
func (s *Server) welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	base := s.baseURL()
	fmt.Fprintf(w, "Sparring %s: a stand-in for four HTTP APIs. For tests only.\n\n", Version)
	for _, a := range s.apis {
		fmt.Fprintf(w, "%-12s %s/%s%s\n", a.Name, base, a.Name, a.Base)
	}
	fmt.Fprintf(w, "%-12s %s/_sparring/v1 (operations, switches, events: /apis)\n", "control", base)
}
