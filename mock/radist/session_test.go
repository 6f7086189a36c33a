package radist

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sparring/mock/fake/faketest"
	"sparring/mock/world"
)

// The account of the connection that re-authorizations are for.
const ownPhone = "+79990000001"

// arrange brings a Telegram session into a status, the way a client and a phone would.
func (b *bench) arrange(s status, authType string, again int64) *Session {
	b.t.Helper()
	body := fields{"auth_type": authType, "phone": "+79995550001"}
	if again != 0 {
		body["connection_id"], body["phone"] = again, ownPhone
	}
	id := b.telegramSession(body)
	two := s == waitingForPassword
	enter := func() {
		if authType == "qr" {
			b.event("telegram.qr_scanned", fields{"session": id, "two_factor": two})
			return
		}
		b.login(fields{"session_id": id, "code": b.event("telegram."+
			"code", fields{"session": id, "two_factor": two})["code"]}).
			ok()
	}
	switch s {
	case waitingForPassword, authenticated:
		enter()
	case used:
		enter()
		if again == 0 {
			b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).ok()
		}
	case gone:
		b.advance(10 * time.Minute)
	}
	arranged := b.session(id)
	return &arranged
}

// pull applies a trigger to a session from outside and tells how that ended: "" where it was taken, else the vendor's
// text
// or "refused".
func (b *bench) pull(s *Session, t trigger) string {
	b.t.Helper()
	defer func() { *s = b.session(s.ID) }()
	event := func(name string, args fields) string {
		args["session"] = s.ID
		if _, err := b.raise(name, args); err != nil {
			if refused := new(world.Refusal); !errors.As(err, &refused) {
				b.t.Fatalf("%s: %v", name, err)
			}
			return "refused"
		}
		return ""
	}
	login := func(body fields) string {
		body["session_id"] = s.ID
		return b.login(body).text("detail")
	}
	switch t {
	case poll:
		return login(fields{})
	case codeRight, codeOther:
		return login(fields{"code": s.Code})
	case codeRight2FA:
		two := true
		s.TwoFactor = &two
		b.putSession(*s)
		return login(fields{"code": s.Code})
	case codeWrong:
		return login(fields{"code": "wrong"})
	case passwordRight:
		return login(fields{"password": s.Password})
	case passwordWrong:
		return login(fields{"password": "wrong"})
	case bothFields:
		return login(fields{"code": s.Code, "password": s.Password})
	case scan:
		return event("telegram.qr_scanned", fields{})
	case scan2FA:
		return event("telegram.qr_scanned", fields{"two_factor": true})
	case scanOther:
		return event("telegram.qr_scanned", fields{"account": "+79998887766"})
	case scanStale:
		return event("telegram.qr_scanned", fields{"qr": "tg://login?token=old"})
	case codeShown:
		return event("telegram.code", fields{})
	case connect, connectAgain:
		return b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": s.ID}}).
			text("detail")
	}
	b.t.Fatalf("trigger %q cannot come from outside", t)
	return ""
}

// reachable leaves out the pairs that no client or phone can bring about: a code other than the session's is only wrong
// if there is one.
func reachable(authType string, again bool, s status, t trigger) bool {
	switch t {
	case authorizeAgain:
		return false // follows by itself
	case connect:
		return !again
	case connectAgain, scanOther, codeOther:
		return again && s != authenticated // an authenticated re-authorization is used at once
	case codeRight, codeRight2FA, bothFields:
		return !again || s != authenticated
	}
	return !again || s != authenticated
}

func TestSessionMatrix(t *testing.T) {
	pairs := 0
	for _, again := range []bool{false, true} {
		for _, authType := range []string{"qr", "code"} {
			for _, from := range statuses() {
				if (from == waitingForQR && authType == "code") || (from == waitingForCode && authType == "qr") {
					continue
				}
				for _, on := range triggers() {
					if !reachable(authType, again, from, on) {
						continue
					}
					pairs++
					t.Run(
						fmt.Sprintf("again=%v/%s/%s/%s", again, authType, from, on),
						func(t *testing.T) { matrixPair(t, again, authType, from, on) },
					)
				}
			}
		}
	}
	if pairs < 150 {
		t.Fatalf("only %d pairs", pairs)
	}
}

