package journal

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Filter chooses entries. The zero Filter chooses all.
type Filter struct {
	API, Operation string
	Kind           Kind
	Since          int64 // only entries whose rev is higher
	Limit          int   // at most so many, those with the lowest revs; 0 means all
	Canonical      bool  // leave out what differs from run to run
	Line           bool  // leave out headers, bodies, messages and whatever else does not fit on a line
	Brief          bool  // for Follow: Briefs instead of entries
	First, Last    int64 // only entries of these seqs; 0 means no bound
}

func (f *Filter) match(s *summary) bool {
	return s.rev > f.Since && (f.API == "" || f.API == s.api) && (f.Operation == "" || f.Operation == s.operation) &&
		(f.Kind == "" || f.Kind == s.kind) && s.seq >= f.First && (f.Last == 0 || s.seq <= f.Last)
}

// Page is the result of a query. Next is the rev to send as since; Truncated says that entries after since were
// evicted.
type Page struct {
	Entries   []Entry `json:"entries"`
	Next      int64   `json:"next"`
	Truncated bool    `json:"truncated"`
	Brief     []Brief `json:"-"` // instead of Entries
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
		piece := j.piece(list, false)
		list, truncated = list[piece.read:], truncated || piece.lost
		if len(piece.records) > 0 && !each(j.view(piece, &f)) {
			break
		}
	}
	return next, truncated
}

// Follow hands over the entries that match in order of rev, for a reader who goes on from the last rev that it has
// read: an entry that changes meanwhile is left to the next call. Each page has its own Next.
func (j *Journal) Follow(f Filter, each func(Page) bool) (next int64) {
	var list []place
	truncated := false
	next = f.Since
	j.gated(func() { list, next, truncated = j.choose(&f) })
	for len(list) > 0 {
		page := Page{Next: f.Since}
		read, found := 0, 0
		j.gated(func() {
			piece := j.piece(list, true)
			read, found = piece.read, len(piece.records)
			page = Page{Next: list[piece.read-1].rev, Truncated: truncated || piece.lost}
			if f.Brief {
				page.Brief = j.briefs(piece.copies)
			} else {
				page.Entries = j.view(piece, &f)
			}
		})
		if read == 0 {
			return page.Next
		}
		list, truncated = list[read:], false
		if (found > 0 || page.Truncated) && !each(page) {
			return page.Next
		}
	}
	return next
}

// gated runs what a follower reads.
func (j *Journal) gated(read func()) { through(j.opts.Gate, read) }

func through(gate func(func()), read func()) {
	if gate == nil {
		read()
		return
	}
	gate(read)
}

// Peek is Get for a reader that is told of entries at any time, such as a log.
func (j *Journal) Peek(seq int64) (e Entry, ok bool) {
	through(j.opts.Calm, func() { e, ok = j.Get(seq) })
	return e, ok
}

// place is where an entry was when a query began.
type place struct{ seq, rev int64 }

// choose lists the entries that match, in order of rev, as many as the filter allows.
func (j *Journal) choose(f *Filter) (list []place, next int64, truncated bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for r := range j.store.since(f.Since) {
		if f.match(&r.summary) {
			list = append(list, place{r.seq, r.rev})
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

// piece are the first records of a list, copied for a reader.
type piece struct {
	records []*record
	copies  []snapshot
	read    int  // how many of the list were looked at
	lost    bool // one was evicted
}

// piece copies the first records of a list. steady leaves out what has changed since.
func (j *Journal) piece(list []place, steady bool) (p piece) {
	size := int64(0)
	j.mu.Lock()
	defer j.mu.Unlock()
	for ; p.read < len(list) && len(p.records) < pieceEntries && (size < pieceBytes || len(p.records) == 0); p.read++ {
		r := j.store.find(list[p.read].seq)
		if r == nil {
			p.lost = true
			continue
		}
		if steady && r.rev != list[p.read].rev {
			continue
		}
		p.records, p.copies, size = append(p.records, r), append(p.copies, r.copied()), size+r.size
	}
	return p
}

// Get returns a copy of one entry as Query would, false if it is not (or no longer) held.
func (j *Journal) Get(seq int64) (Entry, bool) {
	p := j.piece([]place{{seq: seq}}, false)
	if p.lost {
		return Entry{}, false
	}
	return j.view(p, &Filter{})[0], true
}

// view makes entries of copied records.
func (j *Journal) view(p piece, f *Filter) []Entry {
	j.scan() // secrets get their numbers in the order of entries, whatever is asked for
	copies := make([]Record, len(p.records))
	for i, r := range p.records {
		copies[i] = p.copies[i].record()
		if p.copies[i].judged() {
			copies[i].Findings = append(copies[i].Findings, j.findings(r, &copies[i])...)
		}
		j.redact(&copies[i], r)
		if j.opts.Code != nil { // after the redaction: what it takes out of a body is not a secret any more
			copies[i].Code = j.opts.Code(&copies[i].Entry)
		}
		copies[i].show(f.Canonical)
		if f.Line {
			copies[i].Entry = copies[i].line()
		}
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
		found := false
		j.gated(func() {
			list, _, _ := j.choose(&f)
			found = len(list) > 0
		})
		if found {
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

// traceOf returns the id of a trace by the header traceparent, empty unless it is well formed.
// Source: W3C Trace Context, 3.2.
func traceOf(h http.Header) string {
	text := h.Get("Traceparent")
	if len(text) < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-' || text[:2] == "ff" ||
		len(text) > 55 && (text[:2] == "00" || text[55] != '-') {
		return ""
	}
	id := text[3:35]
	for _, part := range []string{text[:2], id, text[36:52], text[53:55]} {
		if strings.Trim(part, "0123456789abcdef") != "" {
			return ""
		}
	}
	if strings.Trim(id, "0") == "" || strings.Trim(text[36:52], "0") == "" {
		return ""
	}
	return id
}

// volatile headers differ from run to run: the canonical view leaves them out.
var volatile = [...]string{"Date", "Host", "User-Agent"}

// show fills the fields that only readers see.
func (e *Record) show(canonical bool) {
	e.Faults, e.Why, e.Findings = listed(e.Faults), listed(e.Why), listed(e.Findings)
	if e.Request != nil && !canonical {
		e.Trace = traceOf(e.Request.Header)
	}
	if !canonical {
		wire, ms := e.Wire.UTC(), milliseconds(e.Duration)
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
