package fault

import "context"

// Empty ends the connection in order, without a byte.
type Empty struct{}

func (*Empty) describe() KindInfo {
	return KindInfo{
		Kind: "empty", Doc: "ends the connection in order (FIN) without a byte; the request is not handled" + unseen,
	}
}

// Detail is how the connection ends.
func (*Empty) Detail() string { return "FIN" }

// Break ends the connection.
func (*Empty) Break(ctx context.Context, c *Conn) Sent { return c.closes(ctx) }
