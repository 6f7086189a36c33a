package control_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/spec"
)

// raw makes a call as it is written and gives status and body.
func raw(t *testing.T, c *client.Client, method, path, body string, header http.Header) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, c.Base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		req.Host = host
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data), resp.Header
}

// must stops the test where a call failed.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestRoutes checks the routes against the document, both ways.
func TestRoutes(t *testing.T) {
	operations := spec.Operations("control")
	if len(operations) == 0 {
		t.Fatal("the document has no operations")
	}
	c, _ := serve(t, control.Options{})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w"}))
	paths := map[string][]string{}
	fill := strings.NewReplacer("{world}", "w", "{api}", "tiny", "{id}", "f9", "{name}", "tiny", "{seq}", "1")
	for _, op := range operations {
		paths[op.Path] = append(paths[op.Path], op.Method)
	}
	for path, methods := range paths {
		if slices.Contains(methods, "GET") {
			methods = append(methods, "HEAD")
		}
		path = client.Prefix + fill.Replace(strings.TrimPrefix(path, client.Prefix))
		status, body, header := raw(t, c, "BREW", path, "", nil)
		allow := header.Get("Allow") // one line: many clients read no second one
		if status != http.StatusMethodNotAllowed || len(strings.Fields(allow)) != len(methods) {
			t.Errorf("BREW %s: got %d with Allow %q, want 405 with %v: %s", path, status, allow, methods, body)
		}
		for _, m := range methods {
			if !strings.Contains(allow, m) {
				t.Errorf("%s: Allow %q does not name %s", path, allow, m)
			}
		}
	}
}

func TestWorlds(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	seed, at := uint64(1<<63+7), noon.Add(time.Hour)
	w := must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{
		ID: "one", Seed: &seed, At: &at, Clock: client.Running(60),
		Switches: client.Switches{"tiny": {"strict": true, "lifetime": "5s", "size": 7}},
	}))
	if w.ID != "one" || w.Seed != seed || w.Clock.Mode != "running" || w.Clock.Scale != 60 || w.Clock.Now.Before(at) ||
		w.URLs["tiny"] != c.Base+"/w/one/tiny/v2" || w.Credentials["tiny"]["username"] != "u" || w.Closed {
		t.Errorf("got %+v", w)
	}
	if s := w.Switches["tiny"]; s["strict"] != true || s["lifetime"] != "5s" || s["size"] != 7.0 {
		t.Errorf("got switches %v", s)
	}
	status, _, header := raw(t, c, "POST", client.Prefix+"/worlds", "", nil)
	if status != 201 || header.Get("Location") != client.Prefix+"/worlds/w2" {
		t.Errorf("no body: got %d, Location %q", status, header.Get("Location"))
	}
	for _, body := range []string{`{"clock":"frozen"}`, `{"clock":{"mode":"running","scale":0.5}}`, ` {} `,
		`{"id":null,"clock":null}`} {
		if status, answer, _ := raw(t, c, "POST", client.Prefix+"/worlds", body, nil); status != 201 {
			t.Errorf("%s: got %d %s", body, status, answer)
		}
	}
	changed := must[client.World](t)(c.SetSwitches(ctx, "w2", client.Switches{"tiny": {"size": 9}}))
	if changed.Switches["tiny"]["size"] != 9.0 {
		t.Errorf("got %+v", changed)
	}
	if list := must[[]client.World](t)(c.Worlds(ctx)); len(list) != 6 {
		t.Errorf("got %d worlds, want 6", len(list))
	}
	must[client.EventResult](t)(c.Raise(ctx, "one",
		client.Event{API: "tiny", Event: "bumped", Args: map[string]any{"by": 3}}))
	fork := must[client.World](t)(c.Fork(ctx, "one", client.ForkRequest{ID: "two"}))
	var state tinyState
	if err := c.State(ctx, "two", "tiny", &state); err != nil || state.Count != 3 || fork.ID != "two" {
		t.Errorf("the fork is %+v with %+v, %v", fork, state, err)
	}
	if err := c.DeleteWorld(ctx, "two"); err != nil {
		t.Error(err)
	}
	if _, found := h.World("two"); found {
		t.Error("the world is still there")
	}
	if got := must[client.World](t)(c.World(ctx, "one")); got.ID != "one" {
		t.Errorf("got %+v", got)
	}
}

