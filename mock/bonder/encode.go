package bonder

import (
	"encoding/json"
	"unicode/utf8"
)

// The answers are written by hand, because their shape depends on switches and their order is the vendor's.

// appendMember begins an object's next member: "{" or "," and its name.
func appendMember(to []byte, name string) []byte {
	if len(to) == 0 || to[len(to)-1] == ':' {
		to = append(to, '{')
	} else if to[len(to)-1] != '{' {
		to = append(to, ',')
	}
	return append(appendText(to, name), ':')
}

// appendText writes a JSON string.
func appendText(to []byte, text string) []byte {
	for i := range len(text) {
		if b := text[i]; b < ' ' || b == '"' || b == '\\' {
			return appendEscaped(to, text)
		}
	}
	if !utf8.ValidString(text) {
		return appendEscaped(to, text)
	}
	to = append(to, '"')
	to = append(to, text...)
	return append(to, '"')
}

func appendEscaped(to []byte, text string) []byte {
	encoded, err := json.Marshal(text)
	if err != nil { // a string always marshals
		return append(to, `""`...)
	}
	return append(to, encoded...)
}
