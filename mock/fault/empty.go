package fault

import (
	"context"
	"sparring/mock/message"

	"sparring/mock/param"
)

// emptyAction ends the connection in order, without a byte.
type emptyAction struct{}

func emptyKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "empty", Doc: "ends the connection in order (FIN) without a byte; the request is not handled" + unseen,
			Parameters: param.List{},
		},
		stage: Instead,
		build: func(params) (action, *Refusal) { return emptyAction{}, nil },
	}
}

func (emptyAction) detail() string { return "FIN" }

func (emptyAction) deliver(ctx context.Context, f *Firing, x wire, _ message.Response) Sent {
	return f.finish(ctx, x)
}

func (f *Firing) finish(ctx context.Context, x wire) Sent {
	sent := Sent{End: "close"}
	f.tell(sent)
	x.finish(ctx)
	return sent
}
