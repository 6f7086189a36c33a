package iqchannels

import (
	"net/http"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what clients of iQChannels may do otherwise than the reference client.
func liberties() []reference.Liberty {
	return []reference.Liberty{
		{Name: "iqchannels-falls-back-to-anonymous", Doc: "A client whose token was refused signs up as an anonymous one (iqchannels-ios, iqchannels-swift)"},
		{Name: "iqchannels-signs-up-like-an-app", Doc: "An anonymous client signs up by /clients/signup (iqchannels-kotlin, iqchannels-ios)"},
		{Name: "iqchannels-signs-up-every-time", Doc: "An anonymous client is a new one each time (iqchannels#L28-L31 speaks of tokens only)"},
		{Name: "iqchannels-signs-in-without-channel", Doc: "A sign-in has credentials only (iqchannels-readme §ClientIntegrationAuthRequest)"},
		{Name: "iqchannels-signs-in-every-time", Doc: "Every call gets a session of its own (iqchannels#L28-L29 says nothing of its life)"},
		{Name: "iqchannels-never-signs-in-again", Doc: "A session that was refused is the caller's affair (iqchannels#L28-L31)"},
		{Name: "iqchannels-presents-a-cookie", Doc: "The session is presented in the cookie client-session (iqchannels-widget)"},
		{Name: "iqchannels-presents-an-own-header", Doc: "The session is presented in X-Client-Authorization (iqchannels-widget)"},
		{Name: "iqchannels-writes-lower-camel", Doc: "Names of fields begin with a small letter (iqchannels-kotlin)"},
		{Name: "iqchannels-never-reconnects", Doc: "A stream that ended is the caller's affair (iqchannels-readme §Realtime-запросы)"},
		{Name: "iqchannels-breaks-on-lost-replies", Doc: "A lost answer is a failure that is not tried again (iqchannels-readme §ChatMessageForm “Позволяет”)"},
		{Name: "iqchannels-turns-the-history", Doc: "The history is told newest first (iqchannels-readme §ChatMessageQuery has no order)"},
		{Name: "iqchannels-resolves-by-post", Doc: "Cards are asked for by POST only (iqchannels#L35)"},
		{Name: "iqchannels-remembers-cards", Doc: "The card of a token is asked for once (iqchannels#L26)"},
		{Name: "iqchannels-drops-old-fields", Doc: "The deprecated fields are not read (iqchannels#L154)"},
		{Name: "iqchannels-believes-empty-answers", Doc: "A 200 without a client is a success (iqchannels#L62, iqchannels#L65)"},
	}
}

// header presents the session as the mobile SDKs do, or in one of the widget's ways.
func (q *client) header(session string) http.Header {
	h := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	switch {
	case session == "":
	case q.is("presents-a-cookie"):
		h.Set("Cookie", "client-session="+session)
	case q.is("presents-an-own-header"):
		h.Set("X-Client-Authorization", session)
	default:
		h.Set("Authorization", "Client "+session)
	}
	return h
}

// spelled writes the names of a body's fields as the client spells them.
func (q *client) spelled(body any) any {
	fields, ok := body.(map[string]any)
	if !ok || !q.is("writes-lower-camel") {
		return body
	}
	out := map[string]any{}
	for name, value := range fields {
		out[strings.ToLower(name[:1])+name[1:]] = value
	}
	return out
}

// credentials is the body of a sign-in.
func (q *client) credentials(p driver.Params, token string) map[string]any {
	if q.is("signs-in-without-channel") {
		return map[string]any{"Credentials": token}
	}
	return map[string]any{"Credentials": token, "Channel": q.channel(p)}
}

// signUpPath is where anonymous clients sign up.
func (q *client) signUpPath() string {
	if q.is("signs-up-like-an-app") {
		return "/clients/signup"
	}
	return "/clients/anonymous/signup"
}

// cardOf is what is remembered of a token.
func (q *client) cardOf(c driver.Call) (driver.Result, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	r, ok := q.cards[c.Params.BaseURL+"\x00"+c.Arg("token")]
	return r, ok
}

func (q *client) remember(c driver.Call, r driver.Result) driver.Result {
	if r.OK && q.is("remembers-cards") {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.cards[c.Params.BaseURL+"\x00"+c.Arg("token")] = r
	}
	return r
}
