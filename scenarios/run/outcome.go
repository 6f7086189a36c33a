package run

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// Failed is a demand that was not kept, or not exercised. The check has been added to the scene already.
type Failed struct{ Check *verdict.Check }

// Error is the check's message.
func (f *Failed) Error() string {
	if f.Check.Message != "" {
		return f.Check.Message
	}
	return f.Check.Text
}

// Add keeps a check and makes an error of it where it was not kept.
func (s *Scenario) Add(c *verdict.Check) error {
	s.Checks = append(s.Checks, c)
	if c.Outcome == verdict.Kept {
		return nil
	}
	return &Failed{c}
}

// NotKept notes a demand that was not kept. What follows the Thens of a scenario is not run after one that fails.
func (s *Scenario) NotKept(unkept *Failed) {
	s.Unkept = unkept
	s.wrong = s.wrong || unkept.Check.Judged(s.Level) > verdict.NotExercised
}

// Wrong reports whether a demand was broken.
func (s *Scenario) Wrong() bool { return s.wrong }

// Demand is a check that a step makes itself. id is stable ("client.success"); the message says what was expected and
// what came.
func (s *Scenario) Demand(id string, kept bool, entries []journal.Entry, format string, args ...any) error {
	c := &verdict.Check{ID: id, Level: s.Level, Outcome: verdict.Broken, Message: fmt.Sprintf(format, args...)}
	if kept {
		c.Outcome, c.Message = verdict.Kept, ""
	}
	for _, e := range entries {
		c.Entries = append(c.Entries, e.Seq)
	}
	return s.Add(c)
}

// Missing is a demand that could not be judged, as what it is about did not happen.
func (s *Scenario) Missing(id, format string, args ...any) error {
	return s.Add(&verdict.Check{ID: id, Level: s.Level, Message: fmt.Sprintf(format, args...)})
}

// Classify keeps what an error of a step says about the client, the run or the suite.
func (s *Scenario) Classify(err error) {
	var failed *Failed
	var failure *driver.Failure
	var refusal *driver.Refusal
	var refused *client.Problem
	add := func(id string, v verdict.Verdict) {
		if slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.ID == id && c.Message == err.Error() }) {
			return // the end of a session tells again how it ended
		}
		s.Checks = append(s.Checks, &verdict.Check{ID: id, Level: verdict.Must, Outcome: verdict.Broken, Message: err.Error(), Verdict: &v})
	}
	switch {
	case err == nil, errors.As(err, &failed):
	case s.Ctx.Err() != nil: // whatever ends now, ends because the run does
		add("run.stopped", verdict.Cancelled)
	case driver.NoAbility(err):
		s.lacks(err)
		add("client.ability", verdict.Skipped)
	case errors.As(err, &failure) && failure.Kind == driver.CannotStart:
		add("client.start", verdict.Error)
	case errors.As(err, &failure) && failure.Kind == driver.Waiting:
		add("client.waiting", verdict.Skipped)
	case errors.As(err, &failure) && failure.Undecided:
		add("client."+string(failure.Kind), verdict.Inconclusive)
	case errors.As(err, &failure):
		add("client."+string(failure.Kind), verdict.Failed)
	case errors.As(err, &refusal):
		add("client.refusal", verdict.Failed)
	case errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent && len(s.Claims()) > 0:
		s.unprepared(refused)
	default:
		if s.At != "" {
			err = fmt.Errorf("%s: %w", s.At, err)
		}
		add("run.error", verdict.Error)
	}
}

// lacks keeps which abilities the client was found not to have.
func (s *Scenario) lacks(err error) {
	var refusal *driver.Refusal
	if !errors.As(err, &refusal) {
		return
	}
	for _, ability := range refusal.Abilities {
		if lack := (verdict.Lack{Ability: ability, Why: refusal.Why()}); !slices.Contains(s.Lacks, lack) {
			s.Lacks = append(s.Lacks, lack)
		}
	}
}

// ran reports whether the scenario came to an error of its own: what the client did then says nothing.
func (s *Scenario) ran() bool {
	return !slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.ID == "run.error" })
}

// unprepared keeps what an event says that was impossible after the client was asked to act: it has not come so far. One
// that has told of a failure has failed; what another claims is judged by itself.
func (s *Scenario) unprepared(refused *client.Problem) {
	c := &verdict.Check{ID: "world.event", Level: s.Level, Message: "the client has not come so far that this can happen: " + refused.Error()}
	for _, claim := range s.Claims() {
		if !claim.Ended.IsZero() && !claim.OK {
			c.Outcome, c.Message = verdict.Broken, fmt.Sprintf("expected %s to succeed, the client reported: %s; so this cannot happen: %v", claim.Method, Describe(&claim), refused)
		}
	}
	s.Checks = append(s.Checks, c)
}

// warned reports whether a step's demand was broken of which the scenario warns only.
func (s *Scenario) warned() bool {
	return s.Level == verdict.Should && slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool {
		return !c.Unasked && c.Outcome == verdict.Broken && c.Judged(s.Level) == verdict.Warned
	})
}

// misbehaved tells whether the client is known to have crashed, hung, refused or broken the protocol: that says it all.
func (s *Scenario) misbehaved() bool {
	return slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.Verdict != nil && strings.HasPrefix(c.ID, "client.") })
}

// skipped tells whether the client lacks an ability that the scenario needs.
func (s *Scenario) skipped() bool {
	return slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.Verdict != nil && *c.Verdict == verdict.Skipped })
}
