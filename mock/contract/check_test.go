package contract

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/spec"
)

// operation finds an operation that the test is about.
func operation(tb testing.TB, api, id string) spec.Operation {
	tb.Helper()
	op, ok := spec.Find(api, id)
	if !ok {
		tb.Fatalf("%s has no operation %s", api, id)
	}
	return op
}

func jsonHeader() http.Header { return http.Header{"Content-Type": {"application/json"}} }

// signed adds the headers that the documents take credentials from.
func signed(header http.Header) http.Header {
	for _, name := range []string{"X-Auth-Key", "X-Auth-Email", "X-Api-Key"} {
		header.Set(name, "x")
	}
	return header
}

// exchange is a finished entry of bonder's saveCard with an answer that is fine.
func exchange(op spec.Operation, body string) *journal.Record {
	return &journal.Record{Vars: map[string]string{"card_id": "4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef"}, Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: op.API, Operation: op.ID,
		Method:  op.Method,
		URL:     "http://127.0.0.1:8080/" + op.API + op.Path,
		Request: &journal.Message{Header: signed(jsonHeader()), Body: []byte(body)},
		Response: &journal.Message{Status: 200, Header: jsonHeader(),
			Body: []byte(`{"success":true,"errors":[],"result":{}}`)},
	}}
}

// show writes findings one a line: kind by code pointer provenance.
func show(found []journal.Finding) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, fmt.Sprint(f.Kind, " ", f.By, " ", f.Code, " ", f.Pointer, " ", f.Provenance))
	}
	return strings.Join(lines, "\n")
}

