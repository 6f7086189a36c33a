package journal

import (
	"strings"
	"sync"
	"testing"
)

// filled makes a journal of n entries with a body of so many bytes each.
func filled(b *Budget, limits Limits, n, size int) *Journal {
	j := New(Options{Budget: b, Limits: limits})
	for range n {
		j.Add(exchange(strings.Repeat("x", size), ""))
	}
	return j
}

// TestLimits: one journal forgets its oldest entries beyond its own bounds, and says so.
func TestLimits(t *testing.T) {
	for name, limits := range map[string]Limits{"entries": {Entries: 5}, "bytes": {Bytes: 5 * int64(overhead+1200)}} {
		j := filled(nil, limits, 12, 1000)
		page := j.Query(Filter{})
		if n := len(page.Entries); n == 0 || n > 5 || page.Entries[n-1].Seq != 12 || !page.Truncated ||
			j.Query(Filter{Since: 11}).Truncated {
			t.Errorf("%s: %d entries, truncated %t", name, n, page.Truncated)
		}
	}
	j := filled(nil, Limits{Bytes: 10}, 3, 1000)
	if page := j.Query(Filter{}); len(page.Entries) != 1 || page.Entries[0].Seq != 3 {
		t.Errorf("an entry larger than its journal is kept while it is the newest: %+v", page.Entries)
	}
}

// TestBudgetSparesTheSmall: beyond the bound of all journals the largest one pays, and the server counts as full until
// somebody gives bytes back.
func TestBudgetSparesTheSmall(t *testing.T) {
	b := &Budget{Max: 1 << 20}
	large := filled(b, Limits{}, 100, 1000)
	if b.Full() {
		t.Error("full at a fifth")
	}
	for range 2000 {
		large.Add(exchange(strings.Repeat("x", 1000), ""))
	}
	if page := large.Query(Filter{}); !page.Truncated || b.Used() > b.Max || b.Used() < b.Max/2 || !b.Full() {
		t.Errorf("%d entries, %d bytes, full %t", len(page.Entries), b.Used(), b.Full())
	}
	small := filled(b, Limits{}, 50, 1000)
	if page := small.Query(Filter{}); len(page.Entries) != 50 || page.Truncated || b.Used() > b.Max {
		t.Errorf("the small journal has %d of 50 entries, truncated %t; %d bytes in all", len(page.Entries),
			page.Truncated, b.Used())
	}
	handle := large.Open(Record{Entry: exchange("late", "")})
	large.Release()
	before := b.Used()
	handle.Update(func(e *Record) { e.Request = &Message{Body: make([]byte, 5000)} })
	handle.Close(Closed, nil)
	large.Add(exchange("later", ""))
	if b.Full() || b.Used() != before || before != small.size() {
		t.Errorf("after the release: full %t, %d bytes, then %d; the other journal has %d", b.Full(), before, b.Used(),
			small.size())
	}
	small.Clear()
	if b.Used() != 0 {
		t.Errorf("%d bytes in empty journals", b.Used())
	}
}

// TestBudgetTooSmall: an entry larger than all that is allowed is kept, and nothing hangs.
func TestBudgetTooSmall(t *testing.T) {
	b := &Budget{Max: 100}
	j, other := filled(b, Limits{}, 3, 1000), filled(b, Limits{}, 3, 1000)
	if len(j.Query(Filter{}).Entries) != 1 || len(other.Query(Filter{}).Entries) != 1 || !b.Full() {
		t.Error("not one entry each")
	}
}

// TestBudgetRace: many worlds write at once; what is counted in the end is what is there.
func TestBudgetRace(t *testing.T) {
	b := &Budget{Max: 1 << 20}
	journals := make([]*Journal, 8)
	var wg sync.WaitGroup
	for i := range journals {
		journals[i] = New(Options{Budget: b})
		wg.Go(func() {
			for range 500 {
				h := journals[i].Open(Record{Entry: exchange(strings.Repeat("x", 500), "")})
				h.Update(func(e *Record) { e.Response.Body = make([]byte, 1500) })
				h.Close(Closed, nil)
			}
			if i%2 == 0 {
				journals[i].Release()
			}
		})
	}
	wg.Wait()
	b.settle()
	sum := int64(0)
	for i, j := range journals {
		if i%2 == 1 {
			sum += j.size()
		}
	}
	if b.Used() != sum || sum > b.Max {
		t.Errorf("%d bytes are counted, %d are there", b.Used(), sum)
	}
}
