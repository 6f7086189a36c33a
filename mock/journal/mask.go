package journal

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// plan is Positions with folded names.
type plan struct {
	headers, cookies, query, fields, path map[string]string
}

// common are the positions that hold secrets whatever the API: headers and names that are not its own, but that a client
// may send all the same.
func common() Positions {
	return Positions{
		Headers: map[string]string{"Authorization": "token", "Proxy-Authorization": "token", "X-Api-Key": "key", "X-Auth-Key": "token"},
		Cookies: map[string]string{"session": "session", "sessionid": "session", "token": "token"},
		Query:   map[string]string{"token": "token", "access_token": "token", "api_key": "key", "password": "password", "session_id": "session"},
		Fields:  map[string]string{"token": "token", "access_token": "token", "api_key": "key", "password": "password"},
	}
}

func newPlan(list ...Positions) *plan {
	p := &plan{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, positions := range list {
		for into, from := range map[*map[string]string]map[string]string{
			&p.headers: positions.Headers, &p.cookies: positions.Cookies, &p.query: positions.Query,
			&p.fields: positions.Fields, &p.path: positions.Path,
		} {
			for name, kind := range from {
				(*into)[strings.ToLower(name)] = kind
			}
		}
	}
	return p
}

// fold looks a name up without regard to case and without allocating.
func fold(names map[string]string, name []byte) string {
	var buf [48]byte
	if len(names) == 0 || len(name) > len(buf) {
		return ""
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return names[string(buf[:len(name)])]
}

// masker walks the parts of one entry. To learn, it registers what stands at known positions and changes nothing; else it
// gives copies with marks. The registry's lock is held.
type masker struct {
	s     *Secrets
	p     *plan
	learn bool
	cut   bool // the text may end in the middle of a secret
	depth int  // of JSON inside JSON strings
}

// maxNested bounds JSON inside JSON strings inside JSON strings…
const maxNested = 6

// shortestCode is how many digits a one-time code has at least: more than an HTTP status, which may stand in a field "code".
const shortestCode = 4

// secret gives the mark of a value at a known position, and false where it is none.
func (m *masker) secret(kind, value string) (string, bool) {
	if value == "" || kind == "code" && (len(value) < shortestCode || strings.Trim(value, "0123456789") != "") {
		return "", false
	}
	return m.s.learn(kind, value), true
}

// text marks the registered values in a text; whole says that it is a whole JSON value. The same slice comes back where
// nothing was found.
func (m *masker) text(b []byte, whole bool) []byte {
	if m.learn {
		return b
	}
	x := &m.s.index
	start, end, of := x.match(b, 0, whole, m.cut)
	if of == nil {
		return b
	}
	out := make([]byte, 0, len(b)+32)
	last := 0
	for of != nil {
		out = append(append(out, b[last:start]...), m.s.number(of)...)
		last = end
		start, end, of = x.match(b, last, whole, m.cut)
	}
	return append(out, b[last:]...)
}

func (m *masker) string(s string) string {
	if m.learn || s == "" {
		return s
	}
	b := []byte(s)
	if marked := m.text(b, false); &marked[0] != &b[0] {
		return string(marked)
	}
	return s
}

// body marks a message's body: JSON, a form, or any text.
func (m *masker) body(b []byte, contentType string) []byte {
	trimmed := bytes.TrimLeft(b, " \t\r\n\ufeff")
	switch {
	case len(trimmed) == 0:
		return b
	case trimmed[0] == '{' || trimmed[0] == '[' || trimmed[0] == '"' || trimmed[0] <= '9' && json.Valid(trimmed):
		return m.json(b)
	case strings.Contains(strings.ToLower(contentType), "urlencoded"), m.looksForm(trimmed):
		return []byte(m.pairs(string(b), m.p.fields))
	default:
		return m.text(b, false)
	}
}

// looksForm tells a form that came under another media type: it begins with the name of a secret.
func (m *masker) looksForm(b []byte) bool {
	for part := range bytes.SplitSeq(b[:min(len(b), 4096)], []byte("&")) {
		name, _, ok := bytes.Cut(part, []byte("="))
		if !ok || bytes.ContainsAny(name, " <>\n\"") {
			return false
		}
		if fold(m.p.fields, name) != "" {
			return true
		}
	}
	return false
}

// pairs marks a query or a form.
func (m *masker) pairs(s string, names map[string]string) string {
	if s == "" {
		return s
	}
	parts := strings.Split(s, "&")
	for i, part := range parts {
		name, value, has := strings.Cut(part, "=")
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		if decoded, err := url.QueryUnescape(name); err == nil {
			if kind := fold(names, []byte(decoded)); kind != "" {
				if mark, ok := m.secret(kind, plain); ok {
					parts[i] = name + "=" + mark
					continue
				}
			}
		}
		if known := m.known(plain); known != "" && plain != value {
			parts[i] = name + "=" + known
			continue
		}
		if parts[i] = string(m.text([]byte(name), true)); has {
			parts[i] += "=" + m.string(value)
		}
	}
	return strings.Join(parts, "&")
}

// known gives the mark of a registered value that stands alone and is long enough to be marked anywhere.
func (m *masker) known(value string) string {
	if found, ok := m.s.values[value]; ok && !m.learn && len(value) >= anywhere {
		return m.s.number(found)
	}
	return ""
}

// url marks a URL or a path: path variables, query parameters, and values known from elsewhere.
func (m *masker) url(s string, vars map[string]string) string {
	if s == "" {
		return s
	}
	head, query, hasQuery := strings.Cut(s, "?")
	authority := ""
	if i := strings.Index(head, "://"); i >= 0 {
		if j := strings.IndexByte(head[i+3:], '/'); j >= 0 {
			authority, head = head[:i+3+j], head[i+3+j:]
		} else {
			authority, head = head, ""
		}
	}
	segments := strings.Split(head, "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			plain = segment
		}
		if kind := m.variable(plain, vars); kind != "" {
			if mark, ok := m.secret(kind, plain); ok {
				segments[i] = mark
				continue
			}
		}
		if known := m.known(plain); known != "" {
			segments[i] = known
			continue
		}
		segments[i] = m.string(segment)
	}
	out := authority + strings.Join(segments, "/")
	if hasQuery {
		out += "?" + m.pairs(query, m.p.query)
	}
	return out
}

func (m *masker) variable(segment string, vars map[string]string) string {
	for name, kind := range m.p.path {
		for v, value := range vars {
			if value == segment && segment != "" && strings.EqualFold(v, name) {
				return kind
			}
		}
	}
	return ""
}

// header marks a header block, in order of names.
func (m *masker) header(h http.Header) http.Header {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	copied := false
	for _, name := range names {
		for i, value := range h[name] {
			marked := m.headerValue(name, value)
			if marked == value || m.learn {
				continue
			}
			if !copied {
				h, copied = h.Clone(), true
			}
			h[name][i] = marked
		}
	}
	return h
}

func (m *masker) headerValue(name, value string) string {
	if kind := fold(m.p.headers, []byte(name)); kind != "" {
		scheme, word, _ := strings.Cut(value, " ")
		if word = strings.TrimSpace(word); word == "" || strings.Contains(word, " ") {
			scheme, word = "", value
		} else {
			scheme += " "
		}
		if mark, ok := m.secret(kind, word); ok {
			return m.string(scheme) + mark
		}
	}
	switch strings.ToLower(name) {
	case "cookie":
		parts := strings.Split(value, ";")
		for i := range parts {
			parts[i] = m.cookie(parts[i])
		}
		return strings.Join(parts, ";")
	case "set-cookie":
		pair, attributes, has := strings.Cut(value, ";")
		if pair = m.cookie(pair); has {
			pair += ";" + m.string(attributes)
		}
		return pair
	case "location", "referer", "content-location":
		return m.url(value, nil)
	}
	return m.string(value)
}

func (m *masker) cookie(pair string) string {
	name, value, ok := strings.Cut(pair, "=")
	if kind := fold(m.p.cookies, []byte(strings.TrimSpace(name))); ok && kind != "" {
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if mark, ok := m.secret(kind, value); ok {
			return name + "=" + mark
		}
	}
	return m.string(pair)
}

// quote writes a text as it stands between the quotes of a JSON string.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return string(b.Bytes()[1 : b.Len()-2])
}
