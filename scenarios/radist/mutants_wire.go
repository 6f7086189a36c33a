package radist

import (
	"context"
	"net/http"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// wireMutants do not cope with the forms of responses and with failures on the way.
func wireMutants() []patch {
	return append(reference.NetworkMutants[policies]("radist", reference.NetworkTrips{
		Slow:    "the client waits for a slow response about a connection",
		Lost:    "a code whose response was lost is not reported as wrong",
		Endless: "a connection without end is not read to its end",
		Late:    "a bot is connected once although its response does not come in time",
	}), []patch{
		{
			Name: "radist-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) {
				p.lost = func(ctx context.Context, err error) *problem {
					<-ctx.Done()
					return unanswered(ctx, err)
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
				p.RepeatLost = func(q request, l reference.Loss) bool {
					return repeatReads(q, l) ||
						l.Before == 0 && q.method == http.MethodPost && q.path == "connections/"
				}
			},
			Trips: reference.Trips(
				"radist.connections",
				"a connection whose creation*",
			),
		},
	}...)
}
