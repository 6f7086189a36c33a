package contract

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sparring/mock/rawjson"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
)

// maxText bounds a value shown in a finding. A longer one is described, never cut, because a piece of a secret would
// not be masked.
const maxText = 200

// describe returns a wrong value as a finding shows it. Of objects and arrays only the type is shown.
func describe(value any) string {
	switch v := value.(type) {
	case map[string]any:
		return "object with " + strconv.Itoa(len(v)) + " fields"
	case []any:
		return "array with " + strconv.Itoa(len(v)) + " items"
	case string:
		if utf8.RuneCountInString(v) > maxText {
			return "string of " + strconv.Itoa(utf8.RuneCountInString(v)) + " characters"
		}
	}
	return compact(value)
}

// compact returns a decoded value as JSON without HTML escapes.
func compact(value any) string { return string(rawjson.Encode(value)) }

// expectation returns what a keyword of a schema demands, in words.
func expectation(field string, s *openapi3.Schema) string {
	switch field {
	case "enum":
		return values(s.Enum)
	case "pattern":
		return words(s)
	case "format":
		return "a text in the format " + s.Format
	case "minLength":
		return "at least " + strconv.FormatUint(s.MinLength, 10) + " characters"
	case "maxLength":
		return "at most " + unsigned(s.MaxLength) + " characters"
	case "minimum":
		return "at least " + float(s.Min)
	case "maximum":
		return "at most " + float(s.Max)
	case "exclusiveMinimum":
		return "more than " + float(s.Min)
	case "exclusiveMaximum":
		return "less than " + float(s.Max)
	case "multipleOf":
		return "a multiple of " + float(s.MultipleOf)
	case "minItems":
		return "at least " + strconv.FormatUint(s.MinItems, 10) + " items"
	case "maxItems":
		return "at most " + unsigned(s.MaxItems) + " items"
	case "uniqueItems":
		return "items that differ"
	case "minProperties":
		return "at least " + strconv.FormatUint(s.MinProps, 10) + " fields"
	case "maxProperties":
		return "at most " + unsigned(s.MaxProps) + " fields"
	case "properties":
		return oneOf(slices.Sorted(maps.Keys(s.Properties)), "no fields")
	case "readOnly":
		return "absent from requests"
	case "writeOnly":
		return "absent from answers"
	case "not":
		return "something else"
	case "discriminator":
		if s.Discriminator != nil {
			return oneOf(slices.Sorted(maps.Keys(s.Discriminator.Mapping)), "a known variant")
		}
	}
	return summary(s, 0)
}

// words returns what a pattern demands, as each pattern of our documents has it in words.
func words(s *openapi3.Schema) string {
	if words, ok := s.Extensions["x-sparring-words"].(string); ok {
		return words
	}
	return "a text like " + s.Pattern
}

// summary returns a schema in a few words.
func summary(s *openapi3.Schema, depth int) string {
	if s == nil || depth > 4 {
		return "a value"
	}
	var parts []string
	for _, refs := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		for _, ref := range refs {
			parts = append(parts, summary(ref.Value, depth+1))
		}
	}
	if len(parts) == 0 {
		switch types := s.Type.Slice(); {
		case len(s.Enum) > 0:
			return values(s.Enum)
		case len(types) > 0:
			part := strings.Join(types, " or ")
			if s.Pattern != "" {
				part = words(s)
			}
			if len(s.Required) > 0 {
				part += " with " + strings.Join(s.Required, ", ")
			}
			parts = append(parts, part)
		case len(s.Required) > 0:
			parts = append(parts, "an object with "+strings.Join(s.Required, ", "))
		default:
			parts = append(parts, "a value")
		}
	}
	if s.Nullable {
		parts = append(parts, "null")
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), " or ")
}

// maxNames bounds the names listed as expected.
const maxNames = 40

func oneOf(names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	if len(names) > maxNames {
		names = append(slices.Clone(names[:maxNames]), "…")
	}
	return "one of " + strings.Join(names, ", ")
}

func values(list []any) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = compact(v)
	}
	return oneOf(texts, "nothing")
}

func mediaTypes(content openapi3.Content) string {
	return strings.Join(slices.Sorted(maps.Keys(content)), " or ")
}

func statuses(operation *openapi3.Operation) string {
	return oneOf(slices.Sorted(maps.Keys(operation.Responses.Map())), "no status")
}

func size(body []byte) string { return "a body of " + number(len(body)) + " bytes" }

func number(n int) string { return strconv.Itoa(n) }

func unsigned(n *uint64) string {
	if n == nil {
		return "?"
	}
	return strconv.FormatUint(*n, 10)
}

func float(f *float64) string {
	if f == nil {
		return "?"
	}
	return compact(*f)
}

func unquoteGo(quoted string) string {
	if s, err := strconv.Unquote(quoted); err == nil {
		return s
	}
	return strings.Trim(quoted, `"`)
}

// formats are the formats that our documents use; kin-openapi checks date-time by a pattern and uuid not at all.
var formats = map[string]openapi3.StringFormatValidator{
	"date-time": openapi3.NewCallbackValidator(func(s string) error {
		_, err := time.Parse(time.RFC3339, s)
		return err
	}),
	"date": openapi3.NewCallbackValidator(func(s string) error { _, err := time.Parse(time.DateOnly, s); return err }),
	"uuid": openapi3.NewCallbackValidator(validUUID),
}

var errUUID = errors.New("not a UUID")

// validUUID refuses what is not a UUID, of any version and in both cases. The library also takes other spellings.
func validUUID(s string) error {
	if len(s) != len(uuid.UUID{}.String()) || uuid.Validate(s) != nil {
		return errUUID
	}
	return nil
}
