// Package verdict judges scenarios: the verdicts and their order, what checks found, the verdict on a scenario and on a
// run, exit codes, and the comparison with an earlier run. It judges what others have found. It runs nothing, and
// package report writes the reports.
package verdict

import (
	"encoding/json"

	"sparring/mock/journal"
)

// Verdict on a scenario or a run. The higher, the worse; of several the worst counts.
type Verdict int

// The verdicts, best first.
const (
	Passed       Verdict = iota
	Warned               // a @should, or something only derived, was not kept
	Skipped              // the client does not have the ability
	Cancelled            // stopped by the user before it was judged
	NotExercised         // nothing happened that could be judged
	Inconclusive         // judged in part: stopped, or evidence was lost
	Failed               // the client is at fault
	Error                // the suite, the server or the run is at fault
)

// All lists the verdicts, best first.
func All() []Verdict {
	return []Verdict{Passed, Warned, Skipped, Cancelled, NotExercised, Inconclusive, Failed, Error}
}

// String is the verdict's name, as in reports.
func (v Verdict) String() string {
	switch v {
	case Passed:
		return "passed"
	case Warned:
		return "warned"
	case Skipped:
		return "skipped"
	case Cancelled:
		return "cancelled"
	case NotExercised:
		return "not exercised"
	case Inconclusive:
		return "inconclusive"
	case Failed:
		return "failed"
	}
	return "error"
}

// MarshalText writes the name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name; an unknown one is Error.
func (v *Verdict) UnmarshalText(text []byte) error {
	*v = Error
	for _, known := range All() {
		if known.String() == string(text) {
			*v = known
		}
	}
	return nil
}

// Worse is the worse of two verdicts.
func Worse(a, b Verdict) Verdict { return max(a, b) }

// Exit codes of a run.
const (
	ExitGood    = 0 // judged and found good
	ExitBad     = 1 // failed, inconclusive or not exercised
	ExitError   = 2 // the run itself went wrong
	ExitNothing = 3 // nothing passed or warned

	ExitInterrupted = 130 // by the user, before all was judged
)

// Exit is the exit code of a run. Strict counts warned and skipped as failed, and warnings about the client.
func (r *Report) Exit(strict bool) int {
	if r.Stopped {
		return ExitInterrupted
	}
	if r.Traffic != nil {
		return r.Traffic.exit(r, strict)
	}
	good := 0
	code := ExitGood
	for _, s := range r.Scenarios {
		switch {
		case s.Verdict == Error:
			return ExitError
		case s.KnownFailing && s.fails(strict):
			continue // expected; nothing good either
		case s.fails(strict):
			code = ExitBad
		case s.Verdict == Passed, s.Verdict == Warned:
			good++
		}
	}
	if strict && len(r.Warnings) > 0 && code == ExitGood {
		return ExitBad
	}
	if code == ExitGood && good == 0 {
		return ExitNothing
	}
	return code
}

// Fails reports whether a scenario of this verdict fails the run.
func (v Verdict) Fails(strict bool) bool {
	return v >= NotExercised || strict && (v == Warned || v == Skipped)
}

// Level of a demand.
type Level string

// The levels: a broken must fails, a broken should warns.
const (
	Must   Level = "must"
	Should Level = "should"
)

// Outcome of a check.
type Outcome int

// The outcomes. The zero Outcome is not a pass.
const (
	NothingSeen Outcome = iota // not exercised
	Kept
	Broken
)

// String is the outcome's name, as in reports.
func (o Outcome) String() string {
	switch o {
	case Kept:
		return "passed"
	case Broken:
		return "failed"
	}
	return "not exercised"
}

// MarshalText writes the name.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads a name.
func (o *Outcome) UnmarshalText(text []byte) error {
	for _, known := range []Outcome{NothingSeen, Kept, Broken} {
		if known.String() == string(text) {
			*o = known
		}
	}
	return nil
}

// Check is one demand and what became of it.
type Check struct {
	ID         string             `json:"id"`
	Level      Level              `json:"level"`
	Text       string             `json:"text,omitempty"` // the demand in a sentence
	Source     string             `json:"source,omitempty"`
	Provenance journal.Provenance `json:"provenance,omitempty"`
	Outcome    Outcome            `json:"outcome"`
	Message    string             `json:"message,omitempty"`
	Tolerance  string             `json:"tolerance,omitempty"` // of demands on wire time
	Entries    []int64            `json:"entries,omitempty"`   // seqs of the journal entries that prove it
	Unasked    bool               `json:"unasked,omitempty"`   // holds after every scenario
	// Difference is the value on which the client's caller and the wire differ, of checks that compare them.
	Difference *Difference `json:"difference,omitempty"`
	// Detail tells breaches of one demand apart: the field that is wrong, the advice that was given. It is the same in
	// every run; "" if nothing tells them apart.
	Detail string `json:"-"`
	// Verdict is given where the outcome does not decide it: a defect of the server, a client that crashed.
	Verdict *Verdict `json:"-"`
}

// Difference is a value on which the client's caller and the wire differ. A side that has no value is left out.
type Difference struct {
	Ability string `json:"ability"`           // of the call: "bonder.loadCard"
	Name    string `json:"name"`              // of the caller's side: "values/translatable/pl/name"
	Pointer string `json:"pointer,omitempty"` // of the wire's side, or path/NAME, query/NAME, header/NAME
	Caller  Raw    `json:"caller,omitempty"`  // what the caller was told, or gave
	Wire    Raw    `json:"wire,omitempty"`    // what the exchange has
}

// Judged is the verdict that a check gives a scenario of a level.
func (c *Check) Judged(scenario Level) Verdict {
	switch {
	case c.Outcome == Kept:
		return Passed
	case c.Verdict != nil:
		return *c.Verdict
	case c.Outcome == NothingSeen:
		return NotExercised
	case c.Level == Should, scenario == Should && !c.Unasked, c.Provenance == journal.Derived:
		return Warned
	}
	return Failed
}

// Raw keeps JSON as it is.
type Raw = json.RawMessage