func TestClose(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	must[client.FaultRule](t)(c.AddFault(ctx, "w",
		client.FaultRequest{Match: fault.Match{API: "tiny"}, Fault: fault.Spec{Kind: "reset"}}))
	h.worlds["w"].Journal.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, Unmatched: true,
		Findings: []journal.Finding{{Kind: journal.Violation, By: journal.ByClient, Provenance: journal.Documented}}})
	s := must[client.Summary](t)(c.Close(ctx, "w"))
	if s.Entries != 2 || s.Unmatched != 1 || s.Violations != 1 || s.Defects != 0 || len(s.UnfiredRules) != 1 {
		t.Errorf("got %+v", s)
	}
	refused := map[string]error{}
	_, refused["switches"] = c.SetSwitches(ctx, "w", client.Switches{"tiny": {}})
	_, refused["fork"] = c.Fork(ctx, "w", client.ForkRequest{})
	_, refused["clock"] = c.Advance(ctx, "w", time.Hour)
	_, refused["plant"] = c.Plant(ctx, "w", "tiny", tinyState{})
	_, refused["event"] = c.Raise(ctx, "w", client.Event{API: "tiny", Event: "quiet"})
	_, refused["fault"] = c.AddFault(ctx, "w", client.FaultRequest{Fault: fault.Spec{Kind: "reset"}})
	refused["clear"] = c.ClearFaults(ctx, "w")
	refused["remove"] = c.RemoveFault(ctx, "w", "f1")
	_, refused["release"] = c.Release(ctx, "w", "f1")
	for what, err := range refused {
		var p *client.Problem
		if !errors.As(err, &p) || p.Code() != client.WorldClosed || p.Status != http.StatusConflict {
			t.Errorf("%s of a closed world: got %v", what, err)
		}
	}
	if page := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{})); len(page.Entries) != 2 {
		t.Errorf("the journal of a closed world has %d entries, want 2", len(page.Entries))
	}
	if w := must[client.World](t)(c.World(ctx, "w")); !w.Closed {
		t.Error("the world is not shown as closed")
	}
	must[client.Summary](t)(c.Close(ctx, "w"))
	if err := c.ClearJournal(ctx, "w"); err != nil {
		t.Error(err)
	}
	if err := c.DeleteWorld(ctx, "w"); err != nil {
		t.Error(err)
	}
}

