package secret

import (
	"bytes"
	"encoding/json"
)

// jsonMasker walks one JSON text byte by byte. What is not JSON it walks as well as it can: a broken body hides
// nothing.
type jsonMasker struct {
	*Masker
	b     []byte
	out   []byte
	last  int // b[:last] is in out
	stack []level
	isKey bool   // the next string is a member's name
	kind  string // of the value to come; empty if it is not a secret
	name  []byte // of the member whose value is a secret
	odd   bool   // it is not JSON: names or texts without their quotes
}

// level is an open object or array.
type level struct {
	object bool
	kind   string // of an array at a secret position
}

// JSON marks a JSON text; all that is not a secret stays as it was, byte for byte. The same slice comes back if nothing
// was found.
func (m *Masker) JSON(b []byte) []byte {
	j := jsonMasker{Masker: m, b: b}
	for i := 0; i < len(b); {
		i = j.step(i)
	}
	if j.last > 0 {
		b = append(j.out, b[j.last:]...)
	}
	if j.odd && m.Loose {
		b = m.labelled(b)
	}
	return b
}

// step handles the token at i and returns the start of the next.
func (j *jsonMasker) step(i int) int {
	switch c := j.b[i]; c {
	case ' ', '\t', '\r', '\n':
	case '{':
		j.stack = append(j.stack, level{object: true})
		j.isKey, j.kind = true, ""
	case '[':
		j.stack = append(j.stack, level{kind: j.kind})
		j.isKey = false
	case '}', ']':
		if len(j.stack) > 0 {
			j.stack = j.stack[:len(j.stack)-1]
		}
		j.isKey, j.kind = false, ""
	case ',':
		top := j.top()
		j.isKey, j.kind = top.object, top.kind
	case ':':
		j.isKey = false
	case '"':
		return j.quoted(i + 1)
	default:
		return j.bare(i)
	}
	return i + 1
}

func (j *jsonMasker) top() level {
	if len(j.stack) == 0 {
		return level{}
	}
	return j.stack[len(j.stack)-1]
}

// quoted handles the string whose content starts at i.
func (j *jsonMasker) quoted(i int) int {
	end, escaped := i, false
	for end < len(j.b) && j.b[end] != '"' {
		if j.b[end] == '\\' {
			escaped = true
			end++
		}
		end++
	}
	complete := end < len(j.b)
	end = min(end, len(j.b))
	content := j.b[i:end]
	switch {
	case j.isKey:
		j.member(i, content, escaped)
	case j.kind != "":
		j.value(i, end, content, escaped, complete)
	default:
		j.replace(i, end, j.inside(content, escaped))
	}
	return end + 1
}

// member handles a member's name. It may be a JSON pointer, as in a fault rule.
func (j *jsonMasker) member(i int, content []byte, escaped bool) {
	plain := content
	if escaped {
		if text, ok := unquote(content); ok {
			plain = []byte(text)
		}
	}
	last := plain[bytes.LastIndexByte(plain, '/')+1:]
	j.isKey, j.kind, j.name = false, fold(j.p.fields, last), last
	if identifier(plain) && ordinary(string(plain)) {
		return // a password like "password" must not make the bodies unreadable
	}
	j.replace(i, i+len(content), j.inside(content, escaped))
}

// value handles a string at a secret position.
func (j *jsonMasker) value(i, end int, content []byte, escaped, complete bool) {
	text := string(content)
	if escaped {
		if plain, ok := unquote(content); ok {
			text = plain
		}
	}
	if !complete {
		if !j.learn && text != "" {
			j.replace(i, end, []byte(j.s.fragment(j.kind, text)))
		}
		return
	}
	if mark, ok := j.placed("/", string(j.name), j.kind, text); ok {
		j.replace(i, end, []byte(mark))
		return
	}
	j.replace(i, end, j.inside(content, escaped))
}

// inside marks the content of a string whose position does not make it a secret: values known from elsewhere, and JSON
// in it.
func (j *jsonMasker) inside(content []byte, escaped bool) []byte {
	plain, ok := string(content), true
	if escaped {
		plain, ok = unquote(content)
	}
	if !ok {
		return j.Text(content, true)
	}
	marked := j.Masker.value(plain)
	if marked == plain {
		return content
	}
	return []byte(quote(marked))
}

// bare handles a number, a word, or what is not JSON at all.
func (j *jsonMasker) bare(i int) int {
	end := i + 1
	for end < len(j.b) && !delimiter(j.b[end]) {
		end++
	}
	content := j.b[i:end]
	number := content[0] == '-' || content[0] >= '0' && content[0] <= '9'
	switch {
	case number && j.kind != "":
		if mark, ok := j.placed("/", string(j.name), j.kind, string(content)); ok {
			j.replace(i, end, []byte(`"`+mark+`"`))
		}
	case number:
		if mark := j.known(string(content)); mark != "" {
			j.replace(i, end, []byte(`"`+mark+`"`))
		}
	default:
		if text := string(content); text != "true" && text != "false" && text != "null" {
			j.odd = true
		}
		j.replace(i, end, j.Text(content, false))
	}
	return end
}

// replace puts text for b[i:end] where it differs.
func (j *jsonMasker) replace(i, end int, text []byte) {
	if j.learn || bytes.Equal(text, j.b[i:end]) {
		return
	}
	if j.out == nil {
		j.out = make([]byte, 0, len(j.b)+64)
	}
	j.out = append(append(j.out, j.b[j.last:i]...), text...)
	j.last = end
}

// unquote decodes the content of a JSON string.
func unquote(content []byte) (string, bool) {
	var s string
	err := json.Unmarshal(append(append([]byte{'"'}, content...), '"'), &s)
	return s, err == nil
}

// identifier reports whether a text is a word that names something.
func identifier(b []byte) bool {
	for _, c := range b {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func delimiter(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', ':', '{', '}', '[', ']', '"':
		return true
	}
	return false
}
