package steps

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// longestAdvised is how long a scenario waits at most because a client has advised to retry later.
const longestAdvised = 5 * time.Second

// follow does what the client has advised its caller, before it is asked for something ordinary: a scenario that let
// the advice pass must let the caller act on it.
func (s *Scene) follow() error {
	c, err := s.Claim()
	if err != nil || c.OK {
		return nil // there is no advice
	}
	if c.Advice != driver.Reauthorize || !maps.Equal(s.given[c.API], s.World.Credentials[c.API]) {
		return nil // or the scenario has done it
	}
	for _, api := range apis() {
		if api.Name == c.API && api.Reauthorize != nil {
			return api.Reauthorize(s)
		}
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

// anew is part of credentials that the client has not been given before.
const anew = "given-anew-by-the-suite"

// reissue lets a credential be issued by an event, and gives it to the client. One that exists is kept.
func (s *Scene) reissue(api, event string, args map[string]any, given map[string]string) error {
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

func (s *Scene) bonderReauthorize() error {
	c := s.World.Credentials["bonder"]
	args := map[string]any{"username": c["username"], "password": anew, "client": c["client"]}
	return s.reissue("bonder", "account.put", args, map[string]string{"password": anew})
}

func (s *Scene) radistReauthorize() error {
	args := map[string]any{"key": anew, "scopes": []any{"connections", "messaging", "webhooks"},
		"companies": []any{s.World.Credentials["radist"]["company_id"]}}
	return s.reissue("radist", "key.scopes", args, map[string]string{"api_key": anew})
}

// iqReauthorize gives the client another token of the same card and lets it sign in as it did before. Whoever
// resolves tokens is given the new one with the sign of life.
func (s *Scene) iqReauthorize() error {
	how, last := "iqchannels.signIn", ""
	for _, c := range s.Claims() {
		if last = c.Method; last == "iqchannels.signIn" || last == "iqchannels.signInAnonymously" {
			how = last
		}
	}
	if how == "iqchannels.signInAnonymously" && last != "iqchannels.resolveToken" {
		return s.askIfAble(how, nil)
	}
	if err := s.iqReissue(); err != nil || last == "iqchannels.resolveToken" {
		return err
	}
	return s.askIfAble(how, nil)
}

// iqReissue gives the client a new token of the same card.
func (s *Scene) iqReissue() error {
	state, err := s.State("iqchannels")
	if err != nil {
		return err
	}
	var card any
	tokens, _ := state["tokens"].([]any)
	for _, t := range tokens {
		token, _ := t.(map[string]any)
		if card == nil || token["value"] == s.World.Credentials["iqchannels"]["token"] {
			card = token["answer"]
		}
	}
	return s.reissue("iqchannels", "client.put", map[string]any{"token": anew, "card": card},
		map[string]string{"token": anew})
}

// timReauthorize registers the device again; Kittn knows no more than a key.
func (s *Scene) timReauthorize() error {
	if c, err := s.Claim(); err == nil && isKittn(c.Method) {
		return s.reissue("timconnect", "key.issued", nil, map[string]string{"api_key": "key",
			"digest_secret": "digest_secret"})
	}
	phone, known := s.values["phone"]
	if !known || s.values["taken over"] != nil {
		return nil // the sign of life is a registration
	}
	if err := s.timRegisters(fmt.Sprint(phone)); !driver.NoAbility(err) {
		return err
	}
	return nil
}

// askIfAble asks for an ability that a client need not have.
func (s *Scene) askIfAble(ability string, args map[string]any) error {
	if err := s.Ask(ability, args); !driver.NoAbility(err) {
		return err
	}
	return nil
}
