package run

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"sparring/scenarios/feature"
)

// Secrets are what a report must not show, in the order in which they became known. marks are the names that the
// journal shows for them, so that a report has one name for each; a secret that the journal does not know is ‹secret
// n›.
type Secrets struct {
	words map[string]bool // of the vocabulary; never taken for secrets

	mu    sync.Mutex
	known []string
	marks map[string]string
}

var (
	// secretNames matches the names under which facts, credentials and arguments hold secrets, as whole words: author
	// is not one of them.
	secretNames = regexp.MustCompile(
		`(?i)(^|_)(passwords?|pass|asteriskpass|tokens?|secret|secret_?word|session(_?id)?|session_order|api_?key|key|digest|credentials|qr|qr_code)$`,
	)
	// codeName matches the name of one-time codes. Error codes have it, too, but are not digits.
	codeName = regexp.MustCompile(`(?i)^code$`)
	oneTime  = regexp.MustCompile(`^\d{4,10}$`)
	// holders are lists and objects whose members hold secrets under names that do not say so.
	holders = map[string]string{
		"sessions":  "id",
		"tokens":    "value",
		"passwords": "value",
		"qr":        "text",
		"qr_login":  "text",
	}
)

const (
	shortestSecret = 4 // no vendor issues shorter ones
	standsAlone    = 8 // shorter ones are marked only as whole words: the code 4821 is not in 748213
)

// Learn looks for secrets in a value.
func (s *Secrets) Learn(value any) { s.learn("", "", value) }

// LearnNamed looks for secrets in a value of a name.
func (s *Secrets) LearnNamed(name string, value any) { s.learn("", name, value) }

// Known returns the secrets in the order in which they became known.
func (s *Secrets) Known() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.known)
}

// Mark keeps by which mark the journal shows each secret.
func (s *Secrets) Mark(secrets, marks []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks = map[string]string{}
	for i, mark := range marks {
		s.marks[secrets[i]] = mark
	}
}

// learn looks for secrets in a value of a name, which stands in a list or object of another name.
func (s *Secrets) learn(in, name string, value any) {
	switch v := value.(type) {
	case string:
		isCode := codeName.MatchString(name) && oneTime.MatchString(v)
		if secretNames.MatchString(name) || holders[in] == name || isCode {
			s.Add(v)
		}
	case json.Number:
		s.learn(in, name, v.String())
	case []any:
		for _, item := range v {
			if _, object := item.(map[string]any); object {
				s.learn(name, "", item)
			} else {
				s.learn(in, name, item)
			}
		}
	case map[string]any:
		for _, inner := range slices.Sorted(maps.Keys(v)) {
			if item, object := v[inner].(map[string]any); object && holders[name] != "" { // objects by their ids
				s.learn(name, "", item)
				continue
			}
			s.learn(cmp.Or(name, in), inner, v[inner]) // without a name of its own it is a member of a list
		}
	}
}

// LearnJSON looks for secrets in JSON.
func (s *Secrets) LearnJSON(raw []byte) {
	if value, err := feature.Object(raw); err == nil {
		s.learn("", "", value)
	}
}

// Add makes a text a secret, also as URLs and JSON write it. Words of the vocabulary are left out.
func (s *Secrets) Add(text string) {
	if len(text) < shortestSecret || s.words[text] {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.known, text) {
		s.known = append(s.known, text)
	}
}

// Hide replaces what is known to be secret in a text that is not the journal's: the client's stderr, its messages, the
// steps. The longest goes first: a secret may be part of another.
func (s *Secrets) Hide(text string) string {
	if text == "" {
		return text
	}
	s.mu.Lock()
	known, marks := slices.Clone(s.known), s.marks
	s.mu.Unlock()
	var forms []spelling
	unnamed := 0
	for _, secret := range known {
		name := strings.Trim(marks[secret], "‹›")
		if name == "" {
			unnamed++
			name = fmt.Sprintf("secret %d", unnamed)
		}
		forms = append(forms, spellings(secret, name)...)
	}
	slices.SortStableFunc(forms, func(a, b spelling) int { return cmp.Compare(len(b.text), len(a.text)) })
	for _, f := range forms {
		switch {
		case !strings.Contains(text, f.text):
		case len(f.text) < standsAlone:
			text = replaceWord(text, f.text, f.mark)
		default:
			text = strings.ReplaceAll(text, f.text, f.mark)
		}
	}
	return text
}

// replaceWord replaces a word where it stands alone: no part of a longer word, number, time or address.
func replaceWord(text, word, mark string) string {
	var out strings.Builder
	for {
		i := strings.Index(text, word)
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		end := i + len(word)
		out.WriteString(text[:i])
		if joined(text[:i], true) || joined(text[end:], false) {
			out.WriteString(word)
		} else {
			out.WriteString(mark)
		}
		text = text[end:]
	}
}

// joined reports whether a text continues into the word before or after which it is.
func joined(text string, before bool) bool {
	next, further := utf8.DecodeRuneInString, func(size int) string { return text[size:] }
	if before {
		next, further = utf8.DecodeLastRuneInString, func(size int) string { return text[:len(text)-size] }
	}
	r, size := next(text)
	if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
		return true
	}
	if size == 0 || !strings.ContainsRune("-.:,/", r) {
		return false
	}
	r, _ = next(further(size))
	return unicode.IsDigit(r)
}
