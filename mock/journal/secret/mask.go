package secret

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Masker walks the parts of one entry. The registry is locked meanwhile.
type Masker struct {
	s     *Registry
	p     *Plan
	learn bool

	Cut    bool // what follows may end in the middle of a secret
	Loose  bool // what follows may be a text of no known format that names its values
	met    int  // secrets that were not known
	depth  int  // of JSON inside JSON strings, and of parts inside bodies
	places map[string][]string
}

// deepest bounds JSON inside JSON strings inside JSON strings, and parts inside parts.
const deepest = 32

// shortestCode is how many digits a one-time code has at least: more than an HTTP status, which may stand in a field
// "code".
const shortestCode = 4

// secret returns the mark of a value at a known position, false if it is not a secret.
func (m *Masker) secret(kind, value string) (string, bool) {
	if value == "" || kind == "code" && (len(value) < shortestCode || strings.Trim(value, "0123456789") != "") {
		return "", false
	}
	if mark, known := m.s.find(value); known {
		return mark, true
	}
	if m.met++; m.met > mostMet {
		return "‹" + kind + "›", true
	}
	return m.s.learn(kind, value), true
}

// mostMet bounds how many secrets one entry registers, so that no request can push out all others. More have marks
// without numbers.
const mostMet = 1000

// Learner returns a masker that registers the secrets at known positions and changes nothing.
func (s *Registry) Learner(p *Plan) *Masker { return &Masker{s: s, p: p, learn: true} }

// Masker returns a masker that returns copies with marks. places says that own texts will be marked, too: it remembers
// what it finds. many says that a learner has met too many secrets in this entry, so that every reading is the same.
func (s *Registry) Masker(p *Plan, places, many bool) *Masker {
	s.refresh()
	m := &Masker{s: s, p: p}
	if many {
		m.met = mostMet
	}
	if places {
		m.places = map[string][]string{}
	}
	return m
}

// Many reports whether the entry has more secrets than are registered.
func (m *Masker) Many() bool { return m.met > mostMet }

// Done makes what was first met known to the next masker.
func (m *Masker) Done() { m.s.refresh() }

// placed is secret, and remembers for the findings the value at the position.
func (m *Masker) placed(place, name, kind, value string) (string, bool) {
	mark, ok := m.secret(kind, value)
	if ok && m.places != nil {
		name = place + strings.ToLower(name)
		m.places[name] = append(m.places[name], value)
	}
	return mark, ok
}

// Text marks the registered values in a text; whole says that it is a whole value. The same slice comes back if nothing
// was found.
func (m *Masker) Text(b []byte, whole bool) []byte {
	return m.marked(b, reading{whole: whole, cut: m.Cut})
}

func (m *Masker) marked(b []byte, how reading) []byte {
	if m.learn {
		return b
	}
	x := &m.s.index
	start, end, of := x.match(b, 0, how)
	if of == nil {
		return b
	}
	out := make([]byte, 0, len(b)+32)
	last := 0
	for of != nil {
		out = append(append(out, b[last:start]...), m.s.markOf(of)...)
		last = end
		start, end, of = x.match(b, last, how)
	}
	return append(out, b[last:]...)
}

func (m *Masker) string(s string, whole bool) string {
	if m.learn || s == "" {
		return s
	}
	b := []byte(s)
	if marked := m.Text(b, whole); &marked[0] != &b[0] {
		return string(marked)
	}
	return s
}

// value marks a value that is not a secret by its position: it may hold JSON, a form or a URL, or a secret known from
// elsewhere.
func (m *Masker) value(s string) string {
	trimmed := strings.TrimLeft(s, " \t\r\n")
	switch {
	case trimmed == "":
		return s
	case (trimmed[0] == '{' || trimmed[0] == '[') && len(s) > 2:
		// a secret may look like JSON
		return m.inner(s, func() string { return m.string(string(m.JSON([]byte(s))), true) })
	case link(trimmed):
		return m.URL(s, nil)
	case mayBeBase64JSON(trimmed):
		if marked, ok := m.base64JSON(s); ok {
			return marked
		}
	case m.looksForm([]byte(trimmed)):
		return m.inner(s, func() string { return m.pairs(s, m.p.fields, "/") })
	}
	return m.string(s, true)
}

// inner reads what is packed into a value. A value that is nested too deep is not shown.
func (m *Masker) inner(s string, read func() string) string {
	if m.depth >= deepest {
		return "‹nested too deep›"
	}
	m.depth++
	defer func() { m.depth-- }()
	return read()
}

// link reports whether a text is a URL, or a path with a query.
func link(s string) bool {
	if s[0] == '/' {
		return strings.Contains(s, "?") && !strings.ContainsAny(s, " \n\"")
	}
	i := strings.Index(s, "://")
	return i > 0 && i < 12 && !strings.ContainsAny(s[:i], " \n\"/?")
}

// looksForm reports whether a text is a form under another media type: one of its names is that of a secret.
func (m *Masker) looksForm(b []byte) bool {
	for part := range bytes.SplitSeq(b[:min(len(b), 4096)], []byte("&")) {
		name, _, ok := bytes.Cut(part, []byte("="))
		if !ok || bytes.ContainsAny(name, " <>\n\"") {
			return false
		}
		if nested(m.p.fields, unescape(string(name))) != "" {
			return true
		}
	}
	return false
}

// pairs marks a query or a form.
func (m *Masker) pairs(s string, names map[string]string, place string) string {
	if s == "" {
		return s
	}
	parts := strings.Split(s, "&")
	for i, part := range parts {
		name, value, has := strings.Cut(part, "=")
		plain := unescape(value)
		if kind := nested(names, unescape(name)); kind != "" {
			if mark, ok := m.placed(place, unescape(name), kind, plain); ok {
				parts[i] = name + "=" + mark
				continue
			}
		}
		if marked := m.value(plain); marked != plain {
			parts[i] = name + "=" + strings.ReplaceAll(marked, "&", "%26")
			continue
		}
		if parts[i] = m.string(name, false); has {
			parts[i] += "=" + m.string(value, true)
		}
	}
	return strings.Join(parts, "&")
}

// known returns the mark of a registered value that is whole and long enough to be marked anywhere.
func (m *Masker) known(value string) string {
	if m.learn || len(value) < anywhere {
		return ""
	}
	mark, _ := m.s.find(value)
	return mark
}

// quote returns a text as JSON has it between quotes.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return string(b.Bytes()[1 : b.Len()-2])
}

// keys returns the names of a map in order.
func keys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
