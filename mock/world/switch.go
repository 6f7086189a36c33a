package world

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"sparring/mock/param"
	"sparring/mock/pointer"
)

// Type of a parameter.
type Type = param.Type

// The types of parameters.
const (
	Bool     = param.Bool
	Enum     = param.Enum
	Int      = param.Int
	Duration = param.Duration
	URL      = param.URL
	String   = param.String
	Object   = param.Object
	List     = param.Texts
)

// AtLeast is the range of a number without an upper bound; of a duration in nanoseconds.
func AtLeast(n int64) param.Range { return param.AtLeast(n) }

// Between is the range of a number with both bounds, which are part of it.
func Between(least, most int64) param.Range { return param.Between(least, most) }

// Switch is a reading of the vendor's text that can be chosen per world. Its default has the Go type of its Type: bool,
// string (enum, url, string), int or int64, time.Duration.
type Switch = param.Param

// SwitchError says which switch was wrong.
type SwitchError struct {
	API, Name string
	Reason    string
	Known     []string // the names that exist, if the API or the name is unknown

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

// Pointer is the place of the switch in the object of all switches.
func (e *SwitchError) Pointer() string {
	if e.noAPI {
		return pointer.Format(e.API)
	}
	return pointer.Format(e.API, e.Name)
}

// Switches are the readings chosen in one world. Reading is lock-free.
type Switches struct {
	apis   map[string]*API // not changed
	body   int64           // the largest body of a request that the server reads; 0: any
	change sync.Mutex
	values atomic.Pointer[map[string]any] // "api.name" → value as param.Parse returns it
}

// NewSwitches makes the defaults of all APIs. body is the largest body of a request that the server reads; 0 is any.
func NewSwitches(apis []*API, body int64) *Switches {
	s := &Switches{body: body, apis: map[string]*API{}}
	values := map[string]any{}
	for _, a := range apis {
		s.apis[a.Name] = a
		for _, sw := range a.Switches {
			if n, isInt := sw.Default.(int); isInt {
				sw.Default = int64(n)
			}
			values[a.Name+"."+sw.Name] = sw.Default
		}
	}
	s.values.Store(&values)
	return s
}

// Copy returns the same readings for another world. Values are shared until they are changed.
func (s *Switches) Copy() *Switches {
	c := &Switches{body: s.body, apis: s.apis}
	c.values.Store(s.values.Load())
	return c
}

// around is what a body holds beside what a switch allows: the other parts of a form, the other fields.
const around = 1 << 20

// fits returns why a value allows more than the server reads, so that the vendor's own refusal could never come.
func (s *Switches) fits(api, name string, v any) (reason string) {
	size := s.apis[api].BodySize
	n, isInt := v.(int64)
	if size == nil || !isInt || s.body == 0 {
		return ""
	}
	if need := size(name, n); need >= 0 && need <= max(s.body-around, 0) {
		return ""
	}
	return fmt.Sprintf("expected a value whose limit fits a body of %d bytes with %d to spare, got %d: "+
		"give a smaller one, or start the server with a larger --max-body", s.body, around, n)
}

// Check refuses values, also defaults, that do not fit the server. Errors: *SwitchError.
func (s *Switches) Check() error {
	values := *s.values.Load()
	for _, api := range slices.Sorted(maps.Keys(s.apis)) {
		for _, sw := range s.apis[api].Switches {
			if reason := s.fits(api, sw.Name, values[api+"."+sw.Name]); reason != "" {
				return &SwitchError{API: api, Name: sw.Name, Reason: reason}
			}
		}
	}
	return nil
}

// Set changes switches, all or nothing: api → name → value as it came from JSON. Errors: *SwitchError.
func (s *Switches) Set(changes map[string]map[string]any) error {
	if len(changes) == 0 {
		return nil
	}
	s.change.Lock()
	defer s.change.Unlock()
	values := maps.Clone(*s.values.Load())
	for _, api := range slices.Sorted(maps.Keys(changes)) {
		a, ok := s.apis[api]
		if !ok {
			known := slices.Sorted(maps.Keys(s.apis))
			return &SwitchError{API: api, noAPI: true, Reason: "no such API", Known: known}
		}
		for _, name := range slices.Sorted(maps.Keys(changes[api])) {
			v, err := s.parse(a, name, changes[api][name])
			if err != nil {
				return err
			}
			values[api+"."+name] = v
		}
		if a.Contradiction == nil {
			continue
		}
		value := func(name string) any { return values[api+"."+name] }
		if name, reason := a.Contradiction(value); name != "" {
			return &SwitchError{API: api, Name: name, Reason: reason}
		}
	}
	s.values.Store(&values)
	return nil
}

func (s *Switches) parse(a *API, name string, value any) (any, error) {
	sw := a.Switches.Find(name)
	if sw == nil {
		return nil, &SwitchError{API: a.Name, Name: name, Reason: "no such switch", Known: a.Switches.Names()}
	}
	v, err := sw.Parse(value)
	if err != nil {
		return nil, &SwitchError{API: a.Name, Name: name, Reason: err.Error()}
	}
	if reason := s.fits(a.Name, name, v); reason != "" {
		return nil, &SwitchError{API: a.Name, Name: name, Reason: reason}
	}
	return v, nil
}

// All returns every switch as JSON shows it: api → name → value.
func (s *Switches) All() map[string]map[string]any {
	values := *s.values.Load()
	out := map[string]map[string]any{}
	for name, api := range s.apis {
		out[name] = map[string]any{}
		for _, sw := range api.Switches {
			out[name][sw.Name] = param.Shown(values[name+"."+sw.Name])
		}
	}
	return out
}

// Version identifies the readings: it is another one after each change.
func (s *Switches) Version() any { return s.values.Load() }

// Value returns the value of a switch by "api.name"; nil for an unknown name.
func (s *Switches) Value(key string) any { return (*s.values.Load())[key] }
