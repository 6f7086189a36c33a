package scenarios

import (
	"context"
	crand "crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/run"
	"sparring/scenarios/verdict"
)

// newControl makes a control client with enough connections for all jobs. Its timeout is longer than any wait.
func newControl(base, token string, trust *tls.Config, jobs int) *client.Client {
	transport := &http.Transport{MaxIdleConnsPerHost: 2*jobs + 2, DisableCompression: true, TLSClientConfig: trust}
	return &client.Client{Base: base, Token: token, HTTP: &http.Client{Transport: transport, Timeout: 30 * time.Second}}
}

// stage is one scenario's way through godog's hooks.
type stage struct {
	*runner
	gate     chan struct{}
	scene    *run.Scenario
	test     *testCase
	out      *verdict.Scenario
	began    time.Time
	at       int // next step
	step     time.Time
	world    bool
	unopened bool // the scenario could not begin
	done     bool
	in       bool // holds a place at the gate
}

// bind registers the steps and hooks of one scenario. godog calls it for every one.
func (s *runner) bind(sc *godog.ScenarioContext, gate chan struct{}) {
	g := &stage{runner: s, gate: gate, scene: s.words.Scenario(s.ctx)}
	g.scene.World.Control, g.scene.Catalogue, g.scene.Client.Timeout = s.control, s.catalogue, s.Timeout
	s.words.Register(sc, g.scene)
	sc.Before(func(ctx context.Context, p *godog.Scenario) (_ context.Context, err error) {
		defer g.recovered(&err)
		return ctx, g.before(p)
	})
	sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
		g.step, g.scene.Said, g.scene.Unkept, g.scene.At = time.Now(), "", nil, ""
		if g.out != nil && g.at < len(g.test.steps) {
			g.scene.At = g.test.place(&g.test.steps[g.at])
		}
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

// recovered makes an error of the run out of a panic in a hook.
func (g *stage) recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic in the suite: %v\n%s", r, debug.Stack())
		if g.out != nil && g.scene != nil {
			g.scene.Classify(*err)
		}
	}
}

// before makes the world and starts the client. Scenarios that were not selected are skipped here.
func (g *stage) before(p *godog.Scenario) error {
	if p.Location == nil || g.cases[key(p.Uri, p.Location.Line)] == nil {
		return godog.ErrSkip
	}
	g.test = g.cases[key(p.Uri, p.Location.Line)]
	select {
	case g.gate <- struct{}{}:
		g.in = true
	case <-g.ctx.Done():
	}
	if g.ctx.Err() != nil { // godog itself would go on
		g.test = nil
		return godog.ErrSkip
	}
	g.began, g.out = time.Now(), g.blank(g.test)
	g.scene.API, g.scene.Level = g.test.api, g.test.level()
	err := errors.Join(g.test.check(g.words, g.catalogue)...)
	if err == nil {
		if c := g.contradiction(g.test); c != nil {
			g.unopened, g.out.Contradicted = true, true
			return g.scene.Add(c)
		}
		err = g.lacking(g.test)
	}
	if err == nil {
		err = g.open()
	}
	if err != nil {
		g.unopened = true
		g.scene.Classify(err)
		return err
	}
	return nil
}

func (g *stage) open() error {
	began := time.Now()
	world, err := g.makeWorld()
	if err != nil {
		return fmt.Errorf("make a world: %w", err)
	}
	g.world, g.scene.World.World, g.out.World = true, world, world.ID
	g.scene.World.LearnSecrets()
	g.scene.Spend(run.Worlds, began)
	began = time.Now()
	defer g.scene.Spend(run.Calling, began)
	session, err := g.session()
	if err == nil {
		g.scene.Client.Session, g.scene.Client.Hello, g.scene.Client.Started = session.Session, session.hello,
			session.took
		err = session.err
	}
	if failure := g.hopeless(err); failure != nil {
		g.stop(failure) // it will do the same in the next scenario
	}
	return err
}

