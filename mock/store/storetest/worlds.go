package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"sparring/mock/keep"
	"sparring/mock/store"
)

// There are at most as many worlds as allowed.
func testMost(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	for _, world := range []string{"a", "b"} {
		s.swap(world, store.Swap{Most: 2})
	}
	_, _, err := s.Swap("c", store.Swap{Most: 2, Request: "s/1"})
	if !errors.Is(err, store.ErrFull) {
		t.Errorf("a third world: %v", err)
	}
	if d, err := s.Read("a", 0); err != nil {
		t.Error(err)
	} else if _, made := s.swap("a", store.Swap{From: d.Version, Most: 1}); !made {
		t.Error("a world that is there was refused")
	}
	s.must(s.Delete("a"))
	if _, made := s.swap("c", store.Swap{Most: 2}); !made {
		t.Error("a world was refused although there is room")
	}
	names, err := s.Worlds()
	s.must(err)
	if !slices.Equal(names, []string{"b", "c"}) {
		t.Errorf("worlds %q", names)
	}
	s.must(errors.Join(s.Delete("b"), s.Delete("c")))
}

// A world whose time is over is deleted, and makes room. One that is used lives on.
func testTTL(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	const short, long = 50 * time.Millisecond, time.Hour
	now, err := s.Now()
	s.must(err)
	s.swap("short", store.Swap{Changes: keep.Changes{put("k", "1")}, TTL: short, Due: now})
	s.swap("long", store.Swap{Changes: keep.Changes{put("k", "1")}, TTL: long})
	kept, _ := s.swap("kept", store.Swap{Changes: keep.Changes{put("k", "1")}, TTL: short})
	s.swap("kept", store.Swap{From: kept.Version}) // it has no end now
	within(t, "the world is deleted", func() bool {
		names, err := s.Worlds()
		s.must(err)
		return slices.Equal(names, []string{"kept", "long"})
	})
	if d, err := s.Read("short", 0); err != nil || d.Version != 0 {
		t.Errorf("got %v %v", d, err)
	}
	if due, err := s.Due(now.Add(time.Hour)); err != nil || len(due) > 0 {
		t.Errorf("due %q %v", due, err)
	}
	if _, made := s.swap("other", store.Swap{Most: 3}); !made {
		t.Error("no room")
	}
	s.must(errors.Join(s.Delete("kept"), s.Delete("long"), s.Delete("other")))
}

// within looks until something holds, for at most half a minute.
func within(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 3000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not within half a minute: %s", what)
}

// What is due is what the last swap of a world said.
func testDue(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	now, err := s.Now()
	s.must(err)
	a, _ := s.swap("a", store.Swap{Due: now.Add(time.Hour)})
	s.swap("b", store.Swap{Due: now.Add(time.Minute)})
	s.swap("c", store.Swap{})
	due := func(after time.Duration, want ...string) {
		t.Helper()
		got, err := s.Due(now.Add(after))
		s.must(err)
		if !slices.Equal(got, want) {
			t.Errorf("due after %s: %q, want %q", after, got, want)
		}
	}
	due(time.Second)
	due(time.Minute, "b")
	due(2*time.Hour, "a", "b")
	s.must(s.Commit("a", keep.Changes{put("k", "1")})) // says nothing of it
	due(2*time.Hour, "a", "b")
	d, err := s.Read("a", a.Version)
	s.must(err)
	s.swap("a", store.Swap{From: d.Version})
	s.must(s.Delete("b"))
	due(2 * time.Hour)
	s.must(errors.Join(s.Delete("a"), s.Delete("c")))
}

// Servers are alive as long as they said. Numbers come once.
func testServers(t *testing.T, one, other store.Shared) {
	s := newSwaps(t, one)
	s.must(errors.Join(s.Live("b", time.Hour), other.Live("a", time.Hour), s.Live("c", time.Millisecond)))
	within(t, "one does not live any more", func() bool {
		names, err := other.Living()
		s.must(err)
		return slices.Equal(names, []string{"a", "b"})
	})
	var mu sync.Mutex
	seen := map[int64]bool{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 25 {
				n, err := []store.Shared{one, other}[i%2].Number()
				mu.Lock()
				if err != nil || seen[n] {
					t.Errorf("the number %d came twice, or %v", n, err)
				}
				seen[n] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

// One that watches hears of each change soon.
func testWatch(t *testing.T, one, other store.Shared) {
	s := newSwaps(t, one)
	ctx, cancel := context.WithCancel(t.Context())
	heard, done := make(chan string, 1000), make(chan struct{})
	go func() {
		defer close(done)
		other.Watch(ctx, func(world string) {
			select {
			case heard <- world:
			default:
			}
		})
	}()
	hears := func(world string, act func()) {
		t.Helper()
		for {
			act() // again: the one who watches may not have begun
			select {
			case got := <-heard:
				if got == world {
					return
				}
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	hears("a", func() { s.must(s.Commit("a", keep.Changes{put("k", "1")})) })
	hears("b", func() {
		d, err := s.Read("b", 0)
		s.must(err)
		s.swap("b", store.Swap{From: d.Version})
	})
	hears("c", func() {
		s.must(errors.Join(s.Commit("c", keep.Changes{put("k", "1")}), s.Delete("c")))
	})
	cancel()
	<-done
	s.must(errors.Join(s.Delete("a"), s.Delete("b")))
}
