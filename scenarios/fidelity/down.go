package fidelity

import (
	"fmt"
	"net/http"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// source is a response that may be where a told value comes from.
type source struct {
	entry *journal.Entry
	place Place
	value any
	has   bool
}

// down judges what the caller was told.
func (j *judge) down(t *trial) {
	for _, f := range t.ability.Values {
		var places []Place
		for _, p := range f.Places {
			if p.Side == Response && p.holds(t.Args) {
				places = append(places, p)
			}
		}
		switch {
		case len(places) == 0:
		case places[0].Key != "":
			j.kept(t, f, places)
		default:
			j.value(t, f, places)
		}
	}
}

// value judges one value that was told, or should have been.
func (j *judge) value(t *trial, f Fact, places []Place) {
	told := t.Values[f.Name]
	sources, legible := j.sources(t, t.mine, places)
	if !f.Now &&
		!slices.ContainsFunc(sources, func(s source) bool { return s.has }) { // what came earlier may be told again
		earlier, _ := j.sources(t, j.before(t), places)
		sources = append(earlier, sources...)
	}
	if len(sources) == 0 || !legible || several(sources) {
		return
	}
	if f.Optional && told != nil {
		j.Told = append(j.Told, t.Ability+" "+f.Name)
	}
	var worst []difference
	var from source
	for _, s := range slices.Backward(sources) {
		found := j.told(told, s, t)
		if len(found) == 0 {
			j.twice(t, f, told, sources)
			j.pages(t, f, told, sources)
			return
		}
		if worst == nil || s.has && !from.has {
			worst, from = found, s
		}
	}
	if told == nil && f.Optional {
		j.LeftOut = append(j.LeftOut, t.Ability+" "+f.Name)
		return
	}
	for _, d := range worst {
		j.untrue(t, f, from, d)
	}
}

// told compares what was told with a response.
func (j *judge) told(told any, s source, t *trial) []difference {
	if told == nil || !s.has {
		if emptiness(told) != filled && emptiness(s.value) != filled {
			return nil
		}
		return []difference{{caller: told, wire: s.value, told: told != nil, said: s.has}}
	}
	return slices.DeleteFunc(j.compare(told, s.value, s.place.Same, nil), func(d difference) bool {
		return shaped(s, append(tokens(s.place.At, t.Args), d.at...))
	})
}

// shaped reports whether a fault made another value at a place than was meant: a client may take it for either.
func shaped(s source, at []string) bool {
	if s.entry.Sent == nil {
		return false
	}
	meant, _ := pointer.Lookup(decode(s.entry.Response.Body), at)
	sent, _ := pointer.Lookup(decode(s.entry.Sent.Body), at)
	return encode(meant) != encode(sent)
}

// sources returns the responses among exchanges that say a value, oldest first. legible is false if one came that
// cannot be read, so that nobody knows what a client took from it.
func (j *judge) sources(t *trial, exchanges []*journal.Entry, places []Place) (list []source, legible bool) {
	legible = true
	for _, e := range exchanges {
		for _, p := range places {
			if p.Operation != e.Operation {
				continue
			}
			if body, whole := arrived(e); whole && len(body) > 0 && j.body(e, Response) == nil {
				legible = false
			}
			if !j.said(e) {
				continue
			}
			value, has := j.at(e, p, t.Args)
			value = p.picked(value)
			list = append(list, source{e, p, value, has && value != nil})
		}
	}
	if len(list) > 0 && list[0].place.Gathered {
		list = append(list, gather(list))
	}
	return list, legible
}

// several reports whether the list that was told may be made of several: of pages, or of what was asked twice.
func several(sources []source) bool {
	for _, s := range sources {
		if _, list := s.value.([]any); !list || s.place.Gathered {
			return false
		}
		if string(s.entry.Request.Body) != string(sources[0].entry.Request.Body) ||
			s.entry.URL != sources[0].entry.URL {
			return true
		}
	}
	return false
}

// picked makes objects with the caller's names of the items of a list.
func (p Place) picked(value any) any {
	list, ok := value.([]any)
	if len(p.Items) == 0 || !ok {
		return value
	}
	out := []any{}
	for _, item := range list {
		object, _ := item.(map[string]any)
		picked := map[string]any{}
		for name, member := range p.Items {
			if v, has := object[member]; has {
				picked[name] = v
			}
		}
		out = append(out, picked)
	}
	return out
}

// gather puts the lists of several responses together: of each address the last one.
func gather(list []source) source {
	all := source{entry: list[len(list)-1].entry, place: list[len(list)-1].place, has: true}
	items := []any{}
	for i, s := range list {
		again := slices.ContainsFunc(list[i+1:], func(o source) bool {
			return o.entry.URL == s.entry.URL && o.entry.Method == http.MethodGet
		})
		if part, ok := s.value.([]any); ok && !again {
			items = append(items, part...)
		}
	}
	all.value = items
	return all
}

// before returns the exchanges before a call that carry its arguments.
func (j *judge) before(t *trial) []*journal.Entry {
	var out []*journal.Entry
	for i := range j.Entries {
		e := &j.Entries[i]
		if e.Seq <= t.After && e.Kind == journal.Exchange && e.API == t.API && t.ability.uses(e.Operation) &&
			j.fits(t, e) {
			out = append(out, e)
		}
	}
	return out
}

// twice finds a result that was made once and told to two callers: of requests that create something, each response is
// for one call.
func (j *judge) twice(t *trial, f Fact, told any, sources []source) {
	if len(t.shared) == 0 || emptiness(told) != filled {
		return
	}
	made := 0
	var last *journal.Entry
	for _, s := range sources {
		if s.entry.Method == http.MethodGet {
			return
		}
		if last = s.entry; len(j.compare(told, s.value, s.place.Same, nil)) == 0 {
			made++
		}
	}
	for _, other := range t.shared {
		if other.Ability == t.Ability && other.OK && encode(other.Values[f.Name]) == encode(told) &&
			!j.itsOwn(other, t.ability, f, sources) {
			made--
		}
	}
	if made > 0 {
		return
	}
	j.add(finding{
		kind: Apart, call: t.Call, name: "values/" + f.Name, entry: last, mark: j.operationMark(last),
		message: fmt.Sprintf("%s told %s as %s to two callers, which the server has made once",
			t.Ability, f.Name, j.shown(told)),
	})
}

// itsOwn reports whether a call has a response of its own, beside some, that says what it told.
func (j *judge) itsOwn(c *Call, a Ability, f Fact, beside []source) bool {
	var places []Place
	for _, p := range f.Places {
		if p.Side == Response && p.holds(c.Args) {
			places = append(places, p)
		}
	}
	t := j.attribute(c, a)
	own, _ := j.sources(t, t.mine, places)
	return slices.ContainsFunc(own, func(s source) bool {
		return !slices.ContainsFunc(beside, func(o source) bool { return o.entry.Seq == s.entry.Seq }) &&
			len(j.told(c.Values[f.Name], s, t)) == 0
	})
}

// untrue adds a difference between what was told and the response.
func (j *judge) untrue(t *trial, f Fact, s source, d difference) {
	at := append(tokens(s.place.At, t.Args), s.place.named(d.at)...)
	mark, described := j.mark(s.entry, s.place, at)
	if !described && !d.told {
		return // a client need not know what the document does not describe
	}
	named := d.at
	if d.callers != nil {
		named = d.callers
	}
	found := finding{
		kind: Down, call: t.Call, name: "values" + pointer.Format(append([]string{f.Name}, named...)...),
		pointer: pointer.Format(at...), entry: s.entry, mark: mark, difference: &d,
		derived: !described || d.doubtful(),
	}
	if parameter(s.place) {
		found.pointer = s.place.At
	}
	whose := ""
	if other := j.elsewhere(t, s, d); other != nil {
		whose = fmt.Sprintf("; entry %d had said that", other.Seq)
		if !j.fits(t, other) {
			found.kind = Apart
			whose = fmt.Sprintf("; that is what entry %d had said to another request", other.Seq)
		}
	}
	told := fmt.Sprintf("%s told %s as %s", t.Ability, found.name, j.shown(d.caller))
	if !d.told {
		told = fmt.Sprintf("%s did not tell %s", t.Ability, found.name)
	}
	found.message = fmt.Sprintf("%s, the response to %s had %s at %s%s", told, s.entry.Operation,
		j.side(d.wire, d.said), found.pointer, whose)
	if list, ok := d.caller.([]any); ok && d.said {
		if wire, ok := d.wire.([]any); ok && permuted(list, wire) {
			found.message += ": the same items in another order"
		}
	}
	j.add(found)
}

// named returns the tokens of a place below the wire's value: items have the wire's names.
func (p Place) named(at []string) []string {
	if len(at) < 2 || p.Items[at[1]] == "" {
		return at
	}
	at = slices.Clone(at)
	at[1] = p.Items[at[1]]
	return at
}

// elsewhere finds another response that has said what was told.
func (j *judge) elsewhere(t *trial, s source, d difference) *journal.Entry {
	if emptiness(d.caller) != filled {
		return nil
	}
	for i := range j.Entries {
		e := &j.Entries[i]
		if e.Kind != journal.Exchange || e.API != t.API || e.Operation != s.entry.Operation || e.Seq == s.entry.Seq {
			continue
		}
		value, has := pointer.Lookup(j.body(e, Response), append(tokens(s.place.At, t.Args), s.place.named(d.at)...))
		if has && j.same(d.caller, value, s.place.Same, d.at) {
			return e
		}
	}
	return nil
}
