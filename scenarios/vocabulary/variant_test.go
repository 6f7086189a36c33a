package vocabulary_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios/vocabulary"
)

// TestWays: every variant is read by its step, the examples are among the variants, and both languages have the same
// variants in the same order.
func TestWays(t *testing.T) {
	v, n := whole(), 0
	for _, s := range v.Steps() {
		ways := s.Ways()
		if len(ways)%2 != 0 {
			t.Fatalf("%s: %d ways", s.Example, len(ways))
		}
		for i := 0; i < len(ways); i += 2 {
			english, russian := ways[i], ways[i+1]
			if len(english.Variants) != len(russian.Variants) {
				t.Errorf("variants:\n%q\n%q", english.Variants, russian.Variants)
				continue
			}
			for k := range english.Variants {
				n++
				e, r := groups(t, s, english.Variants[k]), groups(t, s, russian.Variants[k])
				line := vocabulary.FirstLine(english.Variants[k])
				said, is := v.Russian(line)
				same := slices.Equal(valuesOf(said), valuesOf(line))
				if !is || !same || len(groups(t, s, said)) != len(e) {
					t.Errorf("%q in Russian: %q, %v", line, said, is)
				}
				for g := range e {
					if (e[g] == "") != (r[g] == "") {
						t.Errorf("%q and %q are not the same choices: %q, %q", english.Variants[k], russian.Variants[k],
							e, r)
					}
				}
			}
			for _, w := range ways[i : i+2] {
				if !strings.Contains("\x00"+strings.Join(w.Variants, "\x00")+"\x00", "\x00"+w.Example+"\x00") {
					t.Errorf("the example %q is not among %q", w.Example, w.Variants)
				}
				if len(w.Expressions) != len(w.Variants) || (w.Template == "") != (len(w.Variants) == 1) {
					t.Errorf("%q: %q, %q", w.Variants, w.Expressions, w.Template)
				}
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d variants were compared", n)
	}
}

// valuesOf returns what is in quotes, and the numbers.
func valuesOf(text string) []string {
	values := regexp.MustCompile(`"[^"]*"|\d+`).FindAllString(text, -1)
	slices.Sort(values)
	return values
}

// groups returns what the step reads in a variant.
func groups(t *testing.T, s *vocabulary.Step, text string) []string {
	t.Helper()
	line := vocabulary.FirstLine(text)
	for _, f := range s.Forms() {
		if g := f.Groups(line); g != nil {
			return g
		}
	}
	t.Fatalf("%q is not read by its own step %s", line, s.Pattern)
	return nil
}
