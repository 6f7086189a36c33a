package fault

import (
	"context"
	"sparring/mock/message"

	"sparring/mock/param"
)

// timeoutAction never answers.
type timeoutAction struct{}

func timeoutKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "timeout", Doc: "keeps the connection open without a byte until the client leaves, 5 minutes at most; the request is not handled",
			Parameters: param.List{},
		},
		stage: Instead,
		build: func(params) (action, *Refusal) { return timeoutAction{}, nil },
	}
}

func (timeoutAction) detail() string { return "silence" }

func (timeoutAction) deliver(ctx context.Context, f *Firing, x wire, _ message.Response) Sent {
	return f.silence(ctx, x)
}

// silence keeps the connection open without a byte until the client leaves, ctx ends or patience does. It is told when
// that is over: until then the exchange goes on.
func (f *Firing) silence(ctx context.Context, x wire) Sent {
	sent := Sent{End: "silence"}
	x.pause(ctx, f.patience)
	f.tell(sent)
	x.leave()
	return sent
}
