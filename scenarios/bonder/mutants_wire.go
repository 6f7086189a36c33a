package bonder

import (
	"net/http"
	"sparring/scenarios/reference"
)

// wireMutants do not cope with the forms of responses and with failures on the way.
func wireMutants() []patch {
	return append(reference.NetworkMutants[policies]("bonder", reference.NetworkTrips{
		Slow:    "the client waits for a slow response",
		Lost:    "a save whose response is lost is repeated, or its outcome is reported as unknown",
		Endless: "a card without end is not read to its end",
		Late:    "a profile is created once although its response does not come in time",
	}), []patch{
		{
			Name: "bonder-demands-text-numbers", Doc: "Flags that are integers are refused",
			Apply: func(p *policies) { p.read = demand(demandTextNumbers) },
			Trips: reference.Trips("client.success", "flags that are integers are read"),
		},
		{
			Name: "bonder-refuses-empty-lists", Doc: "An empty result that is a list is refused",
			Apply: func(p *policies) { p.read = demand(refuseLists) },
			Trips: reference.Trips("client.success", "a result that is an empty list is read"),
		},
		{
			Name: "bonder-demands-all-fields", Doc: "Fields that are missing are refused",
			Apply: func(p *policies) { p.read = demand(demandLastNames) },
			Trips: reference.Trips("client.success", "a card without the fields that are not set is read"),
		},
		{
			Name: "bonder-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { p.read = demand(refuseNewMembers) },
			Trips: reference.Trips("client.success", "an undocumented member * is ignored"),
		},
		{
			Name: "bonder-trusts-any-response", Doc: "A response that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a response malformed as * is reported as a failure",
				"a save whose response is cut off is not reported as a success",
				"a save whose response is cut off has an unknown outcome",
				"HTTP * is reported as a failure",
				"the client slows down when it is told to",
			),
		},
		{
			Name: "bonder-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a read that gets no response",
				"the client gives up a card that comes in small pieces",
				"a read that fails with reset is repeated or reported",
			),
		},
		{
			Name: "bonder-breaks-on-lost-responses", Doc: "A lost response is reported as a bad request",
			Apply: func(p *policies) { breakOnLostResponses(p) },
			Trips: reference.Trips(
				"client.recovery",
				"a read that fails with * is repeated or reported",
				"a save whose response is lost is repeated, or its outcome is reported as unknown",
				"a request to * whose response is lost is not reported as a bad request",
			),
		},
		{
			Name: "bonder-assumes-lost-changes", Doc: "A change that got no response is reported as done",
			Apply: func(p *policies) { p.unanswered = assumeDone(p.unanswered) },
			Trips: reference.Trips(
				"client.failure",
				"the switching of * that gets no response is not reported as done",
				"a request to * that gets no response is not reported as done",
			),
		},
		{
			Name: "bonder-repeats-lost-deletions", Doc: "A deletion whose response is lost is sent again, and its " +
				"refusal reported",
			Apply: func(p *policies) { p.RepeatLost = repeatLost(http.MethodDelete, p.RepeatLost) },
			Trips: reference.Trips(
				"client.recovery",
				"a request to delete a profile whose response is lost*",
			),
		},
		{
			Name: "bonder-repeats-lost-creations", Doc: "A creation whose response cannot be read is sent again",
			Apply: func(p *policies) { p.RepeatLost = repeatLost(http.MethodPost, p.RepeatLost) },
			Trips: reference.Trips("client.failure", "a profile whose creation has a response malformed as *"),
		},
	}...)
}
