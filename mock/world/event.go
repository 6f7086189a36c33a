package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/input"
	"sparring/mock/pointer"
)

// Event is something that happens outside HTTP: a scan, a block, an operator's message.
type Event struct {
	Name string `json:"name"`
	Doc  string `json:"doc,omitempty"`
	Args []Arg  `json:"args"`
}

// Arg is an argument of an event.
type Arg struct {
	Name     string   `json:"name"`
	Type     Type     `json:"type"`
	Required bool     `json:"required"`
	Empty    bool     `json:"-"` // of a text: an empty one is a value, too, and not a name of nothing
	Once     bool     `json:"-"` // of a list: each text once
	Values   []string `json:"values,omitempty"`
	Doc      string   `json:"doc,omitempty"`
}

// ArgError says which argument was wrong (422).
type ArgError struct {
	Arg    string
	At     string // where in an object: a JSON pointer that begins there
	Reason string
	Known  []string

	Unknown bool // the event has no argument of this name
}

// Pointer is where the argument is in the object of all arguments.
func (e *ArgError) Pointer() string { return pointer.Format(e.Arg) + e.At }

// ArgumentError says where in an argument that is an object something is wrong. err is mostly an *input.Error.
func ArgumentError(arg string, err error) *ArgError {
	var at *input.Error
	if errors.As(err, &at) {
		return &ArgError{Arg: arg, At: at.Pointer, Reason: at.Reason, Known: at.Known}
	}
	return &ArgError{Arg: arg, Reason: err.Error()}
}

// Error names the argument and the reason.
func (e *ArgError) Error() string {
	if e.At != "" {
		return fmt.Sprintf("argument %q at %s: %s", e.Arg, e.At, e.Reason)
	}
	return fmt.Sprintf("argument %q: %s", e.Arg, e.Reason)
}

// Args are the checked arguments of one event. An argument that is absent or null has not been given.
type Args map[string]any

// Check tells whether args fit the event: unknown, missing and of the wrong type are *ArgError. Numbers are given as
// json.Number (decode with UseNumber); a text and an integer also stand for each other, as ids are written both ways.
func (e *Event) Check(args map[string]any) (Args, error) {
	out := Args{}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		i := slices.IndexFunc(e.Args, func(a Arg) bool { return a.Name == name })
		if i < 0 {
			known := []string{}
			for _, a := range e.Args {
				known = append(known, a.Name)
			}
			return nil, &ArgError{Arg: name, Reason: "unknown for event " + e.Name, Known: known, Unknown: true}
		}
		if args[name] == nil {
			continue
		}
		v, err := e.Args[i].parse(args[name])
		if err != nil {
			return nil, err
		}
		out[name] = v
	}
	for _, a := range e.Args {
		if _, given := out[a.Name]; a.Required && !given {
			return nil, &ArgError{Arg: a.Name, Reason: fmt.Sprintf("missing for event %s, expected %s", e.Name, a.wanted())}
		}
	}
	return out, nil
}

// wanted says in words what values the argument takes.
func (a *Arg) wanted() string {
	switch a.Type {
	case Object:
		return "an object"
	case List:
		return "a list of texts"
	case Int:
		return "an integer"
	case Bool:
		return "true or false"
	case Enum:
		return "one of " + strings.Join(a.Values, ", ")
	case Duration:
		return `a duration such as "30s" or "1h"`
	case URL:
		return "an http or https URL"
	default:
		return "a text"
	}
}

func (a *Arg) parse(v any) (any, error) {
	var err error
	switch a.Type {
	case Object:
		if _, ok := v.(map[string]any); ok {
			return v, nil
		}
		err = expected("an object", v)
	case List:
		list, ok := texts(v)
		sorted := slices.Sorted(slices.Values(list))
		switch {
		case !ok || !a.Empty && slices.Contains(list, ""):
			err = expected("a list of texts that are not empty", v)
		case a.Once && len(slices.Compact(sorted)) < len(list):
			err = expected("each text once", v)
		default:
			return list, nil
		}
	case Int:
		if n, ok := scalar(v); ok {
			if i, err := strconv.ParseInt(n, 10, 64); err == nil {
				return i, nil
			}
		}
		err = expected("an integer", v)
	case String:
		text, ok := scalar(v)
		switch {
		case ok && (text != "" || a.Empty):
			return text, nil
		case ok:
			err = errors.New("expected a text that is not empty")
		default:
			err = expected("a text", v)
		}
	default:
		var parsed any
		if parsed, err = (&Switch{Type: a.Type, Values: a.Values}).parse(v); err == nil {
			return parsed, nil
		}
	}
	return nil, &ArgError{Arg: a.Name, Reason: err.Error()}
}

func texts(v any) ([]string, bool) {
	items, ok := v.([]any)
	out := make([]string, 0, len(items))
	for _, item := range items {
		text, fits := scalar(item)
		ok = ok && fits
		out = append(out, text)
	}
	return out, ok
}

// scalar is a text, or a number as it was written.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// Has tells whether an argument was given.
func (a Args) Has(name string) bool { _, ok := a[name]; return ok }

// Text gives a string or enum argument, "" where it was not given.
func (a Args) Text(name string) string { s, _ := a[name].(string); return s }

// Int gives an int argument, 0 where it was not given.
func (a Args) Int(name string) int64 { n, _ := a[name].(int64); return n }

// Bool gives a bool argument, false where it was not given.
func (a Args) Bool(name string) bool { b, _ := a[name].(bool); return b }

// Texts gives a list argument.
func (a Args) Texts(name string) []string { l, _ := a[name].([]string); return l }

// Object gives an object argument as JSON, nil where it was not given.
func (a Args) Object(name string) json.RawMessage {
	v, ok := a[name]
	if !ok {
		return nil
	}
	data, _ := json.Marshal(v) // came from JSON
	return data
}
