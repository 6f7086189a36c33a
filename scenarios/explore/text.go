package explore

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"sparring/scenarios/verdict/report"
)

// WriteSpace lists a space: what there is, and what is not walked and why.
func (r *Result) WriteSpace(out io.Writer) {
	fmt.Fprintf(out, "space: %d cells, %d after pruning\n", r.Space.Whole, r.Space.Chosen)
	for _, p := range r.Pruned {
		fmt.Fprintf(out, "  %5d pruned: %s\n", p.Cells, p.Reason)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "in the order of the walk:")
	for _, t := range r.Tiers {
		if t.Cells > 0 {
			fmt.Fprintf(w, "  %5d\t%s\n", t.Cells, t.Name)
		}
	}
	_ = w.Flush() // out is the caller's
}

// WriteCells lists the cells of a space, one a line.
func (r *Result) WriteCells(out io.Writer) {
	for _, key := range r.planned {
		fmt.Fprintln(out, key)
	}
}

// WriteText writes what was found for people.
func (r *Result) WriteText(out io.Writer) {
	for i, f := range r.Failures {
		r.writeFailure(out, fmt.Sprintf("%d.", i+1), f)
	}
	if len(r.Warnings) > 0 {
		fmt.Fprintf(out, "\nwarnings: the vendor's text leaves these open\n")
		for _, f := range r.Warnings {
			fmt.Fprintf(out, "  %s (%s)\n    %s\n", f.ID, count(f.Cells, "cell"), f.Text)
		}
	}
	fmt.Fprintln(out)
	report.WriteCauses(out, r.Causes, r.Unexplained)
	r.writeMatrix(out)
	r.writeUnjudged(out)
	r.writeCompared(out)
	for _, id := range r.Stale {
		fmt.Fprintf(out, "\nknown to fail, but not found in this walk: %s\n", id)
	}
	r.writeLeft(out)
	s := r.Space
	fmt.Fprintf(out, "\nwalked %d of %d cells in %.1fs (%.0f a second): %d passed, %d warned, %d failed",
		s.Walked, s.Chosen, r.DurationMS/1000, r.Rate(), s.Passed, s.Warned, s.Failed)
	for _, more := range []struct {
		n    int
		what string
	}{{s.Unmet, "whose fault met no request"}, {s.Skipped, "skipped"}, {s.Doubtful, "not judged"}} {
		if more.n > 0 {
			fmt.Fprintf(out, ", %d %s", more.n, more.what)
		}
	}
	fmt.Fprintf(out, "\nexplored: %s · seed %d · %s · exit %d\n", r.Judged, r.Seed,
		count(len(r.Failures), "failure"), r.ExitCode)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *Result) writeFailure(out io.Writer, number string, f *Failure) {
	mark := ""
	switch {
	case f.Known:
		mark = " (known to fail)"
	case f.Doubtful:
		mark = " (not held against the client: " + f.Why + ")"
	case f.Unsteady:
		mark = " (not in every run)"
	}
	fmt.Fprintf(out, "\n%s %s: %s%s\n   %s\n", number, f.Verdict, f.ID, mark, f.Text)
	if f.Source != "" {
		fmt.Fprintf(out, "   source: %s\n", f.Source)
	}
	fmt.Fprintf(out, "   shown by %s; the smallest: %s\n", count(f.Cells, "cell"), f.Smallest)
	if f.Reproduce != "" {
		fmt.Fprintf(out, "   %s\n", f.Reproduce)
		return
	}
	for _, line := range strings.Split(strings.TrimSpace(f.Feature), "\n") {
		fmt.Fprintf(out, "     %s\n", line)
	}
}

// noFault is the column of cells in which no fault meets an operation.
const noFault = "no fault"

// square is where a cell is in the matrix: by operation and kind of fault, or by its flow.
func (c *Walked) square() (row, column string) {
	if c.Operation == "" {
		return c.Flow, noFault
	}
	kind, _, _ := strings.Cut(c.Fault, " ")
	return c.Operation, kind
}

