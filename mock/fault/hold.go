package fault

import (
	"context"
	"strconv"
	"time"

	"sparring/mock/param"
)

// maxParked bounds the requests that one firing of a hold may park.
const maxParked = 1_000_000

// holdAction parks requests until somebody releases them.
type holdAction struct {
	plain
	count   int
	timeout time.Duration
}

func holdKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "hold", Doc: "parks requests before they are handled, until they are released; requests beyond the count pass", Handled: true,
			Parameters: param.List{
				{Name: "count", Type: param.Integer, Range: param.Between(1, maxParked), Default: 1, Doc: "so many requests are parked by one firing"},
				{Name: "timeout", Type: param.Duration, Range: waits, Default: "30s", Doc: "wire time after which a parked request goes on by itself"},
			},
		},
		stage: Before,
		build: func(p params) (action, *Refusal) {
			a := holdAction{count: int(p.Int("count")), timeout: p.Duration("timeout")}
			if a.timeout == 0 {
				return nil, &Refusal{Field: field("fault", "timeout"), Reason: "expected a duration of more than 0"}
			}
			return a, nil
		},
	}
}

func (a holdAction) detail() string { return "waiting" }

// parked is a request that waits. Its channels are closed, never sent on.
type parked struct {
	seq  int64
	rule *rule
	free chan struct{} // closed when it is let go
	done chan struct{} // closed when it has been handled
	over bool          // done is closed; under the set's lock
}

// park registers a request with its hold, in order of arrival. The lock is held.
func (s *Set) park(r *rule, seq int64) *parked {
	p := &parked{seq: seq, rule: r, free: make(chan struct{}), done: make(chan struct{})}
	if s.closed {
		close(p.free)
		return p
	}
	r.waiting = append(r.waiting, p)
	return p
}

// let frees one parked request; false where it does not wait any more. The lock is held.
func (r *rule) let(p *parked) bool {
	if !r.forget(p) {
		return false
	}
	close(p.free)
	return true
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

// letAll frees all in order of arrival and gives their seqs. The lock is held.
func (r *rule) letAll() []int64 {
	seqs := make([]int64, len(r.waiting))
	for i, p := range r.waiting {
		seqs[i] = p.seq
		close(p.free)
	}
	r.waiting = nil
	return seqs
}

// Hold parks the request until it is released, its timeout passes (wire time), the rule is removed or ctx ends. It tells
// how it ended: "released", "timed out", "gone". The caller must call Handled when the request has been handled, or will
// not be.
func (f *Firing) Hold(ctx context.Context) string {
	a, ok := f.act.(holdAction)
	if !ok || f.parked == nil {
		return "released"
	}
	end := "released"
	t := time.NewTimer(a.timeout)
	defer t.Stop()
	select {
	case <-f.parked.free:
	case <-t.C:
		end = "timed out"
	case <-ctx.Done():
		end = "gone"
	}
	if end != "released" && !f.set.leave(f.parked) {
		end = "released" // meanwhile, and whoever released it was told so
	}
	f.detail = end
	if end == "timed out" {
		f.detail = "timed out after " + a.timeout.String()
	}
	return end
}

func (s *Set) leave(p *parked) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.rule.forget(p)
}

// Handled tells a hold that its released request has been handled, so that the next of an ordered release may go. It may
// be called more than once, and for any kind.
func (f *Firing) Handled() {
	if f.parked == nil {
		return
	}
	f.set.mu.Lock()
	defer f.set.mu.Unlock()
	if !f.parked.over {
		f.parked.over = true
		close(f.parked.done)
	}
}

// Release lets held requests go: all at once when seqs is nil, else these one after the other, each handled before the
// next. It returns the seqs released; one that left by itself meanwhile is not among them. Errors: *Refusal for an
// unknown rule, a rule that is no hold, a seq that does not wait (then none was released); ctx's error where it ended
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
		return r.letAll(), nil
	}
	order, refusal := r.pickOut(seqs)
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
		ok := r.let(p)
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

// hold gives the rule of a hold. The lock is held.
func (s *Set) hold(id string) (*rule, *Refusal) {
	r, ok := s.byID[id]
	if !ok {
		known := []string{}
		for _, other := range s.rules {
			if other.stage == Before {
				known = append(known, other.ID)
			}
		}
		return nil, &Refusal{Reason: "there is no fault rule " + show(id), Known: known, Absent: true}
	}
	if r.stage != Before {
		return nil, &Refusal{Field: field("fault", "kind"), Reason: "rule " + id + " is of kind " + r.Fault.Kind + ": only a hold can be released"}
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
				Field:  field("entries", strconv.Itoa(i)),
				Reason: "entry " + strconv.FormatInt(seq, 10) + " does not wait at rule " + r.ID + ", or is named twice", Known: known,
			}
		}
		delete(bySeq, seq)
		order = append(order, p)
	}
	return order, nil
}
