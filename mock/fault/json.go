package fault

import (
	"bytes"
	"encoding/json"
	"strings"

	"sparring/mock/pointer"
)

// decode reads one JSON value, numbers as written.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(v)
}

// encode writes a value as JSON, without escaping for HTML; null where it cannot be written.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// equal compares two JSON values; numbers by value.
func equal(a, b any) bool {
	switch x := a.(type) {
	case json.Number:
		y, ok := b.(json.Number)
		return ok && sameNumber(x, y)
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			if w, ok := y[k]; !ok || !equal(v, w) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !equal(x[i], y[i]) {
				return false
			}
		}
		return true
	default:
		switch b.(type) {
		case json.Number, map[string]any, []any:
			return false
		}
		return a == b
	}
}

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	i, errI := a.Int64()
	j, errJ := b.Int64()
	if errI == nil && errJ == nil {
		return i == j
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && x == y
}

// span is where a value stands in a JSON text. Member begins at the key of an object's member, or at the element.
type span struct{ member, start, end int }

// locate finds the value at a pointer in a valid JSON text.
func locate(b []byte, path []string) (span, bool) {
	at := span{start: space(b, 0)}
	at.member = at.start
	for _, t := range path {
		var ok bool
		if at, ok = descend(b, at.start, t); !ok {
			return span{}, false
		}
	}
	at.end = skip(b, at.start)
	return at, true
}

// descend finds a member or an element of the value that begins at i.
func descend(b []byte, i int, token string) (span, bool) {
	if b[i] != '{' && b[i] != '[' {
		return span{}, false
	}
	object := b[i] == '{'
	want, isIndex := pointer.Index(token)
	if !object && !isIndex {
		return span{}, false
	}
	i = space(b, i+1)
	for n := 0; b[i] != '}' && b[i] != ']'; n++ {
		at := span{member: i, start: i}
		hit := !object && n == want
		if object {
			end := skip(b, i)
			var key string
			_ = json.Unmarshal(b[i:end], &key)
			hit = key == token
			at.start = space(b, space(b, end)+1) // behind the colon
		}
		if hit {
			return at, true
		}
		if i = space(b, skip(b, at.start)); b[i] == ',' {
			i = space(b, i+1)
		}
	}
	return span{}, false
}

// space gives the first byte from i that is not white space.
func space(b []byte, i int) int {
	for i < len(b) && strings.IndexByte(" \t\r\n", b[i]) >= 0 {
		i++
	}
	return i
}

// skip gives the end of the value that begins at i of a valid JSON text.
func skip(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			i++
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\r', '\n':
			i++
			continue
		default:
			for i < len(b) && strings.IndexByte(",:]} \t\r\n", b[i]) < 0 {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return i
}

// replace puts a value in place of another.
func replace(b []byte, at span, value []byte) []byte {
	return splice(b, at.start, at.end, value)
}

// remove takes a member or an element away, with its comma.
func remove(b []byte, at span) []byte {
	from, to := at.member, at.end
	if next := space(b, to); next < len(b) && b[next] == ',' {
		to = space(b, next+1)
	} else {
		for i := from - 1; i >= 0 && (b[i] == ',' || space(b, i) != i); i-- {
			from = i
			if b[i] == ',' {
				break
			}
		}
	}
	return splice(b, from, to, nil)
}

// insert puts a new last member into an object.
func insert(b []byte, object span, name string, value []byte) []byte {
	last := object.end - 1 // the closing brace
	for space(b, last-1) != last-1 {
		last--
	}
	member := append(append(encode(name), ':'), value...)
	if b[last-1] != '{' {
		member = append([]byte{','}, member...)
	}
	return splice(b, last, last, member)
}

func splice(b []byte, from, to int, with []byte) []byte {
	out := make([]byte, 0, len(b)+len(with)-(to-from))
	return append(append(append(out, b[:from]...), with...), b[to:]...)
}
