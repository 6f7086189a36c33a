package run

import (
	"maps"
	"slices"
	"strings"

	"sparring/scenarios/feature"
)

// lookUp finds a value by name or JSON pointer; a card may be told under "card" or by itself.
func lookUp(values map[string]any, name string) (any, bool, error) {
	name = feature.AsPointer(name)
	if value, ok, err := feature.At(values, name); ok || err != nil {
		return value, ok, err
	}
	return feature.At(values, "/card"+name)
}

// told finds a value of the last claim, by name or pointer.
func (s *Scenario) Told(name string) (any, bool, error) {
	c, err := s.Claim()
	if err != nil {
		return nil, false, err
	}
	value, ok, err := lookUp(c.Values, name)
	return value, ok && c.OK, err
}

// Remember gives a value a name, for {name} in arguments.
func (s *Scenario) Remember(name string, value any) {
	if s.values == nil {
		s.values = map[string]any{}
	}
	s.values[name] = value
}

// NotTold notes that the client should have told a value and did not: who needs it later knows why it is missing.
func (s *Scenario) NotTold(name string) {
	if s.untold == nil {
		s.untold = map[string]bool{}
	}
	s.untold[name] = true
}

// Known returns a remembered value, if there is one.
func (s *Scenario) Known(name string) (value any, ok bool) {
	value, ok = s.values[name]
	return value, ok
}

// Value gives a remembered value.
func (s *Scenario) Value(name string) (any, error) {
	if v, ok := s.values[name]; ok {
		return v, nil
	}
	if s.untold[name] {
		return nil, s.Missing("client.value", "{%s} is not known, as the client has not told it", name)
	}
	known := "nothing so far"
	if len(s.values) > 0 {
		known = "{" + strings.Join(slices.Sorted(maps.Keys(s.values)), "}, {") + "}"
	}
	return nil, feature.Usagef("nothing is known as {%s}; known: %s", name, known)
}

// Text puts remembered values in the place of {name}.
func (s *Scenario) Text(text string) (string, error) {
	var unknown error
	text = feature.Placeholder.ReplaceAllStringFunc(text, func(name string) string {
		value, err := s.Value(strings.Trim(name, "{}"))
		if err != nil {
			unknown = err
			return name
		}
		return asText(value)
	})
	return text, unknown
}

// asText is a remembered value as it stands in a text: a text as it is, anything else as JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return feature.Encode(value)
}

// wanted reads a value of a step, remembered values in it.
func (s *Scenario) Wanted(text string) (any, error) {
	filled, err := s.Text(text)
	if err != nil {
		return nil, err
	}
	if feature.LooksLikeJSON(text) {
		return feature.Strict(filled)
	}
	return feature.Parse(filled), nil
}
