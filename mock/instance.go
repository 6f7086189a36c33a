package mock

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/contract"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/outbound"
	"sparring/mock/world"
	"sparring/spec"
)

// instance is a world that the server serves: it takes requests until it is closed, and waits for them.
type instance struct {
	*world.World
	server  *Server
	closing chan struct{} // closed together with the world, so that streams end
	own     []*listener   // own ports, if there are any
	base    string        // of its URLs
	keeper  *keeper       // nil without a store
	nonce   string        // tells it from another one of its name, if several servers share the store
	users   atomic.Int64  // requests that run; counted if the world has a TTL
	used    atomic.Int64  // when it was last used, in Unix nanoseconds of the wall clock; if it has a TTL
	ports   bool          // it has own ports, or had some before a restart

	mu       sync.RWMutex
	closed   bool
	parted   bool // see part
	inFlight sync.WaitGroup
}

// plan describes a world that is to be made.
type plan struct {
	id       string
	base     string // of its URLs
	seed     uint64
	at       time.Time
	mode     clock.Mode
	scale    float64
	switches []map[string]map[string]any // applied in order
	listen   bool
	ttl      time.Duration
	label    string
}

// closeWait is how long closing, and a clock move, waits for running calls on the wire.
const closeWait = 5 * time.Second

func (in *instance) enter() bool {
	in.mu.RLock()
	defer in.mu.RUnlock()
	if in.closed {
		return false
	}
	in.inFlight.Add(1)
	if in.TTL > 0 || in.server.shared != nil {
		in.users.Add(1)
	}
	return true
}

func (in *instance) leave() {
	in.inFlight.Done()
	if in.TTL > 0 || in.server.shared != nil {
		in.touch()
		in.users.Add(-1)
	}
}

// shut refuses new requests, releases held ones, ends streams and waits, for a bounded time, for what runs.
func (in *instance) shut() {
	in.mu.Lock()
	already := in.closed
	in.closed = true
	in.mu.Unlock()
	if already {
		return
	}
	close(in.closing)
	in.Faults.ReleaseAll()
	in.settleDown()
}

// settleDown waits for a bounded time until nothing runs any more, and ends the world's context and ports.
func (in *instance) settleDown() {
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	done := make(chan struct{})
	go func() { in.inFlight.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
	in.Outbound.Idle(ctx)
	in.World.End()
	for _, l := range in.own {
		l.close()
	}
}

// end ends the world without waiting for its requests.
func (in *instance) end() {
	in.mu.Lock()
	already := in.closed && in.keeper.shares() == nil || in.parted
	in.closed, in.parted = true, true
	in.mu.Unlock()
	if !already {
		close(in.closing)
		in.Faults.ReleaseAll()
		in.World.End()
		for _, l := range in.own {
			l.close()
		}
	}
	in.Journal.Release()
	in.Ledger.End()
}

// make makes the world of a plan, whose id was checked before, and opens its own ports.
func (s *Server) make(p plan) (*instance, error) {
	worldClock, err := clock.New(p.at, p.mode, p.scale)
	if err != nil {
		return nil, err
	}
	switches := s.switches.Copy()
	for _, changes := range p.switches {
		if err := switches.Set(changes); err != nil {
			return nil, err
		}
	}
	w := world.New(s.ctx, p.id, p.seed)
	w.TTL = p.ttl
	w.Clock, w.Switches, w.Ledger = worldClock, switches, limit.NewLedger(&s.memory)
	in := &instance{World: w, server: s, base: p.base, ports: p.listen, closing: make(chan struct{})}
	w.Journal = journal.New(journal.Options{
		Now: w.Clock.Now, Wire: clock.Wire, Limits: s.opts.Journal, Budget: s.budget, Check: s.check, Code: s.code,
		Gate: in.gate((*turns).show), Calm: in.gate((*turns).calm),
		Values: secret.New(w.Ledger.Meter("", new(secret.Bound()))), Secrets: s.secrets,
		Notify: in.notify,
	})
	if s.opts.Left != nil {
		w.Journal.OnClear(func(page journal.Page) { s.opts.Left(in.ID, page) })
	}
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, s.client)
	w.Outbound.SetLocal(in.local)
	w.Outbound.Count(w.Ledger.Meter("", &outbound.Bounds()[0]))
	w.Faults = fault.NewSet(catalogue{s.apis}, w.Clock.Now, w.Chance(faultChance).IntN)
	w.Faults.Count(w.Ledger.Meter("", new(fault.Bound())))
	prefix := p.base
	if p.id != DefaultWorld {
		prefix += "/w/" + p.id
	}
	for _, a := range s.apis {
		w.URLs[a.Name] = prefix + "/" + a.Name
	}
	if p.listen {
		if err := s.listenWorld(in, p.base); err != nil {
			in.end()
			return nil, err
		}
	}
	in.touch()
	if s.shared != nil {
		in.nonce = rand.Text()
	}
	in.attachKeeper()
	for _, a := range s.apis {
		w.Attach(a.New(w))
	}
	return in, nil
}

