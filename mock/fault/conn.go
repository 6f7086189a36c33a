package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

const (
	// maxWait bounds every duration that a rule may name.
	maxWait = time.Hour
	// patience bounds how long a silent connection is kept for a client that never leaves.
	patience = 5 * time.Minute
	// writeTime is how long a client may take to read what was sent to it.
	writeTime = 30 * time.Second
	// drain is how long a client may take to close its side after our FIN. Closing at once, with unread bytes in the
	// socket, would send RST and could destroy what was sent before.
	drain = 500 * time.Millisecond
)

// waits is the range of every duration that a rule may name.
var waits = param.Between(0, int64(maxWait))

// wire is the connection of one exchange, from the server's side.
type wire struct {
	w http.ResponseWriter
	r *http.Request
}

// pause waits for d of wire time. It ends early when the client leaves (stay is false) or when ctx ends otherwise: then
// the client is still there and gets the rest without further waiting.
func (x wire) pause(ctx context.Context, d time.Duration) (stay bool) {
	if d > 0 && ctx.Err() == nil {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		case <-x.r.Context().Done():
		}
	}
	return x.r.Context().Err() == nil
}

// deadline bounds the writing of a body that may not fit the socket's buffer. A recorder has none.
func (x wire) deadline(size int) {
	if size > 32<<10 {
		_ = http.NewResponseController(x.w).SetWriteDeadline(time.Now().Add(writeTime))
	}
}

// bodyless tells whether an answer of this status has no body on the wire.
func bodyless(method string, status int) bool {
	return method == http.MethodHead || status < 200 || status == http.StatusNoContent || status == http.StatusNotModified
}

// head writes status and headers, Content-Length as the whole body has it.
func (x wire) head(reply message.Response) {
	h := x.w.Header()
	for name, values := range reply.Header {
		h[name] = values
	}
	if reply.Status != http.StatusNoContent && reply.Status != http.StatusNotModified {
		h["Content-Length"] = []string{strconv.Itoa(len(reply.Body))}
	}
	if _, ok := h["Content-Type"]; !ok {
		h["Content-Type"] = nil // net/http would guess one
	}
	x.w.WriteHeader(reply.Status)
}

// send writes a reply in order.
func (x wire) send(reply message.Response) Sent {
	sent := Sent{Response: message.Response{Status: reply.Status, Header: reply.Header}}
	x.head(reply)
	if len(reply.Body) == 0 || bodyless(x.r.Method, reply.Status) {
		return sent
	}
	x.deadline(len(reply.Body))
	n, _ := x.w.Write(reply.Body) // a client that left is told by the count
	sent.Body = reply.Body[:n]
	return sent
}

// flush sends what was written so far. A writer that cannot flush keeps it until the end.
func (x wire) flush() error {
	if err := http.NewResponseController(x.w).Flush(); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// rawHead is the head of a reply as bytes, for answers that net/http would not write.
func rawHead(reply message.Response) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %03d %s\r\n", reply.Status, http.StatusText(reply.Status))
	_ = reply.Header.Write(&b) // a buffer takes everything
	if reply.Status >= 200 && reply.Header.Get("Content-Length") == "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(reply.Body))
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// sendRaw writes bytes past net/http and ends the connection in order.
func (x wire) sendRaw(ctx context.Context, data []byte) {
	conn := x.hijack()
	_ = conn.SetWriteDeadline(time.Now().Add(writeTime))
	_, _ = conn.Write(data) // a client that left needs no answer
	finish(ctx, conn)
}

// hijack takes the connection over. A recorder has none: the handler is aborted, which is how net/http breaks off.
func (x wire) hijack() net.Conn {
	conn, _, err := http.NewResponseController(x.w).Hijack()
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

// reset ends the connection with RST. Under TLS the socket itself is closed: closing the TLS connection would send an
// alert first.
func (x wire) reset() {
	conn := socket(x.hijack())
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// finish ends the connection in order: FIN, under TLS after close_notify, then waits shortly for the client's side.
func (x wire) finish(ctx context.Context) { finish(ctx, x.hijack()) }

func finish(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	type half interface{ CloseWrite() error }
	if c, ok := conn.(half); ok {
		_ = c.CloseWrite()
	}
	raw := socket(conn)
	if c, ok := raw.(half); ok && raw != conn {
		_ = c.CloseWrite()
	}
	_ = raw.SetReadDeadline(time.Now().Add(drain))
	stop := context.AfterFunc(ctx, func() { _ = raw.SetReadDeadline(time.Now()) })
	defer stop()
	_, _ = io.Copy(io.Discard, raw)
}

// leave closes the connection without an answer. net/http would send an empty 200 if the handler just returned.
func (x wire) leave() { _ = x.hijack().Close() }
