package contract

import (
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/spec"
)

// The tests of this file pin what this package and the documents rely on in kin-openapi; when one fails after an
// update, the code that leans on it is named in the test.

// visit judges a JSON text by the schema X.
func visit(t *testing.T, ref *openapi3.SchemaRef, body string, options ...openapi3.SchemaValidationOption) error {
	t.Helper()
	value, code, _ := decode([]byte(body))
	if code != "" {
		t.Fatal(code)
	}
	return ref.Value.VisitJSON(value, options...)
}

// TestPitfallPatternCache: compiled patterns are kept for the process by their text, and a compiler given with the call
// is used. RE2 refuses lookaheads, so every validation passes spec.CompilePattern (check.go, validation).
func TestPitfallPatternCache(t *testing.T) {
	ref := load(t, `{"X":{"type":"string","pattern":"^(?=pitfall)p"}}`)
	if err := visit(t, ref, `"pitfall"`); err == nil {
		t.Error("the default compiler takes a lookahead now")
	}
	if err := visit(t, ref, `"pitfall"`, openapi3.SetSchemaRegexCompiler(spec.CompilePattern)); err != nil {
		t.Error(err)
	}
	if err := visit(t, ref, `"pitfall"`); err != nil {
		t.Error("the compiled pattern is no longer kept for the process")
	}
}

// TestPitfallMultiErrors: every departure is told at once, properties by name, unknown ones with their name in the
// reason only (schema.go, quotedName), required ones with the name in the pointer.
func TestPitfallMultiErrors(t *testing.T) {
	ref := load(t,
		`{"X":{"type":"object","required":["r"],"additionalProperties":false,"properties":{"b":{"type":"string"},
			"a":{"type":"string"}}}}`)
	err := visit(t, ref, `{"b":1,"a":1,"z\"z":1}`, openapi3.MultiErrors())
	multi, ok := err.(openapi3.MultiError)
	if !ok || len(multi) != 4 {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, e := range multi {
		failed := e.(*openapi3.SchemaError)
		got = append(got, failed.SchemaField+"/"+strings.Join(failed.JSONPointer(), "/"))
	}
	if s := strings.Join(got, " "); s != "type/a type/b properties/ required/r" {
		t.Errorf("got %s", s)
	}
	if name := quotedName(multi[2].(*openapi3.SchemaError).Reason); name != `z"z` {
		t.Errorf("the unknown field is %q", name)
	}
}

// TestPitfallErrorText: an error's own text holds schema and value, so it is never shown (schema.go, leaf).
func TestPitfallErrorText(t *testing.T) {
	err := visit(t, load(t, `{"X":{"type":"integer"}}`), `"secret"`)
	if err == nil || !strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v: the texts may be shown now", err)
	}
}

// TestPitfallAnyOf: nothing is told about the variants of anyOf, so they are judged again (schema.go, variants).
func TestPitfallAnyOf(t *testing.T) {
	err := visit(t, load(t, `{"X":{"anyOf":[{"type":"integer"},{"type":"boolean"}]}}`), `"a"`, openapi3.MultiErrors())
	failed, ok := err.(*openapi3.SchemaError)
	if !ok || failed.SchemaField != "anyOf" || failed.Origin != nil {
		t.Errorf("got %v", err)
	}
}

// TestPitfallNullableEnum: 3.0 takes null for nullable even where the enum does not list it; the lint asks to list it.
func TestPitfallNullableEnum(t *testing.T) {
	if err := visit(t, load(t, `{"X":{"type":"string","nullable":true,"enum":["a"]}}`), `null`); err != nil {
		t.Error("null must be listed in the enum now")
	}
}

// TestPitfallClosedAllOf: a part of allOf with additionalProperties false refuses its sibling's fields; the lint
// forbids it.
func TestPitfallClosedAllOf(t *testing.T) {
	ref := load(t,
		`{"X":{"allOf":[{"type":"object","additionalProperties":false,"properties":{"a":{}}},{"type":"object",
			"properties":{"b":{}}}]}}`)
	if err := visit(t, ref, `{"a":1,"b":1}`); err == nil {
		t.Error("siblings' fields are taken now")
	}
}

