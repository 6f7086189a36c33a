package timconnect

import (
	"context"
	"net/http"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// device describes this application; the push token is where pushes go to.
func device(call driver.Call) map[string]any {
	return map[string]any{"app_key": call.Params.Credentials["api_key"], "token": call.Arg("token")}
}

// register sends a request of the registration. The phone is sent as the user wrote it: the digest was made of it.
func (c *client) register(
	ctx context.Context, call driver.Call, a *app, path string, body map[string]any,
) (*envelope, *driver.Result) {
	body["phone_number"] = call.Arg("phone")
	r := request{method: http.MethodPost, path: "/api/registration" + path, body: body, open: true}
	return c.operate(ctx, call.Params, a, r)
}

func (c *client) registerPhone(ctx context.Context, call driver.Call, a *app) driver.Result {
	if _, failed := c.register(ctx, call, a, "", map[string]any{"device": device(call)}); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}

func (c *client) confirmPhone(ctx context.Context, call driver.Call, a *app) driver.Result {
	e, failed := c.register(ctx, call, a, "/confirm", map[string]any{"code": call.Arg("code")})
	if failed != nil {
		return *failed
	}
	return c.keep(a, call.Arg("phone"), e)
}

func (c *client) registerByDigest(ctx context.Context, call driver.Call, a *app) driver.Result {
	body := map[string]any{"digest": call.Arg("digest"), "device": device(call)}
	e, failed := c.register(ctx, call, a, "/digest", body)
	if failed != nil {
		return *failed
	}
	return c.keep(a, call.Arg("phone"), e)
}

// keep stores the session and the password of a registration. What was kept before belongs to a device that is gone.
func (c *client) keep(a *app, phone string, e *envelope) driver.Result {
	session, _ := e.raw["sessionid"].(string)
	credentials, _ := e.raw["credentials"].(string)
	if session == "" || credentials == "" {
		return reference.Fail("bad_answer", driver.UnknownOutcome,
			"the response to the registration has no session or no credentials")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session != "" && !c.replaceSession {
		return reference.Done(nil)
	}
	if !c.keepPassword {
		credentials = ""
	}
	a.phone, a.credentials, a.session, a.voip = phone, credentials, session, a.voip && !c.replaceVoIP
	a.keep()
	return reference.Done(nil)
}

// signIn begins with the password that an earlier run has kept.
func (c *client) signIn(ctx context.Context, call driver.Call, a *app) driver.Result {
	a.mu.Lock()
	a.phone, a.credentials, a.session, a.voip = call.Arg("phone"), call.Arg("credentials"), "", false
	a.keep()
	a.mu.Unlock()
	if failed := c.renew(c, ctx, call.Params, a, ""); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}

func (c *client) isAuthorized(ctx context.Context, call driver.Call, a *app) driver.Result {
	if a.cookie() == "" {
		return reference.Done(map[string]any{"authorized": false})
	}
	e, failed := c.operate(ctx, call.Params, a, request{method: http.MethodGet, path: authorizePath, harmless: true})
	if failed != nil {
		return *failed
	}
	authorized, _ := e.raw["authorized"].(bool)
	return reference.Done(map[string]any{"authorized": authorized})
}

// removeDevice ends the device; afterwards nothing is kept that could be used for another request.
func (c *client) removeDevice(ctx context.Context, call driver.Call, a *app) driver.Result {
	if _, failed := c.operate(
		ctx,
		call.Params,
		a,
		request{method: http.MethodDelete, path: devicePath},
	); failed != nil {
		return *failed
	}
	if c.forgetsRemoved {
		a.drop()
	}
	return reference.Done(nil)
}

const devicePath = "/api/device"

// drop forgets session and password.
func (a *app) drop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.phone, a.credentials, a.session, a.voip = "", "", "", false
	a.keep()
}

// cookie is the session at present.
func (a *app) cookie() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}
