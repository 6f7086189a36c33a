package watch

import (
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Conduct judges one world for the control API.
func Conduct(o Options, world string, page journal.Page) client.Conduct {
	r := &verdict.Report{}
	Judge(o, r, []World{{ID: world, Entries: page.Entries, Forgotten: page.Truncated}})
	out := client.Conduct{
		World: world, Exchanges: r.Traffic.Exchanges, Forgotten: page.Truncated, Outcomes: []client.ConductOutcome{},
		Unanswered: append([]string{}, r.Traffic.Unanswered...), Coverage: []client.ConductCoverage{},
	}
	for _, s := range r.Scenarios {
		outcome := client.ConductOutcome{
			ID: s.Address, API: s.API, Level: string(s.Level), Verdict: s.Verdict.String(), Text: s.Name,
			Message: s.Reason,
		}
		for i, c := range append(s.Evidence(), s.Checks...) { // what decided first
			if i == 0 {
				outcome.Source, outcome.Provenance, outcome.Tolerance = c.Source, c.Provenance, c.Tolerance
				outcome.Entries = c.Entries
			}
		}
		out.Outcomes = append(out.Outcomes, outcome)
	}
	for _, c := range r.Traffic.Coverage {
		covered := client.ConductCoverage{API: c.API, Operations: []client.CoveredOperation{}}
		for _, op := range c.Operations {
			o := client.CoveredOperation{ID: op.ID, Requests: op.Requests, Outcomes: []client.MetOutcome{}}
			for _, m := range op.Outcomes {
				o.Outcomes = append(o.Outcomes, client.MetOutcome(m))
			}
			covered.Operations = append(covered.Operations, o)
		}
		out.Coverage = append(out.Coverage, covered)
	}
	return out
}
