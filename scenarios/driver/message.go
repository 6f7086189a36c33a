package driver

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sparring/mock/excerpt"
)

// request is a call or, without an id, a notification.
type request struct {
	Version string `json:"jsonrpc"`
	ID      int64  `json:"id,omitempty"`
	Method  string `json:"method"`
	Params  any    `json:"params,omitempty"`
}

// incoming is whatever a client may send: a response (id, result or error) or a notification (method, params).
type incoming struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   *Refusal        `json:"error"`
}

type helloParams struct {
	Protocol int `json:"protocol"`
}

// Where messages come from, in words.
const (
	onStdout     = "on a line of stdout"
	inHTTPAnswer = "in the HTTP answer"
)

// parse reads one message of a client.
func parse(line []byte, where string) (*incoming, *Failure) {
	var m incoming
	if wrong := undecodable(line); wrong != "" {
		return nil, failure(Garbage, "expected UTF-8 %s, got %s", where, wrong)
	}
	if err := json.Unmarshal(line, &m); err != nil {
		return nil, failure(Garbage, "expected one JSON-RPC object %s, got %s", where, unreadable(line, err))
	}
	if m.Version != "2.0" {
		return nil, failure(Garbage, `expected "jsonrpc":"2.0", got %s`, quoted(line))
	}
	hasID := len(m.ID) > 0 && !bytes.Equal(m.ID, []byte("null"))
	switch {
	case m.Method != "" && hasID:
		return nil, failure(
			Breach,
			"the client sent a request (%s); it may only send results and notifications",
			m.Method,
		)
	case m.Method == "" && !hasID && m.Error != nil:
		return nil, failure(Breach, "the client could not read a message of ours: %s", m.Error.Message)
	case m.Method == "" && !hasID:
		return nil, failure(Breach, "neither an id nor a method in %s", quoted(line))
	case m.Method == "" && m.Result == nil && m.Error == nil:
		return nil, failure(Breach, "neither result nor error in %s", quoted(line))
	}
	return &m, nil
}

// result reads the result of an ability.
func (m *incoming) result(method string) (Result, error) {
	var r Result
	if m.Error != nil {
		m.Error.Abilities = []string{method}
		return r, m.Error
	}
	var ok struct {
		OK *bool `json:"ok"`
	}
	if err := json.Unmarshal(m.Result, &ok); err != nil || ok.OK == nil {
		return r, failure(Breach, `the result of %s has no boolean "ok": %s`, method, quoted(m.Result))
	}
	d := json.NewDecoder(bytes.NewReader(m.Result))
	d.UseNumber() // ids beyond 2^53 stay what they are
	if err := d.Decode(&r); err != nil {
		return r, failure(Breach, "the result of %s cannot be read: %s", method, misfit(err))
	}
	if r.OK {
		return r, nil
	}
	if r.Error == nil {
		return r, failure(Breach, `the result of %s is "ok":false without an "error"`, method)
	}
	if r.Error.Advice == "" {
		r.Error.Advice = NoAdvice
	}
	if !slices.Contains(Advices(), r.Error.Advice) {
		return r, failure(Breach, "the result of %s gives the advice %q; known: %s", method, r.Error.Advice,
			strings.Join(Advices(), ", "))
	}
	return r, nil
}

// hello reads the answer to hello.
func (m *incoming) hello() (Hello, error) {
	var h Hello
	if m.Error != nil {
		if m.Error.Code == codeNoMethod {
			return Hello{Untold: true}, nil
		}
		return h, m.Error
	}
	err := json.Unmarshal(m.Result, &h)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return h, failure(Breach, "the answer to hello cannot be read: %s", misfit(err))
	case err != nil || h.Abilities == nil: // a list may be empty, but not left out
		return h, failure(
			Breach,
			`expected {"name","version","abilities":[…]} in answer to hello, got %s`,
			quoted(m.Result),
		)
	case h.TimeoutS != nil && *h.TimeoutS <= 0:
		return h, failure(
			Breach,
			`expected "timeout_s" in answer to hello as a number of seconds above 0, got %v`,
			*h.TimeoutS,
		)
	}
	return h, nil
}

// misfit says what does not fit in JSON, in the words of the protocol.
func misfit(err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return err.Error()
	}
	names := map[reflect.Kind]string{
		reflect.String:  "a text",
		reflect.Bool:    "true or false",
		reflect.Float64: "a number",
		reflect.Map:     "an object",
		reflect.Struct:  "an object",
		reflect.Slice:   "a list",
	}
	kind := wrong.Type.Kind()
	if kind == reflect.Pointer {
		kind = wrong.Type.Elem().Kind()
	}
	return fmt.Sprintf("expected %s as %q, got %s", cmp.Or(names[kind], "something else"), wrong.Field, wrong.Value)
}

// note reads a notification.
func (m *incoming) note() Note {
	var p struct {
		Call  json.RawMessage `json:"call"`
		What  string          `json:"what"`
		Value any             `json:"value"`
	}
	d := json.NewDecoder(bytes.NewReader(m.Params))
	d.UseNumber()
	if err := d.Decode(&p); err != nil { // a notification of another kind: kept, as its name may be what is looked for
		return Note{Method: m.Method}
	}
	return Note{Method: m.Method, Call: p.Call, What: p.What, Value: p.Value}
}

// quoted shows the beginning of what a client sent.
func quoted(data []byte) string {
	return fmt.Sprintf("%q", excerpt.Of(bytes.TrimSpace(data), excerptLength))
}
