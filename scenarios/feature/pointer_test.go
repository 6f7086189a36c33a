package feature

import (
	"errors"
	"strings"
	"testing"
)

// TestPointers: a pointer in a step is one of RFC 6901, or the feature's mistake.
func TestPointers(t *testing.T) {
	body := map[string]any{"items": []any{"a", "b"}, "a/b": "c", "01": "d"}
	for text, want := range map[string]any{
		"/items/1": "b", "/a~1b": "c", "/01": "d", "/items/2": nil, "/items/x": nil, "/nope/01": nil,
	} {
		if got, ok, err := At(body, text); got != want || ok != (want != nil) || err != nil {
			t.Errorf("%s: got %v, %v, %v", text, got, ok, err)
		}
	}
	for text, says := range map[string]string{
		"/items/1abc": `"1abc" is not an index`, "/items/01": `"01" is not an index`,
		"/items/-1": `"-1" is not an index`, "items/1": "begins with /", "/a~2b": "~ stands before 0 or 1",
	} {
		var mistake *UsageError
		if _, _, err := At(body, text); !errors.As(err, &mistake) || !strings.Contains(mistake.Message, says) {
			t.Errorf("%s: expected a mistake with %q, got %v", text, says, err)
		}
	}
}
