package fault

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/limit"
	"sparring/mock/param"
)

// key is a place in the index of rules: an operation, an API (empty operation), or everything (both empty).
type key struct{ api, operation string }

// rule is a Rule in a Set. Only the counters of Rule, and waiting, change after it was made.
type rule struct {
	Rule
	order   int   // of creation
	size    int64 // bytes, as its set counts them
	keys    []key
	match   matcher
	kind    Kind
	waiting []*parked
	queue   []int64 // released one after the other, if several servers share the rules
}

// measure is what the rule costs its set: itself, its matcher and its fault, its places in lists and maps, and the list
// of those that it may hold.
func (r *rule) measure() int64 {
	return limit.Size(r) + int64(2+len(r.keys))*limit.Slot + 128
}

// compile checks a rule and prepares it, or returns why it could never fire.
func compile(c Catalogue, in Rule) (*rule, *Refusal) {
	r := &rule{Rule: in}
	r.Match, r.Fault.Parameters = in.Match.clone(), maps.Clone(in.Fault.Parameters)
	maps.DeleteFunc(r.Fault.Parameters, func(_ string, v any) bool { return param.IsNull(v) }) // not given
	if in.After < 0 {
		return nil, &Refusal{Field: field("after"), Reason: "expected 0 or more matches to skip, got " +
			strconv.Itoa(in.After)}
	}
	times := 1
	if in.Times != nil {
		times = *in.Times
	}
	if times < 0 {
		return nil, &Refusal{Field: field("times"),
			Reason: "expected how often the rule fires, or 0 for until it is removed, got " + strconv.Itoa(times)}
	}
	r.Times = &times
	var refusal *Refusal
	if r.match, refusal = r.Match.compile(); refusal != nil {
		return nil, refusal
	}
	named, refusal := operations(c, in.Match)
	if refusal != nil {
		return nil, refusal
	}
	if r.kind, refusal = in.Fault.compile(); refusal != nil {
		return nil, refusal
	}
	r.keys, refusal = aim(c, in.Match, named, r.kind)
	return r, refusal
}

// operations lists what a Match names: one operation (in each API that has it), or all.
func operations(c Catalogue, m Match) ([]key, *Refusal) {
	apis := c.APIs()
	if m.API != "" {
		if !slices.Contains(apis, m.API) {
			return nil, &Refusal{Field: field("match", "api"), Reason: "there is no API " + show(m.API), Known: apis}
		}
		apis = []string{m.API}
	}
	out, known := []key{}, []string{}
	for _, api := range apis {
		if m.Operation != "" {
			if id, ok := c.Resolve(api, m.Operation); ok {
				out = append(out, key{api, id})
			}
			continue
		}
		for _, operation := range c.Operations(api) {
			out = append(out, key{api, operation})
		}
	}
	switch {
	case m.Operation == "" && strings.EqualFold(m.Method, http.MethodOptions):
		m.Method = "" // a browser's preflight: it comes to every path
		return reached(c, m, out)
	case m.Operation == "" && m.Method == "" && m.Path == "":
		return out, nil
	case len(out) > 0:
		return reached(c, m, out)
	}
	for _, api := range apis {
		known = append(known, c.Operations(api)...)
	}
	reason := "there is no operation " + show(m.Operation)
	if m.API != "" {
		reason = m.API + " has no operation " + show(m.Operation)
	}
	return nil, &Refusal{Field: field("match", "operation"), Reason: reason, Known: known}
}

// reached returns the operations that have the method and the path of a Match; an empty one fits all. A path that no
// operation has is refused: a rule that waits for it would never fire.
func reached(c Catalogue, m Match, named []key) ([]key, *Refusal) {
	byMethod, out, methods, known := 0, []key{}, []string{}, []string{}
	for _, k := range named {
		method, paths := c.Route(k.api, k.operation)
		methods = append(methods, method)
		if m.Method != "" && !strings.EqualFold(m.Method, method) {
			continue
		}
		byMethod++
		known = append(known, paths...)
		if m.Path == "" || slices.ContainsFunc(paths, func(path string) bool { return meets(m.Path, k.api, path) }) {
			out = append(out, k)
		}
	}
	what := "no operation ever has "
	if m.API != "" {
		what = "no operation of " + m.API + " ever has "
	}
	if len(named) == 1 {
		what = named[0].operation + " never has "
	}
	slices.Sort(methods)
	slices.Sort(known)
	switch {
	case len(out) > 0:
		return out, nil
	case byMethod == 0:
		return nil, &Refusal{
			Field: field("match", "method"), Reason: what + "the method " + show(m.Method),
			Known: slices.Compact(methods),
		}
	case m.Method != "":
		what += "the method " + strings.ToUpper(m.Method) + " and "
	}
	return nil, &Refusal{
		Field: field("match", "path"), Reason: what + "the path " + show(m.Path), Known: slices.Compact(known),
	}
}

// aim returns the places of a rule in the index.
func aim(c Catalogue, m Match, named []key, kind Kind) ([]key, *Refusal) {
	a, ok := kind.(aimed)
	if !ok {
		if m.Operation == "" {
			return []key{{api: m.API}}, nil
		}
		return named, nil
	}
	fitting := []key{}
	for _, k := range named {
		if a.fits(c, k.api, k.operation) {
			fitting = append(fitting, k)
		}
	}
	if len(fitting) == 0 {
		return nil, a.misfit(c, named)
	}
	return reached(c, m, fitting)
}

// spent reports whether the rule can fire no more.
func (r *rule) spent() bool {
	return *r.Times > 0 && r.Hits >= *r.Times && r.Parked == 0
}

// hit counts a match that fires. The requests that one firing of a hold parks are one hit.
func (r *rule) hit(now time.Time) {
	if r.FirstHit == nil {
		r.FirstHit = &now
	}
	r.LastHit = &now
	if r.Parked == 0 {
		r.Hits++
	}
	if k, ok := r.kind.(parks); ok {
		r.Parked = (r.Parked + 1) % k.together()
	}
}

// snapshot is the rule as others may see it.
func (r *rule) snapshot() Rule {
	out := r.Rule
	times := *r.Times
	out.Times, out.Remaining = &times, nil
	if times > 0 {
		left := max(times-r.Hits, 0)
		out.Remaining = &left
	}
	out.Waiting = nil
	for _, p := range r.waiting {
		out.Waiting = append(out.Waiting, p.seq)
	}
	return out
}

// Error names the place, the reason and what exists.
func (r *Refusal) Error() string {
	text := r.Reason
	if r.Field != "" {
		text = r.Field + ": " + text
	}
	if len(r.Known) > 0 {
		text += fmt.Sprintf("; known: %q", r.Known)
	}
	return text
}

// Refusal says why a rule or a release was refused.
type Refusal struct {
	Field  string // the place in the rule, as a JSON pointer
	Reason string // what was expected, what came
	Known  []string
	Absent bool // the thing named does not exist (404), else the input is wrong (422)
	Full   bool // there is no room for one more (507)
}
