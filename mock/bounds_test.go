package mock_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/limit/limittest"
	"sparring/mock/mocktest"
	"sparring/mock/outbound"
	"sparring/mock/problem"
)

// Each bound of an API has a meter in every world, and the catalogue shows whole declarations.
func TestBoundsAreMetered(t *testing.T) {
	s, err := mock.New(mock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range mock.APIs() {
		for _, b := range a.Bounds {
			complete(t, a.Name, b)
			if w.Ledger.Find(a.Name, b.Name) == nil {
				t.Errorf("%s: nothing counts %q", a.Name, b.Name)
			}
		}
	}
	bounds, err := mocktest.Start(t).Control.Bounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(bounds) < 5 {
		t.Errorf("only %d bounds belong to no API", len(bounds))
	}
	for _, b := range bounds {
		complete(t, "server", b)
	}
}

func complete(t *testing.T, owner string, b limit.Bound) {
	t.Helper()
	if b.Name == "" || b.Limit <= 0 || b.Unit == "" || b.Beyond == "" || b.Per == "" || b.Doc == "" {
		t.Errorf("%s: %+v is not a whole declaration", owner, b)
	}
}

// TestBoundsOfTheServer drives each store that belongs to no API to its bound.
func TestBoundsOfTheServer(t *testing.T) {
	s, err := mock.New(mock.Options{
		MaxWorlds: 40, JournalBytes: 12 << 20, Journal: journal.Limits{Entries: 3000, Bytes: 4 << 20},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	front := httptest.NewServer(s)
	defer front.Close()
	c, ctx := client.New(front.URL), t.Context()
	bounds, err := c.Bounds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	held := func(j *journal.Journal) func() int64 {
		return func() int64 { n, _ := j.Held(); return int64(n) }
	}
	get := func(path string, size int) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("X-Large", strings.Repeat("x", size))
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	made := 0
	stores := map[string]limittest.Store{
		"worlds": {
			Used: func() int64 {
				list, err := c.Worlds(ctx)
				if err != nil {
					t.Fatal(err)
				}
				return int64(len(list))
			},
			Put: func(int) {
				made++
				_, err := c.MakeWorld(ctx, client.WorldRequest{ID: fmt.Sprintf("w-%d", made)})
				refusedAs(t, err)
			},
		},
		"entries": {
			Used: held(w.Journal),
			Put:  func(int) { get("/bonder/repositories", 10) },
		},
		"fault rules": {
			Used: w.Ledger.Find("", "fault rules").Used,
			Put: func(i int) {
				_, err := w.Faults.Add(fault.Rule{
					Match: fault.Match{API: "bonder", Header: map[string]string{"X-Mark": fmt.Sprintf("%01000d", i)}},
					Fault: fault.Spec{Kind: "reset"},
				})
				var full *fault.Refusal
				if err != nil && (!errors.As(err, &full) || !full.Full) {
					t.Fatal(err)
				}
			},
		},
		"outbox": {
			Used: w.Ledger.Find("", "outbox").Used,
			Put: func(i int) {
				w.Outbound.Put(outbound.Message{
					API: "timconnect", Kind: "sms", To: "+79990000000", Text: fmt.Sprintf("%01000d", i),
					Payload: map[string]any{"n": fmt.Sprintf("%0500d", i)},
				})
			},
		},
	}
	stores["stray entries"] = limittest.Store{Used: held(s.Stray()), Put: func(int) { get("/nowhere", 10) }}
	for name, test := range elsewhere {
		if !slices.ContainsFunc(bounds, func(b limit.Bound) bool { return b.Name == name }) {
			t.Errorf("%s drives %q, which is not a bound", test, name)
		}
		bounds = slices.DeleteFunc(bounds, func(b limit.Bound) bool { return b.Name == name })
	}
	limittest.Drive(t, bounds, stores)
}

// elsewhere are the bounds that another test drives.
var elsewhere = map[string]string{
	"worlds' bytes": "TestMaxMemory",
	"journal":       "TestJournalsKeepTheirBound",
	"journals":      "TestJournalsKeepTheirBound",
	"secrets":       "TestForget of package journal",
	"unpacked body": "TestSecretsInBodies",
	"messages":      "TestStreamKeepsItsFirstMessages",
	"message bytes": "TestStreamKeepsItsFirstMessages",
	"calls":         "TestCallsAreBounded of package outbound",
	"readers":       "TestReadersAreBounded of package control",
	"large bodies":  "TestLargeBodiesWaitForOneAnother",
}

// refusedAs fails the test unless err is nil or says that there is no room.
func refusedAs(t *testing.T, err error) {
	t.Helper()
	var p *problem.Problem
	if err != nil && (!errors.As(err, &p) || p.Code() != problem.Full) {
		t.Fatal(err)
	}
}
