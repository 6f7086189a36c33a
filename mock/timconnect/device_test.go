package timconnect

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/fake"
)

// benchIn returns a bench whose phone has a status, with the last session as its cookie, if there was one, and the
// credentials.
func benchIn(tb testing.TB, s status, switches ...string) (*bench, string) {
	tb.Helper()
	b := newBench(tb, switches...)
	credentials := ""
	if s != none && s != codeSent {
		credentials = b.register(phone)
	}
	switch s {
	case codeSent:
		sendCode(b)
	case expired:
		b.MustRaise("session.expired", `{"phone":"79991234567"}`)
	case blocked:
		b.MustRaise("device.blocked", `{"phone":"79991234567"}`)
	case removed:
		b.do("removeDevice", "").Is(bodyDone)
	}
	if got := b.phoneStatus(); got != s {
		tb.Fatalf("the phone is %s, want %s", got, s)
	}
	return b, credentials
}

func (b *bench) phoneStatus() status {
	var s status
	b.look(func(x *exchange) { s = x.phoneStatus(phone) })
	return s
}

// deviceStep does a step over HTTP or as an event and reports whether it was taken.
func (b *bench) deviceStep(e step, credentials string) bool {
	b.T.Helper()
	succeeded := func(r reply) bool { return r.At("result") == "success" }
	raised := func(name string) bool { _, err := b.Raise(name, `{"phone":"79991234567"}`); return err == nil }
	switch e {
	case stepRequestCode:
		return succeeded(b.do("registerPhone", `{"phone_number":"79991234567"}`))
	case stepConfirm:
		code := "0000"
		if c, ok := b.facts().Codes[phone]; ok {
			code = c.Code
		}
		return succeeded(b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+code+`"}`))
	case stepDigest:
		d := digest(phone, "", b.Fake.Credentials()["digest_secret"])
		return succeeded(b.do("registerByDigest", `{"phone_number":"79991234567","digest":"`+d+`"}`))
	case stepAuthorize:
		return succeeded(b.do("authorize", `{"phone_number":"79991234567","credentials":"`+credentials+`"}`))
	case stepSessionEnds:
		return raised("session.expired")
	case stepBlock:
		return raised("device.blocked")
	case stepUnblock:
		return raised("device.unblocked")
	case stepRemove:
		return succeeded(b.do("removeDevice", ""))
	case stepAppRemoved:
		return raised("device.app_removed")
	default:
		b.T.Fatalf("no way to do %s", e)
		return false
	}
}

var deviceSteps = []step{stepRequestCode, stepConfirm, stepDigest, stepAuthorize, stepSessionEnds, stepBlock,
	stepUnblock, stepRemove, stepAppRemoved}

func TestDeviceMatrix(t *testing.T) {
	for _, s := range keysOf(deviceTable) {
		for _, e := range deviceSteps {
			t.Run(string(s)+"/"+string(e), func(t *testing.T) {
				b, credentials := benchIn(t, s)
				before := b.State()
				want, taken := deviceTable[s][e]
				if got := b.deviceStep(e, credentials); got != taken {
					t.Fatalf("taken is %v, want %v", got, taken)
				}
				if !taken {
					want = s
					if b.State() != before {
						t.Fatal("a refused step changed the state")
					}
				}
				if got := b.phoneStatus(); got != want {
					t.Fatalf("the phone is %s, want %s", got, want)
				}
			})
		}
	}
}

// gated are the operations that need a session.
func gated() []string {
	var out []string
	for _, op := range ofTIM() {
		if op.Access == fake.Credential {
			out = append(out, op.ID)
		}
	}
	return out
}

func TestGatedCallsByStatus(t *testing.T) {
	for s, want := range map[status]string{none: bodyDenied, codeSent: bodyDenied, expired: bodyDenied,
		blocked: bodyBlocked, removed: bodyNoApp} {
		b, _ := benchIn(t, s)
		before := b.State()
		for _, op := range gated() {
			b.on(op, "1", "").Is(want)
		}
		authorized := `{"result":"success","message":"","authorized":false}`
		if s == blocked {
			authorized = bodyBlocked
		}
		b.do("getAuthorization", "").Is(authorized)
		b.sid = "nobody"
		b.get("listQueue", "").Is(bodyDenied).Because("session_unknown")
		b.sid = ""
		b.get("listQueue", "").Is(bodyDenied).Because("session_missing")
		if b.State() != before {
			t.Fatalf("%s: a refused call changed the state", s)
		}
	}
	b := registeredBench(t)
	b.do("getAuthorization", "").Is(`{"result":"success","message":"","authorized":true}`)
}

