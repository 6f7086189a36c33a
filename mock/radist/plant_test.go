package radist

import (
	"encoding/json"
	"testing"

	"sparring/mock/fake/faketest"
)

// TestStateRules checks that every fact has a rule, and no rule is of no fact.
func TestStateRules(t *testing.T) {
	missing, vain := stateRules().Gaps(&State{})
	if len(missing) > 0 || len(vain) > 0 {
		t.Errorf("without a rule: %v; of no fact: %v; see plant.go", missing, vain)
	}
}

// TestEmptyTablesAreLists checks that nothing of the state is null, of a new world and of one with the least facts.
func TestEmptyTablesAreLists(t *testing.T) {
	b := newBench(t)
	for _, state := range []string{
		`{"companies":[{"id":7,"name":"x"}]}`, `{"companies":[{"id":7,"name":"x"}],"keys":[{"key":"k"}]}`,
	} {
		if places := faketest.NullLists(b.fake.State()); len(places) > 0 {
			t.Errorf("null at %v", places)
		}
		if err := b.fake.Plant(json.RawMessage(state)); err != nil {
			t.Fatal(err)
		}
	}
	if places := faketest.NullLists(b.fake.State()); len(places) > 0 {
		t.Errorf("null at %v", places)
	}
}
