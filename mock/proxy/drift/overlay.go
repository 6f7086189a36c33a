package drift

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sparring/spec"
)

// Overlay is an OpenAPI Overlay 1.0.0: changes that make a document describe what a real server was seen to do.
type Overlay struct {
	Document string // "radist"
	Actions  []Action
	Left     []string // differences that no action can express, for people
}

// Action changes what a path names.
type Action struct {
	Target      string         `json:"target"`
	Description string         `json:"description,omitempty"`
	Update      map[string]any `json:"update,omitempty"`
	Remove      bool           `json:"remove,omitempty"`
}

// YAML returns the overlay as a file has it.
func (o *Overlay) YAML() ([]byte, error) {
	info := map[string]any{
		"title":   "What a real server does otherwise than " + o.Document + ".yaml",
		"version": "1.0.0",
	}
	if len(o.Left) > 0 {
		info["x-sparring-left"] = o.Left
	}
	return spec.YAML(map[string]any{
		"overlay": "1.0.0", "extends": o.Document + ".yaml", "info": info, "actions": o.Actions,
	})
}

// Proposals returns an overlay for each document that differences concern.
func Proposals(found []*Difference) ([]*Overlay, error) {
	documents := map[string]*document{}
	for _, d := range found {
		if len(d.places) == 0 || d.Code == "unknown_operation" {
			continue
		}
		for _, p := range d.places {
			op, ok := spec.Find(d.API, p.operation)
			if !ok {
				continue
			}
			doc, err := load(documents, op.Document)
			if err != nil {
				return nil, err
			}
			doc.propose(op, d, p)
		}
	}
	var out []*Overlay
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		if doc := documents[name]; len(doc.overlay.Actions) > 0 || len(doc.overlay.Left) > 0 {
			out = append(out, &doc.overlay)
		}
	}
	return out, nil
}

// document is a document as it is published, and what is proposed for it.
type document struct {
	root    map[string]any
	overlay Overlay
	done    map[string]bool
}

func load(all map[string]*document, name string) (*document, error) {
	if doc := all[name]; doc != nil {
		return doc, nil
	}
	text, err := spec.JSON(name)
	if err != nil {
		return nil, err
	}
	doc := &document{overlay: Overlay{Document: name}, done: map[string]bool{}}
	if err := json.Unmarshal(text, &doc.root); err != nil {
		return nil, fmt.Errorf("the document %s: %w", name, err)
	}
	all[name] = doc
	return doc, nil
}

// propose adds the actions for a difference at one place.
func (doc *document) propose(op spec.Operation, d *Difference, p place) {
	why := fmt.Sprintf("Seen %d times, first in entry %d: %s at %s.", d.Count, d.Entry, d.Code, d.Field)
	operation := doc.operation(op.ID)
	response := doc.response(operation, p.status)
	ok := false
	switch {
	case operation.value == nil:
	case d.Code == "undocumented_status":
		ok = doc.add(operation.down("responses"), why, map[string]any{strconv.Itoa(p.status): newResponse(p)})
	case response.value == nil:
	case d.Code == "unknown_header":
		name := strings.TrimPrefix(d.Field, "header/")
		ok = doc.add(response, why, map[string]any{"headers": map[string]any{name: map[string]any{
			"description": observed, "schema": map[string]any{"type": "string"}, "x-sparring-provenance": "observed",
		}}})
	case d.Code == "missing_header":
		header := response.down("headers", strings.TrimPrefix(d.Field, "header/"))
		ok = header.value != nil && doc.add(doc.follow(header), why, map[string]any{"required": false})
	case d.Code == "wrong_content_type" && p.kind != "":
		ok = doc.add(response, why, map[string]any{"content": map[string]any{p.kind: map[string]any{
			"schema": inferred(p.body),
		}}})
	case strings.HasPrefix(d.Field, "/"):
		ok = doc.field(doc.schema(response, p.kind), d, p, why)
	}
	if left := fmt.Sprintf("%s of %s at %s: %s", d.Code, op.ID, d.Field, d.Actual); !ok &&
		!slices.Contains(doc.overlay.Left, left) {
		doc.overlay.Left = append(doc.overlay.Left, left)
	}
}

