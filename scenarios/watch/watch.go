// Package watch gives verdicts from traffic alone: from what a journal shows of clients that nobody asked for anything.
// Judge makes the report of worlds that were used: the rules that traffic can answer, the contract of each operation
// that was called, the requests that fit none, and what of the APIs was met (coverage). It starts nothing and reads
// nothing; what collects the entries is elsewhere.
//
// A caller may do what looks like a mistake of its client: two equal requests are one call that repeats itself, or two
// calls. What such a guess decides warns and never fails (rule.Finding.Doubtful).
package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/problem"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// World is the traffic of one world, in order of seq.
type World struct {
	ID        string
	Entries   []journal.Entry
	Forgotten bool // the journal has dropped entries before they were read
}

// Options say what is judged, and how.
type Options struct {
	APIs         suite.APIs   // what the suite knows
	Catalogue    []client.API // operations and their codes
	Only         []string     // APIs that are judged; empty: those that were called
	Require      []string     // ids of rules and operations that must be exercised
	KnownFailing []string     // ids of what is known to fail
	MinCoverage  float64      // in percent; 0 demands nothing
	Strict       bool
	Planned      []Planned // faults that were to be met
	Again        string    // the command line that judges again
	// Captured is set for traffic of a real server: what its responses lack of the document is the service's drift and
	// no defect of ours.
	Captured bool
}

// Planned is a fault that was put before the traffic, and how often it fired in all worlds together.
type Planned struct {
	Fault string
	Hits  int
}

// Fault outcomes are named so in reports.
const faultClass = "faults"

// Outcomes names what can be required or known to fail: rules that traffic can answer, operations, and the outcome
// that every request fits one.
func (o *Options) Outcomes() []string {
	var out []string
	for _, api := range o.Catalogue {
		for _, r := range o.rules(api.Name) {
			out = append(out, r.ID)
		}
		for _, op := range api.Operations {
			if !op.Page {
				out = append(out, api.Name+"."+op.ID)
			}
		}
		out = append(out, api.Name+unmatched)
	}
	return append(out, strayID)
}

// Check refuses names that mean nothing. The error says what was meant.
func (o *Options) Check() error {
	var apis []string
	for _, a := range o.Catalogue {
		apis = append(apis, a.Name)
	}
	for _, name := range o.Only {
		if !slices.Contains(apis, name) {
			return unknown("--api", "API", name, apis)
		}
	}
	if o.MinCoverage < 0 || o.MinCoverage > 100 {
		return fmt.Errorf("--min-coverage %v: expected a percentage from 0 to 100", o.MinCoverage)
	}
	known := o.Outcomes()
	for _, flag := range []struct {
		name string
		ids  []string
	}{{"--require", o.Require}, {"--known-failing", o.KnownFailing}} {
		for _, id := range flag.ids {
			if slices.Contains(known, id) {
				continue
			}
			if r, ok := o.APIs.Rule(id); ok && r.Traffic == nil {
				return fmt.Errorf(
					"%s %s: traffic alone cannot answer this rule, since it must be known what the client "+
						"was asked for: sparring verify judges it",
					flag.name,
					id,
				)
			}
			return unknown(flag.name, "rule or operation", id, known)
		}
	}
	return nil
}

func unknown(flag, what, name string, known []string) error {
	hint := "known: " + strings.Join(known, ", ")
	if meant, ok := problem.Meant(name, known); ok {
		hint = fmt.Sprintf("did you mean %q?", meant)
	}
	return fmt.Errorf("%s: there is no %s %q; %s", flag, what, name, hint)
}

// rules are those of an API that traffic can answer.
func (o *Options) rules(api string) []rule.Rule {
	var out []rule.Rule
	for _, a := range o.APIs {
		if a.Name != api {
			continue
		}
		for _, r := range a.Rules {
			if r.Traffic != nil {
				out = append(out, r)
			}
		}
	}
	return append(out, noLoop(api))
}

