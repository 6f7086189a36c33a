package journal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// plan is Positions with folded names.
type plan struct {
	headers, cookies, query, fields, path map[string]string
	labels                                *regexp.Regexp // names of fields in a text of any other format; nil before the first use
}

// common are the positions that hold secrets whatever the API: headers and names that are not its own, but that a client
// may send all the same.
func common() Positions {
	fields := map[string]string{
		"token": "token", "access_token": "token", "refresh_token": "token", "id_token": "token", "accesstoken": "token",
		"refreshtoken": "token", "api_key": "key", "apikey": "key", "password": "password", "passwd": "password", "pwd": "password",
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
	p := &plan{headers: map[string]string{}, cookies: map[string]string{}, query: map[string]string{}, fields: map[string]string{}, path: map[string]string{}}
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

// nested looks up the name of a form's field, which may be that of a place in an object or list: user[password], token[].
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

// masker walks the parts of one entry. To learn, it registers what stands at known positions and changes nothing; else it
// gives copies with marks. The registry's lock is held.
type masker struct {
	s      *Secrets
	p      *plan
	learn  bool
	cut    bool // the text may end in the middle of a secret
	loose  bool // a text of no known format may name its values
	depth  int  // of JSON inside JSON strings, and of parts inside bodies
	places map[string][]string
}

// deepest bounds JSON inside JSON strings inside JSON strings, and parts inside parts.
const deepest = 32

// shortestCode is how many digits a one-time code has at least: more than an HTTP status, which may stand in a field "code".
const shortestCode = 4

// secret gives the mark of a value at a known position, and false if it is none.
func (m *masker) secret(kind, value string) (string, bool) {
	if value == "" || kind == "code" && (len(value) < shortestCode || strings.Trim(value, "0123456789") != "") {
		return "", false
	}
	return m.s.learn(kind, value), true
}

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
		out = append(append(out, b[last:start]...), m.s.number(of)...)
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

// value marks a value that is no secret by its position: it may hold JSON, a form or a URL, or a secret known from elsewhere.
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
	if found, ok := m.s.values[key(value)]; ok && !m.learn && len(value) >= anywhere {
		return m.s.number(found)
	}
	return ""
}

// url marks a URL or a path: the password of its user, path variables, query parameters, and values known from elsewhere.
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
	out := m.user(authority) + m.path(head, vars)
	if hasQuery {
		out += "?" + m.pairs(query, m.p.query, "query/")
	}
	return out
}

// user marks the password in the authority of a URL.
func (m *masker) user(authority string) string {
	at := strings.LastIndexByte(authority, '@')
	if at < 0 {
		return authority
	}
	begin := strings.Index(authority, "://") + 3
	name, password, has := strings.Cut(authority[begin:at], ":")
	if !has {
		return authority
	}
	if mark, ok := m.secret("password", pathUnescape(password)); ok {
		return authority[:begin] + name + ":" + mark + authority[at:]
	}
	return authority
}

func (m *masker) path(head string, vars map[string]string) string {
	segments := strings.Split(head, "/")
	for i, segment := range segments {
		for name, kind := range m.variables(vars) {
			n := holds(segments[i:], vars[name])
			if n == 0 {
				continue
			}
			if mark, ok := m.placed("path/", name, kind, vars[name]); ok {
				return strings.Join(append(segments[:i], mark), "/") + m.rest(segments[i+n:], vars)
			}
		}
		if known := m.known(pathUnescape(segment)); known != "" {
			segments[i] = known
			continue
		}
		segments[i] = m.string(segment, true)
	}
	return strings.Join(segments, "/")
}

// holds returns how many segments the value of a path variable takes: more than one if its slashes were not escaped.
func holds(segments []string, value string) int {
	if value == "" {
		return 0
	}
	for n := 1; n <= min(len(segments), strings.Count(value, "/")+1); n++ {
		if pathUnescape(strings.Join(segments[:n], "/")) == value {
			return n
		}
	}
	return 0
}

func (m *masker) rest(segments []string, vars map[string]string) string {
	if len(segments) == 0 {
		return ""
	}
	return "/" + m.path(strings.Join(segments, "/"), vars)
}

// variables are those path variables that hold secrets, with their kinds.
func (m *masker) variables(vars map[string]string) map[string]string {
	if len(vars) == 0 || len(m.p.path) == 0 {
		return nil
	}
	out := map[string]string{}
	for name := range vars {
		if kind := fold(m.p.path, []byte(name)); kind != "" {
			out[name] = kind
		}
	}
	return out
}

func pathUnescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
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

// headerValue marks one value. All of a secret header is secret, but for the scheme of credentials.
func (m *masker) headerValue(name, value string) string {
	if kind := fold(m.p.headers, []byte(name)); kind != "" {
		scheme, secret := credentials(name, value)
		if m.places != nil && secret != value {
			m.places["header/"+strings.ToLower(name)] = append(m.places["header/"+strings.ToLower(name)], value)
		}
		if strings.EqualFold(scheme, "basic ") {
			if pair, err := base64.StdEncoding.DecodeString(secret); err == nil {
				if _, password, ok := strings.Cut(string(pair), ":"); ok {
					m.secret("password", password)
				}
			}
		}
		if mark, ok := m.placed("header/", name, kind, secret); ok {
			return scheme + mark
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
			pair += ";" + m.string(attributes, false)
		}
		return pair
	case "location", "referer", "content-location":
		return m.url(value, nil)
	case "content-disposition", "content-type", "user-agent", "accept":
		return m.string(value, false)
	}
	return m.value(value)
}

// schemes are those of credentials that are shown before the mark. Anything else may be a part of the secret.
var schemes = [...]string{"basic", "bearer", "client", "digest", "token", "apikey", "negotiate", "hawk", "mutual", "dpop"}

// credentials splits the value of a header into the scheme, with the space behind it, and the secret.
func credentials(name, value string) (scheme, secret string) {
	value = strings.TrimSpace(value)
	if !strings.HasSuffix(strings.ToLower(name), "authorization") {
		return "", value
	}
	first, _, _ := strings.Cut(value, " ")
	for _, s := range schemes {
		if strings.EqualFold(s, first) {
			rest := strings.TrimLeft(value[len(first):], " ")
			return value[:len(value)-len(rest)], rest
		}
	}
	return "", value
}

func (m *masker) cookie(pair string) string {
	name, value, ok := strings.Cut(pair, "=")
	if kind := fold(m.p.cookies, []byte(strings.TrimSpace(name))); ok && kind != "" {
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if mark, ok := m.placed("cookie/", strings.TrimSpace(name), kind, value); ok {
			return name + "=" + mark
		}
	}
	if !ok {
		return m.string(pair, false)
	}
	return name + "=" + m.value(value)
}

// quote writes a text as it stands between the quotes of a JSON string.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return string(b.Bytes()[1 : b.Len()-2])
}
