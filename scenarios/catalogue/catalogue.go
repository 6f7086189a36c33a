// Package catalogue is what a server says of its fakes: operations, error codes, events, faults, switches. Features are
// checked against it before they run.
package catalogue

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/param"
	"sparring/scenarios/feature"
)

// Catalogue is what a server fakes, by API. It is nil if nobody has asked the server; then nothing is checked against
// it.
type Catalogue map[string]Faked

// Faked is one API of the catalogue.
type Faked struct {
	client.API
	Credentials []string // their names
	// Document returns one of the API's documents, as the server has it; nil if nobody can ask. Nobody changes it.
	Document func(name string) (map[string]any, error)
}

// Knows returns an error if there is no such API.
func (c Catalogue) Knows(api string) error {
	if _, ok := c[api]; ok || c == nil {
		return nil
	}
	return feature.Usagef("no API is called %q; there are %s", api, strings.Join(slices.Sorted(maps.Keys(c)), ", "))
}

// Operation splits "bonder.saveCard" and checks that there is such an operation.
func (c Catalogue) Operation(text string) (api, id string, err error) {
	api, id, found := strings.Cut(text, ".")
	if !found || api == "" || id == "" {
		return "", "", feature.Usagef("expected an operation with its API, such as %q; got %q", "bonder.saveCard", text)
	}
	if err := c.Knows(api); err != nil {
		return "", "", err
	}
	if c == nil || id == "*" || c.find(api, id) != nil {
		return api, id, nil
	}
	var ids []string
	for _, o := range c[api].Operations {
		ids = append(ids, o.ID)
	}
	return "", "", feature.Usagef(
		"%s has no operation %q; the nearest are %s",
		api,
		id,
		strings.Join(feature.NearestThree(id, ids), ", "),
	)
}

func (c Catalogue) find(api, id string) *client.Operation {
	operations := c[api].Operations
	if i := slices.IndexFunc(operations, func(o client.Operation) bool { return o.ID == id }); i >= 0 {
		return &operations[i]
	}
	return nil
}

// Codes returns the error codes that an operation may answer with; all of the API for *.
func (c Catalogue) Codes(api, id string) []string {
	if o := c.find(api, id); o != nil {
		return o.Codes
	}
	var codes []string
	for _, e := range c[api].Errors {
		codes = append(codes, e.Code)
	}
	return codes
}

// HasCode returns an error if an operation cannot answer with an error code.
func HasCode(c Catalogue, api, id, code string) error {
	codes := c.Codes(api, id)
	if slices.Contains(codes, code) {
		return nil
	}
	if len(codes) == 0 {
		return feature.Usagef("%s.%s has no errors of the catalogue, so not %q", api, id, code)
	}
	return feature.Usagef(
		"%s.%s has no error %q; the nearest are %s",
		api,
		id,
		code,
		strings.Join(feature.NearestThree(code, codes), ", "),
	)
}

// reading checks a switch of a known API and a value as text.
func (c Catalogue) reading(api, name, value string) error {
	switches := c[api].Switches
	sw := switches.Find(name)
	if sw == nil {
		known := strings.Join(feature.NearestThree(name, switches.Names()), ", ")
		return feature.Usagef("%s has no switch %q; the nearest are %s", api, name, known)
	}
	return valueFits("the switch", sw, value)
}

// FaultTakes returns the parameters of a kind of fault.
func (c Catalogue) FaultTakes(api, kind string) param.List {
	for _, k := range c[api].Faults {
		if k.Kind == kind {
			return k.Parameters
		}
	}
	return nil
}

// EventTakes returns the arguments of an event.
func (c Catalogue) EventTakes(api, name string) param.List {
	for _, e := range c[api].Events {
		if e.Name == name {
			return e.Takes()
		}
	}
	return nil
}

// Reading returns an error if there is no such switch, or if it has no such value. The server checks further bounds.
func (c Catalogue) Reading(api, name, value string) error {
	if err := c.Knows(api); err != nil {
		return err
	}
	return c.reading(api, name, value)
}

// Differ reports whether two values of a switch differ.
func Differ(a, b any) bool { return !feature.Same(a, b) }

// Value returns the value of a switch as the control API takes it.
func (c Catalogue) Value(api, name, text string) any {
	value := feature.Parse(text)
	if sw := c[api].Switches.Find(name); sw != nil {
		return sw.FromLiteral(value)
	}
	return value
}

// Fitting checks the rows of a table against what a thing takes.
func Fitting(what string, takes param.List, table [][]string) error {
	for _, row := range table {
		p := takes.Find(row[0])
		switch {
		case p == nil && len(takes) == 0:
			return feature.Usagef("%s takes nothing, so not %q", what, row[0])
		case p == nil:
			return feature.Usagef("%s takes no %q; it takes %s", what, row[0], strings.Join(takes.Names(), ", "))
		}
		if err := valueFits(what, p, row[1]); err != nil {
			return err
		}
	}
	for _, p := range takes {
		given := slices.ContainsFunc(table, func(row []string) bool { return row[0] == p.Name })
		if p.Required && !given {
			return feature.Usagef("%s needs %q: add a row below this step with it and its value", what, p.Name)
		}
	}
	return nil
}

// valueFits checks a value as it is written. A value that is known only when the scenario runs fits, and only the
// server knows whether a text may be empty.
func valueFits(what string, p *param.Param, text string) error {
	if feature.HasPlaceholder(text) {
		return nil
	}
	value, err := feature.Literal(text)
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
		return feature.Usagef("%s takes %q as %s, got %q", what, p.Name, bad.Expected, text)
	}
	return nil
}
