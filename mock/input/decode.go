// Package input reads the JSON that the author of a test writes: bodies of control calls and planted facts. It is
// strict and says exactly where a text is wrong.
//
// Decode reads a text into a Go value; Rules check what a type cannot say: ids that are unique, references that exist,
// numbers in range. It is not for requests of clients: those are read as the vendor reads them.
package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"sparring/mock/excerpt"
	"sparring/mock/message"
)

// Error describes what is wrong with a text, and where.
type Error struct {
	Pointer string   // RFC 6901; empty for the whole text
	Reason  string   // what was expected and what came
	Unknown bool     // the pointer names a field that does not exist
	Syntax  bool     // the text is not one JSON value
	Known   []string // the fields or values that exist, if Unknown or one of few was expected
}

// Error names the place and the reason.
func (e *Error) Error() string {
	if e.Pointer == "" {
		return e.Reason
	}
	return e.Pointer + ": " + e.Reason
}

// Under returns the error with its pointer below another one.
func (e *Error) Under(pointer string) *Error {
	out := *e
	out.Pointer = pointer + e.Pointer
	return &out
}

// Decode reads exactly one JSON value into what out points to. Refused, with the pointer of the first place: a field
// that does not exist (in exactly this case), a name that comes twice, a value of another type or out of its range,
// null for anything but a pointer, a list, a map or any value, an element that is null, and a text that is not UTF-8. A
// json.RawMessage is taken as it is: it holds what a client or a service once sent. Numbers without a type become
// json.Number. Errors: *Error.
func Decode(data []byte, out any) error { return decode(data, out, false) }

// DecodeCall is Decode for the body of a call: a field that is null is left out, and a text that is empty is refused,
// because it names nothing.
func DecodeCall(data []byte, out any) error { return decode(data, out, true) }

func decode(data []byte, out any, call bool) error {
	if err := syntax(data, call); err != nil {
		return err
	}
	s := &scanner{data: data, call: call}
	s.space()
	if err := s.value(reflect.TypeOf(out).Elem()); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(out); err != nil { // the type knows more than the scanner
		var shape *json.UnmarshalTypeError
		if errors.As(err, &shape) {
			return &Error{Reason: fmt.Sprintf("expected %s, got %s", describe(shape.Type), article(shape.Value))}
		}
		return &Error{Reason: err.Error()}
	}
	return nil
}

// syntax checks that a text is one JSON value, and of a call that it is UTF-8.
func syntax(data []byte, call bool) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return &Error{Syntax: true, Reason: "expected a JSON value, got nothing"}
	}
	if in := message.ContainerOf(nil, data); in.Name != "" {
		return &Error{Syntax: true, Reason: "expected JSON in UTF-8, got a text that " + in.Verb()}
	}
	if call && !utf8.Valid(data) {
		return &Error{Syntax: true, Reason: fmt.Sprintf("offset %d: expected UTF-8, got another byte", badByte(data))}
	}
	if json.Valid(data) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	var one json.RawMessage
	err := d.Decode(&one)
	var wrong *json.SyntaxError
	switch {
	case err == nil:
		return &Error{Syntax: true, Reason: fmt.Sprintf("offset %d: more than one JSON value", d.InputOffset())}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Syntax: true, Reason: fmt.Sprintf("offset %d: the JSON ends too early", len(data))}
	case errors.As(err, &wrong):
		return &Error{Syntax: true, Reason: fmt.Sprintf("offset %d: %s", wrong.Offset, wrong.Error())}
	}
	return &Error{Syntax: true, Reason: err.Error()}
}

func badByte(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// maxShown bounds how much of a value a message shows, in runes.
const maxShown = 60

// shown is a value as it was written, shortened.
func shown(raw []byte) string {
	return excerpt.Of(raw, maxShown)
}
