package contract

import (
	"strings"
	"testing"

	"sparring/spec"
)

func TestDescribes(t *testing.T) {
	tests := []struct {
		api, operation, path string
		may                  bool
		known                string
	}{
		{"bonder", "getCard", "", true, ""},
		{"bonder", "getCard", "success", true, ""},
		{"bonder", "getCard", "errors/0", true, ""},
		{"bonder", "getCard", "result/settings/cardStatus", true, ""},
		{"bonder", "getCard", "result/translatable/pl/name", true, ""},
		{"bonder", "getCard", "nope", false, "/errors /result /success"},
		{"bonder", "getCard", "result/settings/nope", false,
			"/result/settings/cardAddr /result/settings/cardQrc /result/settings/cardStatus /result/settings/usePhoto"},
		{"bonder", "getRepository", "result/pl", true, ""},
	}
	for _, test := range tests {
		op := operation(t, test.api, test.operation)
		var path []string
		if test.path != "" {
			path = strings.Split(test.path, "/")
		}
		may, known := Describes(op, path)
		if got := strings.Join(known, " "); may != test.may || got != test.known {
			t.Errorf("%s /%s: got %v, known %q, want %v, %q", test.operation, test.path, may, got, test.may, test.known)
		}
	}
}

// TestDescribesEdits checks that no edit which is proposed for an example would be refused in a rule.
func TestDescribesEdits(t *testing.T) {
	checked := 0
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			for _, answer := range responseExamples(t, op) {
				for _, e := range Edits(op, answer.Status, answer.Header, answer.Body) {
					path := strings.Split(strings.TrimPrefix(e.Pointer, "/"), "/")
					if e.Kind == "extra_field" {
						path = path[:len(path)-1]
					}
					for i := range path {
						path[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(path[i])
					}
					if may, known := Describes(op, path); !may {
						t.Errorf("%s: %s at %s would be refused; known %v", op.ID, e.Kind, e.Pointer, known)
					}
					checked++
				}
			}
		}
	}
	if checked < 100 {
		t.Fatalf("only %d edits were checked", checked)
	}
}
