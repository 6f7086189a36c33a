package world

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Type of a switch or an event's argument.
type Type string

// The types. A duration is a Go duration as a string ("30s"); a URL may be empty.
const (
	Bool     Type = "bool"
	Enum     Type = "enum"
	Int      Type = "int"
	Duration Type = "duration"
	URL      Type = "url"
	String   Type = "string"
	Object   Type = "object" // event arguments only: any JSON object
	List     Type = "list"   // event arguments only: an array of strings
)

// Switch is a reading of the vendor's text that can be chosen per world. Default has the Go type of Type: bool, string
// (enum, url, string), int, time.Duration.
type Switch struct {
	Name    string
	Type    Type
	Values  []string // of an enum
	Default any
	Min     int // of an int; a duration is never negative
	Doc     string
}

// Shown is the default as JSON shows it: durations as texts.
func (s Switch) Shown() any { return wire(s.Default) }

// wire is a switch's value as JSON shows it: durations as strings.
func wire(v any) any {
	if d, ok := v.(time.Duration); ok {
		return d.String()
	}
	return v
}

// parse turns a value from JSON, or a text from the command line, into the switch's Go type.
func (s *Switch) parse(v any) (any, error) {
	text, isText := v.(string)
	switch s.Type {
	case Bool:
		if b, ok := v.(bool); ok {
			return b, nil
		}
		switch strings.ToLower(text) {
		case "true", "on":
			return true, nil
		case "false", "off":
			return false, nil
		}
		return nil, fmt.Errorf("expected true or false, got %v", v)
	case Enum:
		if isText && slices.Contains(s.Values, text) {
			return text, nil
		}
		return nil, fmt.Errorf("expected one of %s, got %v", strings.Join(s.Values, ", "), v)
	case Int:
		n, err := strconv.Atoi(fmt.Sprint(v))
		if f, ok := v.(float64); ok {
			n, err = int(f), nil
			if float64(n) != f {
				err = strconv.ErrSyntax
			}
		}
		if err != nil || n < s.Min {
			return nil, fmt.Errorf("expected an integer of at least %d, got %v", s.Min, v)
		}
		return n, nil
	case Duration:
		d, err := time.ParseDuration(text)
		if !isText || err != nil || d < 0 {
			return nil, fmt.Errorf("expected a duration such as \"30s\" or \"1h\", got %v", v)
		}
		return d, nil
	case URL:
		u, err := url.Parse(text)
		if !isText || err != nil || (text != "" && (u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"))) {
			return nil, fmt.Errorf("expected an http or https URL, or an empty text for none, got %v", v)
		}
		return strings.TrimSuffix(text, "/"), nil
	default:
		if !isText {
			return nil, fmt.Errorf("expected a text, got %v", v)
		}
		return text, nil
	}
}

// SwitchError says which switch was wrong.
type SwitchError struct {
	API, Name string
	Reason    string
	Known     []string // the names that exist, where the API or the name is unknown
}

// Error names the switch, the reason and what exists.
func (e *SwitchError) Error() string {
	msg := fmt.Sprintf("switch %s.%s: %s", e.API, e.Name, e.Reason)
	if e.Name == "" {
		msg = fmt.Sprintf("switches of %q: %s", e.API, e.Reason)
	}
	if len(e.Known) > 0 {
		msg += "; known: " + strings.Join(e.Known, ", ")
	}
	return msg
}

// Switches are the readings chosen in one world. Reading is lock-free.
type Switches struct {
	apis   map[string][]Switch
	change sync.Mutex
	values atomic.Pointer[map[string]any] // "api.name" → value
}

// NewSwitches makes the defaults of all APIs.
func NewSwitches(apis []*API) *Switches {
	s := &Switches{apis: map[string][]Switch{}}
	values := map[string]any{}
	for _, a := range apis {
		s.apis[a.Name] = a.Switches
		for _, sw := range a.Switches {
			values[a.Name+"."+sw.Name] = sw.Default
		}
	}
	s.values.Store(&values)
	return s
}

// Set changes switches, all or nothing: api → name → value as JSON gives it. Errors: *SwitchError.
func (s *Switches) Set(changes map[string]map[string]any) error {
	s.change.Lock()
	defer s.change.Unlock()
	values := maps.Clone(*s.values.Load())
	for _, api := range slices.Sorted(maps.Keys(changes)) {
		known, ok := s.apis[api]
		if !ok {
			return &SwitchError{API: api, Reason: "no such API", Known: slices.Sorted(maps.Keys(s.apis))}
		}
		for _, name := range slices.Sorted(maps.Keys(changes[api])) {
			i := slices.IndexFunc(known, func(sw Switch) bool { return sw.Name == name })
			if i < 0 {
				var names []string
				for _, sw := range known {
					names = append(names, sw.Name)
				}
				return &SwitchError{API: api, Name: name, Reason: "no such switch", Known: names}
			}
			v, err := known[i].parse(changes[api][name])
			if err != nil {
				return &SwitchError{API: api, Name: name, Reason: err.Error()}
			}
			values[api+"."+name] = v
		}
	}
	s.values.Store(&values)
	return nil
}

// All gives every switch as JSON shows it: api → name → value.
func (s *Switches) All() map[string]map[string]any {
	values := *s.values.Load()
	out := map[string]map[string]any{}
	for api, switches := range s.apis {
		out[api] = map[string]any{}
		for _, sw := range switches {
			out[api][sw.Name] = wire(values[api+"."+sw.Name])
		}
	}
	return out
}

// Bool gives an on/off switch. Here and below a name that does not exist is a mistake in the fake, and panics.
func (s *Switches) Bool(api, name string) bool { return (*s.values.Load())[api+"."+name].(bool) }

// Text gives an enum, url or string switch.
func (s *Switches) Text(api, name string) string { return (*s.values.Load())[api+"."+name].(string) }

// Int gives an int switch.
func (s *Switches) Int(api, name string) int { return (*s.values.Load())[api+"."+name].(int) }

// Duration gives a duration switch.
func (s *Switches) Duration(api, name string) time.Duration {
	return (*s.values.Load())[api+"."+name].(time.Duration)
}
