package bonder

import (
	"context"
	"net/http"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one request of an operation.
type request struct {
	method, path string
	body         map[string]any
}

// harmless reports whether the request changes nothing that anybody would miss.
func (r request) harmless() bool { return r.method == http.MethodGet || r.path == authorizePath }

const authorizePath = "/auth"

// account holds the token of one account. mu is held while the token is renewed: requests that need it meanwhile wait.
type account struct {
	mu     sync.Mutex
	token  string
	kept   string // its name in the store
	before string // what it was when the client was started
}

// operate makes one operation with a live token, which is renewed if it is refused.
func (c *client) operate(ctx context.Context, p driver.Params, r request) (*envelope, *driver.Result) {
	account := c.account(p)
	for renewed := 0; ; renewed++ {
		token, failed := c.token(ctx, p, account)
		if failed != nil {
			return nil, failed
		}
		e, failed := c.attempt(ctx, p, r, token)
		switch {
		case failed != nil:
			return nil, failed
		case c.succeeded(e):
			return e, nil
		case e.code != "INVALID_CREDENTIALS_ERROR" || renewed >= c.renewals:
			return nil, c.refuse(e.code)
		}
		if failed := c.renew(c, ctx, p, account, token); failed != nil {
			return nil, failed
		}
	}
}

// attempt makes a request, again if that helps.
func (c *client) attempt(ctx context.Context, p driver.Params, r request, token string) (*envelope, *driver.Result) {
	for attempt, lostBefore := 1, 0; ; {
		e, foreign, l := c.exchange(ctx, p, r, token)
		switch {
		case l != nil:
			l.Before = lostBefore
			if !c.RepeatLost(r, *l) {
				f := c.unanswered(ctx, r, l.Err)
				return nil, &f
			}
			lostBefore++
		case foreign != nil:
			return nil, foreign
		case c.succeeded(e) || attempt >= c.attempts(r, e.code):
			return e, nil
		default:
			attempt++
			reference.Pause(ctx, 20*time.Millisecond)
		}
	}
}

// account returns the account that a call is about.
func (c *client) account(p driver.Params) *account {
	key := c.whose(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.accounts[key]
	if a == nil {
		a = &account{kept: c.Store.Name("bonder", key)}
		c.Store.Get(a.kept, &a.before)
		a.token = a.before
		c.accounts[key] = a
	}
	return a
}

// whose names the account of a call.
func whose(p driver.Params) string {
	who := p.Credentials
	return p.BaseURL + "\x00" + who["username"] + "\x00" + who["password"] + "\x00" + who["client"]
}

// token returns the account's token, a new one if it has none.
func (c *client) token(ctx context.Context, p driver.Params, a *account) (string, *driver.Result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && c.keepTokens {
		return a.token, nil
	}
	failed := c.authorize(ctx, p, a)
	return a.token, failed
}

// renewOnce renews the token that was refused, once for all requests that were refused with it: the others take the new
// one.
func (c *client) renewOnce(ctx context.Context, p driver.Params, a *account, refused string) *driver.Result {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != refused && c.keepTokens {
		return nil
	}
	return c.authorize(ctx, p, a)
}

// authorize asks for a token, while a.mu is held. Credentials that are refused are not tried again.
// Source: bonder#L1-L83.
func (c *client) authorize(ctx context.Context, p driver.Params, a *account) *driver.Result {
	body := map[string]any{
		"username": p.Credentials["username"], "password": p.Credentials["password"],
		"client": p.Credentials["client"], "rpt": c.requestsPerToken,
	}
	e, failed := c.attempt(ctx, p, request{method: http.MethodPost, path: authorizePath, body: body}, "")
	switch {
	case failed != nil:
		return failed
	case !e.success:
		return c.refuse(e.code)
	}
	token, _ := e.result["token"].(string)
	if token == "" {
		r := reference.Fail("bad_answer", driver.RetryLater, "the response to authorize has no token")
		return &r
	}
	a.token = token
	c.keep(c.Store, a)
	return nil
}

// keepToken keeps the token for the next start: it serves for an hour. Source: bonder#L48-L51.
func keepToken(s *reference.Store, a *account) { s.Put(a.kept, a.token) }

// rest is the least of the documented 45 to 60 minutes, in seconds. Source: bonder#L70.
const rest = 45 * 60

// refuse returns what the caller is told of an error code.
func (c *client) refuse(code string) *driver.Result {
	r := reference.Fail(code, c.advice(code), "Bonder answered %s", code)
	if r.Error.Advice == driver.RetryLater {
		r = reference.FailLater(code, rest, "Bonder answered %s", code)
	}
	c.refusal(code, &r)
	return &r
}
