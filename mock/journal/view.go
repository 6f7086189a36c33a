package journal

import (
	"context"
	"maps"
	"net/http"
	"sort"
	"strings"
	"time"
)

// Filter chooses entries. The zero Filter chooses all.
type Filter struct {
	API, Operation, Kind string
	Since                int64 // only entries whose rev is higher
	Limit                int   // at most so many, those with the lowest revs; 0 means all
	Canonical            bool  // leave out what differs from run to run
}

func (f *Filter) match(e *Entry) bool {
	return e.Rev > f.Since && (f.API == "" || f.API == e.API) && (f.Operation == "" || f.Operation == e.Operation) &&
		(f.Kind == "" || f.Kind == e.Kind)
}

// Page is an answer to a query. Next is the rev to give as since; Truncated says that entries after since were evicted.
type Page struct {
	Entries   []Entry `json:"entries"`
	Next      int64   `json:"next"`
	Truncated bool    `json:"truncated"`
}

// Query gives copies of the entries that match, in order of seq, secrets marked and findings complete.
func (j *Journal) Query(f Filter) Page {
	j.mu.Lock()
	page := Page{Next: j.rev, Truncated: j.lost > f.Since}
	var chosen []*record
	for _, r := range j.entries[j.head:] {
		if f.match(&r.entry) {
			chosen = append(chosen, r)
		}
	}
	if f.Limit > 0 && len(chosen) > f.Limit {
		sort.Slice(chosen, func(a, b int) bool { return chosen[a].entry.Rev < chosen[b].entry.Rev })
		chosen = chosen[:f.Limit]
		page.Next = chosen[f.Limit-1].entry.Rev
		sort.Slice(chosen, func(a, b int) bool { return chosen[a].entry.Seq < chosen[b].entry.Seq })
	}
	page.Entries = j.view(chosen, f.Canonical)
	return page
}

// Get gives a copy of one entry as Query would, false when it is not (or no longer) held.
func (j *Journal) Get(seq int64) (Entry, bool) {
	j.mu.Lock()
	held := j.entries[j.head:]
	i := sort.Search(len(held), func(i int) bool { return held[i].entry.Seq >= seq })
	if i == len(held) || held[i].entry.Seq != seq {
		j.mu.Unlock()
		return Entry{}, false
	}
	return j.view(held[i:i+1], false)[0], true
}

// view copies records for a reader. It is called with j.mu held and gives it back.
func (j *Journal) view(chosen []*record, canonical bool) []Entry {
	chosen = append([]*record(nil), chosen...)
	copies := make([]Entry, len(chosen))
	for i, r := range chosen {
		copies[i] = r.entry.clone()
	}
	j.mu.Unlock()
	j.scan() // secrets get their numbers in the order of entries, whatever is asked for

	for i, r := range chosen {
		if copies[i].judged() {
			copies[i].Findings = append(copies[i].Findings, j.findings(r, &copies[i])...)
		}
		j.redact(&copies[i])
		if j.opts.Code != nil { // after the redaction: what it takes out of a body is no secret any more
			copies[i].Code = j.opts.Code(&copies[i])
		}
		copies[i].show(canonical)
	}
	return copies
}

// findings computes the contract findings of a finished record once.
func (j *Journal) findings(r *record, e *Entry) []Finding {
	r.check.Do(func() {
		var found []Finding
		if j.opts.Check != nil {
			found = j.opts.Check(e)
		}
		j.mu.Lock()
		r.found, r.checked = found, true
		j.mu.Unlock()
	})
	return r.found
}

// Wait returns the first page that is not empty, or an empty one when ctx ends.
func (j *Journal) Wait(ctx context.Context, f Filter) Page {
	for {
		j.mu.Lock()
		if j.changed == nil {
			j.changed = make(chan struct{})
		}
		changed := j.changed
		j.mu.Unlock()
		page := j.Query(f)
		if len(page.Entries) > 0 {
			return page
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return page
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
	for _, e := range j.Query(Filter{}).Entries {
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
	j.mu.Lock()
	defer j.mu.Unlock()
	s.Entries, s.EvictedUnchecked = j.seq, j.unchecked
	return s
}

// listed makes no list an empty one.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// clone copies what a reader may change or a writer still may.
func (e *Entry) clone() Entry {
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
func (e *Entry) show(canonical bool) {
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
