package reference

import (
	"context"
	"io"
	"time"
)

// limited returns a context that ends when a whole response has been waited for too long, and how its body is read.
// With EachPiece the limit is that of the head, and a response in many pieces has no end. What the client is told does
// not shorten the wait for a piece: on a busy machine one that is late would end the response, as a limit for all does.
func (w *Wire) limited(ctx context.Context) (context.Context, func(io.Reader) io.Reader, context.CancelFunc) {
	if !w.EachPiece {
		ctx, cancel := context.WithTimeout(ctx, w.Patience)
		return ctx, func(body io.Reader) io.Reader { return body }, cancel
	}
	ctx, cancel := context.WithCancelCause(ctx)
	p := &pieces{ctx: ctx, cancel: cancel, limit: w.Patience}
	came := p.wait() // for the head
	p.limit = Patience
	read := func(body io.Reader) io.Reader {
		came()
		p.body = body
		return p
	}
	return ctx, read, func() {
		came()
		cancel(nil)
	}
}

// pieces are what is read of a response, each within a limit of its own.
type pieces struct {
	body   io.Reader
	ctx    context.Context
	cancel context.CancelCauseFunc
	limit  time.Duration
}

// wait ends the exchange unless the next piece comes in time.
func (p *pieces) wait() (came func()) {
	ctx, cancel := context.WithTimeout(p.ctx, p.limit)
	stop := context.AfterFunc(ctx, func() { p.cancel(context.DeadlineExceeded) })
	return func() {
		stop()
		cancel()
	}
}

func (p *pieces) Read(into []byte) (int, error) {
	defer p.wait()()
	return p.body.Read(into)
}
