package fault

import "context"

// Timeout never answers.
type Timeout struct{}

func (*Timeout) describe() KindInfo {
	return KindInfo{
		Kind: "timeout",
		Doc: "keeps the connection open without a byte until the client leaves, 5 minutes at most; " +
			"the request is not handled",
	}
}

// Detail is what the client hears.
func (*Timeout) Detail() string { return "silence" }

// Break keeps silent.
func (*Timeout) Break(ctx context.Context, c *Conn) Sent { return c.silence(ctx) }
