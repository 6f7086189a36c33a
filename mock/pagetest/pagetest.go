// Package pagetest checks the templates of pages.
package pagetest

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

var (
	action = regexp.MustCompile(`\{\{.*?\}\}`)
	name   = regexp.MustCompile(`\.([A-Z]\w*)`)
)

// Fields fails the test if the text of the template names a method of the data, or of what the data leads to, and no
// field has this name. Templates cannot call methods in the binaries of a release (.ci/packed).
func Fields(t *testing.T, text string, data ...any) {
	t.Helper()
	fields, methods := map[string]bool{}, map[string]string{}
	seen := map[reflect.Type]bool{}
	for _, value := range data {
		collect(reflect.TypeOf(value), seen, fields, methods)
	}
	var used []string
	for _, part := range action.FindAllString(text, -1) {
		for _, found := range name.FindAllStringSubmatch(part, -1) {
			used = append(used, found[1])
		}
	}
	if len(used) == 0 {
		t.Errorf("the template uses no field: %.80s", text)
	}
	slices.Sort(used)
	for _, method := range slices.Compact(used) {
		if of := methods[method]; of != "" && !fields[method] {
			t.Errorf("the template calls the method %s of %s: make it a field, or a function of the template",
				method, of)
		}
	}
}

// collect adds the names of the fields and methods of a type, and of the types of its fields and elements.
func collect(of reflect.Type, seen map[reflect.Type]bool, fields map[string]bool, methods map[string]string) {
	if seen[of] {
		return
	}
	seen[of] = true
	if of.Kind() != reflect.Pointer {
		for all, i := reflect.PointerTo(of), 0; i < all.NumMethod(); i++ {
			methods[all.Method(i).Name] = of.String()
		}
	}
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		collect(of.Elem(), seen, fields, methods)
	case reflect.Struct:
		for i := range of.NumField() {
			if field := of.Field(i); field.IsExported() || field.Anonymous {
				fields[field.Name] = true
				collect(field.Type, seen, fields, methods)
			}
		}
	}
}
