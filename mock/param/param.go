// Package param describes parameters: switches, arguments of events and parameters of faults. The parser, the text of
// the command line's help and the JSON schema of a parameter all come from its one description, a Param.
//
// Parse takes a value as JSON gives it, with numbers as json.Number. FromText reads what a command line gives.
package param

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/excerpt"
)

// Type is the type of a parameter.
type Type string

// The types. In brackets: what Parse returns.
const (
	Bool     Type = "bool"     // true or false (bool)
	Enum     Type = "enum"     // one of Values (string)
	Int      Type = "int"      // a whole number (int64)
	Integer  Type = "integer"  // an Int under the name that the catalogue of faults uses
	Duration Type = "duration" // a Go duration as a text such as "30s", never negative (time.Duration)
	URL      Type = "url"      // an http or https URL without a user, or an empty text (string)
	String   Type = "string"   // a text, one of Values if there are any (string)
	Object   Type = "object"   // any JSON object (map[string]any)
	Texts    Type = "list"     // an array of texts that are not empty ([]string)
	Number   Type = "number"   // a number (json.Number or float64, as it came)
	Array    Type = "array"    // any JSON array ([]any)
	Any      Type = "any"      // any JSON value, as it came
)

// Param describes a parameter. Its JSON is that of the control API's catalogue.
type Param struct {
	Name     string   `json:"name"`
	Type     Type     `json:"type"`
	Required bool     `json:"required,omitempty"`
	Values   []string `json:"values,omitzero"`
	Default  any      `json:"default,omitempty"` // bool, string, int, time.Duration, or a text that Parse takes
	Doc      string   `json:"doc,omitempty"`

	Range Range `json:"-"` // of an Int; of a Duration in nanoseconds
	Empty bool  `json:"-"` // of a String: an empty text is a value, too
	Once  bool  `json:"-"` // of Texts: each text once
	Root  bool  `json:"-"` // of a URL: paths are appended to it, so it has no query and no fragment

	// To points to the variable that List.Parse sets, if there is a value: *bool, *int, *string, **string
	// (nil without a value), *time.Duration, *map[string]any or *any. Nil: no variable.
	To any `json:"-"`
}

// Range bounds a number. The zero Range bounds nothing.
type Range struct{ Min, Max int64 }

// AtLeast is a Range without an upper bound.
func AtLeast(n int64) Range { return Range{n, math.MaxInt64} }

// Between is a Range with both bounds, which are part of it.
func Between(least, most int64) Range { return Range{least, most} }

func (r Range) holds(n int64) bool { return r == Range{} || n >= r.Min && n <= r.Max }

// String describes the range behind "an integer": " of at least 1", " from 400 to 599".
func (r Range) String() string {
	switch {
	case r == Range{}:
		return ""
	case r.Max == math.MaxInt64:
		return fmt.Sprintf(" of at least %d", r.Min)
	}
	return fmt.Sprintf(" from %d to %d", r.Min, r.Max)
}

// Problem is what is wrong with a parameter.
type Problem int

// The problems.
const (
	Misfit  Problem = iota // the value does not fit
	Missing                // a required parameter was not given
	Unknown                // there is no parameter of this name
)

// Error says what is wrong with a parameter.
type Error struct {
	Name     string
	Problem  Problem
	Expected string   // of a misfit or a missing parameter: what was expected, such as "an integer from 1 to 5"
	Got      string   // of a misfit: the value as JSON, shortened; empty if it may hold a password
	Known    []string // of an unknown parameter the known names, otherwise the values to choose from
}

// Error says what was expected and what came, without the parameter's name.
func (e *Error) Error() string {
	switch {
	case e.Problem == Unknown:
		return "unknown parameter"
	case e.Problem == Missing:
		return "missing, expected " + e.Expected
	case e.Got == "":
		return "expected " + e.Expected
	}
	return "expected " + e.Expected + ", got " + e.Got
}

// misfit shows the value as JSON, which tells 5 from "5".
func (p *Param) misfit(expected string, v any) error {
	shown, err := json.Marshal(v)
	if err != nil {
		shown = fmt.Append(nil, v)
	}
	return &Error{Name: p.Name, Expected: expected, Got: excerpt.Of(shown, 80), Known: p.Values}
}

// Wanted describes the values that the parameter takes: "an integer from 1 to 5", "one of a, b".
func (p *Param) Wanted() string {
	switch {
	case len(p.Values) > 0:
		return "one of " + strings.Join(p.Values, ", ")
	case p.Type == Bool:
		return "true or false"
	case p.Type == Int, p.Type == Integer:
		return "an integer" + p.Range.String()
	case p.Type == Duration:
		most := `"2562047h"`
		if p.Range.Max != 0 && p.Range.Max != math.MaxInt64 {
			most = strconv.Quote(shortest(time.Duration(p.Range.Max)))
		}
		return `a duration such as "30s" or "1h", at most ` + most
	case p.Type == URL:
		return "an http or https URL without a user, or an empty text for none"
	case p.Type == Object:
		return "an object"
	case p.Type == Texts:
		return "a list of texts that are not empty"
	case p.Type == Number:
		return "a number"
	case p.Type == Array:
		return "a list"
	case p.Type == Any:
		return "a JSON value"
	case p.Empty:
		return "a text"
	default:
		return "a text that is not empty"
	}
}

