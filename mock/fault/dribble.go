package fault

import (
	"context"
	"fmt"
	"math"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

// Dribble sends the body in small pieces.
type Dribble struct {
	// Bytes is the size of a piece.
	Bytes int `json:"bytes"`
	// Interval is the wire time between two pieces.
	Interval time.Duration `json:"interval"`
}

func (d *Dribble) describe() KindInfo {
	return KindInfo{
		Kind: "dribble", Doc: "handles the request, then sends the body in small pieces", Handled: true,
		Parameters: param.List{
			{
				Name: "bytes", Type: param.Integer, Range: param.Between(1, math.MaxInt32), Default: 1, To: &d.Bytes,
				Doc: "size of a piece",
			},
			{
				Name: "interval", Type: param.Duration, Range: waits, Default: "100ms", To: &d.Interval,
				Doc: "wire time between two pieces",
			},
		},
	}
}

// Detail is the pace.
func (d *Dribble) Detail() string { return fmt.Sprintf("%d bytes every %s", d.Bytes, d.Interval) }

// Shape sends the body piece by piece.
func (d *Dribble) Shape(ctx context.Context, c *Conn, response message.Response) Sent {
	if len(response.Body) == 0 || message.Bodyless(c.r.Method, response.Status) {
		return c.inOrder(response)
	}
	sent := Sent{Response: message.Response{Status: response.Status, Header: response.Header}}
	message.WriteHead(c.w, response)
	for at := 0; at < len(response.Body); at = len(sent.Body) {
		if at > 0 && !c.pause(ctx, d.Interval) {
			return c.left(sent)
		}
		end := min(at+d.Bytes, len(response.Body))
		if ctx.Err() != nil { // the world ends: the rest at once
			end = len(response.Body)
		}
		if end == len(response.Body) {
			c.ends(Sent{Response: response})
		}
		message.Deadline(c.w)
		n, err := c.w.Write(response.Body[at:end])
		sent.Body = response.Body[:at+n]
		if err != nil || c.flush() != nil {
			return c.left(sent)
		}
	}
	return sent
}

// Begin begins a stream at once.
func (d *Dribble) Begin(context.Context, *Conn) (stay bool) { return true }

// Send writes a message of a stream piece by piece. It returns how many bytes were written.
func (d *Dribble) Send(ctx context.Context, c *Conn, text []byte) int64 {
	return c.pieces(ctx, text, d.Bytes, d.Interval)
}

// pieces writes a message of a stream in pieces, with a pause between two. The next flush shows that a client left.
func (c *Conn) pieces(ctx context.Context, text []byte, size int, interval time.Duration) int64 {
	sent := 0
	for sent < len(text) {
		if sent > 0 && (c.flush() != nil || !c.pause(ctx, interval)) {
			break
		}
		message.Deadline(c.w)
		n, err := c.w.Write(text[sent:min(sent+size, len(text))])
		if sent += n; err != nil {
			break
		}
	}
	return int64(sent)
}
