package run

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sparring/scenarios/feature"
	"sparring/scenarios/suite"
)

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
		if field.Type == "text" && feature.IsScalar(value) {
			out[field.Name] = fmt.Sprint(value)
		}
		if text, ok := value.(string); ok && field.Type == "number" {
			if number, ok := feature.Parse(text).(json.Number); ok {
				out[field.Name] = number
			}
		}
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
	var takes []string
	for _, f := range ability.Args {
		takes = append(takes, f.Name)
		value, given := args[f.Name]
		if !given && !f.Optional {
			return feature.Usagef("%s needs the argument %q", name, f.Name)
		}
		if value != nil && !isA(f.Type, value) {
			return feature.Usagef("%s takes %q as %s, got %s", name, f.Name, f.Type, feature.Encode(value))
		}
	}
	for _, given := range slices.Sorted(maps.Keys(args)) {
		if !slices.Contains(takes, given) {
			return feature.Usagef(
				"%s takes no argument %q; it takes %s",
				name,
				given,
				cmp.Or(strings.Join(takes, ", "), "none"),
			)
		}
	}
	return nil
}

// isA reports whether a value has a type of driver.Field.
func isA(kind string, value any) bool {
	data := feature.Encode(value)
	switch kind {
	case "number":
		return strings.ContainsAny(data[:1], "-0123456789")
	case "boolean":
		return data == "true" || data == "false"
	case "object":
		return data[0] == '{'
	case "list":
		return data[0] == '['
	}
	return data[0] == '"'
}
