package iqchannels

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what clients of iQChannels may do otherwise than the reference client.
func liberties() []patch {
	return append(singleLiberties(), patch{
		Name: "iqchannels-liberal",
		Doc: "A refused token makes an anonymous client (iqchannels-ios), which signs up like an app, anew each time " +
			"(iqchannels#L28-L31); each call has a session, in a header of the widget's; names begin with a small " +
			"letter (iqchannels-kotlin), a sign-in has no channel (iqchannels-readme §ClientIntegrationAuthRequest); " +
			"nothing is sent again or opened again; the history is turned; cards come by POST, once, without old " +
			"fields (iqchannels#L26, iqchannels#L35, iqchannels#L154)",
		Apply: func(p *policies) {
			p.refusedToken, p.keepGuests, p.keepSessions = signUpInstead, false, false
			p.renewals, p.reconnects, p.needsCard = 0, false, false
			breakOnLostResponses(p)
			signUpLikeAnApp(p)
			p.Sent(presentAs("X-Client-Authorization", ""))
			p.SentBody(signInWithoutChannel)
			p.SentBody(writeLowerCamel)
			p.Told(turnTheHistory)
			p.Told(dropOldFields)
			p.Around(rememberCards())
			p.Asked(func(c *driver.Call) { c.Params.Args["by"] = "post" })
		},
	})
}

// singleLiberties are the freedoms, each alone.
func singleLiberties() []patch {
	return []patch{
		{
			Name:  "iqchannels-falls-back-to-anonymous",
			Doc:   "A client whose token was refused signs up as an anonymous one (iqchannels-ios, iqchannels-swift)",
			Apply: func(p *policies) { p.refusedToken = signUpInstead },
		},
		{
			Name:  "iqchannels-signs-up-like-an-app",
			Doc:   "An anonymous client signs up by /clients/signup (iqchannels-kotlin, iqchannels-ios)",
			Apply: signUpLikeAnApp,
		},
		{
			Name:  "iqchannels-signs-up-every-time",
			Doc:   "An anonymous client is a new one each time (iqchannels#L28-L31 speaks of tokens only)",
			Apply: func(p *policies) { p.keepGuests = false },
		},
		{
			Name:  "iqchannels-signs-in-without-channel",
			Doc:   "A sign-in has credentials only (iqchannels-readme §ClientIntegrationAuthRequest)",
			Apply: func(p *policies) { p.SentBody(signInWithoutChannel) },
		},
		{
			Name:  "iqchannels-signs-in-every-time",
			Doc:   "Every call gets a session of its own (iqchannels#L28-L29 says nothing of its life)",
			Apply: func(p *policies) { p.keepSessions = false },
		},
		{
			Name:  "iqchannels-never-signs-in-again",
			Doc:   "A session that was refused is left to the caller (iqchannels#L28-L31)",
			Apply: func(p *policies) { p.renewals = 0 },
		},
		{
			Name:  "iqchannels-presents-a-cookie",
			Doc:   "The session is presented in the cookie client-session (iqchannels-widget)",
			Apply: func(p *policies) { p.Sent(presentAs("Cookie", "client-session=")) },
		},
		{
			Name:  "iqchannels-presents-an-own-header",
			Doc:   "The session is presented in X-Client-Authorization (iqchannels-widget)",
			Apply: func(p *policies) { p.Sent(presentAs("X-Client-Authorization", "")) },
		},
		{
			Name:  "iqchannels-writes-lower-camel",
			Doc:   "Names of fields begin with a small letter (iqchannels-kotlin)",
			Apply: func(p *policies) { p.SentBody(writeLowerCamel) },
		},
		{
			Name:  "iqchannels-never-reconnects",
			Doc:   "A stream that ended is left to the caller (iqchannels-readme §Realtime-запросы)",
			Apply: func(p *policies) { p.reconnects = false },
		},
		{
			Name: "iqchannels-breaks-on-lost-responses",
			Doc: "A lost response is a failure that is not tried again (iqchannels-readme §ChatMessageForm " +
				"“Позволяет”)",
			Apply: breakOnLostResponses,
		},
		{
			Name:  "iqchannels-reverses-the-history",
			Doc:   "The history is told newest first (iqchannels-readme §ChatMessageQuery has no order)",
			Apply: func(p *policies) { p.Told(turnTheHistory) },
		},
		{
			Name:  "iqchannels-resolves-by-post",
			Doc:   "Cards are asked for by POST only (iqchannels#L35)",
			Apply: func(p *policies) { p.Asked(func(c *driver.Call) { c.Params.Args["by"] = "post" }) },
		},
		{
			Name:  "iqchannels-remembers-cards",
			Doc:   "The card of a token is asked for once (iqchannels#L26)",
			Apply: func(p *policies) { p.Around(rememberCards()) },
		},
		{
			Name:  "iqchannels-drops-old-fields",
			Doc:   "The deprecated fields are not read (iqchannels#L154)",
			Apply: func(p *policies) { p.Told(dropOldFields) },
		},
		{
			Name:  "iqchannels-believes-empty-responses",
			Doc:   "A 200 without a client is a success (iqchannels#L62, iqchannels#L65)",
			Apply: func(p *policies) { p.needsCard = false },
		},
	}
}

// signUpLikeAnApp signs up by the operation of the apps, which has no PersonalData.
func signUpLikeAnApp(p *policies) {
	p.SentBody(func(r *http.Request, body map[string]any) {
		if reference.PathEnds(r, signUpPath) {
			r.URL.Path = strings.Replace(r.URL.Path, signUpPath, "/clients/signup", 1)
			delete(body, "PersonalData")
		}
	})
}

func signInWithoutChannel(r *http.Request, body map[string]any) {
	if reference.PathEnds(r, signInPath) {
		delete(body, "Channel")
	}
}

// presentAs presents the session in one of the widget's ways; streams keep the usual one.
func presentAs(header, prefix string) func(r *http.Request) {
	return func(r *http.Request) {
		session, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Client ")
		if !ok || r.Method != http.MethodPost {
			return
		}
		r.Header.Del("Authorization")
		r.Header.Set(header, prefix+session)
	}
}

// writeLowerCamel writes the names of a body's fields as the Kotlin SDK spells them.
func writeLowerCamel(_ *http.Request, body map[string]any) {
	fields := maps.Clone(body)
	clear(body)
	for name, value := range fields {
		body[strings.ToLower(name[:1])+name[1:]] = value
	}
}

// rememberCards keeps the cards of tokens, by server.
func rememberCards() func(context.Context, driver.Call, reference.Handler) driver.Result {
	var mu sync.Mutex
	known := map[string]driver.Result{}
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		if c.Method != "iqchannels.resolveToken" {
			return next(ctx, c)
		}
		mu.Lock()
		defer mu.Unlock()
		key := c.Params.BaseURL + "\x00" + c.Arg("token")
		if r, ok := known[key]; ok {
			return r
		}
		r := next(ctx, c)
		if r.OK {
			known[key] = r
		}
		return r
	}
}
