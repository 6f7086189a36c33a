package run

import (
	"maps"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
)

// longestAdvised is the longest wait that a scenario grants a client which has advised to retry later.
const longestAdvised = 5 * time.Second

// follow does what the client has advised its caller, before it is asked for something ordinary. A scenario that
// accepts the advice must let the caller act on it.
func (s *Scenario) follow() error {
	c, err := s.Calls.Last()
	if err != nil || c.OK {
		return nil // a success has no advice
	}
	if c.Advice != driver.Reauthorize || !maps.Equal(s.Calls.had(c.API), s.World.Credentials[c.API]) {
		return nil // the scenario has changed the credentials itself
	}
	if reauthorize := s.Callers[c.API].Reauthorize; reauthorize != nil {
		return reauthorize(s)
	}
	return nil
}

// advisedWait returns how long the client advises its caller to wait: 0 if it does not, or if it is longer than a
// scenario can wait.
func advisedWait(c *rule.Claim) time.Duration {
	after, _ := c.Values["retry_after_s"].(float64)
	if c.OK || c.Advice != driver.RetryLater || after <= 0 || after > longestAdvised.Seconds() {
		return 0
	}
	return time.Duration(after * float64(time.Second))
}

// Alive asks the client for one ordinary thing of the scenario's API, after doing what it has advised.
func (s *Scenario) Alive() error {
	if err := s.follow(); err != nil {
		return err
	}
	name := s.API
	if name == "" {
		if c, err := s.Calls.Last(); err == nil {
			name = c.API
		}
	}
	if alive := s.Callers[name].Alive; alive != nil {
		return alive(s)
	}
	return feature.Usagef("no sign of life is known for the API %q", name)
}

// AliveBy asks for an ability that must succeed.
func (s *Scenario) AliveBy(ability string, args map[string]any) error {
	var wait time.Duration
	if before, err := s.Calls.Last(); err == nil {
		wait = advisedWait(before)
	}
	if err := s.Ask(ability, args); err != nil {
		return err
	}
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	if wait > 0 && !c.OK && c.Advice == driver.RetryLater { // it means what it has advised
		if err := s.Pause(wait); err != nil {
			return err
		}
		if err := s.Ask(ability, args); err != nil {
			return err
		}
		if c, err = s.Calls.Last(); err != nil {
			return err
		}
	}
	return s.Demand(
		"client.alive",
		c.OK,
		nil,
		"expected the client to do one ordinary thing (%s) correctly; it reported: %s",
		ability,
		Describe(c),
	)
}
