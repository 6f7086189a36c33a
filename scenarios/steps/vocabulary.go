// Package steps is the vocabulary of the scenarios: what a feature may say, by subject, and what it does. A step speaks to
// the server only through the control client, and to the client under test only through the driver. Shared steps stand in
// world.go, clock.go, fault.go, client.go, note.go and journal.go, in English and in Russian; those of one API in the file of
// its name.
package steps

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"sparring/scenarios/suite"
	"strings"

	"github.com/cucumber/godog"
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
	Subject string // "client", "bonder": the file it stands in
	Keyword Keyword
	Or      Keyword  // a second keyword behind which it may stand
	Pattern string   // a regular expression, anchored by New
	Example string   // without keyword; what follows a colon stands on the next lines
	Russian Sentence // the same; every shared step has it
	Doc     string
	Plants  bool  // it only tells the server what to be: facts, switches, faults
	Sense   sense // checks what a feature says in it before anything runs; may be nil
	// Asks returns what the step asks the client for, by the groups of its pattern; nil if nothing.
	Asks  func(groups []string) Needs
	Bind  func(*Scene) any // gives godog's handler
	With  *With            // the same sentence with a table or doc string behind it; may be nil
	alive bool             // asks for the sign of life
	forms []form
}

// Sentence is a step in another language: the same groups in the same order.
type Sentence struct{ Pattern, Example string }

// With is a sentence that goes on: with a table or a doc string.
type With struct {
	Suffix  string // " with:", behind the pattern
	Example string
	Russian Sentence // its pattern is a suffix, too
	Bind    func(*Scene) any
}

// form is one way of writing a step.
type form struct {
	*regexp.Regexp
	language string // "en", "ru": Gherkin's names
	example  string
	bind     func(*Scene) any
}

// Vocabulary is all steps, compiled once.
type Vocabulary struct {
	steps []*Step
	words map[string]bool // of the sentences
	apis  suite.APIs
}

// API is what a package file of one API adds to the vocabulary.
type API struct {
	Name  string
	Steps []Step
	// Alive asks the client for one ordinary thing: the sign of life after a negative scenario.
	Alive func(*Scene) error
	// Reauthorize does what a caller does that was advised to authorise again: it gives the client new credentials, or lets
	// it sign in.
	Reauthorize func(*Scene) error
	// Ordinary returns the abilities of which Alive asks for one, after others have been asked for.
	Ordinary func(asked []string) []string
	// Waits says for what a client rightly waits that no scenario makes happen; "" if for nothing. May be nil.
	Waits func(*Scene) string
}

// apis lists what every API adds: one file each.
func apis() []API { return []API{bonderAPI(), iqchannelsAPI(), radistAPI(), timconnectAPI()} }

// New compiles the vocabulary for some APIs.
func New(all suite.APIs) *Vocabulary {
	sentences := slices.Concat(worldSteps(), clockSteps(), faultSteps(), clientSteps(), noteSteps(), journalSteps())
	for _, api := range apis() {
		for _, s := range api.Steps {
			s.Subject = api.Name
			sentences = append(sentences, s)
		}
	}
	v := &Vocabulary{apis: all}
	for i := range sentences {
		s := &sentences[i]
		s.compile()
		v.steps = append(v.steps, s)
	}
	v.words = v.plainWords()
	return v
}

// compile makes a form of every way in which the step can be written.
func (s *Step) compile() {
	add := func(language, pattern, example string, bind func(*Scene) any) {
		s.forms = append(s.forms, form{regexp.MustCompile("^" + pattern + "$"), language, example, bind})
	}
	add(english, s.Pattern, s.Example, s.Bind)
	if s.With != nil {
		add(english, s.Pattern+s.With.Suffix, s.With.Example, s.With.Bind)
	}
	if s.Russian.Pattern == "" {
		return
	}
	add(russian, s.Russian.Pattern, s.Russian.Example, s.Bind)
	if s.With != nil {
		add(russian, s.Russian.Pattern+s.With.Russian.Pattern, s.With.Russian.Example, s.With.Bind)
	}
}

