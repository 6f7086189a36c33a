package report

import (
	"fmt"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/diagram"
)

// mostReasons bounds the lines on what decided the server's responses.
const mostReasons = 6

// reasons says, a line for each, why the server gave the responses that matter: those that prove the verdict, or the
// last ones if none of these has a reason. The client never gets the reasons, so its author would have to guess.
func reasons(s *verdict.Scenario) []string {
	if s.Verdict <= verdict.Skipped && s.Verdict != verdict.Warned || s.Verdict == verdict.Cancelled {
		return nil
	}
	var proofs []int64
	for _, c := range s.Evidence() {
		proofs = append(proofs, c.Entries...)
	}
	var proving, others []string
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
			continue
		}
		var whys []string
		for _, f := range e.Faults {
			text := fmt.Sprintf("the fault %s of the scenario (%s %s)", f.Rule, f.Kind, f.Detail)
			whys = append(whys, strings.TrimSpace(text))
		}
		for _, w := range e.Why {
			if w.Code != "fault" || len(e.Faults) == 0 {
				whys = append(whys, strings.TrimSuffix(w.Code+": "+w.Text, ": "))
			}
		}
		whys = append(whys, withheld(e)...)
		for _, why := range whys {
			line := fmt.Sprintf("entry %d, %s: %s", e.Seq, responded(e), why)
			if slices.Contains(proofs, e.Seq) {
				proving = append(proving, line)
			} else {
				others = append(others, line)
			}
		}
	}
	if len(proving) > 0 {
		return proving[:min(len(proving), mostReasons)]
	}
	return others[max(0, len(others)-mostReasons):]
}

// withheld says which bodies of an entry the journal does not show, and why.
func withheld(e *journal.Entry) []string {
	var out []string
	if e.Request != nil && e.Request.Withheld != "" {
		out = append(out, "the body of the request is withheld: "+e.Request.Withheld)
	}
	if e.Response != nil && e.Response.Withheld != "" {
		out = append(out, "the body of the response is withheld: "+e.Response.Withheld)
	}
	return out
}

// responded names an entry and its response in short: "saveCard 200 DATABASE_ERROR".
func responded(e *journal.Entry) string {
	name := e.Operation
	if name == "" {
		name = e.Method + " " + e.Path
	}
	status, _, _ := diagram.Outcome(e)
	if code, _, _ := strings.Cut(status, " "); code != "" {
		name += " " + code
	}
	return strings.TrimSpace(name + " " + e.Code)
}
