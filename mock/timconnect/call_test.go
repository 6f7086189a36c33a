package timconnect

import (
	"testing"

	"sparring/mock/fake"
)

// ring is a bench with a call in a status; the device is registered in the VoIP service.
func ring(t *testing.T, s status) *bench {
	t.Helper()
	b := registeredBench(t)
	b.registerVoip()
	switch s {
	case incoming:
		b.MustRaise("call.incoming", `{"phone":"79991234567","caller":"operator"}`)
	default:
		b.do("startCall", `{"number":"74953693038"}`).
			Is(`{"result":"success","message":"","call_id":"1","state":"calling"}`)
	}
	if s == connected || s == ended {
		b.MustRaise("call.answered_by_other_side", `{}`)
	}
	if s == ended {
		b.MustRaise("call.ended", `{"call":"1"}`)
	}
	return b
}

func (b *bench) registerVoip() {
	b.T.Helper()
	password := b.do("createCallPassword", "").ok().Text("password")
	b.do("registerVoip", `{"password":"`+password+`"}`).Is(`{"result":"success","message":"","registered":true}`)
}

func stateBody(s status) string {
	return `{"result":"success","message":"","state":"` + string(s) + `"}`
}

func TestCallMatrix(t *testing.T) {
	for _, s := range keysOf(callTable) {
		for _, e := range []step{stepAnswer, stepHangUp, stepOtherSide, stepEnd} {
			t.Run(string(s)+"/"+string(e), func(t *testing.T) {
				b := ring(t, s)
				before := b.State()
				want, taken := callTable[s][e]
				if !taken {
					want = s
				}
				event := map[step]string{stepOtherSide: "call.answered_by_other_side", stepEnd: "call.ended"}[e]
				switch e {
				case stepAnswer:
					b.on("answerCall", "1", "").Is(stateBody(want))
				case stepHangUp:
					b.on("hangUpCall", "1", "").Is(stateBody(want))
				default:
					if out, err := b.Raise(event, `{"call":"1"}`); (err == nil) != taken {
						t.Fatalf("got %v, %v; taken should be %v", out, err, taken)
					}
				}
				b.on("getCall", "1", "").Is(stateBody(want))
				if !taken && b.State() != before {
					t.Fatal("a step that is not taken changed the state")
				}
			})
		}
	}
}

func TestCallPasswordsWorkOnce(t *testing.T) {
	b := newBench(t)
	b.register(other)
	foreign := b.do("createCallPassword", "").ok().Text("password")
	b.register(phone)
	first := b.do("createCallPassword", "").ok().Text("password")
	second := b.do("createCallPassword", "").ok().Text("password")
	no := `{"result":"success","message":"","registered":false}`
	for _, body := range []string{``, `{}`, `{"password":""}`, `{"password":null}`, `{"password":7}`,
		`{"password":"x"}`, `{"password":"` + foreign + `"}`} {
		b.do("registerVoip", body).Is(no).Because("password_unknown")
	}
	for _, password := range []string{first, second} {
		b.do("registerVoip", `{"password":"`+password+`"}`).Is(`{"result":"success","message":"","registered":true}`)
		b.do("registerVoip", `{"password":"`+password+`"}`).Is(no).Because("password_used")
	}
}

func TestIncomingCall(t *testing.T) {
	b := registeredBench(t)
	out := b.MustRaise("call.incoming", `{"phone":"89991234567","caller":"operator"}`)
	if out["call_id"] != "1" || out["state"] != "incoming" {
		t.Fatalf("result is %v", out)
	}
	payload := b.Outbox("push")[0].Payload.(callPush)
	if got, want := string(fake.Encode(payload)),
		`{"SIN":"","aps":{"alert":"0","content-available":1},"call_info":{"caller":"operator","asteriskpass":"`+
			payload.CallInfo.AsteriskPass+`"}}`; got != want || payload.CallInfo.AsteriskPass == "" {
		t.Fatalf("push is %s", got)
	}
	r := b.on("answerCall", "1", "").Is(bodyDenied).Because("voip_not_registered")
	if len(r.Findings) != 1 || r.Findings[0].Code != "voip_not_registered" {
		t.Fatalf("findings are %v", r.Findings)
	}
	b.do("registerVoip", `{"password":"`+payload.CallInfo.AsteriskPass+`"}`).
		Is(`{"result":"success","message":"","registered":true,"call_id":"1"}`)
	b.on("answerCall", "1", "").Is(stateBody(connected))
	b.on("answerCall", "1", "").Is(stateBody(connected)).Because("call_unchanged")
	b.on("hangUpCall", "1", "").Is(stateBody(ended))
	b.MustRaise("call.incoming", `{"phone":"89991234567","caller":"operator"}`)
	b.on("hangUpCall", "2", "").Is(stateBody(ended))
	if _, err := b.Raise("call.ended", `{}`); err == nil {
		t.Fatal("an ended call was ended")
	}
}

