package reference

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"sparring/scenarios/driver"
)

// The statuses of a login session that the vendor's text names (L21-25), and the one that it leaves unnamed.
const (
	radistWaitingForQR       = "waiting_for_qr"
	radistWaitingForCode     = "waiting_for_code" // Assumed: the first status of the code flow stands nowhere
	radistWaitingForPassword = "waiting_for_password"
	radistAuthenticated      = "authenticated"
)

// radistLogin is a way to log in to a messenger.
type radistLogin struct {
	kind  string // type of the connection
	path  string // of its operations
	first map[string]any
	byQR  bool
}

// radistSession is what the vendor last said of a session.
type radistSession struct{ id, status, qr string }

func (r *radist) connectTelegram(ctx context.Context, c driver.Call) driver.Result {
	l := radistLogin{kind: "telegram", path: "telegram/", first: map[string]any{"auth_type": "qr"}, byQR: c.Arg("by") != "code"}
	if !l.byQR {
		l.first = map[string]any{"auth_type": "code", "phone": c.Arg("phone")}
	}
	return r.logIn(ctx, c, l)
}

func (r *radist) connectMax(ctx context.Context, c driver.Call) driver.Result {
	return r.logIn(ctx, c, radistLogin{kind: "max_personal", path: "max_personal/", first: map[string]any{"phone": c.Arg("phone")}})
}

// radistMostSessions is how often a login that nobody finishes is started anew.
const radistMostSessions = 3

