package rule_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"sparring/scenarios/rule"
)

// TestAt: values are found by JSON pointer.
func TestAt(t *testing.T) {
	var value any
	if err := json.Unmarshal([]byte(`{"a":{"b/c":[1,{"d~":2}]}}`), &value); err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"": "true", "/a/b~1c/0": "1", "/a/b~1c/1/d~0": "2", "/a/b~1c/2": "", "/a/b~1c/x": "", "/x": "",
		"/a/b~1c/0/y": "",
	} {
		got, ok := rule.At(value, pointer)
		if ok != (want != "") || want != "" && want != "true" && fmt.Sprint(got) != want {
			t.Errorf("%q: expected %q, got %v, %v", pointer, want, got, ok)
		}
	}
}
