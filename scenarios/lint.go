package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/vocabulary"
)

// linter finds text that Gherkin reads without an error and that has no effect.
type linter struct {
	file     *file
	words    *vocabulary.Vocabulary
	dialects *dialects
	dialect  *gherkin.Dialect
	lines    []string
	problems []string
}

func (f *file) lint(v *vocabulary.Vocabulary) []string {
	feature := f.document.Feature
	l := &linter{
		file: f, words: v, dialects: newDialects(feature.Language),
		dialect: gherkin.DialectsBuiltin().GetDialect(feature.Language),
		lines:   strings.Split(string(f.content), "\n"),
	}
	l.characters()
	l.title(feature.Keyword, feature.Location.Line, feature.Name)
	for _, c := range f.document.Comments {
		if languageLine.MatchString(c.Text) {
			l.wrong(
				c.Location.Line,
				"this line has no effect: %q chooses a language only in small letters, once and above everything else",
				"# language: "+feature.Language,
			)
		}
	}
	l.featureDescription(feature)
	for _, child := range feature.Children {
		l.background(child.Background)
		l.scenario(child.Scenario)
		l.rule(child.Rule)
	}
	return l.problems
}

func (l *linter) wrong(line int64, format string, args ...any) {
	l.problems = append(l.problems, fmt.Sprintf("%s:%d: %s", l.file.name, line, fmt.Sprintf(format, args...)))
}

// characters rejects characters that an editor does not show, or shows as the end of a line.
func (l *linter) characters() {
	for n, line := range l.lines {
		for _, r := range strings.TrimSuffix(line, "\r") {
			if r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\ufeff' || r != '\t' && unicode.IsControl(r) {
				l.wrong(
					int64(n+1),
					"this line holds the invisible character U+%04X; expected visible characters, blanks and tabs",
					r,
				)
				break
			}
		}
	}
}

// described calls f for each line of a description, with the line's number.
func (l *linter) described(line int64, description string, f func(n int64, text string)) {
	at := int(line) // index of the next line
	for _, text := range strings.Split(description, "\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		for at < len(l.lines)-1 && strings.TrimSpace(l.lines[at]) != strings.TrimSpace(text) {
			at++
		}
		f(int64(at+1), stripped(text))
		at++
	}
}

// featureDescription looks for steps in a Feature's description, which is prose otherwise.
func (l *linter) featureDescription(feature *messages.Feature) {
	l.described(feature.Location.Line, feature.Description, func(n int64, text string) {
		if sentence := l.sentence(text); sentence != "" {
			l.wrong(
				n,
				"this step is taken for a description of the Feature and has no effect: a step stands below a "+
					"Scenario or a Background",
			)
		} else if keyword, ok := likeHead(text, l.dialects.near); ok {
			l.wrong(n, "this line is taken for a description of the Feature and has no effect: expected %q as "+
				"Gherkin writes it", keyword+":")
		}
	})
}

// description looks for lines below a heading that Gherkin takes for a description and that are meant as steps or
// tables.
func (l *linter) description(what string, line int64, description string) {
	l.described(line, description, func(n int64, text string) {
		keyword, step := l.dialects.likeStep(text)
		head, isHead := likeHead(text, l.dialects.heads)
		switch {
		case step && strings.EqualFold(text, keyword):
			l.wrong(n, "%s without a text is taken for a description", text)
		case step:
			l.wrong(
				n,
				"this line is taken for a description of the %s and has no effect: if it is a step, write the "+
					"keyword (this looks like %s) as Gherkin does and one blank behind it; if it is not, begin "+
					"with another word",
				what,
				keyword,
			)
		case l.sentence(text) != "":
			l.wrong(
				n,
				"this line is taken for a description of the %s and has no effect: a step begins with its keyword",
				what,
			)
		case isHead:
			l.wrong(
				n,
				"this line is taken for a description of the %s and has no effect: expected %q as Gherkin writes it",
				what,
				head+":",
			)
		case strings.HasPrefix(text, "|"), strings.HasPrefix(text, `"""`), strings.HasPrefix(text, "```"):
			l.wrong(
				n,
				"this line is taken for a description of the %s and has no effect: "+
					"a table or a text belongs below a step",
				what,
			)
		case strings.HasPrefix(text, "@"):
			l.wrong(n, "this line is taken for a description of the %s and has no effect: tags stand above it", what)
		}
	})
}

// title looks for a step in the line of a heading: there it is a name and has no effect.
func (l *linter) title(what string, line int64, name string) {
	text := stripped(name)
	if sentence := l.sentence(text); sentence != "" {
		l.wrong(line, "the step %q stands in the name of the %s and has no effect: write it on a line of its own",
			sentence, what)
	} else if keyword, ok := l.dialects.likeStep(text); ok {
		if near := l.words.Like(stripped(text[len(keyword):])); near != "" {
			l.wrong(line, "the name of the %s looks like the step %q, which has no effect here: "+
				"write it on a line of its own", what, near)
		}
	}
}

// mostWords is how many words may precede a sentence that is found in a description: a keyword of any kind.
const mostWords = 4

// straight replaces the quotes of a word processor or a chat by those of a keyboard.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "’", "'")

// sentence returns the sentence of the vocabulary that a line ends with, a few words before it left out.
func (l *linter) sentence(line string) string {
	line = straight.Replace(line)
	for range mostWords + 1 {
		if l.words.Knows(line) {
			return line
		}
		i := strings.IndexFunc(line, unicode.IsSpace)
		if i < 0 {
			return ""
		}
		line = stripped(line[i:])
	}
	return ""
}

