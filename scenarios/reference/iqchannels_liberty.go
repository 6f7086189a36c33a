package reference

import (
	"net/http"
	"strings"

	"sparring/scenarios/driver"
)

// iqchannelsLiberties are what clients of iQChannels may do otherwise than the reference client.
func iqchannelsLiberties() []Liberty {
	return []Liberty{
		{"iqchannels-falls-back-to-anonymous", "A client whose token was refused signs up as an anonymous one (iqchannels-ios, iqchannels-swift)"},
		{"iqchannels-signs-up-like-an-app", "An anonymous client signs up by /clients/signup (iqchannels-kotlin, iqchannels-ios)"},
		{"iqchannels-signs-up-every-time", "An anonymous client is a new one each time (iqchannels#L28-L31 speaks of tokens only)"},
		{"iqchannels-signs-in-without-channel", "A sign-in has credentials only (iqchannels-readme §ClientIntegrationAuthRequest)"},
		{"iqchannels-signs-in-every-time", "Every call gets a session of its own (iqchannels#L28-L29 says nothing of its life)"},
		{"iqchannels-never-signs-in-again", "A session that was refused is the caller's affair (iqchannels#L28-L31)"},
		{"iqchannels-presents-a-cookie", "The session is presented in the cookie client-session (iqchannels-widget)"},
		{"iqchannels-presents-an-own-header", "The session is presented in X-Client-Authorization (iqchannels-widget)"},
		{"iqchannels-writes-lower-camel", "Names of fields begin with a small letter (iqchannels-kotlin)"},
		{"iqchannels-never-reconnects", "A stream that ended is the caller's affair (iqchannels-readme §Realtime-запросы)"},
		{"iqchannels-breaks-on-lost-replies", "A lost answer is a failure that is not tried again (iqchannels-readme §ChatMessageForm “Позволяет”)"},
		{"iqchannels-turns-the-history", "The history is told newest first (iqchannels-readme §ChatMessageQuery has no order)"},
		{"iqchannels-resolves-by-post", "Cards are asked for by POST only (iqchannels#L35)"},
		{"iqchannels-remembers-cards", "The card of a token is asked for once (iqchannels#L26)"},
		{"iqchannels-drops-old-fields", "The deprecated fields are not read (iqchannels#L154)"},
		{"iqchannels-believes-empty-answers", "A 200 without a client is a success (iqchannels#L62, iqchannels#L65)"},
	}
}

// header presents the session as the mobile SDKs do, or in one of the widget's ways.
func (q *iqchannels) header(session string) http.Header {
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
func (q *iqchannels) spelled(body any) any {
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
func (q *iqchannels) credentials(p driver.Params, token string) map[string]any {
	if q.is("signs-in-without-channel") {
		return map[string]any{"Credentials": token}
	}
	return map[string]any{"Credentials": token, "Channel": q.channel(p)}
}

// signUpPath is where anonymous clients sign up.
func (q *iqchannels) signUpPath() string {
	if q.is("signs-up-like-an-app") {
		return "/clients/signup"
	}
	return "/clients/anonymous/signup"
}

// cardOf is what is remembered of a token.
func (q *iqchannels) cardOf(c driver.Call) (driver.Result, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	r, ok := q.cards[c.Params.BaseURL+"\x00"+c.Arg("token")]
	return r, ok
}

func (q *iqchannels) remember(c driver.Call, r driver.Result) driver.Result {
	if r.OK && q.is("remembers-cards") {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.cards[c.Params.BaseURL+"\x00"+c.Arg("token")] = r
	}
	return r
}
