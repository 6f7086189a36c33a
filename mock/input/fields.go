package input

import (
	"reflect"
	"strings"
	"sync"
)

// fields are the members of a struct, by their names in JSON.
type fields struct {
	names []string
	types map[string]reflect.Type
}

var known sync.Map // reflect.Type → *fields

func fieldsOf(t reflect.Type) *fields {
	if f, ok := known.Load(t); ok {
		return f.(*fields)
	}
	f := &fields{names: []string{}, types: map[string]reflect.Type{}}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if !t.Field(i).IsExported() || name == "-" || name == "" {
			continue
		}
		f.names = append(f.names, name)
		f.types[name] = t.Field(i).Type
	}
	known.Store(t, f)
	return f
}
