package main

import (
	"regexp"
	"testing"

	"sparring/mock/problem"
)

// foreign is what a caller of the command line should not have to read: HTTP paths and methods, templates, words of Go.
var foreign = regexp.MustCompile(`/_sparring|\b(GET|POST|PUT|PATCH|DELETE) /?|\{[a-z]+\}|Authorization|cannot ` +
	`unmarshal|parsing time|strconv|0x`)

// Whatever the control API refuses, the command line says it in terms of commands.
func TestRefusalsNameCommands(t *testing.T) {
	count := 0
	for _, k := range problem.Kinds() {
		if !k.Control {
			continue
		}
		count++
		text := refusal(problem.New(k.Code, "the detail")).Error()
		if foreign.MatchString(text) {
			t.Errorf("%s: %q", k.Code, text)
		}
	}
	if count < 20 {
		t.Fatalf("only %d kinds of problems", count)
	}
	for code := range whatToDo {
		if k := problem.New(code, ""); k.Code() != code {
			t.Errorf("there is no problem %q", code)
		}
	}
}

// The place of a value is the flag or the argument that gave it.
func TestRefusalPlaces(t *testing.T) {
	for _, c := range []struct{ code, field, detail, want string }{
		{problem.BadQuery, "query/limit", "limit: expected a number", "--limit: expected a number"},
		{problem.BadFault, "/times", "expected a number",
			`The fault rule does not fit: --times: expected a number ("sparring fault --help" has the kinds of ` +
				`faults and their parameters)`},
		{problem.BadFault, "/fault/duration", "expected a duration",
			`The fault rule does not fit: duration: expected a duration ("sparring fault --help" has the kinds of ` +
				`faults and their parameters)`},
		{problem.BadFault, "/match/operation", "no such",
			`The fault rule does not fit: OPERATION: no such ("sparring fault --help" has the kinds of faults and ` +
				`their parameters)`},
		{problem.BadValue, "/at", "/at: expected a time", "A value does not fit: --at: expected a time"},
	} {
		if got := refusal(problem.New(c.code, c.detail).At(c.field)).Error(); got != c.want {
			t.Errorf("%s at %s: %q, want %q", c.code, c.field, got, c.want)
		}
	}
}
