package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/features"
	"sparring/scenarios/driver"
	"sparring/scenarios/steps"
	"sparring/scenarios/verdict"
)

// BuiltIn names the built-in features where a directory is asked for.
const BuiltIn = "builtin"

// file is one feature file, parsed.
type file struct {
	name     string // as in addresses
	content  []byte
	api      string // by its folder; empty where that tells none
	document *messages.GherkinDocument
	cases    []*testCase
}

// testCase is one scenario as it will be executed: a row of an outline is one.
type testCase struct {
	file   *file
	name   string
	rule   string
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
	kind     steps.Keyword
	text     string
	argument string
	table    [][]string // of its table, where it has one
	doc      bool       // it has a doc string
	line     int64
}

// Address is FILE:LINE.
func (c *testCase) Address() string { return fmt.Sprintf("%s:%d", c.file.name, c.line) }

// Usage is a mistake of whoever started the run: exit code 2.
type Usage struct {
	Message string
	Err     error // the reason, may be nil
}

// Error is the message.
func (u *Usage) Error() string { return u.Message }

// Unwrap returns the reason.
func (u *Usage) Unwrap() error { return u.Err }

func usage(format string, args ...any) error { return &Usage{Message: fmt.Sprintf(format, args...)} }

// load reads all features of the directories; none means the built-in ones.
func load(dirs []string) ([]*file, error) {
	if len(dirs) == 0 {
		dirs = []string{BuiltIn}
	}
	var files []*file
	for _, dir := range dirs {
		found, err := loadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.ContainsFunc(files, func(g *file) bool { return g.name == f.name }) { // a directory given twice
				files = append(files, f)
			}
		}
	}
	var problems []string
	for _, f := range files {
		problems = append(problems, f.parse()...)
	}
	if len(problems) > 0 {
		return nil, usage("%s", strings.Join(problems, "\n"))
	}
	return files, nil
}

// byteOrder is the mark that some editors put before a text.
var byteOrder = []byte("\ufeff")

func loadDir(dir string) ([]*file, error) {
	var from fs.FS = features.FS
	root, prefix := ".", ""
	if dir != BuiltIn {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, usage("--features %s: %v", dir, reason(err))
		}
		prefix = filepath.ToSlash(filepath.Clean(dir))
		if !info.IsDir() {
			from, root, prefix = os.DirFS(filepath.Dir(dir)), filepath.Base(dir), filepath.ToSlash(filepath.Dir(dir))
		} else {
			from = os.DirFS(dir)
		}
	}
	var files []*file
	err := fs.WalkDir(from, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".feature") {
			return err
		}
		content, err := fs.ReadFile(from, p)
		if err != nil {
			return err
		}
		f := &file{name: path.Join(prefix, p), content: bytes.TrimPrefix(content, byteOrder)}
		f.api = apiOf(f.name)
		if abs, err := filepath.Abs(dir); f.api == "" && err == nil && dir != BuiltIn {
			f.api = apiOf(filepath.ToSlash(abs) + "/x")
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		return nil, usage("--features %s: %v", dir, reason(err))
	}
	if len(files) == 0 {
		return nil, usage("--features %s: no *.feature file in it", dir)
	}
	return files, nil
}

// apiOf is the innermost folder that is named like an API.
func apiOf(name string) string {
	parts := strings.Split(path.Dir(name), "/")
	for _, part := range slices.Backward(parts) {
		if slices.Contains(driver.APIs(), part) {
			return part
		}
	}
	return ""
}

func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

var parserLine = regexp.MustCompile(`(?m)^\((\d+):(\d+)\): (.*)$`)

// parse reads the file and checks what Gherkin lets pass. It gives what is wrong, one line each.
func (f *file) parse() []string {
	ids := (&messages.Incrementing{}).NewId
	document, err := gherkin.ParseGherkinDocument(strings.NewReader(string(f.content)), ids)
	if err != nil {
		var out []string
		for _, m := range parserLine.FindAllStringSubmatch(err.Error(), -1) {
			out = append(out, fmt.Sprintf("%s:%s: %s", f.name, m[1], m[3]))
		}
		if out == nil {
			out = []string{fmt.Sprintf("%s: %v", f.name, err)}
		}
		return out
	}
	f.document = document
	if document.Feature == nil {
		return []string{fmt.Sprintf("%s:1: expected a Feature, the file has none", f.name)}
	}
	problems := f.lint()
	index := newIndex(document.Feature)
	for _, p := range gherkin.Pickles(*document, f.name, ids) {
		c := index.testCase(f, p)
		if len(c.steps) == 0 {
			problems = append(problems, fmt.Sprintf("%s: the scenario %q has no steps", c.Address(), c.name))
			continue
		}
		f.cases = append(f.cases, c)
	}
	if len(f.cases) == 0 && len(problems) == 0 {
		problems = append(problems, fmt.Sprintf("%s:%d: the Feature has no scenario", f.name, document.Feature.Location.Line))
	}
	return problems
}

