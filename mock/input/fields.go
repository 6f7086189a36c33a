package input

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// names is a set that costs nothing while it is small.
type names struct {
	few  []string
	many map[string]bool
}

// add reports whether a name was there already.
func (n *names) add(name string) bool {
	if n.many == nil {
		if slices.Contains(n.few, name) {
			return true
		}
		if n.few = append(n.few, name); len(n.few) > 16 {
			n.many = make(map[string]bool, 64)
			for _, one := range n.few {
				n.many[one] = true
			}
		}
		return false
	}
	if n.many[name] {
		return true
	}
	n.many[name] = true
	return false
}

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
