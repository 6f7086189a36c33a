package scenarios

import (
	"bufio"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/catalogue"
	"sparring/scenarios/feature"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// file is one feature file, parsed.
type file struct {
	name     string // as in addresses
	place    string // its real path: the same for the same file
	content  []byte
	api      string           // by its folder; "" if the folder is not named like an API
	class    string           // in reports; unique among the files of a run
	tagLines map[string]int64 // by the tags' ids
	document *messages.GherkinDocument
	cases    []*testCase
}

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

// parse reads the file and checks what Gherkin lets pass. It returns what is wrong, one line each, with its place.
func (f *file) parse(v *vocabulary.Vocabulary) []string {
	content, err := decoded(f.content)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", f.name, err)}
	}
	f.content = content
	for n, line := range strings.Split(string(content), "\n") {
		if len(line) >= bufio.MaxScanTokenSize { // Gherkin's reader stops there
			return []string{
				fmt.Sprintf(
					"%s:%d: this line has %d bytes; expected less than %d",
					f.name,
					n+1,
					len(line),
					bufio.MaxScanTokenSize,
				),
			}
		}
	}
	ids := (&messages.Incrementing{}).NewId
	document, err := gherkin.ParseGherkinDocument(strings.NewReader(string(f.content)), ids)
	if err != nil {
		return f.unparsed(err)
	}
	f.document = document
	if document.Feature == nil {
		return []string{fmt.Sprintf("%s:1: expected a Feature, the file has none", f.name)}
	}
	problems := f.lint(v)
	index := newIndex(document.Feature)
	f.tagLines = index.tags
	for _, p := range gherkin.Pickles(*document, f.name, ids) {
		c := index.testCase(f, p, v)
		if len(c.steps) == 0 {
			problems = append(problems, fmt.Sprintf("%s: the scenario %q has no steps", c.Address(), c.name))
			continue
		}
		f.cases = append(f.cases, c)
	}
	if len(f.cases) == 0 && len(problems) == 0 {
		problems = append(
			problems,
			fmt.Sprintf("%s:%d: the Feature has no scenario", f.name, document.Feature.Location.Line),
		)
	}
	f.nameStars()
	return problems
}

var parserLine = regexp.MustCompile(`(?m)^\((\d+):(\d+)\): (.*)$`)

// unparsed returns the errors of Gherkin for a file that it cannot read, each with its place.
func (f *file) unparsed(err error) []string {
	lines := strings.Split(string(f.content), "\n")
	d := newDialects("en")
	for n, line := range lines { // a file whose language is not said gives an error for each of its lines
		if line = stripped(line); line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "@") {
			continue
		}
		if language, keyword := foreign(line); language != "" && language != "en" &&
			!strings.Contains(string(f.content[:offset(lines, n)]), "language") {
			return []string{
				fmt.Sprintf(
					"%s:%d: %q is Gherkin's Feature in the language %s; expected the line \"# language: %s\" above it",
					f.name,
					n+1,
					keyword,
					language,
					language,
				),
			}
		}
		break
	}
	var out []string
	last := -1
	for _, m := range parserLine.FindAllStringSubmatch(err.Error(), -1) {
		text := inWords(m[3])
		n, _ := strconv.Atoi(m[1])
		follows := n == last+1 // what does not fit makes the lines behind it not fit either
		if last = n; follows {
			continue
		}
		if n > 0 && n <= len(lines) {
			line := stripped(lines[n-1])
			if keyword, ok := d.likeStep(line); ok && !strings.HasPrefix(text, "A tag") {
				text = fmt.Sprintf(
					"expected a step, got %q: a step is its keyword as Gherkin writes it, one blank and a "+
						"sentence; this looks like %s",
					line,
					keyword,
				)
			}
		}
		out = append(out, fmt.Sprintf("%s:%s: %s", f.name, m[1], text))
	}
	if out == nil {
		out = []string{fmt.Sprintf("%s: %v", f.name, err)}
	}
	return out
}

// tokens are Gherkin's names of what may stand in a line, in words.
var tokens = strings.NewReplacer(
	"#EOF",
	"the end",
	"#FeatureLine",
	"Feature:",
	"#RuleLine",
	"Rule:",
	"#BackgroundLine",
	"Background:",
	"#ScenarioLine",
	"Scenario:",
	"#ExamplesLine",
	"Examples:",
	"#StepLine",
	"a step",
	"#TableRow",
	"a table row",
	"#TagLine",
	"tags",
	"#DocStringSeparator",
	`"""`,
	", #Comment",
	"",
	", #Empty",
	"",
	", #Other",
	"",
	"#Language",
	"a language",
	"expected: ",
	"expected ",
	", got '",
	"; got '",
)

// inWords translates an error of Gherkin.
func inWords(text string) string { return tokens.Replace(text) }

func offset(lines []string, n int) int {
	at := 0
	for _, line := range lines[:n] {
		at += len(line) + 1
	}
	return at
}

// nameStars replaces each * by the keyword of its sentence, for godog, which finds a sentence by its keyword.
func (f *file) nameStars() {
	dialect := gherkin.DialectsBuiltin().GetDialect(f.document.Feature.Language)
	lines := strings.Split(string(f.content), "\n")
	changed := false
	for _, c := range f.cases {
		for _, st := range c.steps {
			i := st.line - 1
			indent, rest, found := strings.Cut(lines[i], "* ")
			if st.keyword != "*" || !found || strings.TrimLeft(indent, " \t") != "" {
				continue
			}
			for _, keyword := range dialect.StepKeywords() {
				if kindOf(dialect.StepKeywordType(keyword)) == st.kind {
					lines[i], changed = indent+keyword+rest, true
					break
				}
			}
		}
	}
	if changed {
		f.content = []byte(strings.Join(lines, "\n"))
	}
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

// rank is higher for files with slow scenarios.
func (f *file) rank() int {
	if slices.ContainsFunc(f.cases, func(c *testCase) bool { return c.tags["@slow"] }) {
		return 1
	}
	return 0
}

// level returns the level of a test case: must, unless its tags say otherwise.
func (c *testCase) level() verdict.Level {
	if c.tags["@should"] {
		return verdict.Should
	}
	return verdict.Must
}
