package timconnect

import (
	"context"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// wireMutants do not cope with failures on the way.
func wireMutants() []patch {
	return append(reference.NetworkMutants[policies]("timconnect", reference.NetworkTrips{
		Slow:    "the client waits for a slow queue",
		Lost:    "a removal whose response is lost is not reported as a bad request",
		Endless: "a directory without end is not read to its end",
		Late:    "a number is called once although its response does not come in time",
	}), []patch{
		{
			Name: "timconnect-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a queue that gets no response",
				"the client gives up a kitten request that gets no response",
				"the client gives up a kitten that comes in small pieces",
			),
		},
		{
			Name: "timconnect-breaks-on-lost-responses", Doc: "A lost response is reported as a bad request",
			Apply: func(p *policies) {
				p.NeverRepeat()
				p.unanswered = func(_ context.Context, _ request, reason error) driver.Result {
					return reference.Fail("no_answer", driver.FixRequest, "%v", reason)
				}
			},
			Trips: reference.Trips(
				"client.recovery",
				"a queue read that fails with * is repeated or reported",
				"the client recovers when the authorization response is lost",
				"a report whose response is lost is sent again, or left for later",
				"a removal whose response is lost is not reported as a bad request",
			),
		},
		{
			Name: "timconnect-assumes-lost-changes", Doc: "A change that got no response is reported as done",
			Apply: func(p *policies) {
				p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
					if r.reading() {
						return unknownOutcome(ctx, r, reason)
					}
					return reference.Done(nil)
				}
			},
			Trips: reference.Trips(
				"client.failure",
				"a removal that gets no response is not reported as done",
				"a category that gets no response is not reported as set",
				"a place that gets no response is not reported as set",
				"a hang-up that gets no response is not reported as done",
			),
		},
		{
			Name: "timconnect-repeats-unread-changes", Doc: "A change whose response cannot be read is made again",
			Apply: func(p *policies) {
				p.RepeatLost = func(r request, l reference.Loss) bool {
					return l.Unread && l.Before == 0 && !r.reading() || repeatHarmless(r, l)
				}
			},
			Trips: reference.Trips("client.failure", "a call whose start has a response malformed as *"),
		},
		{
			Name: "timconnect-trusts-any-response", Doc: "A response that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a queue response malformed as * is reported as a failure",
				"a hashtag whose response is cut off is not reported as a success",
				"the client slows down when it is told to",
			),
		},
		{
			Name: "timconnect-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { refuseNewMembers(p) },
			Trips: reference.Trips(
				"client.success",
				"an undocumented member is ignored",
				"an undocumented member of a response is ignored",
			),
		},
	}...)
}