// Examples are the examples of a step in all languages, keyword in front: what follows a colon stands on the next lines.
func (s *Step) Examples() []string {
	var out []string
	for _, f := range s.forms {
		out = append(out, s.Keyword.in(f.language)+" "+f.example)
	}
	return out
}

// Steps lists the vocabulary in order of subject.
func (v *Vocabulary) Steps() []*Step { return v.steps }

// Register binds all steps to the scene of a scenario.
func (v *Vocabulary) Register(sc *godog.ScenarioContext, scene *Scene) {
	scene.words = v.words
	for _, s := range v.steps {
		for _, f := range s.forms {
			for _, keyword := range s.Keywords() {
				handler := scene.phased(keyword, f.bind(scene))
				switch keyword {
				case Given:
					sc.Given(f.Regexp, handler)
				case When:
					sc.When(f.Regexp, handler)
				default:
					sc.Then(f.Regexp, handler)
				}
			}
		}
	}
}

// Keywords are those behind which the step may stand.
func (s *Step) Keywords() []Keyword {
	if s.Or != "" {
		return []Keyword{s.Keyword, s.Or}
	}
	return []Keyword{s.Keyword}
}

// Find gives the steps that match a text behind a keyword: one, where all is well.
func (v *Vocabulary) Find(keyword Keyword, text string) []*Step {
	var found []*Step
	for _, s := range v.steps {
		if (keyword == Any || slices.Contains(s.Keywords(), keyword)) && s.matches(text) {
			found = append(found, s)
		}
	}
	return found
}

// Keyword is that of the sentence that a text is, for a step with a *. A sentence with two takes the one of the step before
// it, if it can.
func (v *Vocabulary) Keyword(text string, before Keyword) Keyword {
	found := v.Find(Any, text)
	if len(found) == 0 {
		return Any
	}
	if slices.Contains(found[0].Keywords(), before) {
		return before
	}
	return found[0].Keyword
}

// Knows reports whether a text is a sentence of the vocabulary.
func (v *Vocabulary) Knows(text string) bool { return len(v.Find(Any, text)) > 0 }

func (s *Step) matches(text string) bool {
	return slices.ContainsFunc(s.forms, func(f form) bool { return f.MatchString(text) })
}

// Undefined explains why a text was not found: it stands behind another keyword, or these are the nearest sentences, in
// the language of the text where they have one.
func (v *Vocabulary) Undefined(keyword Keyword, text string) string {
	language := languageOf(text)
	for _, s := range v.steps {
		if s.matches(text) {
			return fmt.Sprintf("this sentence is a %s, not a %s", s.Keyword.in(language), keyword.in(language))
		}
	}
	type near struct {
		line     string
		distance float64
	}
	var all []near
	for _, s := range v.steps {
		best := near{distance: math.Inf(1)}
		for _, f := range s.forms {
			d := distance(text, f.example)
			if keyword != Any && !slices.Contains(s.Keywords(), keyword) {
				d += 0.1
			}
			if f.language != language {
				d += 0.1
			}
			if d < best.distance {
				best = near{s.Keyword.in(f.language) + " " + firstLine(f.example), d}
			}
		}
		all = append(all, best)
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var lines []string
	for _, n := range all[:min(3, len(all))] {
		lines = append(lines, n.line)
	}
	return "no such sentence; the nearest are:\n  " + strings.Join(lines, "\n  ")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

var quoted = regexp.MustCompile(`"[^"]*"|\d+`)

// distance between two sentences, 0 to 1, by their words: what stands in quotes does not count.
func distance(a, b string) float64 {
	words := func(text string) []string {
		return strings.Fields(strings.ToLower(quoted.ReplaceAllString(firstLine(text), "…")))
	}
	x, y := words(a), words(b)
	row := make([]float64, len(y)+1)
	for j := range row {
		row[j] = float64(j)
	}
	for i := range x {
		diagonal := row[0]
		row[0] = float64(i + 1)
		for j := range y {
			change := diagonal + letters(x[i], y[j])
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(y)] / float64(max(len(x), len(y), 1))
}

// letters is how much two words differ, 0 to 1.
func letters(a, b string) float64 {
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return float64(row[len(y)]) / float64(max(len(x), len(y)))
}
