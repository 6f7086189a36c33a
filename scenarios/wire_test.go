package scenarios_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
	"sparring/spec"
)

var update = flag.Bool("update", false, "write the generated part of driver/PROTOCOL.md")

// TestProtocolWire: PROTOCOL.md shows where each argument and value is on the wire, as it is declared.
func TestProtocolWire(t *testing.T) {
	const begin, end = "<!-- generated: go test ./scenarios -run TestProtocolWire -update -->\n", "<!-- end -->\n"
	page := protocol(t)
	before, rest, ok := strings.Cut(page, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("driver/PROTOCOL.md has no generated part")
	}
	var part bytes.Buffer
	part.WriteString("```\n")
	scenarios.WriteWire(&part, "")
	part.WriteString("```\n")
	want := before + begin + part.String() + end + after
	if want == page {
		return
	}
	if !*update {
		t.Fatal("driver/PROTOCOL.md differs from the declarations: go test ./scenarios -run TestProtocolWire -update")
	}
	if err := os.WriteFile("driver/PROTOCOL.md", []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDeclarations: each argument and value of an ability has a place on the wire, or a reason why not; and what it
// names is in the documents.
func TestDeclarations(t *testing.T) {
	declared := 0
	for _, api := range scenarios.APIs() {
		if api.Wire.Name == "" {
			continue // not declared yet
		}
		for _, ability := range api.Abilities {
			var facts fidelity.Ability
			for _, a := range api.Wire.Abilities {
				if a.Name == ability.Name {
					facts = a
				}
			}
			for kind, both := range map[string]struct {
				fields []driver.Field
				facts  []fidelity.Fact
			}{"args": {ability.Args, facts.Args}, "values": {ability.Values, facts.Values}} {
				for _, field := range both.fields {
					declared++
					fact := factOf(both.facts, field.Name)
					if fact == nil || len(fact.Places) == 0 && fact.Own == "" {
						t.Errorf("%s: %s.%s has no place on the wire", ability.Name, kind, field.Name)
						continue
					}
					if fact.Optional && !field.Optional {
						t.Errorf("%s: %s.%s may be left out, but is not optional", ability.Name, kind, field.Name)
					}
					for _, fact := range both.facts {
						for _, p := range fact.Places {
							if fact.Name == field.Name {
								exists(t, api.Name, ability, p, kind)
							}
						}
					}
				}
				for _, fact := range both.facts {
					if fieldOf(both.fields, fact.Name) == nil {
						t.Errorf("%s: %s.%s is declared, but the ability has none", ability.Name, kind, fact.Name)
					}
				}
			}
		}
		for _, a := range api.Wire.Abilities {
			i := slices.IndexFunc(api.Abilities, func(b driver.Ability) bool { return b.Name == a.Name })
			for _, fact := range a.Answers {
				for _, p := range fact.Places {
					exists(t, api.Name, api.Abilities[i], p, "answers")
				}
			}
		}
		operations := slices.Clone(api.Wire.Free)
		for _, a := range api.Wire.Abilities {
			operations = append(operations, a.Parts...)
		}
		for _, operation := range operations {
			if _, ok := spec.Find(api.Name, operation); !ok {
				t.Errorf("%s: no operation %s", api.Name, operation)
			}
		}
	}
	if declared == 0 {
		t.Error("nothing is declared")
	}
}

func factOf(facts []fidelity.Fact, name string) *fidelity.Fact {
	for i := range facts {
		if facts[i].Name == name {
			return &facts[i]
		}
	}
	return nil
}

func fieldOf(fields []driver.Field, name string) *driver.Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

// exists checks that a place is one that the document describes, and that its conditions are arguments.
func exists(t *testing.T, api string, ability driver.Ability, p fidelity.Place, kind string) {
	t.Helper()
	side := fidelity.Request
	if kind == "values" {
		side = fidelity.Response
	}
	if p.Side != side {
		t.Errorf("%s: %s is declared for %s", ability.Name, p, kind)
	}
	if described, err := fidelity.Described(api, p); err != nil || !described {
		t.Errorf("%s: the document has no %s (%v)", ability.Name, p, err)
	}
	for name := range p.When {
		if fieldOf(ability.Args, name) == nil {
			t.Errorf("%s: %s asks for an argument that the ability does not have", ability.Name, p)
		}
	}
	for _, a := range p.Same {
		if a.Doc == "" || a.Source == "" || a.Equal == nil {
			t.Errorf("%s: %s allows a difference without a sentence, a source or a comparison", ability.Name, p)
		}
	}
}