// lint finds steps that Gherkin takes for a description: a keyword without text.
func (f *file) lint() []string {
	var problems []string
	var keywords []string
	if dialect := gherkin.DialectsBuiltin().GetDialect(f.document.Feature.Language); dialect != nil {
		keywords = dialect.StepKeywords()
	}
	check := func(description string, line int64) {
		for _, text := range strings.Split(description, "\n") {
			if text = strings.TrimSpace(text); text != "" && slices.Contains(keywords, text+" ") {
				problems = append(problems, fmt.Sprintf("%s:%d: %s without a text is taken for a description", f.name, line, text))
			}
		}
	}
	scenario := func(s *messages.Scenario, b *messages.Background) {
		if s != nil {
			check(s.Description, s.Location.Line)
		}
		if b != nil {
			check(b.Description, b.Location.Line)
		}
	}
	for _, child := range f.document.Feature.Children {
		scenario(child.Scenario, child.Background)
		if child.Rule != nil {
			for _, inner := range child.Rule.Children {
				scenario(inner.Scenario, inner.Background)
			}
		}
	}
	return problems
}

// index finds the parts of a document by their ids.
type index struct {
	scenarios map[string]*messages.Scenario
	steps     map[string]*messages.Step
	rows      map[string]*messages.TableRow
	rules     map[string]string // scenario → name of its rule
}

func newIndex(feature *messages.Feature) *index {
	x := &index{map[string]*messages.Scenario{}, map[string]*messages.Step{}, map[string]*messages.TableRow{}, map[string]string{}}
	for _, child := range feature.Children {
		x.add(child.Scenario, child.Background, "")
		if child.Rule != nil {
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
	for _, st := range s.Steps {
		x.steps[st.Id] = st
	}
	for _, e := range s.Examples {
		for _, row := range e.TableBody {
			x.rows[row.Id] = row
		}
	}
}

func (x *index) testCase(f *file, p *messages.Pickle) *testCase {
	s := x.scenarios[p.AstNodeIds[0]]
	c := &testCase{file: f, api: f.api, name: p.Name, rule: x.rules[s.Id], line: s.Location.Line, head: s.Location.Line, end: s.Location.Line, tags: map[string]bool{}, pickle: p}
	if len(p.AstNodeIds) > 1 {
		c.line = x.rows[p.AstNodeIds[1]].Location.Line
	}
	for _, st := range s.Steps {
		c.end = max(c.end, st.Location.Line)
	}
	for _, t := range p.Tags {
		c.tags[t.Name] = true
		c.order = append(c.order, t.Name)
	}
	for _, ps := range p.Steps {
		ast := x.steps[ps.AstNodeIds[0]]
		st := step{keyword: strings.TrimSpace(ast.Keyword), text: ps.Text, line: ast.Location.Line, argument: argument(ps.Argument), table: table(ps.Argument), doc: ps.Argument != nil && ps.Argument.DocString != nil}
		switch ps.Type {
		case messages.PickleStepType_ACTION:
			st.kind = steps.When
		case messages.PickleStepType_OUTCOME:
			st.kind = steps.Then
		default:
			st.kind = steps.Given
		}
		c.steps = append(c.steps, st)
	}
	return c
}

// apiWord is the name of an API as sentences have it: "bonder.saveCard", at bonder.
var apiWord = regexp.MustCompile(`\b(` + strings.Join(driver.APIs(), "|") + `)\b`)

// apiIn is the API that the steps of a scenario speak of first, for features that do not stand in the folder of one.
func (c *testCase) apiIn(v *steps.Vocabulary) string {
	for _, st := range c.steps {
		if api := apiWord.FindString(st.text); api != "" {
			return api
		}
		for _, s := range v.Find(st.kind, st.text) {
			if slices.Contains(driver.APIs(), s.Subject) {
				return s.Subject
			}
		}
	}
	return ""
}

// argument shows a doc string or table as written.
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

// senseless finds what is wrong with a test case as it is written, before anything runs.
func (c *testCase) senseless(v *steps.Vocabulary, catalogue steps.Catalogue) error {
	judges := false
	for _, st := range c.steps {
		judges = judges || st.kind == steps.Then
		if err := v.Senseless(st.kind, st.text, st.table, st.doc, catalogue); err != nil {
			return fmt.Errorf("%s:%d: %s %s: %w", c.file.name, st.line, st.keyword, strings.TrimSuffix(st.text, ":"), err)
		}
	}
	if !judges {
		return steps.Mistake("%s: the scenario judges nothing: it has no Then", c.Address())
	}
	return nil
}

// rank is higher for files with scenarios that wait.
func (f *file) rank() int {
	if slices.ContainsFunc(f.cases, func(c *testCase) bool { return c.tags["@slow"] }) {
		return 1
	}
	return 0
}

// level of a test case: must unless it says otherwise.
func (c *testCase) level() verdict.Level {
	if c.tags["@should"] {
		return verdict.Should
	}
	return verdict.Must
}
