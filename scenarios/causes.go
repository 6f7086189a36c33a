package scenarios

import (
	"fmt"

	"sparring/scenarios/diagnose"
	"sparring/scenarios/verdict"
)

// explain names the causes of what failed in a run.
func explain(r *verdict.Report) {
	known, err := diagnose.Mutants(APIs().Mutants())
	if err != nil {
		r.Notes = append(r.Notes, fmt.Sprintf("no causes are named: %v", err))
		return
	}
	seen, names := diagnose.Observation{}, map[string]string{}
	for _, s := range r.Scenarios {
		if s.Verdict == verdict.Cancelled || s.Verdict == verdict.Skipped || s.Verdict == verdict.Error {
			continue
		}
		key := diagnose.Key(s.Address, s.Name)
		names[key], seen[key] = s.Name, nil
		if reasons, dead := diagnose.Killed(s); dead {
			seen[key] = reasons
		}
	}
	r.Causes, r.Unexplained = diagnose.Causes(seen, known, func(of, reason string) string {
		return diagnose.Mend(APIs(), reason, names[of])
	})
}
