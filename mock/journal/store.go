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

	records   []*record // in order of seq, oldest first
	head      int       // records[:head] are evicted
	newest    *record   // the highest rev: the end of the list in order of rev
	seq, rev  int64
	bytes     int64
	lost      int64 // the highest rev ever evicted
	evicted   int64
	unchecked int64 // evicted without a judgement
}

// record is an entry in the store.
type record struct {
	entry Record
	size  int64
	head  int  // of size: the request's header
	gone  bool // evicted: what its writer still adds is not kept

	older, newer *record // in order of rev; nil before a reader may see it
	check        sync.Once
	checked      bool
	found        []Finding
	scanned      progress
	many         bool // not all of its secrets are registered
}

// add gives a record its seq and keeps it. A reader sees it after the first touch.
func (s *store) add(r *record) {
	s.seq++
	r.entry.Seq = s.seq
	s.records = append(s.records, r)
}

// withdraw takes a record back. Its seq is given again if it is still the newest.
func (s *store) withdraw(r *record) {
	i := slices.Index(s.records[s.head:], r)
	if i < 0 {
		return
	}
	i += s.head
	if i == len(s.records)-1 && r.entry.Seq == s.seq {
		s.seq--
	}
	s.records = append(s.records[:i:i], s.records[i+1:]...)
}

// touch gives a record a new rev, counts its size and evicts.
func (s *store) touch(r *record) {
	s.rev++
	r.entry.Rev = s.rev
	if r.gone {
		r.strip()
	} else {
		s.unlink(r)
		if r.older = s.newest; r.older != nil {
			r.older.newer = r
		}
		s.newest = r
		s.measure(r)
	}
	s.evict(r)
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
	s.lost = max(s.lost, r.entry.Rev)
	s.evicted++
	if r.entry.judged() && !r.checked {
		s.unchecked++
	}
	if r.entry.State == Open {
		r.strip()
	}
}

// clear forgets all records. Seq and rev go on.
func (s *store) clear() {
	for _, r := range s.records[s.head:] {
		s.grow(-r.size)
		r.size, r.gone = 0, true
		r.older, r.newer = nil, nil
		if r.entry.State == Open {
			r.strip()
		}
	}
	s.newest = nil
	s.records, s.head, s.lost, s.evicted, s.unchecked = nil, 0, 0, 0, 0
}

func (s *store) len() int { return len(s.records) - s.head }

// find returns a record, nil if it is not (or no longer) held.
func (s *store) find(seq int64) *record {
	if behind := s.behind(seq - 1); len(behind) > 0 && behind[0].entry.Seq == seq {
		return behind[0]
	}
	return nil
}

// behind returns the records with a higher seq, oldest first. The slice is valid under the lock.
func (s *store) behind(seq int64) []*record {
	live := s.records[s.head:]
	return live[sort.Search(len(live), func(i int) bool { return live[i].entry.Seq > seq }):]
}

// since returns the records with a higher rev, the highest first.
func (s *store) since(rev int64) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for r := s.newest; r != nil && r.entry.Rev > rev && yield(r); r = r.older {
		}
	}
}

// judged reports whether the contract judges the entry.
func (e *Record) judged() bool {
	return (e.Kind == Exchange || e.Kind == Outgoing) && e.Operation != "" && e.State != Open && e.State != Late &&
		!e.Unjudged
}
