package contract

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/spec"
)

// The bounds of what is proposed: a response can be long.
const (
	maxEdits = 512
	maxItems = 8 // items of one array that are looked into
	maxDepth = 32
)

// What the edits write. The names are chosen to be found in a client's log.
const (
	unknownText  = "sparring_unknown"
	unknownField = "sparring_extra"
)

// Edit is one change of an answer, as plain data: what package fault may apply.
type Edit struct {
	Kind    string // unknown_value, extra_field, missing_field, null, other_type
	Pointer string // JSON pointer into the body
	Value   any    // the value after the edit; nil for null and missing_field
}

// Edits returns possible changes of a finished response: an unknown value where the document lists the known ones, one
// more field, a missing field, null, another type. They come from the document's schema of that response and from its
// body, in a fixed order. A response that is not JSON or that the document does not describe has none.
func Edits(op spec.Operation, status int, header http.Header, body []byte) []Edit {
	document, err := spec.Load(op.Document)
	if err != nil {
		return nil
	}
	_, operation := document.Operation(op.ID)
	if operation == nil {
		return nil
	}
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	e := &editor{options: validation(document, false)}
	e.visit("", responseSchema(operation, status, header), value, 0)
	if len(e.edits) > maxEdits {
		e.edits = e.edits[:maxEdits]
	}
	return e.edits
}

func responseSchema(operation *openapi3.Operation, status int, header http.Header) *openapi3.Schema {
	ref := operation.Responses.Status(status)
	if ref == nil {
		ref = operation.Responses.Default()
	}
	if ref == nil || ref.Value == nil {
		return nil
	}
	m := ref.Value.Content.Get(mediaType(header))
	if m == nil || m.Schema == nil {
		return nil
	}
	return m.Schema.Value
}

type editor struct {
	edits   []Edit
	options []openapi3.SchemaValidationOption
}

func (e *editor) propose(kind, pointer string, value any) {
	e.edits = append(e.edits, Edit{Kind: kind, Pointer: pointer, Value: value})
}

// visit proposes the edits of a value and of what it holds; schema is nil if the document does not describe it.
func (e *editor) visit(pointer string, schema *openapi3.Schema, value any, depth int) {
	if depth > maxDepth || len(e.edits) >= maxEdits {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := pointer + "/" + escape(name)
			property := e.property(schema, v, name, 0)
			e.field(at, property, v[name])
			e.visit(at, property, v[name], depth+1)
		}
		name := unknownField
		for v[name] != nil {
			name += "_"
		}
		e.propose("extra_field", pointer+"/"+name, unknownText)
	case []any:
		for i, item := range v[:min(len(v), maxItems)] {
			at := pointer + "/" + strconv.Itoa(i)
			s := e.items(schema, v, 0)
			if enum := e.enum(s, item, 0); len(enum) > 0 {
				e.propose("unknown_value", at, outside(enum))
			}
			e.visit(at, s, item, depth+1)
		}
	}
}

// field proposes the edits of one field of an object.
func (e *editor) field(pointer string, schema *openapi3.Schema, value any) {
	if enum := e.enum(schema, value, 0); len(enum) > 0 {
		e.propose("unknown_value", pointer, outside(enum))
	}
	e.propose("missing_field", pointer, nil)
	if value != nil {
		e.propose("null", pointer, nil)
	}
	e.propose("other_type", pointer, e.otherType(schema, value))
}

// otherType returns a value of a type that the schema does not allow, or at least of another type than the value's.
func (e *editor) otherType(schema *openapi3.Schema, value any) any {
	candidates := []any{float64(7), unknownText, true, []any{}, map[string]any{}}
	var fallback any
	for _, candidate := range candidates {
		if sameType(candidate, value) {
			continue
		}
		if fallback == nil {
			fallback = candidate
		}
		if schema != nil && schema.VisitJSON(candidate, e.options...) != nil {
			return candidate
		}
	}
	return fallback
}

func sameType(a, b any) bool {
	switch a.(type) {
	case float64:
		_, same := b.(float64)
		return same
	case string:
		_, same := b.(string)
		return same
	case bool:
		_, same := b.(bool)
		return same
	case []any:
		_, same := b.([]any)
		return same
	case map[string]any:
		_, same := b.(map[string]any)
		return same
	}
	return b == nil
}

// parts returns the schemas that describe a value together with schema: all of allOf, the matching of oneOf and anyOf.
func (e *editor) parts(schema *openapi3.Schema, value any) []*openapi3.Schema {
	var list []*openapi3.Schema
	for _, ref := range schema.AllOf {
		list = append(list, ref.Value)
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf} {
		for _, ref := range refs {
			if ref.Value != nil && ref.Value.VisitJSON(value, e.options...) == nil {
				list = append(list, ref.Value)
				break
			}
		}
	}
	return list
}

func (e *editor) property(schema *openapi3.Schema, object map[string]any, name string, depth int) *openapi3.Schema {
	if schema == nil || depth > maxDepth {
		return nil
	}
	if ref := schema.Properties[name]; ref != nil {
		return ref.Value
	}
	for _, part := range e.parts(schema, object) {
		if found := e.property(part, object, name, depth+1); found != nil {
			return found
		}
	}
	if ref := schema.AdditionalProperties.Schema; ref != nil {
		return ref.Value
	}
	return nil
}

func (e *editor) items(schema *openapi3.Schema, list []any, depth int) *openapi3.Schema {
	if schema == nil || depth > maxDepth {
		return nil
	}
	if schema.Items != nil {
		return schema.Items.Value
	}
	for _, part := range e.parts(schema, list) {
		if found := e.items(part, list, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// enum returns the known values of a scalar in all variants, so that an unknown one is unknown to each.
func (e *editor) enum(schema *openapi3.Schema, value any, depth int) []any {
	switch value.(type) {
	case map[string]any, []any, bool, nil: // no boolean is unknown
		return nil
	}
	if schema == nil || depth > maxDepth {
		return nil
	}
	list := slices.Clone(schema.Enum)
	for _, refs := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
		for _, ref := range refs {
			list = append(list, e.enum(ref.Value, value, depth+1)...)
		}
	}
	return list
}

// outside returns a value of the first one's type that the list does not hold.
func outside(enum []any) any {
	if _, isNumber := enum[0].(float64); isNumber {
		highest := 0.0
		for _, v := range enum {
			if f, ok := v.(float64); ok {
				highest = max(highest, f)
			}
		}
		return highest + 7
	}
	text := unknownText
	for slices.Contains(enum, any(text)) {
		text += "_"
	}
	return text
}
