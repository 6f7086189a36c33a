package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/journal/har"
)

func exchange(operation string) journal.Entry {
	return journal.Entry{
		Kind: journal.Exchange, Peer: journal.Client, API: "tiny", Operation: operation, Method: "GET",
		URL: "http://h/tiny", Path: "/",
		Request:  &journal.Message{Header: http.Header{"Host": {"h"}, "Accept": {"*/*"}}},
		Response: &journal.Message{Status: 200, Header: http.Header{"Date": {"now"}}, Body: []byte(`{"a":"<b>"}`)},
	}
}

func TestJournal(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	j := h.worlds["w"].Journal
	first := j.Open(journal.Record{Entry: exchange("count")})
	j.Add(exchange("sum"))
	j.Add(journal.Entry{Kind: journal.ClockMove, Peer: journal.Control})
	for _, tt := range []struct {
		q    client.Query
		want string
	}{
		{client.Query{}, "1 2 3"}, {client.Query{API: "tiny"}, "1 2"}, {client.Query{Operation: "sum"}, "2"},
		{client.Query{Kind: journal.ClockMove}, "3"}, {client.Query{Since: 1}, "2 3"}, {client.Query{Limit: 2}, "1 2"},
		{client.Query{Since: 3}, ""}, {client.Query{Since: 99}, ""},
	} {
		page := must[journal.Page](t)(c.Journal(ctx, "w", tt.q))
		var seqs []string
		for _, e := range page.Entries {
			seqs = append(seqs, fmt.Sprint(e.Seq))
		}
		if got := strings.Join(seqs, " "); got != tt.want {
			t.Errorf("%+v: got %s, want %s", tt.q, got, tt.want)
		}
	}
	page := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{}))
	if e := page.Entries[0]; e.State != journal.Open || e.WireTime == nil || e.DurationMS == nil || e.Rev != 1 {
		t.Errorf("got %+v", e)
	}
	first.Close(journal.Closed, nil)
	next := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{Since: page.Next}))
	if len(next.Entries) != 1 || next.Entries[0].Seq != 1 || next.Entries[0].Rev != 4 || next.Next != 4 ||
		next.Entries[0].State != journal.Closed {
		t.Errorf("a changed entry is not listed again: %+v", next)
	}
	_, canonical, _ := raw(t, c, "GET", client.Prefix+"/worlds/w/journal?view=canonical&kind=exchange", "", nil)
	for _, volatile := range []string{"wire_time", "duration_ms", "Host", "Date"} {
		if strings.Contains(canonical, volatile) {
			t.Errorf("the canonical view has %s: %s", volatile, canonical)
		}
	}
	status, text, header := raw(t, c, "GET", client.Prefix+"/worlds/w/journal.har?operation=sum", "", nil)
	var archive har.Archive
	if err := json.Unmarshal([]byte(text), &archive); err != nil || status != 200 || len(archive.Log.Entries) != 1 ||
		archive.Log.Creator.Version != "0.1.0" {
		t.Errorf("%v: got %d %s", err, status, text)
	}
	if !strings.Contains(header.Get("Content-Disposition"), "w.har") {
		t.Errorf("got %v", header)
	}
	if err := c.ClearJournal(ctx, "w"); err != nil {
		t.Fatal(err)
	}
	if page := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{})); len(page.Entries) != 0 {
		t.Errorf("got %+v", page)
	}
	if seq := j.Add(exchange("count")); seq != 4 {
		t.Errorf("after clearing the next seq is %d, want 4", seq)
	}
}

