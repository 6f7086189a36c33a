package timconnect

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/contract"
	"sparring/mock/journal"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const (
	base  = "http://127.0.0.1:8080/timconnect"
	phone = "79991234567"
	other = "79997654321"
)

// tester is what testing.T and rapid.T have in common here.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// bench is a fake in a world of its own, called as the chain calls it; every answer is checked against the document.
type bench struct {
	t    tester
	w    *world.World
	fake *Fake
	key  string // Authorization of the calls
	sid  string // their cookie

	tokens int // push tokens handed out
}

func newBench(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	b := makeBench(tb, tb, 1)
	b.set(switches...)
	return b
}

// makeBench makes a world under the life of tb; t is who is told of failures.
func makeBench(tb testing.TB, t tester, seed uint64) *bench {
	w := world.New(tb.Context(), "test", seed)
	var err error
	if w.Clock, err = clock.New(noon, clock.Frozen, 1); err != nil {
		t.Fatalf("%v", err)
	}
	w.Journal = journal.New(journal.Options{Now: w.Clock.Now})
	w.Switches = world.NewSwitches([]*world.API{API()}, 0)
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, outbound.NewClient(nil))
	w.URLs[Name] = base
	fake := API().New(w).(*Fake)
	w.Attach(fake)
	return &bench{t: t, w: w, fake: fake, key: firstKey}
}

