package run

import (
	"errors"

	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// Restart ends the client and starts it again with what it has kept. Calls that go on end with it, and
// nothing is heard of them.
func (s *Scenario) Restart() error {
	if s.Client.Again == nil {
		return errors.New("the scenario was begun without a client that can be started again")
	}
	s.Calls.abandon()
	err := s.Client.Again(func() {
		s.Calls.running.Wait()
		s.Calls.forgetAsked(s.Client.Session.Heard())
	})
	if err != nil {
		return err
	}
	return s.Journal.Sync()
}

// abandon marks the calls that go on as those of a client that ends.
func (c *Calls) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.abandoned == nil {
		c.abandoned = map[*rule.Claim]bool{}
	}
	for _, claim := range c.claims {
		if claim.Ended.IsZero() {
			c.abandoned[claim] = true
		}
	}
}

// wasAbandoned reports whether the client that a call was made to has ended since, and drops the call if so.
func (c *Calls) wasAbandoned(claim *rule.Claim) bool {
	c.mu.Lock()
	gone := c.abandoned[claim]
	c.mu.Unlock()
	if gone {
		c.drop(claim)
	}
	return gone
}

// forgetAsked counts the questions of a client that has ended as answered: nobody waits for an answer.
func (c *Calls) forgetAsked(heard []driver.Note) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answered, c.ids = 0, nil
	for _, n := range heard {
		if n.Method == "ask" {
			c.answered++
		}
	}
}