func matrixPair(t *testing.T, again bool, authType string, from status, on trigger) {
	b := newBench(t)
	connection := int64(0)
	if again {
		connection = b.telegram(ownPhone)
		b.event("telegram.session_terminated", nil)
	}
	s := b.arrange(from, authType, connection)
	now := b.w.Now()
	if got := s.status(now); got != from {
		t.Fatalf("arranged %s, want %s", got, from)
	}
	if on == codeOther && authType == "code" {
		s.Phone = "+79997776655"
		b.putSession(*s)
	}
	if on == codeOther && authType == "qr" {
		on = codeWrong // a QR session has no code that could be another account's
	}
	before := *s
	want := next(from, on)
	got := b.pull(s, on)
	switch {
	case want.err != nil:
		if got != detailOf(want.err) {
			t.Fatalf("answered %q, the table says %q", got, detailOf(want.err))
		}
	case want.refusal != "":
		if got != "refused" {
			t.Fatalf("answered %q, the table refuses: %s", got, want.refusal)
		}
	case got != "":
		t.Fatalf("answered %q, the table takes it to %s", got, want.next)
	}
	after := want.next
	if want.next == "" {
		after = from
	}
	if again && after == authenticated {
		after = used // a re-authorization uses itself up
	}
	if s.status(now) != after {
		t.Fatalf("the session is %s, want %s", s.status(now), after)
	}
	if want.next == "" {
		before.Wrong, before.TwoFactor = s.Wrong, s.TwoFactor
		if fmt.Sprint(before) != fmt.Sprint(*s) {
			t.Fatalf("refused, and changed\nfrom %+v\nto   %+v", before, *s)
		}
	}
	if again && after == used != b.connection(connection).Connected {
		t.Fatalf("session %s, connection connected: %v", after, b.connection(connection).Connected)
	}
}

func TestSessionLife(t *testing.T) {
	b := newBench(t)
	id := b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"})
	for range 3 {
		b.advance(9 * time.Minute)
		b.login(fields{"session_id": id}).ok()
	}
	b.advance(9 * time.Minute)
	b.login(fields{"session_id": id, "code": "wrong"}).fails(errInvalidCode) // a refusal prolongs nothing
	b.advance(time.Minute)
	r := b.login(fields{"session_id": id}).fails(errSession)
	if r.Why[0].Code != "session_expired" {
		t.Fatalf("why %v", r.Why)
	}
	b.impossible("telegram.code", fields{"session": id})
	b.set("sessionTTL", "1m")
	id = b.telegramSession(fields{"auth_type": "qr"})
	b.event("telegram.qr_scanned", nil)
	b.advance(time.Minute)
	b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).fails(errSession)
	b.set("qrTTL", "5s")
	id = b.telegramSession(fields{"auth_type": "qr"})
	b.advance(5 * time.Second)
	b.impossible("telegram.qr_scanned", fields{"session": id})
}

// A code ends on a whole second and is never dead when it is made.
func TestShortLivedCodes(t *testing.T) {
	for _, ttl := range []string{"0s", "1ms", "999ms", "1s"} {
		for _, after := range []time.Duration{0, time.Millisecond, 999 * time.Millisecond} {
			b := newBench(t)
			b.advance(after)
			b.set("qrTTL", ttl)
			r := b.post(v2+"/telegram/init", fields{"auth_type": "qr"}).ok()
			if r.text("qr_login", "expires") != "2030-01-01T12:00:01Z" {
				t.Errorf("qrTTL %s, %s after noon: %s", ttl, after, r.Body)
			}
			b.event("telegram.qr_scanned", nil)
			b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok()
			b.event("whatsapp.qr_scanned", nil)
		}
	}
}

