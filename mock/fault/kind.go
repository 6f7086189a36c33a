package fault

import (
	"context"
	"errors"

	"sparring/mock/excerpt"
	"sparring/mock/message"
	"sparring/mock/param"
	"sparring/mock/pointer"
)

// KindInfo describes a kind.
type KindInfo struct {
	Kind       string     `json:"kind"`
	Doc        string     `json:"doc,omitempty"`
	Handled    bool       `json:"handled"` // does the fake handle the request
	Parameters param.List `json:"parameters"`
}

// unseen is what a breaking connection may do to a rule: nobody would look for it in the client's HTTP library.
const unseen = "; over a connection that it has used before, an HTTP library (Go's, Java's, browsers) repeats a GET by itself," +
	" so that the client never sees a single firing: the rule's hits count it, and a greater times is seen"

// Kinds lists all kinds in the order of the documentation.
func Kinds() []KindInfo {
	all := kinds()
	out := make([]KindInfo, len(all))
	for i, k := range all {
		out[i] = k.KindInfo
	}
	return out
}

// kind is a kind of fault: its description, its place in the chain, and how an action is made of checked parameters.
type kind struct {
	KindInfo
	stage Stage
	build func(p params) (action, *Refusal)
}

func kinds() []kind {
	return []kind{
		errorKind(), statusKind(), redirectKind(), rateLimitKind(), timeoutKind(), resetKind(), emptyKind(), delayKind(),
		truncateKind(), dribbleKind(), malformKind(), mutateKind(), loseReplyKind(), expireKind(), holdKind(), streamKind(),
	}
}

// action is what a rule's fault does. It is the same for all firings of the rule and keeps nothing of one.
type action interface {
	// detail says for the journal what will be done.
	detail() string
	// deliver sends the reply the way the fault says. It calls f.tell before the last byte leaves.
	deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent
}

// instead is an action that writes the response itself. If bare, its body is the vendor's error for the status.
type instead interface {
	answer(f *Firing) (reply message.Response, bare bool)
}

// aimed is an action that only makes sense for some operations. misfit says what exists where there is none of them.
type aimed interface {
	fits(c Catalogue, api, operation string) bool
	misfit(c Catalogue, among []key) *Refusal
}

// plain delivers in order.
type plain struct{}

func (plain) deliver(_ context.Context, f *Firing, x wire, reply message.Response) Sent {
	f.tell(whole(x, reply))
	return x.send(reply)
}

// whole is what leaves when a reply is sent in order.
func whole(x wire, reply message.Response) Sent {
	sent := Sent{Response: reply}
	if bodyless(x.r.Method, reply.Status) {
		sent.Body = nil
	}
	return sent
}

// params are parsed parameters.
type params = param.Values

// check reads the parameters of a kind: unknown, missing and ill-typed ones are refused, defaults filled in.
func (k *kind) check(sent map[string]any) (params, *Refusal) {
	p, err := k.Parameters.Parse(sent)
	bad := (*param.Error)(nil)
	if !errors.As(err, &bad) {
		return p, nil
	}
	r := &Refusal{Field: field("fault", bad.Name), Reason: bad.Error(), Known: bad.Known}
	switch {
	case bad.Problem == param.Missing:
		r.Reason = "missing: kind " + k.Kind + " needs " + bad.Expected
	case bad.Problem == param.Unknown && len(k.Parameters) == 0:
		r.Reason = "kind " + k.Kind + " has no parameters"
	case bad.Problem == param.Unknown:
		r.Reason = "kind " + k.Kind + " has no such parameter"
	}
	return nil, r
}

// show writes what came, shortened, for a message.
func show(v any) string {
	return excerpt.Of(encode(v), 80)
}

// field is a JSON pointer into the rule.
func field(path ...string) string { return pointer.Format(path...) }
