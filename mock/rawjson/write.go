package rawjson

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// Writer writes a JSON text value by value, and sets commas, brackets and braces. The zero Writer is ready. Inside an
// object each value follows its Name. Containers are at most 64 deep.
type Writer struct {
	text  []byte
	array uint64 // bit d: the container at depth d is an array
	depth int
}

// NewWriter returns a writer with space for a text of this size.
func NewWriter(size int) Writer { return Writer{text: make([]byte, 0, size)} }

// Bytes returns the text.
func (w *Writer) Bytes() []byte { return w.text }

// Name begins a member of an object.
func (w *Writer) Name(name string) {
	w.separate()
	w.text = append(AppendString(w.text, name), ':')
}

// Object begins an object, which End ends.
func (w *Writer) Object() { w.begin('{') }

// Array begins an array, which End ends.
func (w *Writer) Array() { w.begin('[') }

// End ends the innermost object or array.
func (w *Writer) End() {
	w.depth--
	if w.array&(1<<w.depth) != 0 {
		w.text = append(w.text, ']')
	} else {
		w.text = append(w.text, '}')
	}
}

// EndOr is End, except that an object or array without members becomes another value.
func (w *Writer) EndOr(empty string) {
	if last := len(w.text) - 1; w.text[last] == '{' || w.text[last] == '[' {
		w.depth--
		w.text = append(w.text[:last], empty...)
		return
	}
	w.End()
}

// String writes a string.
func (w *Writer) String(s string) {
	w.separate()
	w.text = AppendString(w.text, s)
}

// Int writes a whole number.
func (w *Writer) Int(n int64) {
	w.separate()
	w.text = strconv.AppendInt(w.text, n, 10)
}

// Bool writes true or false.
func (w *Writer) Bool(b bool) {
	w.separate()
	w.text = strconv.AppendBool(w.text, b)
}

// Raw writes a value that is JSON already.
func (w *Writer) Raw(value string) {
	w.separate()
	w.text = append(w.text, value...)
}

// RawBytes is Raw.
func (w *Writer) RawBytes(value []byte) {
	w.separate()
	w.text = append(w.text, value...)
}

func (w *Writer) begin(bracket byte) {
	w.separate()
	w.text = append(w.text, bracket)
	w.array &^= 1 << w.depth
	if bracket == '[' {
		w.array |= 1 << w.depth
	}
	w.depth++
}

// separate writes the comma before a name or a value that is not the first.
func (w *Writer) separate() {
	if w.depth == 0 {
		return
	}
	switch w.text[len(w.text)-1] {
	case '{', '[', ':':
	default:
		w.text = append(w.text, ',')
	}
}

// AppendString appends a JSON string.
func AppendString(to []byte, s string) []byte {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' {
			return appendEscaped(to, s)
		}
	}
	if !utf8.ValidString(s) {
		return appendEscaped(to, s)
	}
	to = append(to, '"')
	to = append(to, s...)
	return append(to, '"')
}

func appendEscaped(to []byte, s string) []byte {
	encoded, _ := json.Marshal(s) // a string always can be encoded
	return append(to, encoded...)
}
