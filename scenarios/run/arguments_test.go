package run

import (
	"encoding/json"
	"testing"

	"sparring/scenarios/bonder"
	"sparring/scenarios/feature"
	"sparring/scenarios/suite"
	"sparring/scenarios/timconnect"
)

// TestTyped: an argument that is declared as a text is one, whatever the feature's table makes of it.
func TestTyped(t *testing.T) {
	given := map[string]any{"phone": json.Number("79991234567"), "code": "0012", "more": json.Number("1")}
	if got := feature.Encode(
		Typed(suite.APIs{bonder.API(), timconnect.API()}, "timconnect.confirmPhone", given),
	); got != `{"code":"0012","more":1,"phone":"79991234567"}` {
		t.Errorf("got %s", got)
	}
	if got := feature.Encode(
		Typed(
			suite.APIs{bonder.API(), timconnect.API()}, "timconnect.getKitten",
			map[string]any{"id": json.Number("2")},
		),
	); got != `{"id":2}` {
		t.Errorf("got %s", got)
	}
	if got := Typed(suite.APIs{bonder.API(), timconnect.API()}, "bonder.createProfile", nil); got == nil ||
		len(got) != 0 {
		t.Errorf("no arguments: got %v", got)
	}
}

// TestLookUp: a card's member is found by its name.
func TestLookUp(t *testing.T) {
	if got, ok, err := lookUp(map[string]any{"card": map[string]any{"x": "y"}}, "x"); got != "y" || !ok || err != nil {
		t.Errorf("a card's member by name: got %v, %v, %v", got, ok, err)
	}
}
