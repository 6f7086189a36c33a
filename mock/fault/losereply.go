package fault

import (
	"context"

	"sparring/mock/message"
	"sparring/mock/param"
)

// LoseReply handles the request and loses the response: the client cannot know what happened.
type LoseReply struct {
	// By is how the connection ends: "reset", "close" or "silence".
	By string `json:"by"`
}

func (l *LoseReply) describe() KindInfo {
	return KindInfo{
		Kind: "lose_reply", Handled: true,
		Doc: "handles the request, then sends nothing: what it changed stays changed" + unseen,
		Parameters: param.List{{
			Name: "by", Type: param.String, Values: []string{EndReset, EndClose, EndSilence}, Default: EndReset,
			To:  &l.By,
			Doc: "reset: RST; close: FIN without a byte; silence: open until the client leaves, 5 minutes at most",
		}},
	}
}

// Detail is how the connection ends.
func (l *LoseReply) Detail() string { return l.By }

// Shape ends the connection.
func (l *LoseReply) Shape(ctx context.Context, c *Conn, _ message.Response) Sent {
	switch l.By {
	case EndClose:
		return c.closes(ctx)
	case EndSilence:
		return c.silence(ctx)
	default:
		return c.reset()
	}
}
