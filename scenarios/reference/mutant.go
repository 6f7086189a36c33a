package reference

import (
	"regexp"
	"strings"
)

// Matches tells whether the trip means the scenario of a name: * in Scenario stands for any text.
func (t Trip) Matches(name string) bool {
	parts := strings.Split(t.Scenario, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(name)
}

// API is the part of a mutant's name before the first hyphen.
func (m Mutant) API() string {
	api, _, _ := strings.Cut(m.Name, "-")
	return api
}

// trips names scenarios that fail for one reason.
func trips(reason string, scenarios ...string) []Trip {
	var out []Trip
	for _, s := range scenarios {
		out = append(out, Trip{Scenario: s, Reason: reason})
	}
	return out
}
