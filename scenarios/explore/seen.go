package explore

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// seen is a cell that was walked.
type seen struct {
	cell     *Cell
	scenario *verdict.Scenario
	script   *script // the steps that were run
	met      bool    // all faults met a request
	changed  bool    // the client went another way than undisturbed
	after    []exchange
	whole    bool // every flow fails as this one does
}

// refusing are the kinds of fault after which a client renews what it holds.
var refusing = []string{"error", "expire"}

// onlyAlways takes back what rules say that do not always hold: but for the rule that the cell demands, and those on
// renewals after a refusal.
func (w *walk) onlyAlways(c *Cell, out *verdict.Scenario) {
	refused := len(c.Hits) > 0 && !slices.ContainsFunc(c.Hits, func(h Hit) bool {
		return !slices.Contains(refusing, h.Fault.Kind)
	})
	refused = refused && !w.severalOf(c) || (c.Again || c.At > 0) && c.Between != ""
	out.Checks = slices.DeleteFunc(out.Checks, func(k *verdict.Check) bool {
		return slices.Contains(w.Asked, k.ID) && k.ID != c.Rule && !(refused && slices.Contains(w.Renews, k.ID))
	})
	out.Verdict, out.Cause, out.Reason = verdict.Passed, "", ""
	out.Judge()
}

// severalOf reports whether the flow makes the request of a cell's fault more than once by itself: which of them
// repeats a refused one, nobody can tell.
func (w *walk) severalOf(c *Cell) bool {
	f, n := w.flowOf(c), 0
	if f == nil {
		return false
	}
	for _, x := range f.exchanges {
		if x.operation == c.Hits[0].Operation {
			n++
		}
	}
	return n > 1
}

// fired counts the fault rules that met a request.
func fired(s *verdict.Scenario) int {
	rules := map[string]bool{}
	for _, e := range s.Entries {
		for _, f := range e.Faults {
			rules[f.Rule] = true
		}
	}
	return len(rules)
}

// bounds returns where in the journal the flow's own steps begin and end.
func bounds(s *script, out *verdict.Scenario) (from, to int64) {
	begun := false // the journal may be empty before the first step
	for i, st := range out.Steps {
		if i >= len(s.steps) {
			break
		}
		if s.steps[i].acts && !begun {
			begun, from = true, st.Seq
		}
		if s.steps[i].closing && to == 0 {
			to = st.Seq
		}
	}
	return from, to
}

// performed is the script without the steps to which the client did not come.
func (s *script) performed(out *verdict.Scenario, lines []int) *script {
	p := s.with(nil)
	for i, st := range s.steps {
		if st.optional != suite.Always && i < len(out.Steps) && out.Steps[i].Status == verdict.StepSkipped {
			continue
		}
		p.steps = append(p.steps, st)
	}
	return p
}

// file names a cell's feature: the same in every run.
func file(c *Cell) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.Key())) // never fails
	return fmt.Sprintf("%s/explored-%016x.feature", c.API, h.Sum64())
}

// head is how a feature of cells begins.
func head(api string) []string {
	return []string{
		"Feature: a client of " + api + " under a fault",
		"  Source: found by sparring explore, judged by the rules that always hold.",
	}
}

// unanswered is the check of a client that asks its user more often than the flow answers: that is the flow's end.
const unanswered = "client.unanswered"

// impossible is the check of an event that cannot happen: the client holds nothing that could end.
const impossible = "world.event"

// fails reports whether a cell is held against the client.
func (s *seen) fails() bool {
	return s.met && s.scenario.Cause != unanswered && s.scenario.Cause != impossible &&
		(s.scenario.Verdict == verdict.Failed || s.scenario.Verdict == verdict.Error ||
			s.scenario.Verdict == verdict.Inconclusive)
}

// distinct names the failure that a cell shows: cells with the same name show the same failure.
func (s *seen) distinct() string {
	operation := ""
	if s.whole {
		return s.scenario.Cause + " × every ability"
	}
	if len(s.cell.Hits) > 0 {
		operation = s.cell.Hits[0].Operation
	}
	return strings.Join([]string{s.scenario.Cause, cmp.Or(operation, s.cell.Flow), s.cell.kind()}, " × ")
}
