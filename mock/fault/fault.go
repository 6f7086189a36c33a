// Package fault is faults on demand: rules decide when, kinds say what. One file per kind.
//
// A Set belongs to one world. The server's chain asks it once per request (Decide) and lets the fault of the firing
// act: wait before the fake is asked, answer instead of it, end the credential, or send the finished response in its
// own way.
package fault

import (
	"encoding/json"
	"maps"
	"reflect"
	"time"
)

// Match chooses requests. Empty fields match all.
type Match struct {
	API       string `json:"api,omitempty"`
	Operation string `json:"operation,omitempty"` // operation id or alias
	Method    string `json:"method,omitempty"`
	// behind the API's prefix (or with it), as sent; "*" matches any run of characters, "{name}" one segment
	Path   string            `json:"path,omitempty"`
	Header map[string]string `json:"header,omitempty"` // name → value, "*" as in Path
	Body   map[string]any    `json:"body,omitempty"`   // JSON pointer → the value that must be there
}

// Rule is a fault and when it fires.
type Rule struct {
	ID    string `json:"id"`
	Match Match  `json:"match"`
	After int    `json:"after"` // matches that are skipped first
	Times *int   `json:"times"` // how often it fires at most; nil means 1, 0 until removed
	Fault Spec   `json:"fault"`

	Hits      int        `json:"hits"`      // firings so far; of a hold: groups of count requests
	Remaining *int       `json:"remaining"` // null if times is 0
	FirstHit  *time.Time `json:"first_hit,omitempty"`
	LastHit   *time.Time `json:"last_hit,omitempty"`
	Waiting   []int64    `json:"waiting,omitempty"` // of a hold: the seqs of the parked requests, in order of arrival

	// Skipped counts the matches that after has let pass, Parked the requests parked by the present firing of a hold.
	// They travel with Copy and Import.
	Skipped int `json:"-"`
	Parked  int `json:"-"`
}

// Spec is the fault of a rule: a kind and its parameters.
type Spec struct {
	Kind       string
	Parameters map[string]any // as sent, without "kind"
}

// MarshalJSON writes kind and parameters in one object.
func (s Spec) MarshalJSON() ([]byte, error) {
	all := maps.Clone(s.Parameters)
	if all == nil {
		all = map[string]any{}
	}
	all["kind"] = s.Kind
	return json.Marshal(all)
}

// UnmarshalJSON reads kind and parameters from one object. Numbers stay as written (json.Number).
func (s *Spec) UnmarshalJSON(data []byte) error {
	var all map[string]any
	if err := decode(data, &all); err != nil {
		return err
	}
	if body, ok := all["body"]; ok { // kept as written: the order of its keys is part of the answer
		var raw struct {
			Body json.RawMessage `json:"body"`
		}
		if _, text := body.(string); !text && json.Unmarshal(data, &raw) == nil {
			all["body"] = raw.Body
		}
	}
	kind, given := all["kind"]
	text, ok := kind.(string)
	if given && kind != nil && !ok {
		return &json.UnmarshalTypeError{Value: jsonKind(kind), Type: reflect.TypeFor[string](), Field: "kind"}
	}
	s.Kind = text
	delete(all, "kind")
	s.Parameters = all
	return nil
}

// jsonKind is the word that encoding/json has for a kind of value.
func jsonKind(v any) string {
	switch v.(type) {
	case json.Number:
		return "number"
	case bool:
		return "bool"
	case []any:
		return "array"
	}
	return "object"
}
