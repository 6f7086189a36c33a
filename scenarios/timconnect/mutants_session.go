package timconnect

import (
	"net/http"
	"slices"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// sessionMutants get keys, sessions and passwords wrong.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "timconnect-never-renews", Doc: "A session that is refused is not renewed",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"a session that expires is renewed",
				"a session that expires after 15 days is renewed",
				"a session that expires again is renewed again",
				"a renewed session is used for the calls that follow",
				"a delivery report refused*",
				"a hashtag refused because*",
				"the message of a push is not*",
			),
		},
		{
			Name: "timconnect-renews-without-end", Doc: "A refused session is renewed again and again",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "the client reports a refusal*"),
		},
		{
			Name: "timconnect-renews-and-gives-up", Doc: "The refused request is not repeated with the new session",
			Apply: func(p *policies) { p.renew = renewAndGiveUp },
			Trips: reference.Trips(
				"client.success",
				"a session that expires is renewed",
				"a hashtag refused because*",
				"failures are read with any HTTP status",
			),
		},
		{
			Name: "timconnect-tries-passwords-again", Doc: "A refused password is sent again",
			Apply: func(p *policies) { p.passwordAttempts = 5 },
			Trips: reference.Trips(
				"timconnect.no-login-loop",
				"a wrong password is reported*",
				"a refused password is not sent again",
			),
		},
		{
			Name: "timconnect-renews-in-parallel", Doc: "Every refused request renews the session for itself",
			Apply: func(p *policies) { p.renew = renewAlone },
			Trips: reference.Trips("timconnect.one-renewal",
				"ten requests that are refused together renew the session once"),
		},
		{
			Name: "timconnect-authorizes-every-time", Doc: "Every request gets a session of its own",
			Apply: func(p *policies) { p.keepSessions = false },
			Trips: reference.Trips(
				"journal.count",
				"a valid session is not renewed",
				"the stored password is used once*",
			),
		},
		{
			Name: "timconnect-forgets-its-password", Doc: "The password of the registration is not kept",
			Apply: func(p *policies) { p.keepPassword = false },
			Trips: reference.Trips(
				"client.success",
				"a session that expires after 15 days is renewed",
				"a delivery report refused*",
			),
		},
		{
			Name:  "timconnect-keeps-the-first-session",
			Doc:   "A second registration does not replace the session of the first",
			Apply: func(p *policies) { p.replaceSession = false },
			Trips: slices.Concat(
				reference.Trips("client.success", "a phone that is registered again uses*"),
				reference.Trips("client.received", "another number has a device of its own"),
			),
		},
		{
			Name: "timconnect-forgets-its-cookie", Doc: "The session is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("Cookie") }) },
			Trips: slices.Concat(
				reference.Trips(
					"unasked.violation",
					"the whole directory of categories reaches the caller",
					"a registered device can use*",
				),
				reference.Trips("client.value", "an authorized device is reported as authorized"),
				reference.Trips("client.success", "an empty queue is a success"),
			),
		},
		{
			Name: "timconnect-sends-bearer", Doc: "The API key is sent with a scheme before it",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+r.Header.Get("Authorization")) })
			},
			Trips: reference.Trips("unasked.violation", "the kittens are listed with the bare key"),
		},
		{
			Name: "timconnect-forgets-its-key", Doc: "The API key is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("Authorization") }) },
			Trips: slices.Concat(
				reference.Trips("unasked.violation", "one kitten is looked up", "the stored password opens*"),
				reference.Trips("journal.header", "every request carries the bare API key"),
			),
		},
		{
			Name: "timconnect-is-always-authorized", Doc: "The device is authorized whatever the server says",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && c.Method == "timconnect.isAuthorized" {
						r.Values = map[string]any{"authorized": true}
					}
				})
			},
			Trips: reference.Trips("client.value", "a removed device is reported as not authorized"),
		},
		{
			Name: "timconnect-reads-only-200", Doc: "Responses with another HTTP status are not read",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Response) {
					if a.Status != http.StatusOK {
						a.Body = nil
					}
				})
			},
			Trips: reference.Trips("client.success", "failures are read with any HTTP status"),
		},
		{
			Name: "timconnect-a-wrong-key-means-later", Doc: "A wrong key is to be tried again later",
			Apply: func(p *policies) { p.kittnAdvice = instead(p.kittnAdvice, driver.Reauthorize, driver.RetryLater) },
			Trips: reference.Trips(
				"client.advice",
				"the client does not retry a kitten request that returns 401",
				"a wrong key is reported until*",
			),
		},
	}
}
