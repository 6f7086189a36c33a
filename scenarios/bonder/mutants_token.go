package bonder

import (
	"net/http"
	"strings"

	"sparring/scenarios/reference"
)

// tokenMutants get tokens wrong.
func tokenMutants() []patch {
	return []patch{
		{
			Name: "bonder-never-renews", Doc: "A token that is refused is not renewed",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"a token that * is renewed",
				"a renewed token is used for the calls that follow",
				"a profile is created once*",
				"the newest token is used*",
				"a save refused because its*",
				"the client gets a new token when * returns INVALID_CREDENTIALS_ERROR",
			),
		},
		{
			Name: "bonder-renews-without-end", Doc: "A refused token is renewed again and again",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "the client stops renewing when a new token is refused, too"),
		},
		{
			Name: "bonder-renews-and-gives-up", Doc: "The refused request is not repeated with the new token",
			Apply: func(p *policies) { p.renew = renewAndGiveUp },
			Trips: reference.Trips(
				"client.success",
				"a token that * is renewed",
				"a save refused because its*",
				"a used-up token is renewed*",
				"a refused token is renewed once*",
			),
		},
		{
			Name: "bonder-keeps-the-refused-token", Doc: "The refused request is repeated with the same token",
			Apply: func(p *policies) { p.renew = keepTheRefused },
			Trips: reference.Trips("client.success", "a token is renewed each time it ends"),
		},
		{
			Name: "bonder-tries-passwords-again", Doc: "Refused credentials are sent again",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 4, func(r request, code string) bool {
					return r.path == authorizePath && code == "INVALID_CREDENTIALS_ERROR"
				})
			},
			Trips: reference.Trips(
				"bonder.no-login-loop",
				"a wrong *",
				"a deleted account cannot be authorized again",
				"a password that was changed*",
				"refused credentials are not*",
			),
		},
		{
			Name: "bonder-trims-passwords", Doc: "A password loses the blanks around it",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if password, ok := body["password"].(string); ok {
						body["password"] = strings.TrimSpace(password)
					}
				})
			},
			Trips: reference.Trips("client.success", "a password with zeros and blanks is sent as it is"),
		},
		{
			Name: "bonder-renews-in-parallel", Doc: "Every refused request renews the token for itself",
			Apply: func(p *policies) { p.renew = renewAlone },
			Trips: reference.Trips("bonder.one-renewal",
				"ten requests that are refused together renew the token once"),
		},
		{
			Name: "bonder-renews-for-late-refusals", Doc: "A refusal of the old token renews the new one",
			Apply: func(p *policies) { p.renew = renewAlways },
			Trips: reference.Trips("bonder.one-renewal", "a late refusal does not renew the token again"),
		},
		{
			Name: "bonder-forgets-its-e-mail", Doc: "X-Auth-Email is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("X-Auth-Email") }) },
			Trips: reference.Trips("client.success", "the client authorizes before the first request"),
		},
		{
			Name: "bonder-forgets-its-client-name", Doc: "The client name is not sent to authorize",
			Apply: func(p *policies) {
				p.SentBody(func(r *http.Request, body map[string]any) { delete(body, "client") })
			},
			Trips: reference.Trips("unasked.violation", "the client authorizes before the first request"),
		},
		{
			Name: "bonder-asks-for-ten-requests", Doc: "rpt lies outside its range",
			Apply: func(p *policies) { p.requestsPerToken = "10" },
			Trips: reference.Trips("unasked.violation", "a valid token is used again"),
		},
		{
			Name: "bonder-authorizes-every-time", Doc: "Every request gets a token of its own",
			Apply: func(p *policies) { authorizeEveryTime(p) },
			Trips: reference.Trips("journal.count", "a valid token is used again"),
		},
		{
			Name: "bonder-gives-up-on-a-lost-token", Doc: "A lost response to authorize is reported as a bad " +
				"request",
			Apply: func(p *policies) { p.RepeatLost, p.unanswered = giveUpOnLogin(p.RepeatLost, p.unanswered) },
			Trips: reference.Trips("client.recovery", "the client recovers when the response to authorize is lost"),
		},
	}
}
