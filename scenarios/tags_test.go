package scenarios

import (
	"strings"
	"testing"
)

func TestTags(t *testing.T) {
	tags := map[string]bool{"@must": true, "@slow": true}
	for text, want := range map[string]bool{
		"@must":                        true,
		"@should":                      false,
		"not @should":                  true,
		"@must and not @slow":          false,
		"@must and @slow":              true,
		"@should or @slow":             true,
		"@should or @wip and @must":    false, // and binds tighter
		"(@should or @must) and @slow": true,
		"not (@should or @wip)":        true,
		"not not @must":                true,
		"not @must or @slow":           true, // not binds tightest
	} {
		e, err := parseTags(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := e.match(tags); got != want {
			t.Errorf("%s: expected %v, got %v", text, want, got)
		}
	}
}

func TestTagsMalformed(t *testing.T) {
	for text, says := range map[string]string{
		"":               "expected a tag, got the end",
		"  ":             "expected a tag, got the end",
		"@a and":         "expected a tag, got the end",
		"@a @b":          `expected and, or, or the end, got "@b"`,
		"and @a":         `got "and"`,
		"(@a":            "closing parenthesis",
		"@a)":            `got ")"`,
		"must":           `got "must"`,
		"@":              `got "@"`,
		"@a,@b":          `got "@a,@b"`, // godog's own grammar is not ours
		"@smoke,":        `got "@smoke,"`,
		"~@a":            `got "~@a"`,
		"not":            "got the end",
		"@a && @b":       `got "&&"`,
		"@a and (or @b)": `got "or"`,
	} {
		_, err := parseTags(text)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "an example") {
			t.Errorf("%q: expected an error with %q and an example, got %v", text, says, err)
		}
	}
}

func FuzzTags(f *testing.F) {
	for _, seed := range []string{"@a and not (@b or @c)", "((@a", "not", ")("} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := parseTags(text); err == nil {
			e.match(map[string]bool{"@a": true})
		}
	})
}
