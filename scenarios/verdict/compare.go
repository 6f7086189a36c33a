package verdict

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
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

// ReadJSON reads a report that WriteJSON has written.
func ReadJSON(in io.Reader) (*Report, error) {
	var r Report
	d := json.NewDecoder(in)
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("expected a JSON report of verify: %w", err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("expected a JSON report of verify with the schema %q, got %q", Schema, r.Schema)
	}
	return &r, nil
}

// identity is how a scenario is found in another run. Reports of versions without titles have names alone.
func (s *Scenario) identity() [2]string {
	file, _, _ := cutLast(s.Address, ":")
	return [2]string{cmp.Or(s.Class, ClassOf(file)), cmp.Or(s.Title, s.Name)}
}

// Compare says what has changed since an earlier run. What was cancelled in either is not compared.
func (r *Report) Compare(earlier *Report, file string) {
	c := &Comparison{
		Baseline: file, Started: earlier.Started, Judged: earlier.Judged, Seed: earlier.Seed, Selection: earlier.Selection, Counts: earlier.Counts,
		Worse: []Change{}, Better: []Change{}, New: []Change{}, Gone: []Change{},
	}
	before := map[[2]string]*Scenario{}
	for _, s := range earlier.Scenarios {
		before[s.identity()] = s
	}
	for _, s := range r.Scenarios {
		id := s.identity()
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
		if id := s.identity(); before[id] == s {
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

// mostChanges bounds how many changes of a kind the text lists.
const mostChanges = 20

// write says in text what has changed.
func (c *Comparison) write(out io.Writer) {
	fmt.Fprintf(out, "compared with %s of %s: %d worse, %d better, %d new, %d the same, %d not in this run\n",
		clean(c.Baseline), c.Started.UTC().Format("2006-01-02 15:04"), len(c.Worse), len(c.Better), len(c.New), c.Same, len(c.Gone))
	for _, kind := range []struct {
		name string
		list []Change
	}{{"worse", c.Worse}, {"better", c.Better}, {"new", c.New}} {
		for _, x := range kind.list[:min(mostChanges, len(kind.list))] {
			fmt.Fprintf(out, "    %-6s  %s  %s: %s\n", kind.name, clean(x.Address), clean(x.Title), x.Words())
		}
		if more := len(kind.list) - mostChanges; more > 0 {
			fmt.Fprintf(out, "    %-6s  … and %d more\n", kind.name, more)
		}
	}
	fmt.Fprintln(out)
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