// Judge fills the outcomes of a report whose other fields the caller has set, and finishes it.
func Judge(o Options, report *verdict.Report, worlds []World) {
	t := report.Traffic
	if t == nil {
		t = &verdict.Traffic{}
		report.Traffic = t
	}
	called := map[string]bool{}
	t.Exchanges, t.Worlds = 0, 0
	for _, w := range worlds {
		n := 0
		for i := range w.Entries {
			if e := &w.Entries[i]; e.Kind == journal.Exchange {
				n++
				called[e.API] = true
			}
		}
		if n > 0 && w.ID != "" {
			t.Worlds++
		}
		t.Exchanges += n
	}
	for _, api := range o.Catalogue {
		if !o.wanted(api.Name, called) {
			continue
		}
		for _, a := range o.APIs {
			for _, r := range a.Rules {
				if a.Name == api.Name && r.Traffic == nil {
					t.Unanswered = append(t.Unanswered, r.ID)
				}
			}
		}
		t.Coverage = append(t.Coverage, coverage(api, worlds))
		report.Scenarios = append(report.Scenarios, o.ofRules(api, worlds)...)
		report.Scenarios = append(report.Scenarios, o.ofContract(api, worlds)...)
	}
	report.Scenarios = append(report.Scenarios, o.astray(worlds)...)
	report.Scenarios = append(report.Scenarios, o.gates(t, worlds)...)
	for _, s := range report.Scenarios {
		o.settle(s, report)
	}
	report.Finish(o.Strict)
	o.explain(report)
}

// wanted reports whether an API is judged.
func (o *Options) wanted(api string, called map[string]bool) bool {
	if len(o.Only) > 0 {
		return slices.Contains(o.Only, api)
	}
	return called[api] || slices.ContainsFunc(slices.Concat(o.Require, o.KnownFailing), func(id string) bool {
		return strings.HasPrefix(id, api+".")
	})
}

// settle gives a scenario its verdict.
func (o *Options) settle(s *verdict.Scenario, report *verdict.Report) {
	s.Started, s.Seed, s.Reproduce = report.Started, report.Seed, o.Again
	s.Title, s.Optional = cmp.Or(s.Title, s.Name), !slices.Contains(o.Require, s.Address)
	s.Judge()
	if slices.Contains(o.KnownFailing, s.Address) {
		switch {
		case s.Verdict == verdict.Passed:
			s.Checks = append(s.Checks, &verdict.Check{
				ID: "run.known-failing", Level: verdict.Must, Outcome: verdict.Broken,
				Message: "listed as known to fail, but it passes: take it off the list",
			})
			s.Judge()
		case s.Verdict.Fails(o.Strict):
			s.KnownFailing = s.Verdict != verdict.Error
		}
	}
}

// gates are the outcomes of what was demanded of the run itself.
func (o *Options) gates(t *verdict.Traffic, worlds []World) []*verdict.Scenario {
	var out []*verdict.Scenario
	add := func(id, class, name string, c *verdict.Check) {
		out = append(out, &verdict.Scenario{Address: id, Class: class, Feature: "The run", Name: name,
			Level: verdict.Must, Checks: []*verdict.Check{c}})
	}
	if o.MinCoverage > 0 {
		c := &verdict.Check{ID: "run.coverage", Level: verdict.Must, Outcome: verdict.Kept}
		if share := t.Share(); share < o.MinCoverage {
			c.Outcome = verdict.Broken
			c.Message = fmt.Sprintf(
				"expected at least %g%% of the outcomes to be met, %.1f%% were",
				o.MinCoverage,
				share,
			)
		}
		add("run.coverage", "run", "Enough of the outcomes is met", c)
	}
	for _, p := range o.Planned {
		c := &verdict.Check{ID: "run.fault", Level: verdict.Should, Outcome: verdict.Kept}
		if p.Hits == 0 {
			c.Outcome, c.Message = verdict.Broken, "the fault never met a request: "+p.Fault
		}
		add("fault "+p.Fault, faultClass, "The fault is met: "+p.Fault, c)
	}
	for _, w := range worlds {
		if w.Forgotten {
			v := verdict.Inconclusive
			add("run.forgotten", "run", "The journals are whole", &verdict.Check{
				ID: "run.forgotten", Level: verdict.Must, Outcome: verdict.Broken, Verdict: &v,
				Message: fmt.Sprintf("the journal of world %q has forgotten entries before they were judged", w.ID),
			})
			break
		}
	}
	return out
}
