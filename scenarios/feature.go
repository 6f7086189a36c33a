package scenarios

import (
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/vocabulary"
)

// file is one feature file, parsed.
type file struct {
	name     string // as in addresses
	place    string // its real path: the same for the same file
	builtIn  bool   // then a test has linted it
	content  []byte
	api      string           // by its folder; "" if the folder is not named like an API
	class    string           // in reports; unique among the files of a run
	tagLines map[string]int64 // by the tags' ids
	document *messages.GherkinDocument
	cases    []*testCase
}

// index finds the parts of a document by their ids.
type index struct {
	scenarios map[string]*messages.Scenario
	steps     map[string]*messages.Step
	rows      map[string]*messages.TableRow
	rules     map[string]string // scenario → name of its rule
	tags      map[string]int64  // tag → line
}

func newIndex(feature *messages.Feature) *index {
	x := &index{
		map[string]*messages.Scenario{},
		map[string]*messages.Step{},
		map[string]*messages.TableRow{},
		map[string]string{},
		map[string]int64{},
	}
	x.tag(feature.Tags)
	for _, child := range feature.Children {
		x.add(child.Scenario, child.Background, "")
		if child.Rule != nil {
			x.tag(child.Rule.Tags)
			for _, inner := range child.Rule.Children {
				x.add(inner.Scenario, inner.Background, child.Rule.Name)
			}
		}
	}
	return x
}

func (x *index) add(s *messages.Scenario, b *messages.Background, rule string) {
	if b != nil {
		for _, st := range b.Steps {
			x.steps[st.Id] = st
		}
	}
	if s == nil {
		return
	}
	x.scenarios[s.Id], x.rules[s.Id] = s, rule
	x.tag(s.Tags)
	for _, st := range s.Steps {
		x.steps[st.Id] = st
	}
	for _, e := range s.Examples {
		x.tag(e.Tags)
		for _, row := range e.TableBody {
			x.rows[row.Id] = row
		}
	}
}

func (x *index) tag(tags []*messages.Tag) {
	for _, t := range tags {
		x.tags[t.Id] = t.Location.Line
	}
}

func (x *index) testCase(f *file, p *messages.Pickle, v *vocabulary.Vocabulary) *testCase {
	s := x.scenarios[p.AstNodeIds[0]]
	c := &testCase{
		file:   f,
		api:    f.api,
		name:   p.Name,
		rule:   x.rules[s.Id],
		cites:  strings.TrimSpace(dedent(s.Description)),
		line:   s.Location.Line,
		head:   s.Location.Line,
		end:    s.Location.Line,
		tags:   map[string]bool{},
		pickle: p,
	}
	if len(p.AstNodeIds) > 1 {
		row := x.rows[p.AstNodeIds[1]]
		c.line, c.values = row.Location.Line, x.values(s, row)
	}
	for _, st := range s.Steps {
		c.end = max(c.end, st.Location.Line)
	}
	for _, t := range p.Tags {
		c.tags[t.Name] = true
		c.order = append(c.order, t.Name)
	}
	before := vocabulary.Any
	for _, ps := range p.Steps {
		ast := x.steps[ps.AstNodeIds[0]]
		st := step{
			keyword: strings.TrimSpace(
				ast.Keyword,
			), kind: kindOf(ast.KeywordType), text: ps.Text, line: ast.Location.Line,
			argument: argument(ps.Argument), table: table(ps.Argument), doc: doc(ps.Argument),
		}
		switch {
		case ast.KeywordType == messages.StepKeywordType_CONJUNCTION:
			st.kind = before
		case st.kind == vocabulary.Any: // * stands for any keyword: the sentence says which
			st.kind = v.Keyword(st.text, before)
		}
		before = st.kind
		c.steps = append(c.steps, st)
	}
	return c
}

// kindOf returns the keyword of the vocabulary for one of Gherkin's; Any for And, But and *.
func kindOf(kind messages.StepKeywordType) vocabulary.Keyword {
	switch kind {
	case messages.StepKeywordType_CONTEXT:
		return vocabulary.Given
	case messages.StepKeywordType_ACTION:
		return vocabulary.When
	case messages.StepKeywordType_OUTCOME:
		return vocabulary.Then
	}
	return vocabulary.Any
}

func doc(a *messages.PickleStepArgument) *vocabulary.Doc {
	if a == nil || a.DocString == nil {
		return nil
	}
	return &vocabulary.Doc{Content: a.DocString.Content, MediaType: strings.TrimSpace(a.DocString.MediaType)}
}

// rank is higher for files with scenarios that wait, and highest if they need not be slow for that.
func (f *file) rank(v *vocabulary.Vocabulary) int {
	if slices.ContainsFunc(f.cases, func(c *testCase) bool { return c.hurries(v) }) {
		return 2
	}
	if slices.ContainsFunc(f.cases, func(c *testCase) bool { return c.tags["@slow"] }) {
		return 1
	}
	return 0
}
