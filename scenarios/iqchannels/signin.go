package iqchannels

import (
	"context"
	"sync"
	"sync/atomic"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

const (
	signInPath = "/clients/integration_auth"
	signUpPath = "/clients/anonymous/signup"
	resumePath = "/clients/auth"
)

// account holds the session of one client. mu is held while it is renewed: calls that need it meanwhile wait.
type account struct {
	mu        sync.Mutex
	kept      string // its name in the store
	anonymous bool
	session   string
	before    string // what it was when the client was started
	listening atomic.Bool
}

// account returns the session that a call is about: that of the last sign-in.
func (c *client) account(p driver.Params) *account {
	c.mu.Lock()
	anonymous, known := c.anonymous[place(p)]
	if !known {
		c.Store.Get(keptAs(c.Store, p), &anonymous)
		c.anonymous[place(p)] = anonymous
	}
	c.mu.Unlock()
	return c.accountOf(p, anonymous)
}

// keptAs is the name under which the store has who signed in last.
func keptAs(s *reference.Store, p driver.Params) string { return s.Name("iqchannels who", place(p)) }

func place(p driver.Params) string { return p.BaseURL + "\x00" + channel(p) }

func (c *client) accountOf(p driver.Params, anonymous bool) *account {
	key := place(p)
	if !anonymous {
		key = c.whose(p)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.accounts[key]
	if a == nil {
		a = &account{anonymous: anonymous, kept: c.Store.Name("iqchannels", key)}
		c.Store.Get(a.kept, &a.before)
		a.session = a.before
		c.accounts[key] = a
	}
	return a
}

// becomes notes who acts from now on.
func (c *client) becomes(p driver.Params, anonymous bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.anonymous[place(p)] = anonymous
	c.Store.Put(keptAs(c.Store, p), anonymous)
}

// holds notes the session of an account, which outlives the client.
func (c *client) holds(a *account, session string) {
	a.session = session
	c.keep(c.Store, a)
}

// keepSession keeps the session for the next start, as the vendor's own clients do; iqchannels-kotlin,
// iqchannels-swift.
func keepSession(s *reference.Store, a *account) { s.Put(a.kept, a.session) }

// signIn authorizes by the token of the external system, which is passed as it is. Source: iqchannels#L17-L31.
func (c *client) signIn(ctx context.Context, p driver.Params) driver.Result {
	a := c.accountOf(p, false)
	a.mu.Lock()
	defer a.mu.Unlock()
	who, failed := c.authorize(ctx, p)
	if failed != nil {
		return *failed
	}
	c.holds(a, who.session)
	c.becomes(p, false)
	return reference.Done(who.values())
}

// chatClient is who was authorized, and by which session.
type chatClient struct {
	session string
	client  map[string]any
}

func (w *chatClient) values() map[string]any {
	values := map[string]any{"client_id": w.client["Id"], "name": w.client["Name"], "type": w.client["Type"]}
	if id, ok := w.client["IntegrationId"].(string); ok {
		values["integration_id"] = id
	}
	return values
}

// authorize asks for a session by the token. A token that is refused is not presented again.
func (c *client) authorize(ctx context.Context, p driver.Params) (*chatClient, *driver.Result) {
	body := map[string]any{"Credentials": p.Credentials["token"], "Channel": channel(p)}
	for attempt := 1; ; attempt++ {
		e, failed := c.attempt(ctx, p, request{path: signInPath, body: body}, "")
		switch {
		case failed != nil:
			return nil, failed
		case !e.ok && e.code == "unauthorized" && attempt < c.tokenAttempts:
			continue
		case !e.ok && e.code == "unauthorized" && c.refusedToken != nil:
			return c.refusedToken(c, ctx, p, e)
		}
		who, failed := c.who(e)
		if failed == nil {
			who.session = c.sessionOf(p, who.session)
		}
		return who, failed
	}
}

// who takes client and session from a response; without both there is no authorization.
func (c *client) who(e *envelope) (*chatClient, *driver.Result) {
	if !c.succeeded(e) {
		return nil, c.refuse(e)
	}
	result := reference.Object(e.result)
	who := reference.Object(result["Client"])
	token, _ := reference.Object(result["Session"])["Token"].(string)
	if c.wholeAnswer && (len(who) == 0 || token == "") {
		f := reference.Fail("bad_answer", driver.RetryLater, "the response has no client or no session")
		return nil, &f
	}
	return &chatClient{session: token, client: who}, nil
}

// signInAnonymously takes up the session that it holds. If that is refused or missing, it signs up.
func (c *client) signInAnonymously(ctx context.Context, call driver.Call) driver.Result {
	a := c.accountOf(call.Params, true)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session != "" && c.keepGuests {
		r := request{path: resumePath, body: map[string]any{"Token": a.session}}
		e, failed := c.attempt(ctx, call.Params, r, "")
		switch {
		case failed != nil && c.guestsSurvive:
			return *failed
		case failed != nil:
		case e.ok || e.code != "unauthorized" || !c.replaceGuests:
			who, failed := c.who(e)
			if failed != nil {
				return *failed
			}
			c.becomes(call.Params, true)
			return reference.Done(who.values())
		}
	}
	who, failed := c.signUp(ctx, call.Params, call.Arg("name"))
	if failed != nil {
		return *failed
	}
	c.holds(a, who.session)
	c.becomes(call.Params, true)
	return reference.Done(who.values())
}

func (c *client) signUp(ctx context.Context, p driver.Params, name string) (*chatClient, *driver.Result) {
	body := map[string]any{"Channel": channel(p), "Name": nil, "PersonalData": nil}
	if name != "" {
		body["Name"] = name
	}
	e, failed := c.attempt(ctx, p, request{path: signUpPath, body: body}, "")
	if failed != nil {
		return nil, failed
	}
	return c.who(e)
}

// session returns the account's session, a new one if it has none.
func (c *client) session(ctx context.Context, p driver.Params, a *account) (string, *driver.Result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session != "" && (c.keepSessions || a.anonymous) {
		return a.session, nil
	}
	return c.open(ctx, p, a)
}

// failed ends an anonymous session in which a request has failed, if that is what failures do.
func (c *client) failed(a *account) {
	if a.anonymous && !c.guestsSurvive {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.session = ""
	}
}

// renewOnce renews the session that was refused, once for all calls that were refused with it: the others take the new
// one.
func (c *client) renewOnce(ctx context.Context, p driver.Params, a *account, refused string) (string, *driver.Result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session != refused && (c.keepSessions || a.anonymous) {
		return a.session, nil
	}
	return c.open(ctx, p, a)
}

// open opens a new session, while a.mu is held. An anonymous client is not made anew unasked: it would be another.
func (c *client) open(ctx context.Context, p driver.Params, a *account) (string, *driver.Result) {
	var who *chatClient
	var failed *driver.Result
	switch {
	case !a.anonymous:
		who, failed = c.authorize(ctx, p)
	case c.newGuests:
		who, failed = c.signUp(ctx, p, "")
	default:
		f := reference.Fail("unauthorized", driver.Reauthorize, "the anonymous session has ended")
		return "", &f
	}
	if failed != nil {
		return "", failed
	}
	c.holds(a, who.session)
	return who.session, nil
}
