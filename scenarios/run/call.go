package run

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"sparring/mock/excerpt"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// Ask asks the client for an ability and waits for its report, which can be judged afterwards: a client that fails in
// an orderly way is not an error here.
func (s *Scenario) Ask(ability string, args map[string]any) error {
	c, err := s.begin(ability, args)
	if err != nil {
		return err
	}
	if err := s.call(c); err != nil {
		return err
	}
	s.Said = Describe(c)
	return nil
}

// AskIfAble asks for an ability that a client need not have.
func (s *Scenario) AskIfAble(ability string, args map[string]any) error {
	if err := s.Ask(ability, args); !driver.NoAbility(err) {
		return err
	}
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
		s.Calls.start(func() error { return s.call(c) })
	}
	return nil
}

// Finish waits for all calls that were started; each ends by its own limit.
func (s *Scenario) Finish() error {
	began := time.Now()
	s.Calls.running.Wait()
	s.Spend(Calling, began)
	return s.Calls.Err()
}

// begin checks that the client has the ability, and notes how far the journal is.
func (s *Scenario) begin(ability string, args map[string]any) (*rule.Claim, error) {
	api, _, _ := strings.Cut(ability, ".")
	args = Typed(s.APIs, ability, args)
	if err := Fits(s.APIs, ability, args); err != nil {
		return nil, err
	}
	if !s.Client.Hello.Has(ability) {
		return nil, driver.Lacks(ability)
	}
	if err := s.Journal.Sync(); err != nil {
		return nil, err
	}
	s.Secrets.Learn(args)
	c := &rule.Claim{
		API: api, Method: ability, Args: args, Credentials: maps.Clone(s.World.Credentials[api]),
		SeqBefore: s.Journal.Last(), Began: time.Now(),
	}
	s.Calls.begin(c, s.World.Credentials[api])
	return c, nil
}

// call makes a call and completes it.
func (s *Scenario) call(c *rule.Claim) error {
	ctx, cancel := s.limited(c.Method, c.SeqBefore)
	defer cancel()
	began := time.Now()
	params := driver.Params{BaseURL: s.World.URLs[c.API], Credentials: maps.Clone(c.Credentials), Args: c.Args}
	ctx = driver.Noting(ctx, func(id string) { s.Calls.named(id, c) })
	result, err := s.Client.Session.Call(ctx, c.Method, params)
	s.Spend(Calling, began)
	if s.Calls.wasAbandoned(c) {
		return nil
	}
	var hung *driver.Failure
	if errors.As(err, &hung) && hung.Kind == driver.Hang && s.Journal.Sync() == nil {
		err = &driver.Failure{Kind: hung.Kind, Message: hung.Message + s.meanwhile(c), Undecided: hung.Undecided}
	}
	if err != nil {
		s.Calls.drop(c)
		return err
	}
	if err := s.Journal.Sync(); err != nil {
		return err
	}
	var odd []driver.Oddity
	if ability, ok := s.APIs.Ability(c.Method); ok && result.OK {
		odd = ability.OddValues(result.Values)
	}
	s.Calls.end(c, result, s.Journal.Last(), odd)
	return nil
}

// meanwhile says what a client did during a call that it never answered.
func (s *Scenario) meanwhile(c *rule.Claim) string {
	counts, n, most := map[string]int{}, 0, ""
	for _, e := range c.During(rule.Of(s.Journal.Entries(), c.API+".*")) {
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
	return fmt.Sprintf(
		"; it made %d requests meanwhile, most of them %s",
		n,
		cmp.Or(most, "none of the API's operations"),
	)
}

func (s *Scenario) params(api string, args map[string]any) driver.Params {
	return driver.Params{BaseURL: s.World.URLs[api], Credentials: maps.Clone(s.World.Credentials[api]), Args: args}
}

// Answer answers what the client asked for last: a code, a password.
func (s *Scenario) Answer(api string, call json.RawMessage, value string) error {
	ctx, cancel := s.limited(api+".answer", s.Journal.Last())
	defer cancel()
	began := time.Now()
	s.Secrets.Add(value)
	p := s.params(api, map[string]any{"call": call, "value": value})
	p.Call, p.Value = call, value
	_, err := s.Client.Session.Call(ctx, api+".answer", p)
	s.Spend(Calling, began)
	if driver.NoAbility(err) {
		return &driver.Failure{
			Kind: driver.Breach,
			Message: "the client asks its user, but does not know " + api +
				".answer, by which the answer comes: " + err.Error(),
		}
	}
	return err
}

// mostSaid is how many bytes of a client's words a report repeats.
const mostSaid = 160

// Describe puts what a client reported into words.
func Describe(c *rule.Claim) string {
	if !c.OK {
		message := fmt.Sprint(c.Values["message"])
		return fmt.Sprintf(
			"failure %s, advice %s: %s",
			cmp.Or(c.Code, "without a code"),
			c.Advice,
			cmp.Or(message, "no message"),
		)
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
