package main

import (
	"io/fs"
	"regexp"
	"testing"

	"sparring/features"
	"sparring/mock"
	"sparring/scenarios"
)

var cyrillic = regexp.MustCompile(`[а-яё]`)

// TestRussianTexts: all that the catalogue, the codes, the mistakes of clients and the built-in features are called can
// be said in Russian.
func TestRussianTexts(t *testing.T) {
	n := 0
	known := func(text string) {
		t.Helper()
		if text == "" {
			return
		}
		if n++; !cyrillic.MatchString(said("ru", text)) {
			t.Errorf("%q has no Russian text in scenarios/russian/said", text)
		}
	}
	for _, a := range mock.APIs() {
		for _, o := range a.Operations {
			known(o.Summary)
		}
		for _, e := range a.Errors {
			known(e.Meaning)
		}
		for _, s := range a.Switches {
			known(s.Doc)
		}
		for _, e := range a.Events {
			known(e.Doc)
			for _, arg := range e.Args {
				known(arg.Doc)
			}
		}
		for _, f := range a.Faults {
			known(f.Doc)
			for _, p := range f.Parameters {
				known(p.Doc)
			}
		}
	}
	for _, e := range mock.Why() {
		known(e.Doc)
	}
	for _, m := range scenarios.APIs().Mutants() {
		known(m.Doc)
	}
	check(t, fs.WalkDir(features.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(features.FS, name)
		for _, title := range regexp.MustCompile(`(?m)^\s*(?:Feature|Scenario|Scenario Outline): (.*)$`).
			FindAllStringSubmatch(string(text), -1) {
			known(regexp.MustCompile(`<\w+>`).ReplaceAllString(title[1], "7"))
		}
		return err
	}))
	if n < 1500 {
		t.Errorf("only %d texts were found", n)
	}
	if got := said("en", "no kitten of this world has this id"); cyrillic.MatchString(got) {
		t.Errorf("in English: %s", got)
	}
}
