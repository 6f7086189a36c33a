package bonder_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sparring/mock/bonder"
	"sparring/mock/contract"
	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

var noon = faketest.Noon()

// bench is a fake in a world of its own, called as the chain calls it; every answer is checked against the document.
type bench struct {
	tb   testing.TB
	w    *world.World
	fake world.Fake

	key  string // the token that calls carry
	mail string
	last string // a card
}

const base = "http://127.0.0.1:8080/bonder"

func newWorld(tb testing.TB, seed uint64) (*world.World, world.Fake) {
	w := faketest.New(tb, bonder.API(), faketest.Seed(seed))
	return w.World, w.Fake
}

func newBench(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	w, fake := newWorld(tb, 1)
	b := &bench{tb: tb, w: w, fake: fake, mail: "USERNAME"}
	b.set(switches...)
	return b
}

// signedIn is a bench with a token of the literal account.
func signedIn(tb testing.TB, switches ...string) *bench {
	tb.Helper()
	b := newBench(tb, switches...)
	b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
	return b
}

// set takes name=value.
func (b *bench) set(switches ...string) {
	b.tb.Helper()
	changes := map[string]any{}
	for _, s := range switches {
		name, value, _ := strings.Cut(s, "=")
		var typed any
		if json.Unmarshal([]byte(value), &typed) != nil {
			typed = value
		}
		changes[name] = typed
	}
	if err := b.w.Switches.Set(map[string]map[string]any{"bonder": changes}); err != nil {
		b.tb.Fatal(err)
	}
}

func (b *bench) signIn(username, password, client string) {
	b.tb.Helper()
	a := b.do(
		"authorize",
		nil,
		fmt.Sprintf(`{"username":%q,"password":%q,"client":%q,"rpt":"10000"}`, username, password, client),
	)
	a.ok(b.tb)
	b.key, b.mail = a.text("token"), username
}

// answered is an answer, taken apart.
type answered struct {
	world.Answer
	Success bool
	Errors  []string
	Result  json.RawMessage

	contract []journal.Finding // what the document finds in the request
	document []string          // the same, as "code pointer"
}

func (a answered) object() map[string]any {
	out := map[string]any{}
	_ = json.Unmarshal(a.Result, &out) // an empty array leaves it empty
	return out
}

func (a answered) text(name string) string { return fmt.Sprint(a.object()[name]) }

// at follows names into the result.
func (a answered) at(path ...string) any {
	var v any = a.object()
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func (a answered) ok(tb testing.TB) answered {
	tb.Helper()
	if !a.Success || len(a.Errors) > 0 {
		tb.Fatalf("got %s, why %v; want plain success", a.Body, a.Why)
	}
	return a
}

func (a answered) fails(tb testing.TB, code, why string) answered {
	tb.Helper()
	if a.Success || len(a.Errors) != 1 || a.Errors[0] != code || a.Status != http.StatusOK {
		tb.Fatalf("got %d %s, why %v; want HTTP 200 with %s", a.Status, a.Body, a.Why, code)
	}
	if why != "" && (len(a.Why) == 0 || a.Why[0].Code != why) {
		tb.Fatalf("why is %v, want %s", a.Why, why)
	}
	return a
}

// found gives "code pointer" of each finding.
func (a answered) found() []string {
	list := []string{}
	for _, f := range a.Findings {
		list = append(list, f.Code+" "+f.Pointer)
	}
	return list
}

// marked gives "code pointer provenance source" of each finding.
func (a answered) marked() []string {
	list := []string{}
	for _, f := range a.Findings {
		list = append(list, f.Code+" "+f.Pointer+" "+string(f.Provenance)+" "+f.Source)
	}
	return list
}

// vars makes path variables of names and values.
func vars(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func (b *bench) do(operation string, vars map[string]string, body string) answered {
	b.tb.Helper()
	return b.with(operation, vars, body, http.Header{"X-Auth-Key": {b.key}, "X-Auth-Email": {b.mail}})
}

func (b *bench) with(operation string, vars map[string]string, body string, header http.Header) answered {
	b.tb.Helper()
	op := documented(b.tb, operation)
	path := op.Path
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(vars[name]))
	}
	if !strings.Contains("authorize viewCard", operation) {
		header = header.Clone()
	} else {
		header = http.Header{"Accept": header["Accept"]}
	}
	if body != "" {
		header.Set("Content-Type", "application/json")
	}
	answer := b.fake.Handle(&world.Request{
		Context: b.tb.Context(), Operation: operation, Method: op.Method, Path: path, Vars: vars, Header: header,
		Body: []byte(body), BasePath: "/bonder",
	})
	return b.read(op, path, vars, header, body, answer)
}

