package run

import (
	"fmt"
	"slices"
	"sync"

	"sparring/mock/journal/secret"
	"sparring/scenarios/feature"
)

// Secrets are what a report must not show, in the order in which they became known. A secret has the mark that the
// journal shows for it, so that a report has one name for each; one that the journal does not know is ‹secret n›.
type Secrets struct {
	words map[string]bool // of the vocabulary; never taken for secrets

	mu    sync.Mutex
	facts *secret.Facts
	known []string
	marks map[string]string
	hider *secret.Known // nil after a change
}

// shortestSecret is the length of the shortest secret that a vendor issues.
const shortestSecret = 4

// Learn looks for secrets in a value.
func (s *Secrets) Learn(value any) { s.LearnNamed("", value) }

// LearnNamed looks for secrets in a value of a name.
func (s *Secrets) LearnNamed(name string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.facts == nil {
		s.facts = secret.NewFacts(s.add)
	}
	s.facts.Read(name, value)
}

// LearnJSON looks for secrets in JSON.
func (s *Secrets) LearnJSON(raw []byte) {
	if value, err := feature.Object(raw); err == nil {
		s.Learn(value)
	}
}

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
	s.marks, s.hider = map[string]string{}, nil
	for i, mark := range marks {
		s.marks[secrets[i]] = mark
	}
}

// Add makes a text a secret, in all its spellings. Words of the vocabulary are left out.
func (s *Secrets) Add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(text)
}

// add is Add under the lock.
func (s *Secrets) add(text string) {
	if len(text) >= shortestSecret && !s.words[text] && !slices.Contains(s.known, text) {
		s.known, s.hider = append(s.known, text), nil
	}
}

// Hide replaces what is known to be secret in a text that is not the journal's: the client's stderr, its messages, the
// steps.
func (s *Secrets) Hide(text string) string {
	if text == "" {
		return text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hider == nil {
		var list []secret.Marked
		unnamed := 0
		for _, value := range s.known {
			mark := s.marks[value]
			if mark == "" {
				unnamed++
				mark = fmt.Sprintf("‹secret %d›", unnamed)
			}
			list = append(list, secret.Marked{Value: value, Mark: mark})
		}
		s.hider = secret.NewKnown(list)
	}
	return s.hider.Hide(text)
}
