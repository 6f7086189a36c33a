package message_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sparring/mock/message"
)

// TestWrite sends responses over a socket: net/http adds nothing that was not meant, but Date.
func TestWrite(t *testing.T) {
	large := strings.Repeat("x", 100_000)
	text := http.Header{"Content-Type": {"text/plain"}}
	for name, row := range map[string]struct {
		method  string
		r       message.Response
		length  string // "" if there is no Content-Length
		kind    string
		body    string
		written int
	}{
		"plain": {"GET", message.Response{Status: 200, Header: text, Body: []byte("hi")}, "2",
			"text/plain", "hi", 2},
		"no type guessed": {"GET", message.Response{Status: 200, Body: []byte("<html>")}, "6", "", "<html>", 6},
		"large": {"POST", message.Response{Status: 500, Header: text, Body: []byte(large)}, "100000",
			"text/plain", large, 100_000},
		"empty": {"POST", message.Response{Status: 404, Header: http.Header{"A": {"b"}}}, "0", "", "", 0},
		"HEAD":  {"HEAD", message.Response{Status: 200, Header: text, Body: []byte("hi")}, "2", "text/plain", "", 0},
		"204":   {"GET", message.Response{Status: 204, Header: text, Body: []byte("hi")}, "", "text/plain", "", 0},
		"304":   {"GET", message.Response{Status: 304, Body: []byte("hi")}, "", "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			written := make(chan int, 1)
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n, err := message.Write(w, r.Method, row.r)
				if err != nil {
					t.Error(err)
				}
				written <- n
			}))
			defer s.Close()
			request, err := http.NewRequestWithContext(t.Context(), row.method, s.URL, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			response, err := s.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || string(body) != row.body || response.StatusCode != row.r.Status {
				t.Errorf("%d, %.40q, %v", response.StatusCode, body, err)
			}
			if got := response.Header.Get("Content-Length"); got != row.length {
				t.Errorf("Content-Length %q, want %q", got, row.length)
			}
			if got := response.Header.Get("Content-Type"); got != row.kind {
				t.Errorf("Content-Type %q, want %q", got, row.kind)
			}
			for name, values := range row.r.Header {
				if strings.Join(response.Header[name], ",") != strings.Join(values, ",") {
					t.Errorf("%s: %q, want %q", name, response.Header[name], values)
				}
			}
			if n := <-written; n != row.written {
				t.Errorf("%d bytes were taken, want %d", n, row.written)
			}
		})
	}
}
