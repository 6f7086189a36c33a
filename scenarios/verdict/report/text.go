package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/diagram"
	"sparring/scenarios/verdict/source"
)

// Progress follows a run. Its methods are never called at the same time.
type Progress interface {
	Started(r *verdict.Report, total int)
	Done(s *verdict.Scenario)
	Finished(r *verdict.Report)
}

// NewProgress returns a short display of a run: a bar on a terminal, elsewhere a line for each scenario.
func NewProgress(out io.Writer, terminal bool) Progress {
	return &progress{out: out, terminal: terminal}
}

// NewPretty returns a display of every step of every scenario.
func NewPretty(out io.Writer, terminal bool) Progress {
	return &progress{out: out, terminal: terminal, pretty: true}
}

type progress struct {
	out              io.Writer
	terminal, pretty bool

	mu     sync.Mutex
	total  int
	done   int
	counts map[verdict.Verdict]int
}

// Started writes the first line: who is judged by what.
func (p *progress) Started(r *verdict.Report, total int) {
	p.total, p.counts = total, map[verdict.Verdict]int{}
	fmt.Fprintf(p.out, "judged: %s · %s · server: %s · seed %d · %d at a time\n", r.Judged, count(total, "scenario"),
		r.Server, r.Seed, r.Jobs)
}

// Done shows one scenario.
func (p *progress) Done(s *verdict.Scenario) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.counts[s.Verdict]++
	switch {
	case p.pretty:
		p.scenario(s)
	case p.terminal:
		p.bar()
	default:
		fmt.Fprintf(p.out, "%s %s\n", p.position(), line(s))
	}
}

func (p *progress) position() string {
	width := len(fmt.Sprint(p.total))
	return fmt.Sprintf("[%*d/%d]", width, p.done, p.total)
}

func line(s *verdict.Scenario) string {
	return fmt.Sprintf("%-13s %s  %s (%s)", s.Shown(), s.Address, s.Name, diagram.Took(s.DurationMS))
}

const barWidth = 30

func (p *progress) bar() {
	full := barWidth * p.done / max(p.total, 1)
	fmt.Fprintf(p.out, "\r%s%s %d/%d", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), p.done, p.total)
	for _, v := range verdict.All() {
		if n := p.counts[v]; n > 0 && v != verdict.Passed {
			fmt.Fprintf(p.out, " · %d %s", n, v)
		}
	}
	if p.done == p.total {
		fmt.Fprintln(p.out)
	}
}

// scenario writes all steps.
func (p *progress) scenario(s *verdict.Scenario) {
	fmt.Fprintf(p.out, "%s %s\n", p.position(), line(s))
	for _, step := range s.Steps {
		fmt.Fprintf(p.out, "    %s %s %s\n", tick(step.Status), step.Keyword, step.Text)
		if step.Said != "" {
			fmt.Fprintf(p.out, "        client: %s\n", clean(step.Said))
		}
	}
	evidence(p.out, s, "    ")
}

func tick(status string) string {
	switch status {
	case verdict.StepPassed:
		return "✓"
	case verdict.StepFailed:
		return "✗"
	case verdict.StepNotExercised:
		return "○"
	}
	return "-"
}

const firstFailures = 10

// Finished writes the summary and the first failures.
func (p *progress) Finished(r *verdict.Report) {
	if p.terminal && !p.pretty && p.done < p.total {
		fmt.Fprintln(p.out)
	}
	fmt.Fprintln(p.out)
	failures := r.Failures()
	for _, s := range failures[:min(firstFailures, len(failures))] {
		fmt.Fprintf(p.out, "%s: %s  %s\n", strings.ToUpper(s.Shown()), s.Address, clean(s.Name))
		evidence(p.out, s, "    ")
		fmt.Fprintf(p.out, "    again: %s\n\n", s.Reproduce)
	}
	if more := len(failures) - firstFailures; more > 0 {
		fmt.Fprintf(p.out, "… and %d more; all are in the reports (--html, --json, --junit)\n\n", more)
	}
	WriteCauses(p.out, r.Causes, r.Unexplained)
	writeReadings(p.out, r)
	writeUnjudged(p.out, r)
	writeNotes(p.out, r)
	if r.Compared != nil {
		writeComparison(p.out, r.Compared)
	}
	writeWarnings(p.out, r)
	if r.Stopped {
		fmt.Fprintln(p.out, "interrupted: what is cancelled was not judged")
	}
	if r.FailedFast != "" {
		fmt.Fprintf(p.out, "ended by --fail-fast after %s: what is cancelled was not judged\n", r.FailedFast)
	}
	took := time.Duration(r.DurationMS * float64(time.Millisecond))
	rate := float64(r.Counts.Total) / max(took.Seconds(), 0.001)
	fmt.Fprintf(p.out, "%s in %s (%.0f a second; summed up: worlds %s, client %s, control %s, waiting %s)\n",
		count(r.Counts.Total, "scenario"),
		took.Round(time.Millisecond), rate, diagram.Took(r.Spent.Worlds), diagram.Took(r.Spent.Client),
		diagram.Took(r.Spent.Control), diagram.Took(r.Spent.Waiting))
	fmt.Fprintf(p.out, "judged: %s · %s · exit %d\n", r.Judged, r.Counts, r.ExitCode)
}

// evidence writes what a scenario was found to lack.
func evidence(out io.Writer, s *verdict.Scenario, indent string) {
	if s.Verdict == verdict.Passed {
		return
	}
	for _, c := range s.Evidence() {
		fmt.Fprintf(out, "%s%s: %s\n", indent, c.ID, strings.ReplaceAll(clean(c.Headline()), "\n", "\n"+indent+"  "))
		if c.Text != "" && c.Text != c.Message && !c.IsRule() {
			fmt.Fprintf(out, "%s  rule: %s\n", indent, clean(c.Text))
		}
		if c.Source != "" {
			fmt.Fprintf(out, "%s  source: %s (%s)\n", indent, c.Source, c.Provenance)
		}
		if where := source.Located(c.Source); where != "" {
			fmt.Fprintf(out, "%s    see %s\n", indent, where)
		}
		if c.Tolerance != "" {
			fmt.Fprintf(out, "%s  tolerance: %s\n", indent, c.Tolerance)
		}
		if len(c.Entries) > 0 {
			fmt.Fprintf(out, "%s  journal entries: %s\n", indent, strings.Trim(fmt.Sprint(c.Entries), "[]"))
		}
	}
	if len(s.Evidence()) == 0 && s.Reason != "" {
		fmt.Fprintf(out, "%s%s\n", indent, s.Reason)
	}
	if s.Cites != "" {
		fmt.Fprintf(out, "%s%s\n", indent, strings.ReplaceAll(clean(s.Cites), "\n", "\n"+indent+"  "))
	}
	for _, line := range reasons(s) {
		fmt.Fprintf(out, "%swhy: %s\n", indent, clean(line))
	}
	if s.Verdict >= verdict.Failed && s.Log != "" {
		lines := strings.Split(strings.TrimSpace(clean(s.Log)), "\n")
		if len(lines) > 5 {
			lines = append([]string{"…"}, lines[len(lines)-5:]...)
		}
		fmt.Fprintf(out, "%sstderr: %s\n", indent, strings.Join(lines, "\n"+indent+"        "))
	}
}

// clean leaves out what would drive the reader's terminal: clients may say anything.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return -1
		}
		return r
	}, text)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
