package faketest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"sparring/mock/pointer"
)

// NullLists lists the places of a state at which JSON shows null instead of a list or an object: an empty one has to be
// [] or {}.
func NullLists(state any) []string { return nullLists(reflect.ValueOf(state), "", false) }

func nullLists(v reflect.Value, at string, optional bool) (places []string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			places = nullLists(v.Elem(), at, optional)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			if field.IsExported() && name != "-" {
				omitted := strings.Contains(options, "omit")
				places = append(places, nullLists(v.Field(i), at+pointer.Format(name), omitted)...)
			}
		}
	case reflect.Slice, reflect.Map:
		if v.IsNil() && !optional && v.Type() != reflect.TypeFor[json.RawMessage]() {
			return []string{at}
		}
		if v.Kind() == reflect.Map {
			for i := v.MapRange(); i.Next(); {
				places = append(places, nullLists(i.Value(), at+pointer.Format(fmt.Sprint(i.Key())), false)...)
			}
			return places
		}
		for i := range v.Len() {
			places = append(places, nullLists(v.Index(i), at+pointer.Format(fmt.Sprint(i)), false)...)
		}
	}
	return places
}
