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

// secrets are what a report must not show, in the order in which they became known. marks are the journal's names for them,
// so that a report names one secret in one way; what the journal does not know is ‹secret n›.
type secrets struct {
	mu    sync.Mutex
	known []string
	marks map[string]string
}

var (
	// secretNames are the names under which facts, credentials and arguments hold secrets: whole words, as an author is none.
	secretNames = regexp.MustCompile(`(?i)(^|_)(passwords?|pass|asteriskpass|tokens?|secret|secret_?word|session(_?id)?|session_order|api_?key|key|digest|credentials|qr|qr_code)$`)
	// codeName is that of one-time codes, and of codes of errors, which are no digits.
	codeName = regexp.MustCompile(`(?i)^code$`)
	oneTime  = regexp.MustCompile(`^\d{4,10}$`)
	// holders are lists and objects whose members have names that say nothing: what is secret in them.
	holders = map[string]string{"sessions": "id", "tokens": "value", "passwords": "value", "qr": "text", "qr_login": "text"}
)

const (
	shortestSecret = 4 // below that, no vendor gives any
	standsAlone    = 8 // shorter ones are marked only where they stand as words: the code 4821 is not in 748213
)

// LearnSecrets collects the secrets of the world: the client's credentials, and those in the facts of an API, which show
// them to the test's author. What dies is soon gone from the facts, so this is done again after every step.
func (s *Scenario) LearnSecrets(apis ...string) {
	for _, credentials := range s.World.Credentials {
		for _, name := range slices.Sorted(maps.Keys(credentials)) {
			s.learn("", name, credentials[name])
		}
	}
	for _, api := range apis {
		_, _ = s.State(api) // reading teaches; a world that is gone has no secrets left to hide
	}
}

// LearnMore collects again where something has happened since.
func (s *Scenario) LearnMore() {
	s.mu.Lock()
	news := s.rev > s.learnt
	s.learnt = s.rev
	s.mu.Unlock()
	if news {
		s.LearnSecrets(s.Touched()...)
	}
}

// learn looks for secrets in a value of a name, which stands in a list or object of another name.
func (s *Scenario) learn(in, name string, value any) {
	switch v := value.(type) {
	case string:
		if secretNames.MatchString(name) || holders[in] == name || codeName.MatchString(name) && oneTime.MatchString(v) {
			s.hides(v)
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

// learnFrom looks for secrets in JSON.
func (s *Scenario) learnFrom(raw []byte) {
	if value, err := feature.Object(raw); err == nil {
		s.learn("", "", value)
	}
}

// hides makes a text a secret, also as URLs and JSON have it. A word of the vocabulary is none, whoever takes it for a password.
func (s *Scenario) hides(text string) {
	if len(text) < shortestSecret || s.Words[text] {
		return
	}
	s.secrets.mu.Lock()
	defer s.secrets.mu.Unlock()
	if !slices.Contains(s.secrets.known, text) {
		s.secrets.known = append(s.secrets.known, text)
	}
}

// Hide replaces what is known to be secret in a text that is not the journal's: the client's stderr, its messages, the
// steps. The longest goes first: a secret may be part of another.
func (s *Scenario) Hide(text string) string {
	if text == "" {
		return text
	}
	s.secrets.mu.Lock()
	known, marks := slices.Clone(s.secrets.known), s.secrets.marks
	s.secrets.mu.Unlock()
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

// joined tells whether a text goes on into the word that it stands before or behind.
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
