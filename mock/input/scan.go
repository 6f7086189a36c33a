package input

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// scanner walks a valid JSON text beside the type that it is to be read into. The path is made into a pointer only if
// something is wrong.
type scanner struct {
	data []byte
	call bool // see DecodeCall
	i    int
	path []string // names and indexes
}

var (
	textType   = reflect.TypeFor[json.Number]()
	timeType   = reflect.TypeFor[time.Time]()
	rawType    = reflect.TypeFor[json.RawMessage]()
	decodes    = reflect.TypeFor[json.Unmarshaler]()
	decodesAny = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (s *scanner) pointer() string { return pointer.Format(s.path...) }

func (s *scanner) wrong(format string, args ...any) *Error {
	return &Error{Pointer: s.pointer(), Reason: fmt.Sprintf(format, args...)}
}

// expected returns the error for the value from start to the scanner's place.
func (s *scanner) expected(what string, start int) *Error {
	raw := s.data[start:s.i]
	switch raw[0] {
	case '{':
		return s.wrong("expected %s, got an object", what)
	case '[':
		return s.wrong("expected %s, got a list", what)
	}
	return s.wrong("expected %s, got %s", what, shown(raw))
}

func (s *scanner) space() { s.i = rawjson.Space(s.data, s.i) }

// value walks the value that begins here; t nil means any.
func (s *scanner) value(t reflect.Type) *Error {
	start := s.i
	nullable := t == nil
	if t != nil {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			nullable = true
		}
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	if s.data[s.i] == 'n' {
		s.i += len("null")
		if !nullable {
			return s.expected(describe(t), start)
		}
		return nil
	}
	switch {
	case t == rawType && !s.call:
		s.i = rawjson.End(s.data, s.i)
		return nil
	case t == nil || t.Kind() == reflect.Interface || t == rawType:
		return s.any()
	case t == timeType:
		return s.time()
	case reflect.PointerTo(t).Implements(decodes):
		return s.custom(t)
	case t == textType:
		return s.number(t)
	case reflect.PointerTo(t).Implements(decodesAny):
		return s.custom(t)
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return s.object(t)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return s.base64()
		}
		return s.list(t)
	case reflect.String:
		return s.typed('"', t)
	case reflect.Bool:
		if s.data[s.i] != 't' && s.data[s.i] != 'f' {
			return s.typed('t', t)
		}
		return s.any()
	default:
		return s.number(t)
	}
}

// typed demands that a value begins with a byte.
func (s *scanner) typed(first byte, t reflect.Type) *Error {
	start, fits := s.i, s.data[s.i] == first
	if err := s.any(); err != nil {
		return err
	}
	if !fits {
		return s.expected(describe(t), start)
	}
	return nil
}

// custom decodes a type by its own method. The pointer of an *Error of its own begins there.
func (s *scanner) custom(t reflect.Type) *Error {
	start := s.i
	if err := s.any(); err != nil {
		return err
	}
	err := json.Unmarshal(s.data[start:s.i], reflect.New(t).Interface())
	var own *Error
	var shape *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own.Under(s.pointer())
	case errors.As(err, &shape):
		for name := range strings.SplitSeq(shape.Field, ".") {
			if name != "" {
				s.path = append(s.path, name)
			}
		}
		return s.wrong("expected %s, got %s", describe(shape.Type), article(shape.Value))
	}
	return s.wrong("%s", err.Error()) // of a type that reads itself, in its own words
}

// article returns "a number" for the word that encoding/json has for a kind of value, which may be followed by the
// value.
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

func (s *scanner) time() *Error {
	start := s.i
	if err := s.any(); err != nil {
		return err
	}
	var at time.Time
	if json.Unmarshal(s.data[start:s.i], &at) != nil {
		return s.expected(describe(timeType), start)
	}
	return nil
}

func (s *scanner) base64() *Error {
	start := s.i
	if err := s.any(); err != nil {
		return err
	}
	var text string
	if json.Unmarshal(s.data[start:s.i], &text) != nil {
		return s.expected("base64", start)
	}
	if _, err := base64.StdEncoding.DecodeString(text); err != nil {
		return s.expected("base64", start)
	}
	return nil
}

