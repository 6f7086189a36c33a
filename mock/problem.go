package mock

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"sparring/mock/control/client"
)

// problem writes an RFC 9457 answer: what no vendor would say, because it is about Sparring itself.
func problem(w http.ResponseWriter, status int, kind, title, detail, hint string) {
	body := problemBody(status, kind, title, detail, hint)
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
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
