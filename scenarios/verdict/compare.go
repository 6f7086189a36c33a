package verdict

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// Comparison is what has changed since an earlier run.
type Comparison struct {
	Baseline string    `json:"baseline"` // its file
	Started  time.Time `json:"started"`
	Judged   string    `json:"judged"`
	Seed     uint64    `json:"seed"`

	Selection string `json:"selection,omitempty"`

	Counts Counts   `json:"counts"`
	Worse  []Change `json:"worse"` // in order of how bad they are now
	Better []Change `json:"better"`
	New    []Change `json:"new"`  // not in the earlier run
	Gone   []Change `json:"gone"` // not in this run
	Same   int      `json:"same"`
}

// Change is a scenario and what became of it in both runs.
type Change struct {
	Class   string   `json:"class"`
	Title   string   `json:"title"`
	Address string   `json:"address"`
	Was     *Verdict `json:"was,omitempty"`
	Is      *Verdict `json:"is,omitempty"`
}

// Identity returns class and title, by which a scenario is found in another run. Reports of versions without titles
// have names only.
func (s *Scenario) Identity() [2]string {
	file, _ := s.Place()
	return [2]string{cmp.Or(s.Class, ClassOf(file)), cmp.Or(s.Title, s.Name)}
}

// Compare says what has changed since an earlier run. What was cancelled in either is not compared.
func (r *Report) Compare(earlier *Report, file string) {
	c := &Comparison{
		Baseline: file, Started: earlier.Started, Judged: earlier.Judged, Seed: earlier.Seed,
		Selection: earlier.Selection, Counts: earlier.Counts,
		Worse: []Change{}, Better: []Change{}, New: []Change{}, Gone: []Change{},
	}
	before := map[[2]string]*Scenario{}
	for _, s := range earlier.Scenarios {
		before[s.Identity()] = s
	}
	for _, s := range r.Scenarios {
		id := s.Identity()
		was := before[id]
		delete(before, id)
		change := Change{Class: id[0], Title: id[1], Address: s.Address, Is: &s.Verdict}
		if was != nil {
			change.Was = &was.Verdict
		}
		switch {
		case was == nil:
			c.New = append(c.New, change)
		case was.Verdict == Cancelled || s.Verdict == Cancelled:
		case s.Verdict > was.Verdict:
			c.Worse = append(c.Worse, change)
		case s.Verdict < was.Verdict:
			c.Better = append(c.Better, change)
		default:
			c.Same++
		}
	}
	for _, s := range earlier.Scenarios {
		if id := s.Identity(); before[id] == s {
			c.Gone = append(c.Gone, Change{Class: id[0], Title: id[1], Address: s.Address, Was: &s.Verdict})
		}
	}
	worstFirst := func(of func(Change) Verdict) func(a, b Change) int {
		return func(a, b Change) int { return int(of(b) - of(a)) }
	}
	slices.SortStableFunc(c.Worse, worstFirst(func(x Change) Verdict { return *x.Is }))
	slices.SortStableFunc(c.Better, worstFirst(func(x Change) Verdict { return *x.Was }))
	slices.SortStableFunc(c.New, worstFirst(func(x Change) Verdict { return *x.Is }))
	r.Compared = c
}

// Words says what became of the scenario: "passed, now failed".
func (x Change) Words() string {
	var parts []string
	if x.Was != nil {
		parts = append(parts, x.Was.String())
	}
	if x.Is != nil {
		text := x.Is.String()
		if x.Was != nil {
			text = "now " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// ClassOf is the class of a feature file: its path with dots, so that readers group by folder.
func ClassOf(file string) string {
	parts := strings.Split(strings.TrimSuffix(path.Clean(strings.TrimLeft(file, "/")), ".feature"), "/")
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "." || part == ".." })
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], ".", "_")
	}
	return strings.Join(parts, ".")
}
