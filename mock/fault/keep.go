package fault

import "sparring/mock/keep"

// rulesKey is where a store keeps the rules of a world.
const rulesKey = "faults"

// stored are all rules as a store keeps them.
type stored struct {
	Made  int          `json:"made"`
	Rules []storedRule `json:"rules"`
	Going []held       `json:"going,omitempty"` // released and not handled yet, if several servers share the rules
}

type storedRule struct {
	Rule

	Skipped int `json:"skipped,omitempty"`
	Parked  int `json:"parked,omitempty"`
	// Held are the requests that wait, Queue those that are released one after the other, if several servers share
	// the rules.
	Held  []held  `json:"held,omitempty"`
	Queue []int64 `json:"queue,omitempty"`
}

// Kept is what a store has of the rules: the number of their changes.
type Kept uint64

// Export says what to keep if a rule has changed since the last call.
func (s *Set) Export(k *Kept, to *keep.Changes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if *k == s.changes {
		return
	}
	*k = s.changes
	all := stored{Made: s.made, Rules: []storedRule{}, Going: s.going}
	for _, r := range s.rules {
		shown := r.snapshot()
		shown.Waiting = nil
		in := storedRule{Rule: shown, Skipped: r.Skipped, Parked: r.Parked}
		if s.server != "" {
			for _, p := range r.waiting {
				in.Held = append(in.Held, held{Seq: p.seq, Server: p.server})
			}
			in.Queue = r.queue
		}
		all.Rules = append(all.Rules, in)
	}
	to.JSON(rulesKey, all)
}

// Restore takes over the rules that a store has kept. Requests that a hold has parked wait no more.
func (s *Set) Restore(k *Kept, records keep.Records) error {
	var all stored
	if _, err := records.Read(rulesKey, &all); err != nil {
		return err
	}
	rules := make([]Rule, 0, len(all.Rules))
	for _, in := range all.Rules {
		in.Rule.Skipped, in.Rule.Parked = in.Skipped, in.Parked
		rules = append(rules, in.Rule)
	}
	s.Import(rules)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made = max(s.made, all.Made)
	*k = s.changes
	return nil
}
