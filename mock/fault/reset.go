package fault

import "context"

// Reset breaks the connection off.
type Reset struct{}

func (*Reset) describe() KindInfo {
	return KindInfo{Kind: "reset", Doc: "breaks the connection off with RST; the request is not handled" + unseen}
}

// Detail is how the connection ends.
func (*Reset) Detail() string { return "RST" }

// Break ends the connection.
func (*Reset) Break(_ context.Context, c *Conn) Sent { return c.reset() }
