package journal

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Filter chooses entries. The zero Filter chooses all.
type Filter struct {
	API, Operation string
	Kind           Kind
	Since          int64 // only entries whose rev is higher
	Limit          int   // at most so many, those with the lowest revs; 0 means all
	Canonical      bool  // leave out what differs from run to run
}

func (f *Filter) match(e *Record) bool {
	return e.Rev > f.Since && (f.API == "" || f.API == e.API) && (f.Operation == "" || f.Operation == e.Operation) &&
		(f.Kind == "" || f.Kind == e.Kind)
}

// Page is the result of a query. Next is the rev to send as since; Truncated says that entries after since were
// evicted.
type Page struct {
	Entries   []Entry `json:"entries"`
	Next      int64   `json:"next"`
	Truncated bool    `json:"truncated"`
}

// Query returns copies of the entries that match, in order of seq, secrets marked and findings complete.
func (j *Journal) Query(f Filter) Page {
	page := Page{}
	page.Next, page.Truncated = j.Walk(f, func(piece []Entry) bool {
		page.Entries = append(page.Entries, piece...)
		return true
	})
	page.Entries = listed(page.Entries)
	return page
}

// How much a piece of a page holds, in entries and in bytes that the journal keeps of them. A larger entry is a piece
// alone.
const (
	pieceEntries = 64
	pieceBytes   = 1 << 20
)

// Walk hands over what Query returns, piece by piece, until each returns false: a reader that has left costs no more
// than
// a piece. An entry that was evicted meanwhile is left out, and truncated is true; one that has changed is as it is
// now, and behind next.
func (j *Journal) Walk(f Filter, each func(piece []Entry) bool) (next int64, truncated bool) {
	list, next, truncated := j.choose(&f)
	slices.SortFunc(list, func(a, b place) int { return cmp.Compare(a.seq, b.seq) })
	for len(list) > 0 {
		piece, read, lost := j.piece(list, f.Canonical, false)
		list, truncated = list[read:], truncated || lost
		if len(piece) > 0 && !each(piece) {
			break
		}
	}
	return next, truncated
}

// Follow hands over the entries that match in order of rev, for a reader who goes on from the last rev that it has
// read: an entry that changes meanwhile is left to the next call. Each page has its own Next.
func (j *Journal) Follow(f Filter, each func(Page) bool) (next int64) {
	list, next, truncated := j.choose(&f)
	for len(list) > 0 {
		piece, read, lost := j.piece(list, f.Canonical, true)
		page := Page{Entries: piece, Next: list[read-1].rev, Truncated: truncated || lost}
		list, truncated = list[read:], false
		if (len(piece) > 0 || page.Truncated) && !each(page) {
			return page.Next
		}
	}
	return next
}

// place is where an entry was when a query began.
type place struct{ seq, rev int64 }

// choose lists the entries that match, in order of rev, as many as the filter allows.
func (j *Journal) choose(f *Filter) (list []place, next int64, truncated bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for r := range j.store.since(f.Since) {
		if f.match(&r.entry) {
			list = append(list, place{r.entry.Seq, r.entry.Rev})
		}
	}
	slices.Reverse(list)
	next = j.store.rev
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
		next = list[f.Limit-1].rev
	}
	return list, next, j.store.lost > f.Since
}

// piece copies the first entries of a list for a reader, and returns how many of the list it has looked at. steady
// leaves out what has changed since. lost says that one was evicted.
func (j *Journal) piece(list []place, canonical, steady bool) (piece []Entry, read int, lost bool) {
	var chosen []*record
	size := int64(0)
	j.mu.Lock()
	for ; read < len(list) && len(chosen) < pieceEntries && (size < pieceBytes || len(chosen) == 0); read++ {
		r := j.store.find(list[read].seq)
		if r == nil {
			lost = true
			continue
		}
		if steady && r.entry.Rev != list[read].rev {
			continue
		}
		chosen, size = append(chosen, r), size+r.size
	}
	return j.view(chosen, canonical), read, lost
}

// Get returns a copy of one entry as Query would, false if it is not (or no longer) held.
func (j *Journal) Get(seq int64) (Entry, bool) {
	j.mu.Lock()
	r := j.store.find(seq)
	if r == nil {
		j.mu.Unlock()
		return Entry{}, false
	}
	return j.view([]*record{r}, false)[0], true
}

