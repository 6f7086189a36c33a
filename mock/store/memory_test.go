package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"sparring/mock/keep"
	"sparring/mock/store"
	"sparring/mock/store/storetest"
)

func TestNewMemory(t *testing.T) {
	storetest.Test(t, func(*testing.T) store.Store { return store.NewMemory() })
}

func put(key, value string) keep.Change { return keep.Change{Key: key, Value: []byte(value)} }

// keys returns the changes of a delta as texts: KEY=VALUE, or -KEY.
func keys(d store.Delta) (out []string) {
	for _, c := range d.Changes {
		if c.Value == nil {
			out = append(out, "-"+c.Key)
		} else {
			out = append(out, c.Key+"="+string(c.Value))
		}
	}
	return out
}

func TestSwap(t *testing.T) {
	m := store.NewMemory()
	swap := func(from int64, request string, changes ...keep.Change) (store.Delta, bool) {
		t.Helper()
		d, made, err := m.Swap("w", store.Swap{From: from, Changes: changes, Request: request})
		if err != nil {
			t.Fatal(err)
		}
		return d, made
	}
	one, made := swap(0, "a/1", put("k", "1"), put("l", "1"), put("m", "1"))
	if again, twice := swap(0, "a/1", put("k", "9")); !made || !twice || again.Version != one.Version {
		t.Fatalf("made %v %v: %v, then %v", made, twice, one, again)
	}
	two, made := swap(one.Version, "b/1", put("k", "2"), keep.Change{Key: "m"}, put("n", "2"))
	if !made || two.Version <= one.Version {
		t.Fatalf("got %v %v", two, made)
	}
	late, made := swap(one.Version, "a/2", put("l", "3"), put("x", "3"))
	if want := []string{"k=2", "l=1", "-m", "n=2", "-x"}; made || late.Whole || !slices.Equal(keys(late), want) {
		t.Errorf("got %v %q, want %q", made, keys(late), want)
	}
	if d, err := m.Read("w", 0); err != nil || !d.Whole || !slices.Equal(keys(d), []string{"k=2", "l=1", "n=2"}) {
		t.Errorf("got %q %v", keys(d), err)
	}
	if err := m.Delete("w"); err != nil {
		t.Fatal(err)
	}
	if d, made := swap(two.Version, "a/3", put("k", "4")); made || d.Version != 0 {
		t.Errorf("got %v %v of a world that was deleted", d, made)
	}
	if d, made := swap(0, "a/4"); !made || d.Version <= two.Version {
		t.Errorf("got %v %v of a world that was made again", d, made)
	}
}

func TestSwapFails(t *testing.T) {
	m := store.NewMemory()
	m.LoseReplies(1)
	s := store.Swap{Changes: keep.Changes{put("k", "1")}, Request: "a/1", Most: 1, TTL: time.Hour}
	if _, _, err := m.Swap("w", s); !errors.Is(err, store.ErrUnsure) {
		t.Fatal(err)
	}
	d, made, err := m.Swap("w", s)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	if _, _, err := m.Swap("v", s); !errors.Is(err, store.ErrFull) {
		t.Error(err)
	}
	m.Fail(store.ErrAway)
	if _, err := m.Read("w", 0); !errors.Is(err, store.ErrAway) {
		t.Error(err)
	}
	m.Fail(nil)
	m.Conflict(1)
	s.From, s.Request = d.Version, "a/2"
	if again, made, err := m.Swap("w", s); made || err != nil || again.Version != d.Version {
		t.Error(again, made, err)
	}
}

// Servers that count together lose nothing.
func TestSwapInParallel(t *testing.T) {
	m := store.NewMemory()
	const servers, each = 4, 200
	var wg sync.WaitGroup
	for server := range servers {
		wg.Go(func() {
			count, version := 0, int64(0)
			for i := 0; i < each; {
				d, made, err := m.Swap("w", store.Swap{
					From: version, Changes: keep.Changes{put("n", fmt.Sprint(count+1))},
					Request: fmt.Sprintf("%d/%d/%d", server, i, version),
				})
				switch version = d.Version; {
				case err != nil:
					t.Error(err)
					return
				case made:
					i++
					count++
				default:
					_, _ = fmt.Sscan(string(d.Changes[0].Value), &count)
				}
			}
		})
	}
	wg.Wait()
	if d, err := m.Read("w", 0); err != nil || string(d.Changes[0].Value) != fmt.Sprint(servers*each) {
		t.Errorf("got %q %v", keys(d), err)
	}
}
