package fault

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"sparring/mock/param"
)

// streamAction disturbs a stream of messages behind the first few.
type streamAction struct {
	plain
	do    string
	after int
}

func streamKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "stream", Doc: "handles the request, then disturbs the stream", Handled: true,
			Parameters: param.List{
				{
					Name: "do", Type: param.String, Values: []string{"cut", "stall", "duplicate", "reorder"}, Required: true,
					Doc: "cut: the connection breaks off; stall: nothing more is sent; duplicate: the next message comes twice; reorder: the next two messages change places",
				},
				{Name: "after", Type: param.Integer, Range: param.Between(0, math.MaxInt32), Default: 0, Doc: "so many messages pass untouched first"},
			},
		},
		stage: Stream,
		build: func(p params) (action, *Refusal) {
			a := streamAction{do: p.Text("do"), after: int(p.Int("after"))}
			return a, nil
		},
	}
}

func (a streamAction) detail() string { return fmt.Sprintf("%s after %d messages", a.do, a.after) }

func (a streamAction) fits(c Catalogue, api, operation string) bool { return c.Streams(api, operation) }

func (a streamAction) misfit(c Catalogue, _ []key) *Refusal {
	return &Refusal{
		Field: field("fault", "kind"), Reason: "no operation that the rule matches answers with a stream", Known: selected(c, c.Streams),
	}
}

// Act tells what to do with the n-th message (from 1) of a stream: the messages to send now, a note for the journal,
// whether to stall (send nothing more but keep open) or cut the connection after sending. A fault after 0 messages acts
// on the first; a chain that calls Act(0, nil) when the stream opens lets cut and stall act before any message.
func (f *Firing) Act(n int, message []byte) (send [][]byte, note string, stall, cut bool) {
	if n > 0 {
		send = [][]byte{message}
	}
	a, ok := f.act.(streamAction)
	if !ok {
		return send, "", false, false
	}
	switch a.do {
	case "cut", "stall":
		if n > a.after { // an earlier call would have ended it, but for after 0
			send, note = nil, "not sent"
		}
		over := n >= a.after
		return send, note, over && a.do == "stall", over && a.do == "cut"
	case "duplicate":
		if n == a.after+1 {
			return [][]byte{message, message}, "duplicate", false, false
		}
	case "reorder":
		if n == a.after+1 {
			f.held = bytes.Clone(message)
			return nil, "held back", false, false
		}
		if held := f.Rest(); n > 0 && held != nil {
			return append(send, held...), "reordered", false, false
		}
	}
	return send, "", false, false
}

// Rest gives what a reorder still holds back when the stream ends in order: it is to be sent then.
func (f *Firing) Rest() [][]byte {
	if f.held == nil {
		return nil
	}
	held := f.held
	f.held = nil
	return [][]byte{held}
}

// Streams tells whether the fault leaves a stream a stream; the others make a finished answer of what it has by then.
func (f *Firing) Streams() bool {
	switch f.act.(type) {
	case delayAction, dribbleAction, mutateAction:
		return true
	}
	return f.stage != After
}

// Wait waits before a stream begins, where the fault is a delay. It tells whether the client is still there.
func (f *Firing) Wait(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	a, ok := f.act.(delayAction)
	return !ok || wire{w, r}.pause(ctx, a.duration)
}

// Send writes one message of a stream: in small pieces, where the fault is a dribble. It counts the bytes written; a client
// that left is seen at the next flush.
func (f *Firing) Send(ctx context.Context, w http.ResponseWriter, r *http.Request, message []byte) int64 {
	size, interval := len(message), time.Duration(0)
	if a, ok := f.act.(dribbleAction); ok {
		size, interval = a.bytes, a.interval
	}
	x, sent := wire{w, r}, 0
	for sent < len(message) {
		if sent > 0 && (x.flush() != nil || !x.pause(ctx, interval)) {
			break
		}
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime)) // a recorder has none
		n, err := w.Write(message[sent:min(sent+size, len(message))])
		if sent += n; err != nil {
			break
		}
	}
	return int64(sent)
}
