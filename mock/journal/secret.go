package journal

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Positions says where the secrets of one API stand: name → kind of secret ("token", "password", "session", "code", …).
// Names are matched without regard to case; fields at any depth of a JSON or form body. Of the kind "code" (a one-time
// code) only four digits and more are a secret, so that an error code in a field of the same name stays readable.
type Positions struct {
	Headers map[string]string // of a value with a scheme ("Client abc") only the last word is the secret
	Cookies map[string]string
	Query   map[string]string
	Fields  map[string]string
	Path    map[string]string // by path variable
}

// Secrets numbers the secrets of one world: the same secret has the same mark, ‹token 2›. Safe for concurrent use.
//
// A number is given when a reader first asks, in the order in which the secrets were issued or came, so that it does
// not depend on when or how often somebody reads.
type Secrets struct {
	seq atomic.Int64 // the newest entry of the journal: tells when a secret was issued

	scanning sync.Mutex // one scan at a time; before mu
	done     int64      // all entries up to this seq were scanned completely

	mu      sync.Mutex
	values  map[string]*secret
	order   []*secret // oldest first
	pending []*secret // issued and not yet numbered, oldest first
	counts  map[string]int
	plans   map[string]*plan
	index   index
}

type secret struct {
	kind, value string
	mark        string // empty until numbered
	after       int64  // the newest entry when it was issued
}

// NewSecrets makes an empty registry.
func NewSecrets() *Secrets {
	return &Secrets{values: map[string]*secret{}, counts: map[string]int{}, plans: map[string]*plan{}}
}

const maxSecrets = 65_536 // beyond, the oldest eighth is forgotten; at known positions their marks get a new number

// Add registers a secret when it is issued. The empty value is none. It is cheap: the number is given later.
func (s *Secrets) Add(kind, value string) {
	if value == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.values[value]; !ok {
		s.pending = append(s.pending, s.add(kind, value))
	}
}

// Mark gives the mark of a secret, and false for a value that is none.
func (s *Secrets) Mark(value string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.values[value]
	if !ok {
		return "", false
	}
	s.settle(found.after)
	return s.number(found), true
}

// add puts a new secret. s.mu is held.
func (s *Secrets) add(kind, value string) *secret {
	if len(s.order) >= maxSecrets {
		s.forget(maxSecrets / 8)
	}
	made := &secret{kind: kind, value: value, after: s.seq.Load()}
	s.values[value] = made
	s.order = append(s.order, made)
	s.index.fresh = append(s.index.fresh, made)
	return made
}

func (s *Secrets) forget(n int) {
	for _, old := range s.order[:n] {
		delete(s.values, old.value)
	}
	s.order = append([]*secret(nil), s.order[n:]...)
	s.index = index{fresh: append([]*secret(nil), s.order...)}
}

// learn registers a secret seen at a position and numbers it. s.mu is held.
func (s *Secrets) learn(kind, value string) string {
	found, ok := s.values[value]
	if !ok {
		found = s.add(kind, value)
	}
	return s.number(found)
}

func (s *Secrets) number(found *secret) string {
	if found.mark == "" {
		s.counts[found.kind]++
		found.mark = fmt.Sprintf("‹%s %d›", found.kind, s.counts[found.kind])
	}
	return found.mark
}

// settle numbers what was issued before the entry behind seq opened. s.mu is held.
func (s *Secrets) settle(seq int64) {
	n := 0
	for n < len(s.pending) && s.pending[n].after <= seq {
		s.number(s.pending[n])
		n++
	}
	if s.pending = s.pending[n:]; len(s.pending) == 0 {
		s.pending = nil
	}
}

// fragment gives the mark of the secret that begins with a value which was cut short; where none is known, one without
// a number. s.mu is held.
func (s *Secrets) fragment(kind, value string) string {
	for _, known := range s.order {
		if len(known.value) >= len(value) && known.value[:len(value)] == value {
			return s.number(known)
		}
	}
	return "‹" + kind + "›"
}
