package journal

import (
	"iter"
	"slices"
	"sort"
	"sync"
)

// store keeps the records of a journal within its limits, in order of seq and in order of rev. How entries are kept is
// known here only. Its caller holds the journal's lock.
type store struct {
	limits Limits
	grown  func(bytes int64) // counts the bytes elsewhere, too
	give   func(e *Record)   // takes back what the writer of a finished entry had

	records   []*record // in order of seq, oldest first
	head      int       // records[:head] are evicted
	newest    *record   // the highest rev: the end of the list in order of rev
	seq, rev  int64
	bytes     int64
	lost      int64 // the highest rev ever evicted
	evicted   int64
	unchecked int64  // evicted without a judgement
	space     []byte // to pack a record in
}

// record is an entry in the store.
type record struct {
	summary
	open   *Record // as its writer has it, until it is finished
	packed packed  // afterwards
	size   int64
	head   int  // of size: the request's header
	gone   bool // evicted: what its writer still adds is not kept

	older, newer *record // in order of rev; nil before a reader may see it
	check        sync.Once
	checked      bool
	found        []Finding
	scanned      progress
	many         bool // not all of its secrets are registered
	handle       Handle
}

// summary is what is asked of many records, so that they need not be unpacked for it.
type summary struct {
	seq, rev       int64
	state          State
	kind           Kind
	api, operation string
	unjudged       bool
}

// summarize takes over what the writer has set.
func (r *record) summarize() {
	e := r.open
	e.Seq, e.Rev = r.seq, r.rev
	r.state, r.kind, r.api, r.operation, r.unjudged = e.State, e.Kind, e.API, e.Operation, e.Unjudged
}

// change lets a writer change the entry.
func (r *record) change(f func(e *Record)) {
	if r.open == nil {
		e := r.packed.unpack(&r.summary)
		r.open, r.packed = &e, packed{}
	}
	f(r.open)
	r.summarize()
}

// copied returns a copy for a reader, who unpacks it without the journal's lock.
func (r *record) copied() snapshot {
	s := snapshot{summary: r.summary, packed: r.packed}
	if r.open != nil {
		e := r.open.clone()
		s.open = &e
	}
	return s
}

// snapshot is a record as it was.
type snapshot struct {
	summary
	open   *Record // nil if it was finished
	packed packed
}

func (s *snapshot) record() Record {
	if s.open != nil {
		s.open.Rev = s.rev // the copy is the reader's; touch changes the summary alone
		return *s.open
	}
	return s.packed.unpack(&s.summary)
}

// add gives a record its seq and keeps it. A reader sees it after the first touch.
func (s *store) add(r *record) {
	s.seq++
	r.seq = s.seq
	r.summarize()
	s.records = append(s.records, r)
}

// withdraw takes a record back. Its seq is given again if it is still the newest.
func (s *store) withdraw(r *record) {
	i := slices.Index(s.records[s.head:], r)
	if i < 0 {
		return
	}
	i += s.head
	if i == len(s.records)-1 && r.seq == s.seq {
		s.seq--
	}
	s.records = append(s.records[:i:i], s.records[i+1:]...)
}

// touch gives a record a new rev, packs it if it is finished, counts its size and evicts.
func (s *store) touch(r *record) {
	s.rev++
	r.rev = s.rev
	if r.gone {
		r.strip()
	} else {
		if r.state != Open {
			s.finish(r)
		}
		s.unlink(r)
		if r.older = s.newest; r.older != nil {
			r.older.newer = r
		}
		s.newest = r
		s.measure(r)
	}
	s.evict(r)
}

// finish packs a record. A text that was a part of something larger does not keep that any more.
func (s *store) finish(r *record) {
	if r.open != nil {
		r.packed = s.pack(r.open)
		s.give(r.open)
		r.open = nil
	}
}

// measure counts a record anew.
func (s *store) measure(r *record) {
	if size := r.count(); size != r.size {
		s.grow(size - r.size)
		r.size = size
	}
}

func (s *store) grow(n int64) {
	s.bytes += n
	s.grown(n)
}

// unlink takes a record out of the list in order of rev.
func (s *store) unlink(r *record) {
	if r.newer != nil {
		r.newer.older = r.older
	} else if s.newest == r {
		s.newest = r.older
	}
	if r.older != nil {
		r.older.newer = r.newer
	}
	r.older, r.newer = nil, nil
}

// evict forgets the oldest records while a limit is exceeded, but never the one that is being written.
func (s *store) evict(keep *record) {
	for s.len() > 0 && s.records[s.head] != keep && (s.len() > s.limits.Entries || s.bytes > s.limits.Bytes) {
		s.drop()
	}
}

// drop forgets the oldest record.
func (s *store) drop() {
	s.forget(s.records[s.head])
	s.records[s.head] = nil
	s.head++
	if s.head > 1024 && s.head > len(s.records)/2 {
		s.records = append([]*record(nil), s.records[s.head:]...)
		s.head = 0
	}
}

func (s *store) forget(r *record) {
	s.grow(-r.size)
	s.unlink(r)
	r.size, r.gone = 0, true
	s.lost = max(s.lost, r.rev)
	s.evicted++
	if r.judged() && !r.checked {
		s.unchecked++
	}
	r.strip()
}

// clear forgets all records. Seq and rev go on.
func (s *store) clear() {
	for _, r := range s.records[s.head:] {
		s.grow(-r.size)
		r.size, r.gone = 0, true
		r.older, r.newer = nil, nil
		r.strip()
	}
	s.newest = nil
	s.records, s.head, s.lost, s.evicted, s.unchecked = nil, 0, 0, 0, 0
}

func (s *store) len() int { return len(s.records) - s.head }

// find returns a record, nil if it is not (or no longer) held.
func (s *store) find(seq int64) *record {
	if behind := s.behind(seq - 1); len(behind) > 0 && behind[0].seq == seq {
		return behind[0]
	}
	return nil
}

// behind returns the records with a higher seq, oldest first. The slice is valid under the lock.
func (s *store) behind(seq int64) []*record {
	live := s.records[s.head:]
	return live[sort.Search(len(live), func(i int) bool { return live[i].seq > seq }):]
}

// since returns the records with a higher rev, the highest first.
func (s *store) since(rev int64) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for r := s.newest; r != nil && r.rev > rev && yield(r); r = r.older {
		}
	}
}

// judged reports whether the contract judges the entry.
func (s *summary) judged() bool {
	return (s.kind == Exchange || s.kind == Outgoing) && s.operation != "" && s.state != Open && s.state != Late &&
		!s.unjudged
}
