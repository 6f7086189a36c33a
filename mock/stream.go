package mock

import (
	"maps"
	"net/http"

	"sparring/mock/clock"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/world"
)

// stream is a response that goes on: messages until the client, the fake or the world ends it. It is one entry with a
// list of messages.
type stream struct {
	*exchange
	source    *world.Stream
	status    int
	header    http.Header
	firing    *fault.Firing      // nil if no fault acts
	disturbed *fault.Disturbance // nil if no fault of streams acts
	written   int64              // bytes that left
	kept      int64              // bytes of the messages in the entry
	full      bool               // the entry has not all messages
}

// The entry of one stream keeps the first messages, up to these bounds.
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
			Name: "message bytes", Limit: maxMessageBytes, Unit: limit.Bytes, Beyond: limit.Refused,
			Per: limit.PerEntry,
			Doc: "Data of the messages in the entry of a stream.",
		},
	}
}

// begin takes over a response.
func (s *stream) begin(out *outcome) {
	s.status, s.header = out.Status, out.Header
	s.entry.Update(func(e *journal.Record) {
		e.Response = &journal.Message{Status: out.Status, Header: out.Header}
		e.Why = append(e.Why, out.Why...)
		e.Findings = append(e.Findings, out.Findings...)
		e.Faults, e.Passed = s.faults, out.Passed
	})
}

// run writes the stream and closes its entry.
func (s *stream) run() {
	if s.source.Close != nil {
		defer s.end(s.source.Close)
	}
	s.in.server.meters.streams.Add(1)
	defer s.in.server.meters.streams.Add(-1)
	control := http.NewResponseController(s.w)
	maps.Copy(s.w.Header(), s.header)
	state := journal.Closed
	if k, ok := does[disturber](s.firing); ok {
		s.disturbed = k.Disturb()
	}
	if k, ok := does[streamShaper](s.firing); ok && !k.Begin(s.in.Context(), s.conn()) {
		s.noteFault(s.firing)
		s.during(func() { s.closeEntry(s.endState(), nil) })
		return
	}
	message.Deadline(s.w)
	s.w.WriteHeader(s.status)
	if err := control.Flush(); err == nil {
		if s.turns() == nil {
			state = s.pump(s.source, control)
		} else {
			state = s.pumpShared(s.source, control)
		}
	}
	if s.firing != nil {
		s.noteFault(s.firing)
	}
	if s.r.Context().Err() != nil {
		state = journal.Aborted
	}
	s.during(func() { s.closeEntry(state, nil) })
}

// end tells the fake that the stream has ended.
func (s *stream) end(closed func()) {
	if t := s.turns(); t != nil {
		t.finish(closed)
		return
	}
	closed()
}

// pump writes messages and heartbeats until the stream ends, and returns the state of its entry.
func (s *stream) pump(source *world.Stream, control *http.ResponseController) (state journal.State) {
	beat, stopBeat := clock.Ticker(source.Heartbeat)
	defer stopBeat()
	stalled := s.send(0, nil, control) // a fault may act before the first message
	count := 0
	for {
		messages, end := source.Pull()
		for _, m := range messages {
			if !stalled {
				count++
				stalled = s.send(count, m, control)
			}
		}
		if end && s.disturbed != nil && !stalled {
			s.write(s.disturbed.Rest())
		}
		if len(messages) > 0 && control.Flush() != nil {
			return journal.Aborted
		}
		if end {
			return journal.Closed
		}
		select {
		case <-source.Wake:
		case <-beat:
			if !stalled && len(source.Beat) > 0 {
				s.write([][]byte{source.Beat})
				if control.Flush() != nil {
					return journal.Aborted
				}
			}
		case <-s.r.Context().Done():
			return journal.Aborted
		case <-s.in.closing:
			return journal.Closed
		}
	}
}

// send writes one message, changed by a fault of streams if one acts, and keeps it in the entry. Number 0 is the moment
// before the first message. A fault that cuts the stream ends the handler.
func (s *stream) send(n int, m []byte, control *http.ResponseController) (stall bool) {
	out, note, cut := [][]byte{m}, "", false
	if s.disturbed != nil {
		out, note, stall, cut = s.disturbed.Act(n, m)
	}
	if n > 0 {
		s.write(out)
		s.keep(m, note)
	}
	if cut {
		s.cut(control)
	}
	return stall
}

// cut ends the stream because a fault says so.
func (s *stream) cut(control *http.ResponseController) {
	_ = control.Flush()
	s.noteFault(s.firing)
	s.during(func() {
		s.closeEntry(journal.Closed, func(e *journal.Record) {
			e.Sent = &journal.Sent{Status: http.StatusOK, Bytes: s.written, End: fault.EndCut}
		})
	})
	panic(http.ErrAbortHandler)
}

// keep adds a message to the entry. The first that does not fit is explained.
func (s *stream) keep(m []byte, note string) {
	now := s.in.Now()
	s.entry.Update(func(e *journal.Record) {
		s.kept += int64(len(m))
		switch {
		case len(e.Messages) < maxMessages && s.kept <= maxMessageBytes:
			e.Messages = append(e.Messages, journal.StreamMessage{WorldTime: now, Data: string(m), Sent: note})
		case !s.full:
			s.full = true
			s.kept = maxMessageBytes // the entry is full, even if a smaller message would fit
			for _, b := range messageBounds() {
				if b.Unit == limit.Bytes || len(e.Messages) == maxMessages {
					e.Why = append(e.Why, journal.Why(b.Full()))
					break
				}
			}
		}
	})
}

// write writes messages. A client that left is seen at the next flush.
func (s *stream) write(messages [][]byte) {
	message.Deadline(s.w)
	k, shapes := does[streamShaper](s.firing)
	for _, m := range messages {
		if shapes {
			s.written += k.Send(s.in.Context(), s.conn(), m)
			continue
		}
		n, _ := s.w.Write(m)
		s.written += int64(n)
	}
}

// conn is the connection for a fault that acts on the stream, which closes its entry itself.
func (s *stream) conn() *fault.Conn { return fault.NewConn(s.firing, s.w, s.r, nil) }
