package carry

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sparring/spec"
)

// valueOf returns the value of a kind for the n-th field, so that no two fields of a message have the same.
func valueOf(f spec.Field, kind Kind, n int) any {
	switch {
	case kind == Absent && n%2 == 0:
		return Missing
	case kind == Null && n%2 == 0:
		return nil
	case len(f.Enum) > 0:
		return typed(f, f.Enum[(n+ordinal(kind))%len(f.Enum)])
	case is(f, "string") && is(f, "integer"): // a number, or its digits in quotes
		return fmt.Sprint(numberOf(kind, n))
	case is(f, "string"):
		return textOf(nameOf(f), kind, n)
	case is(f, "boolean"):
		return (n+ordinal(kind))%2 == 0
	case is(f, "integer"):
		return numberOf(kind, n)
	case is(f, "number"):
		if kind == Sample {
			return json.Number(fmt.Sprintf("%d.25", n))
		}
		return numberOf(kind, n)
	}
	return textOf("value", kind, n)
}

// nameOf is the name of a field.
func nameOf(f spec.Field) string {
	for _, token := range slices.Backward(f.Tokens) {
		if token != spec.Item && token != spec.Any {
			return token
		}
	}
	return "value"
}

func is(f spec.Field, name string) bool { return slices.Contains(f.Types, name) }

// ordinal is the place of a kind among all.
func ordinal(kind Kind) int { return slices.Index(slices.Concat(groups()...), kind) }

// Number is a number that every kind has: what NUMBER in a step stands for.
func Number(kind Kind) int { return 101 + ordinal(kind) }

// Pair is a number that a kind shares with the one beside it: what PAIR in a step stands for.
func Pair(kind Kind) int { return 101 + ordinal(kind)/2 }

// typed returns a value of an enumeration in the field's type.
func typed(f spec.Field, value string) any {
	switch {
	case is(f, "boolean") && !is(f, "string"):
		return value == "true"
	case is(f, "string"):
		return value
	}
	return json.Number(value)
}

// longText is how many characters a long text has: more than a byte can count, and than an SMS.
const longText = 300

// textOf returns a text that names its field.
func textOf(name string, kind Kind, n int) any {
	switch kind {
	case Blanks:
		return fmt.Sprintf(" Two  words of\n%s %d ", name, n)
	case Scripts:
		return fmt.Sprintf("Łódź Ковалский 漢字 %s %d", name, n)
	case Combining:
		return fmt.Sprintf("Zu\u0308rich Y\u0306 👩‍👧 %s %d", name, n)
	case Markup:
		return fmt.Sprintf(`"%s" & <b>%d</b> &lt; 'a' 100%% %%41 a+b;c/d\e`, name, n)
	case Zeros:
		return fmt.Sprintf("00%d", n+10)
	case Large:
		return fmt.Sprintf("9007199254740993%03d", n)
	case Long:
		return strings.Repeat("Abcdefghi ", longText/10) + fmt.Sprint(n)
	case Empty:
		if n%2 == 0 {
			return ""
		}
	}
	return fmt.Sprintf("%s %d", strings.ToUpper(name[:1])+name[1:], n)
}

// numberOf returns a number that no other field has.
func numberOf(kind Kind, n int) any {
	switch kind {
	case Large:
		return json.Number(fmt.Sprintf("9007199254740993%02d", n%100)) // beyond what a floating-point number keeps
	case Empty:
		return json.Number("0")
	}
	return json.Number(fmt.Sprint(n + 1))
}
