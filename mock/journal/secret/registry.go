// Package secret finds secrets and marks them: ‹token 2› instead of a token. A Registry numbers the secrets of one
// world, so that a secret has the same mark wherever it occurs. A Masker walks headers, URLs, bodies and texts: to
// learn what is at known positions, or to return copies with marks. It knows nothing of journals.
package secret

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"sync/atomic"

	"sparring/mock/limit"
)

// Positions are the names under which an API has secrets: name → kind of secret ("token", "password", "session",
// "code", …). Names are matched without regard to case; fields at any depth of a JSON, form or multipart body. Of the
// kind "code" (a one-time code) only four digits and more are a secret, so that an error code in a field of the same
// name stays readable.
type Positions struct {
	Headers map[string]string // of credentials with a scheme ("Client abc") all that follows the scheme is the secret
	Cookies map[string]string
	Query   map[string]string
	Fields  map[string]string
	Path    map[string]string // by path variable
}

// Registry numbers the secrets of one world: the same secret has the same mark, ‹token 2›, as long as it is remembered.
// Safe for concurrent use.
//
// A number is given when a reader first asks, in the order in which the secrets were issued or came, so that it does
// not depend on when or how often somebody reads.
type Registry struct {
	seq atomic.Int64 // the newest entry of the journal: when a secret was issued

	reading sync.Mutex // one reader looks for secrets at a time; before mu, which issuers need for a moment only
	index   index

	mu      sync.Mutex
	meter   *limit.Meter
	values  map[string]*secret // by key
	order   []*secret          // oldest first
	pending []*secret          // issued and not yet numbered, oldest first
	fresh   []*secret          // not yet in the index
	stale   bool               // the index has some that are forgotten
	counts  map[string]int
	issued  uint32    // so many secrets were added
	keeping bool      // a store keeps the secrets
	changed []*secret // for the store, if there is one
}

type secret struct {
	kind, value string // the value is empty if it is too long to be looked for
	key         string
	mark        string // empty until numbered
	after       int64  // the newest entry when it was issued
	exact       bool   // the value is one spelling of the secret, and no other is looked for
	used        bool   // it was there from the beginning, or was marked since the oldest were last forgotten
	gone        bool
	issued      uint32 // its number in the order of issue; there are many secrets, so it is small
}

// Bound is that of the secrets of one world.
func Bound() limit.Bound {
	return limit.Bound{
		Name: "secrets", Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
		Doc: "Secrets that the journal marks wherever they occur. A forgotten one is marked where secrets " +
			"belong, with a new number.",
	}
}

// New makes an empty registry. meter counts under Bound; nil makes one that belongs to no world.
func New(meter *limit.Meter) *Registry {
	if meter == nil {
		meter = (*limit.Ledger)(nil).Meter("", new(Bound()))
	}
	return &Registry{meter: meter, values: map[string]*secret{}, counts: map[string]int{}}
}

const (
	secretSize = 384  // bytes of a secret beside its value: the record, its places in maps, lists and the index
	longest    = 4096 // bytes of a value that is looked for; a longer one is known by its hash, where secrets belong
)

// key is what a value is kept under.
func key(value string) string {
	if len(value) <= longest {
		return value
	}
	sum := sha256.Sum256([]byte(value))
	return "\x00" + string(sum[:])
}

// size is what the secret costs. Its other spellings are in the index.
func (s *secret) size() int64 {
	n := secretSize + len(s.key)
	if !plain(s.value) {
		n += 7 * (len(s.value) + 128)
	}
	return int64(n)
}

// Add registers a secret when it is issued, unless it is empty. It is cheap: the number is given later.
func (s *Registry) Add(kind, value string) {
	if value == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.values[key(value)]; !ok {
		s.pending = append(s.pending, s.add(kind, value))
	}
}

// Mark returns the mark of a secret, false if the value is not one.
func (s *Registry) Mark(value string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[key(value)]
	if !ok {
		return "", false
	}
	s.settle(found.after)
	return s.number(found), true
}