// shortest writes a duration without zero minutes and seconds: "1h" instead of "1h0m0s".
func shortest(d time.Duration) string {
	text := d.String()
	if whole, cut := strings.CutSuffix(text, "m0s"); cut {
		text = whole + "m"
	}
	if whole, cut := strings.CutSuffix(text, "h0m"); cut {
		text = whole + "h"
	}
	return text
}

// Parse turns a value from JSON into the Go type of the parameter. Types are exact: a boolean is a JSON boolean, the
// text "5" is not an integer. Only a choice also takes a number by its text, since values such as 404 look like one.
// Errors: *Error.
func (p *Param) Parse(v any) (any, error) {
	if raw, isRaw := v.(json.RawMessage); isRaw && p.Type != Any {
		if err := decode(raw, &v); err != nil {
			return nil, p.misfit(p.Wanted(), raw)
		}
	}
	text, isText := v.(string)
	if len(p.Values) > 0 || p.Type == Enum {
		if n, isNumber := number(v); isNumber {
			text = n
		}
		if slices.Contains(p.Values, text) {
			return text, nil
		}
		return nil, p.misfit(p.Wanted(), v)
	}
	switch p.Type {
	case Bool:
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case Int, Integer:
		if n, ok := whole(v); ok && p.Range.holds(n) {
			return n, nil
		}
	case Duration:
		return p.duration(v)
	case URL:
		return p.url(v)
	case Object:
		if o, ok := v.(map[string]any); ok {
			return o, nil
		}
	case Texts:
		return p.list(v)
	case Number:
		if _, ok := number(v); ok {
			return v, nil
		}
	case Array:
		if a, ok := v.([]any); ok {
			return a, nil
		}
	case Any:
		return v, nil
	default:
		if isText && (text != "" || p.Empty) {
			return text, nil
		}
		if !isText {
			return nil, p.misfit("a text", v)
		}
	}
	return nil, p.misfit(p.Wanted(), v)
}

func (p *Param) duration(v any) (any, error) {
	text, _ := v.(string)
	d, err := time.ParseDuration(text)
	if err != nil {
		return nil, p.misfit(p.Wanted(), v)
	}
	if d < 0 {
		return nil, p.misfit("a duration that is not negative", v)
	}
	if least := time.Duration(p.Range.Min); d < least {
		return nil, p.misfit(fmt.Sprintf("a duration of at least %q", least), v)
	}
	if most := time.Duration(p.Range.Max); p.Range != (Range{}) && d > most {
		return nil, p.misfit(fmt.Sprintf("a duration of at most %q", shortest(most)), v)
	}
	return d, nil
}

// url does not show a value that does not fit: it may hold a password, which would be readable in the journal.
func (p *Param) url(v any) (any, error) {
	text, isText := v.(string)
	u, err := url.Parse(text)
	switch {
	case !isText || err != nil:
	case text != "" && (u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https"):
	case p.Root && strings.ContainsAny(text, "?#"):
		reason := "a URL without query and fragment, since paths are appended to it"
		return nil, &Error{Name: p.Name, Expected: reason}
	case p.Root:
		return strings.TrimSuffix(text, "/"), nil
	default:
		return text, nil
	}
	return nil, &Error{Name: p.Name, Expected: p.Wanted()}
}

func (p *Param) list(v any) (any, error) {
	items, ok := v.([]any)
	out := make([]string, 0, len(items))
	for _, item := range items {
		text, isText := item.(string)
		ok = ok && isText && text != ""
		out = append(out, text)
	}
	if !ok {
		return nil, p.misfit(p.Wanted(), v)
	}
	if sorted := slices.Sorted(slices.Values(out)); p.Once && len(slices.Compact(sorted)) < len(out) {
		return nil, p.misfit("each text once", v)
	}
	return out, nil
}

// number returns a JSON number as it is written. Go's own integers are those of a default or of a fork.
func number(v any) (string, bool) {
	switch n := v.(type) {
	case json.Number:
		return n.String(), true
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64), true
	case int, int64:
		return fmt.Sprint(n), true
	}
	return "", false
}

// whole returns a whole number, also one that is written as 2.0 or 1e2.
func whole(v any) (int64, bool) {
	text, ok := number(v)
	if !ok {
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return n, err == nil
	}
	f, err := strconv.ParseFloat(text, 64)
	return int64(f), err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53
}
