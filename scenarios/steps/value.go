package steps

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"sparring/mock/pointer"
)

// parse reads a value of a step: JSON where it is JSON, else the text itself.
func parse(text string) any {
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil || d.More() {
		return text
	}
	return value
}

// same compares values: by their JSON, and a text with a number or truth by what is written ("1" is 1), as the vendors do.
func same(a, b any) bool {
	if reflect.DeepEqual(normal(a), normal(b)) {
		return true
	}
	return plain(a) && plain(b) && fmt.Sprint(a) == fmt.Sprint(b)
}

func plain(v any) bool {
	switch v.(type) {
	case string, json.Number, bool, float64:
		return true
	}
	return false
}

func normal(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		return v
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // ids beyond 2^53 differ
	if d.Decode(&out) != nil {
		return v
	}
	return out
}

// at returns the value at a JSON pointer that a feature gives. A pointer that can name nothing is a mistake of the feature.
func at(value any, text string) (any, bool, error) {
	found, ok, err := pointer.Resolve(value, text)
	if err != nil {
		return nil, false, misuse("%v", err)
	}
	return found, ok, nil
}

// asPointer makes a pointer of a name: "geotag/latitude" and "/geotag/latitude" are one.
func asPointer(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return "/" + name
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
