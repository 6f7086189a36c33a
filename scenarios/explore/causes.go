package explore

import (
	"maps"
	"slices"
	"sync"

	"sparring/scenarios/diagnose"
	"sparring/scenarios/verdict"
)

// Causes are found by trial: each known mistake is run through some of the smallest reproductions, and those that fail
// by one through some cells that the client has passed. What explains the failures best is run through the others.
const (
	mostTried   = 8   // reproductions that every mistake is run through
	mostAlike   = 3   // mistakes beside a likely one that explain the same
	mostPassed  = 12  // cells that the client has passed
	mostPatient = 500 // milliseconds that a reproduction may take
	tooSlow     = 2000
)

// trial is a scenario that known mistakes are run through.
type trial struct{ id, file, text, rule string }

// causes names the known mistakes that explain the failures.
func (w *walk) causes() {
	trials, others, counted := w.trials()
	if w.Mistakes == nil || w.Reference == nil || len(counted) == 0 || w.ctx.Err() != nil {
		return
	}
	names := w.mistakes(trials)
	w.report("causes", len(names))
	fails := make([]map[string][]string, len(names))
	passed := w.passed()
	var running sync.WaitGroup
	gate := make(chan struct{}, max(1, w.Jobs))
	for i, m := range names {
		gate <- struct{}{}
		running.Go(func() {
			defer func() { <-gate }()
			fails[i] = w.try(m, trials, passed)
			w.step()
		})
	}
	running.Wait()
	seen := diagnose.Observation{}
	var known []diagnose.Known
	for _, t := range trials {
		seen[t.id] = []string{t.rule}
	}
	for _, t := range passed {
		seen[t.id] = nil
	}
	for i, m := range names {
		known = append(known, diagnose.Known{Name: m.Name, Text: m.Text,
			Fails: func(of string) []string { return fails[i][of] }})
	}
	w.result.Causes, w.result.Unexplained = diagnose.Causes(seen, known, w.Mend)
	if len(counted) == len(trials) {
		return
	}
	likely := named(w.result.Causes)
	known = slices.DeleteFunc(known, func(k diagnose.Known) bool { return !slices.Contains(likely, k.Name) })
	for i, m := range names {
		if slices.Contains(likely, m.Name) {
			maps.Copy(fails[i], w.try(m, others, nil))
		}
	}
	for _, t := range counted {
		seen[t.id] = []string{t.rule}
	}
	w.result.Causes, w.result.Unexplained = diagnose.Causes(seen, known, w.Mend)
}

// named are the mistakes of some causes, and of each some that explain the same.
func named(causes []verdict.Cause) []string {
	var out []string
	for _, c := range causes {
		out = append(append(out, c.Mistake), c.Alike[:min(len(c.Alike), mostAlike)]...)
	}
	return out
}

// mistakes are those of the APIs that have failures.
func (w *walk) mistakes(trials []trial) []Mistake {
	var out []Mistake
	for _, f := range w.result.Failures {
		for _, m := range w.Mistakes(f.first.cell.API) {
			if !slices.ContainsFunc(out, func(o Mistake) bool { return o.Name == m.Name }) && len(trials) > 0 {
				out = append(out, m)
			}
		}
	}
	return out
}

// trials are the reproductions that every mistake is run through, one of each rule before a second of any, others that
// take no longer, and all failures that are to be explained.
func (w *walk) trials() (trials, others, counted []trial) {
	var first, more []trial
	rules := map[string]bool{}
	for _, f := range w.result.Failures {
		if f.Doubtful || f.Verdict != verdict.Failed || f.Scenario == nil {
			continue
		}
		t := trial{f.ID, file(f.first.cell), f.Feature, f.Rule}
		counted = append(counted, t)
		if f.Scenario.DurationMS > mostPatient {
			continue
		}
		if rules[f.Rule] {
			more = append(more, t)
			continue
		}
		rules[f.Rule] = true
		first = append(first, t)
	}
	all := slices.Concat(first, more)
	n := min(len(all), mostTried)
	return all[:n], all[n:], counted
}

// passed are cells that the client has passed, at the operations that have failures.
func (w *walk) passed() []trial {
	var out []trial
	for _, s := range w.result.seen {
		if len(out) == mostPassed || s.scenario.Verdict != verdict.Passed || s.cell.tier != telling || !s.met {
			continue
		}
		if !slices.ContainsFunc(w.result.Failures, func(f *Failure) bool {
			return f.Operation == s.cell.Hits[0].Operation
		}) {
			continue
		}
		text, _, _ := s.script.text(head(s.cell.API))
		out = append(out, trial{s.cell.Key(), file(s.cell), text, ""})
	}
	return out
}

// try runs a mistake through the trials. It returns for which reasons it fails each.
func (w *walk) try(m Mistake, trials, passed []trial) map[string][]string {
	runner, end, err := m.Open()
	if err != nil {
		return nil
	}
	defer end()
	out := map[string][]string{}
	run := func(list []trial) {
		for _, t := range list {
			if w.ctx.Err() != nil {
				return
			}
			s, err := runner.Run(t.file, t.text, nil)
			if err == nil && s.Verdict == verdict.Failed {
				out[t.id] = []string{s.Cause}
			}
			if err != nil || s.DurationMS > tooSlow { // it hangs where the client does not
				return
			}
		}
	}
	run(trials)
	if slices.ContainsFunc(trials, func(t trial) bool { return slices.Contains(out[t.id], t.rule) }) {
		run(passed)
	}
	return out
}
