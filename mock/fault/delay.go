package fault

import (
	"context"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

// Delay sends the response late. State changes when the request is handled.
type Delay struct {
	// Duration is wire time, at most 1h.
	Duration time.Duration `json:"duration"`
}

func (d *Delay) describe() KindInfo {
	return KindInfo{
		Kind: "delay", Doc: "handles the request, then waits before the answer leaves", Handled: true,
		Parameters: param.List{{
			Name: "duration", Type: param.Duration, Range: waits, Required: true, To: &d.Duration,
			Doc: "wire time, at most 1h",
		}},
	}
}

// Detail is the duration.
func (d *Delay) Detail() string { return d.Duration.String() }

// Shape waits, then sends the response.
func (d *Delay) Shape(ctx context.Context, c *Conn, response message.Response) Sent {
	if !c.pause(ctx, d.Duration) {
		return c.left(Sent{})
	}
	return c.inOrder(response)
}

// Begin waits before a stream begins. It reports whether the client is still there.
func (d *Delay) Begin(ctx context.Context, c *Conn) (stay bool) { return c.pause(ctx, d.Duration) }

// Send writes a message of a stream.
func (d *Delay) Send(ctx context.Context, c *Conn, message []byte) int64 {
	return c.pieces(ctx, message, len(message), 0)
}
