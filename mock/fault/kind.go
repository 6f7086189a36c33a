package fault

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/excerpt"
	"sparring/mock/message"
	"sparring/mock/pointer"
)

// Parameter of a kind, for the catalogue.
type Parameter struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"` // string, integer, number, boolean, duration, object, any
	Values   []string `json:"values,omitempty"`
	Default  any      `json:"default,omitempty"`
	Required bool     `json:"required,omitempty"`
	Doc      string   `json:"doc,omitempty"`
}

// KindInfo describes a kind.
type KindInfo struct {
	Kind       string      `json:"kind"`
	Doc        string      `json:"doc,omitempty"`
	Handled    bool        `json:"handled"` // does the fake handle the request
	Parameters []Parameter `json:"parameters"`
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

// params are checked parameters: string, int, bool, float64, time.Duration, map[string]any, or anything for "any".
type params map[string]any

func (p params) text(name string) string            { s, _ := p[name].(string); return s }
func (p params) integer(name string) int            { n, _ := p[name].(int); return n }
func (p params) duration(name string) time.Duration { d, _ := p[name].(time.Duration); return d }

// check reads the parameters of a kind: unknown, missing and ill-typed ones are refused, defaults filled in.
func (k *kind) check(sent map[string]any) (params, *Refusal) {
	names := make([]string, len(k.Parameters))
	for i, p := range k.Parameters {
		names[i] = p.Name
	}
	for _, name := range sortedKeys(sent) {
		if !slices.Contains(names, name) {
			reason := "kind " + k.Kind + " has no such parameter"
			if len(names) == 0 {
				reason = "kind " + k.Kind + " has no parameters"
			}
			return nil, &Refusal{Field: field("fault", name), Reason: reason, Known: names}
		}
	}
	out := params{}
	for _, p := range k.Parameters {
		v, given := sent[p.Name]
		if !given || v == nil || string(rawOf(v)) == "null" {
			if p.Required {
				return nil, &Refusal{Field: field("fault", p.Name), Reason: "missing: kind " + k.Kind + " needs a " + p.Type, Known: p.Values}
			}
			v = p.Default
		}
		if v == nil {
			continue
		}
		typed, r := p.parse(v)
		if r != nil {
			return nil, r
		}
		out[p.Name] = typed
	}
	return out, nil
}

func rawOf(v any) json.RawMessage { raw, _ := v.(json.RawMessage); return raw }

func (p *Parameter) parse(v any) (any, *Refusal) {
	wrong := func(expected string) (any, *Refusal) {
		return nil, &Refusal{Field: field("fault", p.Name), Reason: "expected " + expected + ", got " + show(v), Known: p.Values}
	}
	switch p.Type {
	case "integer":
		if n, ok := integer(v); ok {
			return n, nil
		}
		return wrong("an integer")
	case "duration":
		text, _ := v.(string)
		d, err := time.ParseDuration(text)
		switch {
		case err != nil:
			return wrong(`a duration such as "500ms" or "2s"`)
		case d < 0:
			return wrong("a duration that is not negative")
		case d > maxWait:
			return wrong("a duration of at most " + maxWait.String())
		}
		return d, nil
	case "object":
		if o, ok := v.(map[string]any); ok {
			return o, nil
		}
		return wrong("an object")
	case "any":
		return v, nil
	default:
		text, ok := v.(string)
		if !ok {
			return wrong("a text")
		}
		if len(p.Values) > 0 && !slices.Contains(p.Values, text) {
			return wrong("one of " + strings.Join(p.Values, ", "))
		}
		return text, nil
	}
}

// integer reads a whole number as JSON or Go writes it.
func integer(v any) (int, bool) {
	switch n := v.(type) {
	case int:
		return n, true
	case float64:
		return int(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	case json.Number:
		if i, err := strconv.Atoi(n.String()); err == nil {
			return i, true
		}
		f, err := n.Float64()
		return int(f), err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53
	}
	return 0, false
}

// show writes what came, shortened, for a message.
func show(v any) string {
	return excerpt.Of(encode(v), 80)
}

// field is a JSON pointer into the rule.
func field(path ...string) string { return pointer.Format(path...) }

// outside refuses a number that is out of its bounds.
func outside(name string, n, least, most int) *Refusal {
	if n >= least && n <= most {
		return nil
	}
	return &Refusal{Field: field("fault", name), Reason: fmt.Sprintf("expected an integer from %d to %d, got %d", least, most, n)}
}
