package radist

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"sparring/mock/world"
)

// mistakes collects what is wrong with a request; all places are reported together, as FastAPI does.
type mistakes struct{ issues invalid }

func (in *mistakes) add(msg, kind string, loc ...any) {
	in.issues = append(in.issues, issue{Loc: loc, Msg: msg, Type: kind})
}

// object is a JSON object of the body, and where it stands.
type object struct {
	in     *mistakes
	loc    []any
	fields map[string]any
}

func (o object) at(name string) []any { return append(slices.Clone(o.loc), name) }

func (o object) fail(name, msg, kind string) { o.in.add(msg, kind, o.at(name)...) }

// readBody parses a JSON object. A body without Content-Type is read as JSON, as clients that send none are served.
// Assumed: so is JSON under another type (curl -d); the contract reports that as a violation.
func (in *mistakes) readBody(r *world.Request) object {
	o := object{in: in, loc: []any{"body"}}
	if len(bytes.TrimSpace(r.Body)) == 0 {
		in.add("Field required", "missing", "body")
		return o
	}
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = io.ErrUnexpectedEOF
		}
	}
	if err != nil || !utf8.Valid(r.Body) {
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "" &&
			!strings.HasSuffix(kind, "json") {
			in.add(
				"Input should be a valid dictionary or object to extract fields from",
				"model_attributes_type",
				"body",
			)
			return o
		}
		in.add("JSON decode error", "json_invalid", "body", int(d.InputOffset()))
		return o
	}
	fields, ok := v.(map[string]any)
	if !ok {
		in.add("Input should be a valid dictionary or object to extract fields from", "model_attributes_type", "body")
		return o
	}
	o.fields = fields
	return o
}

// text reads a string; null counts as absent where the field is optional.
func (o object) text(name string, required bool) (string, bool) {
	v, ok := o.fields[name]
	switch s, isText := v.(string); {
	case isText:
		return s, true
	case !ok && required && o.fields != nil:
		o.fail(name, "Field required", "missing")
	case (ok && v != nil) || (ok && required):
		o.fail(name, "Input should be a valid string", "string_type")
	}
	return "", false
}

// filled reads a string of at least one character.
func (o object) filled(name string, required bool) (string, bool) {
	s, ok := o.text(name, required)
	if ok && s == "" {
		o.fail(name, "String should have at least 1 character", "string_too_short")
		return "", false
	}
	return s, ok
}

// choice reads a string out of a closed list.
func (o object) choice(name string, required bool, values ...string) (string, bool) {
	s, ok := o.text(name, required)
	if ok && !slices.Contains(values, s) {
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = "'" + v + "'"
		}
		last := len(quoted) - 1
		expected := quoted[last]
		if last > 0 {
			expected = strings.Join(quoted[:last], ", ") + " or " + expected
		}
		o.fail(name, "Input should be "+expected, "enum")
		return "", false
	}
	return s, ok
}

// integer reads a number; an integer beyond int64 is one that no object has (-1). Digits in a string count, as Pydantic
// takes them.
func (o object) integer(name string, required bool) (int64, bool) {
	v, ok := o.fields[name]
	switch n := v.(type) {
	case nil:
		if ok && required {
			o.fail(name, "Input should be a valid integer", "int_type")
		}
		if !ok && required && o.fields != nil {
			o.fail(name, "Field required", "missing")
		}
		return 0, false
	case json.Number:
		if id, ok := parseID(n.String()); ok {
			return id, true
		}
		o.fail(name, "Input should be a valid integer", "int_type")
	case string:
		if id, ok := parseID(n); ok {
			return id, true
		}
		o.fail(name, "Input should be a valid integer, unable to parse string as an integer", "int_parsing")
	default:
		o.fail(name, "Input should be a valid integer", "int_type")
	}
	return 0, false
}

