package mock

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"time"

	"sparring/mock/clock"
	"sparring/mock/contract"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/world"
)

const (
	writeTime = 30 * time.Second // a client has so long to take a large answer or one message of a stream
	largeBody = 32 << 10         // an answer beyond this may not fit the socket's buffer
)

// deliver sends the answer and closes the entry. A plain answer's entry is closed before its last byte leaves, so that
// whoever has the answer finds the entry finished in the journal.
func (p *passage) deliver(a world.Answer, arbitrary bool) {
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	a = p.shared(a)
	if a.Stream != nil {
		if a.Header == nil {
			a.Header = http.Header{}
		}
		a.Header.Set("X-Accel-Buffering", "no") // nginx would collect messages and send them in lumps
		if p.firing == nil || p.firing.Streams() {
			if p.firing != nil && p.firing.Kind() == "mutate" {
				p.mutate(message.Response{Status: a.Status, Header: a.Header}) // says that there is nothing to change
			}
			p.stream(a)
			return
		}
		p.drain(&a)
	}
	reply := a.Response
	if p.firing != nil && p.firing.Stage() == fault.After {
		if p.firing.Kind() != "mutate" {
			p.entry.Update(func(e *journal.Entry) { p.meant(e, a, arbitrary) })
			p.shape(reply)
			return
		}
		reply = p.mutate(reply)
	}
	state := p.ended()
	p.end(state, func(e *journal.Entry) {
		p.meant(e, a, arbitrary)
		if p.firing != nil && p.firing.Kind() == "mutate" {
			e.Sent = &journal.Sent{Status: reply.Status, Header: reply.Header, Body: reply.Body, Bytes: int64(len(reply.Body))}
		}
	})
	if err := write(p.w, reply); err != nil && state == journal.Closed && !errors.Is(err, http.ErrBodyNotAllowed) {
		p.entry.Close(journal.Aborted, nil)
	}
}

// meant notes the answer as it was meant.
func (p *passage) meant(e *journal.Entry, a world.Answer, arbitrary bool) {
	e.Response = journal.MessageOf(a.Response)
	e.Why = append(e.Why, a.Why...)
	e.Findings = append(e.Findings, a.Findings...)
	e.Arbitrary = arbitrary
	if p.granted { // the request itself follows, and is judged
		e.Unmatched, e.Hint, e.Unjudged = false, "", true
	}
	if a.Operation != "" && e.Unmatched {
		e.Operation, e.Unmatched, e.Hint, e.Unjudged = a.Operation, false, "", true
	}
}

// drain makes a finished answer of what a stream has by now, for a fault that can shape nothing else.
func (p *passage) drain(a *world.Answer) {
	messages, _ := a.Stream.Pull()
	a.Body = bytes.Join(messages, nil)
	if a.Stream.Close != nil {
		a.Stream.Close()
	}
	a.Why = append(a.Why, journal.Why{Code: "fault_ends_stream", Text: "a " + p.firing.Kind() + " shapes finished answers: the stream gave what it had, and ended"})
}

// mutate lets the fault choose one of the edits that the document's schema of this answer proposes.
func (p *passage) mutate(reply message.Response) message.Response {
	if op := p.found.Operation; op != nil {
		proposed := contract.Edits(*op, reply.Status, reply.Header, reply.Body)
		edits := make([]fault.Edit, len(proposed))
		for i, e := range proposed {
			edits[i] = fault.Edit{Kind: e.Kind, Pointer: e.Pointer, Value: e.Value}
		}
		reply = p.firing.Edit(reply, edits)
	}
	p.note()
	return reply
}

// write sends a reply in order.
func write(w http.ResponseWriter, reply message.Response) error {
	h := w.Header()
	for name, values := range reply.Header {
		h[name] = values
	}
	if bodyAllowed(reply.Status) {
		h["Content-Length"] = []string{strconv.Itoa(len(reply.Body))}
	}
	if len(reply.Body) > largeBody {
		_ = http.NewResponseController(w).SetWriteDeadline(clock.Wire().Add(writeTime))
	}
	w.WriteHeader(reply.Status)
	if len(reply.Body) == 0 {
		return nil
	}
	_, err := w.Write(reply.Body)
	return err
}

func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}

// The entry of one stream keeps so many messages, and so many bytes of them: the first ones.
const (
	maxMessages     = 1000
	maxMessageBytes = 4 << 20
)

