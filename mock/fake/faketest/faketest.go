// Package faketest tests a fake that is built with the kit, without the server: in a world of its own, called as the
// chain calls it.
//
//	w := faketest.New(t, timconnect.API())
//	w.Header.Set("Authorization", "meowmeowmeow")
//	w.Send(faketest.Call{Operation: "registerPhone", Body: `{"phone_number":"79991234567"}`}).HasStatus(200)
//	w.Raise("code.expired", `{"phone":"79991234567"}`)
//	w.Advance(time.Hour)
//
// Each response is checked against the API's documents: a defect fails the test, violations are in the Reply. And each
// transaction runs twice, the first time in vain: the test fails if the second run differs, or if the first one leaves
// a trace. Let TestMain call Main, so that no operation and no event stays without a test.
package faketest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/contract"
	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

// T is what testing.T and rapid.T have in common here.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Noon is the world time at which a world begins.
func Noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// World is a world with one fake.
type World struct {
	*world.World
	T      T
	API    *world.API
	Fake   world.Fake
	Header http.Header // of each request that has none of its own

	tb         testing.TB
	operations map[string]spec.Operation
}

// Option is a property of a new world.
type Option func(*options)

type options struct {
	t      T
	seed   uint64
	mode   clock.Mode
	once   bool
	change func(*world.World)
}

// Seed sets the seed of chance; it is 1 otherwise.
func Seed(n uint64) Option { return func(o *options) { o.seed = n } }

// Running lets the clock run; it is frozen otherwise.
func Running() Option { return func(o *options) { o.mode = clock.Running } }

// Once lets each transaction run once, for a benchmark, or for a corpus that was run before.
func Once() Option { return func(o *options) { o.once = true } }

// ReportTo names who is told of failures, a *rapid.T, say; otherwise it is the test.
func ReportTo(t T) Option { return func(o *options) { o.t = t } }

// Before changes the world before its fake is made.
func Before(change func(*world.World)) Option { return func(o *options) { o.change = change } }

// New makes a world for the duration of a test.
func New(tb testing.TB, api *world.API, opts ...Option) *World {
	tb.Helper()
	o := options{t: tb, seed: 1, mode: clock.Frozen}
	for _, set := range opts {
		set(&o)
	}
	w := &World{
		World: world.New(tb.Context(), "test", o.seed), T: o.t, API: api, Header: http.Header{}, tb: tb,
		operations: map[string]spec.Operation{},
	}
	tb.Cleanup(w.End)
	for _, op := range spec.Operations(api.Name) {
		w.operations[op.ID] = op
	}
	var err error
	if w.Clock, err = clock.New(Noon(), o.mode, 1); err != nil {
		o.t.Fatalf("%v", err)
	}
	w.Journal = journal.New(journal.Options{
		Now: w.Clock.Now, Secrets: secret.NewPlans(map[string]secret.Positions{api.Name: api.Secrets}),
		Check: func(e *journal.Record) []journal.Finding { return contract.Check(w.operations[e.Operation], e) },
	})
	w.Switches = world.NewSwitches([]*world.API{api}, 0)
	client := outbound.NewClient(nil)
	tb.Cleanup(client.CloseIdleConnections)
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, client)
	w.Outbound.SetLocal(w.local)
	w.URLs[api.Name] = "http://127.0.0.1:8080/" + api.Name
	if o.change != nil {
		o.change(w.World)
	}
	w.Fake = api.New(w.World)
	w.Attach(w.Fake)
	if !o.once {
		fake.Rehearse(w.Fake, w.compare)
	}
	return w
}

// Set changes switches, each given as name=value.
func (w *World) Set(switches ...string) {
	w.T.Helper()
	changes := map[string]any{}
	for _, s := range switches {
		name, text, _ := strings.Cut(s, "=")
		var value any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if d.Decode(&value) != nil || d.More() {
			value = text
		}
		changes[name] = value
	}
	if err := w.Switches.Set(map[string]map[string]any{w.API.Name: changes}); err != nil {
		w.T.Fatalf("%v", err)
	}
}

// Advance moves world time, and returns how much was due.
func (w *World) Advance(d time.Duration) (fired int) {
	w.T.Helper()
	fired, err := w.Clock.Advance(d)
	if err != nil {
		w.T.Fatalf("%v", err)
	}
	return fired
}

// Raise raises an event with arguments in JSON, parsed as the control API does. The result is what JSON shows of it.
func (w *World) Raise(event, args string) (map[string]any, error) {
	w.T.Helper()
	i := slices.IndexFunc(w.API.Events, func(e world.Event) bool { return e.Name == event })
	if i < 0 {
		w.T.Fatalf("there is no event %s", event)
	}
	d := json.NewDecoder(strings.NewReader(args))
	d.UseNumber()
	var given map[string]any
	if err := d.Decode(&given); err != nil {
		w.T.Fatalf("%s: %v", args, err)
	}
	parsed, err := w.API.Events[i].Check(given)
	if err != nil {
		return nil, err
	}
	result, err := w.Fake.Event(event, parsed)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	if err := json.Unmarshal(fake.Encode(result), &out); err != nil {
		w.T.Fatalf("%s: %v", event, err)
	}
	return out, nil
}

