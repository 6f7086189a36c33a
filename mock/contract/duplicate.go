package contract

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// container is an object or array that the scan is inside of.
type container struct {
	keys  map[string]bool // nil for an array
	key   string          // the key last read
	index int             // of the array's present element
	value bool            // the next string of an object is a value, not a key
}

// duplicates finds the pointers of keys that stand twice in one object, in the order of the text. The text must be valid
// JSON. encoding/json lets duplicates pass and keeps the last.
func duplicates(body []byte) []string {
	var found []string
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
					found = append(found, pointerOf(stack))
				}
				stack[top].keys[key] = true
			}
			i = end - 1
		}
		if len(found) == maxFindings {
			break
		}
	}
	return found
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
