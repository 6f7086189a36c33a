package scenarios_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// consistent is the reference client that means what it says: after the advice reauthorize it does nothing more for
// these credentials until its caller has authorised again.
type consistent struct {
	*suite.Client
	mu    *sync.Mutex
	spent map[string]bool // credentials, by API
}

func (c consistent) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	api, _, _ := strings.Cut(call.Method, ".")
	key := api + fmt.Sprint(call.Params.Credentials)
	switch {
	case strings.Contains(call.Method, "Kitten"):
		key = "kittn" + key
	case call.Method == "iqchannels.resolveToken": // the token is an argument, too
		key += call.Arg("token")
	}
	authorises := []string{"iqchannels.signIn", "iqchannels.signInAnonymously", "timconnect.registerByDigest",
		"timconnect.registerPhone", "timconnect.confirmPhone", "timconnect.signIn"}
	c.mu.Lock()
	if c.spent[key] && !slices.Contains(authorises, call.Method) && !strings.HasSuffix(call.Method, ".answer") {
		c.mu.Unlock()
		return driver.Result{Error: &driver.Problem{Code: "not_authorized", Message: "authorise again first",
			Advice: driver.Reauthorize}}, nil
	}
	c.mu.Unlock()
	r, err := c.Client.Call(ctx, call)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil && !r.OK && r.Error.Advice == driver.Reauthorize:
		c.spent[key] = true
	case err == nil && r.OK && slices.Contains(authorises, call.Method):
		delete(c.spent, key)
	}
	return r, err
}

// TestAdviceIsFollowed: a client that lets its caller authorise again passes what the reference passes: an allowed
// advice is followed before it is asked for something ordinary.
func TestAdviceIsFollowed(t *testing.T) {
	t.Parallel()
	client := driver.Local{Name: "consistent", New: func() driver.Adapter {
		return consistent{scenarios.APIs().Client(""), &sync.Mutex{}, map[string]bool{}}
	}}
	r := judge(t, scenarios.Options{Client: client, Tags: []string{"not @slow"}, APIs: only(), Seed: 1})
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed {
			t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
		}
	}
}
