package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// page is what the template shows.
type page struct {
	Report   *verdict.Report
	Policy   string
	Style    template.CSS
	Script   template.JS
	Icon     template.URL
	Exit     string
	Notices  []string
	Rate     string
	Tiles    []cell
	Segments []segment
	Matrix   []matrixRow
	Verdicts []verdict.Verdict
	Causes   []cause
	Levels   []verdict.Level
	Groups   []*group
	Heat     []heat

	Lacking                    int // scenarios that were skipped for want of an ability
	FirstFailure, FailureCount int // its N; how many there are
	byIdentity                 map[[2]string]int
}

// cell counts the scenarios of one verdict.
type cell struct {
	Verdict verdict.Verdict
	N       int
}

// segment is a part of the bar, in thousandths of its length.
type segment struct {
	Verdict verdict.Verdict
	X, W, N int
}

// matrixRow is an API and what became of its scenarios.
type matrixRow struct {
	API      string
	Cells    []cell
	Total    int
	Segments []segment
}

// cause is a check and the scenarios that it decided.
type cause struct {
	ID, Text, Source string
	Provenance       journal.Provenance
	Verdict          verdict.Verdict
	N                int
	First            *shown
}

// group is one feature.
type group struct {
	API, Feature, Source, File string
	Scenarios                  []*shown
	Cells                      []cell
}

