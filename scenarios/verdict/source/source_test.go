package source_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "sparring/mock/mocktest/outside" // takes the flag -outside
	"sparring/scenarios/verdict/source"
)

var update = flag.Bool("update", false, "write docs/sources.md")

// TestSourcesPage: docs/sources.md is what the list makes. It is written by -update.
func TestSourcesPage(t *testing.T) {
	const page = "../../../docs/sources.md"
	var want strings.Builder
	writePage(&want)
	if *update {
		if err := os.WriteFile(page, []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != want.String() {
		t.Errorf("%s is stale: go test ./scenarios/verdict/source -run TestSourcesPage -update (%v)", page, err)
	}
}

// TestSourceList: sections are in order and within their text, so that every cited line has at most one.
func TestSourceList(t *testing.T) {
	for i, s := range source.All() {
		if s.What == "" || s.Where == "" || i > 0 && source.All()[i-1].Slug >= s.Slug {
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
	rows := map[string]source.Source{}
	for _, s := range source.All() {
		rows[s.Slug] = s
	}
	seen := 0
	known := func(file, slug string) {
		seen++
		if strings.HasPrefix(slug, "rfc") {
			slug = "rfc"
		}
		if _, ok := rows[slug]; !ok && slug != "slug" {
			t.Errorf("%s cites %q, which has no row in scenarios/verdict/source/source.go", file, slug)
		}
	}
	err := filepath.WalkDir("../../..", func(file string, d fs.DirEntry, err error) error {
		of := slices.Contains([]string{".go", ".yaml", ".feature", ".md"}, filepath.Ext(file))
		if err != nil || d.IsDir() || !of || strings.HasSuffix(file, "_test.go") {
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

// writePage writes docs/sources.md.
func writePage(out *strings.Builder) {
	out.WriteString(strings.ReplaceAll(`# Sources

Rules, findings, documents and features cite the texts that they rest on by slugs: ´bonder#L182´ is line 182 of the
first text below, ´timconnect-1.7.1 §authByPhone´ a section, ´B-42 Q-07 R-12 T-03´ rows of the register in
[spec/PROVENANCE.md](../spec/PROVENANCE.md). The vendors' texts are theirs and not in this repository: open them where
they are published. Lines are those of the text of a page, without its markup; the sections below find the place on the
page.

This page is generated from scenarios/verdict/source/source.go:
´go test ./scenarios/verdict/source -run TestSourcesPage -update´. HTML and JSON reports have the rows that they cite.

| slug | what it is | published at | lines |
|---|---|---|---|
`, "´", "`"))
	for _, s := range source.All() {
		lines := "–"
		if s.Lines > 0 {
			lines = strconv.Itoa(s.Lines)
		}
		fmt.Fprintf(out, "| <a id=\"%s\"></a>`%s` | %s | %s | %s |\n", s.Slug, s.Slug, s.What, linked(s.Where), lines)
	}
	for _, s := range source.All() {
		if len(s.Sections) == 0 {
			continue
		}
		fmt.Fprintf(out, "\n## Sections of `%s`\n\n| lines | section |\n|---|---|\n", s.Slug)
		for _, section := range s.Sections {
			fmt.Fprintf(out, "| L%d-L%d | %s |\n", section.From, section.To, section.What)
		}
	}
}

func linked(where string) string {
	if strings.HasPrefix(where, "https://") && !strings.Contains(where, " ") {
		return "<" + where + ">"
	}
	return where
}