// observed is the description of what the document did not know.
const observed = "Observed at a real server."

func newResponse(p place) map[string]any {
	out := map[string]any{"description": observed, "x-sparring-provenance": "observed"}
	if p.kind != "" {
		out["content"] = map[string]any{p.kind: map[string]any{"schema": inferred(p.body)}}
	}
	return out
}

// field proposes a change of the schema at a field.
func (doc *document) field(body node, d *Difference, p place, why string) bool {
	if len(p.path) == 0 {
		return false
	}
	last := p.path[len(p.path)-1]
	object := doc.walk(body, p.path[:len(p.path)-1], p.body)
	if object.value == nil {
		return false
	}
	switch d.Code {
	case "unknown_field":
		property := inferred(p.value)
		property["description"], property["x-sparring-provenance"] = observed, "observed"
		return doc.add(object, why, map[string]any{"properties": map[string]any{last: property}})
	case "missing_field":
		return doc.optional(object, last, why)
	}
	property := doc.child(object, last, p.value)
	if property.value == nil {
		return false
	}
	old := maps.Clone(property.value)
	delete(old, "x-sparring-rules")
	both := map[string]any{"anyOf": []any{old, inferred(p.value)}, "description": observed}
	if d.Code == "null_not_allowed" {
		both = map[string]any{"allOf": []any{old}, "nullable": true, "description": observed}
	}
	both["x-sparring-provenance"] = "observed"
	return doc.replace(property, why, both)
}

// optional takes a name off the list of required ones. The list of an overlay's update would be joined to the old one.
func (doc *document) optional(object node, name, why string) bool {
	var rest []any
	had := false
	list, _ := object.value["required"].([]any)
	for _, r := range list {
		if r == name {
			had = true
			continue
		}
		rest = append(rest, r)
	}
	if !had || doc.seen(object.target()+" optional "+name) {
		return had
	}
	object.value["required"] = rest // a second name is taken off what is left
	doc.overlay.Actions = append(doc.overlay.Actions, Action{
		Target: object.target() + ".required", Description: why, Remove: true,
	})
	if len(rest) > 0 {
		doc.overlay.Actions = append(doc.overlay.Actions, Action{
			Target: object.target(), Description: why, Update: map[string]any{"required": rest},
		})
	}
	return true
}

// replace puts a schema in the place of another.
func (doc *document) replace(n node, why string, with map[string]any) bool {
	if doc.seen(n.target() + " replaced") {
		return true
	}
	parent := node{doc.root, nil}.down(n.path[:len(n.path)-1]...)
	doc.overlay.Actions = append(doc.overlay.Actions,
		Action{Target: n.target(), Description: why, Remove: true},
		Action{Target: parent.target(), Description: why, Update: map[string]any{n.path[len(n.path)-1]: with}})
	return true
}

// add proposes an update, each once.
func (doc *document) add(n node, why string, update map[string]any) bool {
	if n.value == nil {
		return false
	}
	text, err := json.Marshal(update)
	if err != nil {
		return false
	}
	if !doc.seen(n.target() + string(text)) {
		doc.overlay.Actions = append(doc.overlay.Actions, Action{Target: n.target(), Description: why, Update: update})
	}
	return true
}

func (doc *document) seen(key string) bool {
	was := doc.done[key]
	doc.done[key] = true
	return was
}

// plainName is what a path names by a dot.
var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// target is the path of a node as JSONPath has it (RFC 9535).
func (n node) target() string {
	var b strings.Builder
	b.WriteString("$")
	for _, name := range n.path {
		if plainName.MatchString(name) {
			b.WriteString("." + name)
		} else {
			b.WriteString("['" + strings.ReplaceAll(name, "'", `\'`) + "']")
		}
	}
	return b.String()
}
