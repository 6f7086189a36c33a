package scenarios

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sparring/scenarios/vocabulary"
)

// A file of stubs is a list of step definitions that nothing runs: the Cucumber extensions of editors read it, complete
// sentences from it and jump to it, where the description stands. What they index: the official extension of VS Code
// (@cucumber/language-service) calls of Given, When and Then in JavaScript and annotations in Java, and completes from
// Cucumber Expressions only; the plugins of JetBrains calls with two arguments in JavaScript, and annotations of
// io.cucumber.java, which must be on the class path.

// stubs writes the definitions in one language of programming.
type stubs struct {
	begin, end string
	definition func(out io.Writer, n int, doc, keyword, expression string)
}

const stubsNote = "// What editors complete in features and jump to. Made by “sparring steps --stubs”; nothing " +
	"runs it.\n"

// WriteStubs writes the sentences as step definitions for editors. The end of the name says in which language: .js or
// .java. The languages of the sentences are en and ru.
func WriteStubs(out io.Writer, name string, languages []string) error {
	ext := strings.ToLower(filepath.Ext(name))
	form, known := map[string]stubs{
		".js": {begin: stubsNote + "/* eslint-disable */\n", definition: stubJavaScript},
		".java": {
			begin: stubsNote + "package sparring;\n\nimport io.cucumber.java.en.*;\n\npublic class " + class(name) +
				" {\n",
			definition: stubJava, end: "}\n",
		},
	}[ext]
	if !known {
		return usage("stubs in %q: expected a file that ends in .js or .java", name)
	}
	if ext == ".java" && !identifier(class(name)) {
		return usage("stubs in %q: a Java file is named after its class: expected letters and digits, such as "+
			"SparringSteps.java", name)
	}
	if _, err := io.WriteString(out, form.begin); err != nil {
		return err
	}
	n, written := 0, map[string]bool{}
	for _, s := range sentences().Steps() {
		for _, w := range s.Ways() {
			if len(languages) > 0 && !slices.Contains(languages, w.Language) {
				continue
			}
			for _, e := range w.Expressions {
				if written[e] {
					continue
				}
				written[e] = true
				n++
				form.definition(out, n, docOf(s, w.Language), string(s.Keyword), e)
			}
		}
	}
	_, err := io.WriteString(out, form.end)
	return err
}

func docOf(s *vocabulary.Step, language string) string {
	if language == Russian {
		return s.Subject + ": " + s.Russian.Doc
	}
	return s.Subject + ": " + s.Doc
}

func stubJavaScript(out io.Writer, _ int, doc, keyword, expression string) {
	text := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(expression)
	fmt.Fprintf(out, "\n/** %s */\n%s('%s', function () {});\n", inComment(doc), keyword, text)
}

func stubJava(out io.Writer, n int, doc, keyword, expression string) {
	text := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(expression)
	var parameters []string
	for rest := expression; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		name, left, _ := strings.Cut(after, "}")
		kind := "String"
		if name == "int" {
			kind = "int"
		}
		parameters, rest = append(parameters, fmt.Sprintf("%s p%d", kind, len(parameters)+1)), left
	}
	if strings.HasSuffix(expression, ":") {
		parameters = append(parameters, "String table")
	}
	fmt.Fprintf(out, "\n    /** %s */\n    @%s(\"%s\")\n    public void step%d(%s) {}\n", inComment(doc), keyword, text,
		n, strings.Join(parameters, ", "))
}

// inComment makes a text that ends no comment.
func inComment(text string) string { return strings.ReplaceAll(text, "*/", "* /") }

func class(name string) string {
	return strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
}

func identifier(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == "" &&
		(name[0] < '0' || name[0] > '9')
}
