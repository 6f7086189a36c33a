package mock_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

var noQuery = client.Query{}

func jsonOf(tb testing.TB, v any) string {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// radistCall calls Radist for the company of the credentials and wants a 2xx answer.
func radistCall(tb testing.TB, s *mocktest.Server, method, path, body string) (answer map[string]any) {
	tb.Helper()
	c := s.World.Credentials["radist"]
	status, text, _ := call(tb, method, s.World.URLs["radist"]+"/companies/"+c["company_id"]+path, body, "X-Api-Key",
		c["api_key"])
	if status < 200 || status > 299 {
		tb.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
	}
	return answer
}

// facts is the state of an API as text.
func facts(tb testing.TB, s *mocktest.Server, api string) string {
	tb.Helper()
	var state json.RawMessage
	if err := s.Control.State(context.Background(), s.World.ID, api, &state); err != nil {
		tb.Fatal(err)
	}
	return string(state)
}

// bad is a request that is refused and changes nothing.
type bad struct {
	method, path, body string
	headers            []string
	status             int
	text               string // in the answer
}

// refused sends them all: each gets its documented answer and its entry, and the state stays as it was.
func refused(t *testing.T, s *mocktest.Server, api, url string, rows []bad) {
	t.Helper()
	before := facts(t, s, api)
	seen := len(s.Journal())
	for _, row := range rows {
		name := fmt.Sprintf("%s %.60s %.60s", row.method, row.path, row.body)
		status, text, header := call(t, row.method, url+row.path, row.body, row.headers...)
		if status != row.status || !strings.Contains(text, row.text) {
			t.Errorf("%s: %d %.300s\nwant %d with %s", name, status, text, row.status, row.text)
		}
		if status == 405 && header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", name)
		}
		if now := facts(t, s, api); now != before {
			t.Errorf("%s changed the state:\n%.300s\n%.300s", name, before, now)
			before = now
		}
	}
	entries := s.Journal()
	if len(entries) != seen+len(rows) {
		t.Errorf("%d entries for %d requests", len(entries)-seen, len(rows))
	}
	for _, e := range entries {
		if e.State != journal.Closed {
			t.Errorf("entry %d is %s", e.Seq, e.State)
		}
		for _, f := range e.Findings {
			if f.Kind == journal.Defect {
				t.Errorf("entry %d %s: defect %s at %s: %s", e.Seq, e.Operation, f.Code, f.Pointer, f.Message)
			}
		}
	}
}

// taker is a receiver of webhooks and pushes.
type taker struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	heads  []http.Header
}

// newTaker starts a receiver; answer may be nil.
func newTaker(t *testing.T, answer http.HandlerFunc) *taker {
	t.Helper()
	k := &taker{}
	k.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		k.mu.Lock()
		k.bodies, k.heads = append(k.bodies, string(body)), append(k.heads, r.Header)
		k.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(k.Close)
	return k
}

func (k *taker) taken() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.bodies)
}

// outgoing returns the entries of the world's own calls.
func outgoing(t *testing.T, s *mocktest.Server) []journal.Entry {
	t.Helper()
	page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{Kind: journal.Outgoing})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// called waits until the world has made so many calls and all have ended: a move of the clock awaits them for five
// seconds only.
func called(t *testing.T, s *mocktest.Server, count int) (calls []journal.Entry) {
	t.Helper()
	open := func(e journal.Entry) bool { return e.State == journal.Open }
	if !eventually(func() bool {
		calls = outgoing(t, s)
		return len(calls) >= count && !slices.ContainsFunc(calls, open)
	}) {
		t.Fatalf("want %d calls that have ended: %+v", count, calls)
	}
	return calls
}
