package fault_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"sparring/mock/fault"
)

func TestRefusals(t *testing.T) {
	tests := []struct{ rule, field, says, known string }{
		{`{"match":{"api":"nope"},"fault":{"kind":"reset"}}`, "/match/api", `"nope"`, "bonder"},
		{`{"match":{"api":"bonder","operation":"send"},"fault":{"kind":"reset"}}`, "/match/operation",
			`bonder has no operation "send"`, "saveCard"},
		{`{"match":{"operation":"nope"},"fault":{"kind":"reset"}}`, "/match/operation", `"nope"`, "listen"},
		{`{"match":{"method":"GE T"},"fault":{"kind":"reset"}}`, "/match/method", "HTTP method", ""},
		{`{"match":{"operation":"saveCard","method":"GET"},"fault":{"kind":"reset"}}`, "/match/method",
			`saveCard never has the method "GET"`, "POST"},
		{`{"match":{"method":"gte"},"fault":{"kind":"reset"}}`, "/match/method",
			`no operation ever has the method "gte"`, "GET"},
		{`{"match":{"api":"bonder","method":"gte"},"fault":{"kind":"hold"}}`, "/match/method",
			`no operation of bonder ever`, "POST"},
		{`{"match":{"path":"/nope"},"fault":{"kind":"reset"}}`, "/match/path", `no operation ever has the path "/nope"`,
			"/card/{id}/save"},
		{`{"match":{"path":"/b*"},"fault":{"kind":"reset"}}`, "/match/path", `"/b*"`, "/card/{id}/save"},
		{`{"match":{"path":"/nope","method":"options"},"fault":{"kind":"reset"}}`, "/match/path", `"/nope"`, ""},
		{`{"match":{"path":"/nope"},"fault":{"kind":"error","code":"INVALID"}}`, "/match/path", `"/nope"`, ""},
		{`{"match":{"operation":"saveCard"},"fault":{"kind":"mutate","pointer":"/nope"}}`, "/fault/pointer", `"/nope"`,
			"/result"},
		{`{"match":{"operation":"saveCard"},"fault":{"kind":"mutate","edit":"null","pointer":"/nope/x"}}`,
			"/fault/pointer", `"/nope/x"`, "/result"},
		{`{"match":{"path":"auth"},"fault":{"kind":"reset"}}`, "/match/path", "beginning with", ""},
		{`{"match":{"path":"/auth?x=1"},"fault":{"kind":"reset"}}`, "/match/path", "without query", ""},
		{`{"match":{"header":{"a b":"x"}},"fault":{"kind":"reset"}}`, "/match/header/a b", "name of a header", ""},
		{`{"match":{"header":{"host":"x"}},"fault":{"kind":"reset"}}`, "/match/header/host", "cannot be matched", ""},
		{`{"match":{"body":{"user":1}},"fault":{"kind":"reset"}}`, "/match/body/user", "JSON pointer", ""},
		{`{"match":{"body":{"/a~2":1}},"fault":{"kind":"reset"}}`, "/match/body/~1a~02", "JSON pointer", ""},
		{`{"after":-1,"fault":{"kind":"reset"}}`, "/after", "-1", ""},
		{`{"times":-2,"fault":{"kind":"reset"}}`, "/times", "-2", ""},
		{`{"fault":{}}`, "/fault/kind", "missing", "lose_reply"},
		{`{"fault":{"kind":"explode"}}`, "/fault/kind", `"explode"`, "error"},
		{`{"fault":{"kind":"reset","by":"x"}}`, "/fault/by", "no parameters", ""},
		{`{"fault":{"kind":"delay","duration":"1s","foo":1}}`, "/fault/foo", "no such parameter", "duration"},
		{`{"match":{"api":"bonder","operation":"saveCard"},"fault":{"kind":"error","code":"NOPE"}}`, "/fault/code",
			`"NOPE"`, "DATABASE_ERROR"},
		{`{"match":{"api":"bonder","operation":"auth"},"fault":{"kind":"error","code":"DATABASE_ERROR"}}`,
			"/fault/code", "DATABASE_ERROR", "WRONG_PASSWORD"},
		{`{"match":{"api":"iqchannels"},"fault":{"kind":"error","code":"DATABASE_ERROR"}}`, "/fault/code",
			"DATABASE_ERROR", "INVALID"},
		{`{"fault":{"kind":"error","code":"NOPE"}}`, "/fault/code", "NOPE", "INVALID"},
		{`{"fault":{"kind":"error"}}`, "/fault/code", "missing", ""},
		{`{"fault":{"kind":"error","code":null}}`, "/fault/code", "missing", ""},
		{`{"fault":{"kind":"error","code":418}}`, "/fault/code", "expected a text, got 418", ""},
		{`{"fault":{"kind":"status"}}`, "/fault/status", "missing", ""},
		{`{"fault":{"kind":"status","status":99}}`, "/fault/status", "99", ""},
		{`{"fault":{"kind":"status","status":600}}`, "/fault/status", "600", ""},
		{`{"fault":{"kind":"status","status":200.5}}`, "/fault/status", "an integer", ""},
		{`{"fault":{"kind":"status","status":"503"}}`, "/fault/status", "an integer", ""},
		{`{"fault":{"kind":"status","status":204,"body":"x"}}`, "/fault/body", "no body", ""},
		{`{"fault":{"kind":"status","status":200,"headers":["x"]}}`, "/fault/headers", "an object", ""},
		{`{"fault":{"kind":"status","status":200,"headers":{"A B":"x"}}}`, "/fault/headers/A B", "name of a header",
			""},
		{`{"fault":{"kind":"status","status":200,"headers":{"A":"x\r\nB: y"}}}`, "/fault/headers/A", "one line", ""},
		{`{"fault":{"kind":"status","status":200,"headers":{"A":{}}}}`, "/fault/headers/A", "one line", ""},
		{`{"fault":{"kind":"status","status":200,"headers":{"content-length":"3"}}}`, "/fault/headers/content-length",
			"truncate", ""},
		{`{"fault":{"kind":"redirect","location":""}}`, "/fault/location", "not empty", ""},
		{`{"fault":{"kind":"redirect","location":"/x\ny"}}`, "/fault/location", "a URL", ""},
		{`{"fault":{"kind":"redirect","location":"/x","status":304}}`, "/fault/status", "304", "307"},
		{`{"fault":{"kind":"rate_limit","retry_after":5}}`, "/fault/retry_after", "a duration", ""},
		{`{"fault":{"kind":"rate_limit","form":"words"}}`, "/fault/form", "one of seconds, date", "date"},
		{`{"fault":{"kind":"delay"}}`, "/fault/duration", "missing", ""},
		{`{"fault":{"kind":"delay","duration":"-1s"}}`, "/fault/duration", "not negative", ""},
		{`{"fault":{"kind":"delay","duration":"soon"}}`, "/fault/duration", `"soon"`, ""},
		{`{"fault":{"kind":"delay","duration":"8760h"}}`, "/fault/duration", `at most "1h"`, ""},
		{`{"fault":{"kind":"delay","duration":"99999999999h"}}`, "/fault/duration", "a duration", ""},
		{`{"fault":{"kind":"truncate","keep":"100%"}}`, "/fault/keep", "less than", ""},
		{`{"fault":{"kind":"truncate","keep":"-1%"}}`, "/fault/keep", "percentage", ""},
		{`{"fault":{"kind":"truncate","keep":"half"}}`, "/fault/keep", "percentage", ""},
		{`{"fault":{"kind":"truncate","keep":"NaN%"}}`, "/fault/keep", "percentage", ""},
		{`{"fault":{"kind":"truncate","keep":"50"}}`, "/fault/keep", "percentage", ""},
		{`{"fault":{"kind":"truncate","keep":50}}`, "/fault/keep", "a text", ""},
		{`{"fault":{"kind":"dribble","bytes":0}}`, "/fault/bytes", "from 1", ""},
		{`{"fault":{"kind":"dribble","interval":"2h"}}`, "/fault/interval", "at most", ""},
		{`{"fault":{"kind":"malform","as":"xml"}}`, "/fault/as", `"xml"`, "utf8"},
		{`{"fault":{"kind":"mutate","edit":"swap"}}`, "/fault/edit", `"swap"`, "null"},
		{`{"fault":{"kind":"mutate","pointer":"result"}}`, "/fault/pointer", "JSON pointer", ""},
		{`{"fault":{"kind":"lose_reply","by":"mail"}}`, "/fault/by", `"mail"`, "silence"},
		{`{"fault":{"kind":"expire","reason":"age"}}`, "/fault/reason", `"age"`, "revoked"},
		{`{"match":{"operation":"auth"},"fault":{"kind":"expire"}}`, "/fault/kind", "no operation", "bonder saveCard"},
		{`{"fault":{"kind":"hold","count":0}}`, "/fault/count", "from 1", ""},
		{`{"fault":{"kind":"hold","count":-4}}`, "/fault/count", "-4", ""},
		{`{"fault":{"kind":"hold","timeout":"0s"}}`, "/fault/timeout", "more than 0", ""},
		{`{"fault":{"kind":"stream"}}`, "/fault/do", "missing", "reorder"},
		{`{"fault":{"kind":"stream","do":"cut","after":-1}}`, "/fault/after", "-1", ""},
		{`{"match":{"api":"bonder"},"fault":{"kind":"stream","do":"cut"}}`, "/fault/kind", "no operation",
			"iqchannels listen"},
	}
	s := newSet()
	for _, test := range tests {
		t.Run(test.rule, func(t *testing.T) {
			_, err := s.Add(rule(t, test.rule))
			var r *fault.Refusal
			if !errors.As(err, &r) {
				t.Fatalf("not refused: %v", err)
			}
			if r.Field != test.field || !strings.Contains(r.Reason, test.says) || r.Absent {
				t.Errorf("refused at %s: %s", r.Field, r.Reason)
			}
			if test.known != "" && (!slices.Contains(r.Known, test.known) ||
				!strings.Contains(err.Error(), test.known)) {
				t.Errorf("names %q, want %s among them", r.Known, test.known)
			}
		})
	}
	if !s.Idle() || len(s.List()) != 0 {
		t.Error("a refused rule was stored")
	}
}

