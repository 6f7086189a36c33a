package run

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"sparring/mock/param"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/suite"
)

// takes describes an argument of an ability as a parameter.
func takes(f driver.Field) *param.Param {
	types := map[string]param.Type{
		"number": param.Number, "boolean": param.Bool, "object": param.Object, "list": param.Array,
	}
	return &param.Param{Name: f.Name, Type: cmp.Or(types[f.Type], param.String), Empty: true}
}

// Typed returns arguments in the types that the ability declares: 79991234567 in a table becomes a text if the
// ability takes a text, and an id that a client reported as a text becomes a number if it takes a number.
func Typed(apis suite.APIs, name string, args map[string]any) map[string]any {
	out := map[string]any{}
	maps.Copy(out, args)
	ability, _ := apis.Ability(name)
	for _, field := range ability.Args {
		value, given := out[field.Name]
		if !given {
			continue
		}
		p := takes(field)
		if text, isText := value.(string); isText && p.Type == param.Number {
			value = p.FromText(text)
		}
		out[field.Name] = p.FromLiteral(value)
	}
	return out
}

// Fits checks arguments against those that an ability declares. A nil value is not known yet. Errors:
// *feature.UsageError.
func Fits(apis suite.APIs, name string, args map[string]any) error {
	ability, ok := apis.Ability(name)
	if !ok {
		var names []string
		for _, a := range apis.Abilities("") {
			names = append(names, a.Name)
		}
		return feature.Usagef(
			"no ability is called %q; the nearest are %s (sparring abilities lists them)",
			name,
			strings.Join(feature.NearestThree(name, names), ", "),
		)
	}
	var known []string
	for _, f := range ability.Args {
		known = append(known, f.Name)
		value, given := args[f.Name]
		if !given && !f.Optional {
			return feature.Usagef("%s needs the argument %q", name, f.Name)
		}
		if value == nil {
			continue
		}
		if _, err := takes(f).Parse(json.RawMessage(feature.Encode(value))); err != nil {
			return feature.Usagef("%s takes %q as %s, got %s", name, f.Name, f.Type, feature.Encode(value))
		}
	}
	for _, given := range slices.Sorted(maps.Keys(args)) {
		if !slices.Contains(known, given) {
			return feature.Usagef(
				"%s takes no argument %q; it takes %s",
				name,
				given,
				cmp.Or(strings.Join(known, ", "), "none"),
			)
		}
	}
	return nil
}
