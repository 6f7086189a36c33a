package record

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/pointer"
	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
)

// exchange writes a request of a client as a call of the ability that it fits best. Requests that belong to no
// ability, such as a login, are made by the client itself.
func (w *writer) exchange(e *journal.Entry) {
	if e.Unmatched {
		w.leave(e, "no operation fits the request", "подходящей операции нет")
		return
	}
	if english, russian := w.own(e); english != "" {
		w.called, w.started = true, true
		w.add(when, english, russian)
		return
	}
	wire := w.wire(e)
	if wire == nil {
		return
	}
	i := slices.IndexFunc(w.apis.Abilities(e.API), func(a driver.Ability) bool { return a.Name == wire.Name })
	if i < 0 {
		return
	}
	ability := w.apis.Abilities(e.API)[i]
	if ability.Paced {
		return // a talk with a person: the API has sentences of its own for it
	}
	var table [][2]string
	for _, arg := range ability.Args {
		text, ok := w.argument(e, wire, arg.Name)
		switch {
		case ok:
			table = append(table, [2]string{arg.Name, text})
		case !arg.Optional:
			w.leave(e, fmt.Sprintf("the traffic does not show %s of %s", arg.Name, ability.Name),
				fmt.Sprintf("по трафику не видно %s для %s", arg.Name, ability.Name))
			return
		}
	}
	waits := slices.ContainsFunc(e.Faults, func(f journal.Shaping) bool { return f.Kind == "hold" })
	w.ask(ability.Name, table, waits)
	if waits || e.Code != "" || e.Response == nil || e.Response.Status >= 400 {
		return
	}
	for _, v := range ability.Values {
		if !w.known[v.Name] && w.identifies(e.API, v.Name) {
			w.known[v.Name] = true
			w.add(then, fmt.Sprintf("the client reports %q", v.Name), fmt.Sprintf("клиент сообщает %q", v.Name))
		}
	}
}

// identifies reports whether a value is what later requests carry in their path.
func (w *writer) identifies(api, name string) bool {
	for _, a := range w.apis {
		for i := range a.Wire.Abilities {
			for _, f := range a.Wire.Abilities[i].Args {
				if a.Name == api && f.Name == name && slices.ContainsFunc(f.Places, func(p fidelity.Place) bool {
					return strings.HasPrefix(p.At, "path/")
				}) {
					return true
				}
			}
		}
	}
	return false
}

// ask asks the client for an ability; if its request was held, nobody waits for the call.
func (w *writer) ask(ability string, table [][2]string, waits bool) {
	english, russian := "the client is asked for ", "клиента просят выполнить "
	if waits {
		english, russian = "the client starts ", "клиент начинает "
	} else {
		w.await()
	}
	w.called, w.started = true, w.started || waits
	english, russian = english+fmt.Sprintf("%q", ability), russian+fmt.Sprintf("%q", ability)
	if len(table) > 0 {
		english, russian = english+" with:", russian+" с аргументами:"
	}
	w.add(when, english, russian, table...)
}

// wire is the ability that has the fewest operations, of those that have the one of the request.
func (w *writer) wire(e *journal.Entry) *fidelity.Ability {
	var best *fidelity.Ability
	fewest := 0
	for _, api := range w.apis {
		if api.Name != e.API {
			continue
		}
		for i := range api.Wire.Abilities {
			a := &api.Wire.Abilities[i]
			operations := map[string]bool{}
			for _, f := range slices.Concat(a.Args, a.Values) {
				for _, p := range f.Places {
					operations[p.Operation] = true
				}
			}
			if operations[e.Operation] && (best == nil || len(operations) < fewest) {
				best, fewest = a, len(operations)
			}
		}
	}
	return best
}

// argument finds what the client was given for an argument at its place in the request.
func (w *writer) argument(e *journal.Entry, a *fidelity.Ability, name string) (string, bool) {
	for _, f := range a.Args {
		for _, p := range f.Places {
			if f.Name != name || p.Side != fidelity.Request || p.Operation != e.Operation || f.Part != "" {
				continue
			}
			if strings.HasPrefix(p.At, "path/") { // an id of this world: another one has its own
				if w.known[name] {
					return "{" + name + "}", true
				}
				continue
			}
			if text, ok := at(e, p.At); ok && !strings.Contains(text, "‹") {
				return text, true
			}
		}
	}
	return "", false
}

// at reads a place of a request as a literal.
func at(e *journal.Entry, place string) (string, bool) {
	if query, ok := strings.CutPrefix(place, "query/"); ok {
		u, err := url.Parse(e.URL)
		if err != nil || !u.Query().Has(query) {
			return "", false
		}
		return literal(u.Query().Get(query)), true
	}
	if e.Request == nil || !strings.HasPrefix(place, "/") && place != "" {
		return "", false
	}
	var v any
	d := json.NewDecoder(strings.NewReader(string(e.Request.Body)))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return "", false
	}
	tokens, err := pointer.Parse(place)
	if err != nil {
		return "", false
	}
	for _, token := range tokens {
		o, isObject := v.(map[string]any)
		if !isObject || o[token] == nil {
			return "", false
		}
		v = o[token]
	}
	return literal(v), true
}
