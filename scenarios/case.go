package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/catalogue"
	"sparring/scenarios/feature"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// testCase is one scenario as it will be executed: a row of an outline is one.
type testCase struct {
	file   *file
	name   string
	title  string // the name, unique in its file
	values string // of the row of an outline, with their names
	rule   string
	cites  string // the scenario's description
	api    string
	line   int64 // of the scenario or of the row
	head   int64 // of the scenario keyword
	end    int64 // last line that belongs to the scenario
	tags   map[string]bool
	order  []string // tags in order
	steps  []step
	pickle *messages.Pickle
	// profile is the one that was asked for and that the scenario belongs to; may be nil.
	profile *Profile
}

// step is a step of a test case.
type step struct {
	keyword  string // as written
	kind     vocabulary.Keyword
	text     string
	argument string
	table    [][]string      // of its table, if it has one
	doc      *vocabulary.Doc // its doc string, if it has one
	line     int64
}

// Address returns FILE:LINE.
func (c *testCase) Address() string { return fmt.Sprintf("%s:%d", c.file.name, c.line) }

// apiWord matches the name of an API as sentences have it: "bonder.saveCard", at bonder.
var apiWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(` + strings.Join(APIs().Names(), "|") + `)\b`)
})

// apiIn returns the API that the steps of a scenario name first, for features outside the folder of an API.
func (c *testCase) apiIn(v *vocabulary.Vocabulary) string {
	for _, st := range c.steps {
		if api := apiWord().FindString(st.text); api != "" {
			return api
		}
		for _, s := range v.Find(st.kind, st.text) {
			if slices.Contains(APIs().Names(), s.Subject) {
				return s.Subject
			}
		}
	}
	return ""
}

// argument returns a doc string or table as written.
func argument(a *messages.PickleStepArgument) string {
	switch {
	case a == nil:
		return ""
	case a.DocString != nil:
		return a.DocString.Content
	case a.DataTable == nil:
		return ""
	}
	var lines []string
	for _, row := range a.DataTable.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, cell.Value)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
	}
	return strings.Join(lines, "\n")
}

func table(a *messages.PickleStepArgument) [][]string {
	if a == nil || a.DataTable == nil {
		return nil
	}
	rows := [][]string{}
	for _, row := range a.DataTable.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, cell.Value)
		}
		rows = append(rows, cells)
	}
	return rows
}

// check returns what is wrong with a test case as it is written, before anything runs: one line for each step, with its
// place.
func (c *testCase) check(v *vocabulary.Vocabulary, catalogue catalogue.Catalogue) []error {
	var problems []error
	judges, acts := false, false
	names := c.names(v)
	for _, st := range c.steps {
		acts = acts || st.kind == vocabulary.When || v.AsksClient(st.written())
		if st.kind == vocabulary.Then && !judges && !acts {
			problems = append(
				problems,
				feature.Usagef(
					"%s: nothing has happened yet that this could judge: no When is before it", c.place(&st),
				),
			)
		}
		judges = judges || st.kind == vocabulary.Then
		for _, name := range st.names() {
			if !slices.Contains(names, name) {
				problems = append(problems, feature.Usagef("%s: nothing is ever known as {%s}; the nearest are {%s}",
					c.place(&st), name, strings.Join(feature.NearestThree(name, names), "}, {")))
			}
		}
		if err := v.Check(st.written(), catalogue, c.mentions); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", c.place(&st), err))
		}
	}
	if !judges {
		problems = append(problems, feature.Usagef("%s: the scenario judges nothing: it has no Then", c.Address()))
	}
	return problems
}

// names are those that a value of the test case can have, for {name}.
func (c *testCase) names(v *vocabulary.Vocabulary) []string {
	names := v.Names()
	for _, st := range c.steps {
		if name := v.Told(st.written()); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// names are those that a step speaks of.
func (st *step) names() (names []string) {
	for _, name := range feature.Placeholder.FindAllString(st.text+"\n"+st.argument, -1) {
		names = append(names, strings.Trim(name, "{}"))
	}
	return names
}

// written returns the step as the vocabulary takes it.
func (st *step) written() vocabulary.Written {
	return vocabulary.Written{Keyword: st.kind, Text: st.text, Table: st.table, Doc: st.doc}
}

// place returns the place of a step: its file and line, its keyword and sentence.
func (c *testCase) place(st *step) string {
	return fmt.Sprintf("%s:%d: %s %s", c.file.name, st.line, st.keyword, strings.TrimSuffix(st.text, ":"))
}

// mentions reports whether a text occurs in a body that the scenario plants.
func (c *testCase) mentions(text string) bool {
	return slices.ContainsFunc(c.steps, func(st step) bool {
		return st.kind == vocabulary.Given && (st.doc != nil && strings.Contains(st.doc.Content, text) ||
			slices.ContainsFunc(st.table, func(row []string) bool {
				return slices.ContainsFunc(row, func(cell string) bool { return strings.Contains(cell, text) })
			}))
	})
}

// level returns the level of a test case: must, unless its tags say otherwise.
func (c *testCase) level() verdict.Level {
	if c.tags["@should"] {
		return verdict.Should
	}
	return verdict.Must
}
