package contract

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/spec"
)

// load makes a document of components.schemas; the first named X is what the tests use.
func load(t *testing.T, schemas string) *openapi3.SchemaRef {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},
		"paths":{},"components":{"schemas":` + schemas + `}}`))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Components.Schemas["X"]
}

func judged(ref *openapi3.SchemaRef, request bool, body string) []journal.Finding {
	j := &judge{kind: journal.Violation, by: journal.ByClient, request: request,
		mark: spec.Mark{Provenance: spec.Observed}, options: validation(&spec.Document{Directional: true}, request)}
	j.json(ref, []byte(body))
	return j.found
}

// A null is not told to be left out if its object must have it.
func TestNullMessages(t *testing.T) {
	ref := load(t, `{"X":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string"},
		"c":{"allOf":[{"type":"object","required":["d"],"properties":{"d":{"type":"array"}}}]}}}}`)
	for _, f := range judged(ref, true, `{"a":null,"b":null,"c":{"d":null}}`) {
		if optional := f.Pointer == "/b"; strings.Contains(f.Message, "leave it out") != optional {
			t.Errorf("%s: %s", f.Pointer, f.Message)
		}
	}
}

func TestSchemaFindings(t *testing.T) {
	tests := []struct{ name, schema, body, want string }{
		{"type", `{"type":"integer"}`, `"a"`, `wrong_type  | integer | "a"`},
		{"number for integer", `{"type":"integer"}`, `1.5`, `wrong_type  | integer | 1.5`},
		{"number as sent", `{"type":"object","properties":{"a/b":{"type":"array","items":{"type":"string"}}}}`,
			`{"a/b":[12345678901234567890,1.50]}`,
			`wrong_type /a~1b/0 | string | 12345678901234567890; wrong_type /a~1b/1 | string | 1.50`},
		{"pattern in words", `{"type":"string","pattern":"^[0-9]{4}$","x-sparring-words":"a year"}`, `"x"`,
			`pattern  | a year | "x"`},
		{"null", `{"type":"string"}`, `null`, `null_not_allowed  | string | null`},
		{"enum", `{"type":"string","enum":["a","b"]}`, `"c"`, `not_in_enum  | one of "a", "b" | "c"`},
		{"bounds", `{"type":"array","items":{"type":"integer","minimum":1,"maximum":3}}`, `[0,4]`,
			`too_small /0 | at least 1 | 0; too_large /1 | at most 3 | 4`},
		{"exclusive bounds",
			`{"type":"array","items":{"type":"number","minimum":1,"exclusiveMinimum":true,"maximum":3,
				"exclusiveMaximum":true,"multipleOf":0.5}}`,
			`[1,3,2.3]`,
			`too_small /0 | more than 1 | 1; too_large /1 | less than 3 | 3; ` +
				`not_a_multiple /2 | a multiple of 0.5 | 2.3`},
		{"one fact at one place", `{"type":"string","minLength":3,"pattern":"^[0-9]+$"}`, `"a"`,
			`too_short  | at least 3 characters | "a"`},
		{"long", `{"type":"string","maxLength":3}`, `"abcd"`, `too_long  | at most 3 characters | "abcd"`},
		{"a value too long to show", `{"type":"string","maxLength":3}`, `"` + strings.Repeat("s", 300) + `"`,
			`too_long  | at most 3 characters | string of 300 characters`},
		{"pattern", `{"type":"string","pattern":"^\\d+$"}`, `"x"`, `pattern  | a text like ^\d+$ | "x"`},
		{"formats", `{"type":"array","items":{"type":"string","format":"date-time"}}`,
			`["2026-02-31T00:00:00Z","2026-02-28T00:00:00Z"]`,
			`wrong_format /0 | a text in the format date-time | "2026-02-31T00:00:00Z"`},
		{"uuid", `{"type":"string","format":"uuid"}`, `"x"`, `wrong_format  | a text in the format uuid | "x"`},
		{"items", `{"type":"array","minItems":1,"items":{}}`, `[]`,
			`too_few_items  | at least 1 items | array with 0 items`},
		{"many items", `{"type":"array","maxItems":1,"uniqueItems":true,"items":{}}`, `[1,1]`,
			`too_many_items  | at most 1 items | array with 2 items`},
		{"repeated items", `{"type":"array","uniqueItems":true,"items":{}}`, `[1,1]`,
			`repeated_item  | items that differ | array with 2 items`},
		{"fields", `{"type":"object","minProperties":1}`, `{}`,
			`too_few_fields  | at least 1 fields | object with 0 fields`},
		{"many fields", `{"type":"object","maxProperties":1}`, `{"a":1,"b":2}`,
			`too_many_fields  | at most 1 fields | object with 2 fields`},
		{"unknown and missing",
			`{"type":"object","required":["a"],"properties":{"a":{"type":"string"}},"additionalProperties":false}`,
			`{"b":"secret"}`,
			`unknown_field /b | one of a | present; missing_field /a | present | absent`},
		{"names with slashes, tildes, quotes", `{"type":"object","additionalProperties":false}`, `{"a/b~c\"d":1}`,
			`unknown_field /a~1b~0c"d | no fields | present`},
		{"nested",
			`{"type":"object","additionalProperties":{"type":"object","required":["x"],
				"properties":{"x":{"type":"array","items":{"type":"boolean"}}}}}`,
			`{"k":{"x":[true,1]},"l":{}}`, `wrong_type /k/x/1 | boolean | 1; missing_field /l/x | present | absent`},
		{"read only", `{"type":"object","properties":{"id":{"type":"integer","readOnly":true}}}`, `{"id":1}`,
			`read_only_field /id | absent from requests | 1`},
		{"not", `{"not":{"type":"string"}}`, `"a"`, `not_allowed  | something else | "a"`},
		{"scalars of the value's type",
			`{"oneOf":[{"type":"integer","enum":[0,1]},{"type":"string","enum":["0","1"]}]}`, `"7"`,
			`not_in_enum  | one of "0", "1" | "7"`},
		{"scalars of another type", `{"oneOf":[{"type":"integer","enum":[0,1]},{"type":"string","enum":["0","1"]}]}`,
			`true`,
			`no_variant  | one of "0", "1" or one of 0, 1 | true`},
		{"several scalars of the type",
			`{"oneOf":[{"type":"string","enum":["a"]},{"type":"string","pattern":"^[0-9]+$"}]}`, `"b"`,
			`no_variant  | a text like ^[0-9]+$ or one of "a" | "b"`},
		{"null where variants take none", `{"oneOf":[{"type":"integer"},{"type":"string"}]}`, `null`,
			`null_not_allowed  | integer or string | null`},
		{"nullable variants", `{"nullable":true,"oneOf":[{"type":"integer"},{"type":"string"}]}`, `true`,
			`no_variant  | integer or null or string | true`},
		{"ambiguous", `{"oneOf":[{"type":"integer"},{"type":"number"}]}`, `1`,
			`ambiguous  | exactly one of: integer or number | several fit`},
		{"anyOf of names",
			`{"type":"object","additionalProperties":false,"properties":{"Token":{"type":"string"},
				"token":{"type":"string"}},"anyOf":[{"required":["Token"]},{"required":["token"]}]}`,
			`{}`, `missing_field /Token | present | absent`},
		{"nested variants",
			`{"type":"object","properties":{"list":{"type":"array","items":{"oneOf":[{"type":"object",
				"required":["a"],"properties":{"a":{"oneOf":[{"type":"integer"},{"type":"string",
				"maxLength":1}]}}}]}}}}`,
			`{"list":[{"a":1},{"a":"long"}]}`, `too_long /list/1/a | at most 1 characters | "long"`},
		{"allOf",
			`{"allOf":[{"type":"object","required":["a"]},{"type":"object","properties":{"b":{"type":"string"}}}]}`,
			`{"b":1}`,
			`missing_field /a | present | absent; wrong_type /b | string | 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range judged(load(t, `{"X":`+tt.schema+`}`), true, tt.body) {
				got = append(got, f.Code+" "+f.Pointer+" | "+f.Expected+" | "+f.Actual)
				if strings.Contains(f.Message, "secret") || strings.ContainsAny(f.Message, "\n{") {
					t.Errorf("the message quotes the body: %s", f.Message)
				}
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestDiscriminator(t *testing.T) {
	ref := load(t, `{"X":{"oneOf":[{"$ref":"#/components/schemas/A"},{"$ref":"#/components/schemas/B"}],
		"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/A","b":"#/components/schemas/B"}}},
		"A":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string"},"n":{"type":"integer"}},
			"additionalProperties":false},
		"B":{"type":"object","required":["kind","m"],"properties":{"kind":{"type":"string"},"m":{"type":"object",
			"properties":{"x":{"type":"integer"}}}}}}`)
	tests := []struct{ body, want string }{
		{`{"kind":"a","n":1}`, ""},
		{`{"kind":"a","m":1}`, "unknown_field /m"},
		{`{"kind":"b","m":{"x":"1"}}`, "wrong_type /m/x"},
		{`{"kind":"c"}`, "not_in_enum /kind"},
		{`{"kind":7}`, "not_in_enum /kind"},
		{`{}`, "missing_field /kind"},
		{`[]`, "no_variant "},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range judged(ref, true, tt.body) {
			got = append(got, f.Code+" "+f.Pointer)
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.body, s, tt.want)
		}
	}
}

// TestProvenance checks that the nearest mark counts: property, reference, schema, and last what the judge brings.
func TestProvenance(t *testing.T) {
	ref := load(t, `{"X":{"type":"object","required":["gone"],"additionalProperties":false,"properties":{
		"plain":{"type":"string"},"own":{"type":"string","x-sparring-provenance":"derived"},
		"gone":{"type":"string","x-sparring-provenance":"derived"},
		"inner":{"$ref":"#/components/schemas/Inner"},
		"list":{"type":"array","x-sparring-provenance":"derived","items":{"type":"object",
			"properties":{"d":{"type":"string","x-sparring-provenance":"documented"},"e":{"type":"string"}}}},
		"either":{"oneOf":[{"type":"object","required":["a"],"properties":{"a":{"type":"string",
			"x-sparring-provenance":"documented"}}},
			{"type":"object","required":["b"],"properties":{"b":{"type":"string","x-sparring-provenance":"derived"},
				"c":{"type":"string"}}}]}}},
		"Inner":{"type":"object","x-sparring-provenance":"documented","additionalProperties":false,
			"properties":{"a":{"type":"string"},"b":{"type":"string","x-sparring-provenance":"derived"}}}}`)
	body := `{"plain":1,"own":1,"inner":{"a":1,"b":1,"c":1},"list":[{"d":1,"e":1}],"either":{"b":1},"extra":1}`
	want := map[string]string{
		"/plain": "observed", "/own": "derived", "/gone": "derived", "/inner/a": "documented", "/inner/b": "derived",
		"/inner/c": "documented", "/list/0/d": "documented", "/list/0/e": "derived", "/either/b": "derived",
		"/extra": "observed",
	}
	got := map[string]string{}
	for _, f := range judged(ref, true, body) {
		got[f.Pointer] = string(f.Provenance)
	}
	for pointer, provenance := range want {
		if got[pointer] != provenance {
			t.Errorf("%s is %q, want %q", pointer, got[pointer], provenance)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}

// TestRuleMarks checks that a value rule's own mark counts before the field's, and its source before the operation's.
func TestRuleMarks(t *testing.T) {
	ref := load(t, `{"X":{"type":"object","required":["must","sibling"],"additionalProperties":false,
		"x-sparring-rules":{"additionalProperties":"derived B-29"},"x-sparring-provenance":"documented","properties":{
		"type":{"type":"string","x-sparring-provenance":"documented","x-sparring-source":"bonder#L1",
			"x-sparring-rules":{"type":"derived B-28"}},
		"enum":{"type":"string","enum":["a"],"x-sparring-provenance":"derived",
			"x-sparring-rules":{"enum":"documented bonder#L2"}},
		"plain":{"type":"string","maxLength":1,"x-sparring-provenance":"documented","x-sparring-source":"bonder#L3"},
		"must":{"type":"string","x-sparring-provenance":"documented","x-sparring-rules":{"required":"derived B-30"}},
		"sibling":{"$ref":"#/components/schemas/Y","x-sparring-rules":{"required":"observed radist-clients"}},
		"null":{"type":"string","x-sparring-provenance":"documented","x-sparring-source":"bonder#L4",
			"x-sparring-rules":{"nullable":"derived B-32"}},
		"list":{"type":"array","items":{"$ref":"#/components/schemas/Y"}}}},
		"Y":{"type":"string","pattern":"^a$","x-sparring-provenance":"documented",
			"x-sparring-rules":{"pattern":"derived B-31"}}}`)
	want := map[string]string{
		"/type": "derived B-28", "/enum": "documented bonder#L2", "/plain": "documented bonder#L3",
		"/must":    "derived B-30",
		"/sibling": "observed radist-clients", "/list/0": "derived B-31", "/extra": "derived B-29",
		"/null": "derived B-32",
	}
	got := map[string]string{}
	for _, f := range judged(ref, true, `{"type":1,"enum":"b","plain":"cc","list":["b"],"extra":1,"null":null}`) {
		got[f.Pointer] = string(f.Provenance) + " " + f.Source
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParameters(t *testing.T) {
	schema := func(s string) *openapi3.SchemaRef { return load(t, `{"X":`+s+`}`) }
	declared := []*openapi3.Parameter{
		{Name: "limit", In: "query", Schema: schema(`{"type":"integer","minimum":1,"maximum":100}`)},
		{Name: "flag", In: "query", Schema: schema(`{"type":"boolean"}`)},
		{Name: "text", In: "query", Schema: schema(`{"type":"string","maxLength":3}`), AllowEmptyValue: true},
		{Name: "either", In: "query",
			Schema: schema(`{"oneOf":[{"type":"integer"},{"type":"string","enum":["all"]}]}`)},
		{Name: "ids", In: "query", Schema: schema(`{"type":"array","maxItems":3,"items":{"type":"integer"}}`)},
		{Name: "id", In: "path", Required: true, Schema: schema(`{"type":"integer"}`),
			Extensions: map[string]any{"x-sparring-provenance": "derived"}},
		{Name: "token", In: "header", Required: true, Schema: schema(`{"type":"string","minLength":1}`)},
		{Name: "sid", In: "cookie", Schema: schema(`{"type":"string","pattern":"^[a-z]+$"}`)},
	}
	tests := []struct {
		name, query string
		vars        map[string]string
		header      http.Header
		want        string
	}{
		{"all well", "limit=5&flag=true&text=abc&either=all&ids=1,2&ids=3", map[string]string{"id": "7"}, nil, ""},
		{"empty where allowed", "text=", nil, nil, ""},
		{"empty where not", "limit=", nil, nil, "wrong_type query/limit"},
		{"bounds and types", "limit=101&flag=yes&text=abcd&either=none", nil, nil,
			"too_large query/limit; wrong_type query/flag; too_long query/text; not_in_enum query/either"},
		{"a number in another spelling", "limit=%2B5&either=0x1", nil, nil,
			"wrong_type query/limit; not_in_enum query/either"},
		{"sent twice", "limit=1&limit=2", nil, nil, "repeated_parameter query/limit"},
		{"array", "ids=1,x", nil, nil, "wrong_type query/ids/1"},
		{"unknown", "Limit=1", nil, nil, "undeclared_query_parameter query/Limit"},
		{"credential", "key=1", nil, nil, ""},
		{"path", "", map[string]string{"id": "seven"}, nil, "wrong_type path/id"},
		{"header and cookie", "", nil, http.Header{"Cookie": {"sid=A1; other=x"}},
			"missing_parameter header/token; pattern cookie/sid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := tt.header
			if header == nil {
				header = http.Header{"Token": {"x"}}
			}
			j := &judge{kind: journal.Violation, by: journal.ByClient, request: true,
				mark:    spec.Mark{Provenance: spec.Documented},
				options: validation(&spec.Document{Directional: true}, true)}
			j.parameters(declared, []string{"key"}, &journal.Record{Vars: tt.vars, Entry: journal.Entry{
				URL: "http://x/y?" + tt.query, Request: &journal.Message{Header: header},
			}})
			var got []string
			for _, f := range j.found {
				got = append(got, f.Code+" "+f.Pointer)
				ours := f.Pointer == "path/id" || f.Code == "repeated_parameter" ||
					f.Code == "undeclared_query_parameter"
				if want := map[bool]journal.Provenance{true: journal.Derived,
					false: journal.Documented}[ours]; f.Provenance != want {
					t.Errorf("%s is %s", f.Pointer, f.Provenance)
				}
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}

func TestForms(t *testing.T) {
	ref := load(t,
		`{"X":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"},
			"kind":{"oneOf":[{"type":"integer"},{"type":"string","enum":["a"]}]},"o":{"type":"object"}},
			"additionalProperties":false}}`)
	content := openapi3.Content{
		"application/x-www-form-urlencoded": {Schema: ref}, "multipart/form-data": {Schema: ref},
	}
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	tests := []struct{ contentType, body, want string }{
		{"application/x-www-form-urlencoded", "n=1&kind=a", ""},
		{"application/x-www-form-urlencoded", "n=x&kind=b&z=1", "not_in_enum /kind; wrong_type /n; unknown_field /z"},
		{"application/x-www-form-urlencoded", "%zz", "malformed_form "},
		{"multipart/form-data; boundary=b", part("n", "1") + part("kind", "2") + "--b--\r\n", ""},
		{"multipart/form-data; boundary=b", part("kind", "a") + "--b--\r\n", "missing_field /n"},
		{"multipart/form-data; boundary=b", part("kind", "a"), "malformed_form "},
		{"multipart/form-data", part("n", "1"), "malformed_form header/Content-Type"},
	}
	for _, tt := range tests {
		j := &judge{kind: journal.Violation, by: journal.ByClient, request: true,
			mark: spec.Mark{Provenance: spec.Documented}, options: validation(&spec.Document{Directional: true}, true)}
		j.body(content, derived, http.Header{"Content-Type": {tt.contentType}}, []byte(tt.body))
		var got []string
		for _, f := range j.found {
			got = append(got, f.Code+" "+f.Pointer)
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s %q: got %s, want %s", tt.contentType, tt.body, s, tt.want)
		}
	}
}

func TestResponseHeaders(t *testing.T) {
	declared := openapi3.Headers{
		"Retry-After": {Value: &openapi3.Header{Parameter: openapi3.Parameter{Required: true,
			Schema: load(t, `{"X":{"type":"integer"}}`)}}},
	}
	for value, want := range map[string]string{"": "missing_header", "soon": "wrong_type", "5": ""} {
		j := &judge{kind: journal.Defect, by: journal.ByFake,
			options: validation(&spec.Document{Directional: true}, false)}
		header := http.Header{}
		if value != "" {
			header.Set("Retry-After", value)
		}
		j.headers(declared, header)
		got := ""
		for _, f := range j.found {
			got += f.Code
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}

// TestStable checks that the findings of one entry are the same every time, also side by side: the journal's canonical
// view depends on it.
func TestStable(t *testing.T) {
	op := operation(t, "bonder", "authorize")
	e := exchange(op, `{"z":1,"y":2,"x":{},"rpt":[],"username":null}`)
	e.URL += "?b=1&a=2&c=3"
	first, _ := json.Marshal(Check(op, e))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if again, _ := json.Marshal(Check(op, e)); string(again) != string(first) {
				t.Errorf("got\n%s\nand\n%s", first, again)
			}
		})
	}
	wg.Wait()
	if spec.Provenance(journal.Derived) != spec.Derived {
		t.Error("the marks of spec and journal differ")
	}
}
