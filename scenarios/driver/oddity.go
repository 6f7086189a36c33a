package driver

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// Oddity is a name that a client uses and the protocol does not know: most often a known one, misspelt. Nothing comes
// of it, so the client's author should be told.
type Oddity struct {
	Where string // "a notification", "the result of bonder.saveCard"
	Name  string
	Known []string // what may be there
}

// oddities are what a session has seen so far, each once.
type oddities struct {
	mu  sync.Mutex
	all []Oddity
}

// Odd returns them.
func (o *oddities) Odd() []Oddity {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.all)
}

// mostOddities bounds what is kept of a session.
const mostOddities = 20

func (o *oddities) unknown(where, name string, known []string) {
	if slices.Contains(known, name) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	have := slices.ContainsFunc(o.all, func(x Oddity) bool { return x.Where == where && x.Name == name })
	if !have && len(o.all) < mostOddities {
		o.all = append(o.all, Oddity{where, name, known})
	}
}

// members looks for unknown members of an object.
func (o *oddities) members(where string, data []byte, known ...string) {
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return // no object is reported elsewhere
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		o.unknown(where, name, known)
	}
}

// inHello, inNote and inResult look into messages.
func (o *oddities) inHello(m *incoming) {
	o.members("the answer to hello", m.Result, "name", "version", "abilities", "timeout_s")
}

func (o *oddities) inNote(m *incoming) {
	o.unknown("a notification", m.Method, []string{"show", "ask", "received"})
	o.members("the params of a notification", m.Params, "call", "what", "value")
	if n := m.note(); n.Method == "ask" {
		o.unknown("what of ask", n.What, []string{"code", "password"})
	}
}

func (o *oddities) inResult(m *incoming, method string, r Result) {
	where := "the result of " + method
	o.members(where, m.Result, "ok", "values", "error")
	if r.Error != nil {
		var result struct {
			Error json.RawMessage `json:"error"`
		}
		if json.Unmarshal(m.Result, &result) == nil {
			o.members("the error of "+method, result.Error, "code", "message", "advice", "retry_after_s")
		}
	}
}

// OddValues returns the values of a success whose names the ability does not declare. More may be told than is asked
// for, so a name is odd only if another is missing.
func (a *Ability) OddValues(values map[string]any) []Oddity {
	var known []string
	missing := false
	for _, f := range a.Values {
		known = append(known, f.Name)
		_, told := values[f.Name]
		missing = missing || !told && !f.Optional
	}
	if !missing {
		return nil
	}
	var odd []Oddity
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			odd = append(odd, Oddity{"the values of " + a.Name, name, known})
		}
	}
	return odd
}
