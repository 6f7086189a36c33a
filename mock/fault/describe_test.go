package fault

import (
	"reflect"
	"testing"
)

// TestDescriptionsAreTheStructs compares each kind's parameters with the fields of its struct: every field with a JSON
// tag is the variable of the parameter of this name, and every parameter has such a field.
func TestDescriptionsAreTheStructs(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range kinds() {
		info := k.describe()
		if info.Kind == "" || info.Doc == "" || seen[info.Kind] {
			t.Errorf("%T: kind %q, doc %q: missing or used twice", k, info.Kind, info.Doc)
		}
		seen[info.Kind] = true
		variables := map[string]any{}
		v := reflect.ValueOf(k).Elem()
		for i := range v.NumField() {
			if name := v.Type().Field(i).Tag.Get("json"); name != "" {
				variables[name] = v.Field(i).Addr().Interface()
			}
		}
		for _, p := range info.Parameters {
			if p.Doc == "" || p.To == nil || p.To != variables[p.Name] {
				t.Errorf("%s %s: no doc, or its variable is not the field with this JSON tag", info.Kind, p.Name)
			}
			delete(variables, p.Name)
		}
		for name := range variables {
			t.Errorf("%s: the field %s has no parameter", info.Kind, name)
		}
	}
	if len(seen) == 0 {
		t.Error("there is no kind of fault")
	}
}
