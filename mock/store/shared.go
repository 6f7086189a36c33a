package store

import (
	"context"
	"errors"
	"time"

	"sparring/mock/keep"
)

// Shared is a store that several servers use at once, each with its own copy of a world in memory. A world has a
// version, which grows with each Swap. A server works on its copy and then swaps: its changes are made if nobody else
// has changed the world since. If somebody has, it gets what it missed, brings its copy up to date, and works again.
// So all that a world counts (entries of the journal among it) has neither gaps nor doubles: a number is part of the
// changes, which are made all or not at all.
//
// All methods are safe for concurrent use, and wait only a few seconds for the engine. Each may return an error that
// wraps ErrAway; Swap one that wraps ErrUnsure. Load and Worlds read what was made at the time of the call; Commit
// makes changes whatever the version is, and moves it.
//
// There is no lock and no lease that a server could hold: one that dies leaves what it has swapped.
type Shared interface {
	Store

	// Read returns what has changed in a world since a version that the caller has, or all of it if since is 0. It
	// counts as a use (see Swap.TTL).
	Read(world string, since int64) (Delta, error)

	// Swap makes all changes and returns true, if the world has the version From; the Delta then has the new version
	// and no changes. Otherwise it makes none and returns false with what has changed since From, and beside that the
	// present state of each key that Swap.Changes name, so that the caller can take its own changes back. The latter
	// is not needed of changes that delete a range (keep.Change.Below): with one of those the caller reads all.
	//
	// The same Request given again, after a reply that was lost, is not made twice: Swap returns what it returned,
	// true with the version of then. It is enough to recognise the last request of each server: the text before the
	// last "/" of a Request names the server, which has one swap of a world under way at a time. After ErrUnsure the
	// caller gives the same Swap again before it does anything else with the world.
	//
	// Errors: ErrFull if From is 0, the world is not there, and there are Swap.Most worlds; ErrAway, after which
	// nothing was made; ErrUnsure, after which it may have been.
	Swap(world string, s Swap) (Delta, bool, error)

	// Now returns the engine's time, by which servers agree on world time.
	Now() (time.Time, error)

	// Due names the worlds in which something is due at or before a time, by Swap.Due. It changes nothing: a swap of
	// such a world says what is due next.
	Due(until time.Time) ([]string, error)

	// Live says that a server lives, until a time has passed. Living names the servers that do, in order.
	Live(server string, period time.Duration) error
	Living() ([]string, error)

	// Number returns a number that no other call has returned, on any server.
	Number() (int64, error)

	// Watch calls woken with the name of each world that was swapped, committed, or deleted, also by this server, until
	// ctx ends. A call may be missing or come twice, as it says only that it is worth reading; an empty name says that
	// calls may be missing, for instance after a connection broke. woken does not wait.
	Watch(ctx context.Context, woken func(world string))
}

// Swap is a change of a world from one version to the next.
type Swap struct {
	From    int64 // the version that the changes were made from; 0: the world is to be made
	Changes keep.Changes
	Request string // "SERVER/NUMBER", see Shared.Swap
	// Due is when something in the world is due next, by the engine's time; zero: nothing is. It replaces what an
	// earlier swap said.
	Due time.Time
	// TTL is how long after the last Swap or Read the engine deletes the world, with all that there is of it; 0: never.
	TTL time.Duration
	// Most is how many worlds there may be with this one, if it is to be made; 0: any number.
	Most int
}

// Delta is what a caller of Shared has missed.
type Delta struct {
	// Version is that of the world now; 0: it was deleted, or never made. No version comes twice under one name, also
	// if the world is made again, or if the engine has lost its last changes: the engine's time in microseconds, or the
	// last version and one if that is more, is a good one.
	Version int64
	// Changes puts or deletes single records, in order of their keys; keep.Change.Below is not used.
	Changes keep.Changes
	// Whole says that Changes are all records of the world: one that is not among them is not there. So it is after
	// Read since 0, if the world was made after that version, and whenever the store does not know any more what has
	// changed since, for instance because it has lost its last changes.
	Whole bool
}

// What Shared says of the engine.
var (
	ErrAway   = errors.New("the engine is not there")
	ErrUnsure = errors.New("the engine has not said whether it made the changes")
	ErrFull   = errors.New("there are as many worlds as allowed")
)
