package steps

import (
	"regexp"
	"slices"
)

// secretNames are the names under which credentials and states hold secrets.
var secretNames = regexp.MustCompile(`(?i)pass|token|secret|session|api_?key|digest|code$|auth`)

// shortestSecret keeps short words from being marked wherever they stand.
const shortestSecret = 6

// LearnSecrets collects the secrets of the world: the client's credentials, and those in the facts of an API, which show
// them to the test's author.
func (s *Scene) LearnSecrets(apis ...string) {
	for _, credentials := range s.World.Credentials {
		for name, value := range credentials {
			s.learn(name, value)
		}
	}
	for _, api := range apis {
		if state, err := s.State(api); err == nil { // a world that is gone has no secrets left to hide
			s.learn("", state)
		}
	}
}

func (s *Scene) learn(name string, value any) {
	switch v := value.(type) {
	case string:
		if len(v) >= shortestSecret && secretNames.MatchString(name) && !slices.Contains(s.secrets, v) {
			s.secrets = append(s.secrets, v)
		}
	case []any:
		for _, item := range v {
			s.learn(name, item)
		}
	case map[string]any:
		for inner, item := range v {
			s.learn(inner, item)
		}
	}
}
