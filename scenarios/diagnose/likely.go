package diagnose

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// What speaks against a set of mistakes, in tenths of a failure that nothing explains; the set with the least is the
// likeliest. Chosen on pairs and triples of mutants that were run, with a third of their failures left out, too: a
// client that makes a mistake seldom makes it in each place where the mutant does.
const (
	strange = 10 // a reason, where no mistake of the set fails anything
	besides = 7  // a reason that none of the set gives, where one of them fails: one failure brings others
	denied  = 4  // a thing that one of the set fails, and that passed
	hidden  = 1  // a reason that one of the set gives, and that is absent from a failure: the first hides the next
	named   = 3  // a mistake: fewer are likelier
)

// thing is what was judged once: a scenario, or a rule.
type thing struct {
	of      string
	reasons []string
}

// candidate is a mistake that explains something of an observation.
type candidate struct {
	Known
	explains []item
	fails    [][]string // reasons by thing
	touched  []int      // the things that it fails
}

// search looks for the likeliest set.
type search struct {
	things     []thing
	all        []item
	candidates []*candidate
	chosen     []*candidate
	least      int   // what speaks against chosen
	costs      []int // the part of least that each thing has
}

func newSearch(seen Observation, known []Known) *search {
	s := &search{}
	for _, of := range slices.Sorted(maps.Keys(seen)) {
		t := thing{of: of}
		for _, reason := range seen[of] {
			if !slices.Contains(t.reasons, reason) {
				t.reasons = append(t.reasons, reason)
				s.all = append(s.all, item{of, reason})
			}
		}
		s.things = append(s.things, t)
	}
	for _, k := range known {
		c := &candidate{Known: k, fails: make([][]string, len(s.things))}
		for i, t := range s.things {
			reasons := k.Fails(t.of)
			if len(reasons) > 0 {
				c.fails[i], c.touched = reasons, append(c.touched, i)
			}
			for _, reason := range reasons {
				if slices.Contains(t.reasons, reason) {
					c.explains = append(c.explains, item{t.of, reason})
				}
			}
		}
		if len(c.explains) > 0 {
			s.candidates = append(s.candidates, c)
		}
	}
	slices.SortStableFunc(s.candidates, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(len(b.explains), len(a.explains)), strings.Compare(a.Name, b.Name))
	})
	s.choose(nil)
	return s
}

// choose takes a set.
func (s *search) choose(set []*candidate) {
	s.chosen, s.costs = set, make([]int, len(s.things))
	s.least = named * len(set)
	for i := range s.things {
		s.costs[i] = s.things[i].against(i, set)
		s.least += s.costs[i]
	}
}

// run adds, exchanges and leaves out mistakes as long as less speaks against the set.
func (s *search) run() {
	for {
		best, least := []*candidate(nil), s.least
		try := func(out, in *candidate) {
			if n, set := s.changed(out, in); n < least {
				best, least = set, n
			}
		}
		for _, c := range s.candidates {
			if slices.Contains(s.chosen, c) {
				continue
			}
			if len(s.chosen) < most {
				try(nil, c)
			}
			for _, out := range s.chosen {
				try(out, c)
			}
		}
		for _, out := range s.chosen {
			try(out, nil)
		}
		if least == s.least {
			return
		}
		s.choose(best)
	}
}

// changed returns the chosen set without one mistake and with another, each of which may be nil, and what speaks
// against it.
func (s *search) changed(out, in *candidate) (int, []*candidate) {
	set := make([]*candidate, 0, len(s.chosen)+1)
	sum := s.least
	for _, c := range s.chosen {
		if c != out {
			set = append(set, c)
		}
	}
	if in != nil {
		set = append(set, in)
		for _, i := range in.touched {
			sum += s.things[i].against(i, set) - s.costs[i]
		}
	}
	if out != nil {
		for _, i := range out.touched {
			if in == nil || in.fails[i] == nil {
				sum += s.things[i].against(i, set) - s.costs[i]
			}
		}
	}
	return sum + named*(len(set)-len(s.chosen)), set
}

func (t *thing) against(at int, set []*candidate) int {
	fails := false
	expected := 0 // reasons that the set gives and that are absent
	for n, c := range set {
		reasons := c.fails[at]
		fails = fails || len(reasons) > 0
		for _, reason := range reasons {
			if !slices.Contains(t.reasons, reason) && !given(set[:n], at, reason) {
				expected++
			}
		}
	}
	switch {
	case !fails:
		return strange * len(t.reasons)
	case len(t.reasons) == 0:
		return denied
	}
	unknown := 0
	for _, reason := range t.reasons {
		if !given(set, at, reason) {
			unknown++
		}
	}
	if unknown == len(t.reasons) {
		return strange*unknown + hidden*expected
	}
	return besides*unknown + hidden*expected
}

func given(set []*candidate, at int, reason string) bool {
	return slices.ContainsFunc(set, func(c *candidate) bool { return slices.Contains(c.fails[at], reason) })
}

// alike are the mistakes in whose place one of the chosen explains as much: what was seen does not tell them apart.
func (s *search) alike(chosen *candidate) []*candidate {
	var out []*candidate
	for _, c := range s.candidates {
		if slices.Contains(s.chosen, c) {
			continue
		}
		if n, _ := s.changed(chosen, c); n == s.least {
			out = append(out, c)
		}
	}
	return out
}
