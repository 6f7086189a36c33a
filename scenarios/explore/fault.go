package explore

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/control/client"
)

// Fault is what may happen to an exchange.
type Fault struct {
	Kind string `json:"kind"`
	// Value tells the faults of a kind apart: an error code, a status, a parameter; "" if the kind has one.
	Value      string `json:"value,omitempty"`
	parameters []parameter
	common     bool   // the first of its kind: what is common is tried first
	advice     string // what the vendor says that a caller should do, of an error code; "" if nothing
	slow       bool   // the client waits for its own time limit
	ends       bool   // a stream may end by it for good, so what is sent later need not arrive
	bars       bool   // a stream that always meets it may never begin
}

type parameter struct{ name, value string }

// String names the fault: "error DATABASE_ERROR".
func (f Fault) String() string { return strings.TrimSpace(f.Kind + " " + f.Value) }

// statuses are those that a proxy before an API may send.
var statuses = []int{500, 503, 502, 504, 404, 403, 401, 400, 204}

// faults returns what may happen to an operation, what is common first.
func faults(o *client.Operation, codes []client.ErrorCode) []Fault {
	var out []Fault
	add := func(kind, value string, parameters ...parameter) {
		known := slices.ContainsFunc(out, func(f Fault) bool { return f.Kind == kind })
		out = append(out, Fault{Kind: kind, Value: value, parameters: parameters, common: !known,
			bars: o.Stream && (kind != "stream" || value == "cut")})
	}
	for _, code := range o.Codes {
		add("error", code)
		out[len(out)-1].advice, out[len(out)-1].ends = advised(codes, code), o.Stream
	}
	// Every client knows the code by which a credential is refused, and the fault expire is for that.
	if i := slices.IndexFunc(out, func(f Fault) bool { return !refusal(codes, f.Value) }); i > 0 {
		out[0].common, out[i].common = false, true
	}
	for _, status := range statuses {
		add("status", fmt.Sprint(status))
	}
	add("reset", "")
	add("lose_reply", "reset", parameter{"by", "reset"})
	add("malform", "cut", parameter{"as", "cut"})
	add("expire", "time", parameter{"reason", "time"})
	// Long enough that no scenario waits for it.
	add("rate_limit", "seconds", parameter{"retry_after", "1m"}, parameter{"form", "seconds"})
	add("mutate", "missing_field", parameter{"edit", "missing_field"})
	add("truncate", "", parameter{"keep", "50%"})
	add("empty", "")
	add("redirect", "307", parameter{"status", "307"})
	add("lose_reply", "close", parameter{"by", "close"})
	for _, as := range []string{"html", "content_type", "utf8"} {
		add("malform", as, parameter{"as", as})
	}
	add("redirect", "302", parameter{"status", "302"})
	for _, reason := range []string{"revoked", "count"} {
		add("expire", reason, parameter{"reason", reason})
	}
	add("rate_limit", "date", parameter{"retry_after", "1m"}, parameter{"form", "date"})
	for _, edit := range []string{"null", "other_type", "unknown_value", "extra_field"} {
		add("mutate", edit, parameter{"edit", edit})
	}
	add("dribble", "", parameter{"bytes", "64"}, parameter{"interval", "1ms"})
	if o.Stream {
		for _, do := range []string{"cut", "duplicate", "reorder", "reformat"} {
			add("stream", do, parameter{"do", do})
		}
	}
	return append(out,
		Fault{Kind: "timeout", common: true, slow: true},
		Fault{Kind: "lose_reply", Value: "silence", parameters: []parameter{{"by", "silence"}}, slow: true},
		Fault{Kind: "malform", Value: "endless", parameters: []parameter{{"as", "endless"}}, slow: true},
		Fault{Kind: "delay", Value: "400ms", parameters: []parameter{{"duration", "400ms"}}, slow: true},
	)
}

