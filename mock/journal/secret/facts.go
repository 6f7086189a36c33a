package secret

import (
	"cmp"
	"encoding/json"
	"strings"
)

// Facts finds the secrets in facts, which show them to the test's author.
type Facts struct {
	found func(value string)
}

// NewFacts returns a reader of facts that hands each secret to found.
func NewFacts(found func(value string)) *Facts { return &Facts{found: found} }

// isSecret reports whether a name under which the facts of a fake, its credentials and the arguments of events have a
// value says that it is a secret. It says so in whole words: author does not.
func isSecret(name string) bool {
	for name = strings.ToLower(name); ; {
		switch name {
		case "password", "passwords", "pass", "asteriskpass", "token", "tokens", "secret", "secretword", "secret_word",
			"session", "sessionid", "session_id", "session_order", "apikey", "api_key", "key", "digest", "credentials",
			"qr", "qr_code":
			return true
		}
		_, rest, more := strings.Cut(name, "_")
		if !more {
			return false
		}
		name = rest
	}
}

// isCode reports whether a value of a name is a one-time code. Error codes have the name, too, but are not digits.
func isCode(name, value string) bool {
	return strings.EqualFold(name, "code") && len(value) >= 4 && len(value) <= 10 &&
		strings.Trim(value, "0123456789") == ""
}

// holdsSecret reports whether the member of a list or object holds a secret under a name that does not say so.
func holdsSecret(in, name string) bool {
	switch in {
	case "sessions":
		return name == "id"
	case "tokens", "passwords":
		return name == "value"
	case "qr", "qr_login":
		return name == "text"
	}
	return name == "" // a text without any name may be one
}

// hasMembers reports whether holdsSecret is true of members of a name.
func hasMembers(name string) bool {
	switch name {
	case "sessions", "tokens", "passwords", "qr", "qr_login":
		return true
	}
	return false
}

// Read finds the secrets in a value of a name, as package json decodes it. The name may be empty.
func (f *Facts) Read(name string, value any) { f.read("", name, value) }

// read finds the secrets in a value of a name, which is in a list or object of another name.
func (f *Facts) read(in, name string, value any) {
	switch v := value.(type) {
	case string:
		if isSecret(name) || holdsSecret(in, name) || isCode(name, v) {
			f.found(v)
		}
	case json.Number:
		f.read(in, name, v.String())
	case []any:
		for _, item := range v {
			if _, object := item.(map[string]any); object {
				f.read(name, "", item)
			} else {
				f.read(in, name, item)
			}
		}
	case map[string]any:
		for _, inner := range keys(v) {
			if item, object := v[inner].(map[string]any); object && hasMembers(name) { // objects by their ids
				f.read(name, "", item)
				continue
			}
			f.read(cmp.Or(name, in), inner, v[inner]) // without a name of its own it is a member of a list
		}
	}
}
