package provider

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"sparring/mock/excerpt"
	"sparring/mock/pointer"
)

// differences returns where two JSON values differ, with what each has there.
func differences(a, b any) map[string][2]string {
	out := map[string][2]string{}
	var walk func(at string, a, b any, hasA, hasB bool)
	walk = func(at string, a, b any, hasA, hasB bool) {
		left, isA := a.(map[string]any)
		right, isB := b.(map[string]any)
		listA, isListA := a.([]any)
		listB, isListB := b.([]any)
		switch {
		case isA && isB:
			for _, name := range slices.Sorted(maps.Keys(union(left, right))) {
				x, inA := left[name]
				y, inB := right[name]
				walk(at+pointer.Format(name), x, y, inA, inB)
			}
		case isListA && isListB && len(listA) == len(listB):
			for i := range listA {
				walk(at+"/"+strconv.Itoa(i), listA[i], listB[i], true, true)
			}
		case hasA != hasB || !reflect.DeepEqual(a, b):
			out[at] = [2]string{shown(a, hasA), shown(b, hasB)}
		}
	}
	walk("", a, b, true, true)
	return out
}

func union(a, b map[string]any) map[string]bool {
	out := map[string]bool{}
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}

// shown is a value as a message has it.
func shown(v any, has bool) string {
	if !has {
		return "absent"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "unreadable"
	}
	return excerpt.Of(text, 60)
}
