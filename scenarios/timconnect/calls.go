package timconnect

import (
	"context"
	"net/http"
	"net/url"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// registerVoip registers in the VoIP service with a one-time password; id is the call that waits, where the password came
// with a push about one.
func (t *client) registerVoip(ctx context.Context, c driver.Call, a *app, password string) (id string, failed *driver.Result) {
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/calls/registration", body: map[string]any{"password": password}})
	if failed != nil {
		return "", failed
	}
	if registered, _ := e.raw["registered"].(bool); !registered && !t.is("trusts-voip") {
		f := reference.Fail("voip_refused", driver.RetryNow, "the VoIP service did not take the password")
		return "", &f
	}
	a.mu.Lock()
	a.voip = true
	a.mu.Unlock()
	id, _ = e.raw["call_id"].(string)
	return id, nil
}

// startCall calls a number, once the device is registered in the VoIP service.
func (t *client) startCall(ctx context.Context, c driver.Call, a *app) driver.Result {
	a.mu.Lock()
	voip := a.voip
	a.mu.Unlock()
	if !voip && !t.is("calls-unregistered") {
		e, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/calls/password", harmless: true})
		if failed != nil {
			return *failed
		}
		password, _ := e.raw["password"].(string)
		if _, failed := t.registerVoip(ctx, c, a, password); failed != nil {
			return *failed
		}
	}
	r := request{method: http.MethodPost, path: "/api/calls", body: map[string]any{"number": c.Arg("number")}}
	if t.is("calls-with-a-plus") {
		r.body["number"] = "+" + c.Arg("number")
	}
	e, failed := t.do(ctx, c.Params, a, r)
	if failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"call_id": e.raw["call_id"], "state": e.raw["state"]})
}

// takeCall registers with the password of the push: that is what it is for.
func (t *client) takeCall(ctx context.Context, c driver.Call, a *app, info map[string]any) driver.Result {
	password, _ := info["asteriskpass"].(string)
	if t.is("ignores-call-pushes") {
		return reference.Done(nil)
	}
	id, failed := t.registerVoip(ctx, c, a, password)
	if failed != nil {
		return *failed
	}
	c.Show("call", info["caller"])
	return reference.Done(map[string]any{"call_id": id, "state": "incoming"})
}

// onCall asks for the state of a call, answers it or ends it.
func (t *client) onCall(ctx context.Context, c driver.Call, a *app) driver.Result {
	r := request{method: http.MethodGet, path: "/api/calls/" + url.PathEscape(c.Arg("call_id")), harmless: true}
	step := map[string]string{"timconnect.answerCall": "/answer", "timconnect.hangUp": "/hangup"}[c.Method]
	if t.is("hangs-up-to-answer") && step == "/answer" {
		step = "/hangup"
	}
	if step != "" {
		r.method, r.path = http.MethodPost, r.path+step
	}
	if t.is("only-thinks-of-hanging-up") && step == "/hangup" {
		return reference.Done(map[string]any{"state": "ended"})
	}
	e, failed := t.do(ctx, c.Params, a, r)
	if failed != nil {
		return *failed
	}
	state := e.raw["state"]
	if t.is("guesses-call-states") && step != "/hangup" {
		state = "connected"
	}
	return reference.Done(map[string]any{"state": state})
}
