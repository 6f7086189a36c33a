package mock_test

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// ruledOut are phrases that a reader must translate first, each with what is written instead. A line that has one has
// one of these parts of it, which are looked for first.
var ruledOut = []struct {
	parts   []string
	phrase  *regexp.Regexp
	instead string
}{
	{[]string{"whether", "is none"}, regexp.MustCompile(`(?i)\b(tells?|says?) (whether|that there is none)\b`),
		`"reports whether", or the fact itself`},
	{[]string{"for ever"}, regexp.MustCompile(`(?i)\bfor ever\b`), `"without end", "until …"`},
	{[]string{" none"}, regexp.MustCompile(`(?i)\b(is|are|was|were) none\b`), `"is missing", "is not a …"`},
	{[]string{"nothing here"}, regexp.MustCompile(`(?i)\bmeans? nothing here\b`), `"unknown …", "has no effect"`},
	{[]string{"ever"}, regexp.MustCompile(`(?i)\b(whoever|whosoever|whichever|whatsoever)\b`),
		`"the client that …", "any", "the one that …"`},
	{[]string{"so "}, regexp.MustCompile(`(?i)\bso (long|far|many) as\b`), `"while", "as far as"`},
	{[]string{"what stands"}, regexp.MustCompile(`(?i)\bwhat stands\b`), `"the value", "the text"`},
	{[]string{"where "}, regexp.MustCompile(`(?i)\bwhere (it|there|they) (is|are)\b`), `"if"`},
	{[]string{"nobody's"}, regexp.MustCompile(`(?i)\bnobody's (affair|business)\b`), `"is ignored", "is not checked"`},
	{[]string{"affair"}, regexp.MustCompile(`(?i)\b(not|is) the \w+'s affair\b`), `"… does not depend on it"`},
}

// widest is the greatest number of columns of a line in Go, YAML and Markdown; a tab counts four.
const widest = 120

// TestWords holds the language of everything that a person reads here: no ruled-out phrase, no line that is too wide.
func TestWords(t *testing.T) {
	if len(ruledOut) == 0 {
		t.Fatal("no phrase is ruled out")
	}
	root, files := "..", 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == ".git" || name == "dist" || name == "testdata" || name == "node_modules" ||
				name == ".types" {
				return fs.SkipDir
			}
			return nil
		}
		ext := filepath.Ext(path)
		if !slices.Contains([]string{".go", ".md", ".yaml", ".yml", ".feature"}, ext) || d.Name() == "words_test.go" {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files++
		for _, found := range wordsOf(t, path, filepath.ToSlash(rel), ext) {
			t.Error(found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 300 {
		t.Errorf("only %d files were found", files)
	}
}

func wordsOf(t *testing.T, path, name, ext string) []string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var found []string
	generated := strings.HasSuffix(name, "_gen.go") // a table with a value a line
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.ReplaceAll(lines.Text(), "\t", "    ")
		at := name + ":" + strconv.Itoa(n) + ": "
		if ext != ".feature" && !generated && utf8.RuneCountInString(line) > widest && !unbreakable(line) {
			found = append(found, at+"the line has more than 120 columns")
		}
		lower := strings.ToLower(line)
		for _, r := range ruledOut {
			if !slices.ContainsFunc(r.parts, func(part string) bool { return strings.Contains(lower, part) }) {
				continue
			}
			if m := r.phrase.FindString(line); m != "" {
				found = append(found, at+`"`+m+`": write `+r.instead)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// unbreakable reports whether a line is one word, as a link is, or a row of a table, which Markdown keeps on one line.
func unbreakable(line string) bool {
	line = strings.TrimSpace(line)
	return !strings.Contains(line, " ") || strings.HasPrefix(line, "|")
}