// MustRaise raises an event that has to succeed.
func (w *World) MustRaise(event, args string) map[string]any {
	w.T.Helper()
	out, err := w.Raise(event, args)
	if err != nil {
		w.T.Fatalf("%s %s: %v", event, args, err)
	}
	return out
}

// Outbox returns the messages of a kind; "" means all.
func (w *World) Outbox(kind string) []outbound.Message {
	all, _ := w.Outbound.Messages()
	if kind == "" {
		return all
	}
	return slices.DeleteFunc(all, func(m outbound.Message) bool { return m.Kind != kind })
}

// State returns all facts as JSON.
func (w *World) State() string { return string(fake.Encode(w.Fake.State())) }

// Plant replaces all facts.
func (w *World) Plant(state string) error { return w.Fake.Plant(json.RawMessage(state)) }

// Fork returns a world with the facts, the time, the switches and the chance of this one, as the server makes it.
func (w *World) Fork() *World {
	w.T.Helper()
	out := New(w.tb, w.API, ReportTo(w.T), Seed(99))
	if err := out.Switches.Set(w.Switches.All()); err != nil {
		w.T.Fatalf("%v", err)
	}
	if _, err := out.Clock.Set(w.Now()); err != nil {
		w.T.Fatalf("%v", err)
	}
	if err := w.Fake.CopyTo(out.Fake); err != nil {
		w.T.Fatalf("%v", err)
	}
	if err := out.ImportChance(w.ExportChance()); err != nil {
		w.T.Fatalf("%v", err)
	}
	out.Header = w.Header.Clone()
	return out
}

// compare fails the test if the runs of a transaction differ.
func (w *World) compare(r fake.Rehearsal) {
	w.T.Helper()
	reached.note(w.API.Name, r.Name)
	if first, second := show(r.First), show(r.Second); first != second {
		w.T.Fatalf("%s was run twice; first\n%s\nthen\n%s", r.Name, first, second)
	}
	if r.Before != r.After {
		w.T.Fatalf("%s was run and taken back; the facts were\n%s\nand are\n%s", r.Name, r.Before, r.After)
	}
}

// show is a text of an outcome. Records are shown as JSON: what %v shows of a pointer differs each time.
func show(o fake.Outcome) string {
	return fmt.Sprintf("response %d %v %s\nstream %v, late %v, arbitrary %v, operation %q, look-up %+v, "+
		"result %s\nwhy %v\nfindings %v\nchanges %s\nsecrets %v, outbox %s, calls %+v, effects %+v",
		o.Response.Status, o.Response.Header, o.Response.Body, o.Stream, o.Late, o.Arbitrary, o.Operation, o.LookUp,
		result(o.Result),
		o.Why, o.Findings, fake.Encode(o.Changes), o.Secrets, fake.Encode(o.Outbox), o.Calls, o.Effects)
}

// result is a text of what an event returned, or of its error.
func result(v any) string {
	if err, failed := v.(error); failed {
		return err.Error()
	}
	return string(fake.Encode(v))
}

// reach notes which transactions of which API have run.
type reach struct {
	mu    sync.Mutex
	names map[string]bool
}

var reached = reach{names: map[string]bool{}}

func (r *reach) note(api, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[api+" "+name] = true
}

// Main runs the tests of a package, and then fails if an operation or an event of the API has not been run, unless only
// some of the tests were asked for, or if the header that responses share was changed. It returns the exit code.
func Main(m *testing.M, api *world.API) int {
	code := m.Run()
	if len(fake.Shared()) != 1 {
		fmt.Fprintf(os.Stderr, "%s has changed the header of all JSON responses: %v\n", api.Name, fake.Shared())
		code = 1
	}
	if code != 0 || selected() {
		return code
	}
	for _, name := range unreached(api) {
		fmt.Fprintf(os.Stderr, "no test of %s reaches %s\n", api.Name, name)
		code = 1
	}
	return code
}

// unreached lists the operations and events that no test has run.
func unreached(api *world.API) (names []string) {
	reached.mu.Lock()
	defer reached.mu.Unlock()
	all := slices.Clone(api.Operations)
	for _, e := range api.Events {
		all = append(all, e.Name)
	}
	return slices.DeleteFunc(all, func(name string) bool { return reached.names[api.Name+" "+name] })
}

// selected reports whether the command line selects tests.
func selected() bool {
	return slices.ContainsFunc(os.Args[1:], func(arg string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		return slices.Contains([]string{"test.run", "test.skip", "test.list", "test.short", "test.fuzz"}, name)
	})
}

// Look runs a function in a transaction of the fake, for tests that look at what no response shows. X is the fake's
// view of a transaction.
func Look[X fake.Exchange](w *World, do func(x X)) {
	w.T.Helper()
	w.Fake.(interface{ Run(do func(x X)) }).Run(do)
}
