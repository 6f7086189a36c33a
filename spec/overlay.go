package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/oasdiff/yaml"
)

// overlay is an OpenAPI Overlay 1.0 beside a document. The document is published without it; requests and responses are
// judged with it. It holds what is not part of the vendor's contract: the readings that a switch can choose, and splits
// of a schema that are exact but that generators make poor code of.
type overlay struct {
	Overlay string   `json:"overlay"`
	Extends string   `json:"extends"`
	Actions []action `json:"actions"`
}

type action struct {
	Target string         `json:"target"` // a path of member names: $.components.schemas.Token
	Update map[string]any `json:"update"` // merged into the target, objects member by member
	Remove bool           `json:"remove"`
}

// judged returns a document with its overlay applied, as JSON, or the document itself if it has no overlay.
func judged(name string, text []byte) ([]byte, error) {
	data, err := read(name + ".overlay.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return text, nil
	}
	if err != nil {
		return nil, err
	}
	return applyOverlay(name, text, data)
}

func applyOverlay(name string, text, data []byte) ([]byte, error) {
	var o overlay
	var document map[string]any
	if err := decode(data, &o); err != nil {
		return nil, fmt.Errorf("overlay of %s: %w", name, err)
	}
	if err := decode(text, &document); err != nil {
		return nil, fmt.Errorf("document %s: %w", name, err)
	}
	if o.Overlay != "1.0.0" || o.Extends != name+".yaml" || len(o.Actions) == 0 {
		return nil, fmt.Errorf("overlay of %s: expected overlay 1.0.0, extends %s.yaml and actions", name, name)
	}
	for i, a := range o.Actions {
		if err := a.apply(document); err != nil {
			return nil, fmt.Errorf("overlay of %s: action %d: %w", name, i+1, err)
		}
	}
	return json.Marshal(document)
}

func decode(text []byte, into any) error {
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// segment is one step of a target: .name or ['name'].
var segment = regexp.MustCompile(`^(?:\.([A-Za-z0-9_-]+)|\['([^']+)'\])`)

// path returns the member names of a target.
func (a action) path() ([]string, error) {
	rest, ok := strings.CutPrefix(a.Target, "$")
	if !ok || rest == "" {
		return nil, fmt.Errorf("the target %q is not a path such as $.components.schemas.Name", a.Target)
	}
	var names []string
	for rest != "" {
		m := segment.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("the target %q cannot be read from %q on: write .name or ['name']", a.Target, rest)
		}
		rest = rest[len(m[0]):]
		names = append(names, m[1]+m[2])
	}
	return names, nil
}

func (a action) apply(document map[string]any) error {
	names, err := a.path()
	if err != nil {
		return err
	}
	parent, last, at := map[string]any(nil), "", document
	for _, name := range names {
		var ok bool
		parent, last = at, name
		if at, ok = parent[last].(map[string]any); !ok {
			return fmt.Errorf("the target %q has no object %q", a.Target, last)
		}
	}
	if a.Remove {
		delete(parent, last)
		return nil
	}
	if len(a.Update) == 0 {
		return fmt.Errorf("the action on %q has neither update nor remove", a.Target)
	}
	merge(at, a.Update)
	return nil
}

// merge adds the members of an update to an object: objects are merged, anything else replaces what was there.
func merge(into, update map[string]any) {
	for name, value := range update {
		inner, isObject := value.(map[string]any)
		if old, ok := into[name].(map[string]any); ok && isObject {
			merge(old, inner)
			continue
		}
		into[name] = value
	}
}
