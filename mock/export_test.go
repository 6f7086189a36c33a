package mock

import "context"

// HoldForks makes forks wait until release is called.
func (s *Server) HoldForks() (release func()) {
	release, _ = s.room.turn(context.Background()) // never fails without an end
	return release
}