func TestClock(t *testing.T) {
	c, _ := serve(t, control.Options{})
	ctx := t.Context()
	reached := make(chan struct{}, 9)
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		time.Sleep(50 * time.Millisecond)
		reached <- struct{}{}
	}))
	defer hook.Close()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w", At: &noon, Clock: client.Frozen()}))
	must[json.RawMessage](t)(c.Plant(ctx, "w", "tiny", tinyState{Calls: hook.URL}))
	for _, in := range []string{"1m", "2m", "3h"} {
		must[client.EventResult](t)(c.Raise(ctx, "w",
			client.Event{API: "tiny", Event: "planned", Args: map[string]any{"in": in}}))
	}
	if got := must[client.Clock](t)(c.Clock(ctx, "w")); got.Pending != 3 || got.Fired != 0 || !got.Now.Equal(noon) {
		t.Errorf("got %+v", got)
	}
	began := time.Now()
	got := must[client.Clock](t)(c.Advance(ctx, "w", time.Hour))
	if slow := time.Since(began) >= 5*time.Second; !slow && len(reached) != 2 {
		t.Errorf("answered before the calls had ended: %d of 2", len(reached))
	}
	if got.Fired != 2 || got.Pending != 1 || !got.Now.Equal(noon.Add(time.Hour)) || got.Mode != "frozen" {
		t.Errorf("got %+v", got)
	}
	got = must[client.Clock](t)(c.SetClock(ctx, "w", noon.Add(5*time.Hour)))
	if got.Fired != 1 || got.Pending != 0 || !got.Now.Equal(noon.Add(5*time.Hour)) {
		t.Errorf("got %+v", got)
	}
	if got = must[client.Clock](t)(c.Run(ctx, "w", 3600)); got.Mode != "running" || got.Scale != 3600 {
		t.Errorf("got %+v", got)
	}
	if got = must[client.Clock](t)(c.Freeze(ctx, "w")); got.Mode != "frozen" || got.Now.Before(noon.Add(5*time.Hour)) {
		t.Errorf("got %+v", got)
	}
	later := noon.Add(24 * time.Hour)
	if got = must[client.Clock](t)(c.ChangeClock(ctx, "w",
		client.ClockChange{Set: &later, Mode: client.FrozenMode})); !got.Now.Equal(later) {
		t.Errorf("got %+v", got)
	}
	must[client.Clock](t)(c.Run(ctx, "w", 1))
	earlier := noon
	if _, err := c.ChangeClock(ctx, "w", client.ClockChange{Set: &earlier, Mode: client.FrozenMode}); err == nil {
		t.Error("the clock went back")
	}
	if got = must[client.Clock](t)(c.Clock(ctx, "w")); got.Mode != "running" {
		t.Errorf("a refused change froze the clock: %+v", got)
	}
	page := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{Kind: journal.ClockMove}))
	var operations []string
	for _, e := range page.Entries {
		operations = append(operations, e.Operation)
		if e.Peer != journal.Control || e.State != journal.Closed {
			t.Errorf("got %+v", e)
		}
	}
	if s := strings.Join(operations, " "); s != "advance set mode mode set mode" {
		t.Errorf("the journal has %s", s)
	}
	const want = `{"asked":{"advance":"1h0m0s"},` +
		`"result":{"now":"2026-11-21T13:00:00Z","mode":"frozen","scale":1,"fired":2,"pending":1}}`
	if got, err := json.Marshal(page.Entries[0].Event); string(got) != want || err != nil {
		t.Errorf("got %s, want %s (%v)", got, want, err)
	}
	if move, ok := page.Entries[0].Moved(); !ok ||
		move != (journal.Move{Advance: "1h0m0s", Now: "2026-11-21T13:00:00Z", Fired: 2}) {
		t.Errorf("got %+v", move)
	}
	all := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{}))
	for i, e := range all.Entries {
		if e.Kind == journal.Outgoing && all.Entries[i-1].Kind == journal.EventRaised {
			t.Error("a call stands in the journal before what caused it")
		}
	}
}

