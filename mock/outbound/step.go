package outbound

import (
	"context"

	"sparring/mock/journal"
)

// A world that several servers share changes in turns, and a turn may have to be taken back. So its calls begin when
// the turn is kept, and what they end with is a turn of its own.

// Share sets how a change of the world is made into a turn. It is called when the world is made.
func (o *Outbound) Share(turn func(func())) { o.turn = turn }

// Hold begins a turn: the calls of Go begin with Launch.
func (o *Outbound) Hold() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.holding = true
}

// Launch ends the turn, and returns what begins the calls of it.
func (o *Outbound) Launch() (begin []func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	begin, o.held, o.holding = o.held, nil, false
	return begin
}

// Drop ends a turn that is taken back: its calls are not made.
func (o *Outbound) Drop() {
	o.Cancel(len(o.Launch()))
}

// Cancel says that so many calls which were launched are not made after all.
func (o *Outbound) Cancel(n int) {
	for range n {
		o.end()
	}
}

// launch begins a call, or holds it.
func (o *Outbound) launch(begin func()) {
	o.mu.Lock()
	if o.holding {
		o.held = append(o.held, begin)
		o.mu.Unlock()
		return
	}
	o.mu.Unlock()
	begin()
}

// Begin opens the entry of a look-up. One that the world's own fake answers has the entry of that: Begin returns nil.
func (o *Outbound) Begin(c Call) *journal.Handle {
	if c.Local {
		return nil
	}
	return o.open(c)
}

// Make makes the call of a look-up, and writes no entry of its own. Errors: those of Do.
func (o *Outbound) Make(ctx context.Context, c Call) (reply Reply, err error) {
	o.begin()
	defer o.end()
	ctx, cancel := o.bound(ctx, &c)
	defer cancel()
	if c.Local {
		reply, err = o.local(ctx, c)
	} else {
		reply, err = o.exchange(ctx, c)
	}
	if err == nil {
		err = ctx.Err()
	}
	return reply, c.Explain(err)
}

// Finish closes the entry that Begin has opened.
func (o *Outbound) Finish(h *journal.Handle, c Call, reply Reply, err error) {
	if h != nil {
		closeCall(h, &c, reply, err)
	}
}

// closeCall closes the entry of a call that has ended.
func closeCall(h *journal.Handle, c *Call, reply Reply, err error) {
	h.Close(journal.Closed, func(e *journal.Record) {
		if err != nil {
			e.Error = err.Error()
		} else {
			e.HTTP = reply.HTTP
			e.Response = journal.MessageOf(reply.Response)
		}
		if c.Judge != nil {
			e.Findings = append(e.Findings, c.Judge(reply, err)...)
		}
	})
}
