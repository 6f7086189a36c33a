package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// smallest finds, for each distinct failure, the smallest scenario that shows it.
func (w *walk) smallest() {
	groups := map[string][]*seen{}
	var order []string
	for _, s := range w.result.seen {
		if !s.fails() && (s.scenario.Verdict != verdict.Warned || !s.met) {
			continue
		}
		id := s.distinct()
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], s)
	}
	w.report("smallest", len(order))
	failures := make([]*Failure, len(order))
	var running sync.WaitGroup
	gate := make(chan struct{}, max(1, w.Jobs))
	for i, id := range order {
		gate <- struct{}{}
		running.Go(func() {
			defer func() { <-gate }()
			failures[i] = w.reduce(id, groups[id])
			w.step()
		})
	}
	running.Wait()
	w.result.Failures, w.result.Warnings = []*Failure{}, []*Failure{}
	for _, f := range failures {
		if f.Verdict == verdict.Warned {
			w.result.Warnings = append(w.result.Warnings, f)
		} else {
			w.result.Failures = append(w.result.Failures, f)
		}
	}
}

// step counts what was done in a phase.
func (w *walk) step() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if w.Progress != nil {
		w.Progress(Progress{Phase: w.result.phase, Done: w.done, Total: w.result.total, Failed: len(w.failed)})
	}
}

// simpler orders cells: fewer faults, once before every, what is walked earlier, fewer steps.
func simpler(a, b *seen) int {
	every := func(s *seen) int {
		n := 0
		for _, h := range s.cell.Hits {
			if h.Moment == Every {
				n++
			}
		}
		return n
	}
	return cmp.Or(
		-cmp.Compare(int(a.scenario.Verdict), int(b.scenario.Verdict)), // an error before a failure before a warning
		cmp.Compare(len(a.cell.Order), len(b.cell.Order)), cmp.Compare(len(a.cell.Hits), len(b.cell.Hits)),
		cmp.Compare(every(a), every(b)), cmp.Compare(a.cell.tier, b.cell.tier),
		cmp.Compare(len(a.script.steps), len(b.script.steps)), cmp.Compare(a.cell.place, b.cell.place),
		strings.Compare(a.cell.Key(), b.cell.Key()),
	)
}

// reduce makes the smallest reproduction of a failure.
func (w *walk) reduce(id string, shown []*seen) *Failure {
	shown = slices.Clone(shown)
	slices.SortFunc(shown, simpler)
	first := shown[0]
	f := &Failure{ID: id, Rule: first.scenario.Cause, Kind: first.cell.kind(), Verdict: first.scenario.Verdict,
		Cells: len(shown), Smallest: first.cell.Key(), first: first}
	if len(first.cell.Hits) > 0 {
		f.Operation = first.cell.Hits[0].Operation
	}
	f.tell(first.scenario)
	f.Known = slices.Contains(w.Known, id)
	script := w.switched(first.cell, w.demanding(pinned(first.script, first.scenario), f.Rule))
	f.Scenario, f.Feature = first.scenario, script.whole(first.cell.API)
	if f.Verdict != verdict.Failed && f.Verdict != verdict.Inconclusive || w.ctx.Err() != nil {
		return f
	}
	failed := w.again(f, first.cell)
	switch {
	case failed == 0:
		f.Doubtful, f.Why = true, fmt.Sprintf("it has not failed again in %d runs with a client of its own", attempts)
		return f
	case w.referenceFails(first.cell, script):
		f.Doubtful, f.Why = true, "the reference client fails it, too"
		return f
	}
	for failed == attempts && !w.over() {
		next, out := w.shorter(first.cell, script, f)
		if next == nil {
			break
		}
		script, f.Scenario = next, out
	}
	f.Feature = script.whole(first.cell.API)
	f.Unsteady = failed < attempts || w.Fresh != nil && !w.over() && w.again(f, first.cell) < attempts
	return f
}

// attempts are how often a reproduction is run before it counts as one that fails each time.
const attempts = 2

// again returns in how many runs, each with a client of its own, a reproduction fails for its reason. The first that
// fails is enough if it takes long.
func (w *walk) again(f *Failure, c *Cell) int {
	if w.Fresh == nil { // each run has a client of its own
		return attempts
	}
	failed := 0
	for range attempts {
		out, err := w.Fresh.Run(file(c), f.Feature, nil)
		if err != nil || out.Cause != f.Rule {
			continue
		}
		if failed++; out.DurationMS > tooSlow {
			return attempts
		}
	}
	return failed
}

