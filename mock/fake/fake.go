package fake

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"sparring/mock/journal"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// noTime lets a transaction run at world time.
var noTime time.Time

// Fake is one API in one world: the world.Fake that API makes of a Definition. Safe for concurrent use.
type Fake[F any, X Exchange] struct {
	def        *Definition[F, X]
	api        *world.API
	operations map[string]*Operation[X]
	home       home
	chance     *world.Chance

	mu       sync.Mutex // before the lock of the clock
	store    *Store
	facts    F
	effects  effects
	rehearse func(Rehearsal) // nil but in tests: see Rehearse
	large    bool            // the facts were once too large to be compared
}

func newFake[F any, X Exchange](
	d *Definition[F, X], a *world.API, operations map[string]*Operation[X], w *world.World,
) *Fake[F, X] {
	f := &Fake[F, X]{
		def: d, api: a, operations: operations, chance: w.Chance(d.Name),
		home: home{world: w, api: a, resident: map[string]any{}},
	}
	f.home.run = f.Run
	f.store, f.facts = f.empty()
	f.store.loading = true // nothing to take back
	f.Run(func(x X) {
		d.Seed(x)
		d.Mark(x)
	})
	f.store.loaded()
	return f
}

// empty returns a store without records.
func (f *Fake[F, X]) empty() (*Store, F) {
	s := &Store{home: &f.home}
	return s, f.def.Facts(s)
}

// begin begins a transaction. f.mu is held, or f is not yet shared.
func (f *Fake[F, X]) begin(r *Request, now time.Time) X {
	x := f.def.Begin(f.facts)
	tx := x.transaction()
	tx.Request, tx.store, tx.now, tx.chance, tx.local = r, f.store, now, f.chance, &f.effects
	f.store.tx = tx
	return x
}

// end ends a transaction: its changes are kept, or taken back.
func (f *Fake[F, X]) end(tx *Tx, keep bool) {
	if keep {
		tx.commit()
	} else {
		tx.undo()
	}
	f.store.tx = nil
}

// transact runs one transaction, at world time if at is zero. do returns whether its changes are kept.
func (f *Fake[F, X]) transact(name string, r *Request, at time.Time, do func(x X) (Response, bool)) (Response, *Tx) {
	response, tx := f.locked(name, r, at, do)
	for _, c := range tx.calls {
		f.home.world.Outbound.Go(c)
	}
	return response, tx
}

func (f *Fake[F, X]) locked(name string, r *Request, at time.Time, do func(x X) (Response, bool)) (Response, *Tx) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at.IsZero() {
		at = f.home.world.Now()
	}
	var tried *Rehearsal
	if f.rehearse != nil && name != "" {
		tried = f.try(name, r, at, do)
	}
	x := f.begin(r, at)
	tx := x.transaction()
	keep := false
	defer func() { f.end(tx, keep) }() // takes the changes back if do panics
	response, kept := do(x)
	if tried != nil {
		tried.Second = f.outcome(tx, response)
		f.rehearse(*tried)
	}
	if keep = kept; !keep {
		tx.calls = nil
	}
	return response, tx
}

// Run runs a transaction that always succeeds and is not rehearsed: what Later does, and tests that look at facts.
func (f *Fake[F, X]) Run(do func(x X)) {
	f.transact("", &Request{Context: f.home.world.Context()}, noTime, func(x X) (Response, bool) {
		do(x)
		return Response{}, true
	})
}

// Later returns a function that runs further transactions of the fake that x belongs to, when x has ended: those of a
// stream that is pulled.
func Later[X Exchange](x X) func(do func(x X)) {
	return x.transaction().store.home.run.(func(func(X)))
}

// API returns the description of the fake.
func (f *Fake[F, X]) API() *world.API { return f.api }

// Handle answers a request for an operation.
func (f *Fake[F, X]) Handle(r *world.Request) world.Answer {
	op := f.operations[r.Operation]
	if op == nil {
		return f.Miss(r, world.Miss{})
	}
	return f.answer(r, func(x X) (Response, error) {
		if err := f.def.Admit(x, op); err != nil {
			return Response{}, err
		}
		return op.Handle(x)
	})
}

// Miss answers a request that no operation fits.
func (f *Fake[F, X]) Miss(r *world.Request, m world.Miss) world.Answer {
	return f.answer(r, func(x X) (Response, error) { return f.def.Miss(x, m) })
}

// Fail answers with an error code of the catalogue. The journal already says that a fault rule asked for it.
func (f *Fake[F, X]) Fail(r *world.Request, code string) world.Answer {
	return f.answer(r, func(x X) (Response, error) {
		response, err := f.def.Fail(x, code)
		return f.unexplained(x, response, err)
	})
}

// Refuse answers with an HTTP status. The journal already says that a fault rule asked for it.
func (f *Fake[F, X]) Refuse(r *world.Request, status int) world.Answer {
	return f.answer(r, func(x X) (Response, error) {
		response, err := f.def.Refuse(x, status)
		return f.unexplained(x, response, err)
	})
}

func (f *Fake[F, X]) unexplained(x X, response Response, err error) (Response, error) {
	if err != nil {
		return f.def.Render(x, refusal(err)), nil
	}
	return response, nil
}

