package fidelity

import (
	"fmt"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// answers judges whether what users have entered was sent as they entered it.
func (j *judge) answers(t *trial) {
	for _, f := range t.ability.Answers {
		for _, e := range t.all {
			for _, p := range f.Places {
				j.answer(t, f, p, e)
			}
		}
	}
}

// answer judges one place of what a user has entered. Where a call was given several answers, or calls go on at once,
// any of them is right.
func (j *judge) answer(t *trial, f Fact, p Place, e *journal.Entry) {
	sent, has := j.at(e, p, t.Args)
	given := t.Answers[f.Name]
	if p.Operation != e.Operation || !has || sent == nil || len(given) == 0 {
		return
	}
	all := slices.Clone(given)
	for _, other := range t.shared {
		all = append(all, other.Answers[f.Name]...)
	}
	if slices.ContainsFunc(all, func(text string) bool { return j.same(text, sent, p.Same, nil) }) {
		return
	}
	last := given[len(given)-1]
	found := finding{
		kind: Up, call: t.Call, name: "answers" + pointer.Format(f.Name), pointer: p.At, entry: e,
		difference: &difference{caller: last, wire: sent, told: true, said: true},
		message: fmt.Sprintf("the user of %s entered %s as %s, the request of %s has %s at %s", t.Ability,
			j.shown(last), f.Name, e.Operation, j.shown(sent), p.At),
	}
	found.mark, _ = j.mark(e, p, tokens(p.At, t.Args))
	j.add(found)
}