// add puts a new secret. s.mu is held.
func (s *Registry) add(kind, value string) *secret {
	s.issued++
	made := &secret{kind: kind, key: key(value), after: s.seq.Load(), issued: s.issued}
	s.note(made)
	made.used = made.after == 0
	if len(value) <= longest {
		made.value = value
	}
	s.values[made.key] = made
	s.order = append(s.order, made)
	if made.value != "" {
		s.fresh = append(s.fresh, made)
	}
	s.meter.Add(made.size())
	if s.meter.Over() {
		s.forget(made)
	}
	return made
}

// Opened notes that the entry seq was opened: what is issued from now on comes after it.
func (s *Registry) Opened(seq int64) { s.seq.Store(seq) }

// Newest returns the entry that was opened last.
func (s *Registry) Newest() int64 { return s.seq.Load() }

// Lock lets one reader in. Maskers work under it.
func (s *Registry) Lock() { s.reading.Lock() }

// Unlock lets the next reader in.
func (s *Registry) Unlock() { s.reading.Unlock() }

// forget makes room, an eighth of what is held, so that a full registry does not do so for every secret. The oldest go
// first; one that was marked lately gets a second life. keep stays.
func (s *Registry) forget(keep *secret) {
	goal := s.meter.Used() - s.meter.Used()/8
	for tries := 2 * len(s.order); tries > 0 && (s.meter.Over() || s.meter.Used() > goal); tries-- {
		old := s.order[0]
		s.order = s.order[1:]
		if old.used || old == keep {
			old.used = false
			s.order = append(s.order, old)
			continue
		}
		old.gone = true
		s.note(old)
		delete(s.values, old.key)
		s.meter.Forget(old.size())
	}
	s.order = append([]*secret(nil), s.order...)
	s.fresh, s.stale = nil, true
	var pending []*secret
	for _, waiting := range s.pending {
		if !waiting.gone {
			pending = append(pending, waiting)
		}
	}
	s.pending = pending
}

// refresh brings the index up to date. s.reading is held.
func (s *Registry) refresh() {
	s.mu.Lock()
	fresh, stale := s.fresh, s.stale
	if stale {
		fresh = append([]*secret(nil), s.order...)
	}
	s.fresh, s.stale = nil, false
	s.mu.Unlock()
	if stale {
		s.index = index{}
	}
	s.index.update(fresh)
}

// find returns the mark of a value, false if it is not a secret that is known.
func (s *Registry) find(value string) (mark string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[key(value)]
	if !ok {
		return "", false
	}
	return s.number(found), true
}

// markOf returns the mark of a secret of the index.
func (s *Registry) markOf(found *secret) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.number(found)
}

// learn registers a secret seen at a position and numbers it.
func (s *Registry) learn(kind, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[key(value)]
	if !ok {
		found = s.add(kind, value)
	}
	return s.number(found)
}

func (s *Registry) number(found *secret) string {
	found.used = true
	if found.mark == "" {
		s.counts[found.kind]++
		found.mark = fmt.Sprintf("‹%s %d›", found.kind, s.counts[found.kind])
		s.note(found)
	}
	return found.mark
}

// Settle numbers what was issued before the entry behind seq opened.
func (s *Registry) Settle(seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(seq)
}

// settle numbers what was issued before the entry behind seq opened. s.mu is held.
func (s *Registry) settle(seq int64) {
	n := 0
	for n < len(s.pending) && s.pending[n].after <= seq {
		used := s.pending[n].used
		s.number(s.pending[n])
		s.pending[n].used = used
		n++
	}
	if s.pending = s.pending[n:]; len(s.pending) == 0 {
		s.pending = nil
	}
}

// fragment returns the mark of the secret that begins with a value that was cut short; if no such secret is known, a
// mark without a number.
func (s *Registry) fragment(kind, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.order {
		if len(known.value) >= len(value) && known.value[:len(value)] == value {
			return s.number(known)
		}
	}
	return "‹" + kind + "›"
}
