package iqchannels

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/contract"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

// harness is one world with this fake alone. It calls Handle as the chain does, and judges every exchange by the
// documents.
type harness struct {
	t          testing.TB
	w          *world.World
	f          *Fake
	ops        map[string]spec.Operation
	violations []journal.Finding // of the last exchange
	seen       int64             // rev up to which outgoing has read the journal
	newest     *journal.Entry    // the newest look-up read
}

func newHarness(t testing.TB, switches map[string]any) *harness {
	t.Helper()
	return newHarnessAt(t, switches, clock.Frozen)
}

func newHarnessAt(t testing.TB, switches map[string]any, mode clock.Mode) *harness {
	t.Helper()
	w := world.New(t.Context(), "test", 1)
	t.Cleanup(w.End)
	var err error
	if w.Clock, err = clock.New(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), mode, 1); err != nil {
		t.Fatal(err)
	}
	ops := map[string]spec.Operation{}
	for _, op := range spec.Operations(Name) {
		ops[op.ID] = op
	}
	api := API()
	w.Journal = journal.New(journal.Options{
		Now: w.Clock.Now, Secrets: secret.NewPlans(map[string]secret.Positions{Name: api.Secrets}),
		Check: func(e *journal.Record) []journal.Finding { return contract.Check(ops[e.Operation], e) },
	})
	w.Switches = world.NewSwitches([]*world.API{api}, 0)
	if err := w.Switches.Set(map[string]map[string]any{Name: switches}); err != nil {
		t.Fatal(err)
	}
	client := outbound.NewClient(nil)
	t.Cleanup(client.CloseIdleConnections)
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, client)
	w.URLs[Name] = "http://127.0.0.1:8080/iqchannels"
	h := &harness{t: t, w: w, f: api.New(w).(*Fake), ops: ops}
	w.Attach(h.f)
	w.Outbound.SetLocal(func(ctx context.Context, c outbound.Call) (outbound.Reply, error) {
		r := &world.Request{Context: ctx, Operation: c.Operation, Method: c.Method, Vars: c.Vars, Header: c.Header}
		r.Path = strings.TrimPrefix(c.URL, w.URL(Name))
		a := h.f.Handle(r)
		if ctx.Err() != nil {
			return outbound.Reply{}, ctx.Err()
		}
		if a.Status == 0 {
			a.Status = http.StatusOK
		}
		return outbound.Reply{Response: message.Response{Status: a.Status, Header: a.Header, Body: a.Body}}, nil
	})
	return h
}

func (h *harness) set(name string, value any) {
	h.t.Helper()
	if err := h.w.Switches.Set(map[string]map[string]any{Name: {name: value}}); err != nil {
		h.t.Fatal(err)
	}
}

// option changes a request before it is sent.
type option func(*world.Request)

func header(name, value string) option { return func(r *world.Request) { r.Header.Set(name, value) } }
func param(name, value string) option  { return func(r *world.Request) { r.Vars[name] = value } }
func rawQuery(q string) option         { return func(r *world.Request) { r.RawQuery = q } }
func bearing(token string) option      { return header("Authorization", "Client "+token) }
func within(ctx context.Context) option {
	return func(r *world.Request) { r.Context = ctx }
}
func base(p string) option { return func(r *world.Request) { r.BasePath = p } }

// request builds a request for an operation; a body that is not a string or bytes is sent as JSON.
func (h *harness) request(operation string, body any, options ...option) *world.Request {
	h.t.Helper()
	op, ok := h.ops[operation]
	if !ok {
		h.t.Fatalf("no document has the operation %s", operation)
	}
	r := &world.Request{
		Context: h.t.Context(), Operation: operation, Method: op.Method, Header: http.Header{}, BasePath: "/iqchannels",
		Vars: map[string]string{},
	}
	if strings.Contains(op.Path, "{channel}") {
		r.Vars["channel"] = ChannelSupport
	}
	switch b := body.(type) {
	case nil:
	case string:
		r.Body = []byte(b)
	case []byte:
		r.Body = b
	default:
		r.Body, _ = json.Marshal(b)
	}
	if r.Body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, o := range options {
		o(r)
	}
	r.Path = op.Path
	for name, v := range r.Vars {
		r.Path = strings.ReplaceAll(r.Path, "{"+name+"}", url.PathEscape(v))
	}
	return r
}

// send handles a request and judges the exchange: a defect of ours fails the test at once.
func (h *harness) send(r *world.Request) world.Answer {
	h.t.Helper()
	return h.judge(r, h.f.Handle(r))
}

