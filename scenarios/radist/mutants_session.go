package radist

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// sessionMutants do not know when a session is over.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "radist-polls-expired-sessions", Doc: "A session that got 404 is polled on",
			Apply: func(p *policies) { p.pollsOfDead = 8 },
			Trips: slices.Concat(
				reference.Trips("radist.dead-sessions", "the client gives up when every new session has expired"),
				reference.Trips(
					"radist.read",
					"a code that is entered too*",
					"a code for MAX that is entered*",
				),
			),
		},
		{
			Name: "radist-gives-up-expired-sessions", Doc: "A session that has expired ends the login",
			Apply: func(p *policies) { p.sessions = 1 },
			Trips: reference.Trips("client.shown", "an expired login session is replaced by a new one"),
		},
		{
			Name: "radist-starts-anew-without-end", Doc: "Sessions are started anew without a bound",
			Apply: func(p *policies) { p.sessions = 30 },
			Trips: reference.Trips("journal.count", "the client gives up when every new session has expired"),
		},
		{
			Name: "radist-waits-on-unknown-statuses", Doc: "A status that is not known is waited out",
			Apply: func(p *policies) { p.wants = waitOnUnknown },
			Trips: reference.Trips(
				"journal.count",
				"an unknown status of a * login is reported and not waited for",
				"an unknown status after the code of a * login is reported and not waited for",
			),
		},
		{
			Name: "radist-takes-unknown-for-done", Doc: "A status that is not known is taken for the last one",
			Apply: func(p *policies) { p.wants = takeUnknownForDone },
			Trips: slices.Concat(
				reference.Trips(
					"radist.created-when-authenticated",
					"no connection is created from*",
					"an unknown status of a Telegram by QR login is reported and not waited for",
				),
				reference.Trips(
					"client.failure",
					"an unknown status of a WhatsApp login is reported and not waited for",
					"an unknown status after the code of a * login is reported and not waited for",
				),
			),
		},
		{
			Name: "radist-hides-unknown-statuses", Doc: "The caller is not told which status it was",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "unknown_status" {
						*r = reference.Fail("error", driver.ContactSupport, "something went wrong")
					}
				})
			},
			Trips: reference.Trips(
				"radist.names",
				"an unknown status of a * login is reported and not waited for",
				"an unknown status after the code of a * login is reported and not waited for",
			),
		},
		{
			Name: "radist-gives-up-after-three-polls", Doc: "The user is given three polls to scan the code",
			Apply: func(p *policies) { p.polls = 3 },
			Trips: reference.Trips("client.success", "the client waits for a user who takes longer than a few polls"),
		},
		{
			Name: "radist-asks-for-no-password-by-code-again",
			Doc:  "No 2FA password is asked for in a re-authorization by code",
			Apply: func(p *policies) {
				p.asks = func(what string, l login, again bool) bool {
					return what != "password" || l.byQR || !again
				}
			},
			Trips: reference.Trips("client.asks",
				"the client asks for the 2FA password when a connection is authorized again by*"),
		},
		{
			Name:  "radist-claims-whatsapp-by-a-look",
			Doc:   "One look at a logged-out WhatsApp connection counts as its being connected",
			Apply: func(p *policies) { p.whatsAppFinished = claimByALook(p.whatsAppFinished) },
			Trips: reference.Trips("radist.honest-success",
				"a WhatsApp number that was logged out is*"),
		},
		{
			Name: "radist-polls-without-rest",
			Doc:  "Sessions are polled thirty times a second",
			Apply: func(p *policies) {
				p.pollEvery = func(time.Duration) time.Duration { return 30 * time.Millisecond }
			},
			Trips: reference.Trips("radist.poll-pace", "a session is polled about*"),
		},
		{
			Name: "radist-takes-missing-for-done", Doc: "A login whose session is missing is reported as connected",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && strings.HasPrefix(r.Error.Code, "404") {
						*r = reference.Done(map[string]any{"connection_id": c.Params.Args["connection_id"]})
					}
				})
			},
			Trips: slices.Concat(
				reference.Trips("radist.honest-success", "a password that is entered too late*"),
				reference.Trips("client.failure", "a re-authorization of a connection that support*"),
			),
		},
		{
			Name: "radist-ignores-retry-after", Doc: "A poll that was refused with 429 is repeated at once",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Response) { a.Header.Del("Retry-After") })
			},
			Trips: reference.Trips("radist.slow-down", "the client waits for a Retry-After given as *"),
		},
	}
}
