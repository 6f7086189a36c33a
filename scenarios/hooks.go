package scenarios

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/run"
	"sparring/scenarios/verdict"
)

// hooks are godog's hooks of one scenario: they make its world, start its client, and judge it.
type hooks struct {
	*runner
	gate     chan struct{}
	scenario *run.Scenario
	test     *testCase
	out      *verdict.Scenario
	began    time.Time
	at       int // next step
	step     time.Time
	world    bool
	unopened bool   // the scenario could not begin
	folder   string // in which a client that is started again keeps things; may be ""
	done     bool
	in       bool // holds a place among the jobs
}

// bind registers the steps and hooks of one scenario. godog calls it for every one, and looks for the steps after the
// first hook, which knows the scenario: so only the steps that it has are registered.
func (s *runner) bind(sc *godog.ScenarioContext, gate chan struct{}) {
	g := s.hooks(gate)
	sc.Before(func(ctx context.Context, p *godog.Scenario) (_ context.Context, err error) {
		defer g.recovered(&err)
		s.words.Register(sc, g.scenario, p.Steps)
		return ctx, g.before(p)
	})
	sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
		g.next()
		return ctx, nil
	})
	sc.StepContext().
		After(func(
			ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error,
		) (context.Context, error) {
			g.after(status, err)
			return ctx, nil
		})
	sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (_ context.Context, err error) {
		defer g.recovered(&err) // a panic here would end the process
		g.finish()
		return ctx, nil
	})
}

// hooks returns those of one scenario.
func (s *runner) hooks(gate chan struct{}) *hooks {
	g := &hooks{runner: s, gate: gate, scenario: s.words.Scenario(s.ctx)}
	g.scenario.World.Control, g.scenario.Catalogue, g.scenario.Client.Timeout = s.control, s.catalogue, s.Timeout
	return g
}

// next prepares the next step.
func (g *hooks) next() {
	g.step, g.scenario.Said, g.scenario.Unkept, g.scenario.At = time.Now(), "", nil, ""
	if g.out != nil && g.at < len(g.test.steps) {
		g.scenario.At = g.test.place(&g.test.steps[g.at])
	}
}

// recovered turns a panic in a hook into an error of the run.
func (g *hooks) recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic in the suite: %v\n%s", r, debug.Stack())
		if g.out != nil && g.scenario != nil {
			g.scenario.Classify(*err)
		}
	}
}

// before makes the world and starts the client. Scenarios that were not selected are skipped here.
func (g *hooks) before(p *godog.Scenario) error {
	if p.Location == nil || g.cases[key(p.Uri, p.Location.Line)] == nil {
		return godog.ErrSkip
	}
	g.test = g.cases[key(p.Uri, p.Location.Line)]
	return g.begin()
}

// begin makes the world of the test case and starts the client.
func (g *hooks) begin() error {
	if !g.spare || !g.test.hurries(g.words) {
		select {
		case g.gate <- struct{}{}:
			g.in = true
		case <-g.ctx.Done():
		}
	}
	if g.ctx.Err() != nil || g.failed.Load() != nil { // godog itself would go on
		g.test = nil
		return godog.ErrSkip
	}
	g.began, g.out = time.Now(), g.blank(g.test)
	g.scenario.API, g.scenario.Level = g.test.api, g.test.level()
	err := errors.Join(g.test.check(g.words, g.catalogue)...)
	if err == nil {
		if c := g.contradiction(g.test); c != nil {
			g.unopened, g.out.Contradicted = true, true
			return g.scenario.Add(c)
		}
		err = g.lacking(g.test)
	}
	if err == nil {
		err = g.open()
	}
	if err != nil {
		g.unopened = true
		g.scenario.Classify(err)
		return err
	}
	return nil
}

