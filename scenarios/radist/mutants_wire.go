package radist

import (
	"context"
	"net/http"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// wireMutants do not live with the forms of answers and the ways of networks.
func wireMutants() []patch {
	return []patch{
		{
			Name: "radist-has-no-patience", Doc: "Responses are waited for a fifth of a second",
			Apply: func(p *policies) { p.patience = reference.Haste },
			Trips: reference.Trips("client.success", "the client waits for a slow response about a connection"),
		},
		{
			Name: "radist-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) {
				p.lost = func(ctx context.Context, err error) *problem {
					<-ctx.Done()
					return &problem{lost: true, text: err.Error()}
				}
			},
			Trips: reference.Trips(
				"client.hang",
				"a connection read that fails with reset*",
				"the client gives up a connection that *",
			),
		},
		{
			Name: "radist-breaks-on-lost-responses", Doc: "A lost response is reported as a bad request",
			Apply: func(p *policies) {
				p.lostPolls = 0
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "no_answer" {
						r.Error.Advice, r.Error.RetryAfterS = driver.FixRequest, nil
					}
				})
			},
			Trips: reference.Trips(
				"client.recovery",
				"a connection read that fails with * is repeated or reported",
				"a poll that fails with * does not end the login",
				"a code whose response was lost is not reported as wrong",
			),
		},
		{
			Name: "radist-blames-the-request",
			Doc:  "A failure on the way is reported as a bad request",
			Apply: func(p *policies) {
				p.repeatLost = func(request) bool { return false }
				p.lostPolls = 0
				p.Told(reference.Blame)
			},
			Trips: reference.Trips(
				"client.recovery",
				"a code whose response was lost is not reported as wrong",
			),
		},
		{
			Name: "radist-reads-without-end", Doc: "A response is read to its end, however long it is",
			Apply: func(p *policies) { p.Unbounded() },
			Trips: reference.Trips("client.bound", "a connection without end is not read to its end"),
		},
		{
			Name: "radist-follows-redirects", Doc: "Requests are sent on, whole, to where a redirect leads",
			Apply: func(p *policies) { p.Followed() },
			Trips: reference.Trips("fidelity.inside", "the * no redirect with *"),
		},
		{
			Name: "radist-trusts-any-response", Doc: "A response that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a connection response malformed as * is reported as a failure",
				"HTTP * for the creation of a connection is reported as a failure",
			),
		},
		{
			Name: "radist-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { p.read = refuseNewMembers },
			Trips: reference.Trips("client.success", "an undocumented member * of a connection is ignored"),
		},
		{
			Name: "radist-creates-again", Doc: "A creation that got no response is sent again",
			Apply: func(p *policies) {
				p.repeatLost = func(q request) bool {
					return q.method == http.MethodGet || q.method == http.MethodPost && q.path == "connections/"
				}
			},
			Trips: reference.Trips(
				"radist.connections",
				"a connection whose creation*",
			),
		},
	}
}