// kindsOf lists the kinds of fault that were walked, in their order.
func (r *Result) kindsOf() []string {
	var out []string
	for _, c := range r.Cells {
		if _, kind := c.square(); kind != noFault && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	if len(r.rows()) > len(r.Operations) {
		out = append(out, noFault)
	}
	return out
}

// rows are those of the matrix: operations, and flows that have not passed although no fault met them.
func (r *Result) rows() []string {
	out := slices.Clone(r.Operations)
	for _, c := range r.Cells {
		row, _ := c.square()
		if c.Operation == "" && slices.Index(ranked, c.Outcome) <= slices.Index(ranked, "skipped") {
			continue
		}
		if !slices.Contains(out, row) {
			out = append(out, row)
		}
	}
	return out
}

// ranked are the outcomes, the worst last.
var ranked = []string{"not met", "passed", "skipped", "warned", "not exercised", "inconclusive", "failed", "error"}

// worst returns the worst outcome of the cells of an operation and a kind.
func (r *Result) worst(operation, kind string) string {
	worst := ""
	for _, c := range r.Cells {
		row, k := c.square()
		if row == operation && k == kind && slices.Index(ranked, c.Outcome) >= slices.Index(ranked, worst) {
			worst = c.Outcome
		}
	}
	return worst
}

// signs are the outcomes in the matrix.
var signs = map[string]string{"": " ", "not met": "·", "passed": "+", "skipped": "s", "warned": "w",
	"not exercised": "?", "inconclusive": "?", "failed": "F", "error": "E"}

func (r *Result) writeMatrix(out io.Writer) {
	kinds := slices.DeleteFunc(r.kindsOf(), func(kind string) bool { return kind == noFault })
	if len(kinds) == 0 {
		return
	}
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintf(w, "\t%s\n", strings.Join(kinds, "\t"))
	rows := r.rows()
	for _, operation := range rows[:len(r.Operations)] {
		fmt.Fprintf(w, "%s", operation)
		for _, kind := range kinds {
			fmt.Fprintf(w, "\t%s", signs[r.worst(operation, kind)])
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush() // out is the caller's
	for _, flow := range rows[len(r.Operations):] {
		fmt.Fprintf(out, "%s %s: %s\n", signs[r.worst(flow, noFault)], noFault, flow)
	}
	fmt.Fprintln(out,
		"+ passed, w warned, F failed, E error, ? not judged, · the fault met no request, blank not walked")
}

// mostUnjudged is how many cells that were not judged are named.
const mostUnjudged = 10

// writeUnjudged says which cells were not judged, and why.
func (r *Result) writeUnjudged(out io.Writer) {
	named := 0
	for _, c := range r.Cells {
		if c.Reason == "" {
			continue
		}
		if named++; named <= mostUnjudged {
			fmt.Fprintf(out, "not judged: %s: %s\n", strings.ReplaceAll(c.Cell, "\n", ", "), c.Reason)
		}
	}
	if named > mostUnjudged {
		fmt.Fprintf(out, "not judged: %s more\n", count(named-mostUnjudged, "cell"))
	}
}

func (r *Result) writeCompared(out io.Writer) {
	c := r.Compared
	if c == nil {
		return
	}
	fmt.Fprintf(out, "\ncompared with %s: %d new, %d mended, %d the same, %d not walked\n", c.With, len(c.New),
		len(c.Mended), len(c.Same), len(c.Unseen))
	for _, list := range []struct {
		what string
		ids  []string
	}{{"new", c.New}, {"mended", c.Mended}, {"not walked", c.Unseen}} {
		for _, id := range list.ids {
			fmt.Fprintf(out, "  %s: %s\n", list.what, id)
		}
	}
}

// writeLeft says what the budget left out.
func (r *Result) writeLeft(out io.Writer) {
	if r.Space.Left == 0 {
		return
	}
	fmt.Fprintf(out, "\nnot walked: %d cells\n", r.Space.Left)
	for _, t := range r.Tiers {
		if left := t.Cells - t.Walked; left > 0 {
			fmt.Fprintf(out, "  %5d %s\n", left, t.Name)
		}
	}
	if r.Untried > 0 {
		fmt.Fprintf(out, "        and all faults in %s that the budget has left out: what they send is not known\n",
			count(r.Untried, "flow"))
	}
}
