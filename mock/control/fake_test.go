package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/input"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/param"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// tiny is a fake with a counter and things that fall due.
type tiny struct {
	w  *world.World
	mu sync.Mutex
	s  tinyState
}

type tinyState struct {
	Count int         `json:"count"`
	Due   []time.Time `json:"due"`
	Calls string      `json:"calls"` // called when something falls due
}

func tinyAPI() *world.API {
	return &world.API{
		Name: "tiny", Base: "/v2",
		Switches: []world.Switch{
			{Name: "strict", Type: world.Bool, Default: false},
			{Name: "lifetime", Type: world.Duration, Default: time.Minute},
			{Name: "size", Type: world.Int, Default: 3, Range: world.AtLeast(1)},
		},
		Events: []world.Event{
			{Name: "bumped", Args: []world.Arg{{Name: "by", Type: world.Int, Required: true},
				{Name: "password", Type: world.String}}},
			{Name: "planned", Args: []world.Arg{{Name: "in", Type: world.Duration, Required: true}}},
			{Name: "refused"}, {Name: "broken"}, {Name: "quiet"},
		},
		Secrets: secret.Positions{Fields: map[string]string{"password": "password"}},
		New:     func(w *world.World) world.Fake { return &tiny{w: w} },
	}
}

func (f *tiny) API() *world.API { return tinyAPI() }
func (f *tiny) NextDue() (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.s.Due) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(f.s.Due, time.Time.Compare), true
}

func (f *tiny) Fire(at time.Time) int {
	f.mu.Lock()
	before := len(f.s.Due)
	f.s.Due = slices.DeleteFunc(f.s.Due, func(t time.Time) bool { return !t.After(at) })
	n, calls := before-len(f.s.Due), f.s.Calls
	f.mu.Unlock()
	if n > 0 && calls != "" {
		f.w.Outbound.Go(outbound.Call{API: "tiny", Peer: journal.Webhook, Method: http.MethodPost, URL: calls})
	}
	return n
}

func (f *tiny) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.s.Due)
}
func (f *tiny) Handle(*world.Request) world.Answer { return world.Answer{} }
func (f *tiny) Miss(*world.Request, world.Miss) world.Answer {
	return world.Answer{Response: message.Response{Status: 404}}
}
func (f *tiny) Refuse(*world.Request, int) world.Answer  { return world.Answer{} }
func (f *tiny) Fail(*world.Request, string) world.Answer { return world.Answer{} }
func (f *tiny) Expire(*world.Request, string) error      { return errors.New("no credential") }
func (f *tiny) Credentials() map[string]string           { return map[string]string{"username": "u"} }

func (f *tiny) Event(name string, args world.Args) (any, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch name {
	case "bumped":
		f.s.Count += int(args.Int("by"))
		return map[string]any{"count": f.s.Count, "password": args.Text("password")}, nil
	case "planned":
		in, _ := args["in"].(time.Duration)
		f.s.Due = append(f.s.Due, f.w.Now().Add(in))
		f.w.Clock.Due(f.w.Now().Add(in))
		return nil, nil //nolint:nilnil // no result
	case "refused":
		return nil, &world.Refusal{Message: "the counter is busy"}
	case "broken":
		panic("broken by order")
	}
	return nil, nil //nolint:nilnil // no result
}

func (f *tiny) State() any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return tinyState{f.s.Count, append([]time.Time{}, f.s.Due...), f.s.Calls}
}

