package contract

import (
	"net/http"
	"testing"

	"sparring/mock/journal"
	"sparring/spec"
)

// FuzzCheck throws anything at every operation: Check and Edits never panic, and the list stays bounded.
func FuzzCheck(f *testing.F) {
	seeds := 0
	var all []spec.Operation
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			for _, example := range requestExamples(f, op) {
				f.Add(len(all), example.Path, example.Query.Encode(), example.ContentType, example.Body, 200,
					[]byte(`{}`))
				seeds++
			}
			for _, answer := range responseExamples(f, op) {
				f.Add(len(all), op.Path, "a=1&a=2", "", []byte(`[{"a":1,"a":2}]`), answer.Status, answer.Body)
			}
			all = append(all, op)
		}
	}
	if seeds == 0 {
		f.Fatal("no seeds")
	}
	for _, contentType := range []string{"multipart/form-data; boundary=b", "application/x-www-form-urlencoded",
		"text/plain", ";"} {
		f.Add(0, "/", "%zz;", contentType, []byte("--b\r\n\"\\"), 99, []byte("data: {}\n\n"))
	}
	f.Fuzz(func(t *testing.T, n int, path, query, contentType string, body []byte, status int, answer []byte) {
		if n < 0 {
			n = -(n + 1)
		}
		op := all[n%len(all)]
		header := http.Header{"Cookie": {path}}
		if contentType != "" {
			header.Set("Content-Type", contentType)
		}
		vars := map[string]string{"id": path, "card_id": query, "lang": path, "status": path, "channel": query}
		e := &journal.Record{Vars: vars, Entry: journal.Entry{
			State: journal.Closed, Kind: journal.Exchange, Operation: op.ID, Method: op.Method, URL: "http://x" + path +
				"?" + query,
			Request:  &journal.Message{Header: header, Body: body},
			Response: &journal.Message{Status: status, Header: header, Body: answer},
			Messages: []journal.StreamMessage{{Data: string(answer)}, {Data: "data: " + string(body)}},
		}}
		if found := Check(op, e); len(found) > 2*maxFindings {
			t.Errorf("%d findings", len(found))
		}
		e.Response.Header = http.Header{"Content-Type": {"application/json"}}
		Check(op, e)
		if edits := Edits(op, status, e.Response.Header, answer); len(edits) > maxEdits {
			t.Errorf("%d edits", len(edits))
		}
	})
}

// BenchmarkCheck is the cost of checking one entry: it is paid when the entry is read, not on the request's path.
func BenchmarkCheck(b *testing.B) {
	load := operation(b, "bonder", "getCard")
	get := exchange(load, "")
	for _, answer := range responseExamples(b, load) {
		if len(answer.Body) > len(get.Response.Body) {
			get.Response = answer
		}
	}
	save := operation(b, "bonder", "saveCard")
	put := exchange(save, string(requestExamples(b, save)[0].Body))
	for _, bb := range []struct {
		name  string
		op    spec.Operation
		entry *journal.Record
	}{{"get", load, get}, {"put", save, put}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.entry.Request.Body) + len(bb.entry.Response.Body)))
			b.ReportAllocs()
			for b.Loop() {
				if found := Check(bb.op, bb.entry); len(found) > 0 {
					b.Fatal(show(found))
				}
			}
		})
	}
}
