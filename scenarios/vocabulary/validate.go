package vocabulary

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/scenarios/catalogue"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/suite"
)

// Written is a step as a feature has it.
type Written struct {
	Keyword Keyword
	Text    string
	Table   [][]string // nil if it has none
	Doc     *Doc       // nil if it has none
}

// Doc is the text below a step.
type Doc struct{ Content, MediaType string }

// Use is a step of the vocabulary with what a feature says in it: what can be checked before anything runs.
type Use struct {
	Args      []string // the groups of the sentence
	Table     [][]string
	Doc       *Doc
	APIs      suite.APIs
	Catalogue catalogue.Catalogue
	Mentions  func(text string) bool // reports whether the scenario plants a body with this text
}

// Validator checks what a step says. Its errors are *feature.UsageError.
type Validator func(Use) error

// All returns a validator that runs several in order.
func All(list ...Validator) Validator {
	return func(q Use) error {
		for _, check := range list {
			if err := check(q); err != nil {
				return err
			}
		}
		return nil
	}
}

// Check returns what is wrong with a step before anything runs: a missing or unexpected table or text, an unknown
// name, a value that cannot be meant, missing or unknown arguments of an ability. mentions reports whether the
// scenario plants a body that holds a text.
func (v *Vocabulary) Check(w Written, c catalogue.Catalogue, mentions func(string) bool) error {
	found := v.Find(w.Keyword, w.Text)
	if len(found) != 1 {
		return nil // reported elsewhere
	}
	step := found[0]
	if err := step.below(w); err != nil {
		return err
	}
	if err := readable(w); err != nil {
		return err
	}
	if step.Validate == nil {
		return nil
	}
	q := Use{Table: w.Table, Doc: w.Doc, APIs: v.apis, Catalogue: c, Mentions: mentions}
	for _, f := range step.forms {
		if groups := f.groups(w.Text); groups != nil {
			q.Args = groups
		}
	}
	return step.Validate(q)
}

// below checks the table or text below a step against what the step takes.
func (s *Step) below(w Written) error {
	takes := s.takes(w.Text)
	switch {
	case w.Table == nil && takes == tableType:
		return feature.Usagef("a table belongs below this step: two columns, names and values")
	case w.Doc == nil && takes == docType:
		return feature.Usagef(`a text belongs below this step, between two lines of """`)
	case w.Table != nil && takes != tableType:
		return feature.Usagef("this step takes no table: it would have no effect")
	case w.Doc != nil && takes != docType:
		return feature.Usagef("this step takes no text below it: it would have no effect")
	}
	var names []string
	for _, row := range w.Table {
		switch {
		case len(row) != 2:
			return feature.Usagef("expected a table of two columns, names and values; got %s", columns(len(row)))
		case row[0] == "":
			return feature.Usagef("a row of the table has no name; its value is %q", row[1])
		case slices.Contains(names, row[0]):
			return feature.Usagef("the argument %q is given twice", row[0])
		}
		names = append(names, row[0])
	}
	if w.Doc == nil {
		return nil
	}
	switch strings.ToLower(w.Doc.MediaType) {
	case "":
		return nil
	case "json":
		_, err := feature.Strict(feature.Placeholder.ReplaceAllString(w.Doc.Content, "0"))
		return err
	}
	return feature.Usagef(
		`the text below this step is marked as %q, which has no effect; expected """json or """`,
		w.Doc.MediaType,
	)
}

func columns(n int) string {
	if n == 1 {
		return "1 column"
	}
	return fmt.Sprintf("%d columns", n)
}

// readable checks that what looks like a remembered value or like JSON is one.
func readable(w Written) error {
	texts := []string{w.Text}
	for _, row := range w.Table {
		texts = append(texts, row...)
	}
	if w.Doc != nil {
		texts = append(texts, w.Doc.Content)
	}
	for _, text := range texts {
		for _, name := range feature.Braced.FindAllString(text, -1) {
			if feature.Placeholder.FindString(name) != name {
				return feature.Usagef(
					"%s is not a remembered value: their names have small letters, digits and _, without blanks",
					name,
				)
			}
		}
	}
	for _, row := range w.Table {
		if _, err := feature.Literal(row[1]); err != nil {
			return err
		}
	}
	return nil
}

var (
	tableType = reflect.TypeFor[*godog.Table]()
	docType   = reflect.TypeFor[*godog.DocString]()
)

// takes returns what the form of a step that matches a text takes below it: tableType, docType or nil.
func (s *Step) takes(text string) reflect.Type {
	for _, f := range s.forms {
		if !f.MatchString(text) {
			continue
		}
		handler := reflect.TypeOf(f.bind(&run.Scenario{}))
		if n := handler.NumIn(); n > 0 && (handler.In(n-1) == tableType || handler.In(n-1) == docType) {
			return handler.In(n - 1)
		}
	}
	return nil
}
