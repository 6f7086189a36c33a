package iqchannels

import (
	"net/http"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// twoMutants mix up two clients or two tokens, or keep what has changed since.
func twoMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-writes-as-the-first", Doc: "Every message goes out in the session of the first sign-in",
			Apply: func(p *policies) { presentTheFirst(p) },
			Trips: reference.Trips("world.fact", "a second client writes in its own session"),
		},
		{
			Name: "iqchannels-has-one-session-a-token", Doc: "A session is kept by the token, whatever the channel is",
			Apply: func(p *policies) {
				p.whose = func(p driver.Params) string { return p.BaseURL + "\x00" + p.Credentials["token"] }
			},
			Trips: reference.Trips("fidelity.apart", "two channels have a session each"),
		},
		{
			Name: "iqchannels-has-one-token", Doc: "The token of the first call is presented for every other",
			Apply: func(p *policies) { p.OneAccount() },
			Trips: reference.Trips("iqchannels.clients", "two clients sign in at the same time"),
		},
		{
			Name: "iqchannels-mixes-sign-ins", Doc: "Sign-ins at the same time are all told as the last of them",
			Apply: func(p *policies) { p.OneResult("iqchannels.signIn") },
			Trips: reference.Trips("fidelity.apart", "two clients sign in at the same time"),
		},
		{
			Name:  "iqchannels-mixes-cards",
			Doc:   "Tokens that are resolved at the same time are told as the last of them",
			Apply: func(p *policies) { p.OneResult("iqchannels.resolveToken") },
			Trips: reference.Trips("fidelity.apart", "two tokens are resolved at the same time"),
		},
		{
			Name: "iqchannels-never-asks-for-a-card-again",
			Doc:  "The card of a token is kept and never asked for again",
			Apply: func(p *policies) {
				p.Cached(func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/rest/chat/client/") })
			},
			Trips: reference.Trips("client.value", "a card that the bank has changed is resolved as it is now"),
		},
		{
			Name: "iqchannels-remembers-its-history", Doc: "A history that was read is not read again",
			Apply: func(p *policies) {
				p.Cached(func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/chats/channel/messages/") })
			},
			Trips: reference.Trips("client.value", "the history has what an operator has written since"),
		},
	}
}

// presentTheFirst presents the first session with every request.
func presentTheFirst(p *policies) {
	var mu sync.Mutex
	first := ""
	p.Sent(func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if held := r.Header.Get("Authorization"); first == "" {
			first = held
		}
		if first != "" {
			r.Header.Set("Authorization", first)
		}
	})
}
