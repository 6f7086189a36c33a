package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// Collector holds the traffic of all worlds of a server, also of those that are gone. Its methods are safe for
// concurrent use.
type Collector struct {
	Control *client.Client

	mu     sync.Mutex
	worlds []*held
	rules  map[string]map[string]int // by world and id of a fault rule: which of the planned it is
	last   time.Time                 // when something new came
}

// held is the traffic of one world. One that is made again under the same id is another.
type held struct {
	id        string
	entries   map[int64]journal.Entry
	top       int64
	forgotten bool
}

// Keep keeps a part of a world's journal.
func (c *Collector) Keep(world string, page journal.Page) {
	if len(page.Entries) == 0 && !page.Truncated {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.of(world)
	if n := len(page.Entries); n > 0 && h.top > 0 && page.Entries[n-1].Seq < h.top && h.differs(page.Entries[0]) {
		h = c.add(world) // seqs begin again: it was deleted, and made anew
	}
	for _, e := range page.Entries {
		h.put(e)
	}
	h.forgotten = h.forgotten || page.Truncated
	c.last = time.Now()
}

// differs reports whether an entry is another than the one held under its seq.
func (h *held) differs(e journal.Entry) bool {
	had, ok := h.entries[e.Seq]
	return !ok || !had.WorldTime.Equal(e.WorldTime) || had.Path != e.Path
}

func (h *held) put(e journal.Entry) {
	if had, ok := h.entries[e.Seq]; ok && had.Rev > e.Rev {
		return
	}
	h.entries[e.Seq], h.top = e, max(h.top, e.Seq)
}

// of returns the newest world of an id. c.mu is held.
func (c *Collector) of(world string) *held {
	for _, h := range slices.Backward(c.worlds) {
		if h.id == world {
			return h
		}
	}
	return c.add(world)
}

func (c *Collector) add(world string) *held {
	h := &held{id: world, entries: map[int64]journal.Entry{}}
	c.worlds = append(c.worlds, h)
	return h
}

// Worlds returns what was kept.
func (c *Collector) Worlds() []World {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []World
	seen := map[string]int{}
	for _, h := range c.worlds {
		w := World{ID: h.id, Forgotten: h.forgotten}
		if seen[h.id]++; seen[h.id] > 1 {
			w.ID = fmt.Sprintf("%s (made again, %d)", h.id, seen[h.id])
		}
		w.Entries = slices.SortedFunc(maps.Values(h.entries), func(a, b journal.Entry) int {
			return cmp.Compare(a.Seq, b.Seq)
		})
		out = append(out, w)
	}
	return out
}

// Now is the time on the wall, for reports.
func Now() time.Time { return time.Now() }

// Await waits until nothing has come for some time (0: without end), or Follow has ended, or ctx.
func (c *Collector) Await(ctx context.Context, idle time.Duration, followed <-chan error) error {
	began := time.Now()
	for {
		var rest <-chan time.Time
		if idle > 0 {
			left := idle - c.quiet(began)
			if left <= 0 {
				return nil
			}
			rest = time.After(left)
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-followed:
			return err
		case <-rest:
		}
	}
}

// quiet is how long nothing new has come; since is when that is counted from at the earliest.
func (c *Collector) quiet(since time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last.After(since) {
		since = c.last
	}
	return time.Since(since)
}

// settle is how long Read waits for requests that are being answered: a response reaches the client a moment before its
// entry is closed.
const settle = time.Second

// Read reads the journals of all worlds that the server has, and what reached none.
func (c *Collector) Read(ctx context.Context) error {
	worlds, err := c.Control.Worlds(ctx)
	if err != nil {
		return err
	}
	for _, w := range worlds {
		page, err := c.Control.Journal(ctx, w.ID, client.Query{})
		for until := time.Now().Add(settle); err == nil && open(page) && time.Now().Before(until); {
			_, err = c.Control.WaitJournal(ctx, w.ID, client.Query{Since: page.Next}, settle/10)
			if err == nil {
				page, err = c.Control.Journal(ctx, w.ID, client.Query{})
			}
		}
		var gone *client.Problem
		if errors.As(err, &gone) && gone.Code() == client.UnknownWorld {
			continue // deleted meanwhile
		}
		if err != nil {
			return err
		}
		c.Keep(w.ID, page)
	}
	page, err := c.Control.ServerJournal(ctx, client.Query{})
	if err == nil {
		c.Keep("", page)
	}
	return err
}

// open reports whether a request is being answered, streams left out.
func open(page journal.Page) bool {
	return slices.ContainsFunc(page.Entries, func(e journal.Entry) bool {
		return e.State == journal.Open && e.Kind == journal.Exchange && len(e.Messages) == 0
	})
}

// look is how often Follow looks for new worlds.
const look = 200 * time.Millisecond

// Follow reads the journals of a server while they are written, until ctx ends; of a world that is deleted it keeps
// what had come. made is told of each world that is new since Follow began; it may be nil.
func (c *Collector) Follow(ctx context.Context, made func(world string)) error {
	var running sync.WaitGroup
	defer running.Wait()
	following, first := map[string]bool{}, true
	var mu sync.Mutex
	for {
		worlds, err := c.Control.Worlds(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		for _, w := range worlds {
			mu.Lock()
			known := following[w.ID]
			following[w.ID] = true
			mu.Unlock()
			if known || w.Closed {
				continue
			}
			if !first && made != nil {
				made(w.ID)
			}
			running.Go(func() {
				err := c.Control.StreamJournal(ctx, w.ID, client.Query{}, func(e journal.Entry) error {
					c.Keep(w.ID, journal.Page{Entries: []journal.Entry{e}})
					return nil
				})
				if errors.Is(err, client.ErrStreamTruncated) {
					c.Keep(w.ID, journal.Page{Truncated: true})
				}
				mu.Lock()
				delete(following, w.ID) // it may be made again
				mu.Unlock()
			})
		}
		first = false
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(look):
		}
	}
}

// Plan puts the planned faults before the requests of a world. A copy of another world has them already.
func (c *Collector) Plan(ctx context.Context, world, from string, faults []client.FaultRequest) error {
	c.mu.Lock()
	copied := c.rules[from]
	c.mu.Unlock()
	if from != "" {
		c.note(world, copied)
		return nil
	}
	ids := map[string]int{}
	for i, f := range faults {
		rule, err := c.Control.AddFault(ctx, world, f)
		if err != nil {
			return err
		}
		ids[rule.ID] = i
	}
	c.note(world, ids)
	return nil
}

func (c *Collector) note(world string, ids map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rules == nil {
		c.rules = map[string]map[string]int{}
	}
	c.rules[world] = ids
}

// Planned says how often each of the planned faults has fired, whatever the world.
func (c *Collector) Planned(texts []string) []Planned {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Planned
	for _, text := range texts {
		out = append(out, Planned{Fault: text})
	}
	for _, h := range c.worlds {
		for _, e := range h.entries {
			for _, f := range e.Faults {
				if i, ok := c.rules[h.id][f.Rule]; ok {
					out[i].Hits++
				}
			}
		}
	}
	return out
}
