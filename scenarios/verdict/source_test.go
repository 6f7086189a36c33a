package verdict_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
)

var update = flag.Bool("update", false, "write docs/sources.md")

// TestSourcesPage: docs/sources.md is what the list makes. It is written by -update.
func TestSourcesPage(t *testing.T) {
	const page = "../../docs/sources.md"
	var want strings.Builder
	verdict.WriteSources(&want)
	if *update {
		if err := os.WriteFile(page, []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != want.String() {
		t.Errorf("%s is not up to date: go test ./scenarios/verdict -run TestSourcesPage -update (%v)", page, err)
	}
}

// TestSourceList: sections are in order and within their text, so that every cited line has at most one.
func TestSourceList(t *testing.T) {
	for i, s := range verdict.Sources() {
		if s.What == "" || s.Where == "" || i > 0 && verdict.Sources()[i-1].Slug >= s.Slug {
			t.Errorf("%s: expected what and where, in order of slugs", s.Slug)
		}
		last := 0
		for _, section := range s.Sections {
			if section.From <= last || section.To < section.From || section.To > s.Lines {
				t.Errorf("%s: L%d-L%d after L%d of %d", s.Slug, section.From, section.To, last, s.Lines)
			}
			last = section.To
		}
	}
}

var (
	byLine    = regexp.MustCompile(`\b([a-z][a-z0-9.-]*)#L([0-9]+)(?:-L?([0-9]+))?`)
	bySection = regexp.MustCompile(`\b([a-z][a-z0-9.-]*) §`)
	ofField   = regexp.MustCompile(`(?m)x-sparring-source: *"?([^"\n]+)`)
	wholeSlug = regexp.MustCompile(`^[a-z][a-z0-9.-]*$`)
)

// TestSourcesKnown: every source that is cited in the repository has a row, and no line beyond its end is cited.
func TestSourcesKnown(t *testing.T) {
	rows := map[string]verdict.Source{}
	for _, s := range verdict.Sources() {
		rows[s.Slug] = s
	}
	seen := 0
	known := func(file, slug string) {
		seen++
		if strings.HasPrefix(slug, "rfc") {
			slug = "rfc"
		}
		if _, ok := rows[slug]; !ok && slug != "slug" {
			t.Errorf("%s cites %q, which has no row in scenarios/verdict/source.go", file, slug)
		}
	}
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".go", ".yaml", ".feature", ".md"}, filepath.Ext(file)) || strings.HasSuffix(file, "_test.go") {
			return err
		}
		content, err := os.ReadFile(file)
		text := string(content)
		for _, m := range byLine.FindAllStringSubmatch(text, -1) {
			known(file, m[1])
			for _, line := range m[2:] {
				if n, _ := strconv.Atoi(line); rows[m[1]].Lines > 0 && n > rows[m[1]].Lines {
					t.Errorf("%s cites %s, whose text has %d lines", file, m[0], rows[m[1]].Lines)
				}
			}
		}
		for _, m := range bySection.FindAllStringSubmatch(text, -1) {
			known(file, m[1])
		}
		for _, m := range ofField.FindAllStringSubmatch(text, -1) {
			for part := range strings.SplitSeq(m[1], ",") {
				if part = strings.TrimSpace(part); wholeSlug.MatchString(part) {
					known(file, part)
				}
			}
		}
		return err
	})
	if err != nil || seen < 500 {
		t.Errorf("%d citations, %v", seen, err)
	}
}
