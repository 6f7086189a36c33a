package timconnect

import (
	"context"
	"net/http"
	"net/url"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

const (
	callsPath            = "/api/calls"
	callRegistrationPath = callsPath + "/registration"
)

// registerVoip registers in the VoIP service with a one-time password. id is the call that waits, if the password came
// with a push about one.
func (c *client) registerVoip(
	ctx context.Context, call driver.Call, a *app, password string,
) (id string, failed *driver.Result) {
	e, failed := c.operate(ctx, call.Params, a, request{
		method: http.MethodPost, path: callRegistrationPath, body: map[string]any{"password": password},
	})
	if failed != nil {
		return "", failed
	}
	if registered, _ := e.raw["registered"].(bool); !registered {
		f := reference.Fail("voip_refused", driver.RetryNow, "the VoIP service did not take the password")
		return "", &f
	}
	a.mu.Lock()
	a.voip = true
	a.keep()
	a.mu.Unlock()
	id, _ = e.raw["call_id"].(string)
	return id, nil
}

// startCall calls a number, once the device is registered in the VoIP service.
func (c *client) startCall(ctx context.Context, call driver.Call, a *app) driver.Result {
	a.mu.Lock()
	voip := a.voip
	a.mu.Unlock()
	if !voip && c.registersForCalls {
		e, failed := c.operate(ctx, call.Params, a,
			request{method: http.MethodPost, path: callsPath + "/password", harmless: true})
		if failed != nil {
			return *failed
		}
		password, _ := e.raw["password"].(string)
		if _, failed := c.registerVoip(ctx, call, a, password); failed != nil {
			return *failed
		}
	}
	e, failed := c.operate(ctx, call.Params, a, request{
		method: http.MethodPost, path: callsPath, body: map[string]any{"number": call.Arg("number")},
	})
	if failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"call_id": e.raw["call_id"], "state": e.raw["state"]})
}

// takeCall registers with the password of the push: that is what it is for.
func (c *client) takeCall(ctx context.Context, call driver.Call, a *app, info map[string]any) driver.Result {
	password, _ := info["asteriskpass"].(string)
	id, failed := c.registerVoip(ctx, call, a, password)
	if failed != nil {
		return *failed
	}
	call.Show("call", info["caller"])
	return reference.Done(map[string]any{"call_id": id, "state": "incoming"})
}

// onCall asks for the state of a call, answers it or ends it.
func (c *client) onCall(ctx context.Context, call driver.Call, a *app) driver.Result {
	r := request{method: http.MethodGet, path: callsPath + "/" + url.PathEscape(call.Arg("call_id")), harmless: true}
	switch call.Method {
	case "timconnect.answerCall":
		r.method, r.path = http.MethodPost, r.path+"/answer"
	case "timconnect.hangUp":
		r.method, r.path = http.MethodPost, r.path+"/hangup"
	}
	e, failed := c.operate(ctx, call.Params, a, r)
	if failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"state": e.raw["state"]})
}
