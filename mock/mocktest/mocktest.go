// Package mocktest starts a server for a test, the way httptest does: one line, a fresh world, ended with the test.
//
//	s := mocktest.Start(t)
//	client := bonder.New(s.URL("bonder"), s.Credentials("bonder"))
package mocktest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/problem"
)

// Server is a running server with one fresh world.
type Server struct {
	Base    string         // of the whole server, "http://127.0.0.1:41234"
	Control *client.Client // the control API of the server
	World   client.World   // the fresh world

	tb testing.TB
}

// Option changes what Start makes.
type Option func(*mock.Options, *client.WorldRequest)

// At sets world time at the start and freezes the clock: it then moves only by Advance.
func At(at time.Time) Option {
	return func(_ *mock.Options, r *client.WorldRequest) { r.At, r.Clock = &at, client.Frozen() }
}

// Seed sets the seed of the world's chance (default 1).
func Seed(seed uint64) Option {
	return func(_ *mock.Options, r *client.WorldRequest) { r.Seed = &seed }
}

// Switch chooses a reading of the vendor's text.
func Switch(api, name string, value any) Option {
	return func(_ *mock.Options, r *client.WorldRequest) {
		if r.Switches == nil {
			r.Switches = client.Switches{}
		}
		if r.Switches[api] == nil {
			r.Switches[api] = map[string]any{}
		}
		r.Switches[api][name] = value
	}
}

// Start runs a server on a free loopback port until the test ends.
func Start(tb testing.TB, options ...Option) *Server {
	tb.Helper()
	seed := uint64(1)
	opts, req := mock.Options{}, client.WorldRequest{Seed: &seed}
	for _, o := range options {
		o(&opts, &req)
	}
	server, err := mock.New(opts)
	if err != nil {
		tb.Fatalf("mocktest: %v", err)
	}
	tb.Cleanup(func() { _ = server.Close() })
	address, err := server.Listen("127.0.0.1:0", nil)
	if err != nil {
		tb.Fatalf("mocktest: %v", err)
	}
	s := &Server{Base: "http://" + address, tb: tb}
	s.Control = client.New(s.Base)
	if s.World, err = s.Control.MakeWorld(context.Background(), req); err != nil {
		tb.Fatalf("mocktest: %v", err)
	}
	return s
}

// Of is a world of a server that runs already, for the same use. It ends neither.
func Of(tb testing.TB, control *client.Client, world client.World) *Server {
	return &Server{Base: control.Base, Control: control, World: world, tb: tb}
}

// URL is what a client of an API is configured with.
func (s *Server) URL(api string) string {
	url, ok := s.World.URLs[api]
	if !ok {
		s.tb.Helper()
		s.tb.Fatal(noAPI(s.World.URLs, api))
	}
	return url
}

// Credentials are what the user of a client would have: username, api_key, … as the API has them.
func (s *Server) Credentials(api string) map[string]string {
	credentials, ok := s.World.Credentials[api]
	if !ok {
		s.tb.Helper()
		s.tb.Fatal(noAPI(s.World.Credentials, api))
	}
	return credentials
}

// noAPI is the message about an unknown API: an empty URL would fail later, and elsewhere.
func noAPI[T any](all map[string]T, api string) string {
	known, hint := slices.Sorted(maps.Keys(all)), "."
	if meant, ok := problem.Meant(api, known); ok {
		hint = fmt.Sprintf("; did you mean %q?", meant)
	}
	return fmt.Sprintf("mocktest: there is no API %q%s There are %s.", api, hint, strings.Join(known, ", "))
}

// Advance moves world time.
func (s *Server) Advance(d time.Duration) {
	s.tb.Helper()
	if _, err := s.Control.Advance(context.Background(), s.World.ID, d); err != nil {
		s.tb.Fatalf("mocktest: advance %s: %v", d, err)
	}
}

// Event makes something happen outside HTTP, and returns its result.
func (s *Server) Event(api, event string, args map[string]any) client.EventResult {
	s.tb.Helper()
	result, err := s.Control.Raise(context.Background(), s.World.ID, client.Event{API: api, Event: event, Args: args})
	if err != nil {
		s.tb.Fatalf("mocktest: event %s %s: %v", api, event, err)
	}
	return result
}

// Fail lets an operation fail once with an error code of the vendor: s.Fail("bonder", "saveCard", "DATABASE_ERROR").
func (s *Server) Fail(api, operation, code string) client.FaultRule {
	s.tb.Helper()
	return s.Fault(client.FaultRequest{
		Match: fault.Match{API: api, Operation: operation},
		Fault: fault.Spec{Kind: "error", Parameters: map[string]any{"code": code}},
	})
}

// Fault adds a fault rule.
func (s *Server) Fault(r client.FaultRequest) client.FaultRule {
	s.tb.Helper()
	rule, err := s.Control.AddFault(context.Background(), s.World.ID, r)
	if err != nil {
		s.tb.Fatalf("mocktest: fault: %v", err)
	}
	return rule
}

// Journal returns all entries so far, findings included.
func (s *Server) Journal() []journal.Entry {
	s.tb.Helper()
	page, err := s.Control.Journal(context.Background(), s.World.ID, client.Query{})
	if err != nil {
		s.tb.Fatalf("mocktest: journal: %v", err)
	}
	return page.Entries
}

// NoFindings fails the test if the client broke a rule or sent what fits no operation, no API or no world, and if the
// fake broke its own document.
func (s *Server) NoFindings() {
	s.tb.Helper()
	nowhere, err := s.Control.ServerJournal(context.Background(), client.Query{})
	if err != nil {
		s.tb.Fatalf("mocktest: journal: %v", err)
	}
	for _, e := range append(s.Journal(), nowhere.Entries...) {
		for _, f := range e.Wrong() {
			s.tb.Errorf("%s: %s", entryText(&e), f)
		}
	}
}

func entryText(e *journal.Entry) string {
	text := fmt.Sprintf("entry %d", e.Seq)
	if e.Operation != "" {
		text += " " + e.API + "." + e.Operation
	}
	return text
}
