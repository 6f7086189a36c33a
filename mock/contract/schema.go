package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/pointer"
	"sparring/spec"
)

// codes names kin-openapi's failed keywords. The names are stable: features and checks refer to them.
var codes = map[string]string{
	"type": "wrong_type", "nullable": "null_not_allowed", "enum": "not_in_enum", "required": "missing_field",
	"properties": "unknown_field", "pattern": "pattern", "format": "wrong_format",
	"minLength": "too_short", "maxLength": "too_long",
	"minimum": "too_small", "exclusiveMinimum": "too_small", "maximum": "too_large", "exclusiveMaximum": "too_large",
	"multipleOf": "not_a_multiple", "minItems": "too_few_items", "maxItems": "too_many_items",
	"uniqueItems":   "repeated_item",
	"minProperties": "too_few_fields", "maxProperties": "too_many_fields", "readOnly": "read_only_field",
	"writeOnly": "write_only_field", "oneOf": "no_variant", "anyOf": "no_variant", "not": "not_allowed",
	"discriminator": "not_in_enum",
}

// leaf is one failed keyword at one place.
type leaf struct {
	path  []string // tokens below the judged value
	field string   // kin-openapi's keyword
	error *openapi3.SchemaError
}

// value judges a decoded value by a schema; pointer is its place ("" for a body, "query/limit").
func (j *judge) value(pointer string, ref *openapi3.SchemaRef, value any, mark spec.Mark) {
	err := ref.Value.VisitJSON(value, j.options...)
	if err == nil {
		return
	}
	seen := map[string]bool{}
	for _, l := range j.flatten(err, nil, value, 0) {
		if len(j.found) >= maxFindings {
			return
		}
		at := pointer + joined(j.keys.path(l.path))
		if seen[at] { // too short and off the pattern is one fact
			continue
		}
		seen[at] = true
		j.leaf(at, ref, l, mark)
	}
}

// leaf turns a failed keyword into a finding. The error's own text is never shown, because it has schema and value.
func (j *judge) leaf(at string, ref *openapi3.SchemaRef, l leaf, mark spec.Mark) {
	if l.error.Value == nil && (l.field == "oneOf" || l.field == "anyOf") {
		l.field = "nullable" // variants are told apart among values
	}
	code := codes[l.field]
	if code == "" {
		code = "schema_" + strings.ToLower(l.field)
	}
	nearest := markOf(ref, l.path, l.error)
	if nearest.Provenance == "" {
		nearest = mark
	}
	schema, actual := l.error.Schema, j.describe(l)
	expected := expectation(l.field, schema)
	switch l.field {
	case "required":
		expected, actual = "present", "absent"
	case "discriminator":
		if l.error.Value == nil {
			code, actual = "missing_field", "absent"
		}
	case "properties":
		actual = "present"
	case "oneOf":
		if errors.Is(l.error.Origin, openapi3.ErrOneOfConflict) {
			code, expected, actual = "ambiguous", "exactly one of: "+expected, "several fit"
		}
	}
	j.marked(code, at, expected, actual, nearest, j.message(code, at, expected, requires(ref, l.path, 0)))
}

// requires reports whether the field at the end of a path must be there, by the object that holds it or a part of it.
func requires(ref *openapi3.SchemaRef, path []string, depth int) bool {
	if ref == nil || ref.Value == nil || len(path) == 0 || depth > 64 {
		return false
	}
	schema := ref.Value
	if len(path) == 1 && slices.Contains(schema.Required, path[0]) {
		return true
	}
	for _, child := range children(schema, path[0]) {
		if requires(child, path[1:], depth+1) {
			return true
		}
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, variant := range refs {
			if requires(variant, path, depth+1) {
				return true
			}
		}
	}
	return false
}

// describe shows the value of a failed keyword; a number as it was sent, which a float may not hold.
func (j *judge) describe(l leaf) string {
	if _, isNumber := l.error.Value.(float64); isNumber && len(j.raw) > 0 {
		decoder, document := json.NewDecoder(bytes.NewReader(j.raw)), any(nil)
		decoder.UseNumber()
		if decoder.Decode(&document) == nil {
			if sent, ok := pointer.Lookup(document, j.keys.path(l.path)); ok {
				return describe(sent)
			}
		}
	}
	return describe(l.error.Value)
}

// message returns what was expected, where, and what to do. The value itself is only in the finding's Actual, in which
// secrets are masked.
func (j *judge) message(code, at, expected string, required bool) string {
	where := "the " + j.half()
	if at != "" {
		where += " at " + at
	}
	switch code {
	case "unknown_field":
		return where + " has a field that the document of " + j.op.ID + " does not list; check its name and its place"
	case "missing_field":
		return where + " lacks a required field; send it"
	case "null_not_allowed":
		if required {
			return where + " is null, and must be there; send " + expected
		}
		return where + " is null; send " + expected + " or leave it out"
	}
	return where + " does not fit the document of " + j.op.ID + "; expected " + expected
}

