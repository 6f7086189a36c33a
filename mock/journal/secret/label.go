package secret

import (
	"bytes"
	"unicode/utf8"
)

// labelled marks the values that a text of no known format names as secret: password: x, 'token' => "x",
// <code>1234</code>. It is for what a client or a service sent, in which anything may be wrong.
func (m *Masker) labelled(b []byte) []byte {
	if len(m.p.fields) == 0 {
		return b
	}
	var out []byte
	last := 0
	for i := 0; i < len(b); {
		if !nameByte(b[i]) {
			i++
			continue
		}
		end := i
		for end < len(b) && nameByte(b[end]) {
			end++
		}
		name := b[i:end]
		if before, _ := utf8.DecodeLastRune(b[:i]); i > 0 && word(before) {
			name = nil // the end of a word in another script
		}
		kind := fold(m.p.fields, name)
		if kind == "" {
			name = name[bytes.LastIndexByte(name, '-')+1:] // --password
			kind = fold(m.p.fields, name)
		}
		i = end
		if kind == "" {
			continue
		}
		start, stop := labelledValue(b, end)
		if start == stop || bytes.HasPrefix(b[start:stop], []byte("‹")) {
			continue
		}
		if mark, ok := m.placed("/", string(name), kind, string(b[start:stop])); ok && !m.learn {
			out = append(append(out, b[last:start]...), mark...)
			last = stop
		}
		i = stop
	}
	if last == 0 {
		return b
	}
	return append(out, b[last:]...)
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// labelledValue finds the value that belongs to the name before at; start and stop are the same if there is no value.
func labelledValue(b []byte, at int) (start, stop int) {
	i := skip(b, at, `\`, 8)
	if i < len(b) && (b[i] == '"' || b[i] == '\'') {
		i++
		if start := emptyLine(b, i); start > 0 { // name="password", then the content of the part
			return start, until(b, start, "\r\n")
		}
	}
	i = skip(b, i, " \t\r\n", 64)
	if i == len(b) {
		return at, at
	}
	switch c := b[i]; {
	case c == ':' || c == '=':
		i++
		for i < len(b) && (b[i] == '=' || b[i] == '>') { // := and =>
			i++
		}
		return quotedValue(b, skip(b, i, " \t\r\n", 64))
	case c == '>':
		return element(b, i+1)
	case i > at: // attributes of an element
		if n := bytes.IndexAny(b[i:min(len(b), i+256)], "<>"); n >= 0 && b[i+n] == '>' {
			return element(b, i+n+1)
		}
	}
	return at, at
}

// emptyLine returns where the line behind an empty one begins, 0 if b[i:] does not begin with one.
func emptyLine(b []byte, i int) int {
	for _, gap := range [...]string{"\r\n\r\n", "\n\n"} {
		if bytes.HasPrefix(b[i:], []byte(gap)) {
			return i + len(gap)
		}
	}
	return 0
}

// quotedValue is a value in quotes, or up to a separator. Quotes that are not closed end with the line.
func quotedValue(b []byte, i int) (start, stop int) {
	i = skip(b, i, `\`, 8)
	if i == len(b) || b[i] != '"' && b[i] != '\'' {
		return i, until(b, i, " \t\r\n<>&;,\"'}])")
	}
	quote := b[i]
	start = i + 1
	for stop = start; stop < len(b) && b[stop] != quote && b[stop] != '\n'; stop++ {
		if b[stop] == '\\' && stop+1 < len(b) && b[stop+1] != quote {
			stop++
		}
	}
	for stop > start && (b[stop-1] == '\\' || b[stop-1] == '\r') {
		stop--
	}
	return start, stop
}

// element is the content of an element of XML.
func element(b []byte, i int) (start, stop int) {
	start = skip(b, i, " \t\r\n", 256)
	if rest, ok := bytes.CutPrefix(b[start:], []byte("<![CDATA[")); ok {
		start = len(b) - len(rest)
		if n := bytes.Index(rest, []byte("]]>")); n >= 0 {
			return start, start + n
		}
		return start, len(b)
	}
	stop = until(b, start, "<")
	for stop > start && (b[stop-1] == ' ' || b[stop-1] == '\n' || b[stop-1] == '\r' || b[stop-1] == '\t') {
		stop--
	}
	return start, stop
}

// skip passes at most so many of the given bytes.
func skip(b []byte, i int, set string, most int) int {
	for ; i < len(b) && most > 0 && bytes.IndexByte([]byte(set), b[i]) >= 0; most-- {
		i++
	}
	return i
}

// until finds the first of the given bytes.
func until(b []byte, i int, set string) int {
	if n := bytes.IndexAny(b[i:], set); n >= 0 {
		return i + n
	}
	return len(b)
}