func TestAuthorizeByStatus(t *testing.T) {
	for s, want := range map[status]string{none: bodyCredentials, codeSent: bodyCredentials, active: "", expired: "",
		blocked: bodyBlocked, removed: bodyNoApp} {
		b, credentials := benchIn(t, s)
		r := b.do("authorize", `{"phone_number":"89991234567","credentials":"`+credentials+`"}`)
		if want != "" {
			r.Is(want)
			continue
		}
		b.sid = r.ok().Text("sessionid")
		if !strings.Contains(r.Header.Get("Set-Cookie"), b.sid) {
			t.Fatalf("Set-Cookie is %q", r.Header.Get("Set-Cookie"))
		}
		b.get("listQueue", "").ok()
	}
	b := newBench(t)
	credentials := b.register(phone)
	for _, body := range []string{``, `{}`, `{"phone_number":"79991234567","credentials":"x"}`,
		`{"phone_number":"79991234567"}`,
		`{"phone_number":"79991234567","credentials":""}`, `{"phone_number":"bad","credentials":"` + credentials + `"}`,
		`{"phone_number":"79997654321","credentials":"` + credentials + `"}`, `{"phone_number":1,"credentials":[]}`} {
		b.do("authorize", body).Is(bodyCredentials)
	}
}

func TestSessionEndsByItsTime(t *testing.T) {
	b := newBench(t)
	credentials := b.register(phone)
	b.Advance(14*24*time.Hour - 1)
	b.get("listQueue", "").ok()
	b.Advance(1)
	b.get("listQueue", "").Is(bodyDenied).Because("session_time")
	b.do("getAuthorization", "").Is(`{"result":"success","message":"","authorized":false}`)
	b.sid = b.do("authorize", `{"phone_number":"79991234567","credentials":"`+credentials+`"}`).ok().Text("sessionid")
	b.get("listQueue", "").ok()
	b.Set("sessionTTL=1m")
	b.do("authorize", `{"phone_number":"79991234567","credentials":"`+credentials+`"}`).ok()
	b.Advance(time.Hour)
	b.get("listQueue", "").ok() // the earlier one lives on
}

func TestExpireFault(t *testing.T) {
	for _, reason := range []string{"time", "count", "revoked"} {
		b := registeredBench(t)
		for _, op := range gated() {
			if !API().Credential(op) {
				t.Fatalf("%s carries a session", op)
			}
		}
		r := b.request(call{op: "listQueue"})
		if err := b.Fake.Expire(r, reason); err != nil {
			t.Fatal(err)
		}
		b.get("listQueue", "").Is(bodyDenied).Because("session_" + reason)
		if err := b.Fake.Expire(r, reason); err == nil {
			t.Fatal("a dead session was ended again")
		}
		r.Header.Del("Cookie")
		if err := b.Fake.Expire(r, reason); err == nil {
			t.Fatal("no session was ended")
		}
	}
	if API().Credential("registerPhone") || API().Credential("nothing") {
		t.Fatal("registration carries no credential that can be ended")
	}
}

func TestBlockedSessionMayEndMeanwhile(t *testing.T) {
	b, credentials := benchIn(t, blocked)
	b.MustRaise("session.expired", `{"phone":"79991234567"}`)
	b.get("listQueue", "").Is(bodyDenied).Because("session_time")
	if out := b.MustRaise("device.unblocked", `{"phone":"79991234567"}`); out["status"] != "expired" {
		t.Fatalf("got %v, want expired", out)
	}
	b.do("authorize", `{"phone_number":"79991234567","credentials":"`+credentials+`"}`).ok()
}

func TestRegisteringAgain(t *testing.T) {
	b := newBench(t)
	old := b.register(phone)
	oldSession := b.sid
	sendCode(b)
	sms := b.Outbox("sms")
	if len(sms) != 3 || !strings.Contains(sms[1].Text, "переустановлено") ||
		!strings.HasPrefix(sms[2].Text, "Код активации") {
		t.Fatalf("outbox is %+v, want the code, the warning, the new code", sms)
	}
	b.get("listQueue", "").Is(bodyDenied).Because("session_replaced")
	b.do("authorize", `{"phone_number":"79991234567","credentials":"`+old+`"}`).
		Is(bodyCredentials).Because("credentials_replaced")
	r := b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+b.codeOf(phone)+`"}`).ok()
	b.get("listQueue", "").Is(bodyDenied)
	b.sid = r.Text("sessionid")
	if b.get("listQueue", "").ok(); b.sid == oldSession || r.Text("credentials") == old {
		t.Fatal("the new device has what the old one had")
	}
}

