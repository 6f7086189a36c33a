package rawjson

import (
	"bytes"
	"encoding/json"

	"sparring/mock/pointer"
)

// Place is where a value is in a text.
type Place struct {
	Start, End int
	from       int // where the member or the element begins
}

// Locate returns the place of the value that reference tokens of a JSON pointer name, if there is one. Of a name that
// comes twice it is the first.
func Locate(text []byte, tokens []string) (Place, bool) {
	start := Space(text, 0)
	at := Place{Start: start, End: End(text, start), from: start}
	for _, token := range tokens {
		var ok bool
		if at, ok = at.inside(text, token); !ok {
			return Place{}, false
		}
	}
	return at, true
}

// Has reports whether the object or array at the place has a member or an element of this name.
func (p Place) Has(text []byte, token string) bool {
	_, ok := p.inside(text, token)
	return ok
}

func (p Place) inside(text []byte, token string) (Place, bool) {
	object := p.Start < len(text) && text[p.Start] == '{'
	want, isIndex := pointer.Index(token)
	if !object && !isIndex {
		return Place{}, false
	}
	c := enter(text, p.Start)
	for n := 0; c.next(); n++ {
		if object && c.name() == token || !object && n == want {
			return Place{Start: c.start, End: c.end, from: c.member}, true
		}
	}
	return Place{}, false
}

// Replace returns the text with another value at the place.
func Replace(text []byte, at Place, value []byte) []byte {
	return Splice(text, at.Start, at.End, value)
}

// Remove returns the text without the member or the element at the place, and without its comma.
func Remove(text []byte, at Place) []byte {
	from, to := at.from, at.End
	if next := Space(text, to); next < len(text) && text[next] == ',' {
		to = Space(text, next+1)
	} else {
		for i := from - 1; i >= 0 && (text[i] == ',' || Space(text, i) != i); i-- {
			from = i
			if text[i] == ',' {
				break
			}
		}
	}
	return Splice(text, from, to, nil)
}

// Insert returns the text with one more member at the end of the object at the place.
func Insert(text []byte, object Place, name string, value []byte) []byte {
	last := object.End - 1 // the closing brace
	for Space(text, last-1) != last-1 {
		last--
	}
	var member []byte
	if text[last-1] != '{' {
		member = append(member, ',')
	}
	member = append(append(member, Encode(name)...), ':')
	return Splice(text, last, last, append(member, value...))
}

// Splice returns the text with other bytes between two indexes. The given text stays as it is.
func Splice(text []byte, from, to int, with []byte) []byte {
	out := make([]byte, 0, len(text)+len(with)-(to-from))
	return append(append(append(out, text[:from]...), with...), text[to:]...)
}

// Encode returns a value as JSON, without the escapes for HTML that encoding/json writes; null if it can't be written.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
