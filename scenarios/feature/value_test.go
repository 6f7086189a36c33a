package feature

import (
	"encoding/json"
	"testing"
)

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b any
		want bool
	}{
		{"1", json.Number("1"), true},
		{json.Number("1"), float64(1), true},
		{"true", true, true},
		{"", nil, false},
		{nil, nil, true},
		{json.Number("9007199254740993"), json.Number("9007199254740992"), false},
		{map[string]any{"a": "1"}, map[string]any{"a": "1"}, true},
		{map[string]any{"a": "1"}, map[string]any{"a": json.Number("1")}, false},
		{[]any{"a"}, []any{"a"}, true},
		{[]any{"a", "b"}, []any{"b", "a"}, false},
	} {
		if got := Same(test.a, test.b); got != test.want {
			t.Errorf("%v and %v: expected %v, got %v", test.a, test.b, test.want, got)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]any{
		"Jan": "Jan", `"Jan"`: "Jan", "12": json.Number("12"), "true": true, "+7 999": "+7 999", "1 2": "1 2",
		"null": nil, "300ms": "300ms", "": "",
	} {
		if got := Parse(text); got != want {
			t.Errorf("%q: expected %#v, got %#v", text, want, got)
		}
	}
}

// TestMerged: RFC 7396.
func TestMerged(t *testing.T) {
	target, err := Object([]byte(`{"a":{"b":1,"c":2},"l":[1],"x":1}`))
	if err != nil {
		t.Fatal(err)
	}
	patch, err := Object([]byte(`{"a":{"b":null,"d":3},"l":[2],"n":{"m":1}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := Encode(Merge(target, patch)); got != `{"a":{"c":2,"d":3},"l":[2],"n":{"m":1},"x":1}` {
		t.Errorf("got %s", got)
	}
}
