package radist

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"sparring/scenarios/reference"
)

// twoMutants mix up two logins or two companies, or keep what has changed since.
func twoMutants() []patch {
	const several = "several accounts are connected at the same time, each by its own code"
	return []patch{
		{
			Name: "radist-mixes-answers", Doc: "The answer of a user goes to another login that waits",
			Apply: func(p *policies) {
				p.waiter = func(waiting []string, id string) string {
					for _, other := range waiting {
						if other != id && slices.Contains(waiting, id) {
							return other
						}
					}
					return waiting[0]
				}
			},
			Trips: reference.Trips("client.all-succeed", several),
		},
		{
			Name: "radist-has-one-session", Doc: "Every login goes on with the session of the first",
			Apply: func(p *policies) { goOnWithTheFirst(p) },
			Trips: reference.Trips("fidelity.apart", "a second login has a session of its own"),
		},
		{
			Name: "radist-has-one-company", Doc: "The key and the company of the first call are used for every other",
			Apply: func(p *policies) { p.OneAccount() },
			Trips: reference.Trips("fidelity.apart", "the connections of two companies stay apart"),
		},
		{
			Name: "radist-remembers-its-list", Doc: "A list of connections that was read is not read again",
			Apply: func(p *policies) {
				p.Cached(func(r *http.Request) bool {
					return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/connections/")
				})
			},
			Trips: reference.Trips("client.value", "a connection that support has deleted is not listed any more"),
		},
	}
}

// goOnWithTheFirst sends the id of the first session in place of every other.
func goOnWithTheFirst(p *policies) {
	var mu sync.Mutex
	first := ""
	p.Received(func(r *http.Request, a *reference.Response) {
		var body struct {
			ID string `json:"session_id"`
		}
		if reference.PathEnds(r, "/init") && json.Unmarshal(a.Body, &body) == nil {
			mu.Lock()
			defer mu.Unlock()
			if first == "" {
				first = body.ID
			}
		}
	})
	p.SentBody(func(r *http.Request, body map[string]any) {
		mu.Lock()
		defer mu.Unlock()
		if reference.PathEnds(r, "/login") {
			body["session_id"] = first
		}
	})
}