func TestMultiDevice(t *testing.T) {
	b := newBench(t, "multiDevice=true")
	b.register(phone)
	first := b.sid
	b.register(phone)
	second := b.sid
	for _, b.sid = range []string{first, second} {
		b.get("listQueue", "").ok()
	}
	id := b.message(phone, "hello")
	pushes := b.Outbox("push")
	if len(pushes) != 2 || pushes[0].Device != "1" || pushes[0].Token != "token-1" || pushes[1].Device != "2" ||
		pushes[1].Token != "token-2" {
		t.Fatalf("pushes are %+v, want one per device", pushes)
	}
	b.do("reportDelivery", `{"ids":["`+id+`"]}`).Is(bodyDone)
	b.sid = first
	b.get("listMessages", "").ok()
	b.do("removeDevice", "").Is(bodyDone)
	b.get("listQueue", "").Is(bodyNoApp)
	b.sid = second
	b.get("listQueue", "").ok()
	b.MustRaise("device.blocked", `{"phone":"79991234567"}`)
	b.get("listQueue", "").Is(bodyBlocked)
	b.register(phone)
	b.get("listQueue", "").ok()
}

func TestBlockHoldsWhenDevicesBecomeOne(t *testing.T) {
	b := newBench(t, "multiDevice=true")
	b.register(phone)
	b.MustRaise("device.blocked", `{"phone":"79991234567"}`)
	sendCode(b)
	b.Set("multiDevice=false")
	b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+b.codeOf(phone)+`"}`).Is(bodyBlocked)
	b.do("registerPhone", `{"phone_number":"79991234567"}`).Is(bodyBlocked)
}

func TestHTTPStatusMapped(t *testing.T) {
	b := newBench(t, "httpStatus=mapped")
	credentials := b.register(phone)
	b.message(other, "foreign")
	tests := []struct {
		c      call
		body   string
		status int
	}{
		{call{op: "registerPhone", body: `{}`}, bodyPhone, 400},
		{call{op: "confirmPhone", body: `{}`}, bodyCodeUnknown, 400},
		{call{op: "authorize", body: `{}`}, bodyCredentials, 401},
		{call{op: "listQueue", query: "page=2"}, bodyPage("2", 1), 404},
		{call{op: "getMessage", id: "94419856"}, bodyDenied, 403},
		{call{op: "getMessage", id: "1"}, `{"result":"fail","message":"Message matching query does not exist."}`, 404},
		{call{op: "startCall", body: `{"number":"1"}`}, bodyDenied, 403},
		{call{op: "listQueue", header: http.Header{"Authorization": {firstKey}}}, bodyDenied, 401},
		{call{op: "listQueue", header: http.Header{}}, bodyDenied, 401},
	}
	for _, tt := range tests {
		b.send(tt.c).Is(tt.body, tt.status)
	}
	sendCode(b)
	b.do("confirmPhone", `{"phone_number":"79991234567","code":"0000"}`).Is(bodyCodeInvalid, 400)
	b.register(phone)
	b.MustRaise("device.blocked", `{"phone":"79991234567"}`)
	b.get("listQueue", "").Is(bodyBlocked, 403)
	b.MustRaise("device.unblocked", `{"phone":"79991234567"}`)
	b.do("removeDevice", "").ok()
	b.get("listQueue", "").Is(bodyNoApp, 410)
	b.do("authorize", `{"phone_number":"79991234567","credentials":"`+credentials+`"}`).Is(bodyCredentials, 401)
}

// Every code of the catalogue can be had of every operation that names it, under both readings of the status.
func TestCatalogueByInjection(t *testing.T) {
	b := registeredBench(t)
	for _, mode := range []string{statusAlways200, statusMapped} {
		b.Set("httpStatus=" + mode)
		for _, operation := range ofTIM() {
			op := operation.ID
			codes := documented(t, op).Errors
			if len(codes) == 0 {
				t.Fatalf("%s names no code", op)
			}
			for _, code := range codes {
				before := b.State()
				a := b.force(op, code)
				if message := a.Text("message"); a.At("result") != "fail" || message == "" || message == "Not found." {
					t.Errorf("%s %s: got %d %s", op, code, a.Status, a.Body)
				}
				if (a.Answer.Status == 200) != (mode == statusAlways200) {
					t.Errorf("%s %s: status %d under %s", op, code, a.Status, mode)
				}
				if b.State() != before {
					t.Errorf("%s %s: an injected failure changed the state", op, code)
				}
			}
		}
	}
}
