package bonder

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestMembers compares the cut with what encoding/json reads.
func TestMembers(t *testing.T) {
	var many strings.Builder
	for i := range 50 {
		fmt.Fprintf(&many, `"k%d":%d,`, i%40, i)
	}
	for _, body := range []string{
		`{}`, ` { } `, `{"a":1}`, `{ "a" : 1 , "b" : [ 1 , { "c" : "}" } ] , "d" : "\"]" }`, `{"a":{"b":{}},` +
			`"c":[[],[{}]],"d":null,"e":-1.5e3,"f":true}`,
		"{\n\t\"a\"\r\n:\n\"x\"\n}", `{"a\u0062\"":1,"":""}`, `{"a":1,"a":2}`, `{` + many.String() + `"end":[]}`,
		`{"Ω":"\\","\\":"ы"}`,
	} {
		if !wellFormed([]byte(body)) {
			t.Fatalf("%s is not JSON", body)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal([]byte(body), &want); err != nil {
			t.Fatal(err)
		}
		got := members([]byte(body))
		if len(got) != len(want) {
			t.Errorf("%s: %d members, want %d", body, len(got), len(want))
		}
		for _, m := range got {
			if string(m.value) != string(want[m.name]) {
				t.Errorf("%s: %q is %s, want %s", body, m.name, m.value, want[m.name])
			}
		}
	}
	for _, body := range []string{``, ` `, `[]`, `"{"`, `5`, `null`, `[{"a":1}]`} {
		if got := members([]byte(body)); got != nil {
			t.Errorf("%s has members %v", body, got)
		}
	}
	if got := members([]byte(`{"b":1,"a":2,"b":3}`)); got[0].name != "b" || string(got[0].value) != "3" ||
		got[1].name != "a" {
		t.Errorf("order is %v", got)
	}
}

func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`{"a":1,` +
		`"b":{"c":[1,2]}}`, `{"a":"\\\""}`, "{\"a\"\n:\tnull }", `{"translatable":{"pl":{}}}`, `[]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if !wellFormed(body) {
			return
		}
		var want map[string]json.RawMessage
		if json.Unmarshal(body, &want) != nil || want == nil {
			return
		}
		got := members(body)
		if len(got) != len(want) {
			t.Fatalf("%d members, want %d", len(got), len(want))
		}
		for _, m := range got {
			if string(m.value) != string(want[m.name]) {
				t.Fatalf("%q is %s, want %s", m.name, m.value, want[m.name])
			}
		}
	})
}
