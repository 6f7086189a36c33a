package excerpt_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sparring/mock/excerpt"
)

func TestOf(t *testing.T) {
	for _, row := range []struct {
		text string
		most int
		want string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"мама", 3, "мам…"}, {"мама", 4, "мама"},
		{"a😀b😀", 2, "a😀…"},
		{"a\xffb", 5, "a\uFFFDb"}, {"a\xd0", 5, "a\uFFFD"},
		{strings.Repeat("я", 1000), 5, "яяяяя…"}, {strings.Repeat("я", 5), 5, "яяяяя"}, {"x", 0, "…"},
	} {
		if got := excerpt.Of(row.text, row.most); got != row.want {
			t.Errorf("%q to %d: %q, want %q", row.text, row.most, got, row.want)
		}
		if got := excerpt.Of([]byte(row.text), row.most); got != row.want {
			t.Errorf("bytes %q to %d: %q, want %q", row.text, row.most, got, row.want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("мама 😀 e\u0301\xff", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		most = min(max(most, 0), 100)
		got := excerpt.Of(text, most)
		if !utf8.ValidString(got) || utf8.ValidString(text) && !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Errorf("%q to %d: %q", text, most, got)
		}
	})
}

func TestWhole(t *testing.T) {
	const text = "м😀а" // two, four and two bytes
	want := map[[2]int]string{
		{0, 8}: text, {1, 8}: "😀а", {2, 8}: "😀а", {3, 8}: "а", {5, 8}: "а", {0, 7}: "м😀", {0, 5}: "м", {0, 3}: "м",
		{0, 1}: "", {1, 2}: "", {3, 5}: "", {0, 0}: "",
	}
	for cut, want := range want {
		if got := string(excerpt.Whole([]byte(text)[cut[0]:cut[1]])); got != want {
			t.Errorf("%v: %q, want %q", cut, got, want)
		}
	}
	if got := string(excerpt.Whole([]byte("a\xff"))); got != "a\xff" { // no UTF-8 is not a rune that was cut
		t.Errorf("%q", got)
	}
}

// No text is shortened in another way. What cuts to columns of a screen counts these, a list of names is not text, and
// spec may import nothing.
func TestTheOnlyWay(t *testing.T) {
	cut := regexp.MustCompile(`\[:[^\]]*\]\)?,? ?(\+|'|") ?"?(…|\.\.\.)["']`)
	columns := map[string]bool{"../../scenarios/verdict/report/columns/columns.go": true,
		"../../spec/lint.go":              true,
		"../../mock/contract/describe.go": true}
	seen := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			filepath.Base(path) == "excerpt.go" {
			return err
		}
		source, err := os.ReadFile(path)
		seen++
		if found := cut.Find(source); found != nil != columns[filepath.ToSlash(path)] {
			t.Errorf("%s: %q; use excerpt.Of", path, found)
		}
		return err
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files seen, %v", seen, err)
	}
}
