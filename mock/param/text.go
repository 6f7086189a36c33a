package param

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FromText reads a value as a command line gives it, and returns it as JSON would: a phone is a text, though it looks
// like a number. A value that does not fit stays a text, so that Parse says what was expected.
func (p *Param) FromText(text string) any {
	isJSON := json.Valid([]byte(text))
	switch p.Type {
	case Bool:
		switch strings.ToLower(text) {
		case "true", "on":
			return true
		case "false", "off":
			return false
		}
	case Int, Integer:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil && isJSON {
			return json.Number(text)
		}
	case Number:
		if _, err := strconv.ParseFloat(text, 64); err == nil && isJSON {
			return json.Number(text)
		}
	case Object, Array:
		if isJSON {
			return json.RawMessage(text)
		}
	case Texts:
		if isJSON && strings.HasPrefix(strings.TrimSpace(text), "[") {
			return json.RawMessage(text)
		}
		var items []any
		for item := range strings.SplitSeq(text, ",") {
			items = append(items, item)
		}
		return items
	case Any:
		var s string
		if isJSON && json.Unmarshal([]byte(text), &s) == nil && text != "null" {
			return s
		}
		if isJSON {
			return json.RawMessage(text) // as written: the order of its keys may matter
		}
	}
	return text
}

// FromLiteral makes a text again of a value that was read as JSON from a place where texts have no quotes, such as a
// cell of a table: 79991234567 is a text if the parameter is one, and so is null if it is one of its values.
func (p *Param) FromLiteral(v any) any {
	if len(p.Values) == 0 && !slices.Contains([]Type{String, Enum, Duration, URL}, p.Type) {
		return v
	}
	switch v := v.(type) {
	case nil:
		if slices.Contains(p.Values, "null") {
			return "null"
		}
	case json.Number, bool, float64:
		return fmt.Sprint(v)
	}
	return v
}

// Takes names the values that the parameter takes for a usage line: "a|b", "true|false", or its type.
func (p *Param) Takes() string {
	switch {
	case len(p.Values) > 0:
		return strings.Join(p.Values, "|")
	case p.Type == Bool:
		return "true|false"
	}
	return string(p.Type)
}

// Usage is the parameter as a usage line has it: "name=a|b", in brackets if it may be left out.
func (p *Param) Usage() string {
	text := p.Name + "=" + p.Takes()
	if !p.Required {
		text = "[" + text + "]"
	}
	return text
}

// Shown is the parameter as JSON shows it: its default is a JSON value.
func (p Param) Shown() Param {
	p.Default = Shown(p.Default)
	return p
}

// Shown returns a parsed value as JSON shows it: a duration as a text.
func Shown(v any) any {
	if d, ok := v.(time.Duration); ok {
		return d.String()
	}
	return v
}

// decode reads one JSON value with numbers as they are written.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(v)
}