// read takes an answer apart.
func (b *bench) read(
	op spec.Operation,
	path string,
	vars map[string]string,
	header http.Header,
	body string,
	answer world.Answer,
) answered {
	b.tb.Helper()
	a := answered{Answer: answer, document: []string{}}
	if answer.Operation == "" { // else the chain does not judge it
		a.contract = b.keepsDocument(op, path, vars, header, body, answer)
	}
	for _, f := range a.contract {
		a.document = append(a.document, f.Code+" "+f.Pointer)
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(answer.Body, &a); err != nil {
			b.tb.Fatalf("%s answered %s: %v", op.ID, answer.Body, err)
		}
	}
	return a
}

// keepsDocument fails the test where an answer breaks the document, and gives what the document finds in the request.
func (b *bench) keepsDocument(
	op spec.Operation,
	path string,
	vars map[string]string,
	header http.Header,
	body string,
	answer world.Answer,
) []journal.Finding {
	b.tb.Helper()
	entry := &journal.Record{Vars: vars, Entry: journal.Entry{
		State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: "bonder", Operation: op.ID,
		Method: op.Method, URL: base + path, Path: path,
		Request:  &journal.Message{Header: header, Body: []byte(body)},
		Response: &journal.Message{Status: answer.Status, Header: answer.Header, Body: answer.Body},
		Findings: answer.Findings,
	}}
	violations := []journal.Finding{}
	op.Page = false // pages are not judged for clients; their JSON keeps the document all the same
	for _, finding := range contract.Check(op, entry) {
		if finding.Kind == journal.Defect {
			b.tb.Fatalf("%s answered %s, which breaks the document: %+v", op.ID, answer.Body, finding)
		}
		violations = append(violations, finding)
	}
	return violations
}

func documented(tb testing.TB, id string) spec.Operation {
	tb.Helper()
	for _, op := range spec.Operations("bonder") {
		if op.ID == id {
			return op
		}
	}
	tb.Fatalf("the document has no operation %s", id)
	return spec.Operation{}
}

// event raises an event with arguments in JSON.
func (b *bench) event(name, args string) (map[string]any, error) {
	b.tb.Helper()
	events := bonder.API().Events
	i := slices.IndexFunc(events, func(e world.Event) bool { return e.Name == name })
	if i < 0 {
		b.tb.Fatalf("no event %s", name)
	}
	decoder := json.NewDecoder(strings.NewReader(args))
	decoder.UseNumber()
	var given map[string]any
	if err := decoder.Decode(&given); err != nil {
		b.tb.Fatal(err)
	}
	checked, err := events[i].Check(given)
	if err != nil {
		return nil, err
	}
	result, err := b.fake.Event(name, checked)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(result)
	if err != nil {
		b.tb.Fatal(err)
	}
	var out map[string]any
	return out, json.Unmarshal(data, &out)
}

func (b *bench) must(name, args string) map[string]any {
	b.tb.Helper()
	out, err := b.event(name, args)
	if err != nil {
		b.tb.Fatal(err)
	}
	return out
}

// newCard makes a profile and gives its cardId.
func (b *bench) newCard() string {
	b.tb.Helper()
	return b.do("createProfile", nil, "").ok(b.tb).text("cardId")
}

func (b *bench) save(card, body string) answered {
	b.tb.Helper()
	return b.do("saveCard", vars("card_id", card), body)
}

func (b *bench) load(card string) answered {
	b.tb.Helper()
	return b.do("getCard", vars("card_id", card), "").ok(b.tb)
}

// view gives the card as a reader sees it.
func (b *bench) view(card string) answered {
	b.tb.Helper()
	a := b.with("viewCard", vars("cardId", card), "", http.Header{})
	a.Result = a.Body
	return a
}

func (b *bench) state() map[string]any {
	b.tb.Helper()
	data, err := json.Marshal(b.fake.State())
	if err != nil {
		b.tb.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		b.tb.Fatal(err)
	}
	return out
}

func same(tb testing.TB, what string, got, want any) {
	tb.Helper()
	if g, w := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want); g != w {
		tb.Errorf("%s: got %s, want %s", what, g, w)
	}
}
