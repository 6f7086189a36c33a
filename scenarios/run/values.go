package run

import (
	"maps"
	"slices"
	"strings"

	"sparring/scenarios/feature"
)

// Values are what a scenario remembers, for {name} in sentences.
type Values struct {
	outcome *Outcome
	values  map[string]any
	untold  map[string]bool // names of values that the client should have told
}

// Remember gives a value a name, for {name} in arguments.
func (v *Values) Remember(name string, value any) {
	if v.values == nil {
		v.values = map[string]any{}
	}
	v.values[name] = value
}

// NotTold notes that the client should have reported a value and did not, so that a later use of it can say why it is
// missing.
func (v *Values) NotTold(name string) {
	if v.untold == nil {
		v.untold = map[string]bool{}
	}
	v.untold[name] = true
}

// Known returns a remembered value, if there is one.
func (v *Values) Known(name string) (value any, ok bool) {
	value, ok = v.values[name]
	return value, ok
}

// Value returns a remembered value.
func (v *Values) Value(name string) (any, error) {
	if value, ok := v.values[name]; ok {
		return value, nil
	}
	if v.untold[name] {
		return nil, v.outcome.Missing("client.value", "{%s} is not known, as the client has not told it", name)
	}
	known := "nothing so far"
	if len(v.values) > 0 {
		known = "{" + strings.Join(slices.Sorted(maps.Keys(v.values)), "}, {") + "}"
	}
	return nil, feature.Usagef("nothing is known as {%s}; known: %s", name, known)
}

// Text replaces {name} by remembered values.
func (v *Values) Text(text string) (string, error) {
	var unknown error
	text = feature.Placeholder.ReplaceAllStringFunc(text, func(name string) string {
		value, err := v.Value(strings.Trim(name, "{}"))
		if err != nil {
			unknown = err
			return name
		}
		return asText(value)
	})
	return text, unknown
}

// Wanted returns the value that a step expects, with {name} replaced.
func (v *Values) Wanted(text string) (any, error) {
	filled, err := v.Text(text)
	if err != nil {
		return nil, err
	}
	if feature.LooksLikeJSON(text) {
		return feature.Strict(filled)
	}
	return feature.Parse(filled), nil
}

// asText is a remembered value in a text: a text as it is, anything else as JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return feature.Encode(value)
}
