package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"sparring/scenarios/verdict"
)

// WriteTraffic writes the report of a run that judged traffic, for people: what failed and warned with its evidence,
// what was kept and not exercised in short, and the coverage.
func WriteTraffic(out io.Writer, r *verdict.Report) {
	t := r.Traffic
	fmt.Fprintf(out, "judged: %s · %s", r.Judged, count(t.Exchanges, "exchange"))
	if t.Worlds > 0 {
		fmt.Fprintf(out, " in %s", count(t.Worlds, "world"))
	}
	fmt.Fprint(out, "\n\n")
	var kept, unused []string
	for _, s := range r.Scenarios {
		switch {
		case s.Unused():
			unused = append(unused, s.Address)
		case s.Verdict == verdict.Passed:
			kept = append(kept, keptBy(s))
		default:
			fmt.Fprintf(out, "%s: %s  %s\n", strings.ToUpper(s.Shown()), s.Address, clean(s.Name))
			if s.World != "" {
				fmt.Fprintf(out, "    world: %s\n", s.World)
			}
			evidence(out, s, "    ")
			fmt.Fprintln(out)
		}
	}
	list(out, "passed", kept)
	list(out, "not exercised", unused)
	list(out, "not answered by traffic (sparring verify judges them)", t.Unanswered)
	writeCoverage(out, t)
	writeDrift(out, t)
	WriteCauses(out, r.Causes, r.Unexplained)
	writeNotes(out, r)
	writeWarnings(out, r)
	if t.CommandEnd != "" {
		fmt.Fprintf(out, "command: %s: %s\n", clean(t.Command), t.CommandEnd)
	}
	took := time.Duration(r.DurationMS * float64(time.Millisecond))
	fmt.Fprintf(out, "%s in %s: %s · exit %d: %s\n", count(r.Counts.Total, "outcome"), took.Round(time.Millisecond),
		r.Counts, r.ExitCode, exitMeaning(r))
}

// keptBy names what was kept and the entries that prove it.
func keptBy(s *verdict.Scenario) string {
	for _, c := range s.Checks {
		if n := len(c.Entries); n > 0 {
			shown := strings.Trim(fmt.Sprint(c.Entries[:min(n, 3)]), "[]")
			if n > 3 {
				shown += " …"
			}
			return s.Address + " (" + strings.TrimSpace("entry "+shown+" "+inWorld(s.World)) + ")"
		}
	}
	return s.Address
}

func inWorld(world string) string {
	if world == "" {
		return ""
	}
	return "of " + world
}

// list writes names in lines that a terminal shows.
func list(out io.Writer, what string, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(out, "%s: %d\n", what, len(names))
	line := "   "
	for i, name := range names {
		if i < len(names)-1 {
			name += ","
		}
		if len(line)+1+len(name) > 118 && strings.TrimSpace(line) != "" {
			fmt.Fprintln(out, line)
			line = "   "
		}
		line += " " + clean(name)
	}
	fmt.Fprintf(out, "%s\n\n", line)
}

// mostMissing bounds how many outcomes that were not met the text names of an operation.
const mostMissing = 4

// writeCoverage writes what was met: a table of operations with their outcomes for each API.
func writeCoverage(out io.Writer, t *verdict.Traffic) {
	for i := range t.Coverage {
		c := &t.Coverage[i]
		met, all := c.Covered()
		called, operations := c.Called()
		fmt.Fprintf(out, "coverage of %s: operations %d of %d, outcomes %d of %d (%.1f%%)\n", c.API, called, operations,
			met, all, percent(met, all))
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "    OPERATION\tREQUESTS\tMET\tNOT MET")
		var never []string
		for _, op := range c.Operations {
			if op.Requests == 0 {
				never = append(never, op.ID)
				continue
			}
			fmt.Fprintf(w, "    %s\t%d\t%s\t%s\n", op.ID, op.Requests, strings.Join(had(op), ", "), lacked(op))
		}
		_ = w.Flush() // as the other writes of this text
		fmt.Fprintln(out)
		list(out, "never called", never)
	}
}

func percent(part, all int) float64 { return 100 * float64(part) / float64(max(all, 1)) }

func had(op verdict.Operation) []string {
	var out []string
	for _, o := range op.Outcomes {
		if o.Count > 0 {
			out = append(out, fmt.Sprintf("%s %d", clean(o.Outcome), o.Count))
		}
	}
	return out
}

func lacked(op verdict.Operation) string {
	var out []string
	for _, o := range op.Outcomes {
		if o.Count == 0 {
			out = append(out, o.Outcome)
		}
	}
	if more := len(out) - mostMissing; more > 0 {
		out = append(out[:mostMissing], fmt.Sprintf("and %d more", more))
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, ", ")
}

// heat is an API as the page shows what was met of it.
type heat struct {
	API        string
	Met, All   int
	Called, Of int
	Percent    string
	Columns    []string
	Rows       []heatRow
}

// heatRow is an operation; a cell for each column.
type heatRow struct {
	ID       string
	Requests int
	Cells    []heatCell
}

// heatCell is an outcome. Degree is how warm it is: 0 not met, 4 often; -1 if the operation has no such outcome.
type heatCell struct {
	Outcome string
	Count   int
	Degree  int
	Beyond  bool
}

func newHeat(r *verdict.Report) []heat {
	if r.Traffic == nil {
		return nil
	}
	var out []heat
	for i := range r.Traffic.Coverage {
		c := &r.Traffic.Coverage[i]
		h := heat{API: c.API, Columns: c.Columns()}
		h.Met, h.All = c.Covered()
		h.Called, h.Of = c.Called()
		h.Percent = fmt.Sprintf("%.1f %%", percent(h.Met, h.All))
		for _, op := range c.Operations {
			row := heatRow{ID: op.ID, Requests: op.Requests}
			for _, column := range h.Columns {
				cell := heatCell{Outcome: column, Degree: -1}
				for _, o := range op.Outcomes {
					if o.Outcome == column {
						cell = heatCell{Outcome: column, Count: o.Count, Degree: degree(o.Count), Beyond: o.Beyond}
					}
				}
				row.Cells = append(row.Cells, cell)
			}
			h.Rows = append(h.Rows, row)
		}
		out = append(out, h)
	}
	return out
}

// degree is how warm a count is.
func degree(n int) int {
	switch {
	case n == 0:
		return 0
	case n == 1:
		return 1
	case n < 10:
		return 2
	case n < 100:
		return 3
	}
	return 4
}
