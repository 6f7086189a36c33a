package pointer_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sparring/mock/pointer"
)

// TestSection5 has the examples of RFC 6901, section 5.
func TestSection5(t *testing.T) {
	var document any
	text := `{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, ` +
		`"m~n": 8}`
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]any{
		"/foo/0": "bar", "/foo/1": "baz", "/": 0.0, "/a~1b": 1.0, "/c%d": 2.0, "/e^f": 3.0, "/g|h": 4.0, `/i\j`: 5.0,
		`/k"l`: 6.0, "/ ": 7.0, "/m~0n": 8.0,
	} {
		if got, ok := pointer.Get(document, p); !ok || got != want {
			t.Errorf("%q: expected %v, got %v, %v", p, want, got, ok)
		}
	}
	if got, ok := pointer.Get(document, ""); !ok || got == nil {
		t.Errorf("the empty pointer: got %v, %v", got, ok)
	}
}

func TestIndex(t *testing.T) {
	list := []any{"a", "b"}
	for _, token := range []string{"01", "00", "1abc", "+1", "-1", "-", " 1", "1 ", "2", "", "1.0", "0x1", "１",
		"99999999999999999999"} {
		if got, ok := pointer.Get(list, "/"+token); ok {
			t.Errorf("/%s: expected nothing, got %v", token, got)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{"a", "a/b", "#/a", "/~", "/a~2b", "/a~", "/~~0", " /a"} {
		if got, err := pointer.Parse(text); err == nil {
			t.Errorf("%q: expected an error, got %q", text, got)
		}
	}
}

// TestResolve: a pointer that a person wrote is refused where it can name nothing.
func TestResolve(t *testing.T) {
	document := map[string]any{"items": []any{"a", "b"}, "01": "key", "o": map[string]any{"1st": "key"}}
	for text, want := range map[string]any{"/items/1": "b", "/01": "key", "/o/1st": "key", "/items/2": nil,
		"/items/name": nil, "/x/01": nil} {
		got, found, err := pointer.Resolve(document, text)
		if err != nil || got != want || found != (want != nil) {
			t.Errorf("%s: expected %v, got %v, %v, %v", text, want, got, found, err)
		}
	}
	for _, text := range []string{"/items/01", "/items/1st", "/items/-1", "/items/-", "/items/+1", "/items/1/", "items",
		"/items~"} {
		got, _, err := pointer.Resolve(document, text)
		if (err == nil) != (text == "/items/1/") { // which is a member of a text: nothing is there
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, seed := range []string{"", "/", "/a~1b/~0", "/~01", "/0//x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := pointer.Parse(text)
		if err != nil {
			return
		}
		again := pointer.Format(tokens...)
		if parsed, err := pointer.Parse(again); err != nil || !slices.Equal(parsed, tokens) {
			t.Fatalf("%q → %q → %q → %q, %v", text, tokens, again, parsed, err)
		}
		if again != text {
			t.Fatalf("%q was written as %q", text, again)
		}
	})
}

// TestOnlyHere: no other file of the repository takes pointers apart.
func TestOnlyHere(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
			strings.HasSuffix(filepath.Dir(name), "pointer") {
			return err
		}
		seen++
		content, err := os.ReadFile(name)
		for _, escape := range []string{`"~0"`, `"~1"`} {
			if strings.Contains(string(content), escape) {
				t.Errorf("%s handles %s: package pointer does", name, escape)
			}
		}
		return err
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files read, %v", seen, err)
	}
}
