package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sparring/mock/keep"
	"sparring/mock/store"
)

// Test is what any store has to pass. open opens a store without worlds.
func Test(t *testing.T, open func(t *testing.T) store.Store) {
	t.Run("records", func(t *testing.T) { testRecords(t, open(t)) })
	t.Run("parallel", func(t *testing.T) { testParallel(t, open(t)) })
	t.Run("histories", func(t *testing.T) { testHistories(t, open(t)) })
}

// Content returns all that a store has, as texts.
func Content(t testing.TB, s store.Store) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	names, err := s.Worlds()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(names) {
		t.Errorf("worlds are not in order: %q", names)
	}
	for _, name := range names {
		records, last := map[string]string{}, ""
		err := s.Load(name, func(key string, value []byte) error {
			if len(records) > 0 && key <= last {
				t.Errorf("the record %q comes behind %q", key, last)
			}
			records[key], last = string(value), key
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = records
	}
	return all
}

func same(a, b map[string]map[string]string) bool {
	return maps.EqualFunc(a, b, func(a, b map[string]string) bool { return maps.Equal(a, b) })
}

func testRecords(t *testing.T, s store.Store) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var c keep.Changes
	c.Put("a/1", []byte("one"))
	c.Put("a/2", nil)
	c.Put("b", []byte{0, 255, 10})
	must(s.Commit("w", c))
	must(s.Commit("v", keep.Changes{{Key: "a/1", Value: []byte(strings.Repeat("x", 1<<20))}}))
	must(s.Commit("none", nil)) // is not a world: it has no records
	var d keep.Changes
	d.Clear("a/")
	d.Put("a/3", []byte("three"))
	d.Delete("b")
	d.Delete("nothing")
	must(s.Commit("w", d))
	want := map[string]map[string]string{"w": {"a/3": "three"}, "v": {"a/1": strings.Repeat("x", 1<<20)}}
	if got := Content(t, s); !same(got, want) {
		t.Errorf("got %q", got["w"])
	}
	must(s.Delete("v"))
	must(s.Delete("v"))
	must(s.Commit("w", keep.Changes{{Key: "a/3"}})) // a world without records is still one
	if got := Content(t, s); !same(got, map[string]map[string]string{"w": {}}) {
		t.Errorf("got %q", got)
	}
	stop := errors.New("stop")
	must(s.Commit("w", keep.Changes{{Key: "k", Value: []byte("v")}}))
	if err := s.Load("w", func(string, []byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Load returns %v", err)
	}
	must(s.Load("unknown", func(string, []byte) error { return stop }))
	must(s.Delete("w"))
}

// testParallel: commits of several worlds at once, none lost.
func testParallel(t *testing.T, s store.Store) {
	const worlds, commits = 8, 50
	var wg sync.WaitGroup
	for w := range worlds {
		wg.Go(func() {
			for i := range commits {
				change := keep.Change{Key: fmt.Sprint(i), Value: []byte("v")}
				if err := s.Commit(fmt.Sprint(w), keep.Changes{change}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for name, records := range Content(t, s) {
		if len(records) != commits {
			t.Errorf("the world %s has %d records", name, len(records))
		}
		if err := s.Delete(name); err != nil {
			t.Error(err)
		}
	}
}

// testHistories compares a store with Memory after random histories.
func testHistories(t *testing.T, s store.Store) {
	rapid.Check(t, func(r *rapid.T) {
		model := &Memory{}
		worlds, keys := rapid.SampledFrom([]string{"a", "b"}), rapid.SampledFrom([]string{"k", "k/1", "k/2", "l", ""})
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			world := worlds.Draw(r, "world")
			if rapid.IntRange(0, 9).Draw(r, "what") == 0 {
				if err := errors.Join(s.Delete(world), model.Delete(world)); err != nil {
					r.Fatal(err)
				}
				continue
			}
			var c keep.Changes
			for range rapid.IntRange(0, 4).Draw(r, "changes") {
				key := "x" + keys.Draw(r, "key")
				switch rapid.IntRange(0, 3).Draw(r, "change") {
				case 0:
					c.Delete(key)
				case 1:
					c.Clear(key)
				default:
					c.Put(key, rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(r, "value"))
				}
			}
			if err := errors.Join(s.Commit(world, c), model.Commit(world, c)); err != nil {
				r.Fatal(err)
			}
		}
		if got, want := Content(t, s), Content(t, model); !same(got, want) {
			r.Fatalf("got %q, want %q", got, want)
		}
		for _, world := range []string{"a", "b"} {
			if err := s.Delete(world); err != nil {
				r.Fatal(err)
			}
		}
	})
}
