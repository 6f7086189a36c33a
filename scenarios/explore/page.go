package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sparring/scenarios/verdict"
)

// Report returns the result as the report of a run, for a page with the matrix of operations, faults and moments: its
// scenarios are the smallest runs that show a failure or a warning.
func (r *Result) Report() *verdict.Report {
	of := &verdict.Report{
		Version: r.Version, Judged: r.Judged, Client: r.Client, Server: "in process", Seed: r.Seed, Started: r.Started,
		DurationMS: r.DurationMS, Stopped: r.Stopped, Causes: r.Causes, Unexplained: r.Unexplained,
		Scenarios: []*verdict.Scenario{},
	}
	places := map[string]int{}
	for _, f := range slices.Concat(r.Failures, r.Warnings) {
		if f.Scenario == nil {
			continue
		}
		if f.Reproduce != "" {
			f.Scenario.Reproduce = f.Reproduce
		}
		f.Scenario.KnownFailing = f.Known || f.Doubtful
		of.Scenarios = append(of.Scenarios, f.Scenario)
		places[f.ID] = len(of.Scenarios)
	}
	if c := r.Compared; c != nil {
		of.Notes = append(of.Notes, fmt.Sprintf("compared with %s: %d new, %d mended, %d the same", c.With, len(c.New),
			len(c.Mended), len(c.Same)))
	}
	of.Finish(false)
	of.ExitCode = r.ExitCode
	of.Walk = r.matrix(places)
	return of
}

// matrix counts the cells by operation, kind and moment.
func (r *Result) matrix(places map[string]int) *verdict.Walk {
	w := &verdict.Walk{
		Moments: []string{string(Once), string(Every)}, Kinds: r.kindsOf(), Whole: r.Space.Whole,
		Pruned: r.Space.Pruned, Walked: r.Space.Walked, Left: r.Space.Left,
	}
	for _, operation := range r.rows() {
		row := verdict.WalkRow{Operation: operation}
		for _, kind := range w.Kinds {
			var cells []verdict.WalkCell
			for _, moment := range []Moment{Once, Every} {
				cells = append(cells, r.square(operation, kind, moment, places))
			}
			row.Kinds = append(row.Kinds, cells)
		}
		w.Rows = append(w.Rows, row)
	}
	return w
}

// square sums up the cells of an operation, a kind and a moment.
func (r *Result) square(operation, kind string, moment Moment, places map[string]int) verdict.WalkCell {
	counts := map[string]int{}
	var out verdict.WalkCell
	for _, c := range r.Cells {
		row, k := c.square()
		if row != operation || k != kind || cmp.Or(c.Moment, Once) != moment {
			continue
		}
		counts[c.Outcome]++
		if slices.Index(ranked, c.Outcome) >= slices.Index(ranked, out.Outcome) {
			out.Outcome = c.Outcome
			if places[c.Failure] > 0 {
				out.Scenario = places[c.Failure]
			}
		}
	}
	var words []string
	for _, outcome := range ranked {
		if counts[outcome] > 0 {
			words = append(words, fmt.Sprintf("%d %s", counts[outcome], outcome))
		}
	}
	out.Sign = signs[out.Outcome]
	out.Title = fmt.Sprintf("%s, %s: %s", kind, moment, strings.Join(words, ", "))
	return out
}
