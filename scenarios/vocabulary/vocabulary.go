// Package vocabulary is what sentences are made of, how the sentence of a step is found, and how what a feature says in
// it is checked before anything runs. The sentences themselves are in package steps and below the packages of the APIs.
package vocabulary

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/suite"
)

// Vocabulary is all steps, compiled once.
type Vocabulary struct {
	steps   []*Step
	words   map[string]bool // of the sentences
	names   []string        // that sentences remember
	apis    suite.APIs
	callers map[string]run.Caller
	found   sync.Map // sentence → []*Step: many scenarios have the same sentences
}

// API is what an API adds to the vocabulary.
type API struct {
	suite.API
	run.Caller
	Steps []Step
}

// New compiles the vocabulary: the shared steps, and those of some APIs.
func New(shared []Step, apis []API) *Vocabulary {
	v := &Vocabulary{callers: map[string]run.Caller{}}
	all := slices.Clone(shared)
	for _, api := range apis {
		v.apis, v.callers[api.Name] = append(v.apis, api.API), api.Caller
		for _, s := range api.Steps {
			s.Subject = api.Name
			all = append(all, s)
		}
	}
	for i := range all {
		s := &all[i]
		s.compile()
		v.steps = append(v.steps, s)
	}
	v.words, v.names = v.plainWords(), v.remembered()
	return v
}

// Scenario returns a scenario whose steps are those of the vocabulary. ctx is that of the run.
func (v *Vocabulary) Scenario(ctx context.Context) *run.Scenario {
	return run.New(ctx, v.apis, v.callers, v.words)
}

// Steps returns all steps, by subject.
func (v *Vocabulary) Steps() []*Step { return v.steps }

// Register binds the steps that sentences of a scenario may mean: to bind all of them costs as much as to run it.
func (v *Vocabulary) Register(sc *godog.ScenarioContext, scenario *run.Scenario, sentences []*godog.Step) {
	bound := map[*Step]bool{}
	for _, sentence := range sentences {
		for _, s := range v.Find(Any, sentence.Text) {
			if !bound[s] {
				bound[s] = true
				s.register(sc, scenario)
			}
		}
	}
}

// register binds all forms of a step.
func (s *Step) register(sc *godog.ScenarioContext, scenario *run.Scenario) {
	for _, f := range s.forms {
		for _, keyword := range s.Keywords() {
			handler := phased(scenario, keyword, f.handler(scenario))
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

// Find returns the steps that match a text with a keyword: one, unless the text is unknown.
func (v *Vocabulary) Find(keyword Keyword, text string) []*Step {
	sentence := sentence{keyword, text}
	if known, ok := v.found.Load(sentence); ok {
		return known.([]*Step) //nolint:forcetypeassert // nothing else is stored
	}
	found := v.find(keyword, text)
	v.found.Store(sentence, found)
	return found
}

// sentence is what a step is found by.
type sentence struct {
	keyword Keyword
	text    string
}

func (v *Vocabulary) find(keyword Keyword, text string) []*Step {
	var found []*Step
	for _, s := range v.steps {
		if (keyword == Any || slices.Contains(s.Keywords(), keyword)) && s.matches(text) {
			found = append(found, s)
		}
	}
	return found
}

// Names are the values that sentences remember for {name}, as their descriptions say.
func (v *Vocabulary) Names() []string { return slices.Clone(v.names) }

func (v *Vocabulary) remembered() (names []string) {
	for _, s := range v.steps {
		for _, name := range feature.Placeholder.FindAllString(s.Doc, -1) {
			if name = strings.Trim(name, "{}"); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Told returns the name under which a step of the vocabulary remembers a value, "" if it remembers none.
func (v *Vocabulary) Told(w Written) string {
	if step, groups := v.groups(w); step != nil && step.Remembers != nil {
		return step.Remembers(groups)
	}
	return ""
}

// Fact returns the fact that a step of the vocabulary reads, and whether it reads one.
func (v *Vocabulary) Fact(w Written) (api, pointer string, ok bool) {
	step, groups := v.groups(w)
	if step == nil || step.Fact == nil {
		return "", "", false
	}
	api, pointer = step.Fact(groups)
	return api, pointer, true
}

// groups returns the step of a sentence and the groups of its pattern, nil if there is no such step.
func (v *Vocabulary) groups(w Written) (*Step, []string) {
	found := v.Find(w.Keyword, w.Text)
	if len(found) != 1 {
		return nil, nil
	}
	for _, f := range found[0].forms {
		if groups := f.groups(w.Text); groups != nil {
			return found[0], groups
		}
	}
	return nil, nil
}

// AsksClient reports whether a step asks the client for something.
func (v *Vocabulary) AsksClient(w Written) bool {
	found := v.Find(w.Keyword, w.Text)
	return len(found) == 1 && found[0].Asks != nil
}

// Keyword is that of the sentence that a text is, for a step with a *. A sentence with two takes the one of the step
// before it, if it can.
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

// plainWords returns the words of the sentences.
func (v *Vocabulary) plainWords() map[string]bool {
	words := map[string]bool{"secret": true}
	for _, step := range v.steps {
		for _, f := range step.forms {
			for _, word := range wordOf.FindAllString(
				quoted.ReplaceAllString(strings.ReplaceAll(f.String(), `[^"]*`, "")+" "+f.example, " "), -1,
			) {
				words[word] = true
			}
		}
	}
	return words
}

var wordOf = regexp.MustCompile(`\p{Ll}+`)
