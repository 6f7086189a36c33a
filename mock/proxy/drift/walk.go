package drift

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/pointer"
)

// node is an object of a document and the path to it. A node without a value was not found.
type node struct {
	value map[string]any
	path  []string
}

// down returns the object at names below a node.
func (n node) down(names ...string) node {
	for _, name := range names {
		inner, _ := n.value[name].(map[string]any)
		n = node{inner, append(slices.Clone(n.path), name)}
	}
	return n
}

// follow returns the object that a reference means, the node itself if it has no reference.
func (doc *document) follow(n node) node {
	for range 16 {
		ref, is := n.value["$ref"].(string)
		if !is {
			return n
		}
		path, err := pointer.Parse(strings.TrimPrefix(ref, "#"))
		if err != nil {
			return node{}
		}
		n = node{doc.root, nil}.down(path...)
	}
	return node{}
}

// operation returns the operation of an id.
func (doc *document) operation(id string) node {
	paths := node{doc.root, nil}.down("paths")
	for path := range paths.value {
		item := paths.down(path)
		for method := range item.value {
			if op := item.down(method); op.value != nil && op.value["operationId"] == id {
				return op
			}
		}
	}
	return node{}
}

// response returns the response of an operation for a status.
func (doc *document) response(operation node, status int) node {
	n := operation.down("responses", strconv.Itoa(status))
	if n.value == nil {
		n = operation.down("responses", "default")
	}
	return doc.follow(n)
}

// schema returns the schema of a response's body.
func (doc *document) schema(response node, kind string) node {
	n := response.down("content", strings.TrimSpace(kind), "schema")
	if n.value == nil {
		n = response.down("content", "application/json", "schema")
	}
	return n
}

// walk goes from a schema along a path of a body, and returns the object schema at its end, references followed.
func (doc *document) walk(n node, path []string, body any) node {
	for _, token := range path {
		n = doc.child(n, token, body)
		body = inside(body, token)
	}
	return doc.object(n, body)
}

// child returns the schema of a field or an item, as it is written: maybe a reference.
func (doc *document) child(n node, token string, body any) node {
	n = doc.object(n, body)
	if token == "*" {
		return n.down("items")
	}
	property := n.down("properties", token)
	if property.value == nil {
		property = n.down("additionalProperties")
	}
	return property
}

// object follows references and chooses, of several variants, the one that has most of the value's names.
func (doc *document) object(n node, value any) node {
	for range 16 {
		n = doc.follow(n)
		best, most := node{}, -1
		for _, keyword := range []string{"oneOf", "anyOf", "allOf"} {
			variants, _ := n.value[keyword].([]any)
			for i := range variants {
				inner, _ := variants[i].(map[string]any)
				target := doc.follow(node{inner, append(slices.Clone(n.path), keyword, strconv.Itoa(i))})
				if score := doc.alike(target, value); score > most && inner["$ref"] != nil {
					best, most = target, score
				}
			}
		}
		if best.value == nil {
			return n
		}
		n = best
	}
	return node{}
}

// alike counts the names of a value that a schema has.
func (doc *document) alike(n node, value any) int {
	object, is := value.(map[string]any)
	if !is {
		return 0
	}
	count := 0
	for name := range object {
		if n.down("properties", name).value != nil {
			count++
		}
	}
	return count
}

// inside returns a part of a body; of a list the first item.
func inside(body any, token string) any {
	switch v := body.(type) {
	case map[string]any:
		return v[token]
	case []any:
		if len(v) > 0 {
			return v[0]
		}
	}
	return nil
}

// inferred is a schema that a value fits.
func inferred(v any) map[string]any {
	switch v := v.(type) {
	case bool:
		return map[string]any{"type": "boolean"}
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return map[string]any{"type": "integer"}
		}
		return map[string]any{"type": "number"}
	case string:
		return map[string]any{"type": "string"}
	case []any:
		items := map[string]any{}
		if len(v) > 0 {
			items = inferred(v[0])
		}
		return map[string]any{"type": "array", "items": items}
	case map[string]any:
		properties := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			properties[name] = inferred(v[name])
		}
		return map[string]any{"type": "object", "properties": properties}
	}
	return map[string]any{"nullable": true}
}
