package steps

import (
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
)

// written gives texts that a pattern matches: every alternative, every option with and without.
func written(t *testing.T, re *syntax.Regexp) []string {
	t.Helper()
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCapture:
		return written(t, re.Sub[0])
	case syntax.OpConcat:
		texts := []string{""}
		for _, sub := range re.Sub {
			var longer []string
			for _, end := range written(t, sub) {
				for _, text := range texts {
					longer = append(longer, text+end)
				}
			}
			texts = longer
		}
		return texts
	case syntax.OpAlternate:
		var texts []string
		for _, sub := range re.Sub {
			texts = append(texts, written(t, sub)...)
		}
		return texts
	case syntax.OpQuest:
		return append(written(t, re.Sub[0]), "")
	case syntax.OpPlus, syntax.OpStar:
		if re.Sub[0].Op == syntax.OpAnyCharNotNL {
			return []string{`"a value"`, "2"}
		}
		return written(t, re.Sub[0])
	case syntax.OpCharClass:
		var texts []string
		for _, r := range "x2" { // letters where they may stand, else digits
			for i := 0; i < len(re.Rune) && texts == nil; i += 2 {
				if re.Rune[i] <= r && r <= re.Rune[i+1] {
					texts = []string{string(r)}
				}
			}
		}
		if texts == nil {
			texts = []string{string(re.Rune[0])}
		}
		return texts
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpEmptyMatch:
		return []string{""}
	}
	t.Fatalf("no text is known for %s", re)
	return nil
}

// TestNoAmbiguity: whatever a pattern lets be written, in either language, is read in one way behind its keyword.
func TestNoAmbiguity(t *testing.T) {
	v := New(nil)
	n := 0
	for _, s := range v.Steps() {
		for _, f := range s.forms {
			re, err := syntax.Parse(f.String(), syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range written(t, re) {
				n++
				if !f.MatchString(text) {
					t.Fatalf("the test wrote %q for %s", text, f.Regexp)
				}
				for _, keyword := range s.Keywords() {
					if read := v.read(keyword, text); len(read) != 1 {
						t.Errorf("%s %s is read as %q", keyword, text, read)
					}
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d texts were tried", n)
	}
}

// read gives the patterns behind a keyword that match a text, in all forms.
func (v *Vocabulary) read(keyword Keyword, text string) []string {
	var out []string
	for _, s := range v.steps {
		for _, f := range s.forms {
			if slices.Contains(s.Keywords(), keyword) && f.MatchString(text) {
				out = append(out, f.String())
			}
		}
	}
	return out
}

// TestRussian: every shared step has a Russian sentence with the same groups, and every form an example of its own.
func TestRussian(t *testing.T) {
	for _, s := range New(nil).Steps() {
		for _, f := range s.forms {
			if !f.MatchString(firstLine(f.example)) {
				t.Errorf("the example %q is none of %s", f.example, f.Regexp)
			}
			if f.NumSubexp() != s.forms[0].NumSubexp() {
				t.Errorf("%s has %d groups, %s has %d", f.Regexp, f.NumSubexp(), s.forms[0].Regexp, s.forms[0].NumSubexp())
			}
			if got := languageOf(firstLine(f.example)); got != f.language {
				t.Errorf("the example %q is taken for %s", f.example, got)
			}
		}
		shared := !slices.ContainsFunc(apis(), func(a API) bool { return a.Name == s.Subject })
		if shared && !slices.ContainsFunc(s.forms, func(f form) bool { return f.language == russian }) {
			t.Errorf("%q has no Russian sentence", s.Example)
		}
		if s.With != nil && (s.Russian.Pattern == "") != (s.With.Russian.Pattern == "") {
			t.Errorf("%q is Russian with a table or without one, not both", s.Example)
		}
	}
}

// TestWordsOfCounts: both languages count alike.
func TestWordsOfCounts(t *testing.T) {
	for _, test := range []struct {
		want   string
		kept   []int
		broken []int
	}{
		{"no", []int{0}, []int{1}}, {"не видел", []int{0}, []int{1}},
		{"exactly 2", []int{2}, []int{1, 3}}, {"видел ровно 2", []int{2}, []int{1, 3}},
		{"at least 2", []int{2, 3}, []int{1}}, {"видел не меньше 2", []int{2, 3}, []int{1}},
		{"at most 2", []int{0, 2}, []int{3}}, {"видел не больше 2", []int{0, 2}, []int{3}},
	} {
		for want, list := range map[bool][]int{true: test.kept, false: test.broken} {
			for _, n := range list {
				if got, err := counts(inEnglish.Replace(test.want), n); got != want || err != nil {
					t.Errorf("%s, saw %d: got %v, %v", test.want, n, got, err)
				}
			}
		}
	}
	for _, text := range []string{"retry_now or retry_later", "retry_now или retry_later"} {
		if list, err := choices(text); err != nil || strings.Join(list, " ") != "retry_now retry_later" {
			t.Errorf("%q: %q, %v", text, list, err)
		}
	}
}
