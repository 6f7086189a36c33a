package iqchannels

import (
	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// sessionMutants get the ends of sessions wrong.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-fires-and-forgets", Doc: "The response to a message is not read",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "iqchannels.send" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips(
				"iqchannels.honest-success",
				"a message is reported as*",
				"the client stops signing in when a new session is refused, too",
				"the client reports a refusal*",
				"a message refused with * is reported as a failure",
				"a message is not reported as sent when the server returns HTTP *",
			),
		},
		{
			Name: "iqchannels-never-signs-in-again", Doc: "A session that has ended is not replaced",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"the client signs in again by itself, and its message arrives",
				"an expired session is replaced",
			),
		},
		{
			Name: "iqchannels-keeps-the-refused-session", Doc: "The refused call is repeated with the session that " +
				"was refused",
			Apply: func(p *policies) { p.renew = keepTheRefused },
			Trips: reference.Trips(
				"client.success",
				"the client signs in again by itself, and its message arrives",
				"an expired session is replaced",
			),
		},
		{
			Name: "iqchannels-forgets-new-sessions", Doc: "A new session serves one call only",
			Apply: func(p *policies) { p.renew = forgetTheNew },
			Trips: reference.Trips("iqchannels.fresh-session", "the new session is used for the calls that follow"),
		},
		{
			Name: "iqchannels-signs-in-in-parallel", Doc: "Every refused call signs in for itself",
			Apply: func(p *policies) { p.renew = signInAlone },
			Trips: reference.Trips("iqchannels.one-sign-in", "messages that are refused together*"),
		},
		{
			Name: "iqchannels-signs-in-without-end", Doc: "Every refusal of one call makes it sign in anew",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "the client stops signing in when a new session is refused, too"),
		},
		{
			Name:  "iqchannels-drops-guests-on-failures",
			Doc:   "A failure of the server ends an anonymous session: the next message is another client's",
			Apply: func(p *policies) { p.guestsSurvive, p.newGuests = false, true },
			Trips: reference.Trips(
				"iqchannels.clients",
				"HTTP * for a message makes no other anonymous client",
				"HTTP * makes no other client of an anonymous one that returns",
			),
		},
		{
			Name:  "iqchannels-ends-guests-on-failures",
			Doc:   "A failure of the server ends an anonymous session: the caller has to sign in",
			Apply: func(p *policies) { p.guestsSurvive = false },
			Trips: reference.Trips(
				"client.success",
				"HTTP * for a message makes no other anonymous client",
			),
		},
		{
			Name: "iqchannels-makes-new-guests", Doc: "An anonymous client whose session has ended becomes another " +
				"by itself",
			Apply: func(p *policies) { p.newGuests = true },
			Trips: reference.Trips("client.failure", "an anonymous client whose*"),
		},
	}
}
