package journal

import (
	"sync"
	"sync/atomic"
)

// Budget bounds the bytes of many journals together. The zero Max means no bound; a nil Budget has no bound.
type Budget struct {
	Max  int64
	used atomic.Int64
	full atomic.Bool // entries had to be forgotten for its sake, and nothing was given back since

	spare sync.Pool // of *Record: what open entries had, for others

	mu       sync.Mutex // taken before a journal's lock, never after it
	journals map[*Journal]struct{}
}

// Used returns how many bytes all journals under this budget hold.
func (b *Budget) Used() int64 { return b.used.Load() }

// Full reports whether the bound is reached.
func (b *Budget) Full() bool { return b.bounds() && (b.full.Load() || b.used.Load() >= b.Max) }

func (b *Budget) bounds() bool { return b != nil && b.Max > 0 }

func (b *Budget) add(j *Journal) {
	if !b.bounds() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.journals == nil {
		b.journals = map[*Journal]struct{}{}
	}
	b.journals[j] = struct{}{}
}

func (b *Budget) remove(j *Journal) {
	if !b.bounds() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.journals, j)
}

func (b *Budget) grow(n int64) {
	if b != nil {
		b.used.Add(n)
	}
}

// take returns a copy of a record that a writer may change.
func (b *Budget) take(e *Record) *Record {
	if b != nil {
		if spare, ok := b.spare.Get().(*Record); ok {
			*spare = *e
			return spare
		}
	}
	made := *e
	return &made
}

// give takes back a record that nobody uses any more.
func (b *Budget) give(e *Record) {
	if b != nil {
		*e = Record{}
		b.spare.Put(e)
	}
}

// freed notes that there is room again.
func (b *Budget) freed() {
	if b != nil {
		b.full.Store(false)
	}
}

// settle makes room where the bound is exceeded, a little more than is needed, so that a full server does not do so for
// every entry. The largest journal pays, so that a world that writes much cannot empty another's journal.
func (b *Budget) settle() {
	if !b.bounds() || b.used.Load() <= b.Max || !b.mu.TryLock() {
		return // within the bound, or another writer makes room
	}
	defer b.mu.Unlock()
	b.full.Store(true)
	spent := map[*Journal]bool{} // these keep their newest entry only
	for goal := b.Max - b.Max/32; b.used.Load() > goal; {
		var largest *Journal
		var size int64
		for j := range b.journals {
			if n := j.size(); n > size && !spent[j] {
				largest, size = j, n
			}
		}
		if largest == nil {
			return
		}
		spent[largest] = largest.shed(b.used.Load() - goal)
	}
}

func (j *Journal) size() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.store.bytes
}

// shed forgets the oldest entries until n bytes are free. It keeps the newest one, and reports whether only that is
// left.
func (j *Journal) shed(n int64) (last bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for goal := j.store.bytes - n; j.store.bytes > goal; {
		if j.store.len() <= 1 {
			return true
		}
		j.store.drop()
	}
	return false
}
