package verdict

import (
	"slices"

	"sparring/mock/journal"
)

// Traffic is what a run has seen that made no calls of its own: watch, judge, proxy. Its outcomes are the scenarios of
// the report: one for each rule that traffic can answer, and one for each operation that was called.
type Traffic struct {
	By         string     `json:"by,omitempty"` // the command that judges: proxy or provider; else watch or judge
	Exchanges  int        `json:"exchanges"`
	Worlds     int        `json:"worlds,omitempty"`      // that were used
	Command    string     `json:"command,omitempty"`     // that was run
	CommandEnd string     `json:"command_end,omitempty"` // why it failed: "exit 1"; empty if it did not
	Unanswered []string   `json:"unanswered,omitempty"`  // rules that need to know what the client was asked for
	Coverage   []Coverage `json:"coverage,omitempty"`    // of each API that was called
	Drift      []Drift    `json:"drift,omitempty"`       // of the real servers behind a proxy
}

// Drift is one thing that a real server does otherwise than our document says.
type Drift struct {
	API        string             `json:"api"`
	Field      string             `json:"field"` // a JSON pointer with * for items of lists, header/NAME, status, code
	Code       string             `json:"code"`  // of the findings
	Count      int                `json:"count"`
	Expected   string             `json:"expected"`
	Actual     string             `json:"actual"`
	Example    string             `json:"example"` // the shape of a value: letters are x, digits are 0
	Operations []string           `json:"operations"`
	World      string             `json:"world"` // of the first entry
	Entry      int64              `json:"entry"`
	Provenance journal.Provenance `json:"provenance"` // of what the document says
}

// Coverage is what was met of an API: each operation's success, and each of its error codes.
type Coverage struct {
	API        string      `json:"api"`
	Operations []Operation `json:"operations"`
}

// Operation is an operation, and how often each of its outcomes was met.
type Operation struct {
	ID       string `json:"id"`
	Requests int    `json:"requests"`
	Outcomes []Met  `json:"outcomes"`
}

// Met is an outcome of an operation and how often it was met.
type Met struct {
	Outcome string `json:"outcome"` // "success", the vendor's code, a status, or how the connection ended
	Count   int    `json:"count"`
	Beyond  bool   `json:"beyond,omitempty"` // the document does not list it for this operation, so it covers nothing
}

// Success is the outcome of an operation without an error code.
const Success = "success"

// Covered counts the outcomes that the documents list, and those of them that were met.
func (c *Coverage) Covered() (met, all int) {
	for _, op := range c.Operations {
		for _, o := range op.Outcomes {
			if o.Beyond {
				continue
			}
			if all++; o.Count > 0 {
				met++
			}
		}
	}
	return met, all
}

// Called counts the operations, and those of them that were called.
func (c *Coverage) Called() (called, all int) {
	for _, op := range c.Operations {
		if op.Requests > 0 {
			called++
		}
	}
	return called, len(c.Operations)
}

// Share is how much was met of all outcomes of all APIs, in percent.
func (t *Traffic) Share() float64 {
	met, all := 0, 0
	for i := range t.Coverage {
		m, a := t.Coverage[i].Covered()
		met, all = met+m, all+a
	}
	if all == 0 {
		return 0
	}
	return 100 * float64(met) / float64(all)
}

// Columns are the outcomes of all operations of an API: success first, then the codes in the order of the documents,
// then what they do not list.
func (c *Coverage) Columns() []string {
	out := []string{Success}
	for _, beyond := range []bool{false, true} {
		for _, op := range c.Operations {
			for _, o := range op.Outcomes {
				if o.Beyond == beyond && !slices.Contains(out, o.Outcome) {
					out = append(out, o.Outcome)
				}
			}
		}
	}
	return out
}

// ExitCommand is the exit code that only a run has which judges traffic: its command failed, and nothing else did.
const ExitCommand = 4

// exit is the exit code of a run that judges traffic.
func (t *Traffic) exit(r *Report, strict bool) int {
	code := ExitGood
	for _, s := range r.Scenarios {
		switch {
		case s.Verdict == Error:
			return ExitError
		case !s.KnownFailing && s.fails(strict):
			code = ExitBad
		}
	}
	switch {
	case code != ExitGood:
		return code
	case t.Exchanges == 0:
		return ExitNothing
	case t.CommandEnd != "":
		return ExitCommand
	}
	return ExitGood
}
