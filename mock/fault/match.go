package fault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/textproto"
	"slices"
	"strings"

	"sparring/mock/message"
	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// matcher is a compiled Match, without api and operation, which the index compares.
type matcher struct {
	method  string
	path    string
	headers []headerMatch
	body    []bodyMatch
}

type headerMatch struct{ name, pattern string }

type bodyMatch struct {
	path []string
	want any
}

const maxPath = 4096

// compile checks everything of a Match but api and operation.
func (m *Match) compile() (matcher, *Refusal) {
	out := matcher{method: strings.ToUpper(m.Method), path: m.Path}
	if m.Method != "" && !token(m.Method) {
		return out, &Refusal{Field: field("match", "method"), Reason: "expected an HTTP method, got " + show(m.Method)}
	}
	if m.Path != "" && m.Path[0] != '/' && m.Path[0] != '*' {
		return out, &Refusal{Field: field("match", "path"),
			Reason: `expected a path behind the API's prefix, beginning with "/" or "*", got ` + show(m.Path)}
	}
	if len(m.Path) > maxPath {
		return out, &Refusal{Field: field("match", "path"),
			Reason: fmt.Sprintf("expected at most %d characters, got %d", maxPath, len(m.Path))}
	}
	if strings.ContainsAny(m.Path, "?# \r\n") {
		return out, &Refusal{Field: field("match", "path"),
			Reason: "expected a path as sent, without query and blanks, got " + show(m.Path)}
	}
	for _, name := range sortedKeys(m.Header) {
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		switch {
		case !token(name):
			return out, &Refusal{Field: field("match", "header", name),
				Reason: "expected the name of a header, got " + show(name)}
		case canonical == "Host" || canonical == "Transfer-Encoding" || canonical == "Trailer":
			return out, &Refusal{Field: field("match", "header", name),
				Reason: "the header " + canonical + " is read by the server and cannot be matched"}
		}
		out.headers = append(out.headers, headerMatch{canonical, m.Header[name]})
	}
	for _, at := range sortedKeys(m.Body) {
		path, err := pointer.Parse(at)
		if err != nil {
			return out, &Refusal{Field: field("match", "body", at),
				Reason: `expected a JSON pointer such as "/user/name", got ` + show(at)}
		}
		var want any
		if err := decode(rawjson.Encode(m.Body[at]), &want); err != nil {
			return out, &Refusal{Field: field("match", "body", at), Reason: "expected a JSON value"}
		}
		out.body = append(out.body, bodyMatch{path, want})
	}
	return out, nil
}

// fits reports whether a request matches. The caller reads the body, once for all rules.
func (m *matcher) fits(f *message.Request, b *body) bool {
	if m.method != f.Method && (m.method != "" || f.Preflight) {
		return false
	}
	if m.path != "" && !pathFits(m.path, f.Path) {
		if behind, ok := strings.CutPrefix(m.path, "/"+f.API); !ok || !strings.HasPrefix(behind, "/") ||
			!pathFits(behind, f.Path) {
			return false // the catalogue writes paths with the API's prefix
		}
	}
	for _, h := range m.headers {
		if !slices.ContainsFunc(f.Header[h.name], func(v string) bool { return glob(h.pattern, v) }) {
			return false
		}
	}
	for _, want := range m.body {
		v, ok := pointer.Lookup(b.doc, want.path)
		if !b.valid || !ok || !equal(want.want, v) {
			return false
		}
	}
	return true
}

// body is a request's body as JSON.
type body struct {
	read, valid bool
	doc         any
}

func (b *body) parse(data []byte) {
	b.read = true
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	b.valid = d.Decode(&b.doc) == nil
}

// pathFits matches a path as sent: "*" stands for any characters, "{name}" for one segment, as the catalogue writes it.
func pathFits(pattern, path string) bool {
	if !strings.Contains(pattern, "{") {
		return glob(pattern, path)
	}
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, part := range want {
		if variable := strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}"); variable && got[i] == "" ||
			!variable && !glob(part, got[i]) {
			return false
		}
	}
	return true
}

// meets reports whether some path fits both the pattern of a rule and the path of an operation.
func meets(pattern, api, path string) bool {
	path = loose(path)
	if overlap(loose(pattern), path) {
		return true
	}
	behind, ok := strings.CutPrefix(pattern, "/"+api)
	return ok && overlap(loose(behind), path)
}

// loose makes "*" of each variable, and forgets the slash at the end: some APIs answer with and without.
func loose(path string) string {
	parts := strings.Split(strings.TrimRight(path, "/"), "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// overlap reports whether two globs have a text in common.
func overlap(a, b string) bool {
	next := make([]bool, len(b)+1) // whether a[i+1:] and b[j:] have one
	for i := len(a); i >= 0; i-- {
		row := make([]bool, len(b)+1)
		for j := len(b); j >= 0; j-- {
			starA, starB := i < len(a) && a[i] == '*', j < len(b) && b[j] == '*'
			switch {
			case i == len(a) && j == len(b):
				row[j] = true
			case starA && next[j], starB && row[j+1]:
				row[j] = true
			case i == len(a) || j == len(b):
			case starA:
				row[j] = row[j+1]
			case starB:
				row[j] = next[j]
			default:
				row[j] = a[i] == b[j] && next[j+1]
			}
		}
		next = row
	}
	return next[0]
}

// glob matches "*" with any run of characters.
func glob(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	s, ok := strings.CutPrefix(s, head)
	if !ok {
		return false
	}
	for {
		part, next, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(s, part)
		}
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s, rest = s[i+len(part):], next
	}
}

// token reports whether s may be a header's name or a method.
func token(s string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for _, r := range s {
		alphanumeric := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !alphanumeric && !strings.ContainsRune(marks, r) {
			return false
		}
	}
	return s != ""
}

// plainText reports whether s can be sent as a header's value.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// clone copies a Match, so that nobody else can change a stored rule.
func (m Match) clone() Match {
	m.Header, m.Body = maps.Clone(m.Header), maps.Clone(m.Body)
	return m
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
