package iqchannels

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// signInMutants get signing in wrong, or what a refusal of it means.
func signInMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-trusts-http-200", Doc: "HTTP 200 is taken for success whatever OK says",
			Apply: func(p *policies) { p.succeeded, p.wholeAnswer = func(*envelope) bool { return true }, false },
			Trips: slices.Concat(
				reference.Trips(
					"client.failure",
					"a sign-in refused with * is reported as a failure",
					"a message refused with * is reported as a failure",
					"a sign-in with an unknown*",
					"a sign-in with a revoked*",
					"a message to a closed channel*",
					"an undocumented error code*",
					"the client stops signing in when a new session is refused, too",
					"the client reports a refusal*",
				),
				reference.Trips("iqchannels.honest-success", "a message sent in a session that * is not lost silently"),
			),
		},
		{
			Name: "iqchannels-encodes-the-token", Doc: "The token is percent-encoded in a JSON body",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if token, ok := body["Credentials"].(string); ok {
						body["Credentials"] = url.QueryEscape(token)
					}
				})
			},
			Trips: reference.Trips(
				"client.success",
				"the token session* is passed on as it is",
				"the token 100% of the bank is passed on as it is",
				"the token сессия* is passed on as it is",
			),
		},
		{
			Name: "iqchannels-signs-in-by-trimmed-tokens", Doc: "A token loses the blanks around it",
			Apply: changeTokens(strings.TrimSpace),
			Trips: reference.Trips("client.success", "a token with blanks around and within it*"),
		},
		{
			Name: "iqchannels-takes-tokens-for-numbers", Doc: "A token loses the zeros that it begins with",
			Apply: changeTokens(func(token string) string { return strings.TrimLeft(token, "0") }),
			Trips: reference.Trips("client.success", "the token 0012345678 is passed on as it is"),
		},
		{
			Name: "iqchannels-presents-the-bank-token", Doc: "The token of the bank is presented in the place of " +
				"the session",
			Apply: func(p *policies) {
				p.sessionOf = func(call driver.Params, _ string) string { return call.Credentials["token"] }
			},
			Trips: reference.Trips("client.success", "messages are sent in the*"),
		},
		{
			Name: "iqchannels-signs-in-every-time", Doc: "Every call gets a session of its own",
			Apply: func(p *policies) { p.keepSessions = false },
			Trips: reference.Trips("journal.count", "one session is used for the calls that follow"),
		},
		{
			Name: "iqchannels-ignores-the-channel", Doc: "The channel is always support",
			Apply: func(p *policies) { p.Asked(ignoreTheChannel) },
			Trips: slices.Concat(
				reference.Trips("client.failure", "a sign-in to a channel that*"),
				reference.Trips("client.alive", "a closed channel ends the*"),
			),
		},
		{
			Name: "iqchannels-tries-tokens-again", Doc: "A refused token is sent again and again",
			Apply: func(p *policies) { p.tokenAttempts = 6 },
			Trips: reference.Trips("iqchannels.no-sign-in-loop", "a refused token is reported and not sent again"),
		},
		{
			Name: "iqchannels-falls-back-to-anonymous", Doc: "A client whose token is refused becomes an anonymous one",
			Apply: func(p *policies) { p.refusedToken = signUpInstead },
			Trips: slices.Concat(
				reference.Trips("iqchannels.clients", "a refused client does not become anonymous by itself"),
				reference.Trips("client.failure", "a message is reported as*"),
			),
		},
		{
			Name: "iqchannels-signs-up-every-time", Doc: "An anonymous client signs up though it has a session",
			Apply: func(p *policies) { p.keepGuests = false },
			Trips: reference.Trips("iqchannels.clients", "an anonymous client that returns is the same client"),
		},
		{
			Name: "iqchannels-gives-up-on-expired-guests", Doc: "An anonymous client whose session has ended never " +
				"signs up again",
			Apply: func(p *policies) { p.replaceGuests = false },
			Trips: reference.Trips("client.success", "an anonymous session that was reset is replaced"),
		},
		{
			Name: "iqchannels-shows-guests-the-token", Doc: "A client that signs up anonymously presents the token " +
				"first",
			Apply: func(p *policies) { p.Around(showTheToken) },
			Trips: reference.Trips("journal.count", "an anonymous sign-in requests no card"),
		},
		{
			Name: "iqchannels-forgets-the-name", Doc: "The name of an anonymous client is not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.signInAnonymously" {
						delete(c.Params.Args, "name")
					}
				})
			},
			Trips: reference.Trips("world.fact", "an anonymous client has the name that it chose"),
		},
		{
			Name: "iqchannels-hides-codes", Doc: "The code of a refusal does not reach the caller",
			Apply: func(p *policies) { hideCodes(p) },
			Trips: reference.Trips(
				"client.code",
				"the error code of iQChannels reaches the caller",
				"the error code of the auth*",
			),
		},
		{
			Name: "iqchannels-always-means-retry", Doc: "Every refusal is worth another try",
			Apply: func(p *policies) { p.advice = func(string) string { return driver.RetryNow } },
			Trips: reference.Trips(
				"client.advice",
				"the client advises fix_request when the history returns *",
				"the client advises contact_support*",
				"the client advises reauthorize*",
				"a client that may not be served is*",
				"a client that was disabled*",
			),
		},
		{
			Name: "iqchannels-always-means-fix", Doc: "Every refusal is a mistake of the request",
			Apply: func(p *policies) { p.advice = func(string) string { return driver.FixRequest } },
			Trips: reference.Trips(
				"client.advice",
				"the client advises retry_later*",
				"the client advises a retry when the auth service does*",
				"the client advises a retry when the auth service sends*",
			),
		},
		{
			Name: "iqchannels-crashes-on-unknown-codes", Doc: "A code that is not documented crashes the client",
			Apply: func(p *policies) {
				p.advice = func(code string) string {
					if advice(code) == driver.NoAdvice {
						panic("unknown error code " + code)
					}
					return advice(code)
				}
			},
			Trips: reference.Trips("client.crash", "an undocumented error code*"),
		},
	}
}