// messageBounds are those of a stream's entry.
func messageBounds() []limit.Bound {
	return []limit.Bound{
		{
			Name: "messages", Limit: maxMessages, Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerEntry,
			Doc: "Messages in the entry of a stream; all are sent, and the first ones are kept.",
		},
		{
			Name: "message bytes", Limit: maxMessageBytes, Unit: limit.Bytes, Beyond: limit.Refused, Per: limit.PerEntry,
			Doc: "Data of the messages in the entry of a stream.",
		},
	}
}

// keep notes a message of a stream in its entry. The first that does not fit is explained.
func (p *passage) keep(message []byte, note string) {
	now := p.in.Now()
	p.entry.Update(func(e *journal.Entry) {
		p.noted += int64(len(message))
		switch {
		case len(e.Messages) < maxMessages && p.noted <= maxMessageBytes:
			e.Messages = append(e.Messages, journal.StreamMessage{WorldTime: now, Data: string(message), Sent: note})
		case !p.cut:
			p.cut = true
			p.noted = maxMessageBytes // the entry is full, even if a smaller one would fit
			for _, b := range messageBounds() {
				if b.Unit == limit.Bytes || len(e.Messages) == maxMessages {
					e.Why = append(e.Why, journal.Why(b.Full()))
					break
				}
			}
		}
	})
}

// stream writes messages until either side, or the world, ends it. It is one entry with a list of messages.
func (p *passage) stream(a world.Answer) {
	if a.Stream.Close != nil {
		defer a.Stream.Close()
	}
	control := http.NewResponseController(p.w)
	h := p.w.Header()
	for name, values := range a.Header {
		h[name] = values
	}
	p.entry.Update(func(e *journal.Entry) {
		e.Response = &journal.Message{Status: a.Status, Header: a.Header}
		e.Why = append(e.Why, a.Why...)
		e.Findings = append(e.Findings, a.Findings...)
		e.Faults = p.faults
	})
	state := journal.Closed
	if p.firing != nil && !p.firing.Wait(p.in.Context(), p.w, p.r) {
		p.note()
		p.end(p.ended(), nil)
		return
	}
	_ = control.SetWriteDeadline(clock.Wire().Add(writeTime))
	p.w.WriteHeader(a.Status)
	if err := control.Flush(); err == nil {
		state = p.pump(a.Stream, control)
	}
	if p.firing != nil {
		p.note()
	}
	if p.r.Context().Err() != nil {
		state = journal.Aborted
	}
	p.end(state, nil)
}

func (p *passage) pump(s *world.Stream, control *http.ResponseController) (state string) {
	beat, stopBeat := clock.Ticker(s.Heartbeat)
	defer stopBeat()
	stalled := p.send(0, nil, control) // a fault may act before the first message
	count := 0
	for {
		messages, end := s.Pull()
		for _, m := range messages {
			if !stalled {
				count++
				stalled = p.send(count, m, control)
			}
		}
		if end && p.firing != nil && !stalled {
			p.write(p.firing.Rest())
		}
		if len(messages) > 0 && control.Flush() != nil {
			return journal.Aborted
		}
		if end {
			return journal.Closed
		}
		select {
		case <-s.Wake:
		case <-beat:
			if !stalled && len(s.Beat) > 0 {
				p.write([][]byte{s.Beat})
				if control.Flush() != nil {
					return journal.Aborted
				}
			}
		case <-p.r.Context().Done():
			return journal.Aborted
		case <-p.in.closing:
			return journal.Closed
		}
	}
}

// send writes one message, as the stream fault says where one fires, and notes it in the entry. Number 0 is the moment
// before the first message. A fault that cuts the stream ends the handler.
func (p *passage) send(n int, message []byte, control *http.ResponseController) (stall bool) {
	out, note, cut := [][]byte{message}, "", false
	if p.firing != nil && p.firing.Stage() == fault.Stream {
		out, note, stall, cut = p.firing.Act(n, message)
	}
	if n > 0 {
		p.write(out)
		p.keep(message, note)
	}
	if cut {
		_ = control.Flush()
		p.note()
		p.end(journal.Closed, func(e *journal.Entry) { e.Sent = &journal.Sent{Status: http.StatusOK, Bytes: p.written, End: "cut"} })
		panic(http.ErrAbortHandler)
	}
	return stall
}

func (p *passage) write(messages [][]byte) {
	_ = http.NewResponseController(p.w).SetWriteDeadline(clock.Wire().Add(writeTime))
	for _, m := range messages {
		if p.firing != nil {
			p.written += p.firing.Send(p.in.Context(), p.w, p.r, m)
			continue
		}
		_, _ = p.w.Write(m) // a client that left is seen at the flush
	}
}
