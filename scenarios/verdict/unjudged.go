package verdict

import (
	"cmp"
	"fmt"
	"io"
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

// writeUnjudged names what was not judged and why, ability by ability.
func (r *Report) writeUnjudged(out io.Writer) {
	if len(r.NotJudged) == 0 {
		return
	}
	n, width := 0, 0
	for _, s := range r.Scenarios {
		if len(s.Lacks) > 0 {
			n++
		}
	}
	for _, u := range r.NotJudged {
		width = max(width, len(u.Ability))
	}
	fmt.Fprintf(out, "not judged: %d of %s, for want of an ability:\n", n, count(len(r.Scenarios), "scenario"))
	for _, u := range r.NotJudged {
		fmt.Fprintf(out, "    %-*s  %s, %s\n", width, clean(u.Ability), count(u.Scenarios, "scenario"), clean(u.Why))
	}
	fmt.Fprintln(out)
}

// writeWarnings lists what is odd about the run or the client and judges no scenario.
func (r *Report) writeWarnings(out io.Writer) {
	for _, w := range r.Warnings {
		fmt.Fprintf(out, "warning: %s\n", clean(w))
	}
	if len(r.Warnings) > 0 {
		fmt.Fprintln(out)
	}
}
