// Package feature reads and compares the values that a feature writes, and says what is wrong in one: a *UsageError.
package feature

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"sparring/mock/excerpt"
	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// Empty reports whether a value is null, or an empty text, list or object.
func Empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// Placeholder matches {name}, the place of a remembered value.
var Placeholder = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// Braced matches what is probably meant as a placeholder.
var Braced = regexp.MustCompile(`\{\s*[A-Za-z_][A-Za-z0-9_.-]*\s*\}`)

// Object reads a JSON object. Numbers are json.Number.
func Object(data []byte) (map[string]any, error) {
	value, err := Strict(string(data))
	if err != nil {
		return nil, err
	}
	out, ok := value.(map[string]any)
	if !ok {
		return nil, Usagef("expected a JSON object, got %s", brief(string(data)))
	}
	return out, nil
}

// HasPlaceholder reports whether a text holds a value that is known only when the scenario runs.
func HasPlaceholder(text string) bool { return Placeholder.MatchString(text) }

// Parse reads a value of a step: JSON if it is valid JSON, else the text itself.
func Parse(text string) any {
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil || d.More() {
		return text
	}
	return value
}

// Literal reads a value as a feature writes it: JSON, or a text that does not begin as JSON does. A text that begins
// so and is not valid JSON is an error, since no client would ever send it.
func Literal(text string) (any, error) {
	if LooksLikeJSON(text) && !HasPlaceholder(text) {
		return Strict(text)
	}
	return Parse(text), nil
}

// LooksLikeJSON reports whether a text begins as a JSON text, object or list does.
func LooksLikeJSON(text string) bool {
	trimmed := strings.TrimSpace(text)
	at := Placeholder.FindStringIndex(trimmed)
	return trimmed != "" && strings.ContainsAny(trimmed[:1], "\"{[") && (at == nil || at[0] > 0)
}

// Strict reads one JSON value. A name that is given twice is an error, since the first would have no effect.
func Strict(text string) (any, error) {
	if strings.TrimSpace(text) == "" {
		return nil, Usagef("expected JSON, got nothing")
	}
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, Usagef("expected JSON, got %s: %v", brief(text), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, Usagef("expected one JSON value, got more behind it: %s", brief(text[d.InputOffset():]))
	}
	if name := repeated(text); name != "" {
		return nil, Usagef("the name %q occurs twice in one JSON object; the first would have no effect", name)
	}
	return value, nil
}

// repeated returns a name that an object of a valid JSON text has twice, "" if each occurs once.
func repeated(text string) string {
	for _, loss := range rawjson.Losses([]byte(text), 1) {
		if loss.Half == "" {
			tokens, _ := pointer.Parse(loss.Pointer) // was written by the package
			return tokens[len(tokens)-1]
		}
	}
	return ""
}

// mostShown is how many bytes of a feature's text a message repeats.
const mostShown = 60

func brief(text string) string {
	return fmt.Sprintf("%q", excerpt.Of(strings.TrimSpace(text), mostShown))
}

// Same reports whether two values are equal as JSON. A text equals a number or boolean that is written the same ("1"
// is 1), as it does for the vendors.
func Same(a, b any) bool {
	if reflect.DeepEqual(normal(a), normal(b)) {
		return true
	}
	return IsScalar(a) && IsScalar(b) && fmt.Sprint(a) == fmt.Sprint(b)
}

// IsScalar reports whether a value is a text, a number or a boolean.
func IsScalar(v any) bool {
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

// At returns the value at a JSON pointer that a feature gives. Errors: *UsageError for a text that is not a pointer.
func At(value any, text string) (any, bool, error) {
	found, ok, err := pointer.Resolve(value, text)
	if err != nil {
		return nil, false, Usagef("%v", err)
	}
	return found, ok, nil
}

// AsPointer makes a JSON pointer of a name: "geotag/latitude" and "/geotag/latitude" are the same.
func AsPointer(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return "/" + name
}

// Encode returns a value as JSON.
func Encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}

// Merge applies a JSON Merge Patch (RFC 7396).
func Merge(target, patch map[string]any) map[string]any {
	if target == nil {
		target = map[string]any{}
	}
	for name, value := range patch {
		switch v := value.(type) {
		case nil:
			delete(target, name)
		case map[string]any:
			inner, _ := target[name].(map[string]any)
			target[name] = Merge(inner, v)
		default:
			target[name] = v
		}
	}
	return target
}

// Show returns a value for a message: "nothing" if it is missing.
func Show(value any, there bool) string {
	if !there {
		return "nothing"
	}
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return Encode(value)
}