func TestRequestFindings(t *testing.T) {
	tests := []struct {
		name, api, op, body string
		change              func(e *journal.Record)
		want                string
	}{
		{"as documented", "bonder", "saveCard", `{"settings":{"cardStatus":1}}`, nil, ""},
		{"no body where it may be left out", "bonder", "saveCard", "", nil, ""},
		{"malformed", "bonder", "saveCard", `{"settings":{},}`, nil, "violation client malformed_json  documented"},
		{"white space only", "bonder", "saveCard", " ", nil, "violation client malformed_json  documented"},
		{"trailing data", "bonder", "saveCard", `{} {}`, nil, "violation client trailing_data  documented"},
		{"too deep", "bonder", "saveCard", strings.Repeat("[", 20000), nil,
			"violation client malformed_json  documented"},
		{"number out of range", "bonder", "saveCard", `{"settings":{"cardStatus":1e999}}`, nil,
			"violation client malformed_json  documented"},
		{"not UTF-8", "bonder", "saveCard", "{\"settings\":{\"x\":\"\xff\"}}", nil,
			"violation client invalid_utf8  documented"},
		{
			"duplicate keys", "bonder", "saveCard",
			`{"settings":{"a/b":1,"a\/b":2},"translatable":{"pl":{"name":"J","name":"K"}}}`, nil,
			"violation client duplicate_key /settings/a~1b derived\nviolation client duplicate_key " +
				"/translatable/pl/name derived",
		},
		{"an array", "bonder", "saveCard", `[]`, nil, "violation client wrong_type  documented"},
		{
			"wrong types everywhere", "bonder", "saveCard",
			`{"settings":1,"translatable":{"pl":{"name":5}},"non-translatable":null}`, nil,
			"violation client null_not_allowed /non-translatable derived\nviolation client wrong_type /settings " +
				"derived\n" +
				"violation client wrong_type /translatable/pl/name derived",
		},
		{
			"missing and unknown", "bonder", "authorize",
			`{"username":"U","password":"P","rpt":"10000","clinet":"C"}`, nil,
			"violation client unknown_field /clinet derived\nviolation client missing_field /client derived",
		},
		{
			"a scalar of two types", "bonder", "authorize",
			`{"username":"U","password":"P","client":"C","rpt":"many"}`, nil,
			"violation client pattern /rpt documented",
		},
		{
			"a scalar of no type listed", "bonder", "authorize",
			`{"username":"U","password":"P","client":"C","rpt":{}}`, nil,
			"violation client no_variant /rpt derived",
		},
		{"missing body", "bonder", "authorize", "", nil, "violation client missing_body  documented"},
		{
			"another content type, JSON none the less", "bonder", "authorize", `{"username":1}`,
			func(e *journal.Record) { e.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded") },
			"violation client wrong_content_type header/Content-Type derived\nviolation client wrong_type /username " +
				"derived\n" +
				"violation client missing_field /password documented\nviolation client missing_field /client " +
				"derived\n" +
				"violation client missing_field /rpt derived",
		},
		{
			"another content type, no JSON", "bonder", "authorize", `username=U`,
			func(e *journal.Record) { e.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded") },
			"violation client wrong_content_type header/Content-Type derived",
		},
		{
			"no content type", "bonder", "authorize", `{"username":"U","password":"P","client":"C","rpt":1}`,
			func(e *journal.Record) { e.Request.Header = nil }, "",
		},
		{"a body where none is declared", "bonder", "createProfile", `{}`, nil,
			"violation client body_not_expected  derived"},
		{
			"path parameter", "bonder", "saveCard", "",
			func(e *journal.Record) { e.Vars["card_id"] = "a b" }, "violation client pattern path/card_id documented",
		},
		{
			"query parameters", "bonder", "saveCard", "",
			func(e *journal.Record) { e.URL += "?lang=pl&%zz=1&a/b" },
			"violation client malformed_query query derived\nviolation client undeclared_query_parameter query/a~1b " +
				"derived\n" +
				"violation client undeclared_query_parameter query/lang derived",
		},
		{
			"no credentials", "bonder", "getCard", "", func(e *journal.Record) { e.Request.Header = nil },
			"violation client missing_header header/X-Auth-Email documented\nviolation client missing_header " +
				"header/X-Auth-Key documented",
		},
		{
			"a credential twice", "bonder", "getCard", "",
			func(e *journal.Record) { e.Request.Header.Add("X-Auth-Key", "y") },
			"violation client repeated_header header/X-Auth-Key documented",
		},
		{
			"no key of Radist", "radist", "CompaniesGetItems", "", func(e *journal.Record) { e.Request.Header = nil },
			"violation client missing_header header/X-Api-Key observed",
		},
		{"no credentials where one way of several is enough", "iqchannels", "getMe", "",
			func(e *journal.Record) { e.Request.Header = nil }, ""},
		{"no credentials where the fake judges them", "timconnect", "getAuthorization", "",
			func(e *journal.Record) { e.Request.Header = nil }, ""},
		{
			"what the fake has told already", "bonder", "authorize",
			`{"username":1,"password":"P","client":"C","rpt":1}`,
			func(e *journal.Record) {
				e.Findings = []journal.Finding{{Kind: journal.Violation, By: journal.ByClient, Pointer: "/username"}}
			}, "",
		},
		{
			"a client that left", "bonder", "authorize", `{"user`,
			func(e *journal.Record) { e.State, e.Response = journal.Aborted, nil }, "",
		},
		{"an open entry", "bonder", "authorize", `[]`, func(e *journal.Record) { e.State = journal.Open }, ""},
		{"an unjudged entry", "bonder", "authorize", `[]`, func(e *journal.Record) { e.Unjudged = true }, ""},
		{"an event", "bonder", "authorize", `[]`, func(e *journal.Record) { e.Kind = journal.EventRaised }, ""},
		{
			"a webhook", "bonder", "authorize", `[]`,
			func(e *journal.Record) { e.Kind, e.Peer = journal.Outgoing, journal.Webhook }, "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			op := operation(t, tt.api, tt.op)
			e := exchange(op, tt.body)
			e.Response = responseFor(t, op)
			if tt.change != nil {
				tt.change(e)
			}
			found := Check(op, e)
			if got := show(found); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, f := range found {
				if f.Message == "" || f.Expected == "" || f.Actual == "" || f.Source == "" {
					t.Errorf("incomplete: %+v", f)
				}
			}
		})
	}
}

func TestResponseFindings(t *testing.T) {
	tests := []struct {
		name   string
		change func(e *journal.Record)
		want   string
	}{
		{"as documented", nil, ""},
		{"undocumented status", func(e *journal.Record) { e.Response.Status = 500 },
			"defect fake undocumented_status status documented"},
		{"no status means 200", func(e *journal.Record) { e.Response.Status = 0 }, ""},
		{"missing body", func(e *journal.Record) { e.Response.Body = nil }, "defect fake missing_body  documented"},
		{
			"content type", func(e *journal.Record) { e.Response.Header.Set("Content-Type", "text/html") },
			"defect fake wrong_content_type header/Content-Type documented",
		},
		{
			"the nearest variant is told", func(e *journal.Record) {
				e.Response.Body = []byte(`{"success":false,"errors":["NO_SUCH_ERROR"],"result":{}}`)
			}, "defect fake not_in_enum /errors/0 derived",
		},
		{"not JSON", func(e *journal.Record) { e.Response.Body = []byte("<html>") },
			"defect fake malformed_json  documented"},
		{"written by a fault", func(e *journal.Record) { e.Response.Status, e.Arbitrary = 500, true }, ""},
		{"answer to HEAD", func(e *journal.Record) { e.Method, e.Response.Body = "HEAD", nil }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			op := operation(t, "bonder", "saveCard")
			e := exchange(op, "")
			if tt.change != nil {
				tt.change(e)
			}
			if got := show(Check(op, e)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestService judges the answer of an outside service; the request, which is ours, is not judged.
func TestService(t *testing.T) {
	op := operation(t, "iqchannels", "getClientCard")
	e := &journal.Record{Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Outgoing, Peer: journal.Service, Operation: op.ID, Method: "GET",
		URL: "http://crm.test/rest/chat/client/id/x?extra=1", Request: &journal.Message{},
		Response: &journal.Message{Status: 200, Header: jsonHeader(), Body: []byte(`{"client":7}`)},
	}}
	if got, want := show(Check(op, e)), "violation service wrong_type /client documented"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	e.Response = &journal.Message{Status: 200, Body: []byte(`{}`)}
	if got, want := show(Check(op, e)), "violation service missing_header header/Content-Type derived"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	e.Response.Status = 418 // an error of any type
	if got := Check(op, e); got != nil {
		t.Errorf("got %s for an error without a content type", show(got))
	}
	// the service may describe an error, and need not
	for _, body := range []string{`{}`, `{"errorText":"no"}`, `{"errorCode":"7"}`, ""} {
		e.Response = &journal.Message{Status: 401, Header: jsonHeader(), Body: []byte(body)}
		if got := Check(op, e); got != nil {
			t.Errorf("got %s for an error with the body %q", show(got), body)
		}
	}
	e.Response = nil // unreachable
	if got := Check(op, e); got != nil {
		t.Errorf("got %s for a call without an answer", show(got))
	}
}

func TestStream(t *testing.T) {
	op := operation(t, "iqchannels", "streamUnread")
	e := &journal.Record{Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, Operation: op.ID, Method: "GET",
		URL: "http://127.0.0.1:8080/iqchannels/x?x-client-token=abc", Request: &journal.Message{},
		Response: &journal.Message{Status: 200, Header: http.Header{"Content-Type": {"text/event-stream"}}},
		Messages: []journal.StreamMessage{
			{Data: ": heartbeat\n\n"},
			{Data: "data: {\"OK\":true,\"Error\":null,\"Result\":2,\"Rels\":{}}\n\n"},
			{Data: "id: 3\ndata: {\"OK\":true,\"Error\":null,\ndata: \"Result\":\"two\",\"Rels\":{}}\n\n"},
			{Data: "data: {\n\n"},
		},
	}}
	found := Check(op, e)
	if len(found) != 2 || found[0].Pointer != "messages/2/Result" || found[1].Pointer != "messages/3" ||
		found[0].Kind != journal.Defect || found[1].Code != "malformed_json" {
		t.Errorf("got\n%s", show(found))
	}
}

// TestBounded checks that a flood of departures gives a bounded list that says so.
func TestBounded(t *testing.T) {
	op := operation(t, "bonder", "authorize")
	body := `{"username":"U","password":"P","client":"C","rpt":1`
	for i := range 500 {
		body += `,"x` + number(i) + `":1`
	}
	e := exchange(op, body+"}")
	e.Response = responseFor(t, op)
	found := Check(op, e)
	if len(found) != maxFindings || found[maxFindings-1].Code != "more_findings" {
		t.Errorf("%d findings, the last %s", len(found), found[len(found)-1].Code)
	}
}

// TestUnknownOperation checks that an operation without a document is a defect of ours, not the client's.
func TestUnknownOperation(t *testing.T) {
	for _, op := range []spec.Operation{{Document: "nothing", ID: "x"}, {Document: "bonder", ID: "nothing"}} {
		found := Check(op, exchange(operation(t, "bonder", "saveCard"), ""))
		if len(found) != 1 || found[0].Kind != journal.Defect || found[0].Code != "document_unusable" {
			t.Errorf("got %s", show(found))
		}
	}
	if Check(spec.Operation{}, nil) != nil {
		t.Error("no entry, but findings")
	}
}
