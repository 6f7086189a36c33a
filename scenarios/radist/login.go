package radist

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// The statuses of a login session that the vendor's text names (L21-25), and the one that it leaves unnamed.
const (
	waitingForQR       = "waiting_for_qr"
	waitingForCode     = "waiting_for_code" // Assumed: the first status of the code flow stands nowhere
	waitingForPassword = "waiting_for_password"
	authenticated      = "authenticated"
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

func (r *client) connectTelegram(ctx context.Context, c driver.Call) driver.Result {
	l := login{kind: "telegram", path: "telegram/", first: map[string]any{"auth_type": "qr"}, byQR: c.Arg("by") != "code"}
	if !l.byQR {
		l.first = map[string]any{"auth_type": "code", "phone": c.Arg("phone")}
	}
	return r.logIn(ctx, c, l)
}

func (r *client) connectMax(ctx context.Context, c driver.Call) driver.Result {
	return r.logIn(ctx, c, login{kind: "max_personal", path: "max_personal/", first: map[string]any{"phone": c.Arg("phone")}})
}

// mostSessions is how often a login that nobody finishes is started anew.
const mostSessions = 3

// logIn leads a session to its end. One that has died before anybody scanned its code is started anew, a few times; a
// code that was typed for a dead session is worthless, so that the caller decides.
func (r *client) logIn(ctx context.Context, c driver.Call, l login) driver.Result {
	again := connectionID(c)
	if again != nil && !r.is("forgets-the-connection-id") {
		l.first["connection_id"] = again
	}
	for opened := 1; ; opened++ {
		s, failed := r.session(ctx, c, request{method: http.MethodPost, path: l.path + "init", body: l.first})
		if failed != nil {
			return r.tell(failed, true)
		}
		result, died := r.authorize(ctx, c, l, s)
		most := mostSessions
		switch {
		case r.is("starts-anew-for-ever"):
			most = 30
		case r.is("gives-up-dead-sessions"):
			most = 1
		}
		if !died || !l.byQR || opened >= most {
			return result
		}
	}
}

// session makes one of the two operations on sessions.
func (r *client) session(ctx context.Context, c driver.Call, q request) (loginSession, *problem) {
	body, failed := r.do(ctx, c.Params, q)
	if failed != nil {
		return loginSession{}, failed
	}
	s := loginSession{}
	s.id, _ = body["session_id"].(string)
	s.status, _ = body["status"].(string)
	s.qr, _ = reference.Object(body["qr_login"])["url"].(string)
	if s.id == "" || s.status == "" {
		return s, &problem{lost: true, text: "the answer has no session"}
	}
	return s, nil
}

const (
	mostAnswers = 3 // how often the user may err
	mostLost    = 3 // polls in a row that may fail
	longestWait = 3 * time.Second
)

// authorize polls a session, shows and asks what its status wants, until it is authenticated. died: it has expired.
func (r *client) authorize(ctx context.Context, c driver.Call, l login, s loginSession) (result driver.Result, died bool) {
	shown, wrong, lost, look, polls := "", 0, 0, false, 0
	for ctx.Err() == nil {
		if polls++; polls > 3 && r.is("gives-up-after-three-polls") {
			return reference.Fail("not_scanned", driver.RetryLater, "nobody has scanned the code"), false
		}
		answer, ended := map[string]any{}, (*driver.Result)(nil)
		if !look { // else the status is to be learnt first
			answer, ended = r.serve(ctx, c, l, s, &shown)
		}
		if ended != nil {
			return *ended, false
		}
		given := len(answer) > 0
		answer["session_id"] = s.id
		next, failed := r.session(ctx, c, request{method: http.MethodPost, path: l.path + "login", body: answer})
		for n := 0; failed != nil && failed.status == http.StatusBadRequest && given && r.is("sends-wrong-answers-again") && n < 4; n++ {
			next, failed = r.session(ctx, c, request{method: http.MethodPost, path: l.path + "login", body: answer})
		}
		switch {
		case failed == nil:
			s, lost, look = next, 0, false
		case failed.status == http.StatusNotFound:
			if r.is("polls-dead-sessions") && lost < rounds {
				lost++
				reference.Pause(ctx, 20*time.Millisecond)
				continue
			}
			result = r.tell(failed, true)
			result.Error.Advice = driver.Reauthorize
			return result, true
		case failed.status == http.StatusBadRequest && given && r.is("takes-wrong-answers"):
			return reference.Done(map[string]any{"connection_id": 1}), false
		case failed.status == http.StatusBadRequest && given && wrong+1 < mostAnswers && !r.is("sends-passwords-as-codes"):
			wrong++ // the status is what it was: the user is asked again
		case failed.passes() && lost < mostLost && r.patient(failed):
			lost++
			look = given
			r.hold(ctx, c, failed)
		default:
			return r.tell(failed, true), false
		}
	}
	return reference.Fail("stopped", driver.NoAdvice, "the login was stopped"), false
}

// patient tells whether a poll that failed may be repeated.
func (r *client) patient(p *problem) bool {
	return !r.is("calls-lost-answers-mistakes") && p.after <= longestWait.Seconds()
}

// hold waits before a failed poll is repeated: as long as the server asks for.
func (r *client) hold(ctx context.Context, c driver.Call, p *problem) {
	if p.after > 0 && !r.is("ignores-retry-after") {
		reference.Pause(ctx, time.Duration(p.after*float64(time.Second)))
		return
	}
	r.rest(ctx, c)
}

// serve does what a status wants of the client, and gives what is to be sent. ended: there is nothing more to send.
func (r *client) serve(ctx context.Context, c driver.Call, l login, s loginSession, shown *string) (answer map[string]any, ended *driver.Result) {
	asked := ""
	switch s.status {
	case waitingForQR:
		r.show(c, s.qr, shown)
		if r.is("connects-too-early") {
			return nil, r.connect(ctx, c, l, s)
		}
		r.rest(ctx, c)
	case waitingForCode:
		asked = "code"
	case waitingForPassword:
		asked = "password"
	case authenticated:
		return nil, r.connect(ctx, c, l, s)
	default:
		return r.puzzled(ctx, c, l, s, shown)
	}
	if asked == "" {
		return map[string]any{}, nil
	}
	again := connectionID(c) != nil && !l.byQR
	if r.is("asks-for-no-"+asked) || asked == "password" && again && r.is("asks-for-no-password-by-code-again") || r.is("asks-for-no-code-of-max") && l.kind == "max_personal" {
		f := reference.Fail("not_possible", driver.NoAdvice, "a %s is wanted", asked)
		return nil, &f
	}
	value, ok := r.ask(ctx, c, asked)
	if !ok {
		f := reference.Fail("stopped", driver.NoAdvice, "nobody told the %s", asked)
		return nil, &f
	}
	if r.is("sends-passwords-as-codes") {
		asked = "code"
	}
	return map[string]any{asked: value}, nil
}

// rounds is how long a mutant goes on that has no bound.
const rounds = 8

// puzzled tells the caller of a status that nobody knows: what it wants of the user is not to be guessed.
func (r *client) puzzled(ctx context.Context, c driver.Call, l login, s loginSession, shown *string) (map[string]any, *driver.Result) {
	switch {
	case r.is("waits-on-unknown-statuses") && strings.Count(*shown, "…") < rounds:
		*shown += "…" // counts the rounds
		reference.Pause(ctx, 20*time.Millisecond)
		return map[string]any{}, nil
	case r.is("takes-unknown-for-done"):
		return nil, r.connect(ctx, c, l, s)
	}
	return nil, r.unknown(s.status)
}

func (r *client) unknown(status string) *driver.Result {
	f := reference.Fail("unknown_status", driver.ContactSupport, "the login has the status %q, which this client does not know", status)
	if r.is("hides-unknown-statuses") {
		f = reference.Fail("error", driver.ContactSupport, "something went wrong")
	}
	return &f
}

// show shows a code that is new.
func (r *client) show(c driver.Call, qr string, shown *string) {
	first := *shown == ""
	if qr != "" && (qr != *shown || r.is("shows-every-poll")) && (first || !r.is("shows-the-first-qr-only")) {
		c.Show("qr", qr)
		*shown = qr
	}
}

// connect makes the connection of an authenticated session; after a re-authorization there is one already (L36).
func (r *client) connect(ctx context.Context, c driver.Call, l login, s loginSession) *driver.Result {
	id := connectionID(c)
	if id != nil && !r.is("connects-after-re-authorization") && !r.is("forgets-the-connection-id") {
		f := reference.Done(map[string]any{"connection_id": id})
		return &f
	}
	f := r.create(ctx, c, l.kind, map[string]any{"session_id": s.id})
	return &f
}

// connectWhatsApp makes a connection, or takes the one that is to be connected again, and shows its codes until it works.
func (r *client) connectWhatsApp(ctx context.Context, c driver.Call) driver.Result {
	id := connectionID(c)
	if id == nil || r.is("makes-a-second-whatsapp") {
		made := r.create(ctx, c, "whatsapp", nil)
		if !made.OK {
			return made
		}
		id = made.Values["connection_id"]
		if r.is("claims-whatsapp-at-once") {
			return made
		}
	}
	number, _ := id.(json.Number)
	path := connectionPath(number.String()) + "/whatsapp/status"
	shown, lost := "", 0
	for ; ctx.Err() == nil; r.rest(ctx, c) {
		body, failed := r.do(ctx, c.Params, request{method: http.MethodGet, path: path})
		if failed != nil && failed.passes() && lost < mostLost && r.patient(failed) {
			lost++
			if failed.after > 0 {
				r.hold(ctx, c, failed)
			}
			continue
		}
		if failed != nil {
			return r.tell(failed, true)
		}
		lost = 0
		status, _ := body["status"].(string)
		switch status {
		case waitingForQR:
			qr, _ := body["qr_code"].(string)
			r.show(c, qr, &shown)
			if connectionID(c) != nil && r.is("claims-whatsapp-by-a-look") {
				_, _ = r.do(ctx, c.Params, request{method: http.MethodGet, path: connectionPath(number.String())})
				return reference.Done(map[string]any{"connection_id": id})
			}
		case "connected":
			return reference.Done(map[string]any{"connection_id": id})
		default:
			if r.is("waits-on-unknown-statuses") && strings.Count(shown, "…") < rounds {
				shown += "…"
				continue
			}
			if r.is("takes-unknown-for-done") {
				return reference.Done(map[string]any{"connection_id": id})
			}
			return *r.unknown(status)
		}
	}
	return reference.Fail("stopped", driver.NoAdvice, "the login was stopped")
}
