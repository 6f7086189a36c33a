package driver

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sparring/mock/rawjson"
)

// Oddity is something that a client sends and of which nothing comes, or not what was meant: the client's author should
// be told. Most often it is a name that the protocol does not know, a known one misspelled.
type Oddity struct {
	Where string // "a notification", "the result of bonder.saveCard"
	Name  string
	Known []string // what may be there
	Text  string   // what is odd, if it is not a misspelled name
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
	if !slices.Contains(known, name) {
		o.add(Oddity{Where: where, Name: name, Known: known})
	}
}

func (o *oddities) add(odd Oddity) {
	o.mu.Lock()
	defer o.mu.Unlock()
	have := slices.ContainsFunc(o.all, func(x Oddity) bool {
		return x.Where == odd.Where && x.Name == odd.Name && x.Text == odd.Text
	})
	if !have && len(o.all) < mostOddities {
		o.all = append(o.all, odd)
	}
}

// losses looks for what a reader of JSON loses without a word.
func (o *oddities) losses(where string, data []byte) {
	for _, loss := range rawjson.Losses(data, mostLosses) {
		text := fmt.Sprintf("%s of %s comes twice; the last one counts: send it once", loss.Pointer, where)
		if loss.Half != "" {
			text = fmt.Sprintf("the text at %s of %s holds %s, half of a surrogate pair: it was cut inside a character",
				loss.Pointer, where, loss.Half)
		}
		o.add(Oddity{Where: where, Text: text})
	}
}

// mostLosses bounds what is said of one message.
const mostLosses = 3

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
	o.losses("the answer to hello", m.Result)
	o.members("the answer to hello", m.Result, "name", "version", "abilities", "timeout_s",
		"keeps", "patience")
}

func (o *oddities) inNote(m *incoming, made func(call string) bool) {
	if known := []string{"show", "ask", "received"}; !slices.Contains(known, m.Method) {
		text := fmt.Sprintf("the client sends the notification %s, of which nothing comes; the protocol knows %s",
			quoted([]byte(m.Method)), strings.Join(known, ", "))
		o.add(Oddity{Where: "a notification", Name: m.Method, Known: known, Text: text})
	}
	o.losses("the params of "+m.Method, m.Params)
	o.members("the params of a notification", m.Params, "call", "what", "value")
	n := m.note()
	if n.Method == "ask" {
		o.unknown("what of ask", n.What, []string{"code", "password"})
	}
	if call := idKey(n.Call); len(n.Call) > 0 && call != "null" && !made(call) {
		text := fmt.Sprintf("the client's %s names the call %s, which was never made", n.Method, quoted([]byte(call)))
		o.add(Oddity{Where: "a notification", Text: text})
	}
}

// idUpTo reports whether a text is an id that was given, if the last one was so many.
func idUpTo(last int64, text string) bool {
	id, err := strconv.ParseInt(text, 10, 64)
	return err == nil && id > 0 && id <= last
}

func (o *oddities) inResult(m *incoming, method string, r Result) {
	where := "the result of " + method
	o.losses(where, m.Result)
	if r.Error != nil && r.Error.RetryAfterS != nil && *r.Error.RetryAfterS < 0 {
		o.add(Oddity{Where: where, Text: fmt.Sprintf(
			"the error of %s has retry_after_s as %v; expected 0 seconds or more", method, *r.Error.RetryAfterS)})
	}
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
			odd = append(odd, Oddity{Where: "the values of " + a.Name, Name: name, Known: known})
		}
	}
	return odd
}
