package spec

import (
	"slices"
	"strings"
	"testing"
)

// TestProblemsOfOverlays checks where a problem is reported that a document has only with its overlay: on the line of
// the overlay that writes or changes the place, else on the document's own. A problem of the document itself is not
// reported twice.
func TestProblemsOfOverlays(t *testing.T) {
	text, err := Text("kittn")
	if err != nil {
		t.Fatal(err)
	}
	known := lint("kittn", text, nil)
	const head = "overlay: 1.0.0\nextends: kittn.yaml\nactions:\n"
	for _, tt := range []struct{ overlay, code, want string }{
		{"  - target: $.components.schemas\n    update:\n      New:\n" +
			"        type: string\n        maxLength: 5\n",
			"rule_unmarked", "kittn.overlay.yaml:6: "},
		{"  - target: $.components.schemas.Kitten\n    update:\n      properties:\n" +
			"        a:\n          type: string\n",
			"field_unmarked", "kittn.overlay.yaml:7: "},
		{"  - target: $.components.schemas.Kitten\n    update:\n      maxProperties: 1\n",
			"rule_unmarked", "kittn.overlay.yaml:4: "},
		{"  - target: $.components.schemas.Kitten.properties.id\n    remove: true\n",
			"rule_unmarked", "kittn.yaml:320: "},
		{"  - target: $.info\n    update:\n      x-sparring-keys: kebab\n", "keys_unknown", "kittn.overlay.yaml:4: "},
		{"  - target: $.components.schemas.Nothing\n    remove: true\n", "not_loadable", "kittn.overlay.yaml: "},
	} {
		var found []string
		for _, p := range lintOverlay("kittn", text, []byte(head+tt.overlay), nil, known) {
			if p.Code == tt.code {
				found = append(found, p.String())
			}
		}
		if !slices.ContainsFunc(found, func(p string) bool { return strings.HasPrefix(p, tt.want) }) {
			t.Errorf("%s: got %q, want a problem at %q", tt.overlay, found, tt.want)
		}
	}
	wrong := []byte(strings.Replace(string(text), "summary:", "no:", 1))
	own := lint("kittn", wrong, nil)
	clean := head + "  - target: $.info\n    update:\n      title: Another\n"
	if found := lintOverlay("kittn", wrong, []byte(clean), nil, own); len(own) == 0 || len(found) > 0 {
		t.Errorf("the document's own problems are %q, its overlay's %q", own, found)
	}
}
