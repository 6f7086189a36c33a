package fake

import (
	"time"

	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// Store holds the facts of one fake in one world: its tables and values, which are declared with NewTable, NewValue and
// NewCounter. All of it is read and changed inside a transaction only.
type Store struct {
	home    *home
	parts   []part
	due     []schedule
	tx      *Tx    // that runs; nil outside of a transaction, when nothing may be changed
	loading bool   // a whole state is taken over: bounds are checked at its end
	touched []part // by the running transaction
}

// home is what a fake has once in a world, whatever is planted.
type home struct {
	world    *world.World
	api      *world.API
	meters   []*limit.Meter // in the order of the bounds; nil until one is asked for
	resident map[string]any
	run      any // func(func(X)): see Later
}

// part is a table or a value.
type part interface {
	kept
	undo()                // takes back what the running transaction changed
	commit()              // forgets how to take it back
	changes(to *[]Change) // what the running transaction changed
	check() error         // that a state that was planted keeps the bound
	count()               // lets the meter count what was planted
	copyFrom(other part)  // takes over the records of the same part of another store
}

// schedule is an index of records that are due.
type schedule interface {
	next() (at time.Time, ok bool)
	pending() int
}

// Change is one fact that a transaction changed.
type Change struct {
	Table string
	Key   any // nil for a value
	Value any // nil if the record was deleted
}

// Resident returns what a fake keeps in a world beside its facts, such as open streams: it is not part of the state,
// and planting leaves it alone. It is made when it is first asked for.
func Resident[T any](s *Store, name string, create func(w *world.World) T) T {
	if have, ok := s.home.resident[name]; ok {
		return have.(T)
	}
	made := create(s.home.world)
	s.home.resident[name] = made
	return made
}

// Meter returns the meter of a declared bound of the API, for what is kept elsewhere than in a table. A name that is
// not declared is a bug of the fake.
func (s *Store) Meter(name string) *limit.Meter {
	m := s.bound(name)
	if m == nil {
		panic("no bound of " + s.home.api.Name + " has the name " + name)
	}
	return m
}

// bound returns the meter for a table, nil if the API declares no bound of its name.
func (s *Store) bound(name string) *limit.Meter {
	h := s.home
	i := h.api.Bound(name)
	if i < 0 {
		return nil
	}
	if h.meters == nil {
		h.meters = make([]*limit.Meter, len(h.api.Bounds))
	}
	if h.meters[i] == nil {
		h.meters[i] = h.world.Ledger.Meter(h.api.Name, &h.api.Bounds[i])
	}
	return h.meters[i]
}

// loaded ends the loading of a store: from now on its meters count.
func (s *Store) loaded() {
	s.loading = false
	for _, p := range s.parts {
		p.count()
	}
}

// touch notes that the running transaction changes a part.
func (s *Store) touch(p part) {
	if s.tx == nil {
		panic("facts are changed outside of a transaction")
	}
	s.touched = append(s.touched, p)
}

func (s *Store) undo() {
	for _, p := range s.touched {
		p.undo()
	}
	s.forget()
}

func (s *Store) commit() {
	for _, p := range s.touched {
		p.commit()
	}
	s.forget()
}

func (s *Store) forget() {
	clear(s.touched)
	s.touched = s.touched[:0]
}

func (s *Store) changes() (all []Change) {
	for _, p := range s.touched {
		p.changes(&all)
	}
	return all
}

// forgot notes in the journal that a bound made room.
func (s *Store) forgot(m *limit.Meter) { s.tx.note(journal.Why(m.Forgot())) }