func (s *scanner) number(t reflect.Type) *Error {
	start := s.i
	if err := s.any(); err != nil {
		return err
	}
	text := string(s.data[start:s.i])
	digits := text[0] == '-' || text[0] >= '0' && text[0] <= '9'
	var err error
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		_, err = strconv.ParseInt(text, 10, t.Bits())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		_, err = strconv.ParseUint(text, 10, t.Bits())
	case reflect.Float32, reflect.Float64:
		_, err = strconv.ParseFloat(text, t.Bits())
	}
	if digits && err == nil {
		return nil
	}
	what := describe(t)
	if errors.Is(err, strconv.ErrRange) {
		what = bounds(t, text[0] == '-')
	}
	return s.expected(what, start)
}

// any walks a value of any type. Names that come twice and halves of surrogate pairs are refused in every one.
func (s *scanner) any() *Error {
	switch s.data[s.i] {
	case '{':
		return s.object(nil)
	case '[':
		return s.list(nil)
	}
	start := s.i
	s.i = rawjson.End(s.data, s.i)
	return s.lossless(start)
}

// lossless refuses a string that decoding would change: with an escape that is half a character, or with bytes that are
// not UTF-8.
func (s *scanner) lossless(start int) *Error {
	raw := s.data[start:s.i]
	if !utf8.Valid(raw) {
		return s.wrong("expected UTF-8, got another byte")
	}
	if half := rawjson.Half(raw); half != "" {
		return s.wrong("expected whole characters, got half a surrogate pair (%s)", half)
	}
	return nil
}

func (s *scanner) list(t reflect.Type) *Error {
	start := s.i
	if s.data[s.i] != '[' {
		_ = s.any()
		return s.expected(describe(t), start)
	}
	var element reflect.Type
	if t != nil {
		element = t.Elem()
	}
	s.i++
	for n := 0; ; n++ {
		if s.space(); s.data[s.i] == ']' {
			s.i++
			return nil
		}
		s.path = append(s.path, strconv.Itoa(n))
		if t != nil && s.data[s.i] == 'n' && element.Kind() != reflect.Interface && element != rawType {
			return s.wrong("expected %s, got null", describe(element))
		}
		if err := s.value(element); err != nil {
			return err
		}
		s.path = s.path[:len(s.path)-1]
		if s.space(); s.data[s.i] == ',' {
			s.i++
		}
	}
}

func (s *scanner) object(t reflect.Type) *Error {
	start := s.i
	if s.data[s.i] != '{' {
		_ = s.any()
		return s.expected(describe(t), start)
	}
	s.i++
	var seen rawjson.Names
	for {
		if s.space(); s.data[s.i] == '}' {
			s.i++
			return nil
		}
		at := s.i
		s.i = rawjson.StringEnd(s.data, at)
		name, _ := rawjson.String(s.data[at:s.i])
		if err := s.lossless(at); err != nil {
			return err
		}
		s.space()
		s.i++ // the colon
		s.space()
		s.path = append(s.path, name)
		if _, again := seen.Add(name); again {
			return s.wrong("expected each name once, got it twice")
		}
		inner, err := s.member(t, name)
		if err != nil {
			return err
		}
		if err := s.value(inner); err != nil {
			return err
		}
		s.path = s.path[:len(s.path)-1]
		if s.space(); s.data[s.i] == ',' {
			s.i++
		}
	}
}

// member returns the type of a member of an object; the path ends with its name.
func (s *scanner) member(t reflect.Type, name string) (reflect.Type, *Error) {
	switch {
	case t == nil:
		return nil, nil
	case t.Kind() == reflect.Map:
		if k := t.Key().Kind(); k == reflect.Int64 || k == reflect.Int {
			if n, err := strconv.ParseInt(name, 10, 64); err != nil || strconv.FormatInt(n, 10) != name {
				return nil, s.wrong("expected an integer as the name, got %s", shown([]byte(name)))
			}
		}
		if e := t.Elem(); s.data[s.i] == 'n' && e.Kind() != reflect.Interface && e != rawType {
			return nil, s.wrong("expected %s, got null", describe(e))
		}
		return t.Elem(), nil
	}
	f := fieldsOf(t)
	inner, ok := f.types[name]
	switch {
	case ok && s.call && s.data[s.i] == 'n':
		return nil, nil
	case ok && s.call && inner.Kind() == reflect.String && bytes.HasPrefix(s.data[s.i:], []byte(`""`)):
		return nil, s.wrong("expected a text that is not empty, or the field left out")
	case !ok:
		return nil, &Error{
			Pointer: s.pointer(), Unknown: true, Known: f.names,
			Reason: fmt.Sprintf("there is no field %q", shown([]byte(name))),
		}
	}
	return inner, nil
}