// refusal reports whether a caller is to authorize again after a code.
func refusal(codes []client.ErrorCode, code string) bool {
	return slices.ContainsFunc(codes, func(e client.ErrorCode) bool {
		return e.Code == code && e.Advice == "reauthorize"
	})
}

// advised is what the vendor's text says that a caller should do about a code, as a list of advice that will do.
func advised(codes []client.ErrorCode, code string) string {
	i := slices.IndexFunc(codes, func(e client.ErrorCode) bool { return e.Code == code })
	if i < 0 || codes[i].Provenance != "documented" {
		return ""
	}
	switch advice := codes[i].Advice; advice {
	case "retry_now":
		return "retry_now or retry_later or unknown_outcome"
	case "retry_later", "contact_support", "fix_request":
		return advice
	}
	return "" // to authorize again may be the client's own affair
}

// request returns the fault as the control API takes it.
func (f *Fault) request(api, operation string) client.FaultRequest {
	r := client.FaultRequest{}
	r.Match.API, r.Match.Operation, r.Fault.Kind = api, operation, f.Kind
	r.Fault.Parameters = map[string]any{}
	switch f.Kind {
	case "error":
		r.Fault.Parameters["code"] = f.Value
	case "status":
		var status int
		_, _ = fmt.Sscan(f.Value, &status) // we wrote it
		r.Fault.Parameters["status"] = status
	}
	for _, p := range f.parameters {
		r.Fault.Parameters[p.name] = p.value
		if n, err := strconv.Atoi(p.value); err == nil {
			r.Fault.Parameters[p.name] = n
		}
	}
	return r
}

// Moment is which exchanges of an operation meet a fault.
type Moment string

// The moments: one exchange, or that exchange and every one after it.
const (
	Once  Moment = "once"
	Every Moment = "every"
)

// Hit is a fault at an exchange of an operation.
type Hit struct {
	Operation string `json:"operation"` // "bonder.saveCard"
	After     int    `json:"after"`     // so many exchanges of the operation pass before
	Fault     Fault  `json:"fault"`
	Moment    Moment `json:"moment"`
}

// sentence returns the step that makes the fault, without its keyword, with its table.
func (h *Hit) sentence() []string {
	which := "the next"
	if h.Moment == Every {
		which = "every"
	}
	after := ""
	switch {
	case h.After == 1:
		after = " after 1 other"
	case h.After > 1:
		after = fmt.Sprintf(" after %d others", h.After)
	}
	line := fmt.Sprintf("the server responds to %s %q%s with the ", which, h.Operation, after)
	switch {
	case h.Fault.Kind == "error":
		return []string{line + fmt.Sprintf("error %q", h.Fault.Value)}
	case h.Fault.Kind == "status":
		return []string{line + "status " + h.Fault.Value}
	case len(h.Fault.parameters) == 0:
		return []string{line + fmt.Sprintf("fault %q", h.Fault.Kind)}
	}
	lines := []string{line + fmt.Sprintf("fault %q with:", h.Fault.Kind)}
	width := 0
	for _, p := range h.Fault.parameters {
		width = max(width, len(p.name))
	}
	for _, p := range h.Fault.parameters {
		lines = append(lines, fmt.Sprintf("  | %-*s | %s |", width, p.name, p.value))
	}
	return lines
}

// words names the hit in a title.
func (h *Hit) words() string {
	which := "the next"
	switch {
	case h.Moment == Every && h.After > 0:
		which = "each from the " + ordinal(h.After+1) + " on of"
	case h.Moment == Every:
		which = "every"
	case h.After > 0:
		which = "the " + ordinal(h.After+1)
	}
	return fmt.Sprintf("%s %s meets %s", which, h.Operation, h.Fault)
}

func ordinal(n int) string {
	switch n {
	case 1:
		return "first"
	case 2:
		return "second"
	case 3:
		return "third"
	}
	return fmt.Sprintf("%dth", n)
}
