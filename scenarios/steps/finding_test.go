package steps

import (
	"slices"
	"testing"

	"sparring/mock"
)

// TestFindings: the list has every code that a server gives a finding about a client or a service, and no other.
func TestFindings(t *testing.T) {
	ours := []string{"document_unusable", "no_operation", "panic"} // two defects, and what other sentences speak of
	var made []string
	for _, e := range mock.Why() {
		if e.Finding && !slices.Contains(ours, e.Code) {
			made = append(made, e.Code)
			if !slices.Contains(findings, e.Code) {
				t.Errorf("the finding %q is not in the list of finding.go", e.Code)
			}
		}
	}
	for _, code := range findings {
		if !slices.Contains(made, code) {
			t.Errorf("nothing makes the finding %q of the list in finding.go", code)
		}
	}
	if !slices.IsSorted(findings) || len(findings) < 50 {
		t.Errorf("the list of %d codes is not in order, or not whole", len(findings))
	}
}
