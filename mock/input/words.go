package input

import (
	"fmt"
	"math"
	"reflect"
)

// describe returns what a type takes, in words of JSON.
func describe(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == nil:
		return "a value"
	case t == timeType:
		return `a time such as "2030-01-01T00:00:00Z"`
	case t == textType:
		return "a number"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "an integer"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "an integer of at least 0"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.String:
		return "a text"
	case reflect.Slice, reflect.Array:
		return "a list"
	default:
		return "an object"
	}
}

// bounds returns the bound of a number type that a number is beyond, in words.
func bounds(t reflect.Type, negative bool) string {
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return fmt.Sprintf("a number of at most %g", math.MaxFloat64)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprintf("an integer from 0 to %d", uint64(math.MaxUint64)>>(64-t.Bits()))
	default:
		most := int64(math.MaxInt64) >> (64 - t.Bits())
		if negative {
			return fmt.Sprintf("an integer of at least %d", -most-1)
		}
		return fmt.Sprintf("an integer of at most %d", most)
	}
}
