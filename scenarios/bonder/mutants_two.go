package bonder

import (
	"net/http"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// twoMutants mix up two accounts or two cards, or keep what has changed since.
func twoMutants() []patch {
	const both = "two accounts log in at the same time"
	return []patch{
		{
			Name: "bonder-has-one-token", Doc: "One token is kept for all accounts",
			Apply: func(p *policies) { p.whose = func(p driver.Params) string { return p.BaseURL } },
			Trips: reference.Trips("fidelity.apart", "two accounts have a token each", both),
		},
		{
			Name: "bonder-has-one-token-a-user", Doc: "A token is kept by the user's name, whatever the client name is",
			Apply: func(p *policies) {
				p.whose = func(p driver.Params) string { return p.BaseURL + "\x00" + p.Credentials["username"] }
			},
			Trips: reference.Trips("fidelity.apart", "two client names of one user have a token each"),
		},
		{
			Name: "bonder-uses-the-newest-token", Doc: "Requests of all accounts carry the token that was given last",
			Apply: func(p *policies) { useTheNewest(p) },
			Trips: reference.Trips("fidelity.apart", "two accounts have a token each"),
		},
		{
			Name: "bonder-has-one-account", Doc: "The credentials of the first call are used for every other",
			Apply: func(p *policies) { p.OneAccount() },
			Trips: reference.Trips("fidelity.apart", "two accounts have a token each"),
		},
		{
			Name:  "bonder-mixes-loaded-cards",
			Doc:   "Cards that are loaded at the same time are told as the last of them",
			Apply: func(p *policies) { p.OneResult("bonder.loadCard") },
			Trips: reference.Trips("fidelity.apart", "two cards are loaded at the same time"),
		},
		{
			Name:  "bonder-saves-to-the-last-card",
			Doc:   "Cards that are saved at the same time are all saved to the last",
			Apply: func(p *policies) { p.OneArgument("bonder.saveCard", "card_id") },
			Trips: reference.Trips("world.fact", "two cards are saved at the same time"),
		},
		{
			Name: "bonder-remembers-cards", Doc: "A card that was loaded is not loaded again",
			Apply: func(p *policies) {
				p.Cached(func(r *http.Request) bool {
					return r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/users/")
				})
			},
			Trips: reference.Trips("client.value", "a card that was loaded before is loaded as it was saved since"),
		},
	}
}

// useTheNewest sends the newest token with every request.
func useTheNewest(p *policies) {
	var mu sync.Mutex
	newest := ""
	p.Received(func(r *http.Request, a *reference.Response) {
		if e, err := read(a.Body); err == nil && reference.PathEnds(r, authorizePath) {
			mu.Lock()
			defer mu.Unlock()
			newest, _ = e.result["token"].(string)
		}
	})
	p.Sent(func(r *http.Request) {
		if r.Header.Get("X-Auth-Key") != "" {
			mu.Lock()
			defer mu.Unlock()
			r.Header.Set("X-Auth-Key", newest)
		}
	})
}
