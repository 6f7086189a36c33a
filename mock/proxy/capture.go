package proxy

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"

	"sparring/mock/message"
)

// capture is the ResponseWriter that takes what came from a server: a whole response, or a stream that is read while it
// goes on.
type capture struct {
	header http.Header
	cancel context.CancelFunc
	ready  chan struct{} // closed when there is a whole response, a stream has begun, or nothing more comes

	mu     sync.Mutex
	status int
	sent   http.Header // the header as it came before the body: trailers are no part of it
	body   bytes.Buffer
	stream *Stream
	err    error
	once   sync.Once
}

func newCapture(cancel context.CancelFunc) *capture {
	return &capture{header: http.Header{}, cancel: cancel, ready: make(chan struct{})}
}

// Header returns the response's header.
func (c *capture) Header() http.Header { return c.header }

// WriteHeader takes the status of the final response. Interim ones are not passed on.
func (c *capture) WriteHeader(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if status < http.StatusOK || c.status != 0 {
		return
	}
	c.status, c.sent = status, c.header.Clone()
	if eventStream(c.header) {
		c.stream = newStream(c.cancel)
		c.once.Do(func() { close(c.ready) })
	}
}

// Write takes a piece of the body.
func (c *capture) Write(b []byte) (int, error) {
	c.WriteHeader(http.StatusOK)
	if s := c.source(); s != nil {
		return len(b), s.add(b)
	}
	return c.body.Write(b)
}

// Flush makes the capture a Flusher: a stream is written piece by piece.
func (c *capture) Flush() {}

func (c *capture) source() *Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stream
}

func (c *capture) streaming() bool { return c.source() != nil }

// fail keeps the first reason why there is no whole response.
func (c *capture) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}

// failure returns why there is no whole response, nil if there is one.
func (c *capture) failure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && c.status == 0 {
		return errors.New("nothing came")
	}
	return c.err
}

// finish says that nothing more comes. A copy that broke off panics, which net/http would answer by itself.
func (c *capture) finish() {
	if v := recover(); v != nil &&
		v != http.ErrAbortHandler { //nolint:errorlint // compared by identity, as net/http does
		panic(v)
	}
	c.mu.Lock()
	s := c.stream
	c.mu.Unlock()
	if s != nil {
		s.end()
	}
	c.once.Do(func() { close(c.ready) })
}

// response is what came, once it is ready.
func (c *capture) response() message.Response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return message.Response{Status: c.status, Header: c.sent.Clone(), Body: c.body.Bytes()}
}
