package har_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/mock/journal/har"
	"sparring/mock/journal/secret"
	_ "sparring/mock/mocktest/outside" // takes the flag -outside
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestArchive(t *testing.T) {
	j := newJournal()
	plain := exchange(`{"token":"tok-1"}`, `{"ok":true}`)
	plain.URL += "?access_token=tok-1&q=%D1%8E"
	plain.Request.Header = http.Header{"Content-Type": {"application/json"}, "Cookie": {"sid=sess; a=b"}}
	plain.Response.Header = http.Header{
		"Content-Type": {"application/json"}, "Set-Cookie": {"sid=sess; Path=/"}, "Location": {"/x?access_token=tok-1"},
	}
	plain.Findings = []journal.Finding{{
		Kind: journal.Violation, By: journal.ByClient, Code: "type", Pointer: "/token", Actual: "tok-1",
		Provenance: journal.Documented,
	}}
	j.Add(plain)

	shaped := exchange(``, `{"meant":true}`)
	shaped.Response.Body = []byte("\xff")
	html := http.Header{"Content-Type": {"text/html"}}
	shaped.Sent = &journal.Sent{Status: 502, Header: html, Body: []byte("<html>"), Bytes: 6}
	shaped.Faults = []journal.Shaping{{Rule: "f1", Kind: "malform", Detail: "html"}}
	j.Add(shaped)

	aborted := exchange("\xff\xfe", ``)
	aborted.Response, aborted.State = nil, journal.Aborted
	j.Add(aborted)

	stream := exchange(``, ``)
	stream.Response.Header = http.Header{"Content-Type": {"text/event-stream"}}
	stream.Messages = []journal.StreamMessage{{Data: "data: 1\n\n"}, {Data: "data: 2\n\n", Sent: "not sent"}}
	j.Add(stream)

	called := exchange(``, ``)
	called.Kind, called.Peer, called.Response = journal.Outgoing, journal.Webhook, nil
	called.Error = "connection refused"
	j.Add(called)
	j.Add(journal.Entry{Kind: journal.ClockMove, Peer: journal.Control})

	got, err := json.MarshalIndent(har.New(j.Query(journal.Filter{}).Entries, "0.1.0"), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(got, []byte("tok-1")) || bytes.Contains(got, []byte(`"sess"`)) {
		t.Errorf("a secret shows: %s", got)
	}
	golden(t, "archive.har", got)
}

// TestArchiveWire checks that an archive speaks of wire time, and that it is never without lists.
func TestArchiveWire(t *testing.T) {
	wire, ms := moment.Add(time.Hour), 1.5
	a := har.New([]journal.Entry{{
		Kind: journal.Exchange, WorldTime: moment, WireTime: &wire, DurationMS: &ms, Request: &journal.Message{},
	}}, "1")
	e := a.Log.Entries[0]
	if !e.Started.Equal(wire) || e.Time != ms || e.Timings.Wait != ms {
		t.Errorf("got %+v", e)
	}
	data, err := json.Marshal(har.New(nil, "1"))
	if err != nil || bytes.Contains(data, []byte("null")) {
		t.Errorf("got %s, %v", data, err)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, got)
	}
}

var moment = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newJournal() *journal.Journal {
	still := func() time.Time { return moment }
	places := secret.NewPlans(map[string]secret.Positions{"bank": {
		Cookies: map[string]string{"sid": "session"}, Query: map[string]string{"access_token": "token"},
		Fields: map[string]string{"token": "token"},
	}})
	return journal.New(journal.Options{Now: still, Wire: still, Secrets: places})
}

func exchange(body, answer string) journal.Entry {
	header := http.Header{"Content-Type": {"application/json"}}
	return journal.Entry{
		Kind: journal.Exchange, Peer: journal.Client, API: "bank", Operation: "pay", Method: "POST",
		URL: "http://h/bank/pay", Path: "/pay", State: journal.Closed,
		Request:  &journal.Message{Header: header.Clone(), Body: []byte(body)},
		Response: &journal.Message{Status: 200, Header: header.Clone(), Body: []byte(answer)},
	}
}
