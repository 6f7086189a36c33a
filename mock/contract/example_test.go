package contract

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"sparring/mock/journal"
	"sparring/spec"
)

// TestExamples sends every example of every document through the check: requests and answers alike are without
// findings.
func TestExamples(t *testing.T) {
	requests, answers := 0, 0
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			if op.Page {
				continue
			}
			list := responseExamples(t, op)
			for _, example := range requestExamples(t, op) {
				requests++
				e := entryFor(op, example)
				e.Arbitrary = true
				e.Response = &journal.Message{Status: 200}
				if found := Check(op, e); len(found) > 0 {
					t.Errorf("%s %s: request %s %s %s\n%s", op.Document, op.ID, example.Name, e.URL, e.Request.Body,
						show(found))
				}
			}
			for _, answer := range list {
				answers++
				e := entryFor(op, spec.Example{Method: op.Method})
				give(e, answer)
				for _, f := range Check(op, e) {
					if f.Kind == journal.Defect {
						t.Errorf("%s %s: answer %d %s\n%s", op.Document, op.ID, answer.Status, answer.Body,
							show([]journal.Finding{f}))
					}
				}
			}
		}
	}
	if requests == 0 || answers == 0 {
		t.Errorf("%d requests, %d answers", requests, answers)
	}
}

// give sets the answer of an entry, as a message of a stream if it is one.
func give(e *journal.Record, answer *journal.Message) {
	e.Response = answer
	if mediaType(answer.Header) == "text/event-stream" {
		e.Response = &journal.Message{Status: answer.Status, Header: answer.Header}
		e.Messages = []journal.StreamMessage{{Data: "data: " + string(answer.Body) + "\n\n"}}
	}
}

func requestExamples(tb testing.TB, op spec.Operation) []spec.Example {
	tb.Helper()
	examples, err := spec.Examples(op)
	if err != nil {
		tb.Fatal(err)
	}
	return examples
}

func entryFor(op spec.Operation, example spec.Example) *journal.Record {
	header := example.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if example.ContentType != "" {
		header.Set("Content-Type", example.ContentType)
	}
	body := example.Body
	if strings.HasPrefix(example.ContentType, "multipart/") {
		header.Set("Content-Type", example.ContentType+"; boundary=cut")
		body = multipartBody(body)
	}
	url := "http://127.0.0.1:8080/" + op.API + example.Path
	if len(example.Query) > 0 {
		url += "?" + example.Query.Encode()
	}
	return &journal.Record{Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: op.API, Operation: op.ID,
		Method: example.Method, URL: url, Request: &journal.Message{Header: signed(header), Body: body},
	}}
}

// multipartBody writes an example's object as a form with files.
func multipartBody(object []byte) []byte {
	var fields map[string]any
	if json.Unmarshal(object, &fields) != nil {
		return object
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		b.WriteString("--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
		text, _ := fields[name].(string)
		b.WriteString(text + "\r\n")
	}
	return []byte(b.String() + "--cut--\r\n")
}

// responseExamples are the JSON and text answers of a document's examples.
func responseExamples(tb testing.TB, op spec.Operation) []*journal.Message {
	tb.Helper()
	document, err := spec.Load(op.Document)
	if err != nil {
		tb.Fatal(err)
	}
	_, operation := document.Operation(op.ID)
	var list []*journal.Message
	responses := operation.Responses.Map()
	for _, name := range slices.Sorted(maps.Keys(responses)) {
		status := 0
		for _, r := range name {
			status = status*10 + int(r-'0')
		}
		if status < 100 || status > 599 {
			continue
		}
		for _, contentType := range slices.Sorted(maps.Keys(responses[name].Value.Content)) {
			for _, value := range exampleValues(responses[name].Value.Content[contentType]) {
				m := &journal.Message{Status: status, Header: http.Header{"Content-Type": {contentType}}}
				for header, h := range responses[name].Value.Headers {
					if h.Value != nil {
						m.Header.Set(header, text(h.Value.Example))
					}
				}
				m.Body = []byte(text(value))
				if isJSON(contentType) || contentType == "text/event-stream" {
					m.Body, _ = json.Marshal(value)
				}
				list = append(list, m)
			}
		}
	}
	return list
}

func exampleValues(m *openapi3.MediaType) []any {
	var list []any
	if m.Example != nil {
		list = append(list, m.Example)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Examples)) {
		if v := m.Examples[name].Value; v != nil {
			list = append(list, v.Value)
		}
	}
	return list
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return compact(v)
}

// responseFor is an answer that the document allows: its first example.
func responseFor(t *testing.T, op spec.Operation) *journal.Message {
	t.Helper()
	list := responseExamples(t, op)
	if len(list) == 0 {
		t.Fatalf("%s has no example of an answer", op.ID)
	}
	return list[0]
}
