package report

import (
	"strings"
	"testing"
)

// TestPieces: each text that is translated is in the page's source, once the longer ones around it are.
func TestPieces(t *testing.T) {
	for _, s := range []struct {
		name, source string
		pieces       [][2]string
	}{{"report.gohtml", reportPage, pagePieces}, {"report.js", reportScript, scriptPieces}} {
		for _, p := range s.pieces {
			if !strings.Contains(s.source, p[0]) {
				t.Errorf("%s has no %q", s.name, p[0])
			}
			s.source = strings.ReplaceAll(s.source, p[0], p[1])
		}
	}
}
