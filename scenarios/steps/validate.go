package steps

import (
	"slices"
	"strconv"
	"strings"

	"sparring/mock/pointer"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/suite"
	"sparring/scenarios/vocabulary"
)

// operation checks that a group names an operation.
func operation(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		_, _, err := q.Catalogue.Operation(q.Args[group])
		return err
	}
}

// anAPI checks that a group names an API.
func anAPI(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error { return q.Catalogue.Knows(q.Args[group]) }
}

// aRule checks that a group names a rule.
func aRule(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if _, ok := q.APIs.Rule(q.Args[group]); !ok {
			return noRule(q.APIs, q.Args[group])
		}
		return nil
	}
}

// aPointer checks that a group is a JSON pointer.
func aPointer(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if _, err := pointer.Parse(q.Args[group]); err != nil {
			return feature.Usagef("%v", err)
		}
		return nil
	}
}

// aPlace checks that requests of an operation, or for lacks of any of its API, may have a value where a pointer leads.
func aPlace(operation, group int, lacks bool) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		tokens, err := pointer.Parse(q.Args[group])
		api, id, found := strings.Cut(q.Args[operation], ".")
		if err != nil || !found || id == "*" || feature.HasPlaceholder(q.Args[group]) {
			return nil
		}
		if lacks {
			return q.Catalogue.RequestLacks(api, id, tokens)
		}
		return q.Catalogue.RequestHolds(api, id, tokens)
	}
}

// aValue checks that a group is a value: JSON, or a text that does not look like it.
func aValue(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		_, err := feature.Literal(q.Args[group])
		return err
	}
}

// aDuration checks that a group, if it is given, is a duration.
func aDuration(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if q.Args[group] == "" || feature.HasPlaceholder(q.Args[group]) {
			return nil
		}
		_, err := feature.Duration(q.Args[group])
		return err
	}
}

// someAdvice checks that a group, if it is given, names advices.
func someAdvice(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if q.Args[group] == "" {
			return nil
		}
		_, err := choices(q.Args[group])
		return err
	}
}

// aNumber checks that a group, if it is given, is a number within bounds.
func aNumber(group, least, most int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if q.Args[group] == "" {
			return nil
		}
		if n, err := strconv.Atoi(q.Args[group]); err != nil || n < least || n > most {
			return feature.Usagef("expected a number from %d to %d, got %s", least, most, q.Args[group])
		}
		return nil
	}
}

// oneOf checks that a group is one of some words.
func oneOf(group int, what string, words ...string) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		if !slices.Contains(words, q.Args[group]) {
			return feature.Usagef("no %s is called %q; there are %s", what, q.Args[group], strings.Join(words, ", "))
		}
		return nil
	}
}

// anObject checks that the text below a step is a JSON object.
func anObject(q vocabulary.Use) error {
	if feature.HasPlaceholder(q.Doc.Content) {
		return nil
	}
	_, err := feature.Object([]byte(q.Doc.Content))
	return err
}

// anAbility checks that a group names an ability and that the table has the arguments that it takes.
func anAbility(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		args := map[string]any{}
		for _, row := range q.Table {
			args[row[0]] = nil
			if value, err := feature.Literal(row[1]); err == nil && !feature.HasPlaceholder(row[1]) {
				args[row[0]] = value
			}
		}
		return run.Fits(q.APIs, q.Args[group], run.Typed(q.APIs, q.Args[group], args))
	}
}

func noRule(apis suite.APIs, id string) error {
	var ids []string
	for _, r := range apis.Rules() {
		ids = append(ids, r.ID)
	}
	return feature.Usagef(
		"no rule is called %q; the nearest are %s (sparring steps --rules lists them)",
		id,
		strings.Join(feature.NearestThree(id, ids), ", "),
	)
}

// aName checks a value's name, which may be a JSON pointer. Clients may report more than abilities declare, so only a
// name that looks like a declared one is refused.
func aName(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		tokens, err := pointer.Parse(feature.AsPointer(q.Args[group]))
		if err != nil || q.Args[group] == "" {
			return feature.Usagef("expected the name of a value or a JSON pointer, got %q", q.Args[group])
		}
		var known []string
		for _, a := range q.APIs.Abilities("") {
			for _, value := range a.Values {
				known = append(known, value.Name)
			}
		}
		if len(tokens) == 0 || slices.Contains(known, tokens[0]) {
			return nil
		}
		if meant, ok := feature.Misspelt(tokens[0], known); ok {
			return feature.Usagef("no ability reports a value %q; the nearest is %s (sparring abilities lists "+
				"them)", tokens[0], meant)
		}
		return nil
	}
}

// choices splits "retry_now or retry_later" and checks the words.
func choices(text string) ([]string, error) {
	list := strings.Split(strings.ReplaceAll(text, " или ", " or "), " or ")
	for _, advice := range list {
		if !slices.Contains(driver.Advices(), advice) {
			return nil, feature.Usagef(
				"no advice is called %q; known: %s",
				advice,
				strings.Join(driver.Advices(), ", "),
			)
		}
	}
	return list, nil
}
