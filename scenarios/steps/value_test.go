package steps

import (
	"encoding/json"
	"sparring/scenarios/bonder"
	"sparring/scenarios/suite"
	"sparring/scenarios/timconnect"
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
		if got := same(test.a, test.b); got != test.want {
			t.Errorf("%v and %v: expected %v, got %v", test.a, test.b, test.want, got)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]any{"Jan": "Jan", `"Jan"`: "Jan", "12": json.Number("12"), "true": true, "+7 999": "+7 999", "1 2": "1 2", "null": nil, "300ms": "300ms", "": ""} {
		if got := parse(text); got != want {
			t.Errorf("%q: expected %#v, got %#v", text, want, got)
		}
	}
}

// TestMerged: RFC 7396.
func TestMerged(t *testing.T) {
	target, err := decodeObject([]byte(`{"a":{"b":1,"c":2},"l":[1],"x":1}`))
	if err != nil {
		t.Fatal(err)
	}
	patch, err := decodeObject([]byte(`{"a":{"b":null,"d":3},"l":[2],"n":{"m":1}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := encode(merged(target, patch)); got != `{"a":{"c":2,"d":3},"l":[2],"n":{"m":1},"x":1}` {
		t.Errorf("got %s", got)
	}
}

func TestCounts(t *testing.T) {
	for _, test := range []struct {
		want string
		n    int
		ok   bool
	}{{"no", 0, true}, {"no", 1, false}, {"exactly 2", 2, true}, {"exactly 2", 3, false}, {"at least 2", 3, true}, {"at least 2", 1, false}, {"at most 2", 2, true}, {"at most 2", 3, false}} {
		if got, err := counts(test.want, test.n); err != nil || got != test.ok {
			t.Errorf("%s of %d: got %v, %v", test.want, test.n, got, err)
		}
	}
}

// TestTyped: an argument that is declared as a text is one, whatever the feature's table makes of it.
func TestTyped(t *testing.T) {
	given := map[string]any{"phone": json.Number("79991234567"), "code": "0012", "more": json.Number("1")}
	if got := encode(typed(suite.APIs{bonder.API(), timconnect.API()}, "timconnect.confirmPhone", given)); got != `{"code":"0012","more":1,"phone":"79991234567"}` {
		t.Errorf("got %s", got)
	}
	if got := encode(typed(suite.APIs{bonder.API(), timconnect.API()}, "timconnect.getKitten", map[string]any{"id": json.Number("2")})); got != `{"id":2}` {
		t.Errorf("got %s", got)
	}
	if got := typed(suite.APIs{bonder.API(), timconnect.API()}, "bonder.createProfile", nil); got == nil || len(got) != 0 {
		t.Errorf("no arguments: got %v", got)
	}
}
