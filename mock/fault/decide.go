package fault

import "sparring/mock/message"

// candidates are the lists of rules that may match a request: those of its operation, of its API, and of everything.
type candidates [3][]*rule

// candidates looks them up. The lock is held.
func (s *Set) candidates(f *message.Request) candidates {
	c := candidates{nil, s.index[key{api: f.API}], s.index[key{}]}
	if f.Operation != "" {
		c[0] = s.index[key{f.API, f.Operation}]
	}
	return c
}

// next returns the rules of all lists in order of creation, nil at the end.
func (c *candidates) next() *rule {
	first := -1
	for i, list := range c {
		if len(list) > 0 && (first < 0 || list[0].order < c[first][0].order) {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	r := c[first][0]
	c[first] = c[first][1:]
	return r
}

func (c candidates) readBody() bool {
	for _, list := range c {
		for _, r := range list {
			if len(r.match.body) > 0 {
				return true
			}
		}
	}
	return false
}

// Decide finds the first rule, in order of creation, that fires for this request, and counts it: one lock, one firing
// at most. It returns nil if none does. It costs one atomic load if no rule may fire.
//
// After counts every request that a rule's Match fits, also one that an earlier rule answers: three rules with after 0,
// 1 and 2 act on the first, the second and the third request.
func (s *Set) Decide(f *message.Request) *Firing {
	if s.Idle() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.candidates(f)
	if len(c[0])+len(c[1])+len(c[2]) == 0 {
		return nil
	}
	var doc body
	for !doc.read && s.bodies > 0 && c.readBody() {
		s.mu.Unlock() // parsing a large body must not stop the others
		doc.parse(f.Body)
		s.mu.Lock()
		c = s.candidates(f)
	}
	var fired *Firing
	for r := c.next(); r != nil; r = c.next() {
		skips := r.Skipped < r.After
		if fired != nil && !skips {
			if s.skipping == 0 {
				break
			}
			continue
		}
		if !r.match.fits(f, &doc) {
			continue
		}
		if skips {
			s.changes++
			if r.Skipped++; r.Skipped == r.After {
				s.skipping--
			}
			continue
		}
		fired = s.fire(r, f.Seq)
	}
	return fired
}

// Once makes a firing for this request alone, without a rule: what a request's own header asks for. A hold is refused,
// as nobody could release it. Errors: *Refusal.
func (s *Set) Once(fault Spec, f *message.Request) (*Firing, error) {
	r, refusal := compile(s.catalogue, Rule{Match: Match{API: f.API, Operation: f.Operation}, Fault: fault})
	if refusal != nil {
		return nil, refusal
	}
	if _, ok := r.kind.(parks); ok {
		return nil, &Refusal{Field: field("fault", "kind"),
			Reason: "a hold needs a rule: nobody could release this one"}
	}
	r.ID = "header"
	return s.firing(r), nil
}
