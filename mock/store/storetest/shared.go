package storetest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sparring/mock/keep"
	"sparring/mock/store"
)

// TestShared is what any store that servers share has to pass, beside Test. open opens the same store each time; at
// first it has no worlds.
func TestShared(t *testing.T, open func(t *testing.T) store.Shared) {
	t.Run("swaps", func(t *testing.T) { testSwaps(t, open(t)) })
	t.Run("again", func(t *testing.T) { testAgain(t, open(t)) })
	t.Run("late", func(t *testing.T) { testLate(t, open(t)) })
	t.Run("most", func(t *testing.T) { testMost(t, open(t)) })
	t.Run("ttl", func(t *testing.T) { testTTL(t, open(t)) })
	t.Run("due", func(t *testing.T) { testDue(t, open(t)) })
	t.Run("servers", func(t *testing.T) { testServers(t, open(t), open(t)) })
	t.Run("watch", func(t *testing.T) { testWatch(t, open(t), open(t)) })
	t.Run("counting", func(t *testing.T) { testCounting(t, open(t), open(t)) })
	t.Run("random swaps", func(t *testing.T) { testRandomSwaps(t, open(t)) })
}

func put(key, value string) keep.Change { return keep.Change{Key: key, Value: []byte(value)} }

// texts returns the changes of a delta: KEY=VALUE, or -KEY.
func texts(d store.Delta) string {
	var out []string
	for _, c := range d.Changes {
		if c.Value == nil {
			out = append(out, "-"+c.Key)
		} else {
			out = append(out, c.Key+"="+string(c.Value))
		}
	}
	return strings.Join(out, " ")
}

// swaps is a store in a test, for which no call may fail.
type swaps struct {
	*testing.T
	store.Shared
	requests int
}

func newSwaps(t *testing.T, s store.Shared) *swaps { return &swaps{T: t, Shared: s} }

func (s *swaps) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// swap swaps with a request of its own.
func (s *swaps) swap(world string, swap store.Swap) (store.Delta, bool) {
	s.Helper()
	if s.requests++; swap.Request == "" {
		swap.Request = fmt.Sprintf("%s/%d", s.Name(), s.requests)
	}
	d, made, err := s.Swap(world, swap)
	s.must(err)
	return d, made
}

// reads demands what Read returns.
func (s *swaps) reads(world string, since int64, whole bool, want string) (version int64) {
	s.Helper()
	d, err := s.Read(world, since)
	s.must(err)
	if d.Whole != whole || texts(d) != want {
		s.Errorf("since %d: got %v %q, want %v %q", since, d.Whole, texts(d), whole, want)
	}
	return d.Version
}

// A swap is made from the present version only. Who is late gets what it missed, and what its own changes would have
// changed.
func testSwaps(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	if d, err := s.Read("w", 0); err != nil || d.Version != 0 || len(d.Changes) > 0 {
		t.Errorf("read %v %v of a world that is not there", d, err)
	}
	one, made := s.swap("w", store.Swap{Changes: keep.Changes{put("k", "1"), put("l", ""), put("m", "\x00\xff\n")}})
	if !made || one.Version == 0 {
		t.Fatalf("got %v %v", made, one)
	}
	two, made := s.swap("w", store.Swap{From: one.Version,
		Changes: keep.Changes{put("k", "2"), {Key: "m"}, put("n", "2")}})
	if !made || two.Version <= one.Version || len(two.Changes) > 0 {
		t.Fatalf("got %v %v", made, two)
	}
	late, made := s.swap("w", store.Swap{From: one.Version,
		Changes: keep.Changes{put("l", "3"), {Key: "x"}, put("l", "4"), put("k", "3")}})
	if want := "k=2 l= -m n=2 -x"; made || late.Version != two.Version || late.Whole || texts(late) != want {
		t.Errorf("got %v %v %q, want %q", made, late.Whole, texts(late), want)
	}
	s.reads("w", two.Version, false, "")
	s.reads("w", one.Version, false, "k=2 -m n=2")
	s.reads("w", 0, true, "k=2 l= n=2")
	if d, made := s.swap("w", store.Swap{Changes: keep.Changes{put("k", "5")}}); made || texts(d) != "k=2 l= n=2" {
		t.Errorf("made from nothing: %v %q", made, texts(d))
	}
	three, made := s.swap("w", store.Swap{From: two.Version,
		Changes: keep.Changes{{Key: "", Below: true}, put("z", "3")}})
	if !made {
		t.Fatal("not made")
	}
	if d, err := s.Read("w", two.Version); err != nil || strings.ReplaceAll(texts(d), "-m ", "") != "-k -l -n z=3" {
		t.Errorf("got %q, %v", texts(d), err) // that m is not there, the server knows, and may be told
	}
	s.must(s.Commit("w", keep.Changes{put("z", "4")}))
	if d, made := s.swap("w", store.Swap{From: three.Version}); made || texts(d) != "z=4" {
		t.Errorf("got %v %q after a commit", made, texts(d))
	}
	s.must(s.Delete("w"))
	if d, made := s.swap("w", store.Swap{From: three.Version}); made || d.Version != 0 || len(d.Changes) > 0 {
		t.Errorf("got %v %v of a world that was deleted", made, d)
	}
	four, made := s.swap("w", store.Swap{})
	if !made || four.Version <= three.Version+1 {
		t.Errorf("a world that was made again: %v %v", made, four)
	}
	if d, err := s.Read("w", three.Version); err != nil || !d.Whole || len(d.Changes) > 0 {
		t.Errorf("a server that knows the world of before reads %v %v", d, err)
	}
	s.must(s.Delete("w"))
}