// TestAnsweredElsewhere checks that an incoming call rings on every device of a phone, and that the one that answers
// has it.
func TestAnsweredElsewhere(t *testing.T) {
	b := newBench(t, "multiDevice=true")
	b.register(phone)
	first := b.sid
	b.registerVoip()
	b.register(phone)
	second := b.sid
	b.registerVoip()
	b.MustRaise("call.incoming", `{"phone":"79991234567","caller":"operator"}`)
	b.sid = second
	b.on("answerCall", "1", "").Is(stateBody(connected))
	b.on("answerCall", "1", "").Is(stateBody(connected)).Because("call_unchanged")
	b.sid = first
	b.on("answerCall", "1", "").Is(bodyDenied).Because("call_answered_elsewhere")
	b.on("hangUpCall", "1", "").Is(bodyDenied).Because("call_answered_elsewhere")
	b.on("getCall", "1", "").Is(stateBody(connected))
	b.sid = second
	b.on("hangUpCall", "1", "").Is(stateBody(ended))
}

// TestNoTokenNoPush checks that a device without a push token is not pushed to: the SMS leaves at once.
func TestNoTokenNoPush(t *testing.T) {
	b := newBench(t)
	b.do("registerPhone", `{"phone_number":"79991234567"}`).ok()
	b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+b.codeOf(phone)+`"}`).ok()
	b.message(phone, "m")
	sms := b.Outbox("sms")
	if len(b.Outbox("push")) != 0 || len(sms) != 2 || sms[1].Text != "m" {
		t.Fatalf("sent %+v", b.Outbox(""))
	}
	if _, err := b.Raise("call.incoming", `{"phone":"79991234567","caller":"op"}`); err == nil {
		t.Fatal("a call reached a device without a push token")
	}
}

func TestRefusingACallNeedsNoVoIP(t *testing.T) {
	b := registeredBench(t)
	b.MustRaise("call.incoming", `{"phone":"89991234567","caller":"operator"}`)
	b.on("hangUpCall", "1", "").Is(stateBody(ended))
}

func TestOutgoingCall(t *testing.T) {
	b := registeredBench(t)
	b.do("startCall", `{"number":"74953693038"}`).Is(bodyDenied).Because("voip_not_registered")
	b.registerVoip()
	for _, body := range []string{``, `{}`, `{"number":""}`, `{"number":"+74953693038"}`, `{"number":"12a"}`,
		`{"number":7}`, `{"number":"1234567890123456"}`} {
		b.do("startCall", body).Is(`{"result":"fail","message":"{'number': ['Enter a valid phone number.']}"}`)
	}
	b.do("startCall", `{"number":"74953693038"}`).ok()
	b.MustRaise("call.answered_by_other_side", `{}`)
	b.on("getCall", "1", "").Is(stateBody(connected))
	b.MustRaise("call.ended", `{}`)
	unknown := `{"result":"fail","message":"Call matching query does not exist."}`
	for _, id := range []string{"2", "0", "x", "-1", "99999999999999999999", "9223372036854775807"} {
		for _, op := range []string{"getCall", "answerCall", "hangUpCall"} {
			b.on(op, id, "").Is(unknown)
		}
	}
	b.register(other)
	b.on("getCall", "1", "").Is(bodyDenied).Because("call_foreign")
	b.on("hangUpCall", "1", "").Is(bodyDenied)
}

func TestRemovalEndsTheVoIPRegistration(t *testing.T) {
	b := registeredBench(t)
	b.registerVoip()
	b.MustRaise("device.app_removed", `{"phone":"79991234567"}`)
	b.do("startCall", `{"number":"74953693038"}`).Is(bodyNoApp)
	b.register(phone)
	b.do("startCall", `{"number":"74953693038"}`).Is(bodyDenied)
}
