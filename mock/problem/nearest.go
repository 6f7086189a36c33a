package problem

import (
	"slices"
	"strings"

	"sparring/mock/excerpt"
	"sparring/mock/text"
)

// Unknown makes a problem of a name that does not exist: those that do are named, the most alike first. What says what
// the name is of, such as "operation".
func Unknown(code, what, name string, known []string) *Problem {
	return New(code, "there is no "+what+" "+quoted(name)).Near(name, known)
}

// Near names what exists instead of a name, the most alike first; the detail says which is meant, if one is alike.
func (p *Problem) Near(name string, known []string) *Problem {
	p.Known = Nearest(name, known)
	if meant, ok := Meant(name, known); ok && name != "" {
		p.Detail += "; the nearest is " + quoted(meant)
	}
	return p
}

// Meant returns the known name that was probably meant by one, if there is any.
func Meant(name string, known []string) (meant string, ok bool) {
	if sorted := Nearest(name, known); len(sorted) > 0 && alike(name, sorted[0]) {
		return sorted[0], true
	}
	return "", false
}

func quoted(name string) string {
	return `"` + excerpt.Of(name, maxCompared) + `"`
}

// Nearest sorts names by how much they are like one, the most alike first, each once. If none is, they stay as they
// are.
func Nearest(name string, known []string) []string {
	var out []string
	for _, k := range known {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if !slices.ContainsFunc(out, func(k string) bool { return alike(name, k) }) {
		return out
	}
	slices.SortStableFunc(out, func(a, b string) int { return unlikeness(name, a) - unlikeness(name, b) })
	return out
}

// alike reports whether one may have been meant by the other: less than half of it differs.
func alike(name, known string) bool {
	return unlikeness(name, known) <= max(len(name), len(known))/2
}

// verbs are words that people use for one another: who writes loadCard means getCard rather than saveCard.
var verbs = map[string]string{
	"load": "get", "read": "get", "fetch": "get", "update": "save", "store": "save", "write": "save",
	"add": "create", "make": "create", "new": "create", "remove": "delete", "drop": "delete",
}

// unlikeness is how much of a name must change to become a known one; another verb of the same meaning counts once.
func unlikeness(name, known string) int {
	least := Distance(name, known)
	for verb, meant := range verbs {
		if rest, ok := strings.CutPrefix(name, verb); ok {
			least = min(least, 1+Distance(meant+rest, known))
		}
	}
	return least
}

// maxCompared bounds what is compared: a name may be as long as a query.
const maxCompared = 64

// Distance counts the bytes to insert, delete or replace (Levenshtein); upper and lower case are the same.
func Distance(a, b string) int {
	if len(a) > maxCompared || len(b) > maxCompared {
		return max(len(a), len(b))
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	return int(text.Distance(len(a), len(b), text.Differ([]byte(a), []byte(b))))
}