// logIn leads a session to its end. One that has died before anybody scanned its code is started anew, a few times; a
// code that was typed for a dead session is worthless, so that the caller decides.
func (r *radist) logIn(ctx context.Context, c driver.Call, l radistLogin) driver.Result {
	again := connectionID(c)
	if again != nil && !r.is("forgets-the-connection-id") {
		l.first["connection_id"] = again
	}
	for opened := 1; ; opened++ {
		s, failed := r.session(ctx, c, radistRequest{method: http.MethodPost, path: l.path + "init", body: l.first})
		if failed != nil {
			return r.tell(failed, true)
		}
		result, died := r.authorize(ctx, c, l, s)
		most := radistMostSessions
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
func (r *radist) session(ctx context.Context, c driver.Call, q radistRequest) (radistSession, *radistProblem) {
	body, failed := r.do(ctx, c.Params, q)
	if failed != nil {
		return radistSession{}, failed
	}
	s := radistSession{}
	s.id, _ = body["session_id"].(string)
	s.status, _ = body["status"].(string)
	s.qr, _ = object(body["qr_login"])["url"].(string)
	if s.id == "" || s.status == "" {
		return s, &radistProblem{lost: true, text: "the answer has no session"}
	}
	return s, nil
}

const (
	radistMostAnswers = 3 // how often the user may err
	radistMostLost    = 3 // polls in a row that may fail
	radistLongestWait = 3 * time.Second
)

// authorize polls a session, shows and asks what its status wants, until it is authenticated. died: it has expired.
func (r *radist) authorize(ctx context.Context, c driver.Call, l radistLogin, s radistSession) (result driver.Result, died bool) {
	shown, wrong, lost, look, polls := "", 0, 0, false, 0
	for ctx.Err() == nil {
		if polls++; polls > 3 && r.is("gives-up-after-three-polls") {
			return fail("not_scanned", driver.RetryLater, "nobody has scanned the code"), false
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
		next, failed := r.session(ctx, c, radistRequest{method: http.MethodPost, path: l.path + "login", body: answer})
		for n := 0; failed != nil && failed.status == http.StatusBadRequest && given && r.is("sends-wrong-answers-again") && n < 4; n++ {
			next, failed = r.session(ctx, c, radistRequest{method: http.MethodPost, path: l.path + "login", body: answer})
		}
		switch {
		case failed == nil:
			s, lost, look = next, 0, false
		case failed.status == http.StatusNotFound:
			if r.is("polls-dead-sessions") && lost < radistRounds {
				lost++
				pause(ctx, 20*time.Millisecond)
				continue
			}
			result = r.tell(failed, true)
			result.Error.Advice = driver.Reauthorize
			return result, true
		case failed.status == http.StatusBadRequest && given && r.is("takes-wrong-answers"):
			return done(map[string]any{"connection_id": 1}), false
		case failed.status == http.StatusBadRequest && given && wrong+1 < radistMostAnswers && !r.is("sends-passwords-as-codes"):
			wrong++ // the status is what it was: the user is asked again
		case failed.passes() && lost < radistMostLost && r.patient(failed):
			lost++
			look = given
			r.hold(ctx, c, failed)
		default:
			return r.tell(failed, true), false
		}
	}
	return fail("stopped", driver.NoAdvice, "the login was stopped"), false
}

// patient tells whether a poll that failed may be repeated.
func (r *radist) patient(p *radistProblem) bool {
	return !r.is("calls-lost-answers-mistakes") && p.after <= radistLongestWait.Seconds()
}

// hold waits before a failed poll is repeated: as long as the server asks for.
func (r *radist) hold(ctx context.Context, c driver.Call, p *radistProblem) {
	if p.after > 0 && !r.is("ignores-retry-after") {
		pause(ctx, time.Duration(p.after*float64(time.Second)))
		return
	}
	r.rest(ctx, c)
}

// serve does what a status wants of the client, and gives what is to be sent. ended: there is nothing more to send.
func (r *radist) serve(ctx context.Context, c driver.Call, l radistLogin, s radistSession, shown *string) (answer map[string]any, ended *driver.Result) {
	asked := ""
	switch s.status {
	case radistWaitingForQR:
		r.show(c, s.qr, shown)
		if r.is("connects-too-early") {
			return nil, r.connect(ctx, c, l, s)
		}
		r.rest(ctx, c)
	case radistWaitingForCode:
		asked = "code"
	case radistWaitingForPassword:
		asked = "password"
	case radistAuthenticated:
		return nil, r.connect(ctx, c, l, s)
	default:
		return r.puzzled(ctx, c, l, s, shown)
	}
	if asked == "" {
		return map[string]any{}, nil
	}
	again := connectionID(c) != nil && !l.byQR
	if r.is("asks-for-no-"+asked) || asked == "password" && again && r.is("asks-for-no-password-by-code-again") || r.is("asks-for-no-code-of-max") && l.kind == "max_personal" {
		f := fail("not_possible", driver.NoAdvice, "a %s is wanted", asked)
		return nil, &f
	}
	value, ok := r.ask(ctx, c, asked)
	if !ok {
		f := fail("stopped", driver.NoAdvice, "nobody told the %s", asked)
		return nil, &f
	}
	if r.is("sends-passwords-as-codes") {
		asked = "code"
	}
	return map[string]any{asked: value}, nil
}

// radistRounds is how long a mutant goes on that has no bound.
const radistRounds = 8

// puzzled tells the caller of a status that nobody knows: what it wants of the user is not to be guessed.
func (r *radist) puzzled(ctx context.Context, c driver.Call, l radistLogin, s radistSession, shown *string) (map[string]any, *driver.Result) {
	switch {
	case r.is("waits-on-unknown-statuses") && strings.Count(*shown, "…") < radistRounds:
		*shown += "…" // counts the rounds
		pause(ctx, 20*time.Millisecond)
		return map[string]any{}, nil
	case r.is("takes-unknown-for-done"):
		return nil, r.connect(ctx, c, l, s)
	}
	return nil, r.unknown(s.status)
}

func (r *radist) unknown(status string) *driver.Result {
	f := fail("unknown_status", driver.ContactSupport, "the login has the status %q, which this client does not know", status)
	if r.is("hides-unknown-statuses") {
		f = fail("error", driver.ContactSupport, "something went wrong")
	}
	return &f
}

// show shows a code that is new.
func (r *radist) show(c driver.Call, qr string, shown *string) {
	first := *shown == ""
	if qr != "" && (qr != *shown || r.is("shows-every-poll")) && (first || !r.is("shows-the-first-qr-only")) {
		c.Show("qr", qr)
		*shown = qr
	}
}

// connect makes the connection of an authenticated session; after a re-authorization there is one already (L36).
func (r *radist) connect(ctx context.Context, c driver.Call, l radistLogin, s radistSession) *driver.Result {
	id := connectionID(c)
	if id != nil && !r.is("connects-after-re-authorization") && !r.is("forgets-the-connection-id") {
		f := done(map[string]any{"connection_id": id})
		return &f
	}
	f := r.create(ctx, c, l.kind, map[string]any{"session_id": s.id})
	return &f
}

// connectWhatsApp makes a connection, or takes the one that is to be connected again, and shows its codes until it works.
func (r *radist) connectWhatsApp(ctx context.Context, c driver.Call) driver.Result {
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
		body, failed := r.do(ctx, c.Params, radistRequest{method: http.MethodGet, path: path})
		if failed != nil && failed.passes() && lost < radistMostLost && r.patient(failed) {
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
		case radistWaitingForQR:
			qr, _ := body["qr_code"].(string)
			r.show(c, qr, &shown)
			if connectionID(c) != nil && r.is("claims-whatsapp-by-a-look") {
				_, _ = r.do(ctx, c.Params, radistRequest{method: http.MethodGet, path: connectionPath(number.String())})
				return done(map[string]any{"connection_id": id})
			}
		case "connected":
			return done(map[string]any{"connection_id": id})
		default:
			if r.is("waits-on-unknown-statuses") && strings.Count(shown, "…") < radistRounds {
				shown += "…"
				continue
			}
			if r.is("takes-unknown-for-done") {
				return done(map[string]any{"connection_id": id})
			}
			return *r.unknown(status)
		}
	}
	return fail("stopped", driver.NoAdvice, "the login was stopped")
}
