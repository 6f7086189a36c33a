package verdict

import (
	"cmp"
	"maps"
	"slices"
)

// Lack is an ability that a scenario needs and the client does not have.
type Lack struct {
	Ability string `json:"ability"`
	Why     string `json:"why"` // how that is known
}

// Unjudged is an ability that the client does not have, with the number of scenarios that were not judged because of
// it.
type Unjudged struct {
	Ability   string `json:"ability"`
	Why       string `json:"why"`
	Scenarios int    `json:"scenarios"`
}

// LeftOut is an optional value that the client told in no scenario though the server had said something: nobody has
// judged it.
type LeftOut struct {
	Value     string `json:"value"` // "bonder.saveCard warnings"
	Scenarios int    `json:"scenarios"`
}

// leftOut counts by value what the client never told.
func (r *Report) leftOut() []LeftOut {
	told, count := map[string]bool{}, map[string]int{}
	for _, s := range r.Scenarios {
		for _, value := range s.Told {
			told[value] = true
		}
		for _, value := range slices.Compact(slices.Sorted(slices.Values(s.LeftOut))) {
			count[value]++
		}
	}
	var out []LeftOut
	for _, value := range slices.Sorted(maps.Keys(count)) {
		if !told[value] {
			out = append(out, LeftOut{value, count[value]})
		}
	}
	return out
}

// unjudged counts by ability what was not judged. A scenario that lacks two abilities counts for both.
func (r *Report) unjudged() []Unjudged {
	var out []Unjudged
	for _, s := range r.Scenarios {
		for _, l := range s.Lacks {
			i := slices.IndexFunc(out, func(u Unjudged) bool { return u.Ability == l.Ability && u.Why == l.Why })
			if i < 0 {
				i, out = len(out), append(out, Unjudged{Ability: l.Ability, Why: l.Why})
			}
			out[i].Scenarios++
		}
	}
	slices.SortFunc(out, func(a, b Unjudged) int {
		return cmp.Or(cmp.Compare(a.Ability, b.Ability), cmp.Compare(a.Why, b.Why))
	})
	return out
}
