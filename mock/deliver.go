package mock

import (
	"bytes"
	"context"
	"net/http"

	"sparring/mock/contract"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/spec"
)

// deliver sends the response and closes the entry. The entry of a plain response is closed before its last byte leaves:
// a client that has the response finds it complete in the journal.
func (x *exchange) deliver(out outcome, op *spec.Operation, firing *fault.Firing) {
	if out.Status == 0 {
		out.Status = http.StatusOK
	}
	out.Response = x.share(out.Response)
	edit, edits := does[editor](firing)
	shape, shapes := does[shaper](firing)
	if out.Stream != nil {
		if out.Header == nil {
			out.Header = http.Header{}
		}
		out.Header.Set("X-Accel-Buffering", "no") // nginx would collect messages and send them in lumps
		if _, suits := does[streamShaper](firing); suits || !shapes {
			if edits { // the entry says that there is nothing to change
				x.edit(message.Response{Status: out.Status, Header: out.Header}, op, firing, edit)
			}
			x.stream = &stream{exchange: x, firing: firing, source: out.Stream}
			x.stream.begin(&out)
			if x.turns() != nil {
				x.then = x.stream.run
			}
			return
		}
		out.drain(firing)
	}
	sent := out.Response
	if shapes {
		x.entry.Update(func(e *journal.Record) { x.writeMeant(e, &out) })
		x.shapeLater(sent, firing, shape)
		return
	}
	if edits {
		sent = x.edit(sent, op, firing, edit)
	}
	state := x.endState()
	x.closeEntry(state, func(e *journal.Record) {
		x.writeMeant(e, &out)
		if edits {
			e.Sent = sentOf(fault.Sent{Response: sent})
		}
	})
	if _, err := message.Write(x.w, x.r.Method, sent); err != nil && state == journal.Closed {
		x.entry.Close(journal.Aborted, nil)
	}
}

func (x *exchange) shapeLater(sent message.Response, firing *fault.Firing, k shaper) {
	x.later(func() {
		x.shape(sent, firing, func(ctx context.Context, c *fault.Conn) fault.Sent { return k.Shape(ctx, c, sent) })
	})
}

// drain makes a finished response of what a stream has now, for a fault that can shape nothing else.
func (out *outcome) drain(firing *fault.Firing) {
	messages, _ := out.Stream.Pull()
	out.Body = bytes.Join(messages, nil)
	if out.Stream.Close != nil {
		out.Stream.Close()
	}
	out.Why = append(out.Why, journal.Why{
		Code: "fault_ends_stream",
		Text: "a " + firing.Kind + " shapes finished answers: the stream gave what it had, and ended",
	})
}

// edit lets the fault choose one of the edits that the document's schema proposes for the response.
func (x *exchange) edit(
	r message.Response, op *spec.Operation, firing *fault.Firing, k editor,
) message.Response {
	if op != nil {
		proposed := contract.Edits(*op, r.Status, r.Header, r.Body)
		edits := make([]fault.Edit, len(proposed))
		for i, e := range proposed {
			edits[i] = fault.Edit{Kind: e.Kind, Pointer: e.Pointer, Value: e.Value}
		}
		r = k.Edit(firing, r, edits)
	}
	x.noteFault(firing)
	return r
}

// shape lets a fault act on the connection. The entry is closed with what really left before the client can know how
// the exchange ended. r is zero if there is no response.
func (x *exchange) shape(
	r message.Response, firing *fault.Firing, act func(ctx context.Context, c *fault.Conn) fault.Sent,
) {
	ctx, cancel := context.WithCancel(x.r.Context())
	defer cancel()
	defer context.AfterFunc(x.in.Context(), cancel)()
	act(ctx, fault.NewConn(firing, x.w, x.r, func(sent fault.Sent) {
		x.during(func() {
			x.noteFault(firing)
			x.closeEntry(x.endState(), func(e *journal.Record) {
				e.Unjudged = e.Unjudged || r.Status == 0
				e.Sent = sentOf(sent)
			})
		})
		_ = x.in.keeper.flush() // the client can know the outcome from here on
	}))
	if x.open {
		x.during(func() { x.closeEntry(x.endState(), nil) })
	}
}

// sentOf returns what a fault sent as an entry keeps it.
func sentOf(s fault.Sent) *journal.Sent {
	return &journal.Sent{Status: s.Status, Header: s.Header, Body: s.Body, Bytes: int64(len(s.Body)),
		End: journal.Ending(s.End)}
}
