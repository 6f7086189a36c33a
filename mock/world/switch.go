package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/pointer"
)

// Type of a switch or an event's argument.
type Type string

// The types. A duration is a Go duration as a string ("30s"); a URL may be empty, or name a server and a path.
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
	Min     int  // of an int, or of a duration in nanoseconds: never negative
	Max     int  // of an int; 0: none
	Root    bool // of a URL: paths are put behind it
	// Body says of an int how many bytes the body of a request may have by it: it must fit what the server reads.
	Body func(value int) int64
	Doc  string
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

// parse turns a value from JSON into the switch's Go type. Only an enum also takes a number, by its text: two of them look
// like numbers.
func (s *Switch) parse(v any) (any, error) {
	text, isText := v.(string)
	switch s.Type {
	case Bool:
		if b, ok := v.(bool); ok {
			return b, nil
		}
		return nil, expected("true or false", v)
	case Enum:
		if n, ok := number(v); ok {
			text = n
		}
		if slices.Contains(s.Values, text) {
			return text, nil
		}
		return nil, expected("one of "+strings.Join(s.Values, ", "), v)
	case Int:
		if n, ok := number(v); ok {
			if i, err := strconv.Atoi(n); err == nil && i >= s.Min && (s.Max == 0 || i <= s.Max) {
				return i, nil
			}
		}
		return nil, expected("an integer "+s.bounds(), v)
	case Duration:
		d, err := time.ParseDuration(text)
		if !isText || err != nil || d < 0 {
			return nil, expected(`a duration such as "30s" or "1h", at most "2562047h"`, v)
		}
		if least := time.Duration(s.Min); d < least {
			return nil, expected(fmt.Sprintf("a duration of at least %q", least), v)
		}
		return d, nil
	case URL:
		if !isText || !fitsURL(text) {
			return nil, errURL
		}
		if !s.Root {
			return text, nil
		}
		if strings.ContainsAny(text, "?#") {
			return nil, errRoot
		}
		return strings.TrimSuffix(text, "/"), nil
	default:
		if !isText {
			return nil, expected("a text", v)
		}
		return text, nil
	}
}

func (s *Switch) bounds() string {
	if s.Max == 0 {
		return fmt.Sprintf("of at least %d", s.Min)
	}
	return fmt.Sprintf("from %d to %d", s.Min, s.Max)
}

// number gives a JSON number as it is written; Go's own integers are those of a default or of a fork.
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

// expected says what was expected and shows what came as JSON, which tells 5 from "5".
func expected(what string, v any) error {
	shown, err := json.Marshal(v)
	if err != nil {
		shown = fmt.Append(nil, v)
	}
	return fmt.Errorf("expected %s, got %s", what, shown)
}

// The errors of URLs do not show what came: it may hold a password.
var (
	errURL  = errors.New("expected an http or https URL without a user, or an empty text for none")
	errRoot = errors.New("expected a URL without query and fragment: paths are put behind it")
)

// fitsURL tells whether a URL can be called. A password in it would stand readable in the journal.
func fitsURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || text == "" {
		return err == nil
	}
	return u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// SwitchError says which switch was wrong.
type SwitchError struct {
	API, Name string
	Reason    string
	Known     []string // the names that exist, where the API or the name is unknown

	noAPI bool
}

// Error names the switch, the reason and what exists.
func (e *SwitchError) Error() string {
	if len(e.Known) > 0 {
		return e.Detail() + "; known: " + strings.Join(e.Known, ", ")
	}
	return e.Detail()
}

// Detail names the switch and the reason.
func (e *SwitchError) Detail() string {
	if e.noAPI {
		return fmt.Sprintf("switches of %q: %s", e.API, e.Reason)
	}
	return fmt.Sprintf("switch %s.%s: %s", e.API, e.Name, e.Reason)
}

// Asked is the name that was wrong, of the API or of the switch.
func (e *SwitchError) Asked() string {
	if e.noAPI {
		return e.API
	}
	return e.Name
}

// Pointer is where the switch is in the object of all switches.
func (e *SwitchError) Pointer() string {
	if e.noAPI {
		return pointer.Format(e.API)
	}
	return pointer.Format(e.API, e.Name)
}

// Switches are the readings chosen in one world. Reading is lock-free.
type Switches struct {
	apis   map[string][]Switch
	checks map[string]func(value func(name string) any) (name, reason string) // by API: values that contradict each other
	body   int64                                                              // what the server reads of a request's body
	change sync.Mutex
	values atomic.Pointer[map[string]any] // "api.name" → value
}

// NewSwitches makes the defaults of all APIs. body is how much the server reads of a request's body; 0 is any.
func NewSwitches(apis []*API, body int64) *Switches {
	s := &Switches{body: body, apis: map[string][]Switch{}, checks: map[string]func(func(string) any) (string, string){}}
	values := map[string]any{}
	for _, a := range apis {
		s.apis[a.Name] = a.Switches
		if a.Contradiction != nil {
			s.checks[a.Name] = a.Contradiction
		}
		for _, sw := range a.Switches {
			values[a.Name+"."+sw.Name] = sw.Default
		}
	}
	s.values.Store(&values)
	return s
}

// around is what a request's body has beside what a switch allows: the other parts of a form, the other fields.
const around = 1 << 20

// fits refuses a value that allows more than the server reads: then the vendor's own refusal could never come.
func (s *Switches) fits(sw *Switch, v any) string {
	n, isInt := v.(int)
	if sw.Body == nil || !isInt || s.body == 0 {
		return ""
	}
	if n <= math.MaxInt32 && sw.Body(n)+around <= s.body { // a greater one may be too much for a number of bytes
		return ""
	}
	return fmt.Sprintf("expected a value whose limit fits a body of %d bytes with %d to spare, got %d: "+
		"give a smaller one, or start the server with a larger --max-body", s.body, around, n)
}

// Check refuses values, also defaults, that do not fit the server. Errors: *SwitchError.
func (s *Switches) Check() error {
	values := *s.values.Load()
	for _, api := range slices.Sorted(maps.Keys(s.apis)) {
		for i := range s.apis[api] {
			sw := &s.apis[api][i]
			if reason := s.fits(sw, values[api+"."+sw.Name]); reason != "" {
				return &SwitchError{API: api, Name: sw.Name, Reason: reason}
			}
		}
	}
	return nil
}

// Set changes switches, all or nothing: api → name → value as JSON gives it. Errors: *SwitchError.
func (s *Switches) Set(changes map[string]map[string]any) error {
	s.change.Lock()
	defer s.change.Unlock()
	values := maps.Clone(*s.values.Load())
	for _, api := range slices.Sorted(maps.Keys(changes)) {
		known, ok := s.apis[api]
		if !ok {
			return &SwitchError{API: api, noAPI: true, Reason: "no such API", Known: slices.Sorted(maps.Keys(s.apis))}
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
			if reason := s.fits(&known[i], v); reason != "" {
				return &SwitchError{API: api, Name: name, Reason: reason}
			}
			values[api+"."+name] = v
		}
		if check := s.checks[api]; check != nil {
			if name, reason := check(func(name string) any { return values[api+"."+name] }); name != "" {
				return &SwitchError{API: api, Name: name, Reason: reason}
			}
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
