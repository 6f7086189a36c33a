package fidelity

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// up judges what was sent.
func (j *judge) up(t *trial) {
	for _, f := range t.ability.Args {
		j.argument(t, f)
	}
	for _, e := range t.mine {
		j.beside(t, e)
	}
	j.unwanted(t)
	j.repeated(t)
}

// requests returns the exchanges of a call with the places that an argument has in them.
func (t *trial) requests(f Fact) (entries []*journal.Entry, places []Place) {
	for _, e := range t.mine {
		for _, p := range f.Places {
			if p.Side == Request && p.Operation == e.Operation && p.holds(t.Args) {
				entries, places = append(entries, e), append(places, p)
			}
		}
	}
	return entries, places
}

// argument judges whether an argument was sent whole, and nothing in its place. A call that failed need not have sent
// it; one that succeeded has sent each part in a request that the server did not refuse.
func (j *judge) argument(t *trial, f Fact) {
	given := map[string]leaf{}
	if value, has := f.of(t.Args); has && value != nil {
		given = leaves(value)
	}
	entries, places := t.requests(f)
	sent, refused := map[string]bool{}, map[string]*journal.Entry{}
	wrong := map[string]finding{}
	legible := true
	for i, e := range entries {
		wire, has := j.at(e, places[i], t.Args)
		legible = legible && (parameter(places[i]) || j.body(e, Request) != nil)
		if !has || wire == nil && len(given) == 0 {
			continue
		}
		carried := leaves(wire)
		for _, at := range slices.Sorted(maps.Keys(carried)) {
			leaf := carried[at]
			want, asked := given[at]
			if asked && j.same(want.value, leaf.value, places[i].Same, leaf.at) {
				if sent[at] = sent[at] || parameter(places[i]) || j.handled(e); !sent[at] {
					refused[at] = e
				}
				continue
			}
			if emptiness(leaf.value) == container || !asked && j.same(nil, leaf.value, places[i].Same, leaf.at) ||
				j.explained(t, e, f.Name, at, leaf.value) {
				continue
			}
			wrong[at] = j.sentOtherwise(t, f, places[i], e, difference{
				at: leaf.at, caller: want.value, wire: leaf.value, told: asked, said: true,
			})
		}
	}
	for _, at := range slices.Sorted(maps.Keys(wrong)) {
		sent[at] = true // said already
		j.add(wrong[at])
	}
	if !t.OK || len(entries) == 0 || !legible || t.otherwise() {
		return
	}
	for _, at := range slices.Sorted(maps.Keys(given)) {
		leaf := given[at]
		if sent[at] || emptiness(leaf.value) == container || leaf.value == nil {
			continue
		}
		last := len(entries) - 1
		found := j.sentOtherwise(t, f, places[last], entries[last], difference{
			at: leaf.at, caller: leaf.value, told: true,
		})
		if f.Blank != "" && emptiness(leaf.value) == blank {
			found.derived, found.mark.Source = false, f.Blank
		}
		if e := refused[at]; e != nil {
			found.entry, found.derived = e, false
			found.message = fmt.Sprintf("%s was given %s as %s, the server has not taken the request of %s that has it",
				t.Ability, found.name, j.shown(leaf.value), e.Operation)
		}
		j.add(found)
	}
}

// handled reports whether the server did what a request asked for, whatever became of its response.
func (j *judge) handled(e *journal.Entry) bool {
	if e.Response == nil {
		return false
	}
	if j.api.Said != nil {
		return j.api.Said(e.Response.Status, decode(e.Response.Body))
	}
	return e.Response.Status/100 == 2
}

// otherwise reports whether parts of the call may have gone another way that its ability leaves open.
func (t *trial) otherwise() bool {
	return slices.ContainsFunc(t.all, func(e *journal.Entry) bool {
		return slices.Contains(t.ability.Parts, e.Operation)
	})
}

// leaf is a value in an object that is no object itself.
type leaf struct {
	at    []string
	value any
}

// leaves returns the values in an object by their pointers; any other value is its own leaf.
func leaves(value any) map[string]leaf {
	out := map[string]leaf{}
	collect(value, nil, out)
	return out
}

func collect(value any, at []string, out map[string]leaf) {
	object, ok := value.(map[string]any)
	if !ok || len(object) == 0 {
		out[pointer.Format(at...)] = leaf{at, value}
		return
	}
	for name, inner := range object {
		collect(inner, append(slices.Clone(at), name), out)
	}
}

// sentOtherwise is the finding that a request has another value than the caller gave, one that nobody gave, or none.
func (j *judge) sentOtherwise(t *trial, f Fact, p Place, e *journal.Entry, d difference) finding {
	at := append(tokens(p.At, t.Args), d.at...)
	found := finding{
		kind: Up, call: t.Call, name: "args" + pointer.Format(f.Name) + f.Part + pointer.Format(d.at...),
		pointer: pointer.Format(at...), entry: e, difference: &d, derived: d.doubtful(),
	}
	if parameter(p) {
		found.pointer = p.At
	}
	found.mark, _ = j.mark(e, p, at)
	gave := fmt.Sprintf("%s was given %s as %s", t.Ability, found.name, j.shown(d.caller))
	if !d.told {
		gave = fmt.Sprintf("%s was not given %s", t.Ability, found.name)
		j.surplus(&found, t, e, at, d.wire)
	}
	found.message = fmt.Sprintf("%s, the request of %s has %s at %s", gave, e.Operation, j.side(d.wire, d.said),
		found.pointer)
	if !d.said {
		found.message += j.strayed(t, d.caller, at)
	}
	return found
}