// notify lets the log read an entry, when it is kept.
func (in *instance) notify(seq int64) {
	t := in.keeper.shares()
	if t == nil || !t.running {
		in.server.log.notify(in.Journal, in.ID, seq)
		return
	}
	t.later(func() { in.server.log.notify(in.Journal, in.ID, seq) })
}

// gate lets readers of the journal read what is in the store, if several servers share it.
func (in *instance) gate(by func(t *turns, read func())) func(read func()) {
	if in.server.shared == nil {
		return nil
	}
	return func(read func()) { by(in.keeper.turns, read) }
}

// copyTo is copyInto; a world that several servers share is copied as the store has it.
func (in *instance) copyTo(ctx context.Context, to *instance) (err error) {
	t := in.keeper.shares()
	if t == nil {
		return in.copyInto(ctx, to)
	}
	if failed := t.turn(true, func() { err = in.copyInto(ctx, to) }); failed != nil {
		return in.server.sharedProblem(in.ID, failed)
	}
	return err
}

// copyInto copies state, chance and rules of a world into a fresh one, unless ctx ends before.
func (in *instance) copyInto(ctx context.Context, to *instance) error {
	for _, f := range in.Fakes {
		if err := in.copyFacts(ctx, f, to.Fake(f.API().Name)); err != nil {
			return err
		}
	}
	to.Faults.Import(in.Faults.Copy())
	return to.ImportChance(in.ExportChance())
}

// copyFacts copies the state of one fake.
func (in *instance) copyFacts(ctx context.Context, from, to world.Fake) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	done, err := in.server.room.reserve(from.Held())
	if err != nil {
		return err
	}
	defer done()
	return from.CopyTo(to)
}

// check computes the contract findings of a finished entry.
func (s *Server) check(e *journal.Record) []journal.Finding {
	op, ok := catalogue{s.apis}.operation(e.API, e.Operation)
	if !ok {
		return nil
	}
	found := contract.Check(op, e)
	if code := s.code(&e.Entry); e.Passed && code != "" && !slices.Contains(op.Errors, code) {
		found = append(found, unknownCode(op, code))
	}
	s.meters.found(e.API, found)
	return found
}

// code returns the vendor's error code in the response of an entry.
func (s *Server) code(e *journal.Entry) string {
	i := slices.IndexFunc(s.apis, func(a *world.API) bool { return a.Name == e.API })
	// not the vendor's
	if i < 0 || e.Response == nil || e.Response.Header.Get("Content-Type") == "application/problem+json" {
		return ""
	}
	return s.apis[i].Code(e)
}

// secretPlans returns where the APIs have secrets.
func secretPlans(apis []*world.API) *secret.Plans {
	out := map[string]secret.Positions{}
	for _, a := range apis {
		out[a.Name] = a.Secrets
	}
	return secret.NewPlans(out)
}

// drawSeed draws a seed that JSON numbers carry exactly.
func drawSeed() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return binary.LittleEndian.Uint64(b[:]) >> 12
}

// catalogue is what exists, for fault rules.
type catalogue struct{ apis []*world.API }

// APIs names the APIs.
func (c catalogue) APIs() []string {
	var names []string
	for _, a := range c.apis {
		names = append(names, a.Name)
	}
	return names
}

// Operations names the operations of an API.
func (c catalogue) Operations(api string) []string {
	var ids []string
	for _, op := range spec.Operations(api) {
		ids = append(ids, op.ID)
	}
	return ids
}

// Resolve returns the id for an id or alias.
func (c catalogue) Resolve(api, operation string) (string, bool) {
	op, ok := c.operation(api, operation)
	return op.ID, ok
}

// Codes lists the error codes of an operation.
func (c catalogue) Codes(api, operation string) []string {
	op, _ := c.operation(api, operation)
	a := c.api(api)
	if a == nil {
		return op.Errors
	}
	return codesOf(a, op)
}

// api returns an API, nil if no API has this name.
func (c catalogue) api(name string) *world.API {
	for _, a := range c.apis {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Passed reports whether requests of an API are passed on to a real server, whose credentials no fault can end.
func (c catalogue) Passed(api string) bool {
	a := c.api(api)
	return a != nil && a.Passed
}

// Credential reports whether the operation's requests carry a credential that can be ended.
func (c catalogue) Credential(api, operation string) bool {
	a := c.api(api)
	return a != nil && a.Credential != nil && a.Credential(operation)
}

// Streams reports whether the operation answers a stream.
func (c catalogue) Streams(api, operation string) bool {
	op, _ := c.operation(api, operation)
	return op.Stream
}

// Route is the HTTP method of the operation and its paths.
func (c catalogue) Route(api, operation string) (method string, paths []string) {
	op, _ := c.operation(api, operation)
	return op.Method, append([]string{op.Path}, op.PathAliases...)
}

// Describes reports whether the document's answers of the operation may hold a value at a place.
func (c catalogue) Describes(api, operation string, path []string) (may bool, known []string) {
	op, ok := c.operation(api, operation)
	if !ok {
		return true, nil
	}
	return contract.Describes(op, path)
}

func (c catalogue) operation(api, id string) (spec.Operation, bool) { return spec.Find(api, id) }
