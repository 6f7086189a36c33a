// Package pointer reads and writes JSON pointers (RFC 6901). It is the only implementation in this repository: what a
// step, a fault rule or a finding names by a pointer is the same value everywhere.
package pointer

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse returns the reference tokens of a pointer, unescaped. The empty pointer names the whole document.
func Parse(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	if text[0] != '/' {
		return nil, fmt.Errorf("a JSON pointer begins with /, got %q", text)
	}
	tokens := strings.Split(text[1:], "/")
	for i, token := range tokens {
		for j := range len(token) {
			if token[j] == '~' && (j+1 == len(token) || token[j+1] != '0' && token[j+1] != '1') {
				return nil, fmt.Errorf("in a JSON pointer ~ stands before 0 or 1 (~0 is ~, ~1 is /), got %q", text)
			}
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return tokens, nil
}

// Format returns the pointer of reference tokens.
func Format(tokens ...string) string {
	var b strings.Builder
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(Escape(token))
	}
	return b.String()
}

// Escape returns a reference token as it is written in a pointer.
func Escape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// Index returns the array index that a token is: digits without a sign or a leading zero.
func Index(token string) (int, bool) {
	i, err := strconv.Atoi(token)
	return i, err == nil && i >= 0 && strconv.Itoa(i) == token
}

// Lookup returns the value at tokens of a decoded JSON document, and whether there is one.
func Lookup(document any, tokens []string) (any, bool) {
	for _, token := range tokens {
		switch v := document.(type) {
		case map[string]any:
			inner, ok := v[token]
			if !ok {
				return nil, false
			}
			document = inner
		case []any:
			i, ok := Index(token)
			if !ok || i >= len(v) {
				return nil, false
			}
			document = v[i]
		default:
			return nil, false
		}
	}
	return document, true
}

// Get returns the value at a pointer of a decoded JSON document, and whether there is one. A text that is not a pointer
// names nothing; what a person wrote goes through Resolve, which says so.
func Get(document any, text string) (any, bool) {
	tokens, err := Parse(text)
	if err != nil {
		return nil, false
	}
	return Lookup(document, tokens)
}

// Resolve is Get for a pointer that a person wrote. It returns an error if the text is not a pointer, or if a token in
// an array begins as a number does and is not an index, such as 01 or 1st. Any other name is not found in an array.
func Resolve(document any, text string) (value any, found bool, err error) {
	tokens, err := Parse(text)
	if err != nil {
		return nil, false, err
	}
	for i, token := range tokens {
		if at, ok := Lookup(document, tokens[:i]); ok {
			if _, list := at.([]any); list && numeric(token) {
				return nil, false,
					fmt.Errorf("%s is a list, and %q is not an index: expected digits without a sign or a leading "+
						"zero, in %q",
						where(tokens[:i]), token, text)
			}
		}
	}
	value, found = Lookup(document, tokens)
	return value, found, nil
}

// numeric reports whether a token looks like an index and is not one.
func numeric(token string) bool {
	_, index := Index(token)
	return !index && token != "" && strings.ContainsAny(token[:1], "+-0123456789")
}

func where(tokens []string) string {
	if len(tokens) == 0 {
		return "the whole document"
	}
	return Format(tokens...)
}
