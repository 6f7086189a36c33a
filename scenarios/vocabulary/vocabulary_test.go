package vocabulary_test

import (
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	bonder "sparring/scenarios/bonder/sentences"
	iqchannels "sparring/scenarios/iqchannels/sentences"
	radist "sparring/scenarios/radist/sentences"
	"sparring/scenarios/steps"
	timconnect "sparring/scenarios/timconnect/sentences"
	"sparring/scenarios/vocabulary"
	"sparring/spec"
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

// whole returns the vocabulary of the suite.
func whole() *vocabulary.Vocabulary {
	return vocabulary.New(
		steps.Shared(),
		[]vocabulary.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()},
	)
}

// TestNoAmbiguity: whatever a pattern lets be written, in either language, is read in one way behind its keyword.
func TestNoAmbiguity(t *testing.T) {
	v := whole()
	n := 0
	for _, s := range v.Steps() {
		for _, f := range s.Forms() {
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
					if read := read(v, keyword, text); len(read) != 1 {
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

// read returns the patterns behind a keyword that match a text, in all forms.
func read(v *vocabulary.Vocabulary, keyword vocabulary.Keyword, text string) []string {
	var out []string
	for _, s := range v.Steps() {
		for _, f := range s.Forms() {
			if slices.Contains(s.Keywords(), keyword) && f.MatchString(text) {
				out = append(out, f.String())
			}
		}
	}
	return out
}

// TestRussian: every step has a Russian sentence with the same groups, and every form an example of its own.
func TestRussian(t *testing.T) {
	for _, s := range whole().Steps() {
		for _, f := range s.Forms() {
			if !f.MatchString(vocabulary.FirstLine(f.Example)) {
				t.Errorf("the example %q does not match %s", f.Example, f.Regexp)
			}
			if f.NumSubexp() != s.Forms()[0].NumSubexp() {
				t.Errorf(
					"%s has %d groups, %s has %d",
					f.Regexp,
					f.NumSubexp(),
					s.Forms()[0].Regexp,
					s.Forms()[0].NumSubexp(),
				)
			}
			if got := vocabulary.LanguageOf(vocabulary.FirstLine(f.Example)); got != f.Language {
				t.Errorf("the example %q is taken for %s", f.Example, got)
			}
		}
		if s.Russian.Pattern == "" || s.With != nil && s.With.Russian.Pattern == "" {
			t.Errorf("%q has no Russian sentence", s.Example)
		}
		if s.Doc == "" || s.Russian.Doc == "" {
			t.Errorf("%q is not described in both languages", s.Example)
		}
	}
}

// TestRussianWords: whatever a Russian sentence lets be written reaches the handlers in English, and a text stays as it
// is.
func TestRussianWords(t *testing.T) {
	translated := 0
	for _, s := range whole().Steps() {
		forms := s.Forms()
		english, russian := forms[0], forms[slices.IndexFunc(forms, func(f vocabulary.Form) bool {
			return f.Language == "ru"
		})]
		re, err := syntax.Parse(russian.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		known, err := syntax.Parse(english.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for word := range s.Russian.Words {
			texts := strings.Join(written(t, re), "\n")
			_, last := utf8.DecodeLastRuneInString(word) // an ending of one letter is a class in the pattern
			if !strings.Contains(texts, word) && !strings.Contains(russian.String(), word[:len(word)-last]) {
				t.Errorf("%q has no word %q", s.Russian.Example, word)
			}
		}
		for _, text := range written(t, re) {
			for i, got := range russian.Groups(text) {
				want := groupTexts(t, known, i+1)
				if got == "" || slices.Contains(want, got) || !slices.Contains(spec.APIs(), s.Subject) {
					continue // the handlers of the shared sentences read counts in both languages
				}
				t.Errorf("group %d of %q is %q, expected one of %q", i+1, text, got, want)
			}
			translated++
		}
	}
	if translated < 100 {
		t.Errorf("only %d texts were tried", translated)
	}
	for _, f := range whole().Find(vocabulary.Then, `в чате нет сообщений "нет"`)[0].Forms() {
		if groups := f.Groups(`в чате нет сообщений "нет"`); groups != nil &&
			!slices.Equal(groups, []string{"no", "нет"}) {
			t.Errorf("got %q", groups)
		}
	}
}

// groupTexts are texts that a group of a pattern matches.
func groupTexts(t *testing.T, re *syntax.Regexp, n int) (texts []string) {
	t.Helper()
	if re.Op == syntax.OpCapture && re.Cap == n {
		return written(t, re)
	}
	for _, sub := range re.Sub {
		texts = append(texts, groupTexts(t, sub, n)...)
	}
	return texts
}
