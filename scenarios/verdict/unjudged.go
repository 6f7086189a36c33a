package verdict

import (
	"cmp"
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
