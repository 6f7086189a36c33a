package drift_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock/contract"
	"sparring/mock/journal"
	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
	"sparring/mock/proxy/drift"
	"sparring/spec"
)

// seen is a collector of what a real server answered to an operation.
func seen(t *testing.T, api, operation string, status int, kind string, bodies ...string) *drift.Collector {
	t.Helper()
	op, ok := spec.Find(api, operation)
	if !ok {
		t.Fatalf("there is no operation %s", operation)
	}
	var c drift.Collector
	for i, body := range bodies {
		e := journal.Record{Passed: true, Entry: journal.Entry{
			Seq: int64(i + 1), State: journal.Closed, Kind: journal.Exchange, API: api, Operation: operation,
			Method: op.Method, Request: &journal.Message{Header: http.Header{}},
			Response: &journal.Message{Status: status, Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)},
		}}
		e.Findings = contract.Check(op, &e)
		c.Add("w", &e.Entry)
	}
	return &c
}

// TestProposals checks what is proposed for each kind of difference.
func TestProposals(t *testing.T) {
	const list = "ConnectionsGetItems"
	for name, row := range map[string]struct {
		operation, kind, body string
		status                int
		difference            string   // code field example
		actions               []string // target or "- target" for a removal; in order
	}{
		"a field": {list, "application/json",
			`{"count":1,"connections":[{"id":7,"type":"telegram_bot","name":null,"params":{},"x-new":[1.5]}]}`, 200,
			`unknown_field /connections/*/x-new a list of 1`, []string{"$.components.schemas."}},
		"a field of an error": {list, "application/json", `{"detail":"no","trace":"1f"}`, 404,
			`unknown_field /trace "0x"`, []string{"$.components.schemas."}},
		"a field that is gone": {list, "application/json", `{"connections":[]}`, 200, `missing_field /count absent`,
			[]string{"- $.components.schemas.Connections.required", "$.components.schemas.Connections"}},
		"null": {list, "application/json", `{"count":null,"connections":[]}`, 200, `null_not_allowed /count null`,
			[]string{"- $.components.schemas.Connections.properties.count",
				"$.components.schemas.Connections.properties"}},
		"another type": {list, "application/json", `{"count":true,"connections":[]}`, 200, `wrong_type /count true`,
			[]string{"- $.components.schemas.Connections.properties.count",
				"$.components.schemas.Connections.properties"}},
		"another status": {list, "text/html", `<html>`, 418, `undocumented_status status 418`,
			[]string{"$.paths['/companies/{company_id}/connections/'].get.responses"}},
		"another content type": {list, "text/csv", `a,b`, 200, `wrong_content_type header/Content-Type xxxx/xxx`,
			[]string{"$.paths['/companies/{company_id}/connections/'].get.responses['200']"}},
		"no JSON": {list, "application/json", `{"count":`, 200, `malformed_json  an error at byte 9 of 9`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			found := seen(t, "radist", row.operation, row.status, row.kind, row.body, row.body).Differences()
			if len(found) == 0 {
				t.Fatal("nothing was found")
			}
			d := found[0]
			if got := d.Code + " " + d.Field + " " + d.Example; got != row.difference || d.Count != 2 || d.Entry != 1 {
				t.Errorf("got %q %d times, first %d, want %q twice, first 1", got, d.Count, d.Entry, row.difference)
			}
			overlays, err := drift.Proposals(found[:1])
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range overlays {
				for _, a := range o.Actions {
					target := a.Target
					if a.Remove {
						target = "- " + target
					}
					got = append(got, target)
				}
				if text, err := o.YAML(); err != nil || !strings.Contains(string(text), "extends: radist.yaml\n") {
					t.Errorf("%v: %s", err, text)
				}
				if (len(o.Actions) == 0) != (len(o.Left) > 0) {
					t.Errorf("%d actions, left %v", len(o.Actions), o.Left)
				}
			}
			if !slices.EqualFunc(got, row.actions, strings.HasPrefix) {
				t.Errorf("actions %q, want %q", got, row.actions)
			}
		})
	}
}

// TestShape checks that an example says nothing of a person.
func TestShape(t *testing.T) {
	for _, row := range []struct {
		in   any
		want string
	}{
		{"Анна +7 916 123-45-67", `"xxxx +0 000 000-00-00"`}, {nil, "null"}, {true, "true"},
		{"anna@example.ru\x1b[2J", `"xxxx@xxxxxxx.xx.[0x"`},
		{strings.Repeat("a", 50), `"` + strings.Repeat("x", 40) + `…"`},
		{[]any{1, 2}, "a list of 2"}, {map[string]any{"a": 1}, "an object of 1 fields"},
	} {
		if got := drift.Shape(row.in); got != row.want {
			t.Errorf("%v: %s, want %s", row.in, got, row.want)
		}
	}
}
