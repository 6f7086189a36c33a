package fault_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sparring/mock/fault"
	"sparring/mock/message"
)

// edit runs one mutate rule; pick chooses the last of those that fit.
func edit(t testing.TB, parameters, body string, edits []fault.Edit) (string, string) {
	t.Helper()
	s := newSet()
	add(t, s, `{"fault":{"kind":"mutate"`+parameters+`}}`)
	f := s.Decide(saveCard(1))
	given := []byte(body)
	out := f.Fault.(*fault.Mutate).Edit(f, message.Response{Status: 200, Body: given}, edits)
	if string(given) != body {
		t.Errorf("the answer meant was changed to %s", given)
	}
	return string(out.Body), f.Detail
}

func TestMutate(t *testing.T) {
	const body = `{ "z": [1, {"a/b": "x"}, 3], "a" : "ok" ,"e":{}, "n": 1.50 }`
	one := func(kind, pointer string, value any) []fault.Edit {
		return []fault.Edit{{Kind: kind, Pointer: pointer, Value: value}}
	}
	several := []fault.Edit{{"null", "/a", nil}, {"other_type", "/a", 5}, {"missing_field", "/n", nil},
		{"unknown_value", "/a", "<new>"}}
	tests := []struct {
		name, parameters string
		edits            []fault.Edit
		old, replacement string // what changes in body
		detail           string
	}{
		{"null", "", one("null", "/a", nil), `"ok"`, `null`, `null at "/a"`},
		{"unknown value", "", one("unknown_value", "/a", "<new>"), `"ok"`, `"<new>"`, `unknown_value at "/a": "<new>"`},
		{"other type", "", one("other_type", "/n", "text"), `1.50`, `"text"`, `other_type at "/n": "text"`},
		{"object as value", "", one("other_type", "/n", map[string]any{"x": 1}), `1.50`, `{"x":1}`,
			`other_type at "/n": {"x":1}`},
		{"in a list", "", one("null", "/z/1/a~1b", nil), `"x"`, `null`, `null at "/z/1/a~1b"`},
		{"root", "", one("null", "", nil), body, `null`, `null at ""`},
		{"missing first", "", one("missing_field", "/z", nil), `"z": [1, {"a/b": "x"}, 3], `, ``,
			`missing_field at "/z"`},
		{"missing middle", "", one("missing_field", "/a", nil), `"a" : "ok" ,`, ``, `missing_field at "/a"`},
		{"missing last", "", one("missing_field", "/n", nil), `, "n": 1.50`, ``, `missing_field at "/n"`},
		{"missing only", "", one("missing_field", "/z/1/a~1b", nil), `"a/b": "x"`, ``, `missing_field at "/z/1/a~1b"`},
		{"missing element", "", one("missing_field", "/z/2", nil), `}, 3`, `}`, `missing_field at "/z/2"`},
		{"extra into the root", "", one("extra_field", "", 1), `1.50`, `1.50,"unexpected_field":1`,
			`extra_field at "/unexpected_field"`},
		{"extra into an empty object", "", one("extra_field", "/e", nil), `{}`, `{"unexpected_field":"unexpected"}`,
			`extra_field at "/e/unexpected_field"`},
		{"extra by its own name", "", one("extra_field", "/e/x~1y", true), `{}`, `{"x/y":true}`,
			`extra_field at "/e/x~1y"`},
		{"chance", "", several, `"ok"`, `"<new>"`, `unknown_value at "/a": "<new>"`},
		{"by kind", `,"edit":"missing_field"`, several, `, "n": 1.50`, ``, `missing_field at "/n"`},
		{"by pointer", `,"pointer":"/n"`, several, `, "n": 1.50`, ``, `missing_field at "/n"`},
		{"by both", `,"edit":"other_type","pointer":"/a"`, several, `"ok"`, `5`, `other_type at "/a": 5`},
		{"own wish", `,"edit":"null","pointer":"/z/0"`, nil, `[1,`, `[null,`, `null at "/z/0"`},
		{"own type of a text", `,"edit":"other_type","pointer":"/a"`, nil, `"ok"`, `1`, `other_type at "/a": 1`},
		{"own type of a number", `,"edit":"other_type","pointer":"/n"`, nil, `1.50`, `"unexpected"`,
			`other_type at "/n": "unexpected"`},
		{"passes over what is not there", "", append(one("null", "/a", nil), one("null", "/b", nil)...), `"ok"`, `null`,
			`null at "/a"`},
		{"nothing fits", `,"edit":"null"`, one("extra_field", "", 1), "", "",
			`null: no edit fits this answer, nothing was changed`},
		{"nothing there", `,"edit":"null","pointer":"/b/c"`, nil, "", "",
			`null at "/b/c": no edit fits this answer, nothing was changed`},
		{"no proposals", "", nil, "", "", `mutate: no edit fits this answer, nothing was changed`},
		{"bad proposals", "", []fault.Edit{{"swap", "/a", nil}, {"null", "a", nil}, {"missing_field", "", nil},
			{"extra_field", "/a", 1}, {"extra_field", "/a/b/c", 1}}, "", "",
			`mutate: no edit fits this answer, nothing was changed`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, detail := edit(t, test.parameters, body, test.edits)
			want := strings.Replace(body, test.old, test.replacement, 1)
			if got != want || detail != test.detail {
				t.Errorf("got  %s (%s)\nwant %s (%s)", got, detail, want, test.detail)
			}
			if !json.Valid([]byte(got)) {
				t.Error("no JSON any more")
			}
		})
	}
	for _, broken := range []string{"", "<html>", `{"a":`} {
		if got, detail := edit(t, "", broken, one("null", "", nil)); got != broken ||
			!strings.Contains(detail, "not JSON") {
			t.Errorf("%q became %q: %s", broken, got, detail)
		}
	}
}