func TestStateAndEvents(t *testing.T) {
	c, _ := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	first := must[client.EventResult](t)(c.Raise(ctx, "w",
		client.Event{API: "tiny", Event: "bumped", Args: map[string]any{"by": 2, "password": "open sesame"}}))
	if string(first.Result) != `{"count":2,"password":"open sesame"}` || first.Seq != 1 {
		t.Errorf("got %d %s", first.Seq, first.Result)
	}
	second := must[client.EventResult](t)(c.Raise(ctx, "w", client.Event{API: "tiny", Event: "quiet"}))
	if string(second.Result) != `{}` || second.Seq != 2 {
		t.Errorf("got %d %s", second.Seq, second.Result)
	}
	planted := must[json.RawMessage](t)(c.Plant(ctx, "w", "tiny", json.RawMessage(`{"count":40}`)))
	var state tinyState
	if err := c.State(ctx, "w", "tiny", &state); err != nil || state.Count != 40 ||
		!strings.Contains(string(planted), `"count":40`) {
		t.Errorf("got %+v, %s, %v", state, planted, err)
	}
	for _, e := range []client.Event{{API: "tiny", Event: "refused"}, {API: "tiny", Event: "broken"},
		{API: "tiny", Event: "bumped"}, {API: "tiny", Event: "?"}} {
		if _, err := c.Raise(ctx, "w", e); err == nil {
			t.Errorf("%+v was let through", e)
		}
	}
	if _, err := c.Plant(ctx, "w", "tiny", json.RawMessage(`{"count":-1}`)); err == nil {
		t.Error("a wrong state was planted")
	}
	page := must[journal.Page](t)(c.Journal(ctx, "w", client.Query{Kind: journal.EventRaised, API: "tiny"}))
	want := []string{
		`{"asked":{"api":"tiny","event":"bumped","args":{"by":2,"password":"‹password 1›"}},` +
			`"result":{"count":2,"password":"‹password 1›"}}`,
		`{"asked":{"api":"tiny","event":"quiet"},"result":{}}`,
		`{"asked":{"bytes":12,"sha256":"d6b4df36d7ba3e1d4bd6f7c3ca4d6d8a9d2fe0bb8bd4a8a3b0ed0b8a34a0d4aa"}}`,
	}
	if len(page.Entries) != len(want) {
		t.Fatalf("got %d entries, want %d: what is refused leaves none", len(page.Entries), len(want))
	}
	for i, e := range page.Entries {
		text, _ := json.Marshal(e.Event)
		got := string(text)
		if i == 2 {
			got = got[:len(`{"asked":{"bytes":12,"sha256":"`)]
			want[i] = want[i][:len(got)]
		}
		if got != want[i] || e.Peer != journal.Control || e.API != "tiny" {
			t.Errorf("entry %d: got %s, want %s", i+1, got, want[i])
		}
	}
	if page.Entries[2].Operation != "plant" || page.Entries[0].Operation != "bumped" {
		t.Errorf("got operations %q, %q", page.Entries[0].Operation, page.Entries[2].Operation)
	}
}

func TestServerAndOutbox(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	if got := must[client.Health](t)(c.Health(ctx)); !got.Ready || got.Version != "0.1.0" {
		t.Errorf("got %+v", got)
	}
	h.unready = true
	if got := must[client.Health](t)(c.Health(ctx)); got.Ready ||
		got.Reason != client.Ending {
		t.Errorf("got %+v", got)
	}
	if list := must[[]client.API](t)(c.APIs(ctx)); len(list) != 1 || len(list[0].Operations) != 2 ||
		len(list[0].Faults) == 0 {
		t.Errorf("got %+v", list)
	}
	if a := must[client.API](t)(c.API(ctx, "tiny")); a.Name != "tiny" {
		t.Errorf("got %+v", a)
	}
	if doc := must[json.RawMessage](t)(c.Document(ctx, "tiny")); string(doc) != `{"openapi":"3.0.3"}` {
		t.Errorf("got %q", doc)
	}
	h.own.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, Path: "/nowhere"})
	if page := must[journal.Page](t)(c.ServerJournal(ctx, client.Query{})); len(page.Entries) != 1 ||
		page.Entries[0].Path != "/nowhere" {
		t.Errorf("got %+v", page)
	}
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	h.worlds["w"].Outbound.Put(messageOut("sms", "1234", nil))
	h.worlds["w"].Outbound.Put(messageOut("push", "", map[string]any{"a": 1}))
	h.worlds["w"].Secret("password", "s3cret")
	h.worlds["w"].Secret("token", "t0ken")
	if marks := must[[]string](t)(c.Marks(ctx, "w", "t0ken", "none", "s3cret")); !slices.Equal(marks,
		[]string{"‹token 1›", "", "‹password 1›"}) {
		t.Errorf("got %q", marks)
	}
	box := must[client.Outbox](t)(c.Outbox(ctx, "w"))
	if len(box.Messages) != 2 || box.Messages[0].Text != "1234" || string(box.Messages[1].Payload) != `{"a":1}` ||
		!box.Messages[0].WorldTime.Equal(noon) {
		t.Errorf("got %+v", box)
	}
}
