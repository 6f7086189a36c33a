package driver_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/driver"
)

// TestReuse: a session that ends in order leaves its process to the next one, which hears nothing of what was before.
func TestReuse(t *testing.T) {
	reused := driver.Reuse(client("good"))
	for range 3 {
		s, err := reused.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		hello, err := s.Hello(t.Context())
		if err != nil || hello.Name != "echo" {
			t.Fatalf("hello: %+v, %v", hello, err)
		}
		if r, err := s.Call(t.Context(), "test.ask", driver.Params{}); err != nil || !r.OK {
			t.Errorf("ask: %+v, %v", r, err)
		}
		if notes := s.Heard(); len(notes) != 3 || notes[0].What != "qr" {
			t.Errorf("heard %+v", notes)
		}
		if n := strings.Count(s.Log(), "at work"); n > 1 {
			t.Errorf("the log of three sessions: %q", s.Log())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if said := reused.Saved(); said != "1 client processes for 3 sessions" {
		t.Error(said)
	}
	if err := reused.Close(); err != nil {
		t.Error(err)
	}
}

// TestReuseOfTheBad: a process that has failed, or that listens to a stream, is ended with its session.
func TestReuseOfTheBad(t *testing.T) {
	for _, mode := range []string{"good", "exits", "stays"} {
		reused, patience := driver.Reuse(client(mode)), 20*time.Second
		if mode == "stays" { // it never answers
			patience = time.Second
		}
		for range 2 {
			s, err := reused.Start(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			if _, err := s.Hello(ctx); err == nil {
				_, _ = s.Call(t.Context(), "test.listen", driver.Params{})
			}
			cancel()
			if err := s.Close(); (err != nil) != (mode != "good") {
				t.Errorf("%s: %v", mode, err)
			}
		}
		if said := reused.Saved(); said != "2 client processes for 2 sessions" {
			t.Errorf("%s: %s", mode, said)
		}
		if err := reused.Close(); err != nil {
			t.Error(err)
		}
	}
}
