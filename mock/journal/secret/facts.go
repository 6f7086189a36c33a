package secret

import (
	"cmp"
	"encoding/json"
	"regexp"
)

// factNames are the names under which the facts of a fake, its credentials and the arguments of events hold secrets.
type factNames struct {
	secret *regexp.Regexp // whole words: author is not one of them
	code   *regexp.Regexp // of one-time codes; error codes have it, too, but are not digits
	digits *regexp.Regexp
	member map[string]string // lists and objects whose members hold secrets under names that do not say so
}

// Facts finds the secrets in facts, which show them to the test's author.
type Facts struct {
	names factNames
	found func(value string)
}

// NewFacts returns a reader of facts that hands each secret to found.
func NewFacts(found func(value string)) *Facts {
	return &Facts{found: found, names: factNames{
		secret: regexp.MustCompile(`(?i)(^|_)(passwords?|pass|asteriskpass|tokens?|secret|secret_?word|` +
			`session(_?id)?|session_order|api_?key|key|digest|credentials|qr|qr_code)$`),
		code:   regexp.MustCompile(`(?i)^code$`),
		digits: regexp.MustCompile(`^\d{4,10}$`),
		member: map[string]string{
			"sessions": "id", "tokens": "value", "passwords": "value", "qr": "text", "qr_login": "text",
		},
	}}
}

// Read finds the secrets in a value of a name, as package json decodes it. The name may be empty.
func (f *Facts) Read(name string, value any) { f.read("", name, value) }

// read finds the secrets in a value of a name, which is in a list or object of another name.
func (f *Facts) read(in, name string, value any) {
	switch v := value.(type) {
	case string:
		if f.names.secret.MatchString(name) || f.names.member[in] == name ||
			f.names.code.MatchString(name) && f.names.digits.MatchString(v) {
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
			if item, object := v[inner].(map[string]any); object && f.names.member[name] != "" { // objects by their ids
				f.read(name, "", item)
				continue
			}
			f.read(cmp.Or(name, in), inner, v[inner]) // without a name of its own it is a member of a list
		}
	}
}
