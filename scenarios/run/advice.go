package run

import (
	"maps"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// longestAdvised is how long a scenario waits at most because a client has advised to retry later.
const longestAdvised = 5 * time.Second

// follow does what the client has advised its caller, before it is asked for something ordinary: a scenario that let
// the advice pass must let the caller act on it.
func (s *Scenario) follow() error {
	c, err := s.Claim()
	if err != nil || c.OK {
		return nil // there is no advice
	}
	if c.Advice != driver.Reauthorize || !maps.Equal(s.given[c.API], s.World.Credentials[c.API]) {
		return nil // or the scenario has done it
	}
	if reauthorize := s.Callers[c.API].Reauthorize; reauthorize != nil {
		return reauthorize(s)
	}
	return nil
}

// advisedWait is how long a claim advises its caller to wait, 0 if it does not, or for longer than a scenario can.
func advisedWait(c *rule.Claim) time.Duration {
	after, _ := c.Values["retry_after_s"].(float64)
	if c.OK || c.Advice != driver.RetryLater || after <= 0 || after > longestAdvised.Seconds() {
		return 0
	}
	return time.Duration(after * float64(time.Second))
}

// askIfAble asks for an ability that a client need not have.
func (s *Scenario) AskIfAble(ability string, args map[string]any) error {
	if err := s.Ask(ability, args); !driver.NoAbility(err) {
		return err
	}
	return nil
}
