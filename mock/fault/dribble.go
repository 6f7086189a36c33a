package fault

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

// dribbleAction sends the body in small pieces.
type dribbleAction struct {
	bytes    int
	interval time.Duration
}

func dribbleKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "dribble", Doc: "handles the request, then sends the body in small pieces", Handled: true,
			Parameters: param.List{
				{Name: "bytes", Type: param.Integer, Range: param.Between(1, math.MaxInt32), Default: 1, Doc: "size of a piece"},
				{Name: "interval", Type: param.Duration, Range: waits, Default: "100ms", Doc: "wire time between two pieces"},
			},
		},
		stage: After,
		build: func(p params) (action, *Refusal) {
			a := dribbleAction{int(p.Int("bytes")), p.Duration("interval")}
			return a, nil
		},
	}
}

func (a dribbleAction) detail() string { return fmt.Sprintf("%d bytes every %s", a.bytes, a.interval) }

func (a dribbleAction) deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent {
	if len(reply.Body) == 0 || bodyless(x.r.Method, reply.Status) {
		return plain{}.deliver(ctx, f, x, reply)
	}
	sent := Sent{Response: message.Response{Status: reply.Status, Header: reply.Header}}
	x.head(reply)
	control := http.NewResponseController(x.w)
	for at := 0; at < len(reply.Body); at = len(sent.Body) {
		if at > 0 && !x.pause(ctx, a.interval) {
			return f.left(x, sent)
		}
		end := min(at+a.bytes, len(reply.Body))
		if ctx.Err() != nil { // the world ends: the rest at once
			end = len(reply.Body)
		}
		if end == len(reply.Body) {
			f.tell(whole(x, reply))
		}
		_ = control.SetWriteDeadline(time.Now().Add(writeTime)) // a recorder has none
		n, err := x.w.Write(reply.Body[at:end])
		sent.Body = reply.Body[:at+n]
		if err != nil || x.flush() != nil {
			return f.left(x, sent)
		}
	}
	return sent
}
