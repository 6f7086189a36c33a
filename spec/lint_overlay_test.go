package spec

import (
	"slices"
	"testing"
)

// TestProblemsOfOverlays checks that a problem of the document itself is not reported again for its overlay, and that
// what only the overlay brings has no line.
func TestProblemsOfOverlays(t *testing.T) {
	own := Problem{Document: "radist", Line: 12, Operation: "a", Code: "x", Message: "wrong", Hint: "mend it"}
	again := own
	again.Document, again.Line = "radist.overlay", 1
	merged := Problem{Document: "radist.overlay", Line: 1, Code: "y", Message: "odd", Hint: "mend it"}
	got := ofOverlay([]Problem{own}, []Problem{again, merged})
	var lines []string
	for _, p := range got {
		lines = append(lines, p.String())
	}
	if want := []string{"radist.overlay.yaml: odd (mend it) [y]"}; !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
	if got, want := own.String(), "radist.yaml:12: a: wrong (mend it) [x]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