// TestPitfallWriteOnly: a required field that is write-only may be absent from answers and not present in them;
// likewise read-only in requests. Radist's API keys rely on it.
func TestPitfallWriteOnly(t *testing.T) {
	ref := load(t,
		`{"X":{"type":"object","required":["key","id"],"properties":{"key":{"type":"string","writeOnly":true},
			"id":{"type":"integer","readOnly":true}}}}`)
	tests := []struct {
		body    string
		request bool
		ok      bool
	}{
		{`{"key":"k"}`, true, true}, {`{"id":1}`, true, false}, {`{"key":"k","id":1}`, true, false},
		{`{"id":1}`, false, true}, {`{"key":"k"}`, false, false}, {`{"key":"k","id":1}`, false, false},
	}
	for _, tt := range tests {
		if err := visit(t, ref, tt.body, validation(&spec.Document{Directional: true},
			tt.request)...); (err == nil) != tt.ok {
			t.Errorf("%s, request %v: %v", tt.body, tt.request, err)
		}
	}
}

// TestPitfallDuplicatesAndTrailing: encoding/json lets duplicate keys pass, so the body is scanned (duplicate.go).
func TestPitfallDuplicatesAndTrailing(t *testing.T) {
	value, code, _ := decode([]byte(`{"a":1,"a":2}`))
	if code != "" || value.(map[string]any)["a"] != 2.0 {
		t.Errorf("duplicates are no longer kept silently: %v %s", value, code)
	}
	if _, code, _ := decode([]byte(`{} x`)); code != "trailing_data" {
		t.Errorf("trailing data is %q", code)
	}
}

// TestPitfallFormats: date-time takes 31 February and uuid anything unless validators come with the call (describe.go).
func TestPitfallFormats(t *testing.T) {
	ref := load(t, `{"X":{"type":"string","format":"date-time"}}`)
	if err := visit(t, ref, `"2026-02-31T00:00:00Z"`); err != nil {
		t.Error("date-time is strict now")
	}
	if err := visit(t, ref, `"2026-02-31T00:00:00Z"`, validation(&spec.Document{Directional: true},
		false)...); err == nil {
		t.Error("the validators given with the call are not used")
	}
	if err := visit(t, load(t, `{"X":{"type":"string","format":"uuid"}}`), `"x"`); err != nil {
		t.Error("uuid is checked now")
	}
}

// TestPitfallNumbers: numbers are compared as float64, so documents set no bounds on large ids.
func TestPitfallNumbers(t *testing.T) {
	ref := load(t, `{"X":{"type":"integer","maximum":9007199254740992}}`)
	if err := visit(t, ref, `9007199254740993`); err != nil {
		t.Error("large integers are exact now")
	}
}

// TestPitfallVariantsTwice: told the direction, kin-openapi judges the fitting variant of a oneOf twice, at every level
// anew: 2^n times at depth n; of an anyOf always. So the direction is told only to documents that need it (check.go,
// validation), and those must not nest oneOf in itself, and no document anyOf.
func TestPitfallVariantsTwice(t *testing.T) {
	ref := load(t,
		`{"X":{"oneOf":[{"type":"object","properties":{"x":{"$ref":"#/components/schemas/X"}}},{"type":"integer"}]}}`)
	body := strings.Repeat(`{"x":`, 300) + "1" + strings.Repeat("}", 300)
	if err := visit(t, ref, body, validation(&spec.Document{}, true)...); err != nil {
		t.Error(err)
	}
	for _, name := range spec.Names() {
		d, err := spec.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		err = d.T.WalkSchemas(func(pointer string, s *openapi3.SchemaRef) error {
			if (len(s.Value.AnyOf) > 0 || len(s.Value.OneOf) > 0 && d.Directional) &&
				reaches(s, s.Value, map[*openapi3.Schema]bool{}) {
				t.Errorf("%s: %s holds itself", name, pointer)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// reaches reports that target stands somewhere below ref.
func reaches(ref *openapi3.SchemaRef, target *openapi3.Schema, seen map[*openapi3.Schema]bool) bool {
	s := ref.Value
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	below := append(append(append(openapi3.SchemaRefs{}, s.OneOf...), s.AnyOf...), s.AllOf...)
	for _, p := range s.Properties {
		below = append(below, p)
	}
	if s.Items != nil {
		below = append(below, s.Items)
	}
	if s.AdditionalProperties.Schema != nil {
		below = append(below, s.AdditionalProperties.Schema)
	}
	for _, b := range below {
		if b.Value == target || reaches(b, target, seen) {
			return true
		}
	}
	return false
}
