// Package limittest drives a store to its bound and looks whether memory levels off. It is for tests.
package limittest

import (
	"runtime"
	"testing"

	"sparring/mock/limit"
)

// Store is a store as a test fills it.
type Store struct {
	Used  func() int64 // what its meter counts
	Put   func(i int)  // puts the i-th item, as a client would; beyond the bound it checks how that is answered
	Clear func()       // gives back what putting leaves elsewhere, the journal's entries above all; may be nil

	bound limit.Bound
}

// patience is how many puts may pass until a store is full.
const patience = 5_000_000

// Drive drives each store, by the name of its bound. A bound without a store, and a store without a bound, fail the
// test.
func Drive(t *testing.T, bounds []limit.Bound, stores map[string]Store) {
	t.Helper()
	if len(bounds) == 0 {
		t.Error("no bound is declared")
	}
	for _, b := range bounds {
		t.Run(b.Name, func(t *testing.T) {
			s, known := stores[b.Name]
			if delete(stores, b.Name); !known {
				t.Fatal("nothing drives this store to its bound")
			}
			s.bound = b
			s.drive(t)
		})
	}
	for name := range stores {
		t.Errorf("no bound is declared for the store %q", name)
	}
}

// drive fills the store until it takes no more, and puts as much again. It fails the test if the count ever exceeds the
// bound, if the heap goes on growing, or if it holds more than twice the bytes that the bound declares.
func (s *Store) drive(tb testing.TB) {
	tb.Helper()
	if s.bound.Limit <= 0 || s.bound.Doc == "" || s.bound.Unit != limit.Bytes && s.bound.Unit != limit.Count ||
		s.bound.Beyond != limit.Refused && s.bound.Beyond != limit.Forgotten {
		tb.Fatalf("%+v is not a complete declaration", s.bound)
	}
	before := s.heap()
	n, used := 0, s.Used()
	for ; ; n++ {
		s.put(tb, n)
		now := s.Used()
		if now <= used {
			break // it was refused, or another one made room
		}
		if used = now; n == patience {
			tb.Fatalf("%s is not full after %d items: %d of %d %s", s.bound.Name, n, used, s.bound.Limit, s.bound.Unit)
		}
	}
	if used < s.bound.Limit/2 {
		tb.Fatalf("%s takes no more at %d of %d %s", s.bound.Name, used, s.bound.Limit, s.bound.Unit)
	}
	full := s.heap()
	for i := range n {
		s.put(tb, n+1+i)
	}
	again := s.heap()
	const slack = 2 << 20
	if grown := again - full; grown > (full-before)/4+slack {
		tb.Errorf("%s: the heap grew by %d bytes up to the bound, and by %d beyond it", s.bound.Name, full-before,
			grown)
	}
	if s.bound.Unit == limit.Bytes && full-before > 2*s.bound.Limit+slack {
		tb.Errorf("%s: the heap grew by %d bytes, the bound declares %d", s.bound.Name, full-before, s.bound.Limit)
	}
}

func (s *Store) put(tb testing.TB, i int) {
	tb.Helper()
	s.Put(i)
	if used := s.Used(); used > s.bound.Limit {
		tb.Fatalf("%s holds %d %s after %d items, the bound is %d", s.bound.Name, used, s.bound.Unit, i+1,
			s.bound.Limit)
	}
}

func (s *Store) heap() int64 {
	if s.Clear != nil {
		s.Clear()
	}
	runtime.GC()
	runtime.GC() // what the first one has freed in pools and finalizers
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