// answer runs a handler, then what its look-ups lead to.
func (f *Fake[F, X]) answer(r *Request, handle func(x X) (Response, error)) world.Answer {
	response, tx := f.transact(r.Operation, r, noTime, func(x X) (Response, bool) { return f.handled(x, handle), true })
	why, findings := tx.why, tx.findings
	if r.Steps {
		return f.step(r, response, why, findings)
	}
	for response.lookUp != nil {
		response, tx = f.lookedUp(r, response.lookUp)
		why, findings = append(why, tx.why...), append(findings, tx.findings...)
	}
	if response.Late {
		select {
		case <-r.Context.Done():
		case <-f.home.world.Context().Done():
		}
	}
	return answered(response, why, findings)
}

// answered returns the answer of a response that waits for nothing.
func answered(response Response, why []journal.Why, findings []journal.Finding) world.Answer {
	if response.Render != nil {
		response.Response = response.Render()
	}
	return world.Answer{
		Response: response.Response, Stream: response.Stream, Operation: response.Operation,
		Arbitrary: response.Arbitrary, Why: why, Findings: findings,
	}
}

// step returns the answer, or what has to happen before there is one.
func (f *Fake[F, X]) step(
	r *Request, response Response, why []journal.Why, findings []journal.Finding,
) world.Answer {
	if response.lookUp == nil {
		a := answered(response, why, findings)
		a.Late = response.Late
		return a
	}
	return world.Answer{LookUp: &world.LookUp{
		Call: response.lookUp.call,
		Then: func(reply outbound.Reply, err error) world.Answer {
			next, tx := f.resume(r, response.lookUp, reply, err)
			return f.step(r, next, append(slices.Clip(why), tx.why...), append(slices.Clip(findings), tx.findings...))
		},
	}}
}

// lookedUp makes the call of a look-up, and runs the handler that gets its response.
func (f *Fake[F, X]) lookedUp(r *Request, l *lookUp) (Response, *Tx) {
	reply, failed := f.home.world.Outbound.Do(r.Context, l.call)
	return f.resume(r, l, reply, failed)
}

func (f *Fake[F, X]) resume(r *Request, l *lookUp, reply outbound.Reply, failed error) (Response, *Tx) {
	then := l.then.(func(X, outbound.Reply, error) (Response, error))
	handle := func(x X) (Response, error) { return then(x, reply, failed) }
	return f.transact(r.Operation, r, noTime, func(x X) (Response, bool) { return f.handled(x, handle), true })
}

// handled runs a handler and renders its refusal. What a refused request changed is kept: it may have been counted.
func (f *Fake[F, X]) handled(x X, handle func(x X) (Response, error)) Response {
	response, err := handle(x)
	if err != nil {
		no, tx := refusal(err), x.transaction()
		if !tx.Explained() {
			tx.Because(no.Code, no.Why)
		}
		response = f.def.Render(x, no)
	}
	if f.def.Finish != nil && response.lookUp == nil {
		response = f.def.Finish(x, response)
	}
	return response
}

// Expire ends the credential of a request for a reason: "time", "count" or "revoked".
func (f *Fake[F, X]) Expire(r *world.Request, reason string) (err error) {
	f.transact("expire "+r.Operation, r, noTime, func(x X) (Response, bool) {
		err = f.def.Expire(x, reason)
		return Response{result: err}, err == nil
	})
	return err
}

// Event raises an event by its name; the server has parsed the arguments.
func (f *Fake[F, X]) Event(name string, args world.Args) (result any, err error) {
	i := slices.IndexFunc(f.def.Events, func(e Event[X]) bool { return e.Name == name })
	if i < 0 {
		return nil, Impossible("no event %q", name)
	}
	f.transact(name, &Request{Context: f.home.world.Context()}, noTime, func(x X) (Response, bool) {
		if result, err = f.def.Events[i].Raise(x, args); err != nil {
			return Response{result: err}, false
		}
		return Response{result: result}, true
	})
	return result, err
}

// Impossible is the error of an event that the present state does not take.
func Impossible(format string, args ...any) error {
	return &world.Refusal{Message: fmt.Sprintf(format, args...)}
}

// NextDue returns the earliest time that something is due.
func (f *Fake[F, X]) NextDue() (earliest time.Time, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.store.due {
		if at, has := d.next(); has && (!ok || at.Before(earliest)) {
			earliest, ok = at, true
		}
	}
	return earliest, ok
}

// Fire does what is due at a time, and returns how many facts that were.
func (f *Fake[F, X]) Fire(at time.Time) (fired int) {
	if f.def.Fire == nil {
		return 0
	}
	r := &Request{Context: f.home.world.Context()}
	f.transact("due", r, at, func(x X) (Response, bool) {
		fired = f.def.Fire(x)
		return Response{result: fired}, true
	})
	return fired
}

// Pending counts the facts that are due later.
func (f *Fake[F, X]) Pending() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.store.due {
		n += d.pending()
	}
	return n
}

// Credentials are what a user of the client under test would have.
func (f *Fake[F, X]) Credentials() (credentials map[string]string) {
	f.Run(func(x X) { credentials = f.def.Credentials(x) })
	return credentials
}

// State returns all facts.
func (f *Fake[F, X]) State() (state any) {
	f.Run(func(x X) { state = f.def.State(x) })
	return state
}
