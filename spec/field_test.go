package spec_test

import (
	"slices"
	"testing"

	"sparring/spec"
)

// TestFields: a field has the mark that is nearest to it, and what the document does not describe is told apart.
func TestFields(t *testing.T) {
	for _, test := range []struct {
		api, operation string
		response       bool
		tokens         []string
		described      bool
		provenance     spec.Provenance
		source         string
	}{
		{"bonder", "getCard", true, []string{"result", "translatable", "pl", "name"}, true, spec.Documented,
			"bonder#L141-L146"},
		{"bonder", "getCard", true, []string{"result", "translatable", "pl", "nick"}, false, spec.Documented,
			"bonder#L579-L588"},
		{"bonder", "saveCard", false, []string{"non-translatable", "webA"}, true, spec.Documented, "bonder#L221-L224"},
		{"bonder", "nosuch", true, nil, false, "", ""},
	} {
		mark, described := spec.BodyField(test.api, test.operation, test.response, test.tokens)
		if described != test.described || mark.Provenance != test.provenance || mark.Source != test.source {
			t.Errorf("%s %v: got %v, %+v", test.operation, test.tokens, described, mark)
		}
	}
	mark, ok := spec.ParameterField("bonder", "getCard", "path", "card_id")
	if !ok || mark.Source != "bonder#L384-L388" {
		t.Errorf("path/card_id: got %v, %+v", ok, mark)
	}
	if _, ok := spec.ParameterField("bonder", "getCard", "query", "card_id"); ok {
		t.Error("query/card_id: it does not exist")
	}
}

// TestBodyFields: all values that a message holds are listed, with their types.
func TestBodyFields(t *testing.T) {
	fields := map[string]spec.Field{}
	for _, f := range spec.BodyFields("bonder", "getCard", true, []string{"result"}) {
		fields[f.Pointer()] = f
	}
	name, flag := fields["/translatable/*/name"], fields["/settings/cardStatus"]
	if !slices.Equal(name.Types, []string{"string"}) || name.Mark.Source != "bonder#L141-L146" ||
		!slices.Equal(flag.Enum, []string{"0", "1"}) {
		t.Errorf("got %+v, %+v", name, flag)
	}
	if len(fields) < 30 {
		t.Errorf("got only %d fields", len(fields))
	}
	if _, ok := fields["/translatable/*"]; ok {
		t.Error("a language is an object, not a value")
	}
	if spec.BodyFields("bonder", "nosuch", true, nil) != nil {
		t.Error("an operation that does not exist has fields")
	}
}
