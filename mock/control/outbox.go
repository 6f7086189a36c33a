package control

type outbox struct {
	Messages any   `json:"messages"` // as package outbound has them
	Dropped  int64 `json:"dropped"`
}

// getOutbox returns the SMS and pushes that were sent, as they are: the codes in them are the test's author's.
func getOutbox(c *call) (answer, error) {
	messages, dropped := c.world.Outbound.Messages()
	return ok(outbox{full(messages), dropped})
}
