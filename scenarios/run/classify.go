package run

import (
	"errors"
	"fmt"
	"slices"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// Classify adds a check that says what an error of a step means: a fault of the client, of the run or of the suite.
func (s *Scenario) Classify(err error) {
	var failed *Failed
	var failure *driver.Failure
	var refusal *driver.Refusal
	var refused *client.Problem
	add := func(id string, v verdict.Verdict) {
		if slices.ContainsFunc(
			s.Checks,
			func(c *verdict.Check) bool { return c.ID == id && c.Message == err.Error() },
		) {
			return // the end of a session repeats how the client failed
		}
		s.Checks = append(
			s.Checks,
			&verdict.Check{ID: id, Level: verdict.Must, Outcome: verdict.Broken, Message: err.Error(), Verdict: &v},
		)
	}
	switch {
	case err == nil, errors.As(err, &failed):
	case s.Ctx.Err() != nil: // the cause is the end of the run
		add("run.stopped", verdict.Cancelled)
	case driver.NoAbility(err):
		s.lacks(err)
		add("client.ability", verdict.Skipped)
	case errors.As(err, &failure) && failure.Kind == driver.CannotStart:
		add("client.start", verdict.Error)
	case errors.As(err, &failure) && failure.Kind == driver.Waiting:
		add("client.waiting", verdict.Skipped)
	case errors.As(err, &failure) && failure.Kind == driver.Hang && s.lingered():
		return // nor does it end now; of how long it waits, the scenario only warns
	case errors.As(err, &failure) && failure.Undecided:
		add("client."+string(failure.Kind), verdict.Inconclusive)
	case errors.As(err, &failure) && failure.Kind == driver.Lingering:
		add(lingering, verdict.Warned)
	case errors.As(err, &failure):
		add("client."+string(failure.Kind), verdict.Failed)
	case errors.As(err, &refusal):
		add("client.refusal", verdict.Failed)
	case errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent && len(s.Calls.All()) > 0:
		s.unprepared(refused)
	default:
		if s.At != "" {
			err = fmt.Errorf("%s: %w", s.At, err)
		}
		add("run.error", verdict.Error)
	}
}

// lingering is the check of a client that waits for a response longer than it was told to: no vendor writes how long.
const lingering = "client." + string(driver.Lingering)

// lingered reports whether the client was found to do so.
func (s *Scenario) lingered() bool {
	return slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool { return c.ID == lingering })
}

// unprepared adds the check for an event that was impossible after the client was asked to act, because the client
// has not come so far. A client that has reported a failure has failed; what it reported otherwise is judged by
// itself.
func (s *Scenario) unprepared(refused *client.Problem) {
	c := &verdict.Check{
		ID:      "world.event",
		Level:   s.Level,
		Message: "the client has not come so far that this can happen: " + refused.Error(),
	}
	for _, claim := range s.Calls.All() {
		if !claim.Ended.IsZero() && !claim.OK {
			c.Outcome, c.Message = verdict.Broken, fmt.Sprintf(
				"expected %s to succeed, the client reported: %s; so this cannot happen: %v",
				claim.Method,
				Describe(&claim),
				refused,
			)
		}
	}
	s.Checks = append(s.Checks, c)
}