func TestWait(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	j := h.worlds["w"].Journal
	j.Add(exchange("count"))

	if page := must[journal.Page](t)(c.WaitJournal(ctx, "w", client.Query{Since: 1},
		10*time.Millisecond)); len(page.Entries) != 0 || page.Next != 1 {
		t.Errorf("nothing came, got %+v", page)
	}
	found := make(chan journal.Entry)
	go func() {
		e, err := c.Await(ctx, "w", client.Query{Operation: "sum"},
			func(e journal.Entry) bool { return e.State == journal.Closed })
		if err != nil {
			t.Error(err)
		}
		found <- e
	}()
	j.Add(exchange("count")) // does not match
	open := j.Open(journal.Record{Entry: exchange("sum")})
	open.Close(journal.Closed, nil)
	if e := <-found; e.Seq != 3 || e.State != journal.Closed {
		t.Errorf("got %+v", e)
	}
	done := make(chan error)
	go func() {
		_, err := c.WaitJournal(ctx, "w", client.Query{Since: 4}, time.Minute)
		done <- err
	}()
	time.Sleep(20 * time.Millisecond)
	must[client.Summary](t)(c.Close(ctx, "w")) // ends the waiting
	if err := <-done; err != nil {
		t.Error(err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "v"}))
	if _, err := c.Await(short, "v", client.Query{}, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestStream(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	j := h.worlds["w"].Journal
	j.Add(exchange("count"))
	got := make(chan string, 20)
	ended := make(chan error)
	go func() {
		ended <- c.StreamJournal(ctx, "w", client.Query{API: "tiny"}, func(e journal.Entry) error {
			got <- fmt.Sprintf("%d %s %d", e.Seq, e.State, e.Rev)
			return nil
		})
	}()
	expect := func(want string) {
		t.Helper()
		if s := <-got; s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	expect("1 closed 1")
	open := j.Open(journal.Record{Entry: exchange("sum")})
	expect("2 open 2")
	j.Add(journal.Entry{Kind: journal.ClockMove, Peer: journal.Control})
	open.Close(journal.Closed, nil)
	expect("2 closed 4")
	must[client.Summary](t)(c.Close(ctx, "w"))
	if err := <-ended; err != nil {
		t.Error(err)
	}

	if err := c.StreamJournal(ctx, "w", client.Query{},
		func(journal.Entry) error { return errors.ErrUnsupported }); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	n := 0
	if err := c.StreamJournal(ctx, "w", client.Query{Limit: 2},
		func(journal.Entry) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("with a limit of 2 got %d entries, %v", n, err)
	}
	if err := c.StreamJournal(ctx, "none", client.Query{}, nil); err == nil {
		t.Error("the journal of no world was streamed")
	}
	sse := http.Header{"Accept": {"text/event-stream"}}
	_, text, header := raw(t, c, "GET", client.Prefix+"/worlds/w/journal?since=1", "",
		http.Header{"Accept": {"text/event-stream"}, "Last-Event-ID": {"3"}})
	if !strings.Contains(text, "id: 4\nevent: entry\ndata: {\"seq\":2,") || strings.Contains(text, "id: 3") ||
		!strings.HasSuffix(text, "event: end\ndata: {}\n\n") ||
		header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("got %v %s", header, text)
	}
	_, text, _ = raw(t, c, "GET", client.Prefix+"/worlds/w/journal?view=canonical", "", sse)
	if strings.Count(text, "event: entry") != 3 || strings.Count(text, "id: ") != 1 ||
		!strings.Contains(text, "id: 4") {
		t.Errorf("got %s", text)
	}
	for path, h := range map[string]http.Header{"?wait=1s": sse,
		"": {"Accept": {"text/event-stream"}, "Last-Event-ID": {"x"}}} {
		if status, body, _ := raw(t, c, "GET", client.Prefix+"/worlds/w/journal"+path, "", h); status != 422 {
			t.Errorf("%s: got %d %s", path, status, body)
		}
	}
}

// TestStreamTruncated checks that a reader learns that it missed something.
func TestStreamTruncated(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	w := h.worlds["w"]
	w.Journal = journal.New(journal.Options{Limits: journal.Limits{Entries: 2}})
	for range 9 {
		w.Journal.Add(exchange("count"))
	}
	if err := c.StreamJournal(ctx, "w", client.Query{Since: 3},
		func(journal.Entry) error { return nil }); !errors.Is(err, client.ErrStreamTruncated) {
		t.Errorf("got %v", err)
	}
}

// TestClientErrors checks what a caller learns from a foreign server, or if there is no server.
func TestClientErrors(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	c := client.New(gone.URL)
	if _, err := c.Worlds(t.Context()); err == nil {
		t.Error("nobody is there, and no error")
	}
	p := &client.Problem{Type: client.URN + client.BadValue, Title: "Wrong", Detail: "it is", Known: []string{"a", "b"},
		Hint: "do"}
	if p.Error() != "Wrong: it is; known: a, b (do)" || p.Code() != client.BadValue {
		t.Errorf("got %q", p.Error())
	}
}
