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
// Reasons are counted by the ids of their checks: one wrong list has many wrong fields.
const (
	strange = 10 // a reason, where no mistake of the set gives any
	besides = 7  // a reason that none of the set gives, where one of them gives another: one failure brings others
	denied  = 4  // a thing that one of the set fails, and that passed
	hidden  = 1  // a reason that one of the set gives, and that is absent from a failure: the first hides the next
	named   = 3  // a mistake: fewer are likelier
)

// reason is a check that was not kept, and what was wrong: the field of a request, the advice of a failure.
type reason struct{ id, detail string }

func (r reason) String() string { return strings.TrimSpace(r.id + " " + r.detail) }

func parse(reasons []string) []reason {
	var out []reason
	for _, text := range reasons {
		id, detail, _ := strings.Cut(text, " ")
		if r := (reason{id, detail}); !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// like reports whether two reasons can be the same: of one without a detail only the check is known.
func (r reason) like(other reason) bool {
	return r.id == other.id && (r.detail == other.detail || r.detail == "" || other.detail == "")
}

func (r reason) in(list []reason) bool { return slices.ContainsFunc(list, r.like) }

// thing is what was judged once: a scenario, or a rule.
type thing struct {
	of      string
	reasons []reason
}

// candidate is a mistake that explains something of an observation.
type candidate struct {
	Known
	explains []item
	fails    [][]reason // by thing
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
		s.things = append(s.things, thing{of, parse(seen[of])})
	}
	for _, k := range known {
		c := &candidate{Known: k, fails: make([][]reason, len(s.things))}
		for i, t := range s.things {
			if reasons := parse(k.Fails(t.of)); len(reasons) > 0 {
				c.fails[i], c.touched = reasons, append(c.touched, i)
			}
		}
		s.candidates = append(s.candidates, c)
	}
	for i := range s.things {
		s.coarsen(i)
		for _, r := range s.things[i].reasons {
			s.all = append(s.all, item{s.things[i].of, r})
		}
	}
	for _, c := range s.candidates {
		for _, i := range c.touched {
			for _, r := range s.things[i].reasons {
				if r.in(c.fails[i]) {
					c.explains = append(c.explains, item{s.things[i].of, r})
				}
			}
		}
	}
	s.candidates = slices.DeleteFunc(s.candidates, func(c *candidate) bool { return len(c.explains) == 0 })
	slices.SortStableFunc(s.candidates, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(len(b.explains), len(a.explains)), strings.Compare(a.Name, b.Name))
	})
	s.choose(nil)
	return s
}

// coarsen leaves out the details of a thing's reasons that no known mistake gives: of those only the check says
// something.
func (s *search) coarsen(at int) {
	var out []reason
	for _, r := range s.things[at].reasons {
		if !slices.ContainsFunc(s.candidates, func(c *candidate) bool { return r.in(c.fails[at]) }) {
			r.detail = ""
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	s.things[at].reasons = out
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
	var absent []string // ids of the checks that the set expects to fail otherwise
	for _, c := range set {
		fails = fails || len(c.fails[at]) > 0
		for _, r := range c.fails[at] {
			if !r.in(t.reasons) && !slices.Contains(absent, r.id) {
				absent = append(absent, r.id)
			}
		}
	}
	switch {
	case fails && len(t.reasons) == 0:
		return denied
	case len(t.reasons) == 0:
		return 0
	}
	var unknown []string // ids of the checks of which the set does not say all
	given := false
	for _, r := range t.reasons {
		if slices.ContainsFunc(set, func(c *candidate) bool { return r.in(c.fails[at]) }) {
			given = true
		} else if !slices.Contains(unknown, r.id) {
			unknown = append(unknown, r.id)
		}
	}
	if !given {
		return strange*len(unknown) + hidden*len(absent)
	}
	return besides*len(unknown) + hidden*len(absent)
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
