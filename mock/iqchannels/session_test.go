package iqchannels

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	standings = []standing{standsNone, standsAnonymous, standsIntegrated, standsRefreshed, standsReset, standsExpired}
	moves     = []move{moveSignup, moveAuthorize, moveResume, moveReturn, moveRefresh, moveUse, moveReset, moveExpire}
)

// holder is somebody with a session, or with a text that is not a token.
type holder struct {
	token           string
	session, client int64
}

// reach makes a holder that stands where asked.
func (h *harness) reach(s standing) holder {
	h.T.Helper()
	if s == standsNone {
		return holder{token: "nobody", session: 999, client: 999}
	}
	var auth clientAuthResult
	if s == standsAnonymous {
		auth = h.auth(h.call(opSignup, map[string]any{"Channel": ChannelSupport}))
	} else {
		_, auth = h.login(TokenPerson)
	}
	x := holder{auth.Session.Token, auth.Session.ID, auth.Client.ID}
	switch s {
	case standsRefreshed:
		h.do(moveRefresh, x)
	case standsReset:
		h.do(moveReset, x)
	case standsExpired:
		h.do(moveExpire, x)
	}
	if got := h.stands(x.session); got != s {
		h.T.Fatalf("reached %s, not %s", got, s)
	}
	return x
}

func (h *harness) stands(session int64) standing {
	var found *Session
	h.look(func(x *exchange) {
		if s, ok := x.sessions.Get(session); ok {
			found = &s
		}
	})
	return found.status(h.Now())
}

// do makes a move and tells the error and the session it ended with.
func (h *harness) do(m move, x holder) (code string, session int64) {
	h.T.Helper()
	cookie := header("Cookie", cookieName+"="+x.token)
	var e envelope
	switch m {
	case moveSignup:
		e = h.call(opSignup, map[string]any{"Channel": ChannelSupport}, cookie)
	case moveAuthorize:
		e = h.call(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}, cookie)
	case moveResume:
		e = h.call(opClientAuth, map[string]any{"Token": x.token})
	case moveReturn:
		e = h.call(opAnonymousAuth, "null", cookie)
	case moveRefresh:
		return h.call("integrationRefresh", map[string]any{"Credentials": TokenPerson}, cookie).code(), x.session
	case moveUse:
		return h.call("getMe", nil, cookie).code(), x.session
	case moveReset:
		v, err := h.event("sessions.reset", map[string]any{"client": x.client})
		if err != nil || v["sessions"] == 0.0 {
			return "conflict", x.session
		}
		return "", x.session
	case moveExpire:
		if _, err := h.event("session.expired", map[string]any{"session": x.session}); err != nil {
			return "conflict", x.session
		}
		return "", x.session
	}
	if !e.OK {
		return e.code(), x.session
	}
	if c := e.answer.Header.Get("Set-Cookie"); c != fmt.Sprintf(
		"%s=%s; Path=/iqchannels",
		cookieName,
		h.auth(e).Session.Token,
	) {
		h.T.Fatalf("%s: cookie %q", m, c)
	}
	return "", h.auth(e).Session.ID
}

// TestTransitions is the matrix: every standing with every move, over the calls and events that make it.
func TestTransitions(t *testing.T) {
	if len(transitions) != len(standings) {
		t.Fatalf("the table has %d standings", len(transitions))
	}
	for _, s := range standings {
		if len(transitions[s]) != len(moves) {
			t.Errorf("%s has %d moves, expected %d", s, len(transitions[s]), len(moves))
		}
		for _, m := range moves {
			t.Run(string(s)+" "+string(m), func(t *testing.T) {
				h := newHarness(t, nil)
				x := h.reach(s)
				want := transitions[s][m]
				code, session := h.do(m, x)
				if code != want.code {
					t.Fatalf("code %q, expected %q", code, want.code)
				}
				if code != "" {
					if got := h.stands(x.session); got != s {
						t.Errorf("a refused %s moved %s to %s", m, s, got)
					}
					return
				}
				if got := h.stands(session); got != want.to {
					t.Errorf("stands %s, expected %s", got, want.to)
				}
				if session != x.session && h.stands(x.session) != s {
					t.Errorf("the old session moved from %s to %s", s, h.stands(x.session))
				}
			})
		}
	}
}

