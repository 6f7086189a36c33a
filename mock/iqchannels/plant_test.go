package iqchannels

import "testing"

// TestStateRules checks that every fact has a rule, and no rule is of no fact.
func TestStateRules(t *testing.T) {
	missing, vain := stateRules().Gaps(&State{})
	if len(missing) > 0 || len(vain) > 0 {
		t.Errorf("without a rule: %v; of no fact: %v; see plant.go", missing, vain)
	}
}
