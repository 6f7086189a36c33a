package watch

import (
	"sparring/scenarios/diagnose"
	"sparring/scenarios/verdict"
)

// explain names the causes of what failed. Traffic has no scenarios: a mistake fails the rules for which it is known to
// fail any.
func (o *Options) explain(r *verdict.Report) {
	seen := diagnose.Observation{}
	for _, s := range r.Scenarios {
		if s.Verdict == verdict.NotExercised || s.Verdict == verdict.Skipped || s.Verdict == verdict.Error {
			continue
		}
		if seen[s.Address] == nil {
			seen[s.Address] = nil
		}
		if s.Verdict == verdict.Failed || s.Verdict == verdict.Warned {
			seen[s.Address] = []string{s.Cause}
		}
	}
	var known []diagnose.Known
	for _, m := range o.APIs.Mutants() {
		known = append(known, diagnose.Known{Name: m.Name, Text: m.Doc, Fails: func(of string) []string {
			for _, trip := range m.Trips {
				if trip.Reason == of {
					return []string{of}
				}
			}
			return nil
		}})
	}
	r.Causes, r.Unexplained = diagnose.Causes(seen, known, func(_, reason string) string {
		return diagnose.Mend(o.APIs, reason, "")
	})
}
