package contract

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/pointer"
	"sparring/spec"
)

// Describes reports whether the document's JSON answers of an operation may hold a value at the pointer's place (its
// parts, unescaped). Unless a schema says otherwise they may. known are the pointers to the values beside the first
// part that does not exist.
func Describes(op spec.Operation, path []string) (may bool, known []string) {
	document, err := spec.Load(op.Document)
	if err != nil {
		return true, nil
	}
	_, operation := document.Operation(op.ID)
	if operation == nil || operation.Responses == nil {
		return true, nil
	}
	var here []*openapi3.Schema
	for _, ref := range operation.Responses.Map() {
		if ref.Value == nil {
			continue
		}
		for media, content := range ref.Value.Content {
			if content.Schema != nil && strings.Contains(media, "json") {
				here = append(here, flat(content.Schema.Value, 0)...)
			}
		}
	}
	at := ""
	for _, part := range path {
		next, names, open := step(here, part)
		if open {
			return true, nil
		}
		if len(next) == 0 {
			for _, name := range slices.Sorted(maps.Keys(names)) {
				known = append(known, at+pointer.Format(name))
			}
			return false, known
		}
		here, at = next, at+pointer.Format(part)
	}
	return true, nil
}

// flat returns a schema and those that it is combined of.
func flat(s *openapi3.Schema, depth int) []*openapi3.Schema {
	if s == nil || depth > maxDepth {
		return nil
	}
	list := []*openapi3.Schema{s}
	for _, refs := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
		for _, ref := range refs {
			list = append(list, flat(ref.Value, depth+1)...)
		}
	}
	return list
}

// step goes one part down. open reports that one of the schemas allows anything there.
func step(from []*openapi3.Schema, part string) (next []*openapi3.Schema, names map[string]bool, open bool) {
	names = map[string]bool{}
	for _, s := range from {
		for name := range s.Properties {
			names[name] = true
		}
		if ref := s.Properties[part]; ref != nil {
			next = append(next, flat(ref.Value, 0)...)
			continue
		}
		if s.Items != nil {
			if _, ok := pointer.Index(part); ok {
				next = append(next, flat(s.Items.Value, 0)...)
			}
			names["0"] = true
		}
		switch extra := s.AdditionalProperties; {
		case extra.Schema != nil:
			next = append(next, flat(extra.Schema.Value, 0)...)
		case extra.Has != nil && *extra.Has:
			return nil, nil, true
		case s.Type == nil && plainSchema(s), s.Type.Is("object") && len(s.Properties) == 0 && plainSchema(s):
			return nil, nil, true
		}
	}
	return next, names, len(from) == 0
}

// plainSchema reports whether a schema leaves open what it is. An empty object (maxProperties 0) holds nothing.
func plainSchema(s *openapi3.Schema) bool {
	if s.MaxProps != nil && *s.MaxProps == 0 {
		return false
	}
	return len(s.Properties) == 0 && s.Items == nil && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf)+len(s.Enum) == 0 &&
		s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil
}
