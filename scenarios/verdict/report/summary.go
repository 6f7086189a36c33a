package report

import (
	"fmt"
	"io"

	"sparring/scenarios/verdict"
)

// writeReadings says what became of the scenarios under each reading.
func writeReadings(out io.Writer, r *verdict.Report) {
	if len(r.Readings) == 0 {
		return
	}
	width := 0
	for _, reading := range r.Readings {
		width = max(width, len(reading.Name()))
	}
	fmt.Fprintln(out, "by reading of the vendors' texts:")
	for _, reading := range r.Readings {
		fmt.Fprintf(out, "    %-*s  %s", width, reading.Name(), reading.Counts)
		if reading.Contradicted > 0 {
			fmt.Fprintf(out, " (%d of the skipped contradict the reading)", reading.Contradicted)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out)
}

// writeNotes lists what is to be known about the server and the readings.
func writeNotes(out io.Writer, r *verdict.Report) {
	for _, note := range r.Notes {
		fmt.Fprintf(out, "note: %s\n", clean(note))
	}
	if len(r.Notes) > 0 {
		fmt.Fprintln(out)
	}
}

// writeUnjudged names what was not judged and why, ability by ability.
func writeUnjudged(out io.Writer, r *verdict.Report) {
	for _, l := range r.LeftOut {
		fmt.Fprintf(out, "not judged: the client left out %s, which is optional, in %s\n", clean(l.Value),
			count(l.Scenarios, "scenario"))
	}
	if len(r.LeftOut) > 0 {
		fmt.Fprintln(out)
	}
	if len(r.NotJudged) == 0 {
		return
	}
	n, width := 0, 0
	for _, s := range r.Scenarios {
		if len(s.Lacks) > 0 {
			n++
		}
	}
	for _, u := range r.NotJudged {
		width = max(width, len(u.Ability))
	}
	fmt.Fprintf(out, "not judged: %d of %s, for want of an ability:\n", n, count(len(r.Scenarios), "scenario"))
	for _, u := range r.NotJudged {
		fmt.Fprintf(out, "    %-*s  %s, %s\n", width, clean(u.Ability), count(u.Scenarios, "scenario"), clean(u.Why))
	}
	fmt.Fprintln(out)
}

// writeWarnings lists what is odd about the run or the client and judges no scenario.
func writeWarnings(out io.Writer, r *verdict.Report) {
	for _, w := range r.Warnings {
		fmt.Fprintf(out, "warning: %s\n", clean(w))
	}
	if len(r.Warnings) > 0 {
		fmt.Fprintln(out)
	}
}

// mostChanges bounds how many changes of a kind the text lists.
const mostChanges = 20

// writeComparison says in text what has changed.
func writeComparison(out io.Writer, c *verdict.Comparison) {
	fmt.Fprintf(out, "compared with %s of %s: %d worse, %d better, %d new, %d the same, %d not in this run\n",
		clean(c.Baseline), c.Started.UTC().Format("2006-01-02 15:04"), len(c.Worse), len(c.Better), len(c.New), c.Same,
		len(c.Gone))
	for _, kind := range []struct {
		name string
		list []verdict.Change
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
