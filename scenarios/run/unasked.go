package run

import (
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// Unasked judges what holds after every scenario, once the world is closed: no unexpected violation, no defect, no
// request without an operation, no fault rule that never fired, no entry that the journal has forgotten, and the
// rules that always hold.
func (s *Scenario) Unasked(summary client.Summary) {
	entries := s.Journal.Entries()
	for _, e := range entries {
		s.unmatched(e)
		for _, f := range e.Findings {
			s.finding(e, f)
		}
	}
	if s.skipped() { // the client was not asked for anything
		return
	}
	if !s.ran() { // the scenario itself is at fault
		return
	}
	var unfired *verdict.Verdict
	if s.warned() { // the scenario ended early at a demand that warns
		v := verdict.Warned
		unfired = &v
	}
	for _, what := range Unfired(summary.UnfiredRules) {
		s.Checks = append(
			s.Checks,
			&verdict.Check{ID: "unasked.unfired", Level: verdict.Must, Unasked: true, Verdict: unfired,
				Message: "the fault never met a request: " + what},
		)
	}
	if s.Journal.lost || summary.EvictedUnchecked > 0 {
		v := verdict.Inconclusive
		s.Checks = append(
			s.Checks,
			&verdict.Check{
				ID:      "unasked.forgotten",
				Level:   verdict.Must,
				Unasked: true,
				Outcome: verdict.Broken,
				Verdict: &v,
				Message: fmt.Sprintf(
					"the journal has forgotten %d entries before they were judged",
					summary.EvictedUnchecked,
				),
			},
		)
	}
	if !s.misbehaved() {
		s.idle(entries)
		s.bounded(entries)
	}
	s.always()
	if !s.misbehaved() {
		s.faithful()
	}
}

// readAll ends the detail of a response without end that the client has read.
const readAll = "the client has read all of it"

// bounded warns of a client that has read a response without end, 64 MiB in truth.
func (s *Scenario) bounded(entries []journal.Entry) {
	for _, e := range entries {
		for _, f := range e.Faults {
			if f.Kind != "malform" || !strings.HasSuffix(f.Detail, readAll) {
				continue
			}
			s.Checks = append(s.Checks, &verdict.Check{
				ID: "client.bound", Level: verdict.Should, Unasked: true, Outcome: verdict.Broken,
				Text: "a client bounds what it reads", Provenance: journal.Derived, Source: "sparring",
				Message: fmt.Sprintf("expected the client to stop reading a response to %s without end, it has read "+
					"64 MiB", e.Operation),
				Entries: []int64{e.Seq},
			})
		}
	}
}

// idle fails a client that has sent nothing at all, whatever it reported. A scenario in which the right client sends
// nothing ends with a sign of life.
func (s *Scenario) idle(entries []journal.Entry) {
	asked := []string{}
	for _, c := range s.Calls.All() {
		if !slices.Contains(asked, c.API) {
			asked = append(asked, c.API)
		}
	}
	if len(asked) == 0 && s.API != "" {
		asked = append(asked, s.API)
	}
	message := "the client was asked for nothing and did nothing"
	for _, api := range asked {
		if len(rule.Of(entries, api+".*")) > 0 {
			continue
		}
		if len(s.Calls.All()) > 0 {
			message = fmt.Sprintf("the client was asked to act and sent no request to %s", api)
		}
		s.Checks = append(
			s.Checks,
			&verdict.Check{ID: "unasked.idle", Level: verdict.Must, Unasked: true, Message: message},
		)
	}
}

func (s *Scenario) unmatched(e journal.Entry) {
	if !e.Unmatched || e.Kind != journal.Exchange {
		return
	}
	message := fmt.Sprintf("expected a request of the API, got %s %s, which no operation has", e.Method, e.Path)
	if e.Hint != "" {
		message += "; " + e.Hint
	}
	s.Checks = append(
		s.Checks,
		&verdict.Check{ID: "unasked.unmatched", Level: verdict.Must, Unasked: true, Outcome: verdict.Broken,
			Message: message, Entries: []int64{e.Seq}, Detail: e.Method + " " + shape(e.Path)},
	)
}

// shape is a path without what differs in every run.
func shape(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if len(part) > 2 && strings.ContainsAny(part, "0123456789") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

func (s *Scenario) finding(e journal.Entry, f journal.Finding) {
	c := &verdict.Check{
		Level:      verdict.Must,
		Unasked:    true,
		Outcome:    verdict.Broken,
		Text:       f.Message,
		Source:     f.Source,
		Provenance: f.Provenance,
		Entries:    []int64{e.Seq},
		Detail:     strings.Join([]string{e.Operation, f.Code, f.Pointer}, " "),
	}
	c.Message = fmt.Sprintf(
		"%s %s in %s: expected %s, got %s (%s)",
		f.Code,
		f.Pointer,
		e.Operation,
		f.Expected,
		f.Actual,
		f.Message,
	)
	switch {
	case f.Kind == journal.Defect:
		v := verdict.Error
		c.ID, c.Verdict = "unasked.defect", &v
	case s.expected[f.Code], f.By == journal.ByService: // expected, or the mistake of a service
		return
	default:
		c.ID = "unasked.violation"
	}
	s.Checks = append(s.Checks, c)
}

// always judges the rules that hold without a step, of the APIs that the client was asked about. Rules that saw no
// relevant request are skipped, not failed.
func (s *Scenario) always() {
	record := s.Record()
	seen := map[string]bool{}
	for _, c := range record.Claims {
		seen[c.API] = true
	}
	judged := map[string]bool{}
	for _, c := range s.Checks {
		judged[c.ID] = true
	}
	for _, rule := range s.APIs.Rules() {
		if !rule.Always && !s.EveryRule || !seen[rule.API()] || judged[rule.ID] {
			continue
		}
		if c := rule.Check(record); c.Outcome != verdict.NothingSeen {
			c.Unasked = true
			s.Checks = append(s.Checks, c)
		}
	}
}
