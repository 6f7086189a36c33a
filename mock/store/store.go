// Package store keeps worlds beyond the life of a process: their records, as package keep has them. Open opens
// what --store names; Bolt is one file. It knows nothing of what a record means.
//
// Commit returns when the changes outlive the death of the process, and the server does not answer before.
package store

import (
	"errors"
	"fmt"
	"strings"

	"sparring/mock/keep"
)

// Store keeps the records of worlds. It is safe for concurrent use; changes of one world are kept in the order of the
// calls of Commit.
type Store interface {
	// Worlds names the worlds that are kept, in order.
	Worlds() ([]string, error)
	// Load hands over the records of a world in order of their keys, until each returns an error, which it returns.
	Load(world string, each func(key string, value []byte) error) error
	// Commit makes all changes or none, in their order. After an error the caller gives the same changes again.
	Commit(world string, changes keep.Changes) error
	// Delete deletes a world with all records.
	Delete(world string) error
	// Close ends the store. What was committed is kept.
	Close() error
}

// Format is the version of what is kept: of the file, and of the records that the server writes. A store of another one
// is refused. TestFormat in package mock tells when it has to grow.
const Format = 1

// The reasons why a store is refused.
var (
	ErrInUse   = errors.New("another process uses the file")
	ErrDamaged = errors.New("the file is damaged")
	ErrForeign = errors.New("the file was not written by Sparring")
	ErrFormat  = errors.New("the worlds there have another format")
)

// Open opens the store that a text names: "bolt:FILE", or what OpenRedis takes. Errors say what was expected, or wrap
// one of the reasons above or ErrAway.
func Open(name string) (Store, error) {
	kind, place, _ := strings.Cut(name, ":")
	switch {
	case kind == "redis" || kind == "rediss":
		r, err := OpenRedis(name)
		if err != nil {
			return nil, err
		}
		return r, nil
	case kind == "bolt" && place != "":
		return OpenBolt(place)
	}
	return nil, fmt.Errorf("expected bolt:FILE, such as bolt:worlds.db, or redis://HOST:PORT/DATABASE, got %q",
		Shown(name))
}

// Shown returns the name of a store without its user and password.
func Shown(name string) string {
	scheme, rest, ok := strings.Cut(name, "://")
	if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
		return scheme + "://…" + rest[at:]
	}
	return name
}