// A request that is given again is made once, whatever has happened since. That holds for each server.
func testAgain(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	one, _ := s.swap("w", store.Swap{Changes: keep.Changes{put("n", "1")}, Request: "a/b/1"})
	two, made := s.swap("w", store.Swap{From: one.Version, Changes: keep.Changes{put("n", "2")}, Request: "c/1"})
	if !made {
		t.Fatal("the number of another server")
	}
	for range 2 {
		if d, made := s.swap("w", store.Swap{Changes: keep.Changes{put("n", "1")}, Request: "a/b/1"}); !made ||
			d.Version != one.Version || len(d.Changes) > 0 {
			t.Errorf("got %v %v", made, d)
		}
	}
	if d, made := s.swap("w", store.Swap{From: one.Version, Request: "a/b/2"}); made || texts(d) != "n=2" {
		t.Errorf("got %v %q", made, texts(d))
	}
	if _, made := s.swap("w", store.Swap{From: two.Version, Request: "a/b/2"}); !made {
		t.Error("a request that was refused is taken for one that was made")
	}
	for i := range 80 { // servers that come and go are forgotten some time, the last one is not
		d, err := s.Read("w", 0)
		s.must(err)
		_, made := s.swap("w", store.Swap{From: d.Version, Request: fmt.Sprintf("s%d/1", i)})
		_, again := s.swap("w", store.Swap{From: d.Version, Request: fmt.Sprintf("s%d/1", i)})
		if !made || !again {
			t.Fatalf("%d: %v %v", i, made, again)
		}
	}
	s.must(s.Delete("w"))
}

