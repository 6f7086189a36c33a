package fault

import (
	"context"
	"slices"
	"strconv"
	"time"

	"sparring/mock/param"
)

// maxParked bounds the requests that one firing of a hold may park.
const maxParked = 1_000_000

// Hold parks requests until somebody releases them.
type Hold struct {
	// Count is how many requests one firing parks.
	Count int `json:"count"`
	// Timeout is the wire time after which a parked request goes on by itself.
	Timeout time.Duration `json:"timeout"`
}

func (h *Hold) describe() KindInfo {
	return KindInfo{
		Kind: "hold", Handled: true,
		Doc: "parks requests before they are handled, until they are released; requests beyond the count pass",
		Parameters: param.List{
			{
				Name: "count", Type: param.Integer, Range: param.Between(1, maxParked), Default: 1, To: &h.Count,
				Doc: "so many requests are parked by one firing",
			},
			{
				Name: "timeout", Type: param.Duration, Range: waits, Default: "30s", To: &h.Timeout,
				Doc: "wire time after which a parked request goes on by itself",
			},
		},
	}
}

func (h *Hold) check() *Refusal {
	if h.Timeout == 0 {
		return &Refusal{Field: field("fault", "timeout"), Reason: "expected a duration of more than 0"}
	}
	return nil
}

// Detail is what the request does.
func (h *Hold) Detail() string { return "waiting" }

func (h *Hold) together() int { return h.Count }

// parked is a request that waits. Its channels are closed, never sent on.
type parked struct {
	seq  int64
	rule *rule
	free chan struct{} // closed when it is let go
	done chan struct{} // closed when it has been handled
	over bool          // done is closed; under the set's lock

	server string // where it waits, if several share the set; of another one it has no channels
}

// park registers a request with its hold, in order of arrival. The lock is held.
func (s *Set) park(r *rule, seq int64) *parked {
	p := &parked{seq: seq, rule: r, free: make(chan struct{}), done: make(chan struct{})}
	if s.closed {
		close(p.free)
		return p
	}
	r.waiting = append(r.waiting, p)
	if s.server != "" {
		p.server, s.local[seq] = s.server, p
	}
	return p
}

// let frees one parked request, and returns false if it does not wait any more. The lock is held.
func (s *Set) let(r *rule, p *parked) bool {
	if !r.forget(p) {
		return false
	}
	s.free(p)
	return true
}

// free lets a request go on, or lets its server know that it may. The lock is held.
func (s *Set) free(p *parked) {
	if s.server == "" {
		close(p.free)
		return
	}
	s.changes++
	s.going = append(slices.Clone(s.going), held{p.seq, p.server, p.rule.ID})
}

// forget takes a request off the list of those that wait. The lock is held.
func (r *rule) forget(p *parked) bool {
	for i, q := range r.waiting {
		if q == p {
			r.waiting = append(r.waiting[:i], r.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// letAll frees all in order of arrival and returns their seqs. The lock is held.
func (s *Set) letAll(r *rule) []int64 {
	seqs := make([]int64, len(r.waiting))
	for i, p := range r.waiting {
		seqs[i] = p.seq
		s.free(p)
	}
	r.waiting = nil
	return seqs
}

// How a request stopped waiting.
const (
	Released = "released"
	TimedOut = "timed out"
	Gone     = "gone" // the client left
)

// Hold parks the request until it is released, its timeout passes (wire time), the rule is removed or ctx ends, and
// returns which of these came first. The caller calls handled, maybe more than once, when the request has been handled
// or will not be: the next of an ordered release goes then.
func (h *Hold) Hold(ctx context.Context, f *Firing) (end string, handled func()) {
	return h.Leave(f, h.Wait(ctx, f))
}

func (s *Set) leave(p *parked) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	return p.rule.forget(p)
}

func (s *Set) handled(p *parked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != "" {
		s.went(p.seq)
		return
	}
	if !p.over {
		p.over = true
		close(p.done)
	}
}

// Release lets held requests go: all at once when seqs is nil, else these one after the other, each handled before the
// next. It returns the seqs released; one that left in the meantime is not among them. Errors: *Refusal for an
// unknown rule, a rule that is not a hold, a seq that does not wait (then none was released); ctx's error if it ended
// before all were handled.
func (s *Set) Release(ctx context.Context, id string, seqs []int64) ([]int64, error) {
	s.mu.Lock()
	r, refusal := s.hold(id)
	if refusal != nil {
		s.mu.Unlock()
		return nil, refusal
	}
	if seqs == nil {
		defer s.mu.Unlock()
		return s.letAll(r), nil
	}
	order, refusal := r.pickOut(seqs)
	if refusal == nil && s.server != "" {
		defer s.mu.Unlock()
		return s.releaseInOrder(r, order), nil
	}
	s.mu.Unlock()
	if refusal != nil {
		return nil, refusal
	}
	released := []int64{}
	for _, p := range order {
		if err := ctx.Err(); err != nil {
			return released, err
		}
		s.mu.Lock()
		ok := s.let(r, p)
		s.mu.Unlock()
		if !ok {
			continue
		}
		released = append(released, p.seq)
		select {
		case <-p.done:
		case <-ctx.Done():
			return released, ctx.Err()
		}
	}
	return released, nil
}

// hold returns the rule of a hold. The lock is held.
func (s *Set) hold(id string) (*rule, *Refusal) {
	r, ok := s.byID[id]
	if !ok {
		known := []string{}
		for _, other := range s.rules {
			if _, ok := other.kind.(parks); ok {
				known = append(known, other.ID)
			}
		}
		return nil, &Refusal{Reason: "there is no fault rule " + show(id), Known: known, Absent: true}
	}
	if _, ok := r.kind.(parks); !ok {
		reason := "rule " + id + " is of kind " + r.Fault.Kind + ": only a hold can be released"
		return nil, &Refusal{Field: field("fault", "kind"), Reason: reason}
	}
	return r, nil
}

// pickOut finds the parked requests of a release, in its order. The lock is held.
func (r *rule) pickOut(seqs []int64) ([]*parked, *Refusal) {
	bySeq := make(map[int64]*parked, len(r.waiting))
	known := make([]string, len(r.waiting))
	for i, p := range r.waiting {
		bySeq[p.seq] = p
		known[i] = strconv.FormatInt(p.seq, 10)
	}
	order := make([]*parked, 0, len(seqs))
	for i, seq := range seqs {
		p, ok := bySeq[seq]
		if !ok {
			return nil, &Refusal{
				Field: field("entries", strconv.Itoa(i)),
				Reason: "entry " + strconv.FormatInt(seq, 10) + " does not wait at rule " + r.ID +
					", or is named twice",
				Known: known,
			}
		}
		delete(bySeq, seq)
		order = append(order, p)
	}
	return order, nil
}