// object reads an object; null and absent give one without fields if it is optional.
func (o object) object(name string, required bool) (object, bool) {
	v, ok := o.fields[name]
	inner := object{in: o.in, loc: o.at(name)}
	switch fields, isObject := v.(map[string]any); {
	case isObject:
		inner.fields = fields
		return inner, true
	case !ok && required && o.fields != nil:
		o.fail(name, "Field required", "missing")
	case (ok && v != nil) || (ok && required):
		o.fail(name, "Input should be a valid dictionary", "dict_type")
	}
	return inner, false
}

// list reads an array.
func (o object) list(name string, required bool) ([]any, bool) {
	v, ok := o.fields[name]
	switch items, isList := v.([]any); {
	case isList:
		return items, true
	case !ok && required && o.fields != nil:
		o.fail(name, "Field required", "missing")
	case (ok && v != nil) || (ok && required):
		o.fail(name, "Input should be a valid list", "list_type")
	}
	return nil, false
}

// uuid reads a UUID.
func (o object) uuid(name string, required bool) (string, bool) {
	s, ok := o.text(name, required)
	if ok && !isUUID(s) {
		o.fail(name, "Input should be a valid UUID", "uuid_parsing")
		return "", false
	}
	return strings.ToLower(s), ok
}

// phone reads a phone and gives it with its plus.
func (o object) phone(name string, required bool) (string, bool) {
	s, ok := o.text(name, required)
	if !ok {
		return "", false
	}
	phone, ok := normalPhone(s)
	if !ok {
		o.fail(name, `String should match pattern '^\+?[0-9]{7,15}$'`, "string_pattern_mismatch")
	}
	return phone, ok
}

// only refuses fields beyond the known ones.
func (o object) only(names ...string) {
	for _, name := range sortedKeys(o.fields) {
		if !slices.Contains(names, name) {
			o.fail(name, "Extra inputs are not permitted", "extra_forbidden")
		}
	}
}

// queryInt reads an integer within bounds from the query; of several the last one counts.
func (in *mistakes) queryInt(r *world.Request, name string, preset, low, high int64) int64 {
	values := r.Query()[name]
	if len(values) == 0 {
		return preset
	}
	n, err := strconv.ParseInt(values[len(values)-1], 10, 64)
	switch _, whole := parseID(values[len(values)-1]); {
	case !whole:
		in.add("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "query", name)
	case err != nil && strings.HasPrefix(values[len(values)-1], "-"), err == nil && n < low:
		in.add(
			"Input should be greater than or equal to "+strconv.FormatInt(low, 10),
			"greater_than_equal",
			"query",
			name,
		)
	case err != nil || n > high:
		in.add("Input should be less than or equal to "+strconv.FormatInt(high, 10), "less_than_equal", "query", name)
	default:
		return n
	}
	return preset
}

// page reads limit and offset. Assumed: limit 1 to 100, default 100.
func (in *mistakes) page(r *world.Request) (limit, offset int) {
	limit = int(in.queryInt(r, "limit", maxPage, 1, maxPage))
	offset = int(in.queryInt(r, "offset", 0, 0, 1<<31-1))
	return limit, offset
}

const maxPage = 100

// pathID reads an id from the path.
func (in *mistakes) pathID(r *world.Request, name string) int64 {
	id, ok := parseID(r.Vars[name])
	if !ok {
		in.add("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "path", name)
	}
	return id
}

// parseID reads a whole number of any size; what is not an id of any object (negative, beyond int64) becomes -1.
func parseID(s string) (int64, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" || len(digits) > 4300 || strings.Trim(digits, world.Digits) != "" {
		return -1, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return -1, true
	}
	return n, true
}

// isUUID reports whether a text is a UUID with its hyphens, and nothing around it.
func isUUID(s string) bool { return len(s) == len(uuid.UUID{}.String()) && uuid.Validate(s) == nil }

// normalPhone accepts a phone with or without its plus and gives it with one.
func normalPhone(s string) (string, bool) {
	digits := strings.TrimPrefix(s, "+")
	if len(digits) < 7 || len(digits) > 15 || strings.Trim(digits, world.Digits) != "" {
		return "", false
	}
	return "+" + digits, true
}

// stamp writes a time as the vendor does: UTC, whole seconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// preciseStamp writes microseconds, as messages have them.
func preciseStamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