// TestRandomMoves: random moves never leave the table, and the same moves give the same facts from the same seed.
func TestRandomMoves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type step struct {
			m    move
			who  int
			wait time.Duration
		}
		steps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) step {
			return step{rapid.SampledFrom(moves).Draw(rt, "move"), rapid.IntRange(0, 5).Draw(rt, "who"),
				time.Duration(rapid.IntRange(0, 40).Draw(rt, "wait")) * time.Minute}
		}), 1, 30).Draw(rt, "steps")
		run := func() string {
			h := newHarness(t, map[string]any{"sessionTTL": "1h"})
			holders := []holder{{token: "nobody", session: 999, client: 999}}
			for _, s := range steps {
				if _, err := h.Clock.Advance(s.wait); err != nil {
					rt.Fatal(err)
				}
				x := holders[s.who%len(holders)]
				before := h.stands(x.session)
				want, ok := transitions[before][s.m]
				if !ok {
					rt.Fatalf("%s is no standing of the table", before)
				}
				code, session := h.do(s.m, x)
				if s.m == moveReset && want.code != "" && code == "" { // another session of the same client was reset
					want = outcome{to: before}
				}
				if code != want.code {
					rt.Fatalf("%s from %s: %q, expected %q", s.m, before, code, want.code)
				}
				if code == "" && h.stands(session) != want.to {
					rt.Fatalf("%s from %s leads to %s, expected %s", s.m, before, h.stands(session), want.to)
				}
				if code == "" && session != x.session {
					h.look(func(x *exchange) {
						s, _ := x.sessions.Get(session)
						holders = append(holders, holder{s.Token, s.ID, s.ClientID})
					})
				}
			}
			return h.State()
		}
		if a, b := run(), run(); a != b {
			rt.Fatalf("the same steps give other facts:\n%s\n%s", a, b)
		}
	})
}

// signed makes an x-client-token as the widget does.
func signed(session int64, token string, at time.Time) string {
	claim := fmt.Sprintf(`{"SessionID":%d,"Time":%d}`, session, at.UnixMilli())
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(claim))
	return base64.StdEncoding.EncodeToString(
		encode(map[string]string{"Token": claim, "Sign": hex.EncodeToString(mac.Sum(nil))}),
	)
}

// TestFourForms: each way to present a session, alone, wrong, and together with another.
func TestFourForms(t *testing.T) {
	h := newHarness(t, map[string]any{"queryTokenMaxAge": "1m"})
	token, me := h.login(TokenPerson)
	other, they := h.login(TokenPlain)
	dead, _ := h.login(TokenPerson)
	if err := h.Fake.Expire(h.request("getMe", nil, bearing(dead)), "count"); err != nil {
		t.Fatal(err)
	}
	now := h.Now()
	good := signed(me.Session.ID, token, now)
	query := func(v string) option { return rawQuery("x-client-token=" + v) }
	for _, c := range []struct {
		name string
		with []option
		why  string
	}{
		{"nothing", nil, "session_missing"},
		{"Authorization", []option{bearing(token)}, ""},
		{"scheme in lower case", []option{header("Authorization", "client  "+token)}, ""},
		{"scheme Bearer", []option{header("Authorization", "Bearer "+token)}, "session_scheme"},
		{"unknown token", []option{bearing("x")}, "session_unknown"},
		{"X-Client-Authorization", []option{header("X-Client-Authorization", token)}, ""},
		{"X-Client-Authorization with a " +
			"scheme", []option{header("X-Client-Authorization", "Client "+token)}, "session_unknown"},
		{"cookie", []option{header("Cookie", "a=b; client-session="+token)}, ""},
		{"query", []option{query(good)}, ""},
		{"query without padding", []option{query(strings.TrimRight(good, "="))}, ""},
		{"query percent-encoded", []option{query(strings.ReplaceAll(good, "=", "%3D"))}, ""},
		{"query, wrong HMAC", []option{query(signed(me.Session.ID, "x", now))}, "token_signature"},
		{"query, another's id", []option{query(signed(they.Session.ID, token, now))}, "token_signature"},
		{"query, unknown id", []option{query(signed(77, token, now))}, "session_unknown"},
		{"query, too old", []option{query(signed(me.Session.ID, token, now.Add(-2*time.Minute)))}, "token_too_old"},
		{"query, of the future", []option{query(signed(me.Session.ID, token, now.Add(time.Hour)))}, ""},
		{"query, no base64", []option{query("!")}, "token_malformed"},
		{"query, no JSON", []option{query("AAAA")}, "token_malformed"},
		{"dead header, good cookie", []option{bearing(dead), header("Cookie", "client-session="+token)}, ""},
		{"dead header alone", []option{bearing(dead)}, "session_expired"},
		{"two good ones: the header counts", []option{bearing(token), header("Cookie", "client-session="+other)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.T = t
			for _, op := range []string{"getMe", opStreamUnread} {
				e := h.call(op, nil, c.with...)
				if e.OK != (c.why == "") || c.why != "" && (e.why() != c.why || e.code() != "unauthorized") {
					t.Errorf("%s: OK %v, why %v", op, e.OK, e.answer.Why)
				}
				if op == "getMe" && e.OK && !strings.Contains(string(e.Result), fmt.Sprintf(`"Id":%d`, me.Client.ID)) {
					t.Errorf("somebody else: %s", e.Result)
				}
			}
		})
	}
}

