package run

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
)

// anew is part of credentials that the client has not been given before.
const Anew = "given-anew-by-the-suite"

// reissue lets a credential be issued by an event, and gives it to the client. One that exists is kept.
func (s *Scenario) Reissue(api, event string, args map[string]any, given map[string]string) error {
	result, err := s.Raise(api, event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	if err != nil {
		return err
	}
	var values map[string]any
	if len(result.Result) > 0 {
		if err := json.Unmarshal(result.Result, &values); err != nil {
			return err
		}
	}
	for name, value := range given {
		if told, ok := values[value].(string); ok { // by the event's result
			value = told
		}
		s.World.Credentials[api][name] = value
		s.learn("", name, value)
	}
	return nil
}

func (s *Scenario) SetCredential(name, api, value string) error {
	credentials, ok := s.World.Credentials[api]
	if !ok {
		return feature.Usagef("no API is called %q", api)
	}
	if _, ok := credentials[name]; !ok {
		return feature.Usagef("the credentials for %s have no %q", api, name)
	}
	text, err := s.Text(value)
	if err != nil {
		return err
	}
	if s.good == nil {
		s.good = map[string]string{}
	}
	s.good[api+"."+name] = credentials[name]
	credentials[name] = text
	s.learn("", name, credentials[name])
	return nil
}

func (s *Scenario) RestoreCredential(name, api string) error {
	good, changed := s.good[api+"."+name]
	if !changed {
		return feature.Usagef("the %s for %s was not changed before", name, api)
	}
	s.World.Credentials[api][name] = good
	return nil
}

func (s *Scenario) Advance(text string) error {
	d, err := feature.Duration(text)
	if err != nil {
		return err
	}
	began := time.Now()
	defer func() { s.Spend(&s.Spent.Control, began) }()
	_, err = s.Control.Advance(s.Ctx, s.World.ID, d)
	return err
}

// together is how long fewer requests than wanted must be held before that is all that the client sends at once.
const together = time.Second

// awaitHeld waits until requests are held. A client may work on fewer calls at a time than were started: then what it has
// sent is all that comes before the release, and the rest is not held any more.
func (s *Scenario) AwaitHeld(want int) error {
	began, had, same := time.Now(), driver.NewWatch(s.Session), driver.NewWatch(s.Session)
	defer func() { s.Spend(&s.Spent.Waiting, began) }()
	held := 0
	for {
		rules, err := s.Control.Faults(s.Ctx, s.World.ID)
		if err != nil {
			return err
		}
		before := held
		held = 0
		for _, r := range rules {
			held += len(r.Waiting)
		}
		if held != before {
			same = driver.NewWatch(s.Session)
		}
		if held >= want || s.waitedOut(had) {
			break
		}
		if over, _ := same.Over(together); over && held > 0 && s.openCalls() > held {
			s.mu.Lock()
			s.Said = fmt.Sprintf("%d of %d requests: the client works on no more calls at a time", held, want)
			s.mu.Unlock()
			s.fewer = true
			return nil
		}
		if err := s.Again(began); err != nil {
			return err
		}
	}
	return s.Demand("fault.held", held >= want, nil, "expected %d requests to be held within %s, got %d", want, driver.Rounded(had.Wall()), held)
}

func (s *Scenario) Release() error {
	rules, err := s.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if len(r.Waiting) == 0 {
			continue
		}
		if s.fewer { // the next would be held where nobody releases it; what is held goes with the rule
			err = s.Control.RemoveFault(s.Ctx, s.World.ID, r.ID)
		} else {
			_, err = s.Control.Release(s.Ctx, s.World.ID, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Unfired are the rules of a scene that never acted.
func Unfired(rules []client.FaultRule) []string {
	var out []string
	for _, r := range rules {
		if r.Hits == 0 {
			out = append(out, fmt.Sprintf("%s on %s.%s", r.Fault.Kind, r.Match.API, cmp.Or(r.Match.Operation, r.Match.Method, "*")))
		}
	}
	return out
}

// Unharmed tells whether no fault rule is waiting for an operation.
func (s *Scenario) Unharmed(api, operation string) (bool, error) {
	rules, err := s.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(rules, func(r client.FaultRule) bool {
		spent := r.Remaining != nil && *r.Remaining == 0
		return !spent && (r.Match.API == "" || r.Match.API == api) && (r.Match.Operation == "" || r.Match.Operation == operation)
	}), nil
}

// State reads the facts of an API.
func (s *Scenario) State(api string) (map[string]any, error) {
	began := time.Now()
	defer func() { s.Spend(&s.Spent.Control, began) }()
	var raw json.RawMessage
	if err := s.Control.State(s.Ctx, s.World.ID, api, &raw); err != nil {
		return nil, err
	}
	state, err := feature.Object(raw)
	s.learn("", "", state)
	return state, err
}

// Plant replaces the facts of an API.
func (s *Scenario) Plant(api string, state any) error {
	began := time.Now()
	defer func() { s.Spend(&s.Spent.Control, began) }()
	_, err := s.Control.Plant(s.Ctx, s.World.ID, api, state)
	return err
}

// Raise lets something happen outside HTTP.
func (s *Scenario) Raise(api, event string, args map[string]any) (client.EventResult, error) {
	began := time.Now()
	defer func() { s.Spend(&s.Spent.Control, began) }()
	s.learn("", "", args)
	result, err := s.Control.Raise(s.Ctx, s.World.ID, client.Event{API: api, Event: event, Args: args})
	s.learnFrom(result.Result)
	return result, err
}
