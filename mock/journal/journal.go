package journal

import (
	"sync"
	"time"

	"sparring/mock/journal/secret"
	"sparring/mock/limit"
)

// Limits of one journal. Zero fields take the defaults.
type Limits struct {
	Entries int   // default 20,000
	Bytes   int64 // default 64 MiB
}

func (l Limits) filled() Limits {
	if l.Entries <= 0 {
		l.Entries = 20_000
	}
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	return l
}

// Options of a journal.
type Options struct {
	Now     func() time.Time          // world time
	Wire    func() time.Time          // wall time
	Limits  Limits                    // of this journal
	Budget  *Budget                   // shared with others; may be nil
	Check   func(e *Record) []Finding // contract findings of a finished exchange; may be nil
	Code    func(e *Entry) string     // the vendor's error code in a response; may be nil
	Secrets *secret.Plans             // where secrets are, by API; nil: in common places only
	Values  *secret.Registry          // the secrets of the world; nil makes an empty registry
	// Gate runs what a follower reads, perhaps several times, so that the marks which it shows are kept. Calm runs what
	// is read at other times when nothing is being changed, or not at all if that is not known. Nil: they are run at
	// any time.
	Gate, Calm func(read func())
	// Notify is told the seq of each finished entry, under the journal's lock: it must not block. May be nil.
	Notify func(seq int64)
}

// Journal keeps the entries of one world (or of the server itself). Safe for concurrent use.
type Journal struct {
	opts      Options
	cleared   func(Page) // may be nil
	secrets   *secret.Registry
	scannedTo int64 // all entries up to this seq were scanned for secrets; secrets is locked

	mu       sync.Mutex
	store    store
	released bool          // its world is gone: what is still written is not counted
	changed  chan struct{} // closed at the next change; nil if no reader waits
}

// New returns an empty journal.
func New(opts Options) *Journal {
	opts.Limits = opts.Limits.filled()
	if opts.Wire == nil {
		opts.Wire = time.Now //nolint:forbidigo // the wire time of entries, unless another is given
	}
	if opts.Now == nil {
		opts.Now = opts.Wire
	}
	if opts.Values == nil {
		opts.Values = secret.New(nil)
	}
	if opts.Secrets == nil {
		opts.Secrets = secret.NewPlans(nil)
	}
	j := &Journal{opts: opts, secrets: opts.Values}
	j.store.limits, j.store.grown, j.store.give = opts.Limits, j.grown, opts.Budget.give
	opts.Budget.add(j)
	return j
}

// Secrets is the registry of the world's secrets.
func (j *Journal) Secrets() *secret.Registry { return j.secrets }

// Handle is an entry that is being written, by Update and Close. It belongs to the one writer that opened it.
type Handle struct {
	j *Journal
	r *record
}

// Seq of the entry.
func (h *Handle) Seq() int64 { return h.r.seq }

// Open adds an entry: seq, rev, times and, if empty, the state "open" are set here.
func (j *Journal) Open(e Record) *Handle {
	return j.open(e, true)
}

// Reserve opens an entry that no reader sees until it is closed: for what may still be refused (Withdraw).
func (j *Journal) Reserve(e Record) *Handle {
	return j.open(e, false)
}

func (j *Journal) open(e Record, seen bool) *Handle {
	e.WorldTime = j.opts.Now().UTC()
	e.Wire = j.opts.Wire()
	if e.State == "" {
		e.State = Open
	}
	r := &record{open: j.opts.Budget.take(&e)}
	r.handle = Handle{j: j, r: r}
	j.mu.Lock()
	defer j.unlock()
	j.store.add(r)
	j.secrets.Opened(r.seq)
	if seen {
		j.touch(r)
	}
	return &r.handle
}

// Add adds a finished entry and returns its seq.
func (j *Journal) Add(e Entry) int64 {
	if e.State == "" {
		e.State = Closed
	}
	return j.Open(Record{Entry: e}).Seq()
}

// Update changes an open entry and gives it a new rev. f runs under the journal's lock: it only sets fields.
func (h *Handle) Update(f func(e *Record)) {
	h.j.mu.Lock()
	h.r.change(f)
	h.j.touch(h.r)
	h.j.unlock()
}

// Withdraw takes back a reserved entry whose cause was refused. Its seq is given again if it is still the newest.
func (h *Handle) Withdraw() {
	h.j.mu.Lock()
	defer h.j.mu.Unlock()
	h.j.store.withdraw(h.r)
}

// Close finishes the entry in the given state; f, if any, sets its last fields.
func (h *Handle) Close(state State, f func(e *Record)) {
	end := h.j.opts.Wire()
	h.j.mu.Lock()
	h.r.change(func(e *Record) {
		e.Duration = end.Sub(e.Wire)
		if f != nil {
			f(e)
		}
		e.State = state
	})
	h.j.touch(h.r)
	h.j.unlock()
}

// touch gives the record a new rev and wakes readers. j.mu is held.
func (j *Journal) touch(r *record) {
	j.store.touch(r)
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
	if j.opts.Notify != nil && r.state != Open {
		j.opts.Notify(r.seq)
	}
}

// grown counts bytes under the bound of all journals.
func (j *Journal) grown(n int64) {
	if !j.released {
		j.opts.Budget.grow(n)
	}
}

// unlock ends a change of the journal. The bound of all journals is enforced when no lock is held any more.
func (j *Journal) unlock() {
	j.mu.Unlock()
	j.opts.Budget.settle()
}

// OnClear sets what is told the entries that Clear is about to forget. It is called before the journal is used.
func (j *Journal) OnClear(told func(Page)) { j.cleared = told }

// Clear forgets all entries: what DELETE of the journal does. Seq and rev go on.
func (j *Journal) Clear() {
	if j.cleared != nil {
		j.cleared(j.Query(Filter{}))
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.clear()
}

func (j *Journal) clear() {
	j.store.clear()
	j.opts.Budget.freed()
}

// Release gives the journal's bytes back to the shared budget: when its world is deleted.
func (j *Journal) Release() {
	j.mu.Lock()
	j.clear()
	j.released = true
	j.mu.Unlock()
	j.opts.Budget.remove(j)
}

// Bounds are those of a journal with these limits, and of all journals together, which hold shared bytes at most.
func Bounds(of Limits, shared int64) []limit.Bound {
	of = of.filled()
	return []limit.Bound{
		{
			Name: "entries", Limit: int64(of.Entries), Unit: limit.Count, Beyond: limit.Forgotten, Per: limit.PerWorld,
			Doc: "Entries of a world's journal; a query that misses some answers truncated.",
		},
		{
			Name: "journal", Limit: of.Bytes, Unit: limit.Bytes, Beyond: limit.Forgotten, Per: limit.PerWorld,
			Doc: "A world's journal.",
		},
		{
			Name: "journals", Limit: shared, Unit: limit.Bytes, Beyond: limit.Forgotten, Per: limit.PerServer,
			Doc: "All journals together; the largest makes room, and new worlds are refused until some are deleted.",
		},
		secret.Bound(), secret.UnpackedBound(),
	}
}

// Held returns how many entries are held, and their bytes.
func (j *Journal) Held() (entries int, bytes int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.store.len(), j.store.bytes
}