func newPage(r *verdict.Report, say func(string) string) *page {
	p := &page{
		Report: r, Style: template.CSS(reportStyle), Script: template.JS(reportScript), //nolint:gosec // ours, embedded
		Policy: "default-src 'none'; img-src data:; style-src " + digest(reportStyle) + "; script-src " +
			digest(reportScript) + "; base-uri 'none'; form-action 'none'",
		Icon: icon(r), Exit: exitMeaning(r), Verdicts: possible(r),
		Levels: []verdict.Level{verdict.Must, verdict.Should}, Heat: newHeat(r),
	}
	if took := r.DurationMS / 1000; took > 0 && len(r.Scenarios) > 0 {
		p.Rate = fmt.Sprintf("%.0f a second", float64(len(r.Scenarios))/took)
	}
	if r.Stopped {
		p.Notices = append(p.Notices, "Interrupted: what is cancelled was not judged, and is not a failure.")
	}
	if r.FailedFast != "" {
		p.Notices = append(p.Notices, "Ended by --fail-fast after "+r.FailedFast+": what is cancelled was not judged.")
	}
	if r.Strict {
		p.Notices = append(p.Notices, "Strict: warned and skipped count as failed.")
	}
	for _, note := range r.Notes {
		p.Notices = append(p.Notices, "Note: "+note)
	}
	for _, w := range r.Warnings {
		p.Notices = append(p.Notices, "Warning: "+w)
	}
	p.Tiles = tally(p.Verdicts, r.Scenarios)
	p.Segments = segments(p.Tiles, len(r.Scenarios))
	p.matrix()
	p.groups(say)
	return p
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// icon is the page's icon: a dot in the colour of the verdict.
func icon(r *verdict.Report) template.URL {
	colour := "1f8a47"
	switch {
	case r.ExitCode == verdict.ExitNothing:
		colour = "7a8594"
	case r.ExitCode != verdict.ExitGood:
		colour = "d1303f"
	}
	return template.URL("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 " +
		"16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23" + colour + "'/%3E%3C/svg%3E") //nolint:gosec // ours
}

// exitMeaning says what the exit code of the run means.
func exitMeaning(r *verdict.Report) string {
	switch r.ExitCode {
	case verdict.ExitGood:
		return "judged and found good"
	case verdict.ExitBad:
		var parts []string
		for _, v := range []verdict.Verdict{verdict.Failed, verdict.Inconclusive, verdict.NotExercised} {
			n := 0
			for _, s := range r.Scenarios {
				if s.Verdict == v && !s.KnownFailing && !s.Unused() {
					n++
				}
			}
			switch {
			case n == 0:
			case v == verdict.Failed && r.Traffic != nil:
				parts = append(parts, count(n, "outcome")+" failed")
			case v == verdict.Failed:
				parts = append(parts, count(n, "scenario")+" failed")
			case n == 1:
				parts = append(parts, "1 was "+v.String())
			default:
				parts = append(parts, fmt.Sprintf("%d were %s", n, v))
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
		return "strict: some scenarios only warned or were skipped"
	case verdict.ExitInterrupted:
		return "interrupted before all was judged"
	case verdict.ExitCommand:
		return "the command failed, and nothing else did"
	case verdict.ExitNothing:
		if r.Traffic != nil {
			return "no exchange was seen"
		}
		return "nothing was judged: no scenario passed or warned"
	}
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Error {
			return "the run itself went wrong in some scenarios, which say nothing about the client; the others do"
		}
	}
	return "the run itself went wrong; this says nothing about the client"
}

// tally counts by verdict, the verdicts in order.
func tally(verdicts []verdict.Verdict, scenarios []*verdict.Scenario) []cell {
	cells := make([]cell, 0, len(verdicts))
	for _, v := range verdicts {
		c := cell{Verdict: v}
		for _, s := range scenarios {
			if s.Verdict == v {
				c.N++
			}
		}
		cells = append(cells, c)
	}
	return cells
}

// possible are the verdicts that the page counts: cancelled is there only if the run ended early.
func possible(r *verdict.Report) []verdict.Verdict {
	return slices.DeleteFunc(verdict.All(), func(v verdict.Verdict) bool {
		return v == verdict.Cancelled && !r.Stopped && r.FailedFast == ""
	})
}

// barLength is the length of a bar in its own units.
const barLength = 1000

// segments cuts a bar; whatever there is of can be seen.
func segments(cells []cell, total int) []segment {
	var out []segment
	sum := 0
	for _, c := range cells {
		if c.N > 0 {
			w := max(c.N*barLength/max(total, 1), 6)
			out = append(out, segment{Verdict: c.Verdict, W: w, N: c.N})
			sum += w
		}
	}
	x := 0
	for i := range out {
		out[i].W = out[i].W * barLength / sum
		if i == len(out)-1 {
			out[i].W = barLength - x
		}
		out[i].X = x
		x += out[i].W
	}
	return out
}

func (p *page) matrix() {
	apis := map[string][]*verdict.Scenario{}
	var names []string
	for _, s := range p.Report.Scenarios {
		if _, ok := apis[s.API]; !ok {
			names = append(names, s.API)
		}
		apis[s.API] = append(apis[s.API], s)
	}
	slices.Sort(names)
	for _, name := range names {
		cells := tally(p.Verdicts, apis[name])
		n := len(apis[name])
		p.Matrix = append(p.Matrix, matrixRow{API: name, Cells: cells, Total: n, Segments: segments(cells, n)})
	}
}

// groups makes the list, and the causes that decided it.
func (p *page) groups(say func(string) string) {
	open := 0
	p.byIdentity = map[[2]string]int{}
	for _, s := range p.Report.Scenarios {
		if !s.Good(p.Report.Strict) {
			open++
		}
	}
	causes := map[string]*cause{}
	var last *group
	for i, s := range p.Report.Scenarios {
		file, _ := s.Place()
		if last == nil || last.File != file || last.Feature != s.Feature {
			last = &group{API: s.API, Feature: s.Feature, Source: s.Source, File: file}
			p.Groups = append(p.Groups, last)
		}
		one := newShown(i+1, s, open <= unfolded && !s.Good(p.Report.Strict), say)
		last.Scenarios = append(last.Scenarios, one)
		p.byIdentity[s.Identity()] = one.N
		if len(s.Lacks) > 0 {
			p.Lacking++
		}
		if s.Verdict == verdict.Passed || s.Unused() || s.Cause == "" ||
			len(s.Lacks) > 0 && s.Verdict == verdict.Skipped {
			continue // what the client lacks has a table of its own, ability by ability
		}
		decided := s.Verdict.String() + " " + s.Cause // a check may fail some scenarios and warn of others
		c := causes[decided]
		if c == nil {
			c = &cause{ID: s.Cause, Verdict: s.Verdict, First: one}
			causes[decided] = c
			p.Causes = append(p.Causes, *c)
		}
		c.N++
		if e := s.Evidence(); len(e) > 0 && c.Text == "" && !strings.HasPrefix(s.Cause, "unasked.") {
			c.Text, c.Source, c.Provenance = e[0].Text, e[0].Source, e[0].Provenance
		}
	}
	for i := range p.Causes {
		p.Causes[i] = *causes[p.Causes[i].Verdict.String()+" "+p.Causes[i].ID]
	}
	slices.SortStableFunc(p.Causes, func(a, b cause) int {
		if a.Verdict != b.Verdict {
			return int(b.Verdict - a.Verdict)
		}
		return b.N - a.N
	})
	p.order()
	for _, g := range p.Groups {
		var scenarios []*verdict.Scenario
		for _, s := range g.Scenarios {
			scenarios = append(scenarios, s.Scenario)
		}
		g.Cells = tally(p.Verdicts, scenarios)
	}
}

// order puts failures first, then warnings, and leads from one failure to the next.
func (p *page) order() {
	rank := func(s *shown) int {
		switch {
		case !s.Good(p.Report.Strict):
			return 0
		case s.Verdict == verdict.Warned:
			return 1
		case s.Unused(), s.Verdict == verdict.Skipped || s.Verdict == verdict.Cancelled:
			return 3
		}
		return 2
	}
	for _, g := range p.Groups {
		slices.SortStableFunc(g.Scenarios, func(a, b *shown) int { return rank(a) - rank(b) })
	}
	slices.SortStableFunc(p.Groups, func(a, b *group) int { return rank(a.Scenarios[0]) - rank(b.Scenarios[0]) })
	var failures []*shown
	for _, g := range p.Groups {
		for _, s := range g.Scenarios {
			if rank(s) == 0 {
				failures = append(failures, s)
			}
		}
	}
	for i, s := range failures {
		s.Nth, s.Of = i+1, len(failures)
		if i > 0 {
			s.Prev, failures[i-1].Next = failures[i-1].N, s.N
		}
	}
	if p.FailureCount = len(failures); p.FailureCount > 0 {
		p.FirstFailure = failures[0].N
	}
}
