package steps

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/param"
)

// Catalogue is what a server fakes, by API; nil if nobody has asked it, and then nothing is checked against it.
type Catalogue map[string]Faked

// Faked is one API of the catalogue.
type Faked struct {
	client.API
	Credentials []string // their names
}

// knows returns an error if there is no such API.
func (c Catalogue) knows(api string) error {
	if _, ok := c[api]; ok || c == nil {
		return nil
	}
	return misuse("no API is called %q; there are %s", api, strings.Join(slices.Sorted(maps.Keys(c)), ", "))
}

// operation splits "bonder.saveCard" and checks that there is such an operation: what can never come is never missed.
func (c Catalogue) operation(text string) (api, id string, err error) {
	api, id, found := strings.Cut(text, ".")
	if !found || api == "" || id == "" {
		return "", "", misuse("expected an operation with its API, such as %q; got %q", "bonder.saveCard", text)
	}
	if err := c.knows(api); err != nil {
		return "", "", err
	}
	if c == nil || id == "*" || c.find(api, id) != nil {
		return api, id, nil
	}
	var ids []string
	for _, o := range c[api].Operations {
		ids = append(ids, o.ID)
	}
	return "", "", misuse("%s has no operation %q; the nearest are %s", api, id, strings.Join(nearest(id, ids), ", "))
}

func (c Catalogue) find(api, id string) *client.Operation {
	operations := c[api].Operations
	if i := slices.IndexFunc(operations, func(o client.Operation) bool { return o.ID == id }); i >= 0 {
		return &operations[i]
	}
	return nil
}

// Nearest returns the word that differs least from one; words must not be empty.
func Nearest(word string, words []string) string { return nearest(word, words)[0] }

// Misspelt returns the word that another was most likely meant to be, if it looks like one of them.
func Misspelt(word string, words []string) (string, bool) {
	if len(words) == 0 {
		return "", false
	}
	meant := Nearest(word, words)
	return meant, letters(strings.ToLower(word), meant) <= 0.4
}

// nearest are the three words that differ least from one.
func nearest(word string, words []string) []string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(letters(word, a), letters(word, b)) })
	return sorted[:min(3, len(sorted))]
}

// codes are the error codes that an operation may answer with; all of the API for *.
func (c Catalogue) codes(api, id string) []string {
	if o := c.find(api, id); o != nil {
		return o.Codes
	}
	var codes []string
	for _, e := range c[api].Errors {
		codes = append(codes, e.Code)
	}
	return codes
}

// errorCode checks the code of a fault on an operation.
func errorCode(op, code int) sense {
	return func(q said) error {
		api, id, err := q.catalogue.operation(q.args[op])
		if err != nil || q.catalogue == nil {
			return err
		}
		return codeOf(q.catalogue, api, id, q.args[code])
	}
}

func codeOf(c Catalogue, api, id, code string) error {
	codes := c.codes(api, id)
	if slices.Contains(codes, code) {
		return nil
	}
	if len(codes) == 0 {
		return misuse("%s.%s has no errors of the catalogue, so not %q", api, id, code)
	}
	return misuse("%s.%s has no error %q; the nearest are %s", api, id, code, strings.Join(nearest(code, codes), ", "))
}

// faultKind checks the kind of a fault on an operation and its parameters.
func faultKind(op, kind int) sense {
	return func(q said) error {
		api, id, err := q.catalogue.operation(q.args[op])
		if err != nil || q.catalogue == nil {
			return err
		}
		faults := q.catalogue[api].Faults
		i := slices.IndexFunc(faults, func(k fault.KindInfo) bool { return k.Kind == q.args[kind] })
		if i < 0 {
			var kinds []string
			for _, k := range faults {
				kinds = append(kinds, k.Kind)
			}
			return misuse("no kind of fault is called %q; the nearest are %s", q.args[kind], strings.Join(nearest(q.args[kind], kinds), ", "))
		}
		if err := fitting("the fault "+faults[i].Kind, q.catalogue.faultTakes(api, faults[i].Kind), q.table); err != nil {
			return err
		}
		for _, row := range q.table {
			if faults[i].Kind == "error" && row[0] == "code" && !unplaced(row[1]) {
				return codeOf(q.catalogue, api, id, row[1])
			}
		}
		return nil
	}
}

// event checks an event of an API and its arguments.
func event(name, api int) sense {
	return func(q said) error {
		if err := q.catalogue.knows(q.args[api]); err != nil || q.catalogue == nil {
			return err
		}
		events := q.catalogue[q.args[api]].Events
		i := slices.IndexFunc(events, func(e client.EventInfo) bool { return e.Name == q.args[name] })
		if i < 0 {
			var names []string
			for _, e := range events {
				names = append(names, e.Name)
			}
			return misuse("%s has no event %q; the nearest are %s (sparring event list %s has all)", q.args[api], q.args[name],
				strings.Join(nearest(q.args[name], names), ", "), q.args[api])
		}
		return fitting("the event "+q.args[name], q.catalogue.eventTakes(q.args[api], q.args[name]), q.table)
	}
}