// TestExtraFieldName shows that an extra field never doubles one that is there.
func TestExtraFieldName(t *testing.T) {
	got, _ := edit(t, "", `{"unexpected_field":1}`, []fault.Edit{{Kind: "extra_field"}})
	if got != `{"unexpected_field":1,"unexpected_field_":"unexpected"}` {
		t.Error(got)
	}
}

// TestMutateAnyJSON edits random documents at random places: the rest stays equal, the document stays JSON.
func TestMutateAnyJSON(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		doc := map[string]any{}
		for i := range rapid.IntRange(1, 4).Draw(rt, "members") {
			doc[fmt.Sprintf("k\"%d", i)] = rapid.SampledFrom([]any{
				"a,}]\"\\", 1.5, true, nil, []any{}, []any{"]", map[string]any{"x": "{"}}, map[string]any{},
				map[string]any{"y": []any{1.0}},
			}).Draw(rt, "value")
		}
		prefix, indent := "", rapid.SampledFrom([]string{"", "\t", " \n"}).Draw(rt, "indent")
		if indent != "" {
			prefix = " "
		}
		body, err := json.MarshalIndent(doc, prefix, indent)
		if err != nil {
			rt.Fatal(err)
		}
		if indent == "" {
			body, _ = json.Marshal(doc)
		}
		name := fmt.Sprintf("k\"%d", rapid.IntRange(0, len(doc)-1).Draw(rt, "which"))
		kind := rapid.SampledFrom([]string{"null", "missing_field", "other_type", "extra_field"}).Draw(rt, "kind")
		e := fault.Edit{Kind: kind, Pointer: "/" + name, Value: "v"}
		switch kind {
		case "null":
			doc[name] = nil
		case "missing_field":
			delete(doc, name)
		case "other_type":
			doc[name] = "v"
		default:
			e.Pointer = "/new"
			doc["new"] = "v"
		}
		out, detail := edit(t, "", string(body), []fault.Edit{e})
		var got map[string]any
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			rt.Fatalf("%s: %v", out, err)
		}
		if fmt.Sprint(got) != fmt.Sprint(doc) {
			rt.Fatalf("%s\n%s became\n%s", detail, body, out)
		}
	})
}
