package scenarios_test

import (
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// TestEmpty: a rule that has seen nothing has not been kept, and says so.
func TestEmpty(t *testing.T) {
	for _, r := range scenarios.APIs().Rules() {
		if c := r.Check(&rule.Record{}); c.Outcome != verdict.NothingSeen || c.Message == "" {
			t.Errorf("%s: an empty record gives %s %q", r.ID, c.Outcome, c.Message)
		}
		if r.Traffic == nil {
			continue
		}
		if c := r.CheckTraffic(nil); c.Outcome != verdict.NothingSeen || c.Message == "" {
			t.Errorf("%s: no traffic gives %s %q", r.ID, c.Outcome, c.Message)
		}
	}
}