func TestForeignSessions(t *testing.T) {
	b := newBench(t)
	id := b.telegramSession(fields{"auth_type": "qr"})
	b.login(fields{"session_id": strings.ToUpper(id)}).ok()
	b.key = otherKey
	r := b.post("/v2/companies/8/telegram/login", fields{"session_id": id}).fails(errSession)
	if r.Why[0].Code != "session_foreign" {
		t.Fatalf("why %v", r.Why)
	}
	b.post("/v2/companies/8/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).
		fails(errSession)
	b.post(v2+"/telegram/login", fields{"session_id": id}).fails(errCompany)
}

func TestFloodLimit(t *testing.T) {
	b := newBench(t)
	b.set("floodLimit", 2)
	id := b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"})
	code := b.event("telegram.code", nil)["code"]
	for range 2 {
		b.login(fields{"session_id": id, "code": "wrong"}).fails(errInvalidCode)
	}
	r := b.login(fields{"session_id": id, "code": code}).fails(errTooMany)
	if r.Header.Get("Retry-After") != "60" {
		t.Fatalf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	b.advance(20 * time.Second)
	b.login(fields{"session_id": id}).ok() // a poll does not start the time anew
	if r := b.login(fields{"session_id": id, "code": code}).fails(errTooMany); r.Header.Get("Retry-After") != "40" {
		t.Fatalf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	b.advance(40 * time.Second) // the told time has passed
	b.login(fields{"session_id": id, "code": "wrong"}).fails(errInvalidCode)
	b.login(fields{"session_id": id, "code": code}).ok()
}

func TestTwoFactorSwitch(t *testing.T) {
	b := newBench(t)
	b.set("twoFactor", true)
	b.telegramSession(fields{"auth_type": "qr"})
	if r := b.event("telegram.qr_scanned", nil); r["status"] != "waiting_for_password" || r["password"] == nil {
		t.Fatalf("scan: %v", r)
	}
	b.telegramSession(fields{"auth_type": "qr"})
	if r := b.event("telegram.qr_scanned", fields{"two_factor": false}); r["status"] != "authenticated" ||
		r["password"] != nil {
		t.Fatalf("scan: %v", r)
	}
	id := b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"})
	code := b.session(id).Code
	if r := b.login(fields{"session_id": id, "code": code}).ok(); r.text("status") != "waiting_for_password" {
		t.Fatalf("guessed code: %s", r.Body)
	}
}

// walk runs random events against one re-authorization and one first login and gives everything that was answered.
func walk(tb testing.TB, t faketest.T, steps []int) string {
	b := makeBench(tb, t, 7)
	conn := b.telegram(ownPhone)
	b.event("telegram.session_terminated", nil)
	var log strings.Builder
	all := triggers()
	sessions := []*Session{b.arrange(waitingForQR, "qr", 0), b.arrange(waitingForQR, "qr", conn),
		b.arrange(waitingForCode, "code", 0), b.arrange(waitingForCode, "code", conn)}
	for _, n := range steps {
		s := sessions[n%len(sessions)]
		n /= len(sessions)
		if n%7 == 0 {
			b.advance(time.Duration(n) * time.Second)
		}
		on := all[n%len(all)]
		if on == authorizeAgain || on == codeRight2FA {
			continue
		}
		if s.AuthType == "qr" && (on == codeRight || on == codeOther) {
			on = codeWrong
		}
		before := s.status(b.w.Now())
		got := b.pull(s, on)
		after := s.status(b.w.Now())
		fmt.Fprintf(&log, "%s %s %s %q\n", before, on, after, got)
		if !slices.Contains(statuses(), after) {
			t.Fatalf("%s on %s led to the undeclared %q", on, before, after)
		}
		if got != "" && before != after {
			t.Fatalf("%s on %s was refused (%s) and led to %s", on, before, got, after)
		}
		if before == gone && after != gone || before == used && after != used {
			t.Fatalf("%s on %s led to %s", on, before, after)
		}
	}
	n := 0
	b.look(func(x *exchange) { n = x.connections.Len() })
	if n > 3 {
		t.Fatalf("%d connections from three accounts", n)
	}
	return log.String() + b.state()
}

func TestSessionWalks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 4*16*7-1), 1, 60).Draw(rt, "steps")
		if first, again := walk(t, rt, steps), walk(t, rt, steps); first != again {
			rt.Fatalf("the same seed and calls gave\n%s\nand\n%s", first, again)
		}
	})
}
