package control

import (
	"net/http"
	"slices"
	"strings"

	"sparring/mock/control/wire"
	"sparring/mock/journal"
)

// saying returns what turns texts for people into the language that a call asks for first in Accept-Language; nil if
// that is English, or none that the server knows. Codes, names and what vendors wrote stay as they are.
func (s *server) saying(accepted string) func(text string) string {
	first, _, _ := strings.Cut(accepted, ",")
	first, _, _ = strings.Cut(first, ";")
	language, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(first)), "-")
	if s.Say == nil || language == "en" || !slices.Contains(languages, language) {
		return nil
	}
	return func(text string) string { return s.Say(language, text) }
}

// saying is that of a call.
func (c *call) saying() func(text string) string {
	return c.server.saying(c.r.Header.Get("Accept-Language"))
}

// refuse sends a problem in the language of a call.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, p *Problem) {
	if say := s.saying(r.Header.Get("Accept-Language")); say != nil {
		said := *p
		said.Title, said.Detail, said.Hint = say(p.Title), say(p.Detail), say(p.Hint)
		p = &said
	}
	write(w, p)
}

// sayAPI says the texts of an API. Its lists are not those of the server any more.
func sayAPI(a wire.API, say func(string) string) wire.API {
	if say == nil {
		return a
	}
	for i := range a.Operations {
		a.Operations[i].Summary = say(a.Operations[i].Summary)
	}
	a.Errors = slices.Clone(a.Errors)
	for i := range a.Errors {
		a.Errors[i].Meaning = say(a.Errors[i].Meaning)
	}
	a.Switches = slices.Clone(a.Switches)
	for i := range a.Switches {
		a.Switches[i].Doc = say(a.Switches[i].Doc)
	}
	for i := range a.Events {
		a.Events[i].Doc = say(a.Events[i].Doc)
		a.Events[i].Args = slices.Clone(a.Events[i].Args)
		for j := range a.Events[i].Args {
			a.Events[i].Args[j].Doc = say(a.Events[i].Args[j].Doc)
		}
	}
	for i := range a.Faults {
		a.Faults[i].Doc = say(a.Faults[i].Doc)
		a.Faults[i].Parameters = slices.Clone(a.Faults[i].Parameters)
		for j := range a.Faults[i].Parameters {
			a.Faults[i].Parameters[j].Doc = say(a.Faults[i].Parameters[j].Doc)
		}
	}
	return a
}

// sayEntry says what an entry says to people.
func sayEntry(e *journal.Entry, say func(string) string) {
	if say == nil {
		return
	}
	e.Hint, e.Error = say(e.Hint), say(e.Error)
	e.Why = slices.Clone(e.Why)
	for i := range e.Why {
		e.Why[i].Text = say(e.Why[i].Text)
	}
	e.Findings = slices.Clone(e.Findings)
	for i := range e.Findings {
		f := &e.Findings[i]
		f.Message, f.Expected = say(f.Message), say(f.Expected)
		if strings.Contains(f.Actual, " ") || f.Actual == "absent" || f.Actual == "nothing" { // else a client's value
			f.Actual = say(f.Actual)
		}
	}
	e.Faults = slices.Clone(e.Faults)
	for i := range e.Faults {
		e.Faults[i].Detail = say(e.Faults[i].Detail)
	}
}
