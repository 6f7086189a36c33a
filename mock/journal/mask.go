package journal

import (
	"bytes"
	"encoding/json"
	"strings"
)

// plan is Positions with folded names.
type plan struct {
	headers, cookies, query, fields, path map[string]string
}

// common are the positions that hold secrets whatever the API: headers and names that are not its own, but that a
// client may send all the same.
func common() Positions {
	fields := map[string]string{
		"token": "token", "access_token": "token", "refresh_token": "token", "id_token": "token", "accesstoken": "token",
		"refreshtoken": "token", "api_key": "key", "apikey": "key", "password": "password",
		"passwd": "password", "pwd": "password",
		"secret": "secret", "client_secret": "secret", "authorization": "token", "x-api-key": "key",
	}
	return Positions{
		Headers: map[string]string{
			"Authorization": "token", "Proxy-Authorization": "token", "X-Api-Key": "key", "Api-Key": "key", "Apikey": "key",
			"X-Auth-Key": "token", "X-Auth-Token": "token", "X-Access-Token": "token", "X-Token": "token", "Token": "token",
			"X-Session-Id": "session", "X-Session-Token": "session", "Session-Id": "session", "Password": "password",
			"X-Password": "password", "X-Secret": "secret", "X-Csrf-Token": "token",
		},
		Cookies: map[string]string{"session": "session", "sessionid": "session", "token": "token"},
		Query: map[string]string{
			"token": "token", "access_token": "token", "api_key": "key", "apikey": "key", "key": "key", "password": "password",
			"session_id": "session", "secret": "secret", "authorization": "token",
		},
		Fields: fields,
	}
}

func newPlan(list ...Positions) *plan {
	none := func() map[string]string { return map[string]string{} }
	p := &plan{headers: none(), cookies: none(), query: none(), fields: none(), path: none()}
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

// nested looks up the name of a form's field, which may be that of a place in an object or list: user[password],
// token[].
func nested(names map[string]string, name string) string {
	if kind := fold(names, []byte(name)); kind != "" {
		return kind
	}
	name = strings.TrimSuffix(name, "[]")
	if i := strings.LastIndexAny(name, "[."); i >= 0 && i+1 < len(name) {
		return fold(names, []byte(strings.TrimSuffix(name[i+1:], "]")))
	}
	return fold(names, []byte(name))
}

// masker walks the parts of one entry. To learn, it registers what stands at known positions and changes nothing; else
// it gives copies with marks. s.reading is held.
type masker struct {
	s      *Secrets
	p      *plan
	learn  bool
	cut    bool // the text may end in the middle of a secret
	loose  bool // a text of no known format may name its values
	met    int  // secrets that were not known
	depth  int  // of JSON inside JSON strings, and of parts inside bodies
	places map[string][]string
}

// deepest bounds JSON inside JSON strings inside JSON strings, and parts inside parts.
const deepest = 32

// shortestCode is how many digits a one-time code has at least: more than an HTTP status, which may stand in a field
// "code".
const shortestCode = 4

// secret gives the mark of a value at a known position, and false if it is none.
func (m *masker) secret(kind, value string) (string, bool) {
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

// placed is secret, and remembers for the findings what stands at the position.
func (m *masker) placed(place, name, kind, value string) (string, bool) {
	mark, ok := m.secret(kind, value)
	if ok && m.places != nil {
		name = place + strings.ToLower(name)
		m.places[name] = append(m.places[name], value)
	}
	return mark, ok
}

// text marks the registered values in a text; whole says that it is a whole value. The same slice comes back if nothing
// was found.
func (m *masker) text(b []byte, whole bool) []byte {
	return m.marked(b, reading{whole: whole, cut: m.cut})
}

func (m *masker) marked(b []byte, how reading) []byte {
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

func (m *masker) string(s string, whole bool) string {
	if m.learn || s == "" {
		return s
	}
	b := []byte(s)
	if marked := m.text(b, whole); &marked[0] != &b[0] {
		return string(marked)
	}
	return s
}

// value marks a value that is no secret by its position: it may hold JSON, a form or a URL, or a secret known from
// elsewhere.
func (m *masker) value(s string) string {
	trimmed := strings.TrimLeft(s, " \t\r\n")
	switch {
	case trimmed == "":
		return s
	case (trimmed[0] == '{' || trimmed[0] == '[') && len(s) > 2:
		return m.inner(s, func() string { return m.string(string(m.json([]byte(s))), true) }) // a secret may look like JSON
	case link(trimmed):
		return m.url(s, nil)
	case m.looksForm([]byte(trimmed)):
		return m.inner(s, func() string { return m.pairs(s, m.p.fields, "/") })
	}
	return m.string(s, true)
}

// inner reads what is packed into a value. Deeper than anybody packs it, the value is not shown.
func (m *masker) inner(s string, read func() string) string {
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
func (m *masker) looksForm(b []byte) bool {
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
func (m *masker) pairs(s string, names map[string]string, place string) string {
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

// known gives the mark of a registered value that stands alone and is long enough to be marked anywhere.
func (m *masker) known(value string) string {
	if m.learn || len(value) < anywhere {
		return ""
	}
	mark, _ := m.s.find(value)
	return mark
}

// quote writes a text as it stands between the quotes of a JSON string.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return string(b.Bytes()[1 : b.Len()-2])
}
