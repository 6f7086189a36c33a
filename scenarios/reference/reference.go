// Package reference is what the reference clients of all APIs are built from: HTTP with a limit of time, results for
// the caller, and the types of mutants and liberties. A mutant is the reference client with one mistake; a liberty is
// the reference client with one freedom that the vendor's text leaves.
//
// A reference client is a client under test like any other: it knows the vendor's documents and a base URL, and
// nothing of scenarios or of the server behind. It is not a library for production.
package reference

import (
	"context"
	"crypto/tls"
	"time"

	"sparring/scenarios/driver"
)

// Name and Version are what the reference client says of itself.
const (
	Name    = "sparring reference client"
	Version = "1"
)

// Client is the reference client of one API, one of its mutants, or one of its liberties.
type Client interface {
	// Call does what is asked. Errors: driver.ErrNoAbility.
	Call(ctx context.Context, c driver.Call) (driver.Result, error)
	// Keep sets where the client keeps what must outlive it, before the first call.
	Keep(s *Store)
	// Limit sets how long a whole response is waited for at most, before the first call.
	Limit(most time.Duration)
	// Trust sets the certificates of servers that are accepted.
	Trust(config *tls.Config)
	// Close ends the client's connections.
	Close()
}