// flatten lists the failed keywords. Variants are judged again one by one, because kin-openapi reports
// nothing about those of anyOf; of several the one nearest to the value is reported.
func (j *judge) flatten(err error, base []string, value any, depth int) []leaf {
	if multi, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // the list itself, not one inside
		var leaves []leaf
		for _, e := range multi {
			if len(leaves) > 2*maxFindings { // more than is reported; a body can have a hundred thousand
				break
			}
			leaves = append(leaves, j.flatten(e, base, value, depth)...)
		}
		return leaves
	}
	var failed *openapi3.SchemaError
	if !errors.As(err, &failed) || failed.Schema == nil {
		return []leaf{{path: base, field: "schema", error: &openapi3.SchemaError{Schema: &openapi3.Schema{},
			Value: value}}}
	}
	l := leaf{path: append(slices.Clone(base), failed.JSONPointer()...), field: failed.SchemaField, error: failed}
	switch failed.SchemaField {
	case "nullable":
		if s := failed.Schema; s.Type == nil && len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) == 0 {
			return nil // without a type, a schema takes any value: OpenAPI 3.0.3 excludes null only beside a type
		}
	case "properties":
		l.path = append(l.path, quotedName(failed.Reason))
	case "discriminator":
		if d := failed.Schema.Discriminator; d != nil {
			l.path = append(l.path, d.PropertyName)
		}
	case "allOf", "oneOf", "anyOf":
		if leaves := j.variants(failed, l.path, depth); len(leaves) > 0 {
			return leaves
		}
	}
	return []leaf{l}
}

// variants judges the parts of a oneOf, anyOf or allOf once more; nothing if no part can be singled out.
func (j *judge) variants(failed *openapi3.SchemaError, path []string, depth int) []leaf {
	if depth > 16 || errors.Is(failed.Origin, openapi3.ErrOneOfConflict) {
		return nil
	}
	judged := func(ref *openapi3.SchemaRef) []leaf {
		if ref.Value == nil {
			return nil
		}
		err := ref.Value.VisitJSON(failed.Value, j.options...)
		if err == nil {
			return nil
		}
		return j.flatten(err, path, failed.Value, depth+1)
	}
	if failed.SchemaField == "allOf" {
		var leaves []leaf
		for _, ref := range failed.Schema.AllOf {
			leaves = append(leaves, judged(ref)...)
		}
		return leaves
	}
	refs := failed.Schema.OneOf
	if failed.SchemaField == "anyOf" {
		refs = failed.Schema.AnyOf
	}
	if ref := discriminated(failed.Schema, refs, failed.Value); ref != nil {
		return judged(ref)
	}
	var best []leaf
	fitting, known := 0, 0 // variants of the value's own type; fields that the best one knows
	object, isObject := failed.Value.(map[string]any)
	for _, ref := range refs {
		if !takes(ref.Value, failed.Value) {
			continue
		}
		leaves := judged(ref)
		if len(leaves) == 0 {
			continue
		}
		fitting++
		knows := 0
		for name := range object {
			if ref.Value.Properties[name] != nil {
				knows++
			}
		}
		if best == nil || len(leaves) < len(best) || len(leaves) == len(best) && knows > known {
			best, known = leaves, knows
		}
	}
	if fitting > 1 && !isObject {
		return nil // several scalars would do: all are named
	}
	return best
}

// takes reports whether a schema is for values of this one's type. kin-openapi compares with the enum before the type,
// so its error does not show it.
func takes(schema *openapi3.Schema, value any) bool {
	if schema == nil {
		return false
	}
	types := schema.Type.Slice()
	if len(types) == 0 {
		return value != nil || schema.Nullable
	}
	switch value.(type) {
	case nil:
		return schema.Nullable
	case bool:
		return slices.Contains(types, openapi3.TypeBoolean)
	case string:
		return slices.Contains(types, openapi3.TypeString)
	case []any:
		return slices.Contains(types, openapi3.TypeArray)
	case map[string]any:
		return slices.Contains(types, openapi3.TypeObject)
	}
	return slices.Contains(types, openapi3.TypeInteger) || slices.Contains(types, openapi3.TypeNumber)
}

// discriminated returns the variant that a discriminator's value names.
func discriminated(schema *openapi3.Schema, refs openapi3.SchemaRefs, value any) *openapi3.SchemaRef {
	object, ok := value.(map[string]any)
	if schema.Discriminator == nil || !ok {
		return nil
	}
	name, _ := object[schema.Discriminator.PropertyName].(string)
	target := schema.Discriminator.Mapping[name].Ref
	if target == "" {
		target = name
	}
	for _, ref := range refs {
		if target != "" && (ref.Ref == target || strings.HasSuffix(ref.Ref, "/"+target)) {
			return ref
		}
	}
	return nil
}

// quotedName reads the property's name from a reason such as: property "x" is unsupported.
func quotedName(reason string) string {
	start, end := strings.IndexByte(reason, '"'), strings.LastIndexByte(reason, '"')
	if start < 0 || end <= start {
		return ""
	}
	return unquoteGo(reason[start : end+1])
}

// joined returns tokens as a JSON pointer.
func joined(path []string) string { return pointer.Format(path...) }

// escape returns a token as a JSON pointer has it.
func escape(token string) string { return pointer.Escape(token) }
