package fault

import (
	"context"
	"sparring/mock/message"

	"sparring/mock/param"
)

// resetAction breaks the connection off.
type resetAction struct{}

func resetKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "reset", Doc: "breaks the connection off with RST; the request is not handled" + unseen,
			Parameters: param.List{},
		},
		stage: Instead,
		build: func(params) (action, *Refusal) { return resetAction{}, nil },
	}
}

func (resetAction) detail() string { return "RST" }

func (resetAction) deliver(_ context.Context, f *Firing, x wire, _ message.Response) Sent {
	return f.reset(x)
}

func (f *Firing) reset(x wire) Sent {
	sent := Sent{End: "reset"}
	f.tell(sent)
	x.reset()
	return sent
}
