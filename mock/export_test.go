package mock

import (
	"context"

	"sparring/mock/journal"
)

// HoldForks makes forks wait until release is called.
func (s *Server) HoldForks() (release func()) {
	release, _ = s.room.turn(context.Background()) // never fails without an end
	return release
}

// Stray is the journal of requests that reach no world.
func (s *Server) Stray() *journal.Journal { return s.journal }
