package main

import (
	"regexp"
	"testing"

	"sparring/mock"
	"sparring/scenarios"
)

var cyrillic = regexp.MustCompile(`[а-яё]`)

// TestRussianTexts: all that the catalogue, the codes and the mistakes of clients say can be said in Russian.
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
	if n < 1000 {
		t.Errorf("only %d texts were found", n)
	}
	if got := said("en", "no kitten of this world has this id"); cyrillic.MatchString(got) {
		t.Errorf("in English: %s", got)
	}
}