// TestKeyCase: Swift's lower camel keys are the same keys.
func TestKeyCase(t *testing.T) {
	h := newHarness(t, nil)
	e := h.call(opIntegrationAuth, map[string]any{"credentials": TokenPerson, "channel": ChannelSupport})
	if !e.OK {
		t.Fatal(e.code())
	}
	if len(h.violations) > 0 {
		t.Errorf("blamed: %+v", h.violations)
	}
	token := h.auth(e).Session.Token
	for _, text := range []string{"a", "b", "c"} {
		if e := h.call("sendMessage", map[string]any{"localId": 1 + int(text[0]), "payload": "text", "text": text,
			"chatType":         "regular",
			"replyToMessageID": nil}, bearing(token)); !e.OK {
			t.Fatal(e.why())
		}
	}
	if e := h.call("listMessages", map[string]any{"maxID": 3, "limit": 1, "chatType": "regular"},
		bearing(token)); !strings.Contains(
		string(e.Result),
		`"Text":"b"`,
	) ||
		len(h.violations) > 0 {
		t.Errorf("%s %+v", e.Result, h.violations)
	}
}

// TestCookiePath: the cookie's path is the base path under which the request came.
func TestCookiePath(t *testing.T) {
	h := newHarness(t, nil)
	for prefix, want := range map[string]string{"/w/x/iqchannels": "; Path=/w/x/iqchannels", "": "; Path=/"} {
		r := h.request(opSignup, map[string]any{"Channel": ChannelSupport})
		r.BasePath = prefix
		e := h.read(h.send(r))
		if c := e.answer.Header.Get("Set-Cookie"); !strings.HasSuffix(c, want) || strings.Contains(c, "HttpOnly") ||
			strings.Contains(c, "Expires") {
			t.Errorf("cookie %q", c)
		}
	}
}

// TestSessionTTL: a session ends by world time, and its streams with it; the due fact is counted.
func TestSessionTTL(t *testing.T) {
	h := newHarness(t, map[string]any{"sessionTTL": "1h"})
	token, _ := h.login(TokenPerson)
	a := h.Fake.Handle(h.request(opStreamEvents, nil, bearing(token)))
	if at, ok := h.Fake.NextDue(); !ok || !at.Equal(h.Now().Add(time.Hour)) || h.Fake.Pending() != 1 {
		t.Fatalf("due %v %v, pending %d", at, ok, h.Fake.Pending())
	}
	if fired, _ := h.Clock.Advance(59 * time.Minute); fired != 0 || !h.call("getMe", nil, bearing(token)).OK {
		t.Fatal("the session ended early")
	}
	if fired, _ := h.Clock.Advance(time.Minute); fired != 1 {
		t.Fatalf("fired %d", fired)
	}
	select {
	case <-a.Stream.Wake:
	default:
		t.Error("the stream was not woken")
	}
	if m, end := a.Stream.Pull(); !end || !strings.Contains(string(m[0]), `"unauthorized"`) {
		t.Errorf("the stream goes on: %q", m)
	}
	if e := h.call("getMe", nil, bearing(token)); e.code() != "unauthorized" || e.why() != "session_expired" {
		t.Errorf("%s %s", e.code(), e.why())
	}
	if _, ok := h.Fake.NextDue(); ok || h.Fake.Pending() != 0 {
		t.Error("something is still due")
	}
}

// TestExpire: the fault's hook ends what a request presents.
func TestExpire(t *testing.T) {
	h := newHarness(t, nil)
	for _, c := range []struct {
		reason, why string
	}{{"time", "session_expired"}, {"count", "session_expired"}, {"revoked", "session_reset"}} {
		token, _ := h.login(TokenPerson)
		r := h.request("sendTyping", "{}", header("X-Client-Authorization", token))
		if err := h.Fake.Expire(r, c.reason); err != nil {
			t.Fatal(err)
		}
		if e := h.read(h.send(r)); e.code() != "unauthorized" || e.why() != c.why {
			t.Errorf("%s: %s %s", c.reason, e.code(), e.why())
		}
		if h.Fake.Expire(r, c.reason) == nil {
			t.Errorf("%s: a dead session ends again", c.reason)
		}
	}
	token, _ := h.login(TokenPerson)
	if err := h.Fake.Expire(h.request(opClientAuth, map[string]any{"Token": token}), "time"); err != nil {
		t.Error(err)
	}
	if err := h.Fake.Expire(h.request("getMe", nil), "time"); err == nil {
		t.Error("a request without a session has one to end")
	}
	if err := h.Fake.Expire(h.request(opIntegrationAuth, map[string]any{"Credentials": TokenPlain}),
		"revoked"); err != nil {
		t.Error(err)
	}
	if a := h.send(h.request(opGetCard, nil, inPath("token", TokenPlain))); a.Status != 404 {
		t.Errorf("the token lives: %d", a.Status)
	}
	if err := h.Fake.Expire(h.request(opPostCard, nil, header("token", TokenPlain)), "revoked"); err == nil {
		t.Error("a dead token ends again")
	}
	for _, op := range API().Operations {
		h.documented(op)
	}
	if c := API().Credential; !c(opGetCard) || !c("getMe") || c(opSignup) || c("getVersion") {
		t.Error("which operations have a credential")
	}
}
