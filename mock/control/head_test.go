package control_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/spec"
)

// judges is a judge who finds everything good.
func judges(world, language string, page journal.Page) client.Conduct {
	return client.Conduct{World: world, Exchanges: len(page.Entries), Outcomes: []client.ConductOutcome{},
		Unanswered: []string{"in " + language}, Coverage: []client.ConductCoverage{}}
}

// TestConduct: the judge gets the journal of the world, and his outcome is the answer.
func TestConduct(t *testing.T) {
	c, h := serve(t, control.Options{Judge: judges})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w"}))
	h.worlds["w"].Journal.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client})
	if got := must[client.Conduct](t)(c.Conduct(t.Context(), "w")); got.World != "w" || got.Exchanges != 1 {
		t.Errorf("got %+v", got)
	}
	for language, want := range map[string]string{"ru": `"in ru"`, "fr": "bad-query", "": `"in "`} {
		got := read(t, c, "/worlds/w/conduct?language="+language, "application/json")
		if !strings.Contains(got, want) {
			t.Errorf("in %q: %s", language, got)
		}
	}
}

// TestRecord: who writes scenarios gets the journal of the world and what was asked, and the text is the answer.
func TestRecord(t *testing.T) {
	c, h := serve(t, control.Options{Record: func(world string, asked client.RecordRequest,
		page journal.Page) client.Recorded {
		return client.Recorded{Feature: fmt.Sprint(world, asked.Entries, asked.Language, len(page.Entries)),
			Steps: []string{"When"}, LeftOut: []client.LeftOut{{Seq: 1, Reason: "so"}}}
	}})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w"}))
	h.worlds["w"].Journal.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client})
	got := must[client.Recorded](t)(c.Record(t.Context(), "w",
		client.RecordRequest{Entries: []int64{1}, Language: "ru"}))
	if got.Feature != "w[1]ru1" || len(got.LeftOut) != 1 || got.LeftOut[0].Reason != "so" {
		t.Errorf("got %+v", got)
	}
}

// TestHead checks that HEAD answers what GET does, without its body, over the whole document; a stream ends at once.
func TestHead(t *testing.T) {
	c, h := serve(t, control.Options{Judge: judges})
	h.authority = []byte("-----BEGIN CERTIFICATE-----\n")
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w", Clock: client.Frozen()}))
	must[client.FaultRule](t)(c.AddFault(t.Context(), "w", client.FaultRequest{Fault: fault.Spec{Kind: "reset"}}))
	h.worlds["w"].Journal.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, State: journal.Closed})
	fill := strings.NewReplacer("{world}", "w", "{api}", "tiny", "{id}", "f1", "{name}", "tiny", "{seq}", "1")
	seen := 0
	for _, op := range spec.Operations("control") {
		if op.Method != http.MethodGet {
			continue
		}
		seen++
		path := client.Prefix + fill.Replace(strings.TrimPrefix(op.Path, client.Prefix))
		for _, accept := range []string{"*/*", "text/event-stream"} {
			if accept != "*/*" && !op.Stream {
				continue
			}
			header := http.Header{"Accept": {accept}}
			status, body, head := raw(t, c, "HEAD", path, "", header)
			if status != 200 || body != "" {
				t.Errorf("HEAD %s: got %d %q", path, status, body)
			}
			if accept == "*/*" {
				_, _, get := raw(t, c, "GET", path, "", header)
				if head.Get("Content-Length") != get.Get("Content-Length") ||
					head.Get("Content-Type") != get.Get("Content-Type") {
					t.Errorf("HEAD %s: got %v, GET %v", path, head, get)
				}
			} else if head.Get("Content-Type") != accept {
				t.Errorf("HEAD %s for %s: got %v", path, accept, head)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d operations with GET", seen)
	}
	if status, body, _ := raw(t, c, "HEAD", client.Prefix+"/worlds/none", "", nil); status != 404 || body != "" {
		t.Errorf("HEAD of no world: got %d %q", status, body)
	}
}

// TestNegotiation checks that the journal streams only to those that prefer a stream.
func TestNegotiation(t *testing.T) {
	c, _ := serve(t, control.Options{})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w", Clock: client.Frozen()}))
	must[client.Summary](t)(c.Close(t.Context(), "w")) // its stream ends
	for accept, want := range map[string]string{
		"application/json, text/event-stream;q=0.1": "application/json", "TEXT/EVENT-STREAM": "text/event-stream",
		"text/event-stream, */*;q=0.2": "text/event-stream", "*/*": "application/json", "text/html": "application/json",
		"text/event-stream;q=0": "application/json", "x-text/event-stream-x": "application/json",
	} {
		_, _, header := raw(t, c, "GET", client.Prefix+"/worlds/w/journal", "", http.Header{"Accept": {accept}})
		if got := header.Get("Content-Type"); got != want {
			t.Errorf("Accept %s: got %s, want %s", accept, got, want)
		}
	}
}

// TestFilters checks that a filter by an operation, its event or what control calls did is taken.
func TestFilters(t *testing.T) {
	c, _ := serve(t, control.Options{})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w", Clock: client.Frozen()}))
	for _, query := range []string{
		"operation=count", "operation=total", "api=tiny&operation=count&kind=outgoing",
		"operation=quiet&kind=event&api=tiny", "operation=plant&api=tiny",
		"operation=switches", "operation=advance&kind=clock", "operation=add&kind=fault&api=tiny", "operation=clear",
		"kind=clock",
	} {
		for _, path := range []string{"/worlds/w/journal?", "/worlds/w/journal.har?", "/journal?"} {
			if status, body, _ := raw(t, c, "GET", client.Prefix+path+query, "", nil); status != 200 {
				t.Errorf("%s%s: got %d %s", path, query, status, body)
			}
		}
	}
}
