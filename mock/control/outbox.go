package control

import "sparring/mock/outbound"

type outbox struct {
	Messages []outbound.Message `json:"messages"`
	Dropped  int64              `json:"dropped"`
}

// getOutbox gives the SMS and pushes that were sent, as they are: the codes in them are the test's author's.
func getOutbox(c *call) (answer, error) {
	messages, dropped := c.world.Outbound.Messages()
	return ok(outbox{full(messages), dropped})
}
