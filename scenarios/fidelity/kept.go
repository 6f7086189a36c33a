package fidelity

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// version is a thing that the client keeps, as one response had it.
type version struct {
	source
	at    []string // below the place
	thing any
}

// kept judges a list of things that the client keeps. Each that is told is as some response had it, none is told twice,
// and those that came with this call, and with none before, are all told, in their order.
func (j *judge) kept(t *trial, f Fact, places []Place) {
	told, given := t.Values[f.Name]
	now, legible := j.sources(t, t.mine, places)
	if !legible {
		return
	}
	if given && f.Optional && told != nil {
		j.Told = append(j.Told, t.Ability+" "+f.Name)
	}
	fresh := j.versions(now)
	known := j.versions(j.earlier(t))
	if !given && f.Optional {
		if len(fresh) > 0 {
			j.LeftOut = append(j.LeftOut, t.Ability+" "+f.Name)
		}
		return
	}
	list, isList := told.([]any)
	if !isList && told != nil {
		list = []any{told}
	}
	seen, last, turned := map[string]bool{}, -1, false
	for i, item := range list {
		var at []string
		if isList {
			at = []string{strconv.Itoa(i)}
		}
		id := idOf(item, places[0].Key)
		all := slices.Concat(named(known, id), named(fresh, id))
		if id == "" && j.asGiven(t, item, all) {
			continue // the server gave it no name, and nobody can keep it apart
		}
		if id == "" || len(all) == 0 || seen[id] {
			j.stranded(t, f, at, item, seen[id], slices.Concat(known, fresh))
			continue
		}
		seen[id] = true
		j.asSome(t, f, at, item, all)
		place := slices.IndexFunc(fresh, func(v version) bool { return idOf(v.thing, v.place.Key) == id })
		if place >= 0 && place < last && !turned {
			turned = true
			j.untrue(t, f, fresh[place].source, difference{caller: list, wire: things(fresh), told: true, said: true})
		}
		last = max(last, place)
	}
	if len(t.mine) == 0 {
		fresh, known = j.stored(t, known), nil
	}
	for _, v := range fresh {
		if id := idOf(v.thing, v.place.Key); id != "" && !seen[id] && len(named(known, id)) == 0 {
			seen[id] = true
			j.untrue(t, f, v.source, difference{at: v.at, wire: v.thing, said: true})
		}
	}
}

// versions returns the things in responses, oldest first.
func (j *judge) versions(sources []source) []version {
	var out []version
	for _, s := range sources {
		list, isList := s.value.([]any)
		if !isList && s.has {
			out = append(out, version{s, nil, s.value})
		}
		for i, item := range list {
			out = append(out, version{s, []string{strconv.Itoa(i)}, item})
		}
	}
	return out
}

// earlier returns the responses before a call that had things which the API's clients keep, whatever they were asked
// for.
func (j *judge) earlier(t *trial) []source {
	var places []Place
	for _, a := range j.api.Abilities {
		for _, f := range a.Values {
			for _, p := range f.Places {
				if p.Key != "" && !slices.ContainsFunc(places, func(o Place) bool {
					return o.Operation == p.Operation && o.At == p.At
				}) {
					places = append(places, p)
				}
			}
		}
	}
	var before []*journal.Entry
	for i := range j.Entries {
		if e := &j.Entries[i]; e.Seq <= t.After && e.Kind == journal.Exchange && e.API == t.API {
			before = append(before, e)
		}
	}
	sources, _ := j.sources(t, before, places)
	return sources
}

