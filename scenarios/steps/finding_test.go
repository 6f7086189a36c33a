package steps

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// finders are the functions of the contract and of the fakes to which the code of a finding is given.
var finders = regexp.MustCompile(`\b(?:find|violation|blamed|marked|j\.add)\("([a-z_]+)"`)

// TestFindings: the list has every code that the sources give a finding, as far as it stands in a call.
func TestFindings(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../../mock", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		content, err := os.ReadFile(name)
		for _, m := range finders.FindAllStringSubmatch(string(content), -1) {
			if n++; !slices.Contains(findings, m[1]) {
				t.Errorf("%s: the finding %q is not in the list of finding.go", name, m[1])
			}
		}
		return err
	})
	if err != nil || n < 20 {
		t.Errorf("%d codes found, %v", n, err)
	}
	if !slices.IsSorted(findings) {
		t.Error("the list is not in order")
	}
}
