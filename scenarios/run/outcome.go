package run

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// Outcome is what was demanded in a scenario, and whether it was kept.
type Outcome struct {
	Level  verdict.Level // of the scenario
	Checks []*verdict.Check
	Lacks  []verdict.Lack
	Unkept *Failed // the demand of the step that runs, if it was not kept

	wrong    bool            // a demand was broken: the scenario does not act after its Thens
	expected map[string]bool // codes of violations that the scenario looks for
}

// Failed is the error of a demand that was not kept, or not exercised. Its check is in the outcome already.
type Failed struct{ Check *verdict.Check }

// Error returns the check's message.
func (f *Failed) Error() string {
	if f.Check.Message != "" {
		return f.Check.Message
	}
	return f.Check.Text
}

// Add keeps a check. It returns a *Failed if it was not kept.
func (o *Outcome) Add(c *verdict.Check) error {
	o.Checks = append(o.Checks, c)
	if c.Outcome == verdict.Kept {
		return nil
	}
	return &Failed{c}
}

// NotKept notes a demand that was not kept. What follows the Thens of a scenario is not run after one that fails.
func (o *Outcome) NotKept(unkept *Failed) {
	o.Unkept = unkept
	o.wrong = o.wrong || unkept.Check.Judged(o.Level) > verdict.NotExercised
}

// Mark returns what takes back the checks that are added from now on.
func (o *Outcome) Mark() (undo func()) {
	checks, wrong := len(o.Checks), o.wrong
	return func() { o.Checks, o.wrong, o.Unkept = o.Checks[:checks], wrong, nil }
}

// Wrong reports whether a demand was broken.
func (o *Outcome) Wrong() bool { return o.wrong }

// Demand adds the check of a step. id is stable ("client.success"); the message says what was expected and what came.
func (o *Outcome) Demand(id string, kept bool, entries []journal.Entry, format string, args ...any) error {
	c := &verdict.Check{ID: id, Level: o.Level, Outcome: verdict.Broken, Message: fmt.Sprintf(format, args...)}
	if kept {
		c.Outcome, c.Message = verdict.Kept, ""
	}
	for _, e := range entries {
		c.Entries = append(c.Entries, e.Seq)
	}
	return o.Add(c)
}

// Missing adds a check that could not be judged because its subject did not happen.
func (o *Outcome) Missing(id, format string, args ...any) error {
	return o.Add(&verdict.Check{ID: id, Level: o.Level, Message: fmt.Sprintf(format, args...)})
}

// lacks adds the abilities that a client turned out not to have.
func (o *Outcome) lacks(err error) {
	var refusal *driver.Refusal
	if !errors.As(err, &refusal) {
		return
	}
	for _, ability := range refusal.Abilities {
		if lack := (verdict.Lack{Ability: ability, Why: refusal.Why()}); !slices.Contains(o.Lacks, lack) {
			o.Lacks = append(o.Lacks, lack)
		}
	}
}

// ran reports whether the scenario ran without an error of its own. After one, nothing that the client did counts.
func (o *Outcome) ran() bool {
	return !slices.ContainsFunc(o.Checks, func(c *verdict.Check) bool { return c.ID == "run.error" })
}

// warned reports whether the demand of a step was broken of which the scenario only warns.
func (o *Outcome) warned() bool {
	return o.Level == verdict.Should && slices.ContainsFunc(o.Checks, func(c *verdict.Check) bool {
		return !c.Unasked && c.Outcome == verdict.Broken && c.Judged(o.Level) == verdict.Warned
	})
}

// misbehaved reports whether the client crashed, hung, refused or broke the protocol. Then nothing else is judged.
func (o *Outcome) misbehaved() bool {
	return slices.ContainsFunc(
		o.Checks,
		func(c *verdict.Check) bool { return c.Verdict != nil && strings.HasPrefix(c.ID, "client.") },
	)
}

// skipped reports whether the client lacks an ability that the scenario needs.
func (o *Outcome) skipped() bool {
	return slices.ContainsFunc(
		o.Checks,
		func(c *verdict.Check) bool { return c.Verdict != nil && *c.Verdict == verdict.Skipped },
	)
}

// Expect notes the code of a violation that the scenario looks for. It does not fail the scenario.
func (o *Outcome) Expect(code string) {
	if o.expected == nil {
		o.expected = map[string]bool{}
	}
	o.expected[code] = true
}
