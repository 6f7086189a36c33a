package scenarios_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sparring/scenarios/driver"
)

// consistent is the reference client that means what it says: after the advice reauthorize it does nothing more for
// these credentials until its caller has authorized again.
type consistent struct {
	oneAtATime
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
	r, err := c.oneAtATime.Call(ctx, call)
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
