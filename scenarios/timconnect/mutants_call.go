package timconnect

import (
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// callMutants get calls wrong.
func callMutants() []patch {
	return []patch{
		{
			Name: "timconnect-calls-unregistered", Doc: "A number is called without a registration for calls",
			Apply: func(p *policies) { p.registersForCalls = false },
			Trips: reference.Trips("unasked.violation", "a number is called after*", "the client hangs up a call"),
		},
		{
			Name:  "timconnect-keeps-its-registration-for-calls",
			Doc:   "A device that is registered anew calls with the registration for calls of the one before",
			Apply: func(p *policies) { p.replaceVoIP = false },
			Trips: reference.Trips("unasked.violation", "a device that is registered anew registers for calls anew"),
		},
		{
			Name: "timconnect-calls-with-a-plus", Doc: "Numbers are called with a plus sign",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.call" {
						c.Params.Args["number"] = "+" + c.Arg("number")
					}
				})
			},
			Trips: reference.Trips("client.success", "a number is called after*"),
		},
		{
			Name: "timconnect-takes-passwords-for-numbers",
			Doc:  "A one-time password of digits loses the zeros that it begins with",
			Apply: func(p *policies) {
				p.SentBody(func(r *http.Request, body map[string]any) {
					if password, ok := body["password"].(string); ok && strings.Trim(password, "0123456789") == "" {
						body["password"] = strings.TrimLeft(password, "0")
					}
				})
			},
			Trips: reference.Trips("fidelity.up", "a call from the web is answered"),
		},
		{
			Name: "timconnect-trusts-voip", Doc: "A registration for calls that was refused is a success",
			Apply: func(p *policies) { p.Received(trustVoIP) },
			Trips: reference.Trips("journal.count", "a refused registration for calls is reported as a failure"),
		},
		{
			Name: "timconnect-ignores-call-pushes", Doc: "Pushes about calls are let drop",
			Apply: func(p *policies) { p.Around(ignoreCallPushes) },
			Trips: slices.Concat(
				reference.Trips("client.value", "a call from the web is answered", "a call from the web is refused"),
				reference.Trips("client.shown", "one device shows a push*"),
			),
		},
		{
			Name: "timconnect-hangs-up-to-answer", Doc: "An incoming call is ended instead of answered",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "/answer", "/hangup", 1) })
			},
			Trips: reference.Trips("client.value", "a call from the web is answered"),
		},
		{
			Name: "timconnect-only-thinks-of-hanging-up", Doc: "The end of a call is not told to the server",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(map[string]any{"state": "ended"}), "timconnect.hangUp"))
			},
			Trips: reference.Trips(
				"timconnect.honest-success",
				"the client hangs up a call",
				"a call from the web is refused",
			),
		},
		{
			Name: "timconnect-guesses-call-states", Doc: "Every call is connected",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && (c.Method == "timconnect.callState" || c.Method == "timconnect.answerCall") {
						r.Values = map[string]any{"state": "connected"}
					}
				})
			},
			Trips: reference.Trips(
				"client.value",
				"the state of a call reaches the caller",
				"a call whose caller has hung up is reported as ended",
			),
		},
	}
}
