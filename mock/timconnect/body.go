package timconnect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

const successful = "success"

// answer is the envelope of every success. Source: timconnect-1.7.1 §4.3.
type answer struct {
	Result      string `json:"result"`
	Message     string `json:"message"`
	SessionID   string `json:"sessionid,omitempty"`
	Credentials string `json:"credentials,omitempty"`
}

// done is the result of operations without data.
var done = answer{Result: successful}

// fields are the members of a request's JSON object; empty if the body is not an object.
type fields map[string]any

// read decodes the body. Assumed: a body that is not a JSON object counts as one without fields, so each operation
// answers with its own documented failure.
func (x *exchange) read() fields {
	if len(x.Body) == 0 {
		return fields{}
	}
	d := json.NewDecoder(bytes.NewReader(x.Body))
	d.UseNumber()
	var f map[string]any
	err := d.Decode(&f)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more follows the object")
		}
	}
	if err != nil || f == nil {
		x.Because("body_unreadable", "the body is not a JSON object and counts as empty")
		return fields{}
	}
	return f
}

// text returns a string field, "" for anything else.
func (f fields) text(name string) string { s, _ := f[name].(string); return s }

// scalar returns a string or number field as text, "" for anything else: ids and codes are written both ways (T-13).
func (f fields) scalar(name string) string { return scalar(f[name]) }

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

// optional returns a string field that may be absent or null; ok is false for another type.
func (f fields) optional(name string) (value string, ok bool) {
	if f[name] == nil {
		return "", true
	}
	value, ok = f[name].(string)
	return value, ok
}

// object returns an object field that may be absent or null; ok is false for another type.
func (f fields) object(name string) (value fields, given, ok bool) {
	if f[name] == nil {
		return fields{}, false, true
	}
	m, ok := f[name].(map[string]any)
	return m, ok, ok
}
