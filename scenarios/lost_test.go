package scenarios_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// generatedFeature reports whether a scenario is in a feature that is made from the documents. TestMistakes and
// TestLost have the mutants of those.
func generatedFeature(address string) bool {
	return strings.Contains(address, "/carried.feature:") || strings.Contains(address, "/lost.feature:")
}

// losers are mutants that get a lost response wrong, each in its way.
var losers = map[string][]string{
	"bonder":     {"bonder-blames-the-request", "bonder-trusts-any-response"},
	"iqchannels": {"iqchannels-blames-the-request", "iqchannels-tells-what-is-marked"},
	"radist":     {"radist-blames-the-request", "radist-trusts-any-response"},
	"timconnect": {"timconnect-blames-the-request", "timconnect-trusts-any-response"},
}

// TestLost: each scenario that loses a response is noticed by a mutant that gets it wrong.
func TestLost(t *testing.T) {
	outside.Long(t)
	tags := []string{"not @slow"}
	if *matrix {
		tags = nil
	}
	base := server(t)
	for api, mutants := range losers {
		noticed := map[string]bool{}
		for _, name := range mutants {
			r, err := scenarios.Run(context.Background(), scenarios.Options{
				Seed: 1, Server: base, Client: scenarios.APIs().Starter(name), Jobs: 16, Timeout: 10 * time.Second,
				Scenarios: []string{api + "/lost.feature"}, Tags: tags,
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range r.Scenarios {
				noticed[s.Address+" "+s.Name] = noticed[s.Address+" "+s.Name] ||
					s.Verdict == verdict.Warned || s.Verdict == verdict.Failed
			}
		}
		if len(noticed) == 0 {
			t.Errorf("%s: no scenario loses a response", api)
		}
		for scenario, yes := range noticed {
			if !yes {
				t.Errorf("no mutant fails %s", scenario)
			}
		}
	}
}
