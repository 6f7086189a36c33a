package limit

import (
	"reflect"
	"time"
)

// Slot is about what an index costs for each item: its place in a map or a list, the key's text not included.
const Slot = 64

// deepest bounds how far Size follows pointers.
const deepest = 32

// Size returns about how many bytes of memory v holds: v itself, its texts, lists and maps, and what it points to. It
// must not point back to its owner. It is for the making of an item, not for every request.
func Size(v any) int64 {
	if v == nil {
		return 0
	}
	value := reflect.ValueOf(v)
	return round(int64(value.Type().Size())) + held(value, 0)
}

// held returns what v holds beside its own memory.
func held(v reflect.Value, depth int) (n int64) {
	if depth > deepest {
		return 0
	}
	switch v.Kind() {
	case reflect.String:
		return round(int64(v.Len()))
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return 0
		}
		inner := v.Elem()
		return round(int64(inner.Type().Size())) + held(inner, depth+1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return 0 // its location is shared
		}
		for i := range v.NumField() {
			n += held(v.Field(i), depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			n += held(v.Index(i), depth+1)
		}
	case reflect.Slice:
		if v.IsNil() {
			return 0
		}
		n = round(int64(v.Cap()) * int64(v.Type().Elem().Size()))
		for i := 0; !flat(v.Type().Elem().Kind()) && i < v.Len(); i++ {
			n += held(v.Index(i), depth+1)
		}
	case reflect.Map:
		if v.IsNil() {
			return 0
		}
		n = table(v)
		for i := v.MapRange(); i.Next(); {
			n += held(i.Key(), depth+1) + held(i.Value(), depth+1)
		}
	}
	return n
}

// flat reports whether a kind holds nothing beside its own memory.
func flat(k reflect.Kind) bool { return k >= reflect.Bool && k <= reflect.Complex128 }

// table returns the memory of a map itself: groups of eight places, filled to seven eighths at most.
func table(v reflect.Value) int64 {
	groups := int64(1)
	for groups*7 < int64(v.Len()) && v.Len() > 8 {
		groups *= 2
	}
	return 48 + groups*8*(1+int64(v.Type().Key().Size()+v.Type().Elem().Size()))
}

// round returns what the allocator gives for n bytes, about.
func round(n int64) int64 {
	if n <= 8 {
		return n
	}
	return (n + 15) &^ 15
}
