package fake

import (
	"time"

	"sparring/mock/param"
)

// Switches collects the switches of one API: the readings of the vendor's text that a world can choose. Each is
// declared once, as a variable, and read by that variable:
//
//	var (
//		sw       = fake.NewSwitches("bonder")
//		tokenTTL = sw.Duration("tokenTTL", time.Hour, "B-09: life of a token")
//	)
//
//	expires := x.Now().Add(tokenTTL.Get(x))
type Switches struct {
	api  string
	list param.List
}

// NewSwitches begins the list of an API's switches.
func NewSwitches(api string) *Switches { return &Switches{api: api} }

// List returns the description of all switches, in the order in which they were declared.
func (s *Switches) List() param.List { return s.list }

// Switch reads one switch.
type Switch[T any] struct {
	name, key string
	read      func(v any) T
}

// Name is the name of the switch.
func (s *Switch[T]) Name() string { return s.name }

// Get returns the value that the world has chosen.
func (s *Switch[T]) Get(x Exchange) T {
	return s.read(x.transaction().store.home.world.Switches.Value(s.key))
}

func declare[T any](s *Switches, p param.Param, read func(any) T) *Switch[T] {
	s.list = append(s.list, p)
	return &Switch[T]{name: p.Name, key: s.api + "." + p.Name, read: read}
}

func as[T any](v any) T { return v.(T) }

// Bool declares a switch that is on or off.
func (s *Switches) Bool(name string, byDefault bool, doc string) *Switch[bool] {
	return declare(s, param.Param{Name: name, Type: param.Bool, Default: byDefault, Doc: doc}, as[bool])
}

// Enum declares a choice between texts.
func (s *Switches) Enum(name string, values []string, byDefault, doc string) *Switch[string] {
	p := param.Param{Name: name, Type: param.Enum, Values: values, Default: byDefault, Doc: doc}
	return declare(s, p, as[string])
}

// Int declares a whole number.
func (s *Switches) Int(name string, within param.Range, byDefault int, doc string) *Switch[int] {
	return declare(s, param.Param{Name: name, Type: param.Int, Range: within, Default: byDefault, Doc: doc},
		func(v any) int { return int(v.(int64)) })
}

// Duration declares a span of world time, never negative.
func (s *Switches) Duration(name string, byDefault time.Duration, doc string) *Switch[time.Duration] {
	return declare(s, param.Param{Name: name, Type: param.Duration, Default: byDefault, Doc: doc}, as[time.Duration])
}

// URL declares a URL, which may be empty.
func (s *Switches) URL(name, doc string) *Switch[string] {
	return declare(s, param.Param{Name: name, Type: param.URL, Default: "", Doc: doc}, as[string])
}

// Text declares a switch by its whole description, if none of the others fits: a text, a URL to which paths are
// appended.
func (s *Switches) Text(p param.Param) *Switch[string] { return declare(s, p, as[string]) }

// DurationOf declares a duration by its whole description: with a range.
func (s *Switches) DurationOf(p param.Param) *Switch[time.Duration] {
	return declare(s, p, as[time.Duration])
}
