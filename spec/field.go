package spec

import (
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// BodyField returns the mark of a field in the JSON bodies of an operation's requests, or of its responses: its own,
// else that of the nearest field around it, else that of the operation. tokens are those of its JSON pointer. It
// reports whether the document describes the field.
func BodyField(api, id string, response bool, tokens []string) (mark Mark, described bool) {
	op, found := Find(api, id)
	if !found {
		return Mark{}, false
	}
	mark = Mark{op.Provenance, op.Source}
	here := bodies(op, response)
	for i := range here {
		here[i] = here[i].within(mark)
	}
	for _, token := range tokens {
		var next []marked
		for _, m := range here {
			mark = m.mark
			next = append(next, m.below(token)...)
		}
		if len(next) == 0 {
			return mark, false
		}
		here = next
	}
	if len(here) == 0 {
		return mark, false
	}
	return here[0].mark, true
}

// ParameterField is BodyField for a parameter of an operation. in is path, query or header.
func ParameterField(api, id, in, name string) (mark Mark, described bool) {
	op, found := Find(api, id)
	if !found {
		return Mark{}, false
	}
	document, err := Load(op.Document)
	if err != nil {
		return Mark{}, false
	}
	item, operation := document.Operation(op.ID)
	for _, parameters := range []openapi3.Parameters{operation.Parameters, item.Parameters} {
		for _, p := range parameters {
			if p.Value != nil && p.Value.In == in && strings.EqualFold(p.Value.Name, name) {
				if mark, ok := FieldMark(p.Value.Extensions); ok {
					return mark, true
				}
				return Mark{op.Provenance, op.Source}, true
			}
		}
	}
	return Mark{op.Provenance, op.Source}, false
}

// marked is a schema with the mark of the nearest field.
type marked struct {
	ref  *openapi3.SchemaRef
	mark Mark
	deep int
}

// deepest bounds how far combined schemas are followed.
const deepest = 32

// within takes the mark of what is around, unless the schema has its own.
func (m marked) within(outer Mark) marked {
	m.mark = outer
	if own, ok := FieldMark(m.ref.Extensions); ok {
		m.mark = own
	} else if m.ref.Value != nil {
		if own, ok := FieldMark(m.ref.Value.Extensions); ok {
			m.mark = own
		}
	}
	return m
}

// below returns the schemas of the value at a token. A schema that leaves open what it is describes all that is in it.
func (m marked) below(token string) (list []marked) {
	s := m.ref.Value
	if s == nil || m.deep > deepest {
		return nil
	}
	add := func(ref *openapi3.SchemaRef) {
		list = append(list, marked{ref: ref, deep: m.deep + 1}.within(m.mark))
	}
	_, err := strconv.Atoi(token)
	switch {
	case s.Properties[token] != nil:
		add(s.Properties[token])
	case s.AdditionalProperties.Schema != nil:
		add(s.AdditionalProperties.Schema)
	case s.Items != nil && err == nil:
		add(s.Items)
	}
	combined := [][]*openapi3.SchemaRef{s.AllOf, s.OneOf, s.AnyOf}
	open := len(s.Properties) == 0 && s.Items == nil && s.Type == nil && len(s.Enum) == 0
	for _, refs := range combined {
		for _, ref := range refs {
			open = false
			list = append(list, marked{ref: ref, deep: m.deep + 1}.within(m.mark).below(token)...)
		}
	}
	if open {
		list = append(list, m)
	}
	return list
}

// bodies returns the schemas of the JSON bodies of an operation.
func bodies(op Operation, response bool) (list []marked) {
	document, err := Load(op.Document)
	if err != nil {
		return nil
	}
	add := func(content openapi3.Content) {
		for name, media := range content {
			if media.Schema != nil && (strings.Contains(name, "json") || strings.Contains(name, "form")) {
				list = append(list, marked{ref: media.Schema})
			}
		}
	}
	_, operation := document.Operation(op.ID)
	if !response {
		if operation.RequestBody != nil && operation.RequestBody.Value != nil {
			add(operation.RequestBody.Value.Content)
		}
		return list
	}
	for _, status := range operation.Responses.Keys() {
		if r := operation.Responses.Value(status); r != nil && r.Value != nil && strings.HasPrefix(status, "2") {
			add(r.Value.Content)
		}
	}
	return list
}