// TestAccepted shows rules at the edge that are not mistakes.
func TestAccepted(t *testing.T) {
	for _, text := range []string{
		`{"match":{"operation":"card.save"},"fault":{"kind":"error","code":"DATABASE_ERROR"}}`,
		`{"match":{"operation":"auth"},"fault":{"kind":"error","code":"WRONG_PASSWORD"}}`,
		`{"fault":{"kind":"error","code":"INVALID"}}`, `{"match":{"api":"bonder"},"fault":{"kind":"expire"}}`,
		`{"fault":{"kind":"status","status":100}}`,
		`{"fault":{"kind":"status","status":599,"headers":{"A":7},"body":null}}`,
		`{"fault":{"kind":"status","status":2e2}}`, `{"fault":{"kind":"delay","duration":"1h"}}`,
		`{"fault":{"kind":"truncate","keep":"99.9%"}}`,
		`{"match":{"body":{"":{"a":1}}},"fault":{"kind":"reset"}}`, `{"times":null,"fault":{"kind":"reset"}}`,
	} {
		add(t, newSet(), text)
	}
}

// TestKindInfo checks the catalogue against the rules: every default is accepted, every kind says what it does.
func TestKindInfo(t *testing.T) {
	if len(fault.Kinds()) < 16 {
		t.Fatalf("only %d kinds", len(fault.Kinds()))
	}
	for _, k := range fault.Kinds() {
		parameters := map[string]any{}
		for _, p := range k.Parameters {
			if p.Default != nil {
				parameters[p.Name] = p.Default
			}
			if p.Required {
				parameters[p.Name] = map[string]any{"code": "INVALID", "status": 500, "location": "/", "duration": "1s",
					"do": "cut"}[p.Name]
			}
		}
		if _, err := newSet().Add(fault.Rule{Fault: fault.Spec{Kind: k.Kind, Parameters: parameters}}); err != nil {
			t.Error(err)
		}
		data, err := json.Marshal(k)
		if err != nil || k.Doc == "" || !strings.Contains(string(data), `"parameters":[`) {
			t.Errorf("%s: %s", k.Kind, data)
		}
	}
}

func TestParse(t *testing.T) {
	tests := []struct{ text, want, err string }{
		{"DATABASE_ERROR", `{"code":"DATABASE_ERROR","kind":"error"}`, ""},
		{" 418 ", `{"code":"418","kind":"error"}`, ""},
		{"reset", `{"kind":"reset"}`, ""},
		{"delay duration=2s", `{"duration":"2s","kind":"delay"}`, ""},
		{`status; status=503; body={"ok":false}`, `{"body":{"ok":false},"kind":"status","status":503}`, ""},
		{"truncate keep=5%", `{"keep":"5%","kind":"truncate"}`, ""},
		{"error code=418", `{"code":"418","kind":"error"}`, ""},
		{"", "", "expected an error code"},
		{"explode now=1", "", "no kind of fault"},
		{"delay 2s", "", "name=value"},
	}
	for _, test := range tests {
		got, err := fault.Parse(test.text)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%q: %v, want %s", test.text, err, test.err)
			}
			continue
		}
		data, _ := json.Marshal(got)
		if err != nil || string(data) != test.want {
			t.Errorf("%q: %s, %v, want %s", test.text, data, err, test.want)
		}
	}
}
