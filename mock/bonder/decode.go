package bonder

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// member is one name and value of a JSON object, in the order sent.
type member struct {
	name  string
	value json.RawMessage
}

// kindOf is the JSON type of a value by its first byte: { [ " t f n, and 0 for a number.
func kindOf(raw json.RawMessage) byte {
	if len(raw) == 0 {
		return 'n'
	}
	switch raw[0] {
	case '{', '[', '"', 't', 'f', 'n':
		return raw[0]
	}
	return '0'
}

// wellFormed says whether a body is one JSON value in UTF-8.
func wellFormed(body []byte) bool { return utf8.Valid(body) && json.Valid(body) }

// members lists an object's members in the order sent, which "the first five languages" needs (B-34). A name sent twice
// keeps its first place and its last value, as in PHP. Anything but an object has none. raw must be well formed: it is
// only cut, never checked again.
func members(raw []byte) []member {
	i := past(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return nil
	}
	var list []member
	var places map[string]int // once there are too many to look through
	for i = past(raw, i+1); i < len(raw) && raw[i] == '"'; i = past(raw, i+1) {
		end := stringEnd(raw, i)
		name, _ := text(raw[i:end])
		start := past(raw, past(raw, end)+1) // behind the colon
		i = valueEnd(raw, start)
		next := member{name, raw[start:i]}
		if place := placeOf(list, places, name); place >= 0 {
			list[place].value = next.value
		} else {
			list = append(list, next)
			places = noted(list, places)
		}
		i = past(raw, i) // at the comma or the closing brace
	}
	return list
}

const fewMembers = 16 // up to so many are looked through one by one

func placeOf(list []member, places map[string]int, name string) int {
	if places != nil {
		if place, ok := places[name]; ok {
			return place
		}
		return -1
	}
	for place := range list {
		if list[place].name == name {
			return place
		}
	}
	return -1
}

func noted(list []member, places map[string]int) map[string]int {
	switch {
	case places != nil:
		places[list[len(list)-1].name] = len(list) - 1
	case len(list) > fewMembers:
		places = make(map[string]int, 2*len(list))
		for place := range list {
			places[list[place].name] = place
		}
	}
	return places
}

// past skips white space.
func past(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

// stringEnd is the place behind the string that begins at i.
func stringEnd(raw []byte, i int) int {
	for i++; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

// valueEnd is the place behind the value that begins at i.
func valueEnd(raw []byte, i int) int {
	depth := 0
	for i < len(raw) {
		switch raw[i] {
		case '"':
			i = stringEnd(raw, i)
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
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// text is the string a raw JSON string stands for.
func text(raw json.RawMessage) (value string, ok bool) {
	if kindOf(raw) != '"' || len(raw) < 2 {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), true
	}
	return value, json.Unmarshal(raw, &value) == nil
}

// scalar is the text of a JSON string, or of a number as PHP would write it: a whole number has no fraction (B-28).
func scalar(raw json.RawMessage) (value string, ok bool) {
	if kindOf(raw) == '0' {
		return whole(string(raw)), true
	}
	return text(raw)
}

// longestWhole bounds the digits that an exponent can ask for.
const longestWhole = 40

// whole writes a JSON number that is a whole one without fraction and exponent: 48123456789.0 and 4.8e1. Another
// number, or one of very many digits, stays as it was written.
func whole(number string) string {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	places := 0
	if exponent != "" {
		var err error
		if places, err = strconv.Atoi(exponent); err != nil || places > longestWhole || places < -longestWhole {
			return number
		}
	}
	integer, fraction, _ := strings.Cut(mantissa, ".")
	sign, integer := cutSign(integer)
	fraction = strings.TrimRight(fraction, "0")
	switch {
	case len(fraction) > places && places >= 0:
		return number
	case places >= 0:
		integer += fraction + strings.Repeat("0", places-len(fraction))
	default: // a negative exponent takes zeros off the end
		kept := strings.TrimRight(integer, "0")
		if fraction != "" || len(integer)-len(kept) < -places && kept != "" {
			return number
		}
		integer = integer[:max(len(integer)+places, 0)]
	}
	if integer = strings.TrimLeft(integer, "0"); integer == "" {
		return "0"
	}
	return sign + integer
}

func cutSign(number string) (sign, rest string) {
	if rest, found := strings.CutPrefix(number, "-"); found {
		return "-", rest
	}
	return "", number
}

// flag reads 0 or 1 as a number, text or boolean (B-42).
func flag(raw json.RawMessage) (on, ok bool) {
	switch string(raw) {
	case `"1"`, `true`:
		return true, true
	case `"0"`, `false`:
		return false, true
	}
	if kindOf(raw) != '0' {
		return false, false
	}
	number := whole(string(raw))
	return number == "1", number == "0" || number == "1"
}
