package iqchannels

import (
	"html"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// messageMutants get messages wrong.
func messageMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-assumes-sent", Doc: "A message that got no response is reported as sent",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "iqchannels.send" && r.Error != nil && r.Error.Code == "no_answer" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips("iqchannels.honest-success", "a message that gets no response is not*"),
		},
		{
			Name: "iqchannels-claims-without-sending", Doc: "A message is called sent and never leaves",
			Apply: func(p *policies) { p.Around(claimWithoutSending) },
			Trips: reference.Trips(
				"iqchannels.chat",
				"a text arrives*",
				"two messages with the same*",
				"messages are sent in the*",
				"the client signs in again by itself, and its message arrives",
				"an anonymous client can send messages in its session",
			),
		},
		{
			Name: "iqchannels-sends-twice", Doc: "A message that is sent again gets another LocalId",
			Apply: func(p *policies) { p.again = withAnotherID },
			Trips: reference.Trips("iqchannels.chat", "a message whose response is lost is not sent twice"),
		},
		{
			Name: "iqchannels-escapes-text", Doc: "A text is sent as HTML",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.send" {
						c.Params.Args["text"] = html.EscapeString(c.Arg("text"))
					}
				})
			},
			Trips: reference.Trips("iqchannels.chat", "a text arrives*"),
		},
		{
			Name: "iqchannels-reverses-the-history", Doc: "The history is told newest first",
			Apply: func(p *policies) { p.Told(turnTheHistory) },
			Trips: reference.Trips("client.value", "the history holds what both sides wrote*"),
		},
		{
			Name: "iqchannels-tells-its-own-side", Doc: "The history is told without what operators wrote",
			Apply: func(p *policies) { p.Told(tellOwnMessages) },
			Trips: reference.Trips(
				"client.value",
				"the history holds what an operator wrote",
				"the history holds what both sides wrote*",
			),
		},
	}
}