// stored returns those of the known things that earlier calls have told their callers: a client that keeps things has
// these. After something was deleted nobody knows.
func (j *judge) stored(t *trial, known []version) []version {
	for i := range j.Entries {
		if e := &j.Entries[i]; e.Seq <= t.Until && e.API == t.API && e.Method == http.MethodDelete {
			return nil
		}
	}
	told := map[string]bool{}
	for i := range j.Calls {
		c := &j.Calls[i]
		a, declared := j.api.ability(c.Ability)
		if !declared || !c.OK || c.Until < 0 || c.Until > t.After {
			continue
		}
		for _, f := range a.Values {
			if len(f.Places) == 0 || f.Places[0].Key == "" {
				continue
			}
			list, isList := c.Values[f.Name].([]any)
			if !isList {
				list = []any{c.Values[f.Name]}
			}
			for _, item := range list {
				told[idOf(item, f.Places[0].Key)] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(known), func(v version) bool { return !told[idOf(v.thing, v.place.Key)] })
}

// things returns each thing once.
func things(all []version) []any {
	var out []any
	for i, v := range all {
		if len(named(all[:i], idOf(v.thing, v.place.Key))) == 0 {
			out = append(out, v.thing)
		}
	}
	return out
}

// idOf is the name of a thing; "" if it has none.
func idOf(thing any, key string) string {
	object, _ := thing.(map[string]any)
	return literal(object[key])
}

func named(all []version, id string) []version {
	return slices.DeleteFunc(slices.Clone(all), func(v version) bool { return idOf(v.thing, v.place.Key) != id })
}

// asGiven reports whether a thing without a name is as a response had it.
func (j *judge) asGiven(t *trial, item any, all []version) bool {
	return slices.ContainsFunc(all, func(v version) bool {
		v.source.place.At += pointer.Format(v.at...)
		v.source.value = v.thing
		return len(j.told(item, v.source, t)) == 0
	})
}

// asSome judges whether a thing is as some response had it; the last one is what it is compared with.
func (j *judge) asSome(t *trial, f Fact, at []string, item any, all []version) {
	var found []difference
	for _, v := range all {
		v.source.place.At += pointer.Format(v.at...)
		v.source.value = v.thing
		if found = j.told(item, v.source, t); len(found) == 0 {
			return
		}
	}
	v := all[len(all)-1]
	for _, d := range found {
		d.callers = append(slices.Clone(at), d.at...)
		d.at = append(slices.Clone(v.at), d.at...)
		j.untrue(t, f, v.source, d)
	}
}

// stranded adds a thing that no response had, or that was told twice.
func (j *judge) stranded(t *trial, f Fact, at []string, item any, again bool, all []version) {
	if len(all) == 0 {
		return // nobody knows where it comes from
	}
	v := all[len(all)-1]
	why := "which no response had"
	if again {
		why = "twice"
	}
	name := "values" + pointer.Format(append([]string{f.Name}, at...)...)
	mark, _ := j.mark(v.entry, v.place, tokens(v.place.At, t.Args))
	j.add(finding{
		kind: Down, call: t.Call, name: name, pointer: v.place.At, entry: v.entry, mark: mark,
		difference: &difference{caller: item, told: true},
		message:    fmt.Sprintf("%s told %s as %s, %s", t.Ability, name, j.shown(item), why),
	})
}

// pages adds a finding if a list that was told is shorter than the responses say.
func (j *judge) pages(t *trial, f Fact, told any, sources []source) {
	last := sources[len(sources)-1]
	list, isList := told.([]any)
	if last.place.Count == "" || !isList {
		return
	}
	count, has := j.at(last.entry, Said(last.entry.Operation, last.place.Count), t.Args)
	all, err := strconv.Atoi(literal(count))
	if !has || err != nil || len(list) >= all {
		return
	}
	mark, _ := j.mark(last.entry, last.place, tokens(last.place.Count, nil))
	j.add(finding{
		kind: Down, call: t.Call, name: "values/" + f.Name, pointer: last.place.Count, entry: last.entry, mark: mark,
		difference: &difference{caller: told, wire: count, told: true, said: true},
		message: fmt.Sprintf("%s told %d of %s, %s has %d at %s: there are more pages", t.Ability, len(list), f.Name,
			last.entry.Operation, all, last.place.Count),
	})
}
