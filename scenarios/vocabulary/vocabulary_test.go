package vocabulary_test

import (
	"regexp/syntax"
	"slices"
	"testing"

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

// TestRussian: every shared step has a Russian sentence with the same groups, and every form an example of its own.
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
		shared := !slices.Contains(spec.APIs(), s.Subject)
		if shared && !slices.ContainsFunc(s.Forms(), func(f vocabulary.Form) bool { return f.Language == "ru" }) {
			t.Errorf("%q has no Russian sentence", s.Example)
		}
		if s.With != nil && (s.Russian.Pattern == "") != (s.With.Russian.Pattern == "") {
			t.Errorf("%q is Russian with a table or without one, not both", s.Example)
		}
	}
}
