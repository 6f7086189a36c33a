package iqchannels

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

// harness is a world whose requests are built by options, and whose responses are read as an SDK reads them.
type harness struct {
	*faketest.World
	violations []journal.Finding // of the last exchange
	seen       int64             // rev up to which outgoing has read the journal
	newest     *journal.Entry    // the newest look-up read
}

func newHarness(t testing.TB, switches map[string]any, options ...faketest.Option) *harness {
	t.Helper()
	h := &harness{World: faketest.New(t, API(), options...)}
	for name, value := range switches {
		h.set(name, value)
	}
	return h
}

func (h *harness) set(name string, value any) {
	h.T.Helper()
	if err := h.Switches.Set(map[string]map[string]any{Name: {name: value}}); err != nil {
		h.T.Fatalf("%v", err)
	}
}

// option changes a call before it is sent.
type option func(*faketest.Call)

func header(name, value string) option { return func(c *faketest.Call) { c.Header.Set(name, value) } }
func inPath(name, value string) option { return func(c *faketest.Call) { c.Vars[name] = value } }
func rawQuery(q string) option         { return func(c *faketest.Call) { c.Query = q } }
func bearing(token string) option      { return header("Authorization", "Client "+token) }

func within(ctx context.Context) option { return func(c *faketest.Call) { c.Context = ctx } }

// request builds a request for an operation; a body that is not a string or bytes is sent as JSON.
func (h *harness) request(operation string, body any, options ...option) *world.Request {
	h.T.Helper()
	c := faketest.Call{Operation: operation, Header: http.Header{}, Vars: map[string]string{}}
	if strings.Contains(h.documented(operation).Path, "{channel}") {
		c.Vars["channel"] = ChannelSupport
	}
	switch b := body.(type) {
	case nil:
	case string:
		c.Body = b
	case []byte:
		c.Body = string(b)
	default:
		c.Body = string(encode(b))
	}
	for _, o := range options {
		o(&c)
	}
	r, _ := h.Request(c)
	return r
}

func (h *harness) documented(operation string) spec.Operation {
	h.T.Helper()
	op, ok := spec.Find(Name, operation)
	if !ok {
		h.T.Fatalf("no document has the operation %s", operation)
	}
	return op
}

// send handles a request and judges the exchange: a defect of ours fails the test at once.
func (h *harness) send(r *world.Request) world.Answer {
	h.T.Helper()
	return h.judge(r, h.Fake.Handle(r))
}

func (h *harness) judge(r *world.Request, a world.Answer) world.Answer {
	h.T.Helper()
	reply := h.Check(h.documented(r.Operation), r, a)
	h.violations = append(a.Findings, reply.Judged...)
	return reply.Answer
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
	h.T.Helper()
	return h.read(h.send(h.request(operation, body, options...)))
}

func (h *harness) read(a world.Answer) envelope {
	h.T.Helper()
	body := bytes.TrimSuffix(bytes.TrimPrefix(a.Body, []byte("data: ")), []byte("\n\n"))
	e := envelope{answer: a}
	if err := json.Unmarshal(body, &e); err != nil {
		h.T.Fatalf("no envelope: %v in %q", err, a.Body)
	}
	if e.OK && e.Rels == nil {
		h.T.Fatalf("Rels is null on success: %s", body)
	}
	return e
}

// login authorizes a token of the seed and gives the session's token and the answer.
func (h *harness) login(token string) (string, clientAuthResult) {
	h.T.Helper()
	e := h.call(opIntegrationAuth, map[string]any{"Credentials": token, "Channel": ChannelSupport})
	if !e.OK {
		h.T.Fatalf("login with %s: %s %s (%s)", token, e.Error.Code, e.Error.Text, e.why())
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
	h.T.Helper()
	var out clientAuthResult
	if err := json.Unmarshal(e.Result, &out); err != nil {
		h.T.Fatalf("%v", err)
	}
	return out
}

// event raises an event.
func (h *harness) event(name string, args map[string]any) (map[string]any, error) {
	h.T.Helper()
	return h.Raise(name, string(encode(args)))
}

func (h *harness) must(name string, args map[string]any) map[string]any {
	h.T.Helper()
	return h.MustRaise(name, string(encode(args)))
}

func (h *harness) facts() *State { return h.Fake.State().(*State) }

// look runs a function in a transaction.
func (h *harness) look(do func(x *exchange)) { faketest.Look(h.World, do) }

// outgoing gives the last look-up of the journal.
func (h *harness) outgoing() *journal.Entry {
	h.T.Helper()
	page := h.Journal.Query(journal.Filter{Kind: journal.Outgoing, Since: h.seen})
	if n := len(page.Entries); n > 0 {
		h.seen, h.newest = page.Next, &page.Entries[n-1]
	}
	if h.newest == nil {
		h.T.Fatalf("the journal has no outgoing entry")
	}
	return h.newest
}
