package fault

import (
	"context"
	"sparring/mock/message"

	"sparring/mock/param"
)

// loseReplyAction handles the request and lets the answer be lost: the client cannot know what happened.
type loseReplyAction struct{ by string }

func loseReplyKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "lose_reply", Doc: "handles the request, then sends nothing: what it changed stays changed" + unseen, Handled: true,
			Parameters: param.List{{
				Name: "by", Type: param.String, Values: []string{"reset", "close", "silence"}, Default: "reset",
				Doc: "reset: RST; close: FIN without a byte; silence: open until the client leaves, 5 minutes at most",
			}},
		},
		stage: After,
		build: func(p params) (action, *Refusal) { return loseReplyAction{p.Text("by")}, nil },
	}
}

func (a loseReplyAction) detail() string { return a.by }

func (a loseReplyAction) deliver(ctx context.Context, f *Firing, x wire, _ message.Response) Sent {
	switch a.by {
	case "close":
		return f.finish(ctx, x)
	case "silence":
		return f.silence(ctx, x)
	default:
		return f.reset(x)
	}
}
