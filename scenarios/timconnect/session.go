package timconnect

import (
	"context"
	"net/http"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

const authorizePath = "/api/auth"

// operate makes one request with the session, which is renewed if it is refused.
func (c *client) operate(ctx context.Context, p driver.Params, a *app, r request) (*envelope, *driver.Result) {
	if !c.keepSessions && !r.open {
		if failed := c.renew(c, ctx, p, a, a.cookie()); failed != nil {
			return nil, failed
		}
	}
	for renewed := 0; ; renewed++ {
		session := ""
		if !r.open {
			if session = a.cookie(); session == "" {
				f := reference.Fail("not_registered", driver.Reauthorize, "no phone is registered: nothing was sent")
				return nil, &f
			}
		}
		e, failed := c.attempt(ctx, p, r, session)
		switch {
		case failed != nil:
			return nil, failed
		case c.succeeded(e):
			return e, nil
		case r.open || !c.renewable(e) || renewed >= c.renewals:
			return nil, c.refuse(a, e)
		}
		if failed := c.renew(c, ctx, p, a, session); failed != nil {
			return nil, failed
		}
	}
}

// attempt makes a request, again if the response was lost and that does no harm.
func (c *client) attempt(ctx context.Context, p driver.Params, r request, session string) (*envelope, *driver.Result) {
	for before := 0; ; before++ {
		e, foreign, l := c.exchange(ctx, p, r, session)
		if l == nil {
			return e, foreign
		}
		l.Before = before
		if !c.RepeatLost(r, *l) {
			f := c.unanswered(ctx, r, l.Err)
			return nil, &f
		}
	}
}

// renewOnce opens a new session with the stored password, once for all requests whose session was refused: the others
// take the new one.
func (c *client) renewOnce(ctx context.Context, p driver.Params, a *app, refused string) *driver.Result {
	a.renewing.Lock()
	defer a.renewing.Unlock()
	if a.cookie() != refused {
		return nil
	}
	return c.authorize(ctx, p, a)
}

// authorize opens a session. A password that is refused is not tried again.
func (c *client) authorize(ctx context.Context, p driver.Params, a *app) *driver.Result {
	a.mu.Lock()
	body := map[string]any{"phone_number": a.phone, "credentials": a.credentials}
	stored := a.credentials != ""
	a.mu.Unlock()
	if !stored {
		f := reference.Fail("not_registered", driver.Reauthorize, "no password is stored")
		return &f
	}
	for attempt := 1; ; attempt++ {
		e, failed := c.attempt(ctx, p, request{method: http.MethodPost, path: authorizePath, body: body}, "")
		switch {
		case failed != nil:
			return failed
		case !e.success && attempt < c.passwordAttempts:
			continue
		case !e.success:
			return c.refuse(a, e)
		}
		session, _ := e.raw["sessionid"].(string)
		if session == "" {
			f := reference.FailLater("bad_answer", 5, "the response to the authorization has no session")
			return &f
		}
		a.mu.Lock()
		a.session = session
		a.keep()
		a.mu.Unlock()
		return nil
	}
}

// refuse returns what the caller is told of a failure, and forgets what it has made worthless.
func (c *client) refuse(a *app, e *envelope) *driver.Result {
	code, due := catalogue(e.message)
	if c.forgets(code) {
		a.drop()
	}
	r := reference.Fail(code, c.advice(code, due), "TIM Connect answered %q", e.message)
	c.refusal(e, &r)
	return &r
}
