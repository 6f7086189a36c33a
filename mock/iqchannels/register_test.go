package iqchannels

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRegisterIDs: whatever cites the register of gaps (code, switches, documents, features, rules) cites a row that it
// has.
func TestRegisterIDs(t *testing.T) {
	page, err := os.ReadFile("../../spec/PROVENANCE.md")
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`\bQ-\d+`)
	cited := 0
	for _, pattern := range []string{"*.go", "../../spec/iqchannels-*.yaml", "../../features/iqchannels/*",
		"../../scenarios/iqchannels/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range id.FindAllString(string(text), -1) {
				if cited++; !strings.Contains(string(page), "\n| "+found+" |") {
					t.Errorf("%s cites %s, which the register does not have", name, found)
				}
			}
		}
	}
	if cited < 100 {
		t.Errorf("only %d ids were found", cited)
	}
}
