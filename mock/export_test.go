package mock

import (
	"context"
	"testing"

	"sparring/mock/journal"
)

// HoldForks makes forks wait until release is called.
func (s *Server) HoldForks() (release func()) {
	release, _ = s.room.turn(context.Background()) // never fails without an end
	return release
}

// Stray is the journal of requests that reach no world.
func (s *Server) Stray() *journal.Journal { return s.journal }

// Finder returns what the router of an API finds for a method and an escaped path: the operation, or the methods that
// the path takes, and the variables.
func Finder(
	tb testing.TB, api string,
) func(method, path string) (operation string, allow []string, vars map[string]string) {
	tb.Helper()
	r, err := newRouter(api)
	if err != nil {
		tb.Fatal(err)
	}
	return func(method, path string) (operation string, allow []string, vars map[string]string) {
		f := r.find(method, path)
		if f.Operation != nil {
			operation = f.Operation.ID
		}
		return operation, f.Allow, f.Vars
	}
}

// Die ends what a server does by itself, and its life in the store, as if its process had been killed.
func Die(s *Server) {
	s.cancel()
	_ = s.shared.Live(s.id, 0)
}
