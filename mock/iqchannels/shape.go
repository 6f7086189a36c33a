package iqchannels

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sparring/mock/pointer"
)

// misfit finds a value that does not fit the type it is read into; nil where all do. Names are matched without regard
// to
// case, as encoding/json does it.
func misfit(v any, t reflect.Type, at string) *errShape {
	t = element(t)
	switch {
	case v == nil: // as left out
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Map:
		o, ok := v.(map[string]any)
		if !ok {
			return &errShape{at, "expected an object, got " + kindOf(v)}
		}
		for _, name := range slices.Sorted(maps.Keys(o)) {
			inner, _, known := member(t, name)
			if !known {
				continue
			}
			if err := misfit(o[name], inner, child(at, name)); err != nil {
				return err
			}
		}
	case t.Kind() == reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			return &errShape{at, "expected an array, got " + kindOf(v)}
		}
		for i, item := range list {
			if err := misfit(item, t.Elem(), child(at, fmt.Sprint(i))); err != nil {
				return err
			}
		}
	case t == reflect.TypeFor[string]():
		if _, ok := v.(string); !ok {
			return &errShape{at, "expected a string, got " + kindOf(v)}
		}
	default: // flag and number say it themselves
		if err := json.Unmarshal(encode(v), reflect.New(t).Interface()); err != nil {
			return &errShape{at, err.Error()}
		}
	}
	return nil
}

// element is the type behind a pointer.
func element(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// member returns the type that a name has in an object, and its tags.
func member(t reflect.Type, name string) (inner reflect.Type, tag reflect.StructTag, known bool) {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), "", true
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); strings.EqualFold(f.Tag.Get("json"), name) {
				return f.Type, f.Tag, true
			}
		}
	}
	return nil, "", false
}

// child is the JSON pointer to a member (RFC 6901).
func child(at, name string) string { return at + pointer.Format(name) }

func kindOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case nil:
		return "null"
	}
	return "a number"
}

// decoder leaves numbers as they are written: 1e999 is JSON, and no number of Go's.
func decoder(data []byte) *json.Decoder {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d
}

// tree decodes valid JSON.
func tree(data []byte) (v any) {
	_ = decoder(data).Decode(&v)
	return v
}

// plantable makes an answer of our auth service one that our own document lets pass; one that does so already stays as
// it
// stands. A null is what a CRM has not, and is left out; unknown properties are not touched. What cannot be made up is
// an
// error: errSyntax, errDepth or *errShape.
func plantable(raw json.RawMessage) (json.RawMessage, error) {
	if _, err := parseAnswer(raw); err != nil {
		return nil, err
	}
	if !utf8.Valid(raw) {
		return nil, &errShape{"", "expected UTF-8, got other bytes"}
	}
	if err := unsound(json.NewDecoder(bytes.NewReader(raw)), ""); err != nil {
		return nil, err
	}
	v := tree(raw)
	changed, err := tidy(v, reflect.TypeFor[answer](), "")
	if err != nil {
		return nil, err
	}
	if changed {
		raw = encode(v)
	}
	return complete(raw), nil
}

// tidy leaves out what is null, and demands what the tags "card" say.
func tidy(v any, t reflect.Type, at string) (changed bool, err error) {
	t = element(t)
	visit := func(v any, t reflect.Type, at string) error {
		inner, err := tidy(v, t, at)
		changed = changed || inner
		return err
	}
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			here := child(at, fmt.Sprint(i))
			if item == nil {
				return changed, &errShape{here, "expected an object, got null"}
			}
			if err := visit(item, t.Elem(), here); err != nil {
				return changed, err
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Map {
			before := len(v)
			maps.DeleteFunc(v, func(_ string, value any) bool { return value == nil })
			return len(v) < before, nil
		}
		for i := range t.NumField() {
			f := t.Field(i)
			name, rule := f.Tag.Get("json"), f.Tag.Get("card")
			here, value := child(at, name), v[name]
			if _, there := v[name]; there && value == nil {
				delete(v, name)
				changed = true
			}
			switch {
			case value == nil && rule == "required":
				return changed, &errShape{here, "expected a value, got nothing"}
			case value == nil:
			case rule == "date" && !isDate(value):
				return changed, &errShape{here, "expected YYYY-MM-DD, got " + shorten(encode(value))}
			case f.Tag.Get("bits") != "":
				if wrong, is := judgeNumber(value, f.Tag.Get("bits"), here); is {
					return changed, &errShape{here, "expected " + wrong.Expected + ", got " + wrong.Actual}
				}
			default:
				if err := visit(value, f.Type, here); err != nil {
					return changed, err
				}
			}
		}
	}
	return changed, nil
}

// isDate reports whether a value is a date of a card. Source: iqchannels, "birthDate", "ogrnDate".
func isDate(v any) bool {
	text, _ := v.(string)
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// unsound finds what valid JSON may have and no document allows: a name that occurs twice, a number that nothing can
// hold.
func unsound(d *json.Decoder, at string) *errShape {
	t, err := d.Token()
	if err != nil {
		return &errShape{at, "expected a number of a double's range, got another"}
	}
	opening, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	seen := map[string]bool{}
	for i := 0; d.More(); i++ {
		here := child(at, fmt.Sprint(i))
		if opening == '{' {
			name, _ := d.Token()
			if here = child(at, fmt.Sprint(name)); seen[here] {
				return &errShape{here, "expected each name once, got it twice"}
			}
			seen[here] = true
		}
		if err := unsound(d, here); err != nil {
			return err
		}
	}
	_, _ = d.Token() // the closing one
	return nil
}