func (l *linter) rule(r *messages.Rule) {
	if r == nil {
		return
	}
	l.title(r.Keyword, r.Location.Line, r.Name)
	l.description(r.Keyword, r.Location.Line, r.Description)
	empty := true
	for _, child := range r.Children {
		l.background(child.Background)
		l.scenario(child.Scenario)
		empty = empty && child.Scenario == nil
	}
	if empty {
		l.wrong(r.Location.Line, "the %s %q has no scenario", r.Keyword, r.Name)
	}
}

func (l *linter) background(b *messages.Background) {
	if b == nil {
		return
	}
	l.title(b.Keyword, b.Location.Line, b.Name)
	l.description(b.Keyword, b.Location.Line, b.Description)
	if len(b.Steps) == 0 {
		l.wrong(b.Location.Line, "the %s has no steps", b.Keyword)
	}
	l.steps(b.Steps)
}

func (l *linter) scenario(s *messages.Scenario) {
	if s == nil {
		return
	}
	if stripped(s.Name) == "" {
		l.wrong(s.Location.Line, "this %s has no name: write what it tests behind the colon; "+
			"reports and known failures name it", s.Keyword)
	}
	l.title(s.Keyword, s.Location.Line, s.Name)
	l.description(s.Keyword, s.Location.Line, s.Description)
	l.steps(s.Steps)
	for _, e := range s.Examples {
		l.title(e.Keyword, e.Location.Line, e.Name)
		l.description(e.Keyword, e.Location.Line, e.Description)
		l.examples(s, e)
	}
	if len(s.Examples) > 0 {
		return
	}
	if slices.Contains(l.dialect.ScenarioOutlineKeywords(), s.Keyword) &&
		!slices.Contains(l.dialect.ScenarioKeywords(), s.Keyword) {
		l.wrong(
			s.Location.Line,
			"this %s has no %s: without a table of values it is not an outline",
			s.Keyword,
			l.dialect.ExamplesKeywords()[0],
		)
		return
	}
	for _, place := range placeholders(s) {
		if len(strings.Fields(place.name)) == 1 && !slices.Contains(emptyTags, place.name) {
			l.wrong(
				place.line,
				"<%s> is not a value: this %s has no %s, so the text would be taken as it is",
				place.name,
				s.Keyword,
				l.dialect.ExamplesKeywords()[0],
			)
		}
	}
}

// emptyTags are those of HTML that have no end: they may be a text to be sent.
var emptyTags = []string{"br", "hr", "img", "wbr"}

// examples checks one table of values against the outline above it.
func (l *linter) examples(s *messages.Scenario, e *messages.Examples) {
	switch {
	case e.TableHeader == nil:
		l.wrong(
			e.Location.Line,
			"these %s have no table: expected a row of names and a row for each scenario",
			e.Keyword,
		)
		return
	case len(e.TableBody) == 0:
		l.wrong(e.Location.Line, "these %s have no row: below the names, expected a row for each scenario", e.Keyword)
	}
	l.rows(append([]*messages.TableRow{e.TableHeader}, e.TableBody...))
	var columns []string
	for _, cell := range e.TableHeader.Cells {
		switch {
		case cell.Value == "":
			l.wrong(cell.Location.Line, "a column of these %s has no name", e.Keyword)
		case slices.Contains(columns, cell.Value):
			l.wrong(cell.Location.Line, "the column %q occurs twice in these %s", cell.Value, e.Keyword)
		}
		columns = append(columns, cell.Value)
	}
	used := map[string]bool{}
	for _, place := range placeholders(s) {
		used[place.name] = true
		if !slices.Contains(columns, place.name) {
			l.wrong(
				place.line,
				"<%s> is not a column of the %s in line %d; they have %s",
				place.name,
				e.Keyword,
				e.Location.Line,
				strings.Join(columns, ", "),
			)
		}
	}
	for _, column := range columns {
		if column != "" && !used[column] {
			l.wrong(
				e.TableHeader.Location.Line,
				"the column %q has no effect: <%s> stands nowhere in the %s",
				column,
				column,
				s.Keyword,
			)
		}
	}
}

// steps checks the steps of a scenario or a Background.
func (l *linter) steps(list []*messages.Step) {
	for i, st := range list {
		if i == 0 && st.KeywordType == messages.StepKeywordType_CONJUNCTION {
			l.wrong(
				st.Location.Line,
				"%s goes on from the step before it, and this is the first: expected Given, When or Then",
				strings.TrimSpace(st.Keyword),
			)
		}
		if st.DataTable != nil {
			l.rows(st.DataTable.Rows)
		}
		if st.DocString != nil {
			l.docString(st.DocString)
		}
	}
}

// docString looks for steps inside a text whose end was forgotten.
func (l *linter) docString(d *messages.DocString) {
	for n, line := range strings.Split(d.Content, "\n") {
		line = stripped(line)
		if _, ok := l.dialects.likeStep(line); ok && l.sentence(line) != "" {
			l.wrong(
				d.Location.Line+int64(n)+1,
				"this step stands within the text of line %d and has no effect: is the end of that text missing?",
				d.Location.Line,
			)
		}
	}
}

// rows rejects text behind the last | of a row, which Gherkin leaves out.
func (l *linter) rows(rows []*messages.TableRow) {
	for _, row := range rows {
		line := strings.TrimSpace(l.lines[row.Location.Line-1])
		if at := lastBar(line); at >= 0 && at < len(line)-1 {
			l.wrong(
				row.Location.Line,
				"%q behind the last | has no effect: a row ends with |, and a comment has a line of its own",
				strings.TrimSpace(line[at+1:]),
			)
		}
	}
}

// lastBar returns the position of the last | of a row that is not escaped.
func lastBar(line string) int {
	last := -1
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			last = i
		}
	}
	return last
}
