package steps

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"sparring/mock/excerpt"
	"sparring/mock/pointer"
)

// parse reads a value of a step: JSON where it is JSON, else the text itself.
func parse(text string) any {
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil || d.More() {
		return text
	}
	return value
}

// literal reads a value as a feature writes it: JSON, or a text that does not begin as JSON does. What begins so and is none
// is a mistake of the feature: as a text it would only ever differ from what a client sends.
func literal(text string) (any, error) {
	if looksLikeJSON(text) && !unplaced(text) {
		return strictly(text)
	}
	return parse(text), nil
}

func looksLikeJSON(text string) bool {
	trimmed := strings.TrimSpace(text)
	at := placeholder.FindStringIndex(trimmed)
	return trimmed != "" && strings.ContainsAny(trimmed[:1], "\"{[") && (at == nil || at[0] > 0)
}

// strictly reads one JSON value. Names are given once: the first of two would have no effect.
func strictly(text string) (any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, misuse("expected JSON, got nothing")
	}
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, misuse("expected JSON, got %s: %v", brief(text), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, misuse("expected one JSON value, got more behind it: %s", brief(text[d.InputOffset():]))
	}
	if name := repeated(text); name != "" {
		return nil, misuse("the name %q stands twice in one JSON object; the first would have no effect", name)
	}
	return value, nil
}

// repeated returns a name that an object of a valid JSON text has twice.
func repeated(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	var open []map[string]bool // the names of each object that is open; nil for a list
	name := true               // the next text is one
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		switch t := token.(type) {
		case json.Delim:
			switch t {
			case '{':
				open, name = append(open, map[string]bool{}), true
				continue
			case '[':
				open = append(open, nil)
				continue
			}
			open = open[:len(open)-1]
		case string:
			if in := open; len(in) > 0 && in[len(in)-1] != nil && name {
				if in[len(in)-1][t] {
					return t
				}
				in[len(in)-1][t], name = true, false
				continue
			}
		}
		name = true // a value has ended
	}
}

// mostShown bounds what a message repeats of a feature's text.
const mostShown = 60

func brief(text string) string {
	return fmt.Sprintf("%q", excerpt.Of(strings.TrimSpace(text), mostShown))
}

// same compares values: by their JSON, and a text with a number or truth by what is written ("1" is 1), as the vendors do.
func same(a, b any) bool {
	if reflect.DeepEqual(normal(a), normal(b)) {
		return true
	}
	return plain(a) && plain(b) && fmt.Sprint(a) == fmt.Sprint(b)
}

func plain(v any) bool {
	switch v.(type) {
	case string, json.Number, bool, float64:
		return true
	}
	return false
}

func normal(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		return v
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // ids beyond 2^53 differ
	if d.Decode(&out) != nil {
		return v
	}
	return out
}

// at returns the value at a JSON pointer that a feature gives. A pointer that can name nothing is a mistake of the feature.
func at(value any, text string) (any, bool, error) {
	found, ok, err := pointer.Resolve(value, text)
	if err != nil {
		return nil, false, misuse("%v", err)
	}
	return found, ok, nil
}

// asPointer makes a pointer of a name: "geotag/latitude" and "/geotag/latitude" are one.
func asPointer(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return "/" + name
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
