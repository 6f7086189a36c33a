package radist

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// login is a way to log in to a messenger.
type login struct {
	kind  string // type of the connection
	path  string // of its operations
	first map[string]any
	byQR  bool
}

// loginSession is what the vendor last said of a session.
type loginSession struct{ id, status, qr string }

func (c *client) connectTelegram(ctx context.Context, call driver.Call) driver.Result {
	l := login{kind: "telegram", path: "telegram/", byQR: true, first: map[string]any{"auth_type": "qr"}}
	if call.Arg("by") == "code" {
		l.byQR, l.first = false, map[string]any{"auth_type": "code", "phone": call.Arg("phone")}
	}
	return c.logIn(ctx, call, l)
}

func (c *client) connectMax(ctx context.Context, call driver.Call) driver.Result {
	first := map[string]any{"phone": call.Arg("phone")}
	return c.logIn(ctx, call, login{kind: "max_personal", path: "max_personal/", first: first})
}

// logIn leads a session to its end. One that expired before somebody scanned its code is started anew, a few times. A
// code that was typed for an expired session is worthless, so then the caller decides.
func (c *client) logIn(ctx context.Context, call driver.Call, l login) driver.Result {
	if again := connectionID(call); again != nil {
		l.first["connection_id"] = again
	}
	for opened := 1; ; opened++ {
		s, failed := c.session(ctx, call, l.path+"init", l.first)
		if failed != nil {
			return c.tell(failed, true)
		}
		c.began(c.Store, &s)
		result, expired := c.authorize(ctx, call, l, s)
		if !expired || !l.byQR || opened >= c.sessions {
			return result
		}
	}
}

// session makes one of the two operations on sessions.
func (c *client) session(
	ctx context.Context,
	call driver.Call,
	path string,
	b map[string]any,
) (loginSession, *problem) {
	body, failed := c.request(ctx, call.Params, request{method: http.MethodPost, path: path, body: b})
	if failed != nil {
		return loginSession{}, failed
	}
	s := loginSession{}
	s.id, _ = body["session_id"].(string)
	s.status, _ = body["status"].(string)
	s.qr, _ = reference.Object(body["qr_login"])["url"].(string)
	if s.id == "" || s.status == "" {
		return s, unread("the response has no session")
	}
	return s, nil
}

// polling is what a client remembers while it leads one session to its end.
type polling struct {
	shown                      string // the QR that the user sees
	wrong, lost, dead, unknown int    // wrong answers, polls lost in a row, polls of a dead session, unknown statuses
}

// authorize polls a session, and shows and asks what its status wants, until it is authenticated or has expired.
func (c *client) authorize(
	ctx context.Context, call driver.Call, l login, s loginSession,
) (result driver.Result, expired bool) {
	p, look := &polling{}, false // look: the status must be learnt before anything is done
	for polls := 1; ctx.Err() == nil; polls++ {
		if c.polls > 0 && polls > c.polls {
			return reference.Fail("not_scanned", driver.RetryLater, "nobody has scanned the code"), false
		}
		answer := map[string]any{}
		if !look {
			var ended *driver.Result
			if answer, ended = c.serve(ctx, call, l, s, p); ended != nil {
				return *ended, false
			}
		}
		given := len(answer) > 0
		answer["session_id"] = s.id
		next, failed := c.session(ctx, call, l.path+"login", answer)
		switch {
		case failed == nil:
			next.id = s.id // the one that was asked about, whatever came of its name in the response
			s, p.lost, look = next, 0, false
		case failed.status == http.StatusNotFound && p.dead < c.pollsOfDead:
			p.dead++
			reference.Pause(ctx, 20*time.Millisecond)
		case failed.status == http.StatusNotFound:
			result = c.tell(failed, true)
			result.Error.Advice = driver.Reauthorize
			return result, true
		case failed.status == http.StatusBadRequest && given:
			p.wrong++ // the status is what it was
			result, again := c.refusedAnswer(p.wrong)
			if !again && result.Error == nil && !result.OK {
				result = c.tell(failed, true)
			}
			if !again {
				return result, false
			}
		case failed.passes() && p.lost < c.lostPolls && worthWaiting(failed):
			p.lost++
			look = look || given
			c.wait(ctx, call, failed)
		default:
			return c.tell(failed, true), false
		}
	}
	return reference.Fail("stopped", driver.NoAdvice, "the login was stopped"), false
}

// worthWaiting reports whether the server asks for a wait that a user can sit through.
func worthWaiting(p *problem) bool { return p.after <= 3 }

