package spec

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestOverlay applies an overlay to a document: an update merges objects and replaces the rest, a removal removes.
func TestOverlay(t *testing.T) {
	const head = "overlay: 1.0.0\nextends: test.yaml\nactions:\n"
	text := []byte("a: {b: {c: 1, d: [1, 2]}, 'x y': {e: 1}}\n")
	for _, tt := range []struct{ overlay, want, err string }{
		{head + "  - {target: $.a.b, update: {d: [3], f: {g: 1}}}\n",
			`{"a":{"b":{"c":1,"d":[3],"f":{"g":1}},"x y":{"e":1}}}`, ""},
		{head + "  - {target: $.a, update: {b: {c: 2}}}\n  - {target: \"$.a['x y']\", remove: true}\n",
			`{"a":{"b":{"c":2,"d":[1,2]}}}`, ""},
		{head + "  - {target: $.a.z, remove: true}\n", "", `has no object "z"`},
		{head + "  - {target: '$.a[*]', remove: true}\n", "", "cannot be read"},
		{head + "  - {target: a, remove: true}\n", "", "is not a path"},
		{head + "  - {target: $.a}\n", "", "neither update nor remove"},
		{"overlay: 1.0.0\nextends: other.yaml\nactions: []\n", "", "expected overlay 1.0.0"},
	} {
		got, err := applyOverlay("test", text, []byte(tt.overlay))
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: got error %v, want %q", tt.overlay, err, tt.err)
			}
			continue
		}
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %s, %v", tt.overlay, got, err)
		}
	}
}

// TestPublishedWithoutOverlay checks that a document is published without the readings that only a switch chooses.
func TestPublishedWithoutOverlay(t *testing.T) {
	data, err := JSON("bonder")
	if err != nil {
		t.Fatal(err)
	}
	var published struct {
		Components struct {
			Schemas map[string]struct{ OneOf []any }
		}
	}
	if err := json.Unmarshal(data, &published); err != nil {
		t.Fatal(err)
	}
	d, err := Load("bonder")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AuthorizationResponse", "Flag", "Empty"} {
		s, ok := published.Components.Schemas[name]
		if !ok || len(s.OneOf) != 0 || len(d.T.Components.Schemas[name].Value.OneOf) != 2 {
			t.Errorf("%s: want one form when published and two for judging", name)
		}
	}
}