// over reports whether the time of the walk is: then nothing is made smaller any more.
func (w *walk) over() bool { return !w.until.IsZero() && time.Now().After(w.until) }

// referenceFails reports whether the reference client fails a script, so that nothing is held against another.
func (w *walk) referenceFails(c *Cell, s *script) bool {
	if w.Reference == nil {
		return false
	}
	out, err := w.Reference.Run(file(c), s.whole(c.API), nil)
	return err == nil && out.Verdict.Fails(false)
}

// switched sets the switches of the walk in a reproduction, which is run in other worlds.
func (w *walk) switched(c *Cell, s *script) *script {
	var steps []line
	for _, setting := range w.Switches {
		name, value, _ := strings.Cut(setting, "=")
		if api, of, _ := strings.Cut(name, "."); api == c.API {
			steps = append(steps, switchStep(api, of, value))
		}
	}
	return s.with(slices.Concat(steps, s.steps))
}

// demanding adds the step that demands a rule which verify does not judge without one.
func (w *walk) demanding(s *script, rule string) *script {
	if !slices.Contains(w.Asked, rule) || slices.ContainsFunc(s.steps, func(l line) bool {
		return strings.Contains(l.text[0], fmt.Sprintf("the rule %q", rule))
	}) {
		return s
	}
	at := slices.IndexFunc(s.steps, func(l line) bool { return l.closing })
	demand := line{text: []string{fmt.Sprintf("Then the rule %q is kept", rule)}, acts: true}
	return s.with(slices.Insert(slices.Clone(s.steps), max(at, 0), demand))
}

// tell takes what was expected and what came from the check that decided.
func (f *Failure) tell(s *verdict.Scenario) {
	f.Text = s.Reason
	for _, c := range s.Checks {
		if c.ID == f.Rule && c.Source != "" {
			f.Source = c.Source
		}
	}
}

// whole writes the reproduction as a feature.
func (s *script) whole(api string) string {
	text, _, _ := s.text(head(api))
	return text
}

// shorter leaves out the first step without which the failure is still the same; nil if no step can go.
func (w *walk) shorter(c *Cell, s *script, f *Failure) (*script, *verdict.Scenario) {
	for i, st := range slices.Backward(s.steps) {
		demand := strings.HasPrefix(st.text[0], "Then ")
		if !demand && !st.closing || demand && judging(s) == 1 || strings.Contains(st.text[0], f.Rule) {
			continue // what is left is another run
		}
		next := s.with(slices.Delete(slices.Clone(s.steps), i, i+1))
		text, _, _ := next.text(head(c.API))
		if w.ctx.Err() != nil || w.over() {
			return nil, nil
		}
		run := w.runner
		if w.Fresh != nil {
			run = w.Fresh
		}
		out, err := run.Run(file(c), text, nil)
		if err == nil && out.Cause == f.Rule && out.Verdict == f.Verdict && !w.referenceFails(c, next) {
			return next, out
		}
	}
	return nil, nil
}

func judging(s *script) int {
	n := 0
	for _, st := range s.steps {
		if strings.HasPrefix(st.text[0], "Then ") {
			n++
		}
	}
	return n
}

// pinned names the place that a mutation by chance has changed, so that it does not depend on the seed.
func pinned(s *script, out *verdict.Scenario) *script {
	var at []string
	for _, e := range out.Entries {
		for _, shaping := range e.Faults {
			if place := mutated(shaping); place != "" {
				at = append(at, place)
			}
		}
	}
	next := s.with(nil)
	for _, st := range s.steps {
		if len(at) > 0 && strings.Contains(st.text[0], `the fault "mutate"`) {
			st.text = append(slices.Clone(st.text), "  | pointer | "+at[0]+" |")
			at = at[1:]
		}
		next.steps = append(next.steps, st)
	}
	return next
}

func mutated(s journal.Shaping) string {
	if s.Kind != "mutate" {
		return ""
	}
	_, rest, _ := strings.Cut(s.Detail, " ")
	if i := strings.Index(rest, "/"); i >= 0 {
		place, _, _ := strings.Cut(rest[i:], " ")
		return strings.TrimRight(place, `"':,;`)
	}
	return ""
}
