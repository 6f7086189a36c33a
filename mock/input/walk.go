package input

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/pointer"
)

// Check returns the first place where facts break a rule, nil if none does. facts is a pointer to a struct that Decode
// has read.
func (c *Compiled) Check(facts any) error {
	w := &walk{seen: map[occurrence]bool{}, values: map[string]map[string]bool{}}
	if err := w.visit(reflect.ValueOf(facts), c.root, 0); err != nil {
		return err
	}
	w.second = true
	if err := w.visit(reflect.ValueOf(facts), c.root, 0); err != nil {
		return err
	}
	return nil
}

// walk goes through facts twice: the values that others refer to are known after the first time only.
type walk struct {
	second bool
	path   []string
	lists  int // count of those visited so far, which numbers them
	seen   map[occurrence]bool
	values map[string]map[string]bool
}

type occurrence struct {
	rule  *Rule
	list  int
	value string
}

func (w *walk) visit(v reflect.Value, p *place, list int) *Error {
	if p == nil {
		return nil
	}
	given := v
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		given, v = v, v.Elem()
	}
	if err := w.inside(v, p, list); err != nil {
		return err
	}
	if p.referred != "" {
		w.collect(p.referred, text(v))
	}
	if p.rule == nil {
		return nil
	}
	if p.rule.whole != nil {
		if err := p.rule.whole(given); !w.second && err != nil {
			return err.Under(pointer.Format(w.path...))
		}
		return nil
	}
	return w.demand(v, p.rule, list)
}

// inside visits what a value holds. list is the innermost list or map that the value is in.
func (w *walk) inside(v reflect.Value, p *place, list int) *Error {
	switch {
	case leaf(v.Type()):
		return nil
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == "" || name == "-" || !v.Type().Field(i).IsExported() {
				continue
			}
			if err := w.step(name, v.Field(i), p.under(name), list); err != nil {
				return err
			}
		}
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		w.lists++
		list = w.lists
		for i := range v.Len() {
			if err := w.step(strconv.Itoa(i), v.Index(i), p.each, list); err != nil {
				return err
			}
		}
	case v.Kind() == reflect.Map:
		w.lists++
		list = w.lists
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int {
			if a.CanInt() {
				return cmp.Compare(a.Int(), b.Int())
			}
			return cmp.Compare(a.String(), b.String())
		})
		for _, k := range keys {
			name := text(k)
			if p.named != "" {
				w.collect(p.named, name)
			}
			w.path = append(w.path, name)
			if p.names != nil {
				if err := w.demand(k, p.names, list); err != nil {
					return err
				}
			}
			if err := w.visit(v.MapIndex(k), p.under(name), list); err != nil {
				return err
			}
			w.path = w.path[:len(w.path)-1]
		}
	}
	return nil
}

func (w *walk) step(name string, v reflect.Value, p *place, list int) *Error {
	if p == nil {
		return nil
	}
	w.path = append(w.path, name)
	if err := w.visit(v, p, list); err != nil {
		return err
	}
	w.path = w.path[:len(w.path)-1]
	return nil
}

func (w *walk) collect(where, value string) {
	if w.second {
		return
	}
	if w.values[where] == nil {
		w.values[where] = map[string]bool{}
	}
	w.values[where][value] = true
}

// demand checks one value.
func (w *walk) demand(v reflect.Value, r *Rule, list int) *Error {
	if r.zeroToo && v.IsZero() {
		return nil
	}
	if w.second {
		if r.of != "" && !w.values[r.of][text(v)] {
			return w.wrong("one of those at "+r.of, v, nil)
		}
		return nil
	}
	if r.fits != nil && !r.fits(v) {
		return w.wrong(r.expected, v, r.known)
	}
	if r.once == "" {
		return nil
	}
	if r.once == "all" {
		list = 0
	}
	o := occurrence{r, list, text(v)}
	if w.seen[o] {
		return w.wrong("each value once", v, nil)
	}
	w.seen[o] = true
	return nil
}

func (w *walk) wrong(expected string, v reflect.Value, known []string) *Error {
	got := "an empty one"
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		if v.Len() > 0 {
			got = "another"
		}
	case reflect.String:
		got = strconv.Quote(shown([]byte(v.String())))
	default:
		got = text(v)
	}
	return &Error{Pointer: pointer.Format(w.path...), Reason: "expected " + expected + ", got " + got, Known: known}
}

// text returns a value as it is compared.
func text(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.Type() == timeType:
		at, _ := v.Interface().(time.Time)
		return at.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v.Interface())
}
