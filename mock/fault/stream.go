package fault

import (
	"bytes"
	"fmt"
	"math"

	"sparring/mock/param"
)

// Stream disturbs a stream of messages.
type Stream struct {
	// Do is "cut", "stall", "duplicate", "reorder" or "reformat".
	Do string `json:"do"`
	// After is how many messages pass untouched first.
	After int `json:"after"`
}

func (s *Stream) describe() KindInfo {
	return KindInfo{
		Kind: "stream", Doc: "handles the request, then disturbs the stream", Handled: true,
		Parameters: param.List{
			{
				Name: "do", Type: param.String, Values: []string{"cut", "stall", "duplicate", "reorder", "reformat"},
				Required: true,
				To:       &s.Do,
				Doc: "cut: the connection breaks off; stall: nothing more is sent; duplicate: the next message comes " +
					"twice; reorder: the next two messages change places; reformat: every message is written in " +
					"another form that text/event-stream has, with a comment, several data lines and CR LF",
			},
			{
				Name: "after", Type: param.Integer, Range: param.Between(0, math.MaxInt32), Default: 0, To: &s.After,
				Doc: "so many messages pass untouched first",
			},
		},
	}
}

// Detail is what is done and when.
func (s *Stream) Detail() string { return fmt.Sprintf("%s after %d messages", s.Do, s.After) }

func (s *Stream) fits(c Catalogue, api, operation string) bool { return c.Streams(api, operation) }

func (s *Stream) misfit(c Catalogue, _ []key) *Refusal {
	return &Refusal{
		Field: field("fault", "kind"), Reason: "no operation that the rule matches answers with a stream",
		Known: selected(c, c.Streams),
	}
}

// Disturb makes the disturbance of one stream.
func (s *Stream) Disturb() *Disturbance { return &Disturbance{Stream: s} }

// Disturbance is a Stream acting on one stream.
type Disturbance struct {
	*Stream
	held []byte // of a reorder
}

// Act returns what to do with the n-th message (from 1): the messages to send now, a note for the journal, whether to
// stall (send nothing more but keep the connection open) or to cut the connection after sending. A fault after 0
// messages acts on the first; Act(0, nil) when the stream opens lets cut and stall act before any message.
func (d *Disturbance) Act(n int, message []byte) (send [][]byte, note string, stall, cut bool) {
	if n > 0 {
		send = [][]byte{message}
	}
	switch d.Do {
	case "cut", "stall":
		if n > d.After { // an earlier call would have ended it, except after 0
			send, note = nil, "not sent"
		}
		over := n >= d.After
		return send, note, over && d.Do == "stall", over && d.Do == "cut"
	case "duplicate":
		if n == d.After+1 {
			return [][]byte{message, message}, "duplicate", false, false
		}
	case "reorder":
		if n == d.After+1 {
			d.held = bytes.Clone(message)
			return nil, "held back", false, false
		}
		if held := d.Rest(); n > 0 && held != nil {
			return append(send, held...), "reordered", false, false
		}
	case "reformat":
		if n > d.After {
			return [][]byte{reformat(message)}, "reformatted", false, false
		}
	}
	return send, "", false, false
}

// reformat writes a message in another form that means the same: a comment before it, no blank behind a colon, its data
// in several lines if it is an object or a list, CR LF. Source: HTML Standard, “Server-sent events”.
func reformat(message []byte) []byte {
	out := []byte(": a comment\r\n")
	for line := range bytes.SplitSeq(message, []byte("\n")) {
		data, ok := bytes.CutPrefix(line, []byte("data: "))
		if !ok {
			out = append(append(out, line...), "\r\n"...)
			continue
		}
		if len(data) > 1 && (data[0] == '{' || data[0] == '[') {
			out = append(append(append(out, "data:"...), data[0]), "\r\n"...)
			data = data[1:]
		}
		out = append(append(append(out, "data:"...), data...), "\r\n"...)
	}
	return bytes.TrimSuffix(out, []byte("\r\n"))
}

// Rest returns what a reorder still holds back when the stream ends in order: it is to be sent then.
func (d *Disturbance) Rest() [][]byte {
	if d.held == nil {
		return nil
	}
	held := d.held
	d.held = nil
	return [][]byte{held}
}