// strayed says where else a value was sent that is missing at its place.
func (j *judge) strayed(t *trial, value any, at []string) string {
	if emptiness(value) != filled {
		return ""
	}
	for _, e := range t.mine {
		for other, l := range leaves(j.body(e, Request)) {
			if other != pointer.Format(at...) && j.same(value, l.value, nil, nil) {
				return fmt.Sprintf("; it is at %s of entry %d", other, e.Seq)
			}
		}
	}
	return ""
}

// surplus marks what was sent and not given. It fails a client only if the ability says which text forbids it; a value
// that the server had told before is needless and does no harm.
func (j *judge) surplus(found *finding, t *trial, e *journal.Entry, at []string, value any) {
	if t.ability.Only == "" {
		found.derived = true
		return
	}
	found.mark.Source = t.ability.Only
	for i := range j.Entries {
		earlier := &j.Entries[i]
		if earlier.Seq >= e.Seq || earlier.API != t.API || earlier.Kind != journal.Exchange {
			continue
		}
		for _, l := range leaves(j.body(earlier, Response)) {
			if len(l.at) >= len(at) && slices.Equal(l.at[len(l.at)-len(at):], at) && j.same(value, l.value, nil, nil) {
				found.should = true
				return
			}
		}
	}
}

// explained reports whether a value belongs to another call that went on meanwhile.
func (j *judge) explained(t *trial, e *journal.Entry, name, at string, value any) bool {
	for _, other := range t.shared {
		ability, ok := j.api.ability(other.Ability)
		if !ok || !ability.uses(e.Operation) {
			continue
		}
		if l, has := leaves(other.Args[name])[at]; has && j.same(l.value, value, nil, nil) {
			return true
		}
	}
	return false
}

// beside judges what a request carries in its body beside the arguments.
func (j *judge) beside(t *trial, e *journal.Entry) {
	if t.ability.Only == "" || len(t.shared) > 0 {
		return
	}
	var known []string
	for _, f := range t.ability.Args {
		for _, p := range f.Places {
			if p.Side == Request && p.Operation == e.Operation && p.holds(t.Args) && !parameter(p) {
				known = append(known, pointer.Format(tokens(p.At, t.Args)...))
			}
		}
	}
	carried := leaves(j.body(e, Request))
	for _, at := range slices.Sorted(maps.Keys(carried)) {
		l := carried[at]
		if emptiness(l.value) == container || l.value == nil ||
			slices.ContainsFunc(known, func(k string) bool { return k == at || strings.HasPrefix(at, k+"/") }) {
			continue
		}
		d := difference{at: l.at, wire: l.value, said: true}
		found := finding{kind: Up, call: t.Call, name: "args", pointer: at, entry: e, difference: &d}
		found.mark, _ = j.mark(e, Sent(e.Operation, ""), l.at)
		j.surplus(&found, t, e, l.at, l.value)
		found.message = fmt.Sprintf("the request of %s has %s at %s, which %s was not asked for", e.Operation,
			j.shown(l.value), at, t.Ability)
		j.add(found)
	}
}

// unwanted judges requests with an effect that another ability has: nobody asked for it.
func (j *judge) unwanted(t *trial) {
	for _, e := range t.all {
		if e.Method == http.MethodGet || e.Method == http.MethodHead || t.wants(e.Operation) ||
			slices.Contains(j.api.Free, e.Operation) {
			continue
		}
		another := slices.ContainsFunc(j.api.Abilities, func(a Ability) bool { return a.uses(e.Operation) })
		asked := slices.ContainsFunc(t.shared, func(c *Call) bool {
			a, ok := j.api.ability(c.Ability)
			return !ok || (&trial{Call: c, ability: a}).wants(e.Operation)
		})
		if !another || asked {
			continue
		}
		j.add(finding{
			kind: Up, call: t.Call, name: "args", entry: e, mark: j.operationMark(e),
			message: fmt.Sprintf(
				"%s was asked for with %s, the client sent %s %s (%s)",
				t.Ability,
				j.shown(t.Args),
				e.Method,
				e.Path,
				e.Operation,
			),
		})
	}
}

// wants reports whether an operation serves the call with its arguments.
func (t *trial) wants(operation string) bool {
	if slices.Contains(t.ability.Parts, operation) {
		return true
	}
	return slices.ContainsFunc(slices.Concat(t.ability.Args, t.ability.Values), func(f Fact) bool {
		return slices.ContainsFunc(f.Places, func(p Place) bool { return p.Operation == operation && p.holds(t.Args) })
	})
}

// repeated judges whether something that makes anew was sent once: two requests of a call whose responses the client
// had.
func (j *judge) repeated(t *trial) {
	if len(t.shared) > 0 {
		return
	}
	var made *journal.Entry
	for _, e := range t.all {
		if !j.said(e) || e.Changed() {
			made = nil // what was made may be of no use any more, or is not what the client has read
			continue
		}
		if e.Method != http.MethodPost || !t.ability.uses(e.Operation) {
			continue
		}
		if made != nil && made.Operation == e.Operation && made.URL == e.URL &&
			string(made.Request.Body) == string(e.Request.Body) {
			j.add(finding{
				kind: Up, call: t.Call, name: "args", entry: e, mark: j.operationMark(e),
				message: fmt.Sprintf(
					"%s was asked for once, the client sent %s again after it had succeeded (entry %d)",
					t.Ability,
					e.Operation,
					made.Seq,
				),
			})
		}
		made = e
	}
}
