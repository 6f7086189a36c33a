package fault

import (
	"context"
	"sparring/mock/message"
	"time"

	"sparring/mock/param"
)

// delayAction sends the answer late. State changed when the request was handled.
type delayAction struct{ duration time.Duration }

func delayKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "delay", Doc: "handles the request, then waits before the answer leaves", Handled: true,
			Parameters: param.List{{Name: "duration", Type: param.Duration, Range: waits, Required: true, Doc: "wire time, at most 1h"}},
		},
		stage: After,
		build: func(p params) (action, *Refusal) { return delayAction{p.Duration("duration")}, nil },
	}
}

func (a delayAction) detail() string { return a.duration.String() }

func (a delayAction) deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent {
	if !x.pause(ctx, a.duration) {
		return f.left(x, Sent{})
	}
	return plain{}.deliver(ctx, f, x, reply)
}

// left notes that the client left before everything was sent.
func (f *Firing) left(x wire, sent Sent) Sent {
	sent.End = "cut"
	f.detail += ", the client left before"
	f.tell(sent)
	x.leave()
	return sent
}
