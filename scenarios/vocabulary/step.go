package vocabulary

import (
	"reflect"
	"regexp"
	"slices"

	"sparring/scenarios/run"
)

// Keyword of a step. A step is found only behind its own keyword; And and But repeat the one before.
type Keyword string

// The keywords. Any stands for each of them.
const (
	Any   Keyword = ""
	Given Keyword = "Given"
	When  Keyword = "When"
	Then  Keyword = "Then"
)

// Step is one sentence of the vocabulary.
type Step struct {
	Subject  string // "client", "bonder": what it is about
	Keyword  Keyword
	Or       Keyword  // a second keyword that it may have
	Pattern  string   // a regular expression, anchored by New
	Example  string   // without keyword; a table or text is on the next lines
	Russian  Sentence // the same
	Doc      string
	Plants   bool      // it only tells the server what to be: facts, switches, faults
	Validate Validator // checks what a feature says in it before anything runs; may be nil
	// Asks returns what the step asks the client for, by the groups of its pattern; nil if nothing.
	Asks func(groups []string) Needs
	// Fact returns the fact that the step reads, by the groups of its pattern; may be nil.
	Fact func(groups []string) (api, pointer string)
	// Remembers returns the name under which the step remembers a value, by the groups of its pattern; may be nil.
	// What is always remembered under one name is named in Doc: {card_id}.
	Remembers  func(groups []string) string
	Bind       func(*run.Scenario) any // gives godog's handler
	With       *With                   // the same sentence with a table or doc string behind it; may be nil
	SignOfLife bool                    // asks for the sign of life
	Restarts   bool                    // ends the client and starts it again
	Hurries    bool                    // tells the client how long to wait for a response, before it starts
	forms      []form
}

// Sentence is a step in another language: the same groups in the same order.
type Sentence struct {
	Pattern, Example string
	Doc              string // what Doc of the step says; "" in the sentence of a With
	// Words is what a word between which the pattern chooses is in English, where handlers know it. A group that
	// takes any text is not translated.
	Words map[string]string
}

// With is a sentence that continues with a table or a doc string.
type With struct {
	Suffix  string // " with:", behind the pattern
	Example string
	Russian Sentence // its pattern is a suffix, too
	Bind    func(*run.Scenario) any
}

// form is one way of writing a step.
type form struct {
	*regexp.Regexp
	language string // "en", "ru": Gherkin's names
	example  string
	bind     func(*run.Scenario) any
	words    map[string]string
	chosen   []bool // by group: whether the pattern lists what it may be
}

// groups returns the groups of a text in English, nil if the text is not written like this.
func (f *form) groups(text string) []string {
	m := f.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	for i, word := range m[1:] {
		m[i+1] = f.english(i, word)
	}
	return m[1:]
}

func (f *form) english(group int, word string) string {
	if translated, ok := f.words[word]; ok && f.chosen[group] {
		return translated
	}
	return word
}

// handler returns the handler of the step, which takes the groups in English.
func (f *form) handler(s *run.Scenario) any {
	handler := f.bind(s)
	if len(f.words) == 0 {
		return handler
	}
	call := reflect.ValueOf(handler)
	return reflect.MakeFunc(call.Type(), func(args []reflect.Value) []reflect.Value {
		for i := range min(len(args), len(f.chosen)) {
			if args[i].Kind() == reflect.String {
				args[i] = reflect.ValueOf(f.english(i, args[i].String()))
			}
		}
		return call.Call(args)
	}).Interface()
}

// chosenGroups reports of each group of a pattern that is counted whether it lists what it may be. No sentence has one
// within another.
func chosenGroups(pattern string) []bool { return chosenIn(pieces(pattern)) }

func chosenIn(seq []piece) (out []bool) {
	for _, p := range seq {
		if p.counted {
			free := len(p.choice) == 1 && len(p.choice[0]) == 1 && p.choice[0][0].value != ""
			out = append(out, !free)
			continue
		}
		for _, c := range p.choice {
			out = append(out, chosenIn(c)...)
		}
	}
	return out
}

// compile makes a form of every way of writing the step.
func (s *Step) compile() {
	add := func(language, pattern, example string, bind func(*run.Scenario) any) {
		f := form{Regexp: regexp.MustCompile("^" + pattern + "$"), language: language, example: example, bind: bind}
		if language == russian {
			f.words, f.chosen = s.Russian.Words, chosenGroups(pattern)
		}
		s.forms = append(s.forms, f)
	}
	add(english, s.Pattern, s.Example, s.Bind)
	add(russian, s.Russian.Pattern, s.Russian.Example, s.Bind)
	if s.With != nil {
		add(english, s.Pattern+s.With.Suffix, s.With.Example, s.With.Bind)
		add(russian, s.Russian.Pattern+s.With.Russian.Pattern, s.With.Russian.Example, s.With.Bind)
	}
}

// Examples returns the examples of a step in all languages, with their keywords. A table or text is on the next
// lines.
func (s *Step) Examples() []string {
	var out []string
	for _, f := range s.forms {
		out = append(out, s.Keyword.in(f.language)+" "+f.example)
	}
	return out
}

// Keywords returns the keywords that the step may have.
func (s *Step) Keywords() []Keyword {
	if s.Or != "" {
		return []Keyword{s.Keyword, s.Or}
	}
	return []Keyword{s.Keyword}
}

func (s *Step) matches(text string) bool {
	return slices.ContainsFunc(s.forms, func(f form) bool { return f.MatchString(text) })
}
