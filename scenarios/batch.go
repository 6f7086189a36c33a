package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/driver"
	"sparring/scenarios/run"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// Batch runs scenarios that are written while it runs, each judged as Run would judge it. Its methods are safe for
// concurrent use, except Close.
type Batch struct {
	*runner
	end func()

	probe sync.Once // makes a world in which nothing is run
	world client.World
	err   error
}

// Open starts the client and, unless Options name one, a server. Options choose no scenarios here. Errors: as those of
// Run.
func Open(ctx context.Context, o Options) (*Batch, error) {
	s := &runner{
		words: sentences(), cases: map[string]*testCase{}, results: map[*testCase]*verdict.Scenario{},
		first: make(chan *opened, 1), report: &verdict.Report{},
	}
	o.complete()
	s.Options, s.run = o, fmt.Sprintf("%08x", hash(drawn()))
	if err := startable(o.Client); err != nil {
		return nil, err
	}
	if o.ReuseClient {
		s.Client = driver.Reuse(o.Client)
	}
	end, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	s.ctx, s.stop = context.WithCancelCause(ctx)
	if err := s.begin(); err != nil {
		s.stop(nil)
		end()
		return nil, err
	}
	s.now = s.plan(nil)[0]
	return &Batch{runner: s, end: end}, nil
}

// As returns a batch at the same server with another client. Its Close ends the client alone.
func (b *Batch) As(client driver.Starter) (*Batch, error) {
	s := &runner{
		Options: b.Options, control: b.control, words: b.words, cases: b.cases, report: &verdict.Report{}, run: b.run,
		catalogue: b.catalogue, documents: b.documents, switches: b.switches, now: b.now,
		first: make(chan *opened, 1), results: map[*testCase]*verdict.Scenario{},
	}
	s.Client = client
	s.ctx, s.stop = context.WithCancelCause(b.ctx)
	if err := s.begin(); err != nil {
		s.stop(nil)
		return nil, err
	}
	return &Batch{runner: s, end: func() {}}, nil
}

// Close ends client and server. No Run may be under way.
func (b *Batch) Close() {
	b.unused()
	b.endShared()
	b.stop(nil)
	b.end()
}

// Seed returns the seed of the batch.
func (b *Batch) Seed() uint64 { return b.Options.Seed }

// Client returns what the client says of itself.
func (b *Batch) Client() driver.Hello { return b.hello }

// Catalogue returns what the server fakes.
func (b *Batch) Catalogue() catalogue.Catalogue { return b.catalogue }

// Ended returns why no further scenario can be judged, nil if one can: the run was stopped, or the client cannot be
// started any more.
func (b *Batch) Ended() error { return context.Cause(b.ctx) }

// Gone returns why nothing can be judged because the server does not answer, nil if it does.
func (b *Batch) Gone() error {
	if _, err := b.control.Health(b.ctx); err != nil && b.ctx.Err() == nil {
		return usage("the server %s does not answer any more: %v; nothing that was found is kept", b.control.Base,
			unwrapped(err))
	}
	return nil
}

// Run runs the one scenario of a feature that is not in a file; file is its name. optional says by line which steps a
// client need not come to. Every rule of the API is judged, with or without a step. The result says of each step how
// far the journal was before it. Errors: *Usage if it is no scenario.
func (b *Batch) Run(file, text string, optional map[int]suite.May) (*verdict.Scenario, error) {
	c, err := b.draft(file, text)
	if err != nil {
		return nil, err
	}
	g := b.hooks(make(chan struct{}, 1))
	g.test, g.scenario.EveryRule = c, true
	g.act(optional)
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.results[c]
	delete(b.results, c)
	if out == nil { // it was stopped before it began
		return nil, cmp.Or(b.Ended(), context.Canceled)
	}
	return out, nil
}

// Accepts reports whether the server makes such a fault rule.
func (b *Batch) Accepts(r client.FaultRequest) bool {
	b.probe.Do(func() {
		seed := uint64(1)
		b.world, b.err = b.control.MakeWorld(b.ctx, client.WorldRequest{Seed: &seed})
	})
	if b.err != nil {
		return false
	}
	_, err := b.control.AddFault(b.ctx, b.world.ID, r)
	return err == nil
}

// draft parses a feature with one scenario.
func (b *Batch) draft(name, text string) (*testCase, error) {
	f := newFile("", name, []byte(text))
	if problems := f.parse(b.words); len(problems) > 0 {
		return nil, usage("%s", problems[0])
	}
	if len(f.cases) != 1 {
		return nil, usage("%s: expected one scenario, got %d", name, len(f.cases))
	}
	identify([]*file{f})
	c := f.cases[0]
	if c.api == "" {
		c.api = c.apiIn(b.words)
	}
	return c, undefined([]*testCase{c}, b.words)
}

// act runs the steps of the test case without godog.
func (g *hooks) act(optional map[int]suite.May) {
	var ended error
	func() {
		defer g.recovered(&ended)
		ended = g.begin()
	}()
	if g.test == nil {
		return
	}
	for i := range g.test.steps {
		g.next()
		if ended != nil {
			g.after(godog.StepSkipped, godog.ErrSkip)
			continue
		}
		st := &g.test.steps[i]
		var before int64
		if g.scenario.Journal.Read() == nil {
			before = g.scenario.Journal.Last()
		}
		ended = g.perform(st, optional[int(st.line)])
		g.out.Steps[i].Seq = before
	}
	var broken error
	defer g.recovered(&broken)
	g.finish()
}

// perform runs a step. One that may be left out fails nobody: the call for which it waits may have ended.
func (g *hooks) perform(st *step, may suite.May) error {
	undo := g.scenario.Mark()
	err := g.try(st, may)
	var unkept *run.Failed // a Then that fails is no error, because the next Thens run, too
	unheeded := errors.As(err, &unkept) || errors.Is(err, godog.ErrSkip) || g.scenario.Unkept != nil
	switch {
	case may != suite.Always && unheeded && g.pointless(may):
		undo()
		g.after(godog.StepSkipped, godog.ErrSkip)
		return nil
	case errors.Is(err, godog.ErrSkip):
		g.after(godog.StepSkipped, err)
	case err != nil:
		g.after(godog.StepFailed, err)
	default:
		g.after(godog.StepPassed, nil)
	}
	return err
}

// try runs a step. A panic in it is an error of the run, and the step is noted all the same.
func (g *hooks) try(st *step, may suite.May) (err error) {
	defer g.recovered(&err)
	if g.pointless(may) {
		return godog.ErrSkip
	}
	return g.words.Act(g.scenario, st.written())
}

// pointless reports whether a step that may be left out has nothing to wait for any more.
func (g *hooks) pointless(may suite.May) bool {
	if may == suite.Always || g.scenario.Calls.Open() > 0 {
		return false
	}
	last, err := g.scenario.Calls.Last()
	return may == suite.WhileOpen || err == nil && !last.OK
}
