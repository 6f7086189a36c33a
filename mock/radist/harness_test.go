package radist

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/contract"
	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

var noon = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

const (
	base = "http://127.0.0.1:8080/radist"
	v2   = "/v2/companies/7"
)

// bench is a fake in a world of its own, called by paths as the chain calls it; every answer is checked against the
// document.
type bench struct {
	t    faketest.T
	w    *world.World
	look func(do func(x *exchange)) // at facts that no response shows
	fake world.Fake
	key  string
}

func newBench(t *testing.T) *bench { t.Helper(); return makeBench(t, t, 1) }

func makeBench(tb testing.TB, t faketest.T, seed uint64) *bench {
	w := faketest.New(tb, API(), faketest.Seed(seed), faketest.ReportTo(t))
	if _, err := w.Clock.Set(noon); err != nil {
		t.Fatalf("%v", err)
	}
	return &bench{t: t, w: w.World, fake: w.Fake, key: homeKey,
		look: func(do func(x *exchange)) { faketest.Look(w, do) }}
}

// session returns the facts of a session.
func (b *bench) session(id string) (s Session) {
	b.look(func(x *exchange) { s, _ = x.sessions.Get(id) })
	return s
}

// putSession changes the facts of a session.
func (b *bench) putSession(s Session) {
	b.look(func(x *exchange) { x.sessions.Put(s.ID, s) })
}

// connection returns the facts of a connection.
func (b *bench) connection(id int64) (c Connection) {
	b.look(func(x *exchange) { c, _ = x.connections.Get(id) })
	return c
}

func (b *bench) set(switchName string, value any) {
	b.t.Helper()
	if err := b.w.Switches.Set(map[string]map[string]any{name: {switchName: value}}); err != nil {
		b.t.Fatalf("%v", err)
	}
}

func (b *bench) advance(d time.Duration) int {
	b.t.Helper()
	fired, err := b.w.Clock.Advance(d)
	if err != nil {
		b.t.Fatalf("%v", err)
	}
	return fired
}

// reply is an answer, taken apart.
type reply struct {
	world.Answer
	t          faketest.T
	asked      string
	violations []journal.Finding
	json       any
}

// at walks the body by names and indices.
func (r reply) at(path ...any) any {
	v := r.json
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[s]
		case int:
			l, _ := v.([]any)
			if s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}

func (r reply) text(path ...any) string { s, _ := r.at(path...).(string); return s }

func (r reply) id(path ...any) int64 {
	r.t.Helper()
	n, ok := r.at(path...).(float64)
	if !ok {
		r.t.Fatalf("%s: no number at %v of %s", r.asked, path, r.Body)
	}
	return int64(n)
}

func (r reply) status(want int) reply {
	r.t.Helper()
	if r.Status != want {
		r.t.Fatalf("%s: got %d %s, why %v; want %d", r.asked, r.Status, r.Body, r.Why, want)
	}
	return r
}

// ok wants 200 and no violation.
func (r reply) ok() reply {
	r.t.Helper()
	r.status(http.StatusOK)
	if len(r.violations) > 0 {
		r.t.Fatalf("%s: violations %+v", r.asked, r.violations)
	}
	return r
}

// fails wants a vendor's error.
func (r reply) fails(want *fake.Refusal) reply {
	r.t.Helper()
	if r.Status != want.Status || r.text("detail") != detailOf(want) {
		r.t.Fatalf("%s: got %d %s, why %v; want %d %q", r.asked, r.Status, r.Body, r.Why, want.Status, detailOf(want))
	}
	if len(r.Why) == 0 {
		r.t.Fatalf("%s: a refusal without a why", r.asked)
	}
	return r
}

// invalid wants a 422 that names these places, in order: "body.params.api_key extra_forbidden".
func (r reply) invalid(places ...string) reply {
	r.t.Helper()
	r.status(http.StatusUnprocessableEntity)
	var got []string
	list, _ := r.at("detail").([]any)
	for i := range list {
		var loc []string
		steps, _ := r.at("detail", i, "loc").([]any)
		for _, s := range steps {
			loc = append(loc, fmt.Sprint(s))
		}
		got = append(got, strings.Join(loc, ".")+" "+r.text("detail", i, "type"))
	}
	if !slices.Equal(got, places) {
		r.t.Fatalf("%s: got %v, want %v", r.asked, got, places)
	}
	return r
}

// blames wants a violation.
func (r reply) blames(code string) reply {
	r.t.Helper()
	if !slices.ContainsFunc(r.violations, func(f journal.Finding) bool { return f.Code == code }) {
		r.t.Fatalf("%s: violations %+v, want %s among them", r.asked, r.violations, code)
	}
	return r
}

// find is the chain's router in small.
func find(method, path string) (op *spec.Operation, alias bool, vars map[string]string, allow []string) {
	parts := strings.Split(path, "/")
routes:
	for _, route := range spec.Routes(name) {
		steps := strings.Split(route.Path, "/")
		if len(steps) != len(parts) {
			continue
		}
		vars = map[string]string{}
		for i, step := range steps {
			if strings.HasPrefix(step, "{") && parts[i] != "" {
				vars[strings.Trim(step, "{}")], _ = url.PathUnescape(parts[i])
			} else if step != parts[i] {
				continue routes
			}
		}
		allow = nil
		for i := range route.Operations {
			if o := &route.Operations[i]; o.Method == method {
				return o, o.Path != route.Path, vars, nil
			}
			allow = append(allow, route.Operations[i].Method)
		}
		slices.Sort(allow)
		return nil, false, vars, allow
	}
	return nil, false, nil, nil
}

