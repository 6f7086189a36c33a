package fault

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/limit"
)

// Bound is that of the rules of one world.
func Bound() limit.Bound {
	return limit.Bound{
		Name: "fault rules", Limit: 32 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
		Doc: "Fault rules, spent ones included: remove those that are done.",
	}
}

// Catalogue is what a Set needs to know to refuse a rule that could never fire.
type Catalogue interface {
	// APIs names the APIs; Operations the operations of one (ids, not aliases).
	APIs() []string
	Operations(api string) []string
	// Resolve returns the id for an id or alias, and whether it exists.
	Resolve(api, operation string) (id string, ok bool)
	// Codes lists the error codes of an operation. Credential reports whether it has a credential that expire can end,
	// Streams whether it answers with a stream.
	Codes(api, operation string) []string
	Credential(api, operation string) bool
	Streams(api, operation string) bool
	// Route is the HTTP method of an operation and its paths behind the API's prefix, variables as {name}.
	Route(api, operation string) (method string, paths []string)
	// Describes reports whether an operation's responses may have a value at a JSON pointer (its parts,
	// unescaped), and which there are else.
	Describes(api, operation string, path []string) (may bool, known []string)
}

// Set holds the rules of one world. Safe for concurrent use.
type Set struct {
	catalogue Catalogue
	now       func() time.Time
	pick      func(n int) int
	patience  time.Duration // of a silent connection

	live     atomic.Int64 // rules that may still fire
	mu       sync.Mutex
	meter    *limit.Meter
	rules    []*rule // in order of creation
	byID     map[string]*rule
	index    map[key][]*rule // those that may still fire, in order of creation; replaced, never changed in place
	skipping int             // of those, how many have matches left to skip
	bodies   int             // of those, how many look into the body
	made     int
	changes  Kept // counts them, for a store
	closed   bool

	server string            // if several share the set
	local  map[int64]*parked // of this server, until they may go on
	going  []held            // released and not handled yet
}

// NewSet makes an empty set. now is world time (for first_hit and last_hit), pick the world's chance (0 ≤ pick(n) < n).
func NewSet(c Catalogue, now func() time.Time, pick func(n int) int) *Set {
	s := &Set{catalogue: c, now: now, pick: pick, patience: patience}
	s.meter = (*limit.Ledger)(nil).Meter("", new(Bound()))
	s.clear()
	return s
}

// Count lets a meter of the world count the rules. Call it before there are any.
func (s *Set) Count(m *limit.Meter) { s.meter = m }

// Idle reports whether no rule may fire. It costs one atomic load.
func (s *Set) Idle() bool { return s.live.Load() == 0 }

// Add stores a rule and returns it with its id. Its counters start at zero. Errors: *Refusal.
func (s *Set) Add(in Rule) (Rule, error) {
	in.Hits, in.Skipped, in.Parked, in.FirstHit, in.LastHit = 0, 0, 0, nil, nil
	r, refusal := compile(s.catalogue, in)
	if refusal != nil {
		return Rule{}, refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.size = r.measure()
	if !s.meter.Fits(r.size) {
		return Rule{}, &Refusal{Full: true, Reason: s.meter.Full().Text}
	}
	s.made++
	s.changes++
	r.ID = "f" + strconv.Itoa(s.made)
	s.put(r)
	return r.snapshot(), nil
}

// put stores a rule behind all others. The lock is held.
func (s *Set) put(r *rule) {
	r.order = len(s.rules)
	if n := len(s.rules); n > 0 {
		r.order = s.rules[n-1].order + 1
	}
	s.rules = append(s.rules, r)
	s.byID[r.ID] = r
	s.meter.Add(r.size)
	if r.spent() {
		return
	}
	for _, k := range r.keys {
		s.index[k] = append(s.index[k], r)
	}
	s.count(r, 1)
}

// count keeps the totals of the index. The lock is held.
func (s *Set) count(r *rule, by int) {
	s.live.Add(int64(by))
	if r.Skipped < r.After {
		s.skipping += by
	}
	if len(r.match.body) > 0 {
		s.bodies += by
	}
}

// retire takes a rule out of the index. Lists are replaced, as a Decide may be walking along them. The lock is held.
func (s *Set) retire(r *rule) {
	for _, k := range r.keys {
		list := s.index[k]
		i, ok := slices.BinarySearchFunc(list, r.order, func(other *rule, order int) int { return other.order - order })
		switch {
		case !ok:
			return // was not in the index
		case len(list) == 1:
			delete(s.index, k)
		case i == 0:
			s.index[k] = list[1:]
		default:
			s.index[k] = append(append(make([]*rule, 0, len(list)-1), list[:i]...), list[i+1:]...)
		}
	}
	s.count(r, -1)
}

// List returns all rules in order of creation, spent ones too.
func (s *Set) List() []Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Rule, len(s.rules))
	for i, r := range s.rules {
		out[i] = r.snapshot()
	}
	return out
}

// Get returns one rule.
func (s *Set) Get(id string) (Rule, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.byID[id]
	if !ok {
		return Rule{}, false
	}
	return r.snapshot(), true
}

// Remove takes a rule away and releases what it holds. It returns false if there is no such rule.
func (s *Set) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.byID[id]
	if !ok {
		return false
	}
	s.retire(r)
	s.changes++
	s.meter.Add(-r.size)
	delete(s.byID, id)
	s.rules = slices.DeleteFunc(s.rules, func(other *rule) bool { return other == r })
	s.letAll(r)
	return true
}

// Clear removes all rules.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		s.letAll(r)
	}
	s.clear()
}

func (s *Set) clear() {
	s.changes++
	s.meter.Set(0)
	s.rules, s.byID, s.index = nil, map[string]*rule{}, map[key][]*rule{}
	s.skipping, s.bodies = 0, 0
	s.live.Store(0)
}

// ReleaseAll lets every held request go and holds no more requests, since the world is closed.
func (s *Set) ReleaseAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, r := range s.rules {
		s.letAll(r)
	}
}

// Unfired lists the rules that never hit.
func (s *Set) Unfired() []Rule {
	return slices.DeleteFunc(s.List(), func(r Rule) bool { return r.Hits > 0 })
}

// Copy and Import carry the rules to a fork (hits included, waiting requests not).
func (s *Set) Copy() []Rule {
	out := s.List()
	for i := range out {
		out[i].Waiting = nil
	}
	return out
}

// Import replaces all rules by copied ones. A rule that this set's catalogue refuses is left out.
func (s *Set) Import(rules []Rule) {
	s.Clear()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, in := range rules {
		r, refusal := compile(s.catalogue, in)
		if refusal != nil {
			continue
		}
		r.Waiting, r.size = nil, r.measure()
		if n, err := strconv.Atoi(strings.TrimPrefix(r.ID, "f")); err == nil {
			s.made = max(s.made, n)
		}
		s.put(r)
	}
}
