package bonder

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"sparring/mock/rawjson"
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

// wellFormed reports whether a body is one JSON value in UTF-8.
func wellFormed(body []byte) bool { return utf8.Valid(body) && json.Valid(body) }

// members lists an object's members in the order sent, which "the first five languages" needs (B-34). A name sent twice
// keeps its first place and its last value, as in PHP. Anything but an object has none. raw must be well formed.
func members(raw []byte) []member {
	var list []member
	var seen rawjson.Names
	for name, value := range rawjson.Members(raw) {
		if i, again := seen.Add(name); again {
			list[i].value = value
		} else {
			list = append(list, member{name, value})
		}
	}
	return list
}

// text returns the string that a JSON value is.
func text(raw json.RawMessage) (value string, ok bool) { return rawjson.String(raw) }

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
