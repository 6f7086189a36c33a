package fake

import (
	"fmt"
	"reflect"

	"sparring/mock/world"
)

// Unkept names the fields of a fake's records that a store does not keep: those that are not exported, unless the table
// completes its records, and those that JSON leaves out. It is for tests.
func Unkept(f world.Fake) []string { return f.(interface{ unkept() []string }).unkept() }

func (f *Fake[F, X]) unkept() (fields []string) {
	for _, p := range f.store.parts {
		walkFields(p.record(), p.prefix(), p.completes(), map[reflect.Type]bool{}, &fields)
	}
	return fields
}

func walkFields(t reflect.Type, at string, completed bool, seen map[reflect.Type]bool, found *[]string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		walkFields(t.Elem(), at, completed, seen, found)
		return
	case reflect.Func, reflect.Chan:
		*found = append(*found, fmt.Sprintf("%s: a %s", at, t.Kind()))
		return
	case reflect.Struct:
	default:
		return
	}
	if seen[t] || t.PkgPath() == "time" {
		return
	}
	seen[t] = true
	for i := range t.NumField() {
		field := t.Field(i)
		place := at + "." + field.Name
		if !field.IsExported() && !completed || field.Tag.Get("json") == "-" {
			*found = append(*found, place)
		} else if field.IsExported() {
			walkFields(field.Type, place, completed, seen, found)
		}
	}
}

func (t *Table[K, V]) record() reflect.Type { return reflect.TypeFor[V]() }

func (t *Table[K, V]) completes() bool { return t.complete != nil }

func (v *Value[V]) record() reflect.Type { return reflect.TypeFor[V]() }

func (v *Value[V]) completes() bool { return false }
