package fault

import "time"

// Firing is one rule acting on one request. It belongs to the request's goroutine.
type Firing struct {
	// Rule is the id of the rule, Kind the name of its fault's kind.
	Rule, Kind string
	// Fault is the fault itself: the chain asks by interfaces what it does.
	Fault Kind
	// Detail says what was done (a code, an edit), for the journal. It is complete after the fault has acted.
	Detail string

	set      *Set
	patience time.Duration
	parked   *parked // of a hold
}

// fire counts a firing and makes it. The lock is held.
func (s *Set) fire(r *rule, seq int64) *Firing {
	s.changes++
	r.hit(s.now().UTC())
	out := s.firing(r)
	if _, ok := r.kind.(parks); ok {
		out.parked = s.park(r, seq)
	}
	if r.spent() {
		s.retire(r)
	}
	return out
}

func (s *Set) firing(r *rule) *Firing {
	return &Firing{
		Rule: r.ID, Kind: r.Fault.Kind, Fault: r.kind, Detail: r.kind.Detail(), set: s, patience: s.patience,
	}
}
