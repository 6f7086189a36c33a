package contract

import (
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

func extensionMark(extensions map[string]any) string {
	mark, _ := extensions["x-sparring-provenance"].(string)
	return mark
}

// refMark is the mark beside a reference, else the mark of the schema itself.
func refMark(ref *openapi3.SchemaRef) string {
	if ref == nil {
		return ""
	}
	if mark := extensionMark(ref.Extensions); mark != "" {
		return mark
	}
	if ref.Value == nil {
		return ""
	}
	return extensionMark(ref.Value.Extensions)
}

// nearestMark walks from a schema along the tokens of a pointer and gives the last provenance met, "" for none. Where the
// way parts into variants, the one that leads to the failed schema is taken, else the first that goes on.
func nearestMark(ref *openapi3.SchemaRef, path []string, failed *openapi3.Schema) string {
	if mark, ok := walk(ref, path, failed, 0); ok {
		return mark
	}
	mark, _ := walk(ref, path, nil, 0)
	return mark
}

// walk reports whether it came to the end of the path (and met target on the way, unless that is nil).
func walk(ref *openapi3.SchemaRef, path []string, target *openapi3.Schema, depth int) (mark string, ok bool) {
	if ref == nil || ref.Value == nil || depth > 64 {
		return "", false
	}
	mark = refMark(ref)
	schema := ref.Value
	if schema == target {
		target = nil
	}
	nearer := func(inner string) string {
		if inner != "" {
			return inner
		}
		return mark
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
	// What stands at the end may be a field that the object does not know: then the object's own mark counts.
	return mark, target == nil && len(path) <= 1
}

// children are the schemas that may describe what stands under a token.
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
