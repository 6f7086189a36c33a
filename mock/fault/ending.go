package fault

import (
	"context"

	"sparring/mock/message"
)

// Sent is what left the server after a fault acted on a response: Body holds the bytes that left.
type Sent struct {
	message.Response
	End string // one of the ends below; empty if the response ended in order
}

// How a connection ended.
const (
	EndReset   = "reset"   // RST
	EndClose   = "close"   // FIN
	EndSilence = "silence" // nothing was sent until the client left
	EndCut     = "cut"     // a part was missing
)

// inOrder sends a response as the server does.
func (c *Conn) inOrder(response message.Response) Sent {
	sent := Sent{Response: response}
	if message.Bodyless(c.r.Method, response.Status) {
		sent.Body = nil
	}
	c.ends(sent)
	return c.send(response)
}

// reset breaks the connection off.
func (c *Conn) reset() Sent {
	sent := Sent{End: EndReset}
	c.ends(sent)
	c.sendRST()
	return sent
}

// closes ends the connection in order, without a byte.
func (c *Conn) closes(ctx context.Context) Sent {
	sent := Sent{End: EndClose}
	c.ends(sent)
	c.sendFIN(ctx)
	return sent
}

// silence keeps the connection open without a byte until the client leaves, ctx ends or a time limit is reached. The
// end is reported then: until then the exchange goes on.
func (c *Conn) silence(ctx context.Context) Sent {
	sent := Sent{End: EndSilence}
	c.pause(ctx, c.firing.patience)
	c.ends(sent)
	c.abandon()
	return sent
}

// left notes that the client left before everything was sent.
func (c *Conn) left(sent Sent) Sent {
	sent.End = EndCut
	c.firing.Detail += ", the client left before"
	c.ends(sent)
	c.abandon()
	return sent
}

// Interim sends a status below 200 as the only response and ends the connection: net/http would follow it with an empty
// 200.
func (c *Conn) Interim(ctx context.Context, response message.Response) Sent {
	sent := Sent{Response: message.Response{Status: response.Status, Header: response.Header}, End: EndClose}
	c.ends(sent)
	c.sendRaw(ctx, rawHead(response))
	return sent
}