// aSwitch checks a switch of an API and its value.
func aSwitch(name, api, value int) sense {
	return func(q said) error {
		if err := q.catalogue.knows(q.args[api]); err != nil || q.catalogue == nil {
			return err
		}
		return q.catalogue.reading(q.args[api], q.args[name], q.args[value])
	}
}

// reading checks a switch of a known API and a value as text.
func (c Catalogue) reading(api, name, value string) error {
	switches := c[api].Switches
	sw := switches.Find(name)
	if sw == nil {
		known := strings.Join(nearest(name, switches.Names()), ", ")
		return misuse("%s has no switch %q; the nearest are %s", api, name, known)
	}
	return valueFits("the switch", sw, value)
}

// aCredential checks that a group names a credential of the API of another.
func aCredential(name, api int) sense {
	return func(q said) error {
		if err := q.catalogue.knows(q.args[api]); err != nil || q.catalogue == nil {
			return err
		}
		names := q.catalogue[q.args[api]].Credentials
		if len(names) > 0 && !slices.Contains(names, q.args[name]) {
			return misuse("the credentials for %s have no %q; they have %s", q.args[api], q.args[name], strings.Join(names, ", "))
		}
		return nil
	}
}

// anError checks that a code which the client is expected to report is one of the vendors', an HTTP status, or in a body
// that the scenario plants: with any other, a correct client would fail.
func anError(group int) sense {
	return func(q said) error {
		code := q.args[group]
		if q.catalogue == nil || unplaced(code) || q.mentions(code) {
			return nil
		}
		var codes []string
		for _, api := range slices.Sorted(maps.Keys(q.catalogue)) {
			codes = append(codes, q.catalogue.codes(api, "*")...)
		}
		if n, err := strconv.Atoi(code); slices.Contains(codes, code) || err == nil && n >= 100 && n < 600 {
			return nil
		}
		return misuse("no vendor has the error %q, and the scenario plants no body with it; the nearest are %s", code, strings.Join(nearest(code, codes), ", "))
	}
}

// faultTakes are the parameters of a kind of fault.
func (c Catalogue) faultTakes(api, kind string) param.List {
	for _, k := range c[api].Faults {
		if k.Kind == kind {
			return k.Parameters
		}
	}
	return nil
}

// eventTakes are the arguments of an event.
func (c Catalogue) eventTakes(api, name string) param.List {
	for _, e := range c[api].Events {
		if e.Name == name {
			return e.Takes()
		}
	}
	return nil
}

// Reading returns an error if there is no such switch, or if it has no such value. The server knows bounds beside these.
func (c Catalogue) Reading(api, name, value string) error {
	if err := c.knows(api); err != nil {
		return err
	}
	return c.reading(api, name, value)
}

// Differ reports whether two values of a switch differ.
func Differ(a, b any) bool { return !same(a, b) }

// Value is the value of a switch as the control API takes it, from a text.
func (c Catalogue) Value(api, name, text string) any {
	value := parse(text)
	if sw := c[api].Switches.Find(name); sw != nil {
		return sw.FromLiteral(value)
	}
	return value
}

// fitting checks the rows of a table against what a thing takes.
func fitting(what string, takes param.List, table [][]string) error {
	for _, row := range table {
		p := takes.Find(row[0])
		switch {
		case p == nil && len(takes) == 0:
			return misuse("%s takes nothing, so not %q", what, row[0])
		case p == nil:
			return misuse("%s takes no %q; it takes %s", what, row[0], strings.Join(takes.Names(), ", "))
		}
		if err := valueFits(what, p, row[1]); err != nil {
			return err
		}
	}
	for _, p := range takes {
		given := slices.ContainsFunc(table, func(row []string) bool { return row[0] == p.Name })
		if p.Required && !given {
			return misuse("%s needs %q: add a row below this step with it and its value", what, p.Name)
		}
	}
	return nil
}

// valueFits checks a value as it is written. A value that is known only when the scenario runs fits, and of a text only
// the server knows whether it may be empty.
func valueFits(what string, p *param.Param, text string) error {
	if unplaced(text) {
		return nil
	}
	value, err := literal(text)
	if err != nil {
		return err
	}
	if value = p.FromLiteral(value); value == "" && len(p.Values) == 0 {
		return nil
	}
	if p.Type == param.Int { // of an event it may be in quotes, since ids are written both ways
		value = p.FromText(fmt.Sprint(value))
	}
	_, err = p.Parse(value)
	if bad := (*param.Error)(nil); errors.As(err, &bad) {
		return misuse("%s takes %q as %s, got %q", what, p.Name, bad.Expected, text)
	}
	return nil
}