// wait waits before a failed poll is repeated, as long as the server asks for.
func (c *client) wait(ctx context.Context, call driver.Call, p *problem) {
	if p.after > 0 {
		reference.Pause(ctx, time.Duration(p.after*float64(time.Second)))
		return
	}
	c.rest(ctx, call)
}

// rest waits between two polls, as the caller wishes or the vendor advises.
func (c *client) rest(ctx context.Context, call driver.Call) {
	wish, _ := strconv.ParseFloat(call.Arg("poll_every_s"), 64)
	reference.Pause(ctx, c.pollEvery(time.Duration(wish*float64(time.Second))))
}

// serve does what a status wants, and returns what is to be sent. If ended is not nil, there is nothing more to send.
func (c *client) serve(
	ctx context.Context, call driver.Call, l login, s loginSession, p *polling,
) (answer map[string]any, ended *driver.Result) {
	answer = map[string]any{}
	steps := c.wants(s.status, p.unknown)
	for _, step := range steps {
		switch step {
		case showQR:
			c.showQR(call, s.qr, p)
		case rest:
			c.rest(ctx, call)
		case hurry:
			p.unknown++
			reference.Pause(ctx, 20*time.Millisecond)
		case askCode:
			return c.askFor(ctx, call, l, "code")
		case askPassword:
			return c.askFor(ctx, call, l, "password")
		case connect:
			f := c.connect(ctx, call, l, s)
			return nil, &f
		case stop:
			f := unknownStatus(s.status)
			return nil, &f
		}
	}
	return answer, nil
}

// askFor asks the user for a code or password.
func (c *client) askFor(
	ctx context.Context, call driver.Call, l login, what string,
) (answer map[string]any, ended *driver.Result) {
	if !c.asks(what, l, connectionID(call) != nil) {
		f := reference.Fail("not_possible", driver.NoAdvice, "a %s is wanted", what)
		return nil, &f
	}
	value, ok := c.ask(ctx, call, what)
	if !ok {
		f := reference.Fail("stopped", driver.NoAdvice, "nobody told the %s", what)
		return nil, &f
	}
	return map[string]any{what: value}, nil
}

func unknownStatus(status string) driver.Result {
	return reference.Fail("unknown_status", driver.ContactSupport,
		"the login has the status %q, which this client does not know", status)
}

// showQR shows a QR that is new.
func (c *client) showQR(call driver.Call, qr string, p *polling) {
	if c.show(qr, p.shown) {
		call.Show("qr", qr)
		p.shown = qr
	}
}

// connect makes the connection of an authenticated session. After a re-authorization there is one already.
// Source: radist#L36.
func (c *client) connect(ctx context.Context, call driver.Call, l login, s loginSession) driver.Result {
	if id := connectionID(call); id != nil && !c.connectsAgain {
		return reference.Done(map[string]any{"connection_id": id})
	}
	return c.create(ctx, call, l.kind, map[string]any{"session_id": s.id})
}

// connectWhatsApp makes a connection, or takes the one that is to be connected again, and shows its codes until it
// works.
func (c *client) connectWhatsApp(ctx context.Context, call driver.Call) driver.Result {
	id := connectionID(call)
	if id == nil {
		made := c.create(ctx, call, "whatsapp", nil)
		if !made.OK {
			return made
		}
		id = made.Values["connection_id"]
	}
	number, _ := id.(json.Number)
	connected := reference.Done(map[string]any{"connection_id": id})
	q := request{method: http.MethodGet, path: connectionPath(number.String()) + "/whatsapp/status"}
	p := &polling{}
	if c.whatsAppFinished(c, ctx, call, "") {
		return connected
	}
	for ctx.Err() == nil {
		body, failed := c.request(ctx, call.Params, q)
		if failed != nil {
			if !failed.passes() || p.lost >= c.lostPolls || !worthWaiting(failed) {
				return c.tell(failed, true)
			}
			p.lost++
			c.wait(ctx, call, failed)
			continue
		}
		p.lost = 0
		status, _ := body["status"].(string)
		if c.whatsAppFinished(c, ctx, call, status) {
			return connected
		}
		for _, step := range c.wants(status, p.unknown) {
			switch step {
			case showQR:
				qr, _ := body["qr_code"].(string)
				c.showQR(call, qr, p)
			case rest:
				c.rest(ctx, call)
			case hurry:
				p.unknown++
				reference.Pause(ctx, 20*time.Millisecond)
			case connect:
				return connected
			default:
				return unknownStatus(status)
			}
		}
	}
	return reference.Fail("stopped", driver.NoAdvice, "the login was stopped")
}
