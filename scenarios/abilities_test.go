package scenarios_test

import (
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
)

// TestAbilities: every ability that is declared has a name of its API, a text, and fields with types.
func TestAbilities(t *testing.T) {
	seen := map[string]bool{}
	for _, api := range scenarios.APIs().Names() {
		for _, a := range scenarios.APIs().Abilities(api) {
			if !strings.HasPrefix(a.Name, api+".") || a.Doc == "" || seen[a.Name] {
				t.Errorf("ability %q of %s: expected a name of its API that is used once, and a text", a.Name, api)
			}
			seen[a.Name] = true
			for _, f := range append(append([]driver.Field(nil), a.Args...), a.Values...) {
				switch f.Type {
				case "text", "number", "boolean", "object", "list":
				default:
					t.Errorf("%s %s: type %q", a.Name, f.Name, f.Type)
				}
			}
		}
	}
	if len(seen) == 0 {
		t.Error("no abilities are declared")
	}
}
