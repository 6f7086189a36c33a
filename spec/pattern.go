package spec

import (
	"time"

	"github.com/dlclark/regexp2"
	"github.com/getkin/kin-openapi/openapi3"
)

// patternTimeout bounds one match: the engine backtracks.
const patternTimeout = 100 * time.Millisecond

// CompilePattern compiles a schema's pattern as ECMAScript does. kin-openapi keeps compiled patterns in a cache of the
// process keyed by their text, so every validation in the process must use this one.
func CompilePattern(pattern string) (openapi3.RegexMatcher, error) {
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = patternTimeout
	return matcher{re}, nil
}

type matcher struct{ re *regexp2.Regexp }

// MatchString reports a match. A match that timed out proves nothing against the value and counts as one.
func (m matcher) MatchString(s string) bool {
	ok, err := m.re.MatchString(s)
	return ok || err != nil
}
