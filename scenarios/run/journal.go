package run

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
)

// Journal is a copy of the world's journal, as far as it has been read.
type Journal struct {
	world *World
	time  *Time
	watch func() *driver.Watch // of the client

	mu      sync.Mutex
	rev     int64 // of the server's journal
	learnt  int64 // the rev at which News returned true last
	entries map[int64]journal.Entry
	last    int64 // highest seq
	lost    bool  // entries were evicted before they were read
}

// Sync reads what is new, waiting a moment for requests that are being answered.
func (j *Journal) Sync() error {
	var had *driver.Watch // made when there is something to wait for
	for {
		if !j.open() {
			if err := j.Read(); err != nil || !j.open() {
				return err
			}
		}
		if had == nil {
			had = j.watch()
		}
		if err := j.wait(settle); err != nil || !j.open() {
			return err
		}
		if over, _ := had.Over(settle); over {
			return nil
		}
	}
}

// Read reads what is new without waiting.
func (j *Journal) Read() error {
	began := time.Now()
	defer j.time.Spend(Control, began)
	page, err := j.world.Control.Journal(j.time.Ctx, j.world.ID, client.Query{Since: j.since()})
	if err == nil {
		j.take(page)
	}
	return err
}

// wait waits for something new, and reads it.
func (j *Journal) wait(most time.Duration) error {
	began := time.Now()
	defer j.time.Spend(Waiting, began)
	page, err := j.world.Control.WaitJournal(j.time.Ctx, j.world.ID, client.Query{Since: j.since()}, most)
	if err == nil {
		j.take(page)
	}
	return err
}

// settle is how long a step waits for requests that are being answered: a response reaches the client a moment before
// its entry is closed.
const settle = 250 * time.Millisecond

func (j *Journal) since() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.rev
}

func (j *Journal) take(page journal.Page) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.entries == nil {
		j.entries = map[int64]journal.Entry{}
	}
	for _, e := range page.Entries {
		if j.entries[e.Seq].Rev > e.Rev { // calls that overlap read at once: a page may come after a later one
			continue
		}
		j.entries[e.Seq] = e
		j.last = max(j.last, e.Seq)
	}
	j.rev = max(j.rev, page.Next)
	j.lost = j.lost || page.Truncated
}

// open reports whether a request is being answered, streams left out.
func (j *Journal) open() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if e.State == journal.Open && e.Kind == journal.Exchange && !isStream(e) {
			return true
		}
	}
	return false
}

// isStream reports whether an entry is a stream, or a request for one.
func isStream(e journal.Entry) bool {
	asks := e.Request != nil && strings.Contains(e.Request.Header.Get("Accept"), "event-stream")
	return len(e.Messages) > 0 || asks
}

// Entries returns the entries in order of their seq.
func (j *Journal) Entries() []journal.Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := slices.Collect(maps.Values(j.entries))
	slices.SortFunc(out, func(a, b journal.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// Last returns the highest seq, 0 if there are no entries.
func (j *Journal) Last() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last
}

// News reports whether something was read since it last reported true.
func (j *Journal) News() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	news := j.rev > j.learnt
	j.learnt = j.rev
	return news
}
