package run

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
)

// Calls are what the client was asked for, and what it reported. Its methods are safe for concurrent use.
type Calls struct {
	mu       sync.Mutex
	claims   []*rule.Claim
	given    map[string]map[string]string // credentials of the last call, by API
	answered int                          // questions of the client that were answered
	odd      []driver.Oddity
	err      error // the first of a started call
	running  sync.WaitGroup

	abandoned map[*rule.Claim]bool   // of clients that have ended since
	ids       map[string]*rule.Claim // by the id that notifications of the client name
}

// All returns all calls in the order in which the client was asked.
func (c *Calls) All() []rule.Claim {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []rule.Claim
	for _, claim := range c.claims {
		out = append(out, *claim)
	}
	return out
}

// Last returns the last call that has ended. Errors: *feature.UsageError.
func (c *Calls) Last() (*rule.Claim, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, claim := range slices.Backward(c.claims) {
		if !claim.Ended.IsZero() {
			return claim, nil
		}
	}
	if n := len(c.claims); n > 0 {
		return nil, feature.Usagef("%s has not ended yet; let it end by the step “the client has finished” (клиент "+
			"закончил) before this one", c.claims[n-1].Method)
	}
	return nil, feature.Usagef("the client has not been asked for anything yet")
}

// Of returns the call that a notification of the client names.
func (c *Calls) Of(n driver.Note) (rule.Claim, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	claim, ok := c.ids[strings.Trim(string(n.Call), `"`)]
	if !ok {
		return rule.Claim{}, false
	}
	return *claim, true
}

// named notes the id of a call.
func (c *Calls) named(id string, claim *rule.Claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil {
		c.ids = map[string]*rule.Claim{}
	}
	c.ids[id] = claim
}

// Open counts the calls that have not ended.
func (c *Calls) Open() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, claim := range c.claims {
		if claim.Ended.IsZero() {
			n++
		}
	}
	return n
}

// Err returns the first error of a started call so far.
func (c *Calls) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Odd returns the names in reported values that no ability declares.
func (c *Calls) Odd() []driver.Oddity {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.odd)
}

// Told returns a value of the last call, by name or JSON pointer; a card may be told under "card" or by itself.
func (c *Calls) Told(name string) (any, bool, error) {
	claim, err := c.Last()
	if err != nil {
		return nil, false, err
	}
	value, ok, err := lookUp(claim.Values, name)
	return value, ok && claim.OK, err
}

func lookUp(values map[string]any, name string) (any, bool, error) {
	name = feature.AsPointer(name)
	if value, ok, err := feature.At(values, name); ok || err != nil {
		return value, ok, err
	}
	return feature.At(values, "/card"+name)
}

// start runs a call beside the steps.
func (c *Calls) start(call func() error) {
	c.running.Go(func() {
		err := call()
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.err == nil {
			c.err = err
		}
	})
}

// begin adds a call that is about to be made with some credentials.
func (c *Calls) begin(claim *rule.Claim, credentials map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.given == nil {
		c.given = map[string]map[string]string{}
	}
	c.given[claim.API] = maps.Clone(credentials)
	c.claims = append(c.claims, claim)
}

// had returns the credentials of the last call about an API.
func (c *Calls) had(api string) map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.given[api]
}

// drop removes a call in which the client reported nothing.
func (c *Calls) drop(claim *rule.Claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	claim.Ended = time.Now()
	c.claims = slices.DeleteFunc(c.claims, func(other *rule.Claim) bool { return other == claim })
}

// end completes a call with what the client reported. seq is the last of the journal.
func (c *Calls) end(claim *rule.Claim, result driver.Result, seq int64, odd []driver.Oddity) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.odd = append(c.odd, odd...)
	claim.Ended = time.Now()
	claim.SeqAfter, claim.OK, claim.Values = seq, result.OK, result.Values
	if result.OK {
		return
	}
	claim.Code, claim.Advice = result.Error.Code, result.Error.Advice
	claim.Values = map[string]any{
		"code": result.Error.Code, "message": result.Error.Message, "advice": result.Error.Advice,
	}
	if result.Error.RetryAfterS != nil {
		claim.Values["retry_after_s"] = *result.Error.RetryAfterS
	}
}
