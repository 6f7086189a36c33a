package explore

import (
	"slices"
	"sync"

	"sparring/scenarios/diagnose"
	"sparring/scenarios/verdict"
)

// Causes are found by trial: each known mistake is run through the smallest reproductions, and those that fail by one
// through some cells that the client has passed.
const (
	mostTried   = 8   // reproductions
	mostPassed  = 12  // cells that the client has passed
	mostPatient = 500 // milliseconds that a reproduction may take
	tooSlow     = 2000
)

// trial is a scenario that known mistakes are run through.
type trial struct{ id, file, text, rule string }

// causes names the known mistakes that explain the failures.
func (w *walk) causes() {
	trials := w.trials()
	if w.Mistakes == nil || w.Reference == nil || len(trials) == 0 || w.ctx.Err() != nil {
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

// trials are the reproductions, one of each rule before a second of any.
func (w *walk) trials() []trial {
	var first, more []trial
	rules := map[string]bool{}
	for _, f := range w.result.Failures {
		if f.Doubtful || f.Verdict != verdict.Failed || f.Scenario == nil || f.Scenario.DurationMS > mostPatient {
			continue
		}
		t := trial{f.ID, file(f.first.cell), f.Feature, f.Rule}
		if rules[f.Rule] {
			more = append(more, t)
			continue
		}
		rules[f.Rule] = true
		first = append(first, t)
	}
	all := slices.Concat(first, more)
	return all[:min(len(all), mostTried)]
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