// makeWorld gives the scenario the same world in every run of its seed, unless another run has it now. A client that
// outlives the run gets one of its own: it keeps tokens by base URL, and those of an earlier world are dead.
func (g *stage) makeWorld() (client.World, error) {
	seed, now := g.out.Seed, time.Now()
	id := fmt.Sprintf("verify-%d-%08x", g.Seed, hash(g.test.Address()))
	if c, ok := g.Client.(interface{ Outlives() bool }); ok && c.Outlives() {
		id += "-" + g.run
	}
	if g.now.name != "" {
		id += fmt.Sprintf("-%08x", hash(g.now.name))
	}
	// Now and running, whatever the server's defaults are: a world in the past or one that stands still judges
	// wrongly.
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

// after notes what came of a step.
func (g *stage) after(status godog.StepResultStatus, err error) {
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
		Said:       g.scene.Said,
	}
	switch {
	case status == godog.StepSkipped || errors.Is(err, godog.ErrSkip) || g.scene.Client.Session == nil || g.unopened:
		r.Status, r.DurationMS = verdict.StepSkipped, 0
	case err != nil:
		r.Status, r.Message = verdict.StepFailed, err.Error() // secrets are hidden when all are known
		g.scene.Classify(err)
	case g.scene.Unkept != nil: // told to us alone: the Thens that follow are run, too
		r.Status, r.Message = verdict.StepFailed, g.scene.Unkept.Error()
		if g.scene.Unkept.Check.Outcome == verdict.NothingSeen {
			r.Status = verdict.StepNotExercised
		}
	}
	if r.Status == verdict.StepPassed { // what is used up is gone by the end
		g.scene.LearnMore()
	}
	g.out.Steps = append(g.out.Steps, r)
}

// finish ends the client, closes the world, judges, and throws the world away.
func (g *stage) finish() {
	defer func() {
		if g.in {
			<-g.gate
			g.in = false
		}
	}()
	if g.test == nil || g.out == nil {
		return
	}
	g.done, g.scene.At = true, ""
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
	g.out.Checks, g.out.Lacks = append(g.out.Checks, g.scene.Checks...), g.scene.Lacks
	g.out.Judge()
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
	spent, all := g.scene.Spent(), &g.report.Spent
	all.Worlds += spent.Worlds
	all.Client += spent.Client
	all.Control += spent.Control
	all.Waiting += spent.Waiting
	g.results[g.test] = g.out
	if g.Progress != nil {
		g.Progress.Done(g.out)
	}
}

// end brings client and world to their end and reads what was seen. After Ctrl-C the world is still judged and
// deleted.
func (g *stage) end() {
	if g.scene.Client.Session != nil {
		began := time.Now()
		if err := g.scene.Calls.Err(); err != nil && g.ctx.Err() == nil {
			g.scene.Classify(err)
		}
		g.scene.ShownAgain()
		if err := g.scene.Client.Session.Close(); err != nil && g.ctx.Err() == nil {
			g.scene.Classify(err)
		}
		g.out.Log = g.scene.Client.Session.Log()
		g.warn(slices.Concat(g.scene.Client.Session.Odd(), g.scene.Calls.Odd()))
		_ = g.scene.Finish() // what ends only now, ends because the session does
		g.scene.Spend(run.Calling, began)
	}
	if !g.world {
		return
	}
	began := time.Now()
	defer g.scene.Spend(run.Worlds, began)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(g.ctx), 30*time.Second)
	defer cancel()
	stopped := g.ctx.Err() != nil
	g.scene.Ctx = ctx
	summary, err := g.control.Close(ctx, g.scene.World.ID)
	if err == nil {
		err = g.scene.Journal.Sync()
	}
	if err == nil {
		g.scene.World.LearnSecrets(g.scene.Touched()...)
		err = g.scene.World.LearnMarks()
		if !stopped { // of what has only begun, nothing can be said that holds after a scenario
			g.scene.Unasked(summary)
		}
		g.out.Entries = g.scene.Journal.Entries()
		err = errors.Join(err, g.control.DeleteWorld(ctx, g.scene.World.ID))
	}
	if err != nil && !stopped {
		g.scene.Classify(fmt.Errorf("close the world: %w", err))
	}
	if stopped {
		v := verdict.Cancelled
		g.scene.Checks = append(
			g.scene.Checks,
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

// hide marks secrets in everything that is not the journal's.
func (g *stage) hide() {
	g.out.Log = g.scene.Secrets.Hide(g.out.Log)
	g.out.Reason = g.scene.Secrets.Hide(g.out.Reason)
	for _, c := range g.out.Checks {
		c.Message = g.scene.Secrets.Hide(c.Message)
	}
	for _, st := range g.out.Steps {
		st.Said, st.Message, st.Text, st.Argument = g.scene.Secrets.Hide(
			st.Said,
		), g.scene.Secrets.Hide(
			st.Message,
		), g.scene.Secrets.Hide(
			st.Text,
		), g.scene.Secrets.Hide(
			st.Argument,
		)
	}
}