func (h *harness) judge(r *world.Request, a world.Answer) world.Answer {
	h.t.Helper()
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	e := &journal.Record{Vars: r.Vars, Arbitrary: a.Arbitrary, Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: Name, Operation: r.Operation,
		Method: r.Method,
		Path:   r.Path, URL: h.w.URL(Name) + r.Path + "?" + r.RawQuery,
		Request:  &journal.Message{Header: r.Header, Body: r.Body},
		Response: &journal.Message{Status: a.Status, Header: a.Header, Body: a.Body}, Findings: a.Findings,
	}}
	if a.Stream != nil {
		messages, _ := a.Stream.Pull()
		for _, m := range messages {
			e.Messages = append(e.Messages, journal.StreamMessage{Data: string(m)})
		}
		a.Body = bytes.Join(messages, nil)
	}
	h.violations = a.Findings
	for _, finding := range contract.Check(h.ops[r.Operation], e) {
		if finding.Kind == journal.Defect {
			h.t.Errorf(
				"%s breaks its own document: %s at %q, expected %s, got %s: %s",
				r.Operation,
				finding.Code,
				finding.Pointer,
				finding.Expected,
				finding.Actual,
				a.Body,
			)
		}
		h.violations = append(h.violations, finding)
	}
	return a
}

// envelope is an answer of the chat server, read as an SDK reads it.
type envelope struct {
	OK     bool
	Error  *struct{ Code, Text string }
	Result json.RawMessage
	Data   json.RawMessage
	Rels   map[string]json.RawMessage
	answer world.Answer
}

func (e envelope) code() string {
	if e.Error == nil {
		return ""
	}
	return e.Error.Code
}

func (e envelope) why() string {
	if len(e.answer.Why) == 0 {
		return ""
	}
	return e.answer.Why[0].Code
}

// call sends a request to the chat server and reads the envelope.
func (h *harness) call(operation string, body any, options ...option) envelope {
	h.t.Helper()
	return h.read(h.send(h.request(operation, body, options...)))
}

func (h *harness) read(a world.Answer) envelope {
	h.t.Helper()
	body := bytes.TrimSuffix(bytes.TrimPrefix(a.Body, []byte("data: ")), []byte("\n\n"))
	e := envelope{answer: a}
	if err := json.Unmarshal(body, &e); err != nil {
		h.t.Fatalf("no envelope: %v in %q", err, a.Body)
	}
	if e.OK && e.Rels == nil {
		h.t.Errorf("Rels is null on success: %s", body)
	}
	return e
}

// login authorizes a token of the seed and gives the session's token and the answer.
func (h *harness) login(token string) (string, clientAuthResult) {
	h.t.Helper()
	e := h.call(opIntegrationAuth, map[string]any{"Credentials": token, "Channel": ChannelSupport})
	if !e.OK {
		h.t.Fatalf("login with %s: %s %s (%s)", token, e.Error.Code, e.Error.Text, e.why())
	}
	return h.auth(e).Session.Token, h.auth(e)
}

type clientAuthResult struct {
	Client struct {
		ID            int64 `json:"Id"`
		Type          string
		Name          string
		IntegrationID *string `json:"IntegrationId"`
	}
	Session struct {
		ID          int64 `json:"Id"`
		ClientID    int64 `json:"ClientId"`
		Token       string
		Integration bool
	}
}

func (h *harness) auth(e envelope) clientAuthResult {
	h.t.Helper()
	var out clientAuthResult
	if err := json.Unmarshal(e.Result, &out); err != nil {
		h.t.Fatal(err)
	}
	return out
}

// event raises an event with checked arguments, as the control API does.
func (h *harness) event(name string, args map[string]any) (any, error) {
	h.t.Helper()
	d := json.NewDecoder(bytes.NewReader(encode(args)))
	d.UseNumber()
	var plain map[string]any
	if err := d.Decode(&plain); err != nil {
		h.t.Fatal(err)
	}
	for _, e := range h.f.API().Events {
		if e.Name == name {
			checked, err := e.Check(plain)
			if err != nil {
				return nil, err
			}
			return h.f.Event(name, checked)
		}
	}
	h.t.Fatalf("no event %s", name)
	return nil, nil
}

func (h *harness) must(name string, args map[string]any) any {
	h.t.Helper()
	v, err := h.event(name, args)
	if err != nil {
		h.t.Fatalf("event %s: %v", name, err)
	}
	return v
}

func (h *harness) facts() State {
	h.t.Helper()
	var s State
	if err := json.Unmarshal(h.f.State().(json.RawMessage), &s); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// outgoing gives the last look-up of the journal.
func (h *harness) outgoing() *journal.Entry {
	h.t.Helper()
	page := h.w.Journal.Query(journal.Filter{Kind: journal.Outgoing, Since: h.seen})
	if n := len(page.Entries); n > 0 {
		h.seen, h.newest = page.Next, &page.Entries[n-1]
	}
	if h.newest == nil {
		h.t.Fatal("the journal has no outgoing entry")
	}
	return h.newest
}
