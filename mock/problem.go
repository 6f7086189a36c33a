package mock

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"sparring/mock/console"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// responseOf returns a problem as a response.
func responseOf(p *problem.Problem) message.Response {
	body, _ := json.Marshal(p) // never fails
	return message.Response{Status: p.Status, Header: http.Header{"Content-Type": {problem.MediaType}}, Body: body}
}

func sendProblem(w http.ResponseWriter, r *http.Request, m message.Response) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = message.Write(w, r.Method, m) // the client may be gone
}

// index shows a person who opened the address what is served here.
func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept, Sec-Fetch-Mode")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.refuse(w, r, "", "", problem.New(problem.MethodNotAllowed, r.Method+" /").
			Knowing(http.MethodGet, http.MethodHead).
			Hinted("an API is behind its name, such as %s/%s", s.baseURL(), s.apis[0].Name))
		return
	}
	if console.Wanted(r) {
		w.Header().Set("Location", strings.TrimPrefix(console.Root, "/")) // relative: a proxy may put a path before it
		w.WriteHeader(http.StatusFound)
		return
	}
	var text strings.Builder
	base := s.baseURL()
	fmt.Fprintf(&text, "Sparring %s: a stand-in for four HTTP APIs. For tests only.\n\n", Version)
	for _, a := range s.apis {
		fmt.Fprintf(&text, "%-12s %s/%s%s\n", a.Name, base, a.Name, a.Base)
	}
	fmt.Fprintf(&text, "%-12s %s/_sparring/v1 (operations, switches, events: /apis)\n", "control", base)
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(text.Len()))
	protect(h, nil)
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, text.String()) // the client may be gone
}

// The policies of responses other than JSON. A page shows its own styles and pictures and runs no script. A file runs
// nothing at all, because anybody may have uploaded it.
const (
	pagePolicy = "default-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'self'; " +
		"frame-ancestors 'none'; style-src"
	filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
)

// protect adds the headers that keep a browser from running a page or a file as something else. Headers that are set
// stay.
func protect(h http.Header, body []byte) {
	kind := h.Get("Content-Type")
	if kind == "" || kind == "application/json" { // nearly always
		return
	}
	media, _, _ := strings.Cut(kind, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if media == "application/json" || strings.HasSuffix(media, "+json") || media == "text/event-stream" {
		return
	}
	if h.Get("X-Content-Type-Options") == "" {
		h.Set("X-Content-Type-Options", "nosniff")
	}
	switch {
	case h.Get("Content-Security-Policy") != "":
	case media == "text/html":
		h.Set("Content-Security-Policy", pagePolicy+styleHashes(body))
	default:
		h.Set("Content-Security-Policy", filePolicy)
	}
}

// styleHashes returns the hashes of the style elements of a page as its policy allows them.
func styleHashes(page []byte) string {
	var b strings.Builder
	for {
		_, rest, ok := bytes.Cut(page, []byte("<style>"))
		style, after, closed := bytes.Cut(rest, []byte("</style>"))
		if !ok || !closed {
			break
		}
		sum := sha256.Sum256(style)
		b.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
		page = after
	}
	if b.Len() == 0 {
		return " 'none'"
	}
	return b.String()
}
