package catalogue

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"sparring/mock/pointer"
	"sparring/scenarios/feature"
)

// RequestLacks returns an error if no request of an API has a value at a place: that one of an operation lacks it would
// be true of any misspelled name.
func (c Catalogue) RequestLacks(api, id string, tokens []string) error {
	err := c.RequestHolds(api, id, tokens)
	for _, o := range c[api].Operations {
		if err == nil || o.ID != id && c.RequestHolds(api, o.ID, tokens) == nil {
			return nil
		}
	}
	return err
}

// RequestHolds returns an error if the body of an operation's requests can never have a value at a place, as the
// server's document says.
func (c Catalogue) RequestHolds(api, id string, tokens []string) error {
	o := c.find(api, id)
	if o == nil || c[api].Document == nil {
		return nil // told elsewhere, or nobody has asked the server
	}
	d, err := c[api].Document(o.Document)
	if err != nil {
		return err
	}
	here, found := document(d).body(o.ID)
	if !found {
		return feature.Usagef("requests of %s.%s have no body, so nothing at %s", api, id, pointer.Format(tokens...))
	}
	for i, token := range tokens {
		next, names, open := document(d).step(here, token)
		if open {
			return nil
		}
		if len(next) == 0 {
			known := feature.NearestThree(token, names)
			for j, name := range known {
				known[j] = pointer.Format(append(slices.Clone(tokens[:i]), name)...)
			}
			at := pointer.Format(tokens[:i+1]...)
			if len(known) == 0 {
				return feature.Usagef("requests of %s.%s have nothing at %s", api, id, at)
			}
			return feature.Usagef("requests of %s.%s have nothing at %s; the nearest are %s", api, id, at,
				strings.Join(known, ", "))
		}
		here = next
	}
	return nil
}

// document is an OpenAPI document as JSON.
type document map[string]any

// deepest bounds how far references and combinations of schemas are followed.
const deepest = 32

// body returns the schemas of the body of an operation's requests.
func (d document) body(id string) (list []map[string]any, found bool) {
	for _, path := range objects(d["paths"]) {
		for _, operation := range objects(path) {
			if operation["operationId"] != id {
				continue
			}
			for _, media := range objects(d.resolve(operation["requestBody"])["content"]) {
				list, found = append(list, d.flat(media["schema"], 0)...), true
			}
		}
	}
	return list, found
}

// objects are the members of an object that are objects, in order of their names.
func objects(v any) (list []map[string]any) {
	all, _ := v.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if o, ok := all[name].(map[string]any); ok {
			list = append(list, o)
		}
	}
	return list
}

// resolve returns an object, or the one that it refers to.
func (d document) resolve(v any) map[string]any {
	o, _ := v.(map[string]any)
	for range deepest {
		ref, ok := o["$ref"].(string)
		if !ok {
			return o
		}
		tokens, err := pointer.Parse(strings.TrimPrefix(ref, "#"))
		if err != nil {
			return nil
		}
		target, _ := pointer.Lookup(map[string]any(d), tokens)
		o, _ = target.(map[string]any)
	}
	return nil
}

// flat are a schema and those that it is combined of.
func (d document) flat(v any, depth int) (list []map[string]any) {
	s := d.resolve(v)
	if s == nil || depth > deepest {
		return nil
	}
	list = append(list, s)
	for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
		parts, _ := s[keyword].([]any)
		for _, part := range parts {
			list = append(list, d.flat(part, depth+1)...)
		}
	}
	return list
}

// step goes one token down; names are those that exist. open reports whether a schema takes anything there.
func (d document) step(from []map[string]any, token string) (next []map[string]any, names []string, open bool) {
	for _, s := range from {
		properties, _ := s["properties"].(map[string]any)
		names = append(names, slices.Sorted(maps.Keys(properties))...)
		if property, ok := properties[token]; ok {
			next = append(next, d.flat(property, 0)...)
			continue
		}
		if _, isIndex := pointer.Index(token); isIndex && s["items"] != nil {
			next = append(next, d.flat(s["items"], 0)...)
		}
		switch extra := s["additionalProperties"].(type) {
		case map[string]any:
			next = append(next, d.flat(extra, 0)...)
		case bool:
			open = open || extra && len(properties) == 0 // what is ignored beside known names was hardly meant
		default:
			open = open || len(properties) == 0 && plain(s)
		}
	}
	return next, names, open
}

// plain reports whether a schema leaves open what a value is made of.
func plain(s map[string]any) bool {
	if most, ok := s["maxProperties"].(json.Number); ok && most == "0" {
		return false
	}
	kind, typed := s["type"].(string)
	return (!typed || kind == "object") &&
		!slices.ContainsFunc([]string{"items", "allOf", "oneOf", "anyOf", "enum"}, func(keyword string) bool {
			return s[keyword] != nil
		})
}
