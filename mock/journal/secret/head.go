package secret

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// URL marks a URL or a path: the password of its user, path variables, query parameters, and values known from
// elsewhere.
func (m *Masker) URL(s string, vars map[string]string) string {
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
func (m *Masker) user(authority string) string {
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

func (m *Masker) path(head string, vars map[string]string) string {
	segments := strings.Split(head, "/")
	for i, segment := range segments {
		secret := m.variables(vars)
		for _, name := range keys(secret) {
			kind := secret[name]
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

func (m *Masker) rest(segments []string, vars map[string]string) string {
	if len(segments) == 0 {
		return ""
	}
	return "/" + m.path(strings.Join(segments, "/"), vars)
}

// variables are those path variables that hold secrets, with their kinds.
func (m *Masker) variables(vars map[string]string) map[string]string {
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

// Header marks a header block, in order of names.
func (m *Masker) Header(h http.Header) http.Header {
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
func (m *Masker) headerValue(name, value string) string {
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
		return m.URL(value, nil)
	case "content-disposition", "content-type", "user-agent", "accept":
		return m.string(value, false)
	}
	return m.value(value)
}

// schemes are those of credentials that are shown before the mark. Anything else may be a part of the secret.
var schemes = [...]string{
	"basic", "bearer", "client", "digest", "token", "apikey", "negotiate", "hawk", "mutual", "dpop",
}

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

func (m *Masker) cookie(pair string) string {
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
