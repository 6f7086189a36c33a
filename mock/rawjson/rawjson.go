// Package rawjson reads and edits the text of a JSON value without decoding it. All that is not asked for stays as it
// was written, byte by byte: the order of members, names that come twice, numbers, white space. encoding/json loses
// these.
//
// The text must be valid (json.Valid). Of any other text the functions return something, and never panic.
package rawjson

import (
	"bytes"
	"encoding/json"
	"iter"
	"unicode/utf8"
)

// Members returns the names and values of an object in the order of the text. Anything but an object has none.
func Members(text []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		c := enter(text, Space(text, 0))
		for c.object && c.next() {
			if !yield(c.name(), c.value()) {
				return
			}
		}
	}
}

// Fields is Members with names that are valid until the next one: a switch over them allocates nothing.
func Fields(text []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		c := enter(text, Space(text, 0))
		for c.object && c.next() {
			name := c.text[c.member:c.nameEnd]
			if len(name) >= 2 && name[0] == '"' && bytes.IndexByte(name, '\\') < 0 && utf8.Valid(name) {
				name = name[1 : len(name)-1]
			} else {
				name = []byte(c.name())
			}
			if !yield(name, c.value()) {
				return
			}
		}
	}
}

// cursor goes through the members of an object, or the elements of an array.
type cursor struct {
	text       []byte
	object     bool
	at         int // of the next one; len(text) at the end
	member     int // the quote before the name; start if it is an element
	nameEnd    int // behind the quote after the name; start if it is an element
	start, end int // of the value
}

// enter returns a cursor before the first member of the value that begins at i. Other values have none.
func enter(text []byte, i int) cursor {
	c := cursor{text: text, at: len(text)}
	if i < len(text) && (text[i] == '{' || text[i] == '[') {
		c.object, c.at = text[i] == '{', Space(text, i+1)
	}
	return c
}

// next moves to the next member and reports whether there is one.
func (c *cursor) next() bool {
	if c.at >= len(c.text) || c.text[c.at] == '}' || c.text[c.at] == ']' {
		return false
	}
	c.member, c.nameEnd, c.start = c.at, c.at, c.at
	if c.object {
		c.nameEnd = StringEnd(c.text, c.at)
		c.start = min(Space(c.text, Space(c.text, c.nameEnd)+1), len(c.text)) // behind the colon
	}
	c.end = End(c.text, c.start)
	if c.at = Space(c.text, c.end); c.at < len(c.text) && c.text[c.at] == ',' {
		c.at = Space(c.text, c.at+1)
	} else {
		c.at = len(c.text)
	}
	return true
}

func (c *cursor) name() string {
	name, _ := String(c.text[c.member:c.nameEnd])
	return name
}

func (c *cursor) value() []byte { return c.text[c.start:c.end] }

// Space returns the index of the first byte from i on that is not white space.
func Space(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	return i
}

// End returns the index behind the value that begins at i.
func End(text []byte, i int) int {
	depth := 0
	for i < len(text) {
		switch text[i] {
		case '"':
			i = StringEnd(text, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 { // of the object around a number or a word
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// StringEnd returns the index behind the string that begins at i.
func StringEnd(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// Depth returns how deep objects and arrays are nested, also in a text that json.Valid refuses for its depth.
func Depth(text []byte) int {
	now, most := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i = StringEnd(text, i) - 1
		case '{', '[':
			now++
			most = max(most, now)
		case '}', ']':
			now--
		}
	}
	return most
}

// String returns the string that a JSON text is, as encoding/json reads it. Not ok: it is another value.
func String(text []byte) (value string, ok bool) {
	if len(text) < 2 || text[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return string(text[1 : len(text)-1]), true
	}
	return unescaped(text)
}

func unescaped(text []byte) (string, bool) {
	var value string // here, and not in String, which would allocate it
	err := json.Unmarshal(text, &value)
	return value, err == nil
}