// set takes name=value.
func (b *bench) set(switches ...string) {
	b.t.Helper()
	changes := map[string]any{}
	for _, s := range switches {
		name, value, _ := strings.Cut(s, "=")
		var typed any
		if json.Unmarshal([]byte(value), &typed) != nil {
			typed = value
		}
		changes[name] = typed
	}
	if err := b.w.Switches.Set(map[string]map[string]any{Name: changes}); err != nil {
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
	t        tester
	body     map[string]any
	judged   []string // "code pointer" of what the document says against the request
	mistakes []journal.Finding
}

func (r reply) at(path ...string) any {
	var v any = r.body
	for _, name := range path {
		switch m := v.(type) {
		case map[string]any:
			v = m[name]
		case []any:
			var i int
			if _, err := fmt.Sscanf(name, "%d", &i); err != nil || i >= len(m) {
				return nil
			}
			v = m[i]
		default:
			return nil
		}
	}
	return v
}

func (r reply) text(path ...string) string { s, _ := r.at(path...).(string); return s }

func (r reply) ok() reply {
	r.t.Helper()
	if r.Status != http.StatusOK || r.body["result"] != "success" {
		r.t.Fatalf("got %d %s, why %v; want success", r.Status, r.Body, r.Why)
	}
	return r
}

// is wants exactly this body, and HTTP 200 unless a status is given.
func (r reply) is(body string, status ...int) reply {
	r.t.Helper()
	want := http.StatusOK
	if len(status) > 0 {
		want = status[0]
	}
	if r.Status != want || string(r.Body) != body {
		r.t.Fatalf("got %d %s, why %v\nwant %d %s", r.Status, r.Body, r.Why, want, body)
	}
	return r
}

func (r reply) because(code string) reply {
	r.t.Helper()
	if !slices.ContainsFunc(r.Why, func(w journal.Why) bool { return w.Code == code }) {
		r.t.Fatalf("why is %v, want %s among it", r.Why, code)
	}
	return r
}

// The eight documented failures, as the page prints them.
const (
	bodyDenied      = `{"result":"fail","message":"Permission denied","body":[]}`
	bodyPhone       = `{"result":"fail","message":"{'phone_number': ['Enter a valid mobile number.']}"}`
	bodyCodeUnknown = `{"result":"fail","message":"ActivationCode matching query does not exist."}`
	bodyCodeInvalid = `{"result":"fail","message":"['ActivationCode does not exist or expire']"}`
	bodyCredentials = `{"result":"fail","message":"Incorrect phone_number or credentials","sessionid":""}`
	bodyBlocked     = `{"result":"fail","message":"Device is blocked"}`
	bodyNoApp       = `{"result":"fail","message":"Device has no mobile app"}`
	bodyDone        = `{"result":"success","message":""}`
)

func bodyPage(page string, pages int) string {
	return fmt.Sprintf(`{"result":"fail","message":"That page contains no results","paging":{"pages":%d,"page":"%s"},"body":[]}`, pages, page)
}

// call is one request.
type call struct {
	op     string
	id     string // path variable
	query  string
	body   string
	header http.Header // instead of key and cookie
	alias  bool
}

func (b *bench) do(op string, body string) reply {
	b.t.Helper()
	return b.send(call{op: op, body: body})
}

func (b *bench) get(op, query string) reply { b.t.Helper(); return b.send(call{op: op, query: query}) }

// on calls an operation of one message, call or kitten.
func (b *bench) on(op, id, body string) reply {
	b.t.Helper()
	return b.send(call{op: op, id: id, body: body})
}

func (b *bench) headers() http.Header {
	h := http.Header{}
	if b.key != "" {
		h.Set("Authorization", b.key)
	}
	if b.sid != "" {
		h.Set("Cookie", "sessionid="+b.sid)
	}
	return h
}

func (b *bench) request(c call) (*world.Request, spec.Operation) {
	b.t.Helper()
	op := documented(b.t, c.op)
	r := &world.Request{Context: b.w.Context(), Operation: c.op, Alias: c.alias, Method: op.Method, Path: op.Path, RawQuery: c.query,
		Header: c.header, Body: []byte(c.body), BasePath: "/" + Name, Vars: map[string]string{}}
	if strings.Contains(op.Path, "{id}") {
		r.Vars["id"] = c.id
		r.Path = strings.ReplaceAll(op.Path, "{id}", url.PathEscape(c.id))
	}
	if c.alias {
		r.Path = strings.TrimPrefix(r.Path, "/api")
	}
	if r.Header == nil {
		r.Header = b.headers()
	}
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r, op
}

func (b *bench) send(c call) reply {
	b.t.Helper()
	r, op := b.request(c)
	b.w.Clock.Settle()
	out := b.taken(op, r, b.fake.Handle(r))
	out.explained()
	return out
}

// taken checks an answer against the document and takes it apart.
func (b *bench) taken(op spec.Operation, r *world.Request, a world.Answer) reply {
	b.t.Helper()
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	target := base + r.Path
	if r.RawQuery != "" {
		target += "?" + r.RawQuery
	}
	entry := &journal.Record{Vars: r.Vars, Entry: journal.Entry{State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: Name, Operation: op.ID,
		Method: r.Method, URL: target, Path: r.Path, Request: &journal.Message{Header: r.Header, Body: r.Body},
		Response: &journal.Message{Status: a.Status, Header: a.Header, Body: a.Body}}}
	out := reply{Answer: a, t: b.t}
	for _, finding := range contract.Check(op, entry) {
		if finding.Kind == journal.Defect {
			b.t.Fatalf("%s answered %d %s, which breaks the document: %+v", op.ID, a.Status, a.Body, finding)
		}
		out.judged = append(out.judged, finding.Code+" "+finding.Pointer)
		out.mistakes = append(out.mistakes, finding)
	}
	_ = json.Unmarshal(a.Body, &out.body) // a list of kittens leaves it empty
	return out
}

// explained checks that a refusal says why in the journal.
func (r reply) explained() {
	r.t.Helper()
	if refused := r.Status >= http.StatusBadRequest || r.body["result"] == "fail"; refused && len(r.Why) == 0 {
		r.t.Fatalf("%d %s has no why", r.Status, r.Body)
	}
}

func documented(t tester, id string) spec.Operation {
	t.Helper()
	for _, op := range spec.Operations(Name) {
		if op.ID == id {
			return op
		}
	}
	t.Fatalf("the documents have no operation %s", id)
	return spec.Operation{}
}

// miss asks for what no operation fits.
func (b *bench) miss(method, path string, header http.Header, allow ...string) reply {
	b.t.Helper()
	if header == nil {
		header = b.headers()
	}
	a := b.fake.Miss(&world.Request{Context: b.w.Context(), Method: method, Path: path, Header: header, BasePath: "/" + Name},
		world.Miss{Allow: allow})
	out := reply{Answer: a, t: b.t}
	if err := json.Unmarshal(a.Body, &out.body); err != nil {
		b.t.Fatalf("%s %s answered %s: %v", method, path, a.Body, err)
	}
	out.explained()
	return out
}

// event raises an event with arguments in JSON, checked as the core does.
func (b *bench) event(name, args string) (map[string]any, error) {
	b.t.Helper()
	known := API().Events
	i := slices.IndexFunc(known, func(e world.Event) bool { return e.Name == name })
	if i < 0 {
		b.t.Fatalf("no event %s", name)
	}
	decoder := json.NewDecoder(strings.NewReader(args))
	decoder.UseNumber()
	var given map[string]any
	if err := decoder.Decode(&given); err != nil {
		b.t.Fatalf("%s: %v", args, err)
	}
	checked, err := known[i].Check(given)
	if err != nil {
		return nil, err
	}
	result, err := b.fake.Event(name, checked)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	if err := json.Unmarshal(encode(result), &out); err != nil {
		b.t.Fatalf("%s: %v", name, err)
	}
	return out, nil
}

func (b *bench) must(name, args string) map[string]any {
	b.t.Helper()
	out, err := b.event(name, args)
	if err != nil {
		b.t.Fatalf("%s %s: %v", name, args, err)
	}
	return out
}

// outbox gives the messages of a kind; "" gives all.
func (b *bench) outbox(kind string) []outbound.Message {
	all, _ := b.w.Outbound.Messages()
	if kind == "" {
		return all
	}
	return slices.DeleteFunc(all, func(m outbound.Message) bool { return m.Kind != kind })
}

// codeOf gives the digits of the newest activation SMS of a phone.
func (b *bench) codeOf(phone string) string {
	b.t.Helper()
	sent := b.outbox("sms")
	for _, m := range slices.Backward(sent) {
		if code, ok := strings.CutPrefix(m.Text, "Код активации: "); ok && m.To == phone {
			return code
		}
	}
	b.t.Fatalf("no activation SMS to %s among %v", phone, sent)
	return ""
}

// register registers a phone by SMS, with a push token of its own each time, and lets the bench carry the session; it gives the credentials.
func (b *bench) register(phone string) string {
	b.t.Helper()
	b.tokens++
	b.do("registerPhone", fmt.Sprintf(`{"phone_number":%q,"device":{"token":"token-%d"}}`, phone, b.tokens)).ok()
	r := b.do("confirmPhone", `{"phone_number":"`+phone+`","code":"`+b.codeOf(phone)+`"}`).ok()
	b.sid = r.text("sessionid")
	return r.text("credentials")
}

// registered is a bench with an active device of phone.
func registeredBench(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	b := newBench(tb, switches...)
	b.register(phone)
	return b
}

// message puts a message for a phone into the SMSC and gives its id.
func (b *bench) message(receiver, text string) string {
	b.t.Helper()
	return b.must("smsc.message", fmt.Sprintf(`{"receiver":%q,"sender":"BANK","message":%q}`, receiver, text))["id"].(string)
}

// idsOf lists the ids of a list of messages.
func idsOf(r reply) []string {
	out := []string{}
	list, _ := r.body["body"].([]any)
	for _, m := range list {
		out = append(out, m.(map[string]any)["id"].(string))
	}
	return out
}

func wantIDs(t tester, r reply, ids ...string) {
	t.Helper()
	if got := idsOf(r.ok()); !slices.Equal(got, ids) {
		t.Fatalf("got messages %v, want %v", got, ids)
	}
}

func (b *bench) snapshot() string {
	b.t.Helper()
	return string(b.fake.State().(json.RawMessage))
}

func keysOf[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
