package param

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// List describes the parameters of one thing: of an event, of a kind of fault.
type List []Param

// Names lists the names in order.
func (l List) Names() []string {
	out := make([]string, len(l))
	for i := range l {
		out[i] = l[i].Name
	}
	return out
}

// Find returns the parameter of a name, or nil.
func (l List) Find(name string) *Param {
	if i := slices.IndexFunc(l, func(p Param) bool { return p.Name == name }); i >= 0 {
		return &l[i]
	}
	return nil
}

// FromText reads the value of a parameter as Param.FromText does; that of an unknown parameter stays a text.
func (l List) FromText(name, text string) any {
	if p := l.Find(name); p != nil {
		return p.FromText(text)
	}
	return text
}

// FromLiterals replaces values as Param.FromLiteral does.
func (l List) FromLiterals(values map[string]any) {
	for name, v := range values {
		if p := l.Find(name); p != nil {
			values[name] = p.FromLiteral(v)
		}
	}
}

// Parse checks values, fills in defaults and sets the variables of parameters, up to the first error. A value of null
// counts as not given. Errors: *Error.
func (l List) Parse(given map[string]any) (Values, error) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if l.Find(name) == nil {
			return nil, &Error{Name: name, Problem: Unknown, Known: l.Names()}
		}
	}
	out := Values{}
	for i := range l {
		p := &l[i]
		v := given[p.Name]
		switch {
		case !IsNull(v):
		case p.Required:
			return nil, &Error{Name: p.Name, Problem: Missing, Expected: p.Wanted(), Known: p.Values}
		case p.Default == nil:
			continue
		default:
			v = Shown(p.Default)
		}
		parsed, err := p.Parse(v)
		if err != nil {
			return nil, err
		}
		out[p.Name] = parsed
		p.set(parsed)
	}
	return out, nil
}

// IsNull reports whether a value is null, which counts as not given.
func IsNull(v any) bool {
	raw, isRaw := v.(json.RawMessage)
	return v == nil || isRaw && string(raw) == "null"
}

// set stores a parsed value in the parameter's variable. A variable of another type is a bug of the description.
func (p *Param) set(v any) {
	switch to := p.To.(type) {
	case nil:
	case *bool:
		*to = v.(bool)
	case *int:
		*to = int(v.(int64))
	case *string:
		*to = v.(string)
	case **string:
		text := v.(string)
		*to = &text
	case *time.Duration:
		*to = v.(time.Duration)
	case *map[string]any:
		*to = v.(map[string]any)
	case *any:
		*to = v
	default:
		panic(fmt.Sprintf("parameter %s cannot be stored in a %T", p.Name, p.To))
	}
}

// Values are parsed parameters by name. One that was not given and has no default is absent.
type Values map[string]any

// Has reports whether a parameter has a value.
func (v Values) Has(name string) bool { _, ok := v[name]; return ok }

// Text returns a String, Enum or URL, "" if it is absent.
func (v Values) Text(name string) string { s, _ := v[name].(string); return s }

// Int returns an Int, 0 if it is absent.
func (v Values) Int(name string) int64 { n, _ := v[name].(int64); return n }

// Bool returns a Bool, false if it is absent.
func (v Values) Bool(name string) bool { b, _ := v[name].(bool); return b }

// Duration returns a Duration, 0 if it is absent.
func (v Values) Duration(name string) time.Duration { d, _ := v[name].(time.Duration); return d }

// Texts returns Texts, nil if it is absent.
func (v Values) Texts(name string) []string { l, _ := v[name].([]string); return l }

// Object returns an Object as JSON, nil if it is absent.
func (v Values) Object(name string) json.RawMessage {
	value, ok := v[name]
	if !ok {
		return nil
	}
	data, _ := json.Marshal(value) // it came from JSON
	return data
}
