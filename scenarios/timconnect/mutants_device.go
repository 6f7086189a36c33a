package timconnect

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// deviceMutants get registrations and devices wrong.
func deviceMutants() []patch {
	return []patch{
		{
			Name: "timconnect-asks-for-a-code-too", Doc: "A registration without SMS asks for one",
			Apply: func(p *policies) { p.Around(before("timconnect.registerByDigest", "timconnect.registerPhone")) },
			Trips: reference.Trips("world.outbox", "a signed request registers the device"),
		},
		{
			Name: "timconnect-forgets-its-push-token", Doc: "The push token is not sent",
			Apply: func(p *policies) {
				p.SentBody(
					func(_ *http.Request, body map[string]any) { delete(reference.Object(body["device"]), "token") },
				)
			},
			Trips: slices.Concat(
				reference.Trips("client.success", "a signed request registers the device"),
				reference.Trips("world.fact", "the push token is sent with the registration"),
			),
		},
		{
			Name:  "timconnect-keeps-its-first-push-token",
			Doc:   "A later registration sends the push token of the first",
			Apply: keepTheFirstPushToken,
			Trips: reference.Trips("fidelity.up", "a device that is registered anew sends*"),
		},
		{
			Name: "timconnect-drops-zeros-of-codes", Doc: "A code loses the zeros that it begins with",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if code, ok := body["code"].(string); ok {
						body["code"] = strings.TrimLeft(code, "0")
					}
				})
			},
			Trips: reference.Trips("client.success", "the code of the SMS registers the device"),
		},
		{
			Name: "timconnect-rewrites-phones", Doc: "The phone is sent in another form than it was signed in",
			Apply: func(p *policies) { p.Asked(rewritePhones) },
			Trips: reference.Trips("client.success", "the phone is sent as the bank has signed it"),
		},
		{
			Name: "timconnect-asks-twice-for-codes", Doc: "Every code is asked for twice",
			Apply: func(p *policies) { p.Around(before("timconnect.registerPhone", "timconnect.registerPhone")) },
			Trips: slices.Concat(
				reference.Trips("world.outbox", "the code of the SMS registers the device"),
				reference.Trips("journal.count", "a new code registers the device after a late one"),
			),
		},
		{
			Name: "timconnect-demands-a-plus", Doc: "Phones without a plus sign are refused",
			Apply: func(p *policies) { p.Around(refusePhones(func(plus bool) bool { return !plus })) },
			Trips: reference.Trips("timconnect.code", "a phone written as 89991234567*"),
		},
		{
			Name: "timconnect-refuses-a-plus", Doc: "Phones with a plus sign are refused",
			Apply: func(p *policies) { p.Around(refusePhones(func(plus bool) bool { return plus })) },
			Trips: reference.Trips("timconnect.code", "a phone written as +79991234567*"),
		},
		{
			Name: "timconnect-repeats-codes", Doc: "A refused code is sent again",
			Apply: func(p *policies) { p.Around(repeatCodes) },
			Trips: reference.Trips(
				"journal.count",
				"a wrong code registers nothing*",
				"“*” at the confirmation is reported as a bad request",
			),
		},
		{
			Name: "timconnect-sends-codes-as-numbers", Doc: "The code is sent as a number",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if code, ok := body["code"].(string); ok {
						body["code"] = json.Number(strings.TrimLeft(code, "0"))
					}
				})
			},
			Trips: reference.Trips(
				"unasked.violation",
				"the code of the SMS registers the device",
				"a new code registers the device after a late one",
			),
		},
		{
			Name: "timconnect-blocked-means-later", Doc: "A blocked device is to try again later",
			Apply: func(p *policies) { p.advice = adviseOn(p.advice, "device_blocked", driver.RetryLater) },
			Trips: reference.Trips("client.advice", "* reports a blocked device to the caller"),
		},
		{
			Name: "timconnect-renews-when-blocked", Doc: "A blocked or removed device asks for a new session",
			Apply: func(p *policies) {
				p.renewable = func(e *envelope) bool {
					return e.message == denied || strings.HasPrefix(e.message,
						"Device ")
				}
			},
			Trips: reference.Trips(
				"timconnect.blocked-is-final",
				"* reports a blocked device to the caller",
				"the caller is told to register*",
			),
		},
		{
			Name: "timconnect-forgets-itself-when-blocked", Doc: "A block ends the registration",
			Apply: func(p *policies) {
				p.forgets = func(code string) bool { return code == "device_blocked" || documented().forgets(code) }
			},
			Trips: reference.Trips("client.success", "a device that is unblocked works again*"),
		},
		{
			Name: "timconnect-removed-means-later", Doc: "A removed application is to try again later",
			Apply: func(p *policies) { p.advice = adviseOn(p.advice, "no_mobile_app", driver.RetryLater) },
			Trips: reference.Trips("client.advice", "the caller is told to register*"),
		},
		{
			Name: "timconnect-keeps-the-removed-session", Doc: "The session of a removed device is used on",
			Apply: func(p *policies) { p.forgetsRemoved = false },
			Trips: reference.Trips(
				"timconnect.removed-is-silent",
				"a removed device sends no more requests",
				"a device that was removed is not used any more",
			),
		},
		{
			Name: "timconnect-removes-only-itself", Doc: "The removal of a device is not told to the server",
			Apply: func(p *policies) {
				p.Unsent(`{"result":"success","message":""}`, func(r *http.Request) bool {
					return r.Method == http.MethodDelete && reference.PathEnds(r, devicePath)
				})
			},
			Trips: slices.Concat(
				reference.Trips("timconnect.devices", "the client removes its device"),
				reference.Trips("timconnect.honest-success", "a removed device is registered again"),
				reference.Trips(
					"client.failure",
					"a failed removal leaves the session usable",
					"a failure of removeDevice in HTTP 200 is reported as a failure",
				),
			),
		},
		{
			Name: "timconnect-repeats-everything", Doc: "Each request that got no response is sent again",
			Apply: func(p *policies) {
				p.RepeatLost = func(_ request,
					l reference.Loss) bool {
					return l.Before == 0 && !l.Unread && !reference.Silent(l.Err)
				}
			},
			Trips: reference.Trips("timconnect.calls-once", "a call whose start got no*"),
		},
		{
			Name: "timconnect-knows-lost-outcomes", Doc: "A lost outcome is called a failure",
			Apply: func(p *policies) {
				p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
					f := unknownOutcome(ctx, r, reason)
					if !r.reading() {
						f.Error.Advice = driver.RetryNow
					}
					return f
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"a call whose start got no*",
				"a confirmation whose response is lost has an unknown outcome",
			),
		},
	}
}
