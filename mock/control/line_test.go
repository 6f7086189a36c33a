package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// TestLines: the view of a list has what fits on a line, and an entry that is asked for by its number has everything.
func TestLines(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	e := exchange("sum")
	e.State, e.Path = journal.Closed, "/"+strings.Repeat("ж", 1000)
	e.Request = &journal.Message{Header: http.Header{"Accept": {"*/*"}}, Body: []byte("asked")}
	e.Response = &journal.Message{Status: 418, Header: http.Header{"Server": {"tiny"}}, Body: []byte("told")}
	e.Why = []journal.Why{{Code: "teapot", Text: "it is one"}}
	seq := h.worlds["w"].Journal.Add(e)
	long := strings.Repeat("p", 2000)
	for _, password := range []string{"short", long} {
		must[client.EventResult](t)(c.Raise(ctx, "w", client.Event{API: "tiny", Event: "bumped",
			Args: map[string]any{"by": 1, "password": password}}))
	}

	lines := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{Line: true})).Entries
	if len(lines) != 3 {
		t.Fatalf("got %d entries, want 3", len(lines))
	}
	got := lines[0]
	if got.Request != nil || got.URL != "" || got.Response.Status != 418 || len(got.Response.Body) != 0 ||
		len(got.Response.Header) != 0 || got.Why[0].Code != "teapot" || got.WireTime == nil {
		t.Errorf("the line is %+v", got)
	}
	if !strings.HasSuffix(got.Path, "ж…") || len(got.Path) > 520 {
		t.Errorf("its path is %q", got.Path)
	}
	if asked := string(lines[1].Event.Asked); !strings.Contains(asked, `"by":1`) || lines[1].Event.Result != nil {
		t.Errorf("a short event is shown as %s %s", asked, lines[1].Event.Result)
	}
	if whole := must[journal.Entry](t)(c.Entry(ctx, "w", seq)); whole.Path != e.Path ||
		string(whole.Request.Body) != "asked" || string(whole.Response.Body) != "told" {
		t.Errorf("the entry is %+v", whole)
	}
	streamed := 0
	err := c.StreamJournal(ctx, "w", client.Query{Line: true, Limit: 3}, func(e journal.Entry) error {
		if streamed++; e.Request != nil {
			t.Errorf("the stream has %+v", e.Request)
		}
		return nil
	})
	if err != nil || streamed != 3 {
		t.Errorf("%d entries were streamed, %v", streamed, err)
	}
}

// TestLabel: a world can be called something; clients do not notice.
func TestLabel(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	made := must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w", Label: "the first"}))
	if made.Label != "the first" {
		t.Errorf("got %+v", made)
	}
	if got := must[client.World](t)(c.SetLabel(ctx, "w", "вход")); got.Label != "вход" {
		t.Errorf("got %+v", got)
	}
	if entries := h.worlds["w"].Journal.Query(journal.Filter{}).Entries; len(entries) != 0 {
		t.Errorf("the label is in the journal: %+v", entries)
	}
	must[client.World](t)(c.SetSwitches(ctx, "w", client.Switches{"tiny": {"size": 9}}))
	if got := must[client.World](t)(c.SetLabel(ctx, "w", "")); got.Label != "" || got.Switches["tiny"]["size"] != 9.0 {
		t.Errorf("got %+v", got)
	}
}

// TestDue: the clock says what is due, by API.
func TestDue(t *testing.T) {
	c, _ := serve(t, control.Options{})
	ctx := t.Context()
	w := must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w", Clock: client.Frozen()}))
	if got := must[client.Clock](t)(c.Clock(ctx, "w")); got.Due != nil {
		t.Errorf("nothing was planned, got %+v", got)
	}
	for _, in := range []string{"2h", "1h"} {
		must[client.EventResult](t)(c.Raise(ctx, "w", client.Event{API: "tiny", Event: "planned",
			Args: map[string]any{"in": in}}))
	}
	got := must[client.Clock](t)(c.Clock(ctx, "w"))
	if len(got.Due) != 1 || got.Due[0].API != "tiny" || got.Due[0].Pending != 2 ||
		got.Due[0].At.Sub(w.Clock.Now).String() != "1h0m0s" {
		t.Errorf("got %+v", got)
	}
}

// TestBrief: a stream under load sends what nobody has searched for secrets, so it has no text that a client wrote; an
// entry that is asked for by its number has everything.
func TestBrief(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	const many = 300
	for range many {
		e := journal.Record{Entry: exchange("sum"), Arbitrary: true}
		e.State, e.Method, e.Path, e.URL = journal.Closed, "HUSH", "/hush", "http://hush"
		e.Request = &journal.Message{Header: http.Header{"Accept": {"hush"}}, Body: []byte("hush")}
		e.Response = &journal.Message{Status: 418, Body: []byte("hush")}
		e.Hint, e.Error = "hush", "hush"
		e.Why = []journal.Why{{Code: "teapot", Text: "hush"}}
		e.Faults = []journal.Shaping{{Rule: "f1", Kind: "mutate", Detail: "hush"}}
		h.worlds["w"].Journal.Open(e)
	}
	text := read(t, c, "/worlds/w/journal?view=brief&limit=300", "text/event-stream")
	if n := strings.Count(text, "event: brief\n"); n != many || strings.Contains(text, "hush") {
		t.Errorf("got %d brief lines of %d: %.400s", n, many, text)
	}
	for _, want := range []string{
		`"status":418`, `"why":["teapot"]`, `"faults":["mutate"]`, `"failed":true`, "event: end",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the stream has no %s", want)
		}
	}
	var page journal.Page
	few := read(t, c, "/worlds/w/journal?view=line&seq=7-9", "application/json")
	if err := json.Unmarshal([]byte(few), &page); err != nil || len(page.Entries) != 3 || page.Entries[0].Seq != 7 ||
		page.Entries[2].Path != "/hush" {
		t.Errorf("lines by their numbers: %s %v", few, err)
	}
	for _, query := range []string{"view=brief", "seq=", "seq=0", "seq=9-7", "seq=a", "seq=1-b"} {
		text := read(t, c, "/worlds/w/journal?"+query, "application/json")
		if !strings.Contains(text, "urn:sparring:problem:bad-query") {
			t.Errorf("%s: got %s", query, text)
		}
	}
}

func read(t *testing.T, c *client.Client, path, accept string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.Base+client.Prefix+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