func (g *hooks) open() error {
	began := time.Now()
	world, err := g.makeWorld()
	if err != nil {
		return fmt.Errorf("make a world: %w", err)
	}
	g.world, g.scenario.World.World, g.out.World = true, world, world.ID
	g.scenario.World.LearnSecrets()
	g.scenario.Spend(run.Worlds, began)
	began = time.Now()
	defer g.scenario.Spend(run.Calling, began)
	session, err := g.session()
	if err == nil {
		g.scenario.Client.Session, g.scenario.Client.Hello, g.scenario.Client.Started = session.Session, session.hello,
			session.took
		err = session.err
	}
	if failure := g.hopeless(err); failure != nil {
		g.stop(failure) // it will do the same in the next scenario
	}
	return err
}

// makeWorld makes the same world for the scenario in every run of a seed, unless another run has it now. A client
// that outlives the run gets one of its own, since it keeps tokens by base URL and those of an earlier world have
// ended.
func (g *hooks) makeWorld() (client.World, error) {
	seed, now := g.out.Seed, time.Now()
	id := fmt.Sprintf("verify-%d-%08x", g.Seed, hash(g.test.Address()))
	if c, ok := g.Client.(interface{ Outlives() bool }); ok && c.Outlives() {
		id += "-" + g.run
	}
	if g.now.name != "" {
		id += fmt.Sprintf("-%08x", hash(g.now.name))
	}
	// Now and running, whatever the server's defaults are: a world in the past, or one whose time stands still, would
	// judge wrongly.
	request := client.WorldRequest{ID: id, Seed: &seed, At: &now, Clock: client.Running(1), Switches: g.now.switches}
	world, err := g.control.MakeWorld(g.ctx, request)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.WorldTaken {
		request.ID += fmt.Sprintf("-%08x", hash(crand.Text()))
		return g.control.MakeWorld(g.ctx, request)
	}
	return world, err
}

func since(began time.Time) float64 { return float64(time.Since(began)) / float64(time.Millisecond) }

// after notes the result of a step.
func (g *hooks) after(status godog.StepResultStatus, err error) {
	if g.out == nil || g.done || g.at >= len(g.test.steps) {
		return
	}
	st := g.test.steps[g.at]
	g.at++
	r := &verdict.Step{
		Keyword:    st.keyword,
		Text:       st.text,
		Argument:   st.argument,
		Line:       int(st.line),
		Status:     verdict.StepPassed,
		DurationMS: since(g.step),
		Said:       g.scenario.Said,
	}
	switch {
	case status == godog.StepSkipped || errors.Is(err, godog.ErrSkip) || g.scenario.Client.Session == nil || g.unopened:
		r.Status, r.DurationMS = verdict.StepSkipped, 0
	case err != nil:
		r.Status, r.Message = verdict.StepFailed, err.Error() // secrets are hidden when all are known
		g.scenario.Classify(err)
	case g.scenario.Unkept != nil: // godog does not know it, so the next Thens run, too
		r.Status, r.Message = verdict.StepFailed, g.scenario.Unkept.Error()
		if g.scenario.Unkept.Check.Outcome == verdict.NothingSeen {
			r.Status = verdict.StepNotExercised
		}
	}
	if r.Status == verdict.StepPassed { // what is used up now cannot be read at the end
		g.scenario.LearnMore()
	}
	g.out.Steps = append(g.out.Steps, r)
}

