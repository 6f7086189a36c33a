package mock

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/outbound"
)

var errCut = errors.New("the connection was closed without a complete answer")

// local answers a call of the world to its own fake: through the same chain, in process, as one outgoing entry.
func (in *instance) local(ctx context.Context, c outbound.Call) (reply outbound.Reply, err error) {
	r, err := http.NewRequestWithContext(ctx, c.Method, c.URL, bytes.NewReader(c.Body))
	if err != nil {
		return reply, err
	}
	if c.Header != nil {
		r.Header = c.Header.Clone()
	}
	target, _, _ := strings.Cut(c.URL, "?")
	rec := &recorder{header: http.Header{}}
	x := exchange{
		in: in, fake: in.Fake(c.API), router: in.server.routers[c.API],
		request:  message.Request{Path: strings.TrimPrefix(target, in.URL(c.API))},
		outgoing: true, peer: c.Peer, w: rec, r: r, why: c.Why,
	}
	x.judge = func(e *journal.Record) {
		failed := c.Explain(ctx.Err())
		if failed == nil && e.Sent != nil && e.Sent.End != "" {
			failed = errCut
		}
		var answer outbound.Reply
		if failed != nil {
			e.Error = failed.Error()
			if e.Sent == nil {
				e.Response = nil // the caller had given up before
			}
		} else if e.Response != nil {
			answer = outbound.Reply{Response: e.Response.Response()}
		}
		if c.Judge != nil {
			e.Findings = append(e.Findings, c.Judge(answer, failed)...)
		}
	}
	defer func() {
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler { //nolint:errorlint // the sentinel that net/http compares by identity
				panic(v)
			}
			if err = ctx.Err(); err == nil {
				err = errCut
			}
		}
	}()
	if x.turns() == nil {
		x.run()
	} else if err = x.runLocal(); err != nil {
		return reply, err
	}
	if ctx.Err() != nil {
		return reply, ctx.Err()
	}
	if rec.status == 0 {
		return reply, errors.New("no answer came")
	}
	if int64(rec.body.Len()) > c.MaxBody {
		return reply, fmt.Errorf("%w of %d bytes", outbound.ErrTooLarge, c.MaxBody)
	}
	return outbound.Reply{Response: message.Response{Status: rec.status, Header: rec.header, Body: rec.body.Bytes()}},
		nil
}

// recorder is a ResponseWriter that keeps the response.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header returns the response's header.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader keeps the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write keeps body bytes.
func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// Flush makes the recorder a Flusher: a dribble needs one.
func (r *recorder) Flush() {}