// call sends a request; body is a string as it is, or a value as JSON. Headers are pairs.
func (b *bench) call(method, target string, body any, headers ...string) reply {
	b.t.Helper()
	path, query, _ := strings.Cut(target, "?")
	r := &world.Request{
		Context:  b.w.Context(),
		Method:   method,
		Path:     path,
		RawQuery: query,
		BasePath: "/radist",
		Host:     "127.0.0.1:8080",
		Header:   http.Header{},
	}
	if b.key != "" {
		r.Header.Set("X-Api-Key", b.key)
	}
	switch v := body.(type) {
	case nil:
	case string:
		r.Body = []byte(v)
	default:
		r.Body, _ = json.Marshal(v)
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	b.w.Clock.Settle()
	op, alias, vars, allow := find(method, path)
	out := reply{t: b.t, asked: method + " " + target}
	if op == nil {
		out.Answer = b.fake.Miss(r, world.Miss{Allow: allow, Match: func(m, p string) (string, []string) {
			found, _, _, allow := find(m, p)
			if found == nil {
				return "", allow
			}
			return found.ID, nil
		}})
		out.violations = out.Findings
	} else {
		r.Operation, r.Alias, r.Vars = op.ID, alias, vars
		out.Answer = b.fake.Handle(r)
		out.violations = append(b.judge(*op, r, &out.Answer), out.Findings...)
	}
	if out.Status == 0 {
		out.Status = http.StatusOK
	}
	_ = json.Unmarshal(out.Body, &out.json) // pages and pictures leave it empty
	return out
}

// judge fails on a defect and gives the violations.
func (b *bench) judge(op spec.Operation, r *world.Request, a *world.Answer) []journal.Finding {
	b.t.Helper()
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	target := base + r.Path
	if r.RawQuery != "" {
		target += "?" + r.RawQuery
	}
	entry := &journal.Record{
		Vars: r.Vars,
		Entry: journal.Entry{
			State:     journal.Closed,
			Kind:      journal.Exchange,
			Peer:      journal.Client,
			API:       name,
			Operation: op.ID,
			Method:    r.Method,
			URL:       target,
			Path:      r.Path,
			Request:   &journal.Message{Header: r.Header, Body: r.Body},
			Response:  &journal.Message{Status: a.Status, Header: a.Header, Body: a.Body},
		},
	}
	var violations []journal.Finding
	for _, f := range contract.Check(op, entry) {
		if f.Kind == journal.Defect {
			b.t.Fatalf("%s answered %d %s, which breaks the document: %+v", op.ID, a.Status, a.Body, f)
		}
		violations = append(violations, f)
	}
	return violations
}

func (b *bench) get(path string) reply { b.t.Helper(); return b.call("GET", path, nil) }

func (b *bench) post(path string, body any) reply { b.t.Helper(); return b.call("POST", path, body) }

type fields = map[string]any

// raise checks the arguments as the control API does and raises an event.
func (b *bench) raise(event string, args fields) (fields, error) {
	b.t.Helper()
	list := b.fake.API().Events
	i := slices.IndexFunc(list, func(e world.Event) bool { return e.Name == event })
	if i < 0 {
		b.t.Fatalf("there is no event %s", event)
	}
	data, _ := json.Marshal(args)
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	var given map[string]any
	_ = d.Decode(&given)
	checked, err := list[i].Check(given)
	if err != nil {
		return nil, err
	}
	result, err := b.fake.Event(event, checked)
	if err != nil {
		return nil, err
	}
	var out fields
	data, _ = json.Marshal(result)
	_ = json.Unmarshal(data, &out)
	return out, nil
}

func (b *bench) event(event string, args fields) fields {
	b.t.Helper()
	out, err := b.raise(event, args)
	if err != nil {
		b.t.Fatalf("%s %v: %v", event, args, err)
	}
	return out
}

// impossible wants a refusal that changes nothing.
func (b *bench) impossible(event string, args fields) {
	b.t.Helper()
	before := b.state()
	_, err := b.raise(event, args)
	if refused := new(world.Refusal); !errors.As(err, &refused) {
		b.t.Fatalf("%s %v: got %v, want a refusal", event, args, err)
	}
	if b.state() != before {
		b.t.Fatalf("%s %v was refused and changed the state\nfrom %s\nto   %s", event, args, before, b.state())
	}
}

func (b *bench) state() string { return string(fake.Encode(b.fake.State())) }

func itoa(v any) string { return fmt.Sprint(v) }

// request is one that is not sent through the router.
func (b *bench) request(op spec.Operation) *world.Request {
	return &world.Request{
		Context:   b.w.Context(),
		Operation: op.ID,
		Method:    op.Method,
		Path:      op.Path,
		BasePath:  "/radist",
		Vars:      map[string]string{},
	}
}

// Shorthands of the flows.
