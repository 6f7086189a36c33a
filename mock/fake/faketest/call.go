package faketest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"sparring/mock/contract"
	"sparring/mock/journal"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

// Call is one request.
type Call struct {
	Operation string
	Vars      map[string]string // path variables
	Query     string
	Header    http.Header // instead of the world's
	Body      string
	Context   context.Context // instead of the world's
	Alias     int             // 1 and more: by this alias of the path
	Code      string          // answered by Fail with this code of the catalogue
}

// Send lets the fake answer a request for an operation, and checks the response against the documents.
func (w *World) Send(c Call) Reply {
	w.T.Helper()
	r, op := w.Request(c)
	w.Clock.Settle()
	if c.Code != "" {
		return w.Check(op, r, w.Fake.Fail(r, c.Code))
	}
	return w.Check(op, r, w.Fake.Handle(r))
}

// Request makes the request of a call.
func (w *World) Request(c Call) (*world.Request, spec.Operation) {
	w.T.Helper()
	op, ok := w.operations[c.Operation]
	if !ok {
		w.T.Fatalf("the documents of %s have no operation %q", w.API.Name, c.Operation)
	}
	path := op.Path
	if c.Alias > 0 {
		path = op.PathAliases[c.Alias-1]
	}
	ctx := c.Context
	if ctx == nil {
		ctx = w.Context()
	}
	r := &world.Request{
		Context: ctx, API: w.API.Name, Operation: op.ID, Alias: c.Alias > 0, Method: op.Method, Path: path,
		RawQuery: c.Query, Header: c.Header, Body: []byte(c.Body), BasePath: "/" + w.API.Name,
		Vars: map[string]string{},
	}
	for name, value := range c.Vars {
		r.Vars[name] = value
		r.Path = strings.ReplaceAll(r.Path, "{"+name+"}", url.PathEscape(value))
	}
	if r.Header == nil {
		r.Header = w.Header.Clone()
	}
	if c.Body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r, op
}

// Miss lets the fake answer a request that no operation fits.
func (w *World) Miss(method, path string, header http.Header, m world.Miss) Reply {
	w.T.Helper()
	if header == nil {
		header = w.Header.Clone()
	}
	r := &world.Request{
		Context: w.Context(), API: w.API.Name, Method: method, Path: path, Header: header, BasePath: "/" + w.API.Name,
	}
	return w.reply(r, w.Fake.Miss(r, m))
}

// Check checks a response against the documents: a defect fails the test, violations are kept. A stream is pulled once,
// and its messages are the body.
func (w *World) Check(op spec.Operation, r *world.Request, a world.Answer) Reply {
	w.T.Helper()
	var messages []journal.StreamMessage
	if a.Stream != nil {
		pulled, _ := a.Stream.Pull()
		for _, m := range pulled {
			messages = append(messages, journal.StreamMessage{Data: string(m)})
		}
		a.Body = bytes.Join(pulled, nil)
	}
	out := w.reply(r, a)
	target := w.URLs[w.API.Name] + r.Path
	if r.RawQuery != "" {
		target += "?" + r.RawQuery
	}
	entry := &journal.Record{Vars: r.Vars, Arbitrary: a.Arbitrary, Entry: journal.Entry{
		Messages: messages, Findings: a.Findings,
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: w.API.Name, Operation: op.ID,
		Method: r.Method, URL: target, Path: r.Path,
		Request:  &journal.Message{Header: r.Header, Body: r.Body},
		Response: &journal.Message{Status: out.Answer.Status, Header: a.Header, Body: a.Body},
	}}
	for _, finding := range contract.Check(op, entry) {
		if finding.Kind == journal.Defect {
			w.T.Fatalf("%s answered %d %s, which breaks the document: %+v", op.ID, out.Answer.Status, a.Body, finding)
		}
		out.Judged = append(out.Judged, finding)
	}
	return out
}

func (w *World) reply(r *world.Request, a world.Answer) Reply {
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	out := Reply{Answer: a, T: w.T, Request: r}
	_ = json.Unmarshal(a.Body, &out.JSON) // a page is not JSON
	return out
}

// local answers a call of the world to its own fake, as the chain does. It is not journaled.
func (w *World) local(ctx context.Context, c outbound.Call) (outbound.Reply, error) {
	a := w.Fake.Handle(&world.Request{
		Context: ctx, API: c.API, Operation: c.Operation, Method: c.Method, Vars: c.Vars, Header: c.Header,
		Body: c.Body, Path: strings.TrimPrefix(c.URL, w.URLs[c.API]), BasePath: "/" + c.API,
	})
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	return outbound.Reply{Response: a.Response}, ctx.Err()
}
