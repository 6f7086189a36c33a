package run

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/mock/excerpt"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
)

// Ask asks the client for an ability and waits for what it says. The claim it makes can be judged afterwards; a
// client that fails in an orderly way is no error here.
func (s *Scenario) Ask(ability string, args map[string]any) error {
	c, err := s.begin(ability, args)
	if err != nil {
		return err
	}
	if err := s.call(c); err != nil {
		return err
	}
	s.mu.Lock()
	s.Said = Describe(c)
	s.mu.Unlock()
	return nil
}

// StartCalls asks n times at once without waiting; Finish waits.
func (s *Scenario) StartCalls(ability string, args map[string]any, n int) error {
	var claims []*rule.Claim
	for range n {
		c, err := s.begin(ability, args)
		if err != nil {
			return err
		}
		claims = append(claims, c)
	}
	for _, c := range claims { // together, so that they do overlap
		s.running.Go(func() {
			if err := s.call(c); err != nil {
				s.mu.Lock()
				if s.broken == nil {
					s.broken = err
				}
				s.mu.Unlock()
			}
		})
	}
	return nil
}

// Finish waits for all calls that were started.
func (s *Scenario) Finish() error {
	began := time.Now()
	s.running.Wait() // each ends by its own timeout
	s.Spend(&s.Spent.Client, began)
	return s.Broken()
}

// Broken is the first error of a started call so far.
func (s *Scenario) Broken() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// begin checks that the client has the ability, and notes where the journal stands.
func (s *Scenario) begin(ability string, args map[string]any) (*rule.Claim, error) {
	api, _, _ := strings.Cut(ability, ".")
	args = Typed(s.APIs, ability, args)
	if err := Fits(s.APIs, ability, args); err != nil {
		return nil, err
	}
	if !s.Hello.Has(ability) {
		return nil, driver.Lacks(ability)
	}
	if err := s.Sync(); err != nil {
		return nil, err
	}
	s.learn("", "", args)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.given == nil {
		s.given = map[string]map[string]string{}
	}
	s.given[api] = maps.Clone(s.World.Credentials[api])
	c := &rule.Claim{API: api, Method: ability, Args: args, SeqBefore: s.last, Began: time.Now()}
	s.claims = append(s.claims, c)
	return c, nil
}

// call makes the call of a claim and completes the claim.
func (s *Scenario) call(c *rule.Claim) error {
	ctx, cancel := s.limited(c.Method, c.SeqBefore)
	defer cancel()
	began := time.Now()
	result, err := s.Session.Call(ctx, c.Method, s.params(c.API, c.Args))
	spent := ms(began)
	var hung *driver.Failure
	if errors.As(err, &hung) && hung.Kind == driver.Hang && s.Sync() == nil {
		err = &driver.Failure{Kind: hung.Kind, Message: hung.Message + s.meanwhile(c), Undecided: hung.Undecided}
	}
	if err == nil {
		if synced := s.Sync(); synced != nil {
			return synced
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Spent.Client += spent
	c.Ended = time.Now()
	if err != nil { // it claims nothing
		s.claims = slices.DeleteFunc(s.claims, func(other *rule.Claim) bool { return other == c })
		return err
	}
	c.SeqAfter, c.OK, c.Values = s.last, result.OK, result.Values
	if ability, ok := s.APIs.Ability(c.Method); ok && result.OK {
		s.Odd = append(s.Odd, ability.OddValues(result.Values)...)
	}
	if !result.OK {
		c.Code, c.Advice = result.Error.Code, result.Error.Advice
		c.Values = map[string]any{"code": result.Error.Code, "message": result.Error.Message, "advice": result.Error.Advice}
		if result.Error.RetryAfterS != nil {
			c.Values["retry_after_s"] = *result.Error.RetryAfterS
		}
	}
	return nil
}

// meanwhile says what a client did that never answered a call.
func (s *Scenario) meanwhile(c *rule.Claim) string {
	counts, n, most := map[string]int{}, 0, ""
	for _, e := range c.During(rule.Of(s.Entries(), c.API+".*")) {
		n++
		if counts[e.Operation]++; counts[e.Operation] > counts[most] {
			most = e.Operation
		}
	}
	switch {
	case n == 0:
		return "; it made no request meanwhile"
	case n == 1:
		return fmt.Sprintf("; it made one request meanwhile (%s)", cmp.Or(most, "none of the API's operations"))
	}
	return fmt.Sprintf("; it made %d requests meanwhile, most of them %s", n, cmp.Or(most, "none of the API's operations"))
}

func (s *Scenario) params(api string, args map[string]any) driver.Params {
	return driver.Params{BaseURL: s.World.URLs[api], Credentials: maps.Clone(s.World.Credentials[api]), Args: args}
}

// Answer answers what the client asked for last: a code, a password.
func (s *Scenario) Answer(api string, call json.RawMessage, value string) error {
	s.mu.Lock()
	after := s.last
	s.mu.Unlock()
	ctx, cancel := s.limited(api+".answer", after)
	defer cancel()
	began := time.Now()
	s.hides(value)
	p := s.params(api, map[string]any{"call": call, "value": value})
	p.Call, p.Value = call, value
	_, err := s.Session.Call(ctx, api+".answer", p)
	s.Spend(&s.Spent.Client, began)
	if driver.NoAbility(err) {
		return &driver.Failure{Kind: driver.Breach, Message: "the client asks its user, but does not know " + api + ".answer, by which the answer comes: " + err.Error()}
	}
	return err
}

// Claim is the last thing that the client was asked and has answered.
func (s *Scenario) Claim() (*rule.Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.claims) - 1; i >= 0; i-- {
		if !s.claims[i].Ended.IsZero() {
			return s.claims[i], nil
		}
	}
	return nil, feature.Usagef("the client has not been asked for anything yet")
}

// Claims are all that the client was asked.
func (s *Scenario) Claims() []rule.Claim { return s.Record().Claims }

// mostSaid bounds what a report repeats of a client's words.
const mostSaid = 160

// say puts a claim into words, for reports.
func Describe(c *rule.Claim) string {
	if !c.OK {
		message := fmt.Sprint(c.Values["message"])
		return fmt.Sprintf("failure %s, advice %s: %s", cmp.Or(c.Code, "without a code"), c.Advice, cmp.Or(message, "no message"))
	}
	if len(c.Values) == 0 {
		return "success"
	}
	data, err := json.Marshal(c.Values)
	if err != nil {
		return "success"
	}
	return "success " + excerpt.Of(data, mostSaid)
}

// Alive asks for one ordinary thing of the scene's API, after doing what the client has advised.
func (s *Scenario) Alive() error {
	if err := s.follow(); err != nil {
		return err
	}
	name := s.API
	if name == "" {
		if c, err := s.Claim(); err == nil {
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
	if before, err := s.Claim(); err == nil {
		wait = advisedWait(before)
	}
	if err := s.Ask(ability, args); err != nil {
		return err
	}
	c, err := s.Claim()
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
		if c, err = s.Claim(); err != nil {
			return err
		}
	}
	return s.Demand("client.alive", c.OK, nil, "expected the client to do one ordinary thing (%s) correctly; it reported: %s", ability, Describe(c))
}
