package reference

import "strings"

// Trip is a scenario that a mutant must fail, and why.
type Trip struct {
	Scenario string // name of the scenario; * stands for any text
	Reason   string // id of the check that must decide: "client.advice", "bonder.renew-once", "unasked.violation"
}

// Mutant is the reference client with one mistake.
type Mutant struct {
	Name  string // "bonder-trusts-http-200"
	Doc   string // the mistake in a sentence
	Trips []Trip
}

// Matches reports whether the trip names a scenario: * in Scenario stands for any text.
func (t Trip) Matches(name string) bool {
	first, rest, more := strings.Cut(t.Scenario, "*")
	if !more {
		return name == first
	}
	name, found := strings.CutPrefix(name, first)
	for found && more {
		var part string
		part, rest, more = strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(name, part)
		}
		_, name, found = strings.Cut(name, part)
	}
	return found
}

// API returns the part of the mutant's name before the first hyphen.
func (m Mutant) API() string {
	api, _, _ := strings.Cut(m.Name, "-")
	return api
}

// Trips returns one trip for each of some scenarios that fail for the same reason.
func Trips(reason string, scenarios ...string) []Trip {
	var out []Trip
	for _, s := range scenarios {
		out = append(out, Trip{Scenario: s, Reason: reason})
	}
	return out
}
