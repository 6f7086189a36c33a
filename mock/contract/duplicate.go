package contract

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// container is an object or array that the scan is inside of.
type container struct {
	keys  map[string]bool // nil for an array
	key   string          // the key last read
	index int             // of the array's present element
	value bool            // the next string of an object is a value, not a key
}

// losses are what encoding/json loses without a word: of a key that stands twice it keeps the last value, and for half
// a surrogate pair it reads U+FFFD.
type losses struct {
	duplicates []string // pointers of the keys, in the order of the text
	surrogates []half
}

// half is an escaped surrogate that has no other half.
type half struct{ pointer, text string }

// lossesOf scans a text that must be valid JSON.
func lossesOf(body []byte) (found losses) {
	escapes := bytes.Contains(body, []byte(`\u`))
	var stack []container
	for i := 0; i < len(body); i++ {
		top := len(stack) - 1
		switch body[i] {
		case '{':
			stack = append(stack, container{keys: map[string]bool{}})
		case '[':
			stack = append(stack, container{})
		case '}', ']':
			if top < 0 {
				return found
			}
			stack = stack[:top]
		case ':':
			if top >= 0 {
				stack[top].value = true
			}
		case ',':
			if top >= 0 {
				stack[top].index++
				stack[top].value = false
			}
		case '"':
			end := stringEnd(body, i)
			if top >= 0 && stack[top].keys != nil && !stack[top].value {
				key := unquote(body[i:end])
				stack[top].key = key
				if stack[top].keys[key] {
					found.duplicates = append(found.duplicates, pointerOf(stack))
				}
				stack[top].keys[key] = true
			}
			if escapes {
				if text := unpaired(body[i:end]); text != "" {
					found.surrogates = append(found.surrogates, half{pointerOf(stack), text})
				}
			}
			i = end - 1
		}
		if len(found.duplicates) == maxFindings || len(found.surrogates) == maxFindings {
			break
		}
	}
	return found
}

// unpaired returns the first escape of a JSON string that is half a surrogate pair, "" if there is none.
func unpaired(quoted []byte) string {
	for i := 0; i+1 < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		first, ok := surrogate(quoted[i:])
		if !ok {
			i++ // what is escaped is no backslash of another escape
			continue
		}
		if second, ok := surrogate(quoted[i+len(`\u0000`):]); !ok || utf16.DecodeRune(first, second) == utf8.RuneError {
			return string(quoted[i : i+len(`\u0000`)])
		}
		i += 2*len(`\u0000`) - 1
	}
	return ""
}

// surrogate reads the escape of a surrogate at the beginning of a text.
func surrogate(text []byte) (rune, bool) {
	if len(text) < len(`\u0000`) || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil && utf16.IsSurrogate(rune(unit))
}

// stringEnd is the index behind the closing quote of the string that begins at i.
func stringEnd(body []byte, i int) int {
	for i++; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(body)
}

func unquote(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 && len(quoted) >= 2 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return string(quoted)
	}
	return s
}

func pointerOf(stack []container) string {
	var b bytes.Buffer
	for _, c := range stack {
		b.WriteByte('/')
		if c.keys == nil {
			b.WriteString(strconv.Itoa(c.index))
		} else {
			b.WriteString(escape(c.key))
		}
	}
	return b.String()
}
