package journal

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"sync/atomic"

	"sparring/mock/limit"
)

// Positions says where the secrets of one API stand: name → kind of secret ("token", "password", "session", "code", …).
// Names are matched without regard to case; fields at any depth of a JSON, form or multipart body. Of the kind "code"
// (a one-time code) only four digits and more are a secret, so that an error code in a field of the same name stays
// readable.
type Positions struct {
	Headers map[string]string // of credentials with a scheme ("Client abc") all that follows the scheme is the secret
	Cookies map[string]string
	Query   map[string]string
	Fields  map[string]string
	Path    map[string]string // by path variable
}

// Secrets numbers the secrets of one world: the same secret has the same mark, ‹token 2›, as long as it is remembered.
// Safe for concurrent use.
//
// A number is given when a reader first asks, in the order in which the secrets were issued or came, so that it does
// not depend on when or how often somebody reads.
type Secrets struct {
	seq atomic.Int64 // the newest entry of the journal: tells when a secret was issued

	reading sync.Mutex // one reader looks for secrets at a time; before mu, which issuers need for a moment only
	done    int64      // all entries up to this seq were scanned completely
	plans   map[string]*plan
	index   index

	mu      sync.Mutex
	meter   *limit.Meter
	values  map[string]*secret // by key
	order   []*secret          // oldest first
	pending []*secret          // issued and not yet numbered, oldest first
	fresh   []*secret          // not yet in the index
	stale   bool               // the index has some that are forgotten
	counts  map[string]int
}

type secret struct {
	kind, value string // the value is empty if it is too long to be looked for
	key         string
	mark        string // empty until numbered
	after       int64  // the newest entry when it was issued
	used        bool   // it was there from the beginning, or was marked since the oldest were last forgotten
	gone        bool
}

// SecretsBound is that of the secrets of one world.
func SecretsBound() limit.Bound {
	return limit.Bound{
		Name: "secrets", Limit: 16 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten,
		Doc: "Secrets that the journal marks wherever they occur. A forgotten one is marked where secrets belong, with " +
			"a new number.",
	}
}

// NewSecrets makes an empty registry. meter counts under SecretsBound; nil makes one that belongs to no world.
func NewSecrets(meter *limit.Meter) *Secrets {
	if meter == nil {
		meter = (*limit.Ledger)(nil).Meter("", SecretsBound())
	}
	return &Secrets{meter: meter, values: map[string]*secret{}, counts: map[string]int{}, plans: map[string]*plan{}}
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

// Add registers a secret when it is issued. The empty value is none. It is cheap: the number is given later.
func (s *Secrets) Add(kind, value string) {
	if value == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.values[key(value)]; !ok {
		s.pending = append(s.pending, s.add(kind, value))
	}
}

// Mark gives the mark of a secret, and false for a value that is none.
func (s *Secrets) Mark(value string) (string, bool) {
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
func (s *Secrets) add(kind, value string) *secret {
	made := &secret{kind: kind, key: key(value), after: s.seq.Load()}
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

// forget makes room, an eighth of what is held, so that a full registry does not do so for every secret. The oldest go
// first; one that was marked lately gets a second life. keep stays.
func (s *Secrets) forget(keep *secret) {
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
func (s *Secrets) refresh() {
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

// find returns the mark of a value, false if it is no secret that is known.
func (s *Secrets) find(value string) (mark string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[key(value)]
	if !ok {
		return "", false
	}
	return s.number(found), true
}

// markOf returns the mark of a secret of the index.
func (s *Secrets) markOf(found *secret) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.number(found)
}

// learn registers a secret seen at a position and numbers it.
func (s *Secrets) learn(kind, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[key(value)]
	if !ok {
		found = s.add(kind, value)
	}
	return s.number(found)
}

func (s *Secrets) number(found *secret) string {
	found.used = true
	if found.mark == "" {
		s.counts[found.kind]++
		found.mark = fmt.Sprintf("‹%s %d›", found.kind, s.counts[found.kind])
	}
	return found.mark
}

// settleUp is settle for a reader.
func (s *Secrets) settleUp(seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(seq)
}

// settle numbers what was issued before the entry behind seq opened. s.mu is held.
func (s *Secrets) settle(seq int64) {
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

// fragment gives the mark of the secret that begins with a value which was cut short; if none is known, one without a
// number.
func (s *Secrets) fragment(kind, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.order {
		if len(known.value) >= len(value) && known.value[:len(value)] == value {
			return s.number(known)
		}
	}
	return "‹" + kind + "›"
}