// Who missed much gets all.
func testLate(t *testing.T, shared store.Shared) {
	s := newSwaps(t, shared)
	first, _ := s.swap("w", store.Swap{Changes: keep.Changes{put("a", "1"), put("b", "1")}})
	var many keep.Changes
	want := map[string]string{"a": "1", "b": "1"}
	for i := range 1200 {
		many.Put(fmt.Sprint("many/", i), []byte("v"))
		want[fmt.Sprint("many/", i)] = "v"
	}
	second, _ := s.swap("w", store.Swap{From: first.Version, Changes: many})
	var d store.Delta
	check := func(what string) {
		t.Helper()
		got := map[string]string{}
		if !d.Whole {
			maps.Copy(got, map[string]string{"a": "1", "b": "1"})
		}
		for _, c := range d.Changes {
			if c.Value != nil {
				got[c.Key] = string(c.Value)
			} else {
				delete(got, c.Key)
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %d records, want %d", what, len(got), len(want))
		}
	}
	d, err := s.Read("w", first.Version)
	s.must(err)
	check("many records")
	_, made := s.swap("w", store.Swap{From: second.Version, Changes: keep.Changes{{Key: "many/", Below: true}}})
	if !made {
		t.Fatal("not made")
	}
	maps.DeleteFunc(want, func(key, _ string) bool { return strings.HasPrefix(key, "many/") })
	d, err = s.Read("w", first.Version)
	s.must(err)
	check("all deleted")
	for i := range 1010 {
		s.must(s.Commit("w", keep.Changes{put("b", strconv.Itoa(i))}))
	}
	want["b"] = "1009"
	d, err = s.Read("w", first.Version)
	s.must(err)
	check("many versions")
	s.must(s.Delete("w"))
}

// Servers that count in one record lose nothing.
func testCounting(t *testing.T, stores ...store.Shared) {
	const servers, each = 4, 100
	var all sync.WaitGroup
	for server := range servers {
		all.Go(func() {
			count, version := 0, int64(0)
			for i, try := 0, 0; i < each; try++ {
				d, made, err := stores[server%len(stores)].Swap("w", store.Swap{From: version,
					Changes: keep.Changes{put("n", strconv.Itoa(count+1))}, Request: fmt.Sprintf("%d/%d", server, try)})
				if err != nil {
					t.Error(err)
					return
				}
				version = d.Version
				if made {
					i++
					count++
				} else if count, err = strconv.Atoi(string(d.Changes[0].Value)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	s := newSwaps(t, stores[0])
	s.reads("w", 0, true, fmt.Sprint("n=", servers*each))
	s.must(s.Delete("w"))
}

// testRandomSwaps makes random swaps from versions of before. After each, a server that had such a version knows the
// world as it is.
func testRandomSwaps(t *testing.T, shared store.Shared) {
	round := 0
	defer func() { newSwaps(t, shared).must(shared.Delete("w")) }()
	rapid.Check(t, func(r *rapid.T) {
		if err := shared.Delete("w"); err != nil {
			r.Fatal(err)
		}
		round++
		versions, known := []int64{0}, []map[string]string{{}}
		for i := range rapid.IntRange(1, 25).Draw(r, "steps") {
			at := rapid.IntRange(max(0, len(versions)-3), len(versions)-1).Draw(r, "from")
			swap := store.Swap{From: versions[at], Changes: drawChanges(r), Request: fmt.Sprintf("%d/%d", round, i)}
			d, made, err := shared.Swap("w", swap)
			last := len(versions) - 1
			switch {
			case err != nil || made != (at == last):
				r.Fatalf("from version %d of %d: %v, %v", at, last, made, err)
			case made:
				versions, known = append(versions, d.Version), append(known, maps.Clone(known[last]))
				learn(known[last+1], swap.Changes)
				continue
			}
			mine := maps.Clone(known[at])
			if !slices.ContainsFunc(swap.Changes, func(c keep.Change) bool { return c.Below }) {
				learn(mine, swap.Changes) // the server has made them, and takes them back
			}
			if d.Whole {
				clear(mine)
			}
			learn(mine, d.Changes)
			if !maps.Equal(mine, known[last]) || d.Version != versions[last] {
				r.Fatalf("from version %d of %d: the server has %q, want %q", at, last, mine, known[last])
			}
		}
		if got, want := Content(t, shared)["w"], known[len(known)-1]; !maps.Equal(got, want) {
			r.Fatalf("got %q, want %q", got, want)
		}
		for at, version := range versions {
			d, err := shared.Read("w", version)
			mine := maps.Clone(known[at])
			if d.Whole {
				clear(mine)
			}
			if learn(mine, d.Changes); err != nil || !maps.Equal(mine, known[len(known)-1]) {
				r.Fatalf("read since version %d of %d: %q, %v", at, len(versions)-1, mine, err)
			}
		}
	})
}

func drawChanges(r *rapid.T) (changes keep.Changes) {
	keys := rapid.SampledFrom([]string{"k", "k/1", "k/2", "l", "1:2", ";", ""})
	for range rapid.IntRange(0, 3).Draw(r, "changes") {
		key := keys.Draw(r, "key")
		switch rapid.IntRange(0, 4).Draw(r, "change") {
		case 0:
			changes.Delete(key)
		case 1:
			changes.Clear(key)
		default:
			changes.Put(key, rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(r, "value"))
		}
	}
	return changes
}

// learn makes changes in what a server knows.
func learn(records map[string]string, changes keep.Changes) {
	for _, c := range changes {
		switch {
		case c.Value != nil:
			records[c.Key] = string(c.Value)
		case c.Below:
			maps.DeleteFunc(records, func(key, _ string) bool { return strings.HasPrefix(key, c.Key) })
		default:
			delete(records, c.Key)
		}
	}
}