// finish ends the client, closes the world, judges, and deletes the world.
func (g *hooks) finish() {
	defer func() {
		if g.in {
			<-g.gate
			g.in = false
		}
	}()
	if g.test == nil || g.out == nil {
		return
	}
	g.done, g.scenario.At = true, ""
	g.end()
	for _, st := range g.test.steps[min(len(g.out.Steps), len(g.test.steps)):] {
		g.out.Steps = append(
			g.out.Steps,
			&verdict.Step{
				Keyword:  st.keyword,
				Text:     st.text,
				Argument: st.argument,
				Line:     int(st.line),
				Status:   verdict.StepSkipped,
			},
		)
	}
	g.out.Checks, g.out.Lacks = append(g.out.Checks, g.scenario.Checks...), g.scenario.Lacks
	g.out.Told, g.out.LeftOut = g.scenario.Told, g.scenario.LeftOut
	g.out.Judge()
	if g.moreTime() {
		return
	}
	g.test.profile.demand(g.out)
	if g.known[g.test] {
		switch v := g.out.Verdict; {
		case v == verdict.Passed:
			g.out.Checks = append(
				g.out.Checks,
				&verdict.Check{ID: "run.known-failing", Level: verdict.Must, Unasked: true, Outcome: verdict.Broken,
					Message: "listed as known to fail, but it passes: take it off the list"},
			)
			g.out.Judge()
		case v.Fails(g.Strict):
			g.out.KnownFailing = v != verdict.Error
		}
	}
	g.hide()
	g.out.DurationMS = since(g.began)
	g.mu.Lock()
	defer g.mu.Unlock()
	spent, all := g.scenario.Spent(), &g.report.Spent
	all.Worlds += spent.Worlds
	all.Client += spent.Client
	all.Control += spent.Control
	all.Waiting += spent.Waiting
	g.results[g.test] = g.out
	if g.FailFast && !g.out.Good(g.Strict) && g.ctx.Err() == nil {
		g.failed.CompareAndSwap(nil, &g.out.Address)
	}
	if g.Progress != nil {
		g.Progress.Done(g.out)
	}
}

// end ends client and world and reads what was seen. After Ctrl-C the world is still judged and deleted.
func (g *hooks) end() {
	if g.scenario.Client.Session != nil {
		began := time.Now()
		if err := g.scenario.Calls.Err(); err != nil && g.ctx.Err() == nil {
			g.scenario.Classify(err)
		}
		g.scenario.ShownAgain()
		if err := g.scenario.Client.Session.Close(); err != nil && g.ctx.Err() == nil {
			g.scenario.Classify(err)
		}
		g.out.Log = g.scenario.Client.Session.Log()
		g.warn(slices.Concat(g.scenario.Client.Session.Odd(), g.scenario.Calls.Odd()))
		_ = g.scenario.Finish() // a call that ends now ends because the session does
		g.removeFolder()
		g.scenario.Spend(run.Calling, began)
	}
	if !g.world {
		return
	}
	began := time.Now()
	defer g.scenario.Spend(run.Worlds, began)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(g.ctx), 30*time.Second)
	defer cancel()
	stopped := g.ctx.Err() != nil
	g.scenario.Ctx = ctx
	summary, err := g.control.Close(ctx, g.scenario.World.ID)
	if err == nil {
		err = g.scenario.Journal.Sync()
	}
	if err == nil {
		g.scenario.LearnMore()
		err = g.scenario.World.LearnMarks()
		if !stopped { // the rules for the end of a scenario do not hold in its middle
			g.scenario.Unasked(summary)
		}
		g.out.Entries = g.scenario.Journal.Entries()
		err = errors.Join(err, g.control.DeleteWorld(ctx, g.scenario.World.ID))
	}
	if err != nil && !stopped {
		g.scenario.Classify(fmt.Errorf("close the world: %w", err))
	}
	if stopped {
		v := verdict.Cancelled
		g.scenario.Checks = append(
			g.scenario.Checks,
			&verdict.Check{
				ID:      "run.stopped",
				Level:   verdict.Must,
				Outcome: verdict.Broken,
				Verdict: &v,
				Message: "the run was interrupted during this scenario",
			},
		)
	}
}

// hide hides secrets in everything that does not come from the journal.
func (g *hooks) hide() {
	g.out.Log = g.scenario.Secrets.Hide(g.out.Log)
	g.out.Reason = g.scenario.Secrets.Hide(g.out.Reason)
	for _, c := range g.out.Checks {
		c.Message = g.scenario.Secrets.Hide(c.Message)
	}
	for _, st := range g.out.Steps {
		st.Said, st.Message, st.Text, st.Argument = g.scenario.Secrets.Hide(
			st.Said,
		), g.scenario.Secrets.Hide(
			st.Message,
		), g.scenario.Secrets.Hide(
			st.Text,
		), g.scenario.Secrets.Hide(
			st.Argument,
		)
	}
}
