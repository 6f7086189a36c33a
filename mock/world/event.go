package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"sparring/mock/input"
	"sparring/mock/param"
	"sparring/mock/pointer"
)

// Event is something that happens outside HTTP: a scan, a block, an operator's message.
type Event struct {
	Name string
	Doc  string
	Args param.List
}

// Arg is an argument of an event.
type Arg = param.Param

// ArgError says which argument was wrong (422).
type ArgError struct {
	Arg    string
	At     string // the place in an object: a JSON pointer that begins there
	Reason string
	Known  []string // if Unknown, the names that exist

	Unknown bool // the event has no argument of this name
}

// Pointer is the place of the argument in the object of all arguments.
func (e *ArgError) Pointer() string { return pointer.Format(e.Arg) + e.At }

// ArgumentError makes an ArgError of an error about an argument that is an object. An *input.Error names the place.
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

// Args are the parsed arguments of one event. An argument that is absent or null has not been given.
type Args = param.Values

// Check parses the arguments of an event. Numbers are given as json.Number. Ids are written both ways, so a text may
// be given as a number, and an integer as a text of digits. Errors: *ArgError.
func (e *Event) Check(args map[string]any) (Args, error) {
	given := make(map[string]any, len(args))
	for name, v := range args {
		if p := e.Args.Find(name); p != nil {
			v = eitherWay(p.Type, v)
		}
		given[name] = v
	}
	out, err := e.Args.Parse(given)
	if bad := (*param.Error)(nil); errors.As(err, &bad) {
		switch bad.Problem {
		case param.Unknown:
			return nil, &ArgError{Arg: bad.Name, Reason: "unknown for event " + e.Name, Known: bad.Known, Unknown: true}
		case param.Missing:
			return nil, &ArgError{Arg: bad.Name, Reason: fmt.Sprintf("missing for event %s, expected %s", e.Name,
				bad.Expected)}
		default:
			return nil, &ArgError{Arg: bad.Name, Reason: bad.Error()}
		}
	}
	return out, err
}

// eitherWay makes a text of a number, or an integer of a text, if an argument is of that type.
func eitherWay(t param.Type, v any) any {
	switch v := v.(type) {
	case json.Number:
		if t == String {
			return v.String()
		}
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && t == Int {
			return n
		}
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = eitherWay(String, out[i])
		}
		return out
	}
	return v
}
