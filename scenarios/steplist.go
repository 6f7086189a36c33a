package scenarios

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"sparring/scenarios/vocabulary"
	"sparring/scenarios/vocabulary/search"
)

// The languages of the sentences, by Gherkin's names.
const (
	English = "en"
	Russian = "ru"
)

// StepInfo is a sentence of the vocabulary, for programs and for people who look for one.
type StepInfo struct {
	Subject  string               `json:"subject"`  // bonder, clock: what it is about
	Keywords []vocabulary.Keyword `json:"keywords"` // that it may stand behind, in English
	// Doc is a sentence of description by language.
	Doc map[string]string `json:"doc"`
	// Ways are the ways of writing it: in English and in Russian, both also with a table if it can have one.
	Ways []vocabulary.Way `json:"ways"`
	// Found is the sentence that fits the words best, by language; only if words were looked for.
	Found map[string]string `json:"found,omitempty"`
}

// FindSteps returns all sentences for no words, those of a subject for its name, else those that the words fit: of
// either language, whatever their endings and with a letter misspelt, the best first.
func FindSteps(words []string) ([]StepInfo, error) {
	steps := sentences().Steps()
	var out []StepInfo
	if len(words) < 2 {
		for _, s := range steps {
			if len(words) == 0 || isSubject(s.Subject, words[0]) {
				out = append(out, stepInfo(s))
			}
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	for _, f := range search.New(steps).Find(words) {
		info := stepInfo(f.Step)
		info.Found = map[string]string{English: f.English, Russian: f.Russian}
		out = append(out, info)
	}
	if len(out) == 0 {
		return nil, usage("no sentence has any of the words %q; subjects are %s", strings.Join(words, " "),
			strings.Join(subjectNames(steps), ", "))
	}
	return out, nil
}

func stepInfo(s *vocabulary.Step) StepInfo {
	return StepInfo{
		Subject: s.Subject, Keywords: s.Keywords(), Ways: s.Ways(),
		Doc: map[string]string{English: s.Doc, Russian: s.Russian.Doc},
	}
}

// subjects are the names of the shared subjects in Russian.
func subjects() map[string]string {
	return map[string]string{
		"world": "мир", "clock": "часы", "fault": "сбои", "client": "клиент", "note": "сообщения", "journal": "журнал",
	}
}

// Subjects returns the names of what sentences are about.
func Subjects() []string { return subjectNames(sentences().Steps()) }

func isSubject(subject, word string) bool {
	return strings.EqualFold(subject, word) || strings.EqualFold(subjects()[subject], word)
}

func subjectNames(steps []*vocabulary.Step) (out []string) {
	for _, s := range steps {
		if !slices.Contains(out, s.Subject) {
			out = append(out, s.Subject)
		}
	}
	return out
}

// WriteSteps writes sentences for people, with examples, what can be chosen in them, and a description. The language is
// that of the description: en with the sentences of both languages, ru with the Russian ones alone.
func WriteSteps(out io.Writer, steps []StepInfo, language string) {
	last := ""
	for _, s := range steps {
		if s.Subject != last {
			heading := s.Subject
			if name := subjects()[s.Subject]; name != "" && language == Russian {
				heading = name
			}
			fmt.Fprintln(out, strings.ToUpper(heading))
			last = s.Subject
		}
		choice := "any of"
		if language == Russian {
			choice = "на выбор"
		}
		for _, w := range s.Ways {
			if language == Russian && w.Language != Russian {
				continue
			}
			example := w.Example
			if found := s.Found[w.Language]; slices.Contains(w.Variants, found) {
				example = found
			} else if found != "" {
				continue // the other way of writing it, with or without a table
			}
			fmt.Fprintf(out, "  %-5s %s\n", w.Keyword, strings.ReplaceAll(example, "\n", "\n        "))
			if w.Template != "" {
				fmt.Fprintf(out, "        %s: %s\n", choice, w.Template)
			}
		}
		fmt.Fprintf(out, "          — %s\n", s.Doc[language])
	}
}

// WriteRules writes the rules that a step may demand by id.
func WriteRules(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range APIs().Rules() {
		when := ""
		if r.Always {
			when = ", always"
		}
		fmt.Fprintf(w, "%s\t%s%s\t%s\t%s (%s)\n", r.ID, r.Level, when, r.Text, r.Source, r.Provenance)
	}
	return w.Flush()
}
