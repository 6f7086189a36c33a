package spec

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Field is a value in the bodies of an operation that holds no others, as the document describes it.
type Field struct {
	Tokens []string // of its pointer; Any stands for every member of an object, Item for every item of a list
	// Types are the JSON types that the value may have: string, number, integer, boolean. None: any.
	Types []string
	Enum  []string // the only values, as they are written
	Mark  Mark
}

// The tokens that stand for many.
const (
	Any  = "*" // every member of an object
	Item = "#" // every item of a list
)

// Pointer returns the field's place as a JSON pointer, with * for any member and # for any item.
func (f Field) Pointer() string { return "/" + strings.Join(f.Tokens, "/") }

// BodyFields returns the fields of an operation's requests or responses below a place, by pointer.
func BodyFields(api, id string, response bool, below []string) []Field {
	op, found := Find(api, id)
	if !found {
		return nil
	}
	here := bodies(op, response)
	for i := range here {
		here[i] = here[i].within(Mark{op.Provenance, op.Source})
	}
	for _, token := range below {
		var next []marked
		for _, m := range here {
			next = append(next, m.below(token)...)
		}
		here = next
	}
	all := map[string]Field{}
	for _, m := range here {
		m.fields(nil, all)
	}
	list := slices.Collect(maps.Values(all))
	list = slices.DeleteFunc(list, func(f Field) bool { // a variant that leaves open what others describe
		return len(f.Types) == 0 && slices.ContainsFunc(list, func(o Field) bool {
			return len(o.Tokens) >= len(f.Tokens) && len(f.Tokens) > 0 && o.Pointer() != f.Pointer() &&
				slices.Equal(o.Tokens[:len(f.Tokens)-1], f.Tokens[:len(f.Tokens)-1])
		})
	})
	slices.SortFunc(list, func(a, b Field) int { return cmp.Compare(a.Pointer(), b.Pointer()) })
	return list
}

// fields collects the fields of a schema. A schema that combines several has the fields of each.
func (m marked) fields(at []string, all map[string]Field) {
	s := m.ref.Value
	if s == nil || m.deep > deepest || len(at) > mostNested {
		return
	}
	inner := func(token string, ref *openapi3.SchemaRef) {
		below := marked{ref: ref, deep: m.deep + 1}.within(m.mark)
		below.fields(append(slices.Clone(at), token), all)
	}
	combined := false
	for _, refs := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
		for _, ref := range refs {
			combined = true
			marked{ref: ref, deep: m.deep + 1}.within(m.mark).fields(at, all)
		}
	}
	for name, ref := range s.Properties {
		inner(name, ref)
	}
	if s.AdditionalProperties.Schema != nil {
		inner(Any, s.AdditionalProperties.Schema)
	}
	if s.Items != nil {
		inner(Item, s.Items)
	}
	if combined || len(s.Properties) > 0 || s.Items != nil || s.AdditionalProperties.Schema != nil ||
		s.Type.Is("object") || s.Type.Is("array") {
		return
	}
	f := Field{Tokens: at, Mark: m.mark}
	if s.Type != nil {
		f.Types = slices.DeleteFunc(slices.Clone(*s.Type), func(t string) bool { return t == "null" })
	}
	for _, v := range s.Enum {
		if v != nil {
			f.Enum = append(f.Enum, fmt.Sprint(v))
		}
	}
	if known, ok := all[f.Pointer()]; ok { // another variant
		f.Types, f.Enum = append(known.Types, f.Types...), append(known.Enum, f.Enum...)
	}
	slices.Sort(f.Types)
	slices.Sort(f.Enum)
	f.Types, f.Enum = slices.Compact(f.Types), slices.Compact(f.Enum)
	all[f.Pointer()] = f
}

// mostNested bounds how deep fields are looked for: a schema may hold itself.
const mostNested = 6

// ResponseExample returns the first example of a response that has done what was asked: one that is called success, if
// there is such a name.
func ResponseExample(api, id string) (value any, found bool) {
	op, found := Find(api, id)
	if !found {
		return nil, false
	}
	document, err := Load(op.Document)
	if err != nil {
		return nil, false
	}
	_, operation := document.Operation(op.ID)
	for _, status := range operation.Responses.Keys() {
		r := operation.Responses.Value(status)
		if !strings.HasPrefix(status, "2") || r.Value == nil {
			continue
		}
		for _, media := range r.Value.Content {
			if e := media.Examples["success"]; e != nil && e.Value != nil {
				return e.Value.Value, true
			}
			for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
				return media.Examples[name].Value.Value, true
			}
			if media.Example != nil {
				return media.Example, true
			}
		}
	}
	return nil, false
}
