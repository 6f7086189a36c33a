package provider

import (
	"net/http"
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Outcomes names what can be required or known to fail of the judged version.
func Outcomes(o *Options) ([]string, error) {
	checks, err := judge(o, &seen{})
	var out []string
	for _, c := range checks {
		out = append(out, c.ID)
	}
	return out, err
}

// mostProof bounds the entries that prove an outcome in a report.
const mostProof = 12

// Scenarios are the outcomes as a report has them: one for each demand, with the requests that prove it.
func (r *Result) Scenarios() []*verdict.Scenario {
	var out []*verdict.Scenario
	for _, c := range r.Checks {
		c.Entries = c.Entries[:min(len(c.Entries), mostProof)]
		s := &verdict.Scenario{
			Address: c.ID, Class: "provider", Feature: Feature, Name: c.Text, API: api, Level: c.Level, World: r.World,
			Checks: []*verdict.Check{c},
		}
		for _, e := range r.Entries {
			if slices.Contains(c.Entries, e.Seq) {
				s.Entries = append(s.Entries, e)
			}
		}
		out = append(out, s)
	}
	return out
}

// Responses counts the responses of the service.
func (r *Result) Responses() int {
	n := 0
	for _, e := range r.Entries {
		if e.Response != nil && e.Response.Status >= http.StatusOK && e.Kind == journal.Outgoing {
			n++
		}
	}
	return n
}