// view copies records for a reader. It is called with j.mu held and unlocks it.
func (j *Journal) view(chosen []*record, canonical bool) []Entry {
	copies := make([]Record, len(chosen))
	for i, r := range chosen {
		copies[i] = r.entry.clone()
	}
	j.mu.Unlock()
	j.scan() // secrets get their numbers in the order of entries, whatever is asked for

	for i, r := range chosen {
		if copies[i].judged() {
			copies[i].Findings = append(copies[i].Findings, j.findings(r, &copies[i])...)
		}
		j.redact(&copies[i], r)
		if j.opts.Code != nil { // after the redaction: what it takes out of a body is no secret any more
			copies[i].Code = j.opts.Code(&copies[i].Entry)
		}
		copies[i].show(canonical)
	}
	views := make([]Entry, len(copies))
	for i := range copies {
		views[i] = copies[i].Entry
	}
	return views
}

// findings computes the contract findings of a finished record once. They are kept, and counted.
func (j *Journal) findings(r *record, e *Record) []Finding {
	r.check.Do(func() {
		var found []Finding
		if j.opts.Check != nil {
			found = slices.Clip(j.opts.Check(e))
			own(found)
		}
		j.mu.Lock()
		r.found, r.checked = found, true
		if len(found) > 0 && !r.gone {
			j.store.measure(r)
			j.store.evict(r)
		}
		j.unlock()
	})
	return r.found
}

// Await returns when there are entries that match, or when ctx ends, and reports whether there are.
func (j *Journal) Await(ctx context.Context, f Filter) bool {
	for {
		j.mu.Lock()
		if j.changed == nil {
			j.changed = make(chan struct{})
		}
		changed := j.changed
		j.mu.Unlock()
		f.Limit = 1
		if list, _, _ := j.choose(&f); len(list) > 0 {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// Summary counts what a journal holds: what closing a world answers.
type Summary struct {
	Entries          int64 `json:"entries"`
	Unmatched        int   `json:"unmatched"`
	Violations       int   `json:"violations"`
	Defects          int   `json:"defects"`
	EvictedUnchecked int64 `json:"evicted_unchecked"`
}

// Summary judges all entries and counts.
func (j *Journal) Summary() Summary {
	var s Summary
	j.Walk(Filter{}, func(piece []Entry) bool {
		for i := range piece {
			s.add(&piece[i])
		}
		return true
	})
	j.mu.Lock()
	defer j.mu.Unlock()
	s.Entries, s.EvictedUnchecked = j.store.seq, j.store.unchecked
	return s
}

func (s *Summary) add(e *Entry) {
	if e.astray() {
		s.Unmatched++
	}
	for _, f := range e.Findings {
		if f.Kind == Defect {
			s.Defects++
		} else {
			s.Violations++
		}
	}
}

// listed makes no list an empty one.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// clone copies what a reader may change or a writer still may.
func (e *Record) clone() Record {
	c := *e
	c.Faults = append([]Shaping(nil), e.Faults...)
	c.Why = append([]Why(nil), e.Why...)
	c.Messages = append([]StreamMessage(nil), e.Messages...)
	c.Findings = append([]Finding(nil), e.Findings...)
	if e.Request != nil {
		m := *e.Request
		c.Request = &m
	}
	if e.Response != nil {
		m := *e.Response
		c.Response = &m
	}
	if e.Sent != nil {
		m := *e.Sent
		c.Sent = &m
	}
	return c
}

// volatile headers differ from run to run: the canonical view leaves them out.
var volatile = [...]string{"Date", "Host", "User-Agent"}

// show fills the fields that only readers see.
func (e *Record) show(canonical bool) {
	e.Faults, e.Why, e.Findings = listed(e.Faults), listed(e.Why), listed(e.Findings)
	if !canonical {
		wire, ms := e.Wire.UTC(), float64(e.Duration)/float64(time.Millisecond)
		e.WireTime, e.DurationMS = &wire, &ms
		if e.Request != nil && e.Host != "" {
			h := http.Header{"Host": {e.Host}}
			maps.Copy(h, e.Request.Header)
			e.Request.Header = h
		}
		return
	}
	e.Rev = 0 // answers to outgoing calls may come back in any order
	if e.Base != "" {
		_, query, asked := strings.Cut(e.URL, "?")
		if e.URL = e.Base + e.Path; asked {
			e.URL += "?" + query
		}
	}
	for _, m := range []*Message{e.Request, e.Response} {
		if m != nil {
			m.Header = steady(m.Header)
		}
	}
	if e.Sent != nil {
		e.Sent.Header = steady(e.Sent.Header)
	}
}

// steady is a copy without the volatile headers, and without a Retry-After that names a moment of wire time.
func steady(h http.Header) http.Header {
	h = maps.Clone(h)
	for _, name := range volatile {
		h.Del(name)
	}
	if after := h.Get("Retry-After"); strings.HasSuffix(after, "GMT") {
		h.Del("Retry-After")
	}
	return h
}
