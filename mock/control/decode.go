package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/pointer"
)

const (
	maxBody  = 8 << 20
	bodyTime = 30 * time.Second // wire time in which a body must have come

	maxDiscard = 64 << 20 // of a body that is too large, so many bytes are read and forgotten
)

// body reads the request's body.
func (c *call) body() ([]byte, error) {
	wire := http.NewResponseController(c.w)
	_ = wire.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	if large := new(http.MaxBytesError); errors.As(err, &large) {
		_, _ = io.CopyN(io.Discard, c.r.Body, maxDiscard) // many clients read no answer before they have sent all
	}
	_ = wire.SetReadDeadline(time.Time{})
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, problem(client.BodyTooLarge, http.StatusRequestEntityTooLarge, "Body too large", fmt.Sprintf("the body is larger than %d bytes", maxBody), "")
	case err != nil:
		return nil, malformed("the body could not be read: " + err.Error())
	}
	return body, nil
}

func malformed(detail string) *Problem {
	return problem(client.MalformedJSON, http.StatusBadRequest, "Malformed JSON", detail, "send one JSON object")
}

// decode reads a JSON object strictly into a struct: a name that means nothing, in any case but its own, is refused, and
// every problem names its field. Numbers without a type are json.Number. No body is taken for {} where it is optional.
func decode[T any](c *call, optional bool) (out T, err error) {
	body, err := c.body()
	if err != nil {
		return out, err
	}
	if optional && len(bytes.TrimSpace(body)) == 0 {
		return out, nil
	}
	members, err := object(body)
	if err != nil {
		return out, err
	}
	fields, known := fieldsOf(reflect.ValueOf(&out).Elem())
	for _, name := range slices.Sorted(maps.Keys(members)) {
		field, exists := fields[name]
		if !exists {
			p := wrong(client.UnknownField, pointer.Format(name), "Unknown field", fmt.Sprintf("the field %q means nothing here", name))
			p.Known = known
			return out, p
		}
		if err := one(members[name], field.Addr().Interface()); err != nil {
			if field.Type() == reflect.TypeFor[*time.Time]() {
				err = fmt.Errorf(`expected a time such as "2030-01-01T00:00:00Z", got %s`, members[name])
			}
			return out, misshapen(client.BadValue, pointer.Format(name), err)
		}
	}
	return out, nil
}

// object reads the members of the one JSON object that a body must be.
func object(body []byte) (members map[string]json.RawMessage, err error) {
	err = one(body, &members)
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, &shape):
		return nil, malformed("expected an object, got " + article(shape.Value))
	case err != nil:
		return nil, malformed(err.Error())
	case members == nil:
		return nil, malformed("expected an object, got null")
	}
	return members, nil
}

// one decodes exactly one JSON value.
func one(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		var syntax *json.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return errors.New("expected an object, got nothing")
		case errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("offset %d: the JSON ends too early", len(data))
		case errors.As(err, &syntax):
			return fmt.Errorf("offset %d: %w", syntax.Offset, err)
		}
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("offset %d: more than one JSON value", d.InputOffset())
	}
	return nil
}

func fieldsOf(v reflect.Value) (fields map[string]reflect.Value, names []string) {
	fields = map[string]reflect.Value{}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		fields[name] = v.Field(i)
		names = append(names, name)
	}
	return fields, names
}

// misshapen says where JSON did not fit, without a word of Go. Code is that of a value that does not fit.
func misshapen(code, at string, err error) *Problem {
	if _, nested, isUnknown := strings.Cut(err.Error(), "json: unknown field "); isUnknown {
		if code == client.BadValue {
			code = client.UnknownField
		}
		name, err := strconv.Unquote(nested)
		if err != nil {
			name = strings.Trim(nested, `"`)
		}
		where := at + pointer.Format(name)
		return wrong(code, where, "Unknown field", fmt.Sprintf("%s: the field %s means nothing here", where, nested))
	}
	var shape *json.UnmarshalTypeError
	if errors.As(err, &shape) {
		if shape.Field != "" {
			at += pointer.Format(strings.Split(shape.Field, ".")...)
		}
		err = fmt.Errorf("expected %s, got %s", expected(shape.Type), article(shape.Value))
	}
	detail := strings.TrimPrefix(err.Error(), "json: ")
	if at != "" {
		detail = at + ": " + detail
	}
	return wrong(code, at, "A value does not fit", detail)
}

// article makes "a number" of the word that encoding/json has for a kind of value; some come with the value behind.
func article(kind string) string {
	switch kind {
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "true or false"
	case "string":
		return "a text"
	}
	return "a " + kind
}

// expected says in words of JSON what a Go type takes.
func expected(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "an integer"
	case reflect.Uint64:
		return "an integer of at least 0"
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "a text"
	case reflect.Slice:
		return "a list"
	default:
		return "an object"
	}
}

// checkQuery refuses parameters that mean nothing.
func checkQuery(r *http.Request, known []string) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return wrong(client.BadQuery, "", "The query cannot be read", err.Error())
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			p := wrong(client.BadQuery, "query/"+name, "Unknown query parameter", fmt.Sprintf("the parameter %q means nothing here", name))
			p.Known = known
			return p
		}
		if len(values[name]) > 1 {
			return wrong(client.BadQuery, "query/"+name, "Query parameter given twice", fmt.Sprintf("%s=%s", name, strings.Join(values[name], ", ")))
		}
	}
	return nil
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}
