package journal

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestArchive(t *testing.T) {
	j := newJournal()
	plain := exchange(`{"token":"tok-1"}`, `{"ok":true}`)
	plain.URL += "?access_token=tok-1&q=%D1%8E"
	plain.Request.Header = http.Header{"Content-Type": {"application/json"}, "Cookie": {"sid=sess; a=b"}}
	plain.Response.Header = http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"sid=sess; Path=/"}, "Location": {"/x?access_token=tok-1"}}
	plain.Findings = []Finding{{Kind: Violation, By: ByClient, Code: "type", Pointer: "/token", Actual: "tok-1", Provenance: Documented}}
	j.Add(plain)

	shaped := exchange(``, `{"meant":true}`)
	shaped.Response.Body = []byte("\xff")
	shaped.Sent = &Sent{Status: 502, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<html>"), Bytes: 6}
	shaped.Faults = []Shaping{{Rule: "f1", Kind: "malform", Detail: "html"}}
	j.Add(shaped)

	aborted := exchange("\xff\xfe", ``)
	aborted.Response, aborted.State = nil, Aborted
	j.Add(aborted)

	stream := exchange(``, ``)
	stream.Response.Header = http.Header{"Content-Type": {"text/event-stream"}}
	stream.Messages = []StreamMessage{{Data: "data: 1\n\n"}, {Data: "data: 2\n\n", Sent: "not sent"}}
	j.Add(stream)

	called := exchange(``, ``)
	called.Kind, called.Peer, called.Error, called.Response = Outgoing, Webhook, "connection refused", nil
	j.Add(called)
	j.Add(Entry{Kind: ClockMove, Peer: Control})

	got, err := json.MarshalIndent(NewArchive(j.Query(Filter{}).Entries, "0.1.0"), "", "  ")
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
	a := NewArchive([]Entry{{Kind: Exchange, WorldTime: moment, WireTime: &wire, DurationMS: &ms, Request: &Message{}}}, "1")
	e := a.Log.Entries[0]
	if !e.Started.Equal(wire) || e.Time != ms || e.Timings.Wait != ms {
		t.Errorf("got %+v", e)
	}
	data, err := json.Marshal(NewArchive(nil, "1"))
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
