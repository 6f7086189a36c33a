// Package limit bounds what a server keeps. A Bound is declared beside its store and shown in the catalogue; a Meter
// counts what one store holds; a Ledger sums the meters of one world, a Total the ledgers of all worlds.
//
// The owner of a store counts under its own lock: it asks Fits before it keeps something that may be refused, or Adds
// and forgets its oldest while Over. Package limittest drives a store to its bound.
package limit

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// Units of a bound.
const (
	Bytes = "bytes" // of what is really kept, as Size counts it
	Count = "count"
)

// What happens beyond a bound.
const (
	Refused   = "refused"          // what would exceed it is not kept, and its request is refused
	Forgotten = "oldest forgotten" // the oldest make room
)

// To what a bound applies.
const (
	PerWorld  = "world"
	PerServer = "server"
	PerEntry  = "entry" // of a journal
)

// Bound is the declared limit of one store.
type Bound struct {
	Name   string `json:"name"` // of the store, a plural: "messages"
	Limit  int64  `json:"limit"`
	Unit   string `json:"unit"`   // Bytes or Count
	Beyond string `json:"beyond"` // Refused or Forgotten
	Per    string `json:"per"`    // empty means PerWorld
	Doc    string `json:"doc"`    // what is kept, in one sentence
}

// Note explains an effect of a bound: what a journal's why is made of.
type Note struct{ Code, Text string }

// Codes of notes.
const (
	full    = "bound_reached"
	forgot  = "bound_forgot"
	missing = "bound_missing"
)

// Reasons explains the codes of notes.
func Reasons() [][2]string {
	return [][2]string{
		{forgot, "A store was full, so the oldest of what it kept made room; GET /_sparring/v1/apis lists the bounds."},
		{missing, "What was asked for is not kept; it may have been forgotten when the store made room."},
		{full, "A store is full and takes no more; GET /_sparring/v1/apis lists the bounds."},
	}
}

// Meter counts what one store holds. The lock of the store's owner guards it; only Used may be called without.
type Meter struct {
	*Bound    // not changed: many meters share it
	ledger    *Ledger
	used      atomic.Int64
	forgotten int64
	note      *Note // of Forgot, when it was asked for
}

// Used returns what is held, in the bound's unit.
func (m *Meter) Used() int64 { return m.used.Load() }

// floor is what a store may hold although the total of all worlds is reached: a new world must be able to work.
const floor = 64 << 10

// Fits reports whether n more may be kept.
func (m *Meter) Fits(n int64) bool {
	used := m.used.Load() + n
	return used <= m.Limit && (m.Unit != Bytes || used <= floor || m.ledger.fits(n))
}

// Add counts n more, or fewer if n is negative.
func (m *Meter) Add(n int64) {
	m.used.Add(n)
	if m.Unit == Bytes {
		m.ledger.add(n)
	}
}

// Set sets the count, after all items were replaced.
func (m *Meter) Set(n int64) { m.Add(n - m.used.Load()) }

// Over reports whether more is held than may be: its owner forgets the oldest until it no longer is.
func (m *Meter) Over() bool {
	used := m.used.Load()
	return used > m.Limit || m.Unit == Bytes && used > floor && !m.ledger.fits(0)
}

// Forget counts one item of size n that was forgotten because of the bound.
func (m *Meter) Forget(n int64) {
	m.Add(-n)
	m.forgotten++
}

// Recall takes back one Forget of size 0: the item is kept again.
func (m *Meter) Recall() { m.forgotten-- }

// Check returns an error if a store that is filled at once (planted, forked) would exceed the bound.
func (b Bound) Check(n int64) error {
	if n <= b.Limit {
		return nil
	}
	return fmt.Errorf("expected at most %s of %s in a %s, got %s", b.amount(b.Limit), b.Name, b.per(), b.amount(n))
}

// Full explains why something was refused.
func (b Bound) Full() Note {
	return Note{full, "refused: a " + b.per() + " keeps at most " + b.amount(b.Limit) + " of " + b.Name}
}

// Forgot explains that older items were forgotten to make room.
func (b Bound) Forgot() Note {
	return Note{forgot, "the oldest of the " + b.Name + " were forgotten: a " + b.per() + " keeps at most " +
		b.amount(b.Limit)}
}

// Forgot is Bound.Forgot, which a store that is full asks for again and again.
func (m *Meter) Forgot() Note {
	if m.note == nil {
		note := m.Bound.Forgot()
		m.note = &note
	}
	return *m.note
}

// Missing explains that what was not found may have been forgotten; false if nothing ever was.
func (m *Meter) Missing() (Note, bool) {
	if m.forgotten == 0 {
		return Note{}, false
	}
	return Note{missing, "not among the " + m.Name + " that are kept; the oldest " +
		strconv.FormatInt(m.forgotten, 10) +
		" were forgotten: a " + m.per() + " keeps at most " + m.amount(m.Limit)}, true
}

func (b Bound) per() string {
	if b.Per == "" {
		return PerWorld
	}
	return b.Per
}

func (b Bound) amount(n int64) string {
	if b.Unit == Bytes {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	return strconv.FormatInt(n, 10)
}

// Total bounds the bytes of all worlds together. A Max of zero is not a bound.
type Total struct {
	Max  int64
	used atomic.Int64
}

// Used returns the bytes that all ledgers hold.
func (t *Total) Used() int64 { return t.used.Load() }

// Fits reports whether n more bytes may be held.
func (t *Total) Fits(n int64) bool { return t == nil || t.Max <= 0 || t.used.Load()+n <= t.Max }

// Ledger sums the meters of one world, in bytes. A nil Ledger sums nothing.
type Ledger struct {
	total *Total

	mu     sync.Mutex
	used   int64
	ended  bool
	meters []owned
}

// owned is a meter of an API, or of the world itself.
type owned struct {
	owner string
	*Meter
}

// NewLedger returns the ledger of a world. total may be nil.
func NewLedger(total *Total) *Ledger { return &Ledger{total: total} }

// Meter returns the meter of a store; owner is the API it belongs to, or empty.
func (l *Ledger) Meter(owner string, b *Bound) *Meter {
	m := &Meter{Bound: b, ledger: l}
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.meters = append(l.meters, owned{owner, m})
	}
	return m
}

// Find returns the meter of a store, or nil.
func (l *Ledger) Find(owner, name string) *Meter {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range slices.Backward(l.meters) {
		if m.owner == owner && m.Name == name {
			return m.Meter
		}
	}
	return nil
}

// Used returns the bytes that the world holds.
func (l *Ledger) Used() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.used
}

// End gives the bytes back to the total, when the world is deleted. What is still counted afterwards counts for nobody.
func (l *Ledger) End() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended && l.total != nil {
		l.total.used.Add(-l.used)
	}
	l.ended = true
}

func (l *Ledger) fits(n int64) bool { return l == nil || l.total.Fits(n) }

func (l *Ledger) add(n int64) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used += n
	if !l.ended && l.total != nil {
		l.total.used.Add(n)
	}
}
