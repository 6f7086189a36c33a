package vocabulary

import "regexp"

// Form is one way of writing a step.
type Form struct {
	*regexp.Regexp
	Language, Example string
	Groups            func(text string) []string
}

// Forms returns all ways of writing the step.
func (s *Step) Forms() []Form {
	var out []Form
	for _, f := range s.forms {
		out = append(out, Form{f.Regexp, f.language, f.example, f.groups})
	}
	return out
}

// LanguageOf and FirstLine are used by the tests.
var (
	LanguageOf = languageOf
	FirstLine  = firstLine
)
