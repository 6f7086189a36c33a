package contract

import (
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/spec"
)

// fieldMark returns the mark beside a reference, else the mark of the schema itself, else the zero Mark.
func fieldMark(ref *openapi3.SchemaRef) spec.Mark {
	if ref == nil {
		return spec.Mark{}
	}
	if mark, ok := spec.FieldMark(ref.Extensions); ok {
		return mark
	}
	if ref.Value == nil {
		return spec.Mark{}
	}
	mark, _ := spec.FieldMark(ref.Value.Extensions)
	return mark
}

// ruleMark returns the mark of one value rule beside a reference, else of the schema itself.
func ruleMark(ref *openapi3.SchemaRef, keyword string) (spec.Mark, bool) {
	if mark, ok := spec.RuleMark(ref.Extensions, keyword); ok || ref.Value == nil {
		return mark, ok
	}
	return spec.RuleMark(ref.Value.Extensions, keyword)
}

// keywords are the value rules behind kin-openapi's names, where they differ.
var keywords = map[string]string{"properties": "additionalProperties", "nullable": "type", "oneOf": "type",
	"anyOf": "type"}

// markOf returns the mark of the keyword that failed at the end of a path below a schema: the rule's own, else that of
// the nearest field.
func markOf(ref *openapi3.SchemaRef, path []string, failed *openapi3.SchemaError) spec.Mark {
	keyword := failed.SchemaField
	if name := keywords[keyword]; name != "" {
		keyword = name
	}
	found, ok := walk(ref, path, failed.Schema, 0)
	if !ok {
		found, _ = walk(ref, path, nil, 0)
	}
	if found.end != nil && failed.Value == nil { // null may have another mark than a wrong type
		if mark, ok := ruleMark(found.end, "nullable"); ok {
			return mark
		}
	}
	if found.end != nil {
		if mark, ok := ruleMark(found.end, keyword); ok {
			return mark
		}
	}
	if failed.Schema != nil {
		if mark, ok := spec.RuleMark(failed.Schema.Extensions, keyword); ok {
			return mark
		}
	}
	return found.mark
}

// place is where a walk ended: the schema there (nil if the object does not know the field) and the nearest mark.
type place struct {
	end  *openapi3.SchemaRef
	mark spec.Mark
}

// walk goes from a schema along the tokens of a pointer. Of several variants it takes the one that leads to target. It
// reports whether it came to the end of the path, and to target on the way unless that is nil.
func walk(ref *openapi3.SchemaRef, path []string, target *openapi3.Schema, depth int) (found place, ok bool) {
	if ref == nil || ref.Value == nil || depth > 64 {
		return place{}, false
	}
	mark := fieldMark(ref)
	schema := ref.Value
	if schema == target {
		if len(path) == 0 {
			return place{end: ref, mark: mark}, true
		}
		target = nil
	}
	if len(path) == 0 && target == nil && mark.Provenance != "" {
		return place{end: ref, mark: mark}, true // the field itself, not one of its variants
	}
	nearer := func(inner place) place {
		if inner.mark.Provenance == "" {
			inner.mark = mark
		}
		return inner
	}
	if len(path) > 0 {
		for _, child := range children(schema, path[0]) {
			if inner, ok := walk(child, path[1:], target, depth+1); ok {
				return nearer(inner), true
			}
		}
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, variant := range refs {
			if inner, ok := walk(variant, path, target, depth+1); ok {
				return nearer(inner), true
			}
		}
	}
	found = place{mark: mark}
	if len(path) == 0 {
		found.end = ref
	}
	// The last token may name a field that the object does not know: then the object's own mark counts.
	return found, target == nil && len(path) <= 1
}

// children returns the schemas that may describe the value at a token.
func children(schema *openapi3.Schema, token string) []*openapi3.SchemaRef {
	if property := schema.Properties[token]; property != nil {
		return []*openapi3.SchemaRef{property}
	}
	var list []*openapi3.SchemaRef
	if _, err := strconv.Atoi(token); err == nil && schema.Items != nil {
		list = append(list, schema.Items)
	}
	if schema.AdditionalProperties.Schema != nil {
		list = append(list, schema.AdditionalProperties.Schema)
	}
	return list
}
