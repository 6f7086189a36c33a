package iqchannels

import (
	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// wireMutants do not cope with the forms of responses and with failures on the way.
func wireMutants() []patch {
	return append(reference.NetworkMutants[policies]("iqchannels", reference.NetworkTrips{
		Slow:    "the client waits for a slow history",
		Lost:    "a message whose response is lost is sent again or left to the caller",
		Endless: "a history without end is not read to its end",
		Late:    "a message arrives once although its response does not come in time",
	}), []patch{
		{
			Name: "iqchannels-trusts-any-response",
			Doc:  "A response that cannot be read, or another status, is a success",
			Apply: func(p *policies) {
				p.wholeAnswer = false
				p.Received(trustAnything)
			},
			Trips: reference.Trips(
				"client.failure",
				"a sign-in whose response is malformed as * is a failure",
				"a sign-in whose response cannot be read is repeated a few times at most",
				"a message whose response cannot be read is not reported as sent",
				"a message is not reported as sent when the server returns HTTP *",
				"the client slows down when the chat server tells it to",
			),
		},
		{
			Name: "iqchannels-accepts-half-a-response", Doc: "A sign-in without client or session is a success",
			Apply: func(p *policies) { p.wholeAnswer = false },
			Trips: reference.Trips("client.failure", "a sign-in response without * is a failure"),
		},
		{
			Name: "iqchannels-crashes-on-null-rels", Doc: "Rels that are null crash the client",
			Apply: func(p *policies) { p.parse = failOnNullRels },
			Trips: reference.Trips("client.crash", "a history whose Rels is null is read"),
		},
		{
			Name: "iqchannels-breaks-on-lost-responses", Doc: "A lost response is reported as a bad request",
			Apply: func(p *policies) { breakOnLostResponses(p) },
			Trips: reference.Trips(
				"client.recovery",
				"a history read that fails with * is repeated or reported",
				"a message whose response is lost is sent again or left to the caller",
			),
		},
		{
			Name: "iqchannels-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a history that gets no response",
				"the client gives up a history that comes in small pieces",
				"the client gives up an auth service that does not respond",
			),
		},
		{
			Name: "iqchannels-overlooks-refused-guests", Doc: "A sign-up that is refused is called a success",
			Apply: func(p *policies) { p.Received(overlookRefusedGuests) },
			Trips: reference.Trips("client.failure", "a refused sign-up is reported as a failure"),
		},
		{
			Name: "iqchannels-drops-the-card", Doc: "The client of an authorization is not handed on",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "iqchannels.signIn" {
						r.Values = nil
					}
				})
			},
			Trips: reference.Trips("client.value", "a client with a valid token*"),
		},
	}...)
}
