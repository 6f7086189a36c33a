package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

const (
	// maxWait bounds every duration that a rule may name.
	maxWait = time.Hour
	// patience is how long a silent connection is kept for a client that never leaves.
	patience = 5 * time.Minute
	// drain is how long a client may take to close its side after our FIN. Closing at once, with unread bytes in the
	// socket, would send RST and could destroy what was sent before.
	drain = 500 * time.Millisecond
)

// waits is the range of every duration that a rule may name.
var waits = param.Between(0, int64(maxWait))

// Conn is the connection of one exchange, from the server's side, for a fault that acts on it.
type Conn struct {
	firing *Firing
	w      http.ResponseWriter
	r      *http.Request
	ending func(Sent)
}

// NewConn hands a request's connection to a firing. ending is called once, just before the last byte, RST or FIN
// leaves, so that an entry that is closed there is closed before the client can know the outcome. If w cannot be
// hijacked, a fault that needs it aborts the handler by panic(http.ErrAbortHandler), after ending was called.
func NewConn(f *Firing, w http.ResponseWriter, r *http.Request, ending func(Sent)) *Conn {
	return &Conn{firing: f, w: w, r: r, ending: ending}
}

func (c *Conn) ends(sent Sent) {
	if f := c.ending; f != nil {
		c.ending = nil
		f(sent)
	}
}

// pause waits for d of wire time. It ends early when the client leaves (stay is false) or when ctx ends otherwise: then
// the client is still there and gets the rest without further waiting.
func (c *Conn) pause(ctx context.Context, d time.Duration) (stay bool) {
	if d > 0 && ctx.Err() == nil {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		case <-c.r.Context().Done():
		}
	}
	return c.r.Context().Err() == nil
}

// send writes a response in order.
func (c *Conn) send(response message.Response) Sent {
	n, _ := message.Write(c.w, c.r.Method, response) // the count shows that a client left
	response.Body = response.Body[:n]
	return Sent{Response: response}
}

// flush sends what was written so far. A writer that cannot flush keeps it until the end.
func (c *Conn) flush() error {
	if err := http.NewResponseController(c.w).Flush(); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// rawHead is the head of a response as bytes, for responses that net/http would not write.
func rawHead(response message.Response) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %03d %s\r\n", response.Status, http.StatusText(response.Status))
	_ = response.Header.Write(&b) // a buffer takes everything
	if response.Status >= 200 && response.Header.Get("Content-Length") == "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(response.Body))
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// sendRaw writes bytes past net/http and ends the connection in order.
func (c *Conn) sendRaw(ctx context.Context, data []byte) {
	conn := c.hijack()
	_ = conn.SetWriteDeadline(time.Now().Add(message.WriteTime))
	_, _ = conn.Write(data) // a client that left needs no response
	finish(ctx, conn)
}

// hijack takes the connection over. A recorder has none: the handler is aborted, which is how net/http breaks off.
func (c *Conn) hijack() net.Conn {
	conn, _, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return conn
}

// socket is the connection under TLS and other wrappers.
func socket(conn net.Conn) net.Conn {
	for {
		inner, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = inner.NetConn()
	}
}

// sendRST ends the connection with RST. Under TLS the socket itself is closed: closing the TLS connection would send an
// alert first.
func (c *Conn) sendRST() {
	conn := socket(c.hijack())
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// sendFIN ends the connection in order: FIN, under TLS after close_notify, then waits shortly for the client's side.
func (c *Conn) sendFIN(ctx context.Context) { finish(ctx, c.hijack()) }

func finish(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	type half interface{ CloseWrite() error }
	if half, ok := conn.(half); ok {
		_ = half.CloseWrite()
	}
	raw := socket(conn)
	if half, ok := raw.(half); ok && raw != conn {
		_ = half.CloseWrite()
	}
	_ = raw.SetReadDeadline(time.Now().Add(drain))
	stop := context.AfterFunc(ctx, func() { _ = raw.SetReadDeadline(time.Now()) })
	defer stop()
	_, _ = io.Copy(io.Discard, raw)
}

// abandon closes the connection without a response. net/http would send an empty 200 if the handler just returned.
func (c *Conn) abandon() { _ = c.hijack().Close() }