func (f *tiny) Plant(state json.RawMessage) error {
	var s tinyState
	if err := input.Decode(state, &s); err != nil {
		return err
	}
	if s.Count < 0 {
		return &input.Error{Pointer: "/count", Reason: fmt.Sprintf("expected at least 0, got %d", s.Count)}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.s = s
	return nil
}

func (f *tiny) CopyTo(to world.Fake) error {
	to.(*tiny).s = f.State().(tinyState)
	return nil
}

func (f *tiny) Held() int64 { return 0 }

// catalogue knows one operation.
type catalogue struct{}

func (catalogue) APIs() []string                             { return []string{"tiny"} }
func (catalogue) Operations(string) []string                 { return []string{"count"} }
func (catalogue) Resolve(_, operation string) (string, bool) { return operation, operation == "count" }
func (catalogue) Codes(string, string) []string              { return []string{"BUSY"} }
func (catalogue) Credential(string, string) bool             { return false }
func (catalogue) Streams(string, string) bool                { return false }
func (catalogue) Route(string, string) (string, []string)    { return "GET", []string{"/"} }

func (catalogue) Describes(string, string, []string) (may bool, known []string) { return true, nil }

// house is a Server with worlds of one tiny fake.
type house struct {
	t       testing.TB
	mu      sync.Mutex
	worlds  map[string]*world.World
	closed  map[string]bool
	own     *journal.Journal
	unready bool
	most    int

	authority []byte
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newHouse(t testing.TB) *house {
	h := &house{t: t, worlds: map[string]*world.World{}, closed: map[string]bool{}, own: journal.New(journal.Options{}),
		most: 20}
	t.Cleanup(func() {
		for _, w := range h.worlds {
			w.End()
		}
	})
	return h
}

func (h *house) Unready() string {
	if h.unready {
		return client.Ending
	}
	return ""
}

func (h *house) Bounds() []limit.Bound {
	return []limit.Bound{{Name: "worlds", Limit: 2, Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "Worlds."}}
}

func (h *house) APIs() []client.API {
	return []client.API{{
		Name: "tiny", Documents: []string{"tiny"}, Switches: param.List{{Name: "strict", Type: "bool", Default: false}},
		Operations: []client.Operation{
			{ID: "count", Method: "GET", Path: "/tiny/v2/count", Provenance: "documented"},
			{ID: "sum", Aliases: []string{"total"}, Method: "GET", Path: "/tiny/v2/sum", Provenance: "documented"},
		},
		Errors: []client.ErrorCode{{Code: "BUSY", Status: 409, Meaning: "busy", Advice: "retry_later",
			Provenance: "documented"}},
		Events: []client.EventInfo{{Name: "quiet"}}, Faults: fault.Kinds(),
	}}
}
func (h *house) Document(name string) ([]byte, bool) {
	return []byte(`{"openapi":"3.0.3"}`), name == "tiny"
}
func (h *house) Authority() []byte         { return h.authority }
func (h *house) WriteMetrics(w io.Writer)  { _, _ = io.WriteString(w, "up 1\n") }
func (h *house) Documents() []string       { return []string{"tiny"} }
func (h *house) Journal() *journal.Journal { return h.own }

func (h *house) Reserve(int64) (func(), error) { return func() {}, nil }

func (h *house) Make(_ context.Context, base string, req client.WorldRequest) (*world.World, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.worlds) >= h.most {
		return nil, problem.New(problem.Full, "as many worlds as there may be")
	}
	if req.ID == "" {
		req.ID = fmt.Sprintf("w%d", len(h.worlds)+1)
	}
	if h.worlds[req.ID] != nil {
		return nil, problem.New(problem.WorldTaken, "there is one").At("/id")
	}
	seed, at, mode, scale := uint64(1), noon, clock.Frozen, 1.0
	if req.Seed != nil {
		seed = *req.Seed
	}
	if req.At != nil {
		at = *req.At
	}
	if req.Clock != nil {
		mode, scale = clock.Mode(req.Clock.Mode), req.Clock.Scale
	}
	w := world.New(context.Background(), req.ID, seed)
	var err error
	if w.Clock, err = clock.New(at, mode, scale); err != nil {
		return nil, err
	}
	w.Journal = journal.New(journal.Options{Now: w.Clock.Now,
		Secrets: secret.NewPlans(map[string]secret.Positions{"tiny": tinyAPI().Secrets})})
	w.Switches = world.NewSwitches([]*world.API{tinyAPI()}, 0)
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, http.DefaultClient)
	w.Faults = fault.NewSet(catalogue{}, w.Clock.Now, func(int) int { return 0 })
	w.URLs["tiny"] = base + "/w/" + req.ID + "/tiny"
	if err := w.Switches.Set(req.Switches); err != nil {
		w.End()
		return nil, err
	}
	w.Attach(tinyAPI().New(w))
	h.worlds[req.ID] = w
	return w, nil
}

func (h *house) Fork(ctx context.Context, base, id string, req client.ForkRequest) (*world.World, error) {
	from, _ := h.World(id)
	copied, err := h.Make(ctx, base, client.WorldRequest{ID: req.ID})
	if err != nil {
		return nil, err
	}
	state, err := json.Marshal(from.Fake("tiny").State())
	if err != nil {
		return nil, err
	}
	return copied, copied.Fake("tiny").Plant(state)
}

func (h *house) Worlds() []*world.World {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []*world.World
	for _, w := range h.worlds {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b *world.World) int { return len(a.ID) - len(b.ID) })
	return list
}

func (h *house) World(id string) (*world.World, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.worlds[id]
	return w, ok
}

func (h *house) Close(id string) (client.Summary, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed[id] = true
	h.worlds[id].End()
	return client.Summary{Summary: h.worlds[id].Journal.Summary(), UnfiredRules: h.worlds[id].Faults.Unfired()}, nil
}

func (h *house) Delete(id string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.worlds[id].End()
	delete(h.worlds, id)
	return nil
}

func (h *house) Closed(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed[id]
}

// serve starts a control API on a loopback port; every answer is checked against the document.
func serve(t testing.TB, opts control.Options) (*client.Client, *house) {
	t.Helper()
	h := newHouse(t)
	opts.Server, opts.Version = h, "0.1.0"
	s := httptest.NewServer(control.New(opts))
	t.Cleanup(s.Close)
	c := client.New(s.URL)
	c.Token = opts.Token
	c.HTTP = &http.Client{Transport: &judge{t: t, next: http.DefaultTransport}}
	return c, h
}
