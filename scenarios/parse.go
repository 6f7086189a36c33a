package scenarios

import (
	"bufio"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/vocabulary"
)

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
	var problems []string
	if !f.builtIn {
		problems = f.lint(v)
	}
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
