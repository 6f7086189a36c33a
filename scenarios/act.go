package scenarios

import (
	"errors"
	"fmt"
	"runtime/debug"

	"sparring/scenarios/run"
	"sparring/scenarios/suite"
	"sparring/scenarios/vocabulary"
)

// act runs the scenario from its world to its verdict. optional says by line which steps a client need not come to.
func (g *hooks) act(optional map[int]suite.May) {
	ended := g.guarded(g.begin)
	if g.test == nil {
		return
	}
	_ = g.guarded(func() error { g.steps(ended, optional); return nil }) // a panic is in the scenario
	_ = g.guarded(func() error { g.finish(); return nil })
}

// guarded turns a panic of the suite into an error of the run: the other scenarios go on.
func (g *hooks) guarded(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
			if g.out != nil {
				g.scenario.Classify(err)
			}
		}
	}()
	return f()
}

func panicked(r any) error { return fmt.Errorf("panic in the suite: %v\n%s", r, debug.Stack()) }

// steps runs the steps; behind the first error none is run.
func (g *hooks) steps(ended error, optional map[int]suite.May) {
	for i := range g.test.steps {
		g.next()
		if ended != nil {
			g.after(vocabulary.ErrSkip)
			continue
		}
		st := &g.test.steps[i]
		var before int64
		if g.far && g.scenario.Journal.Read() == nil {
			before = g.scenario.Journal.Last()
		}
		ended = g.perform(st, optional[int(st.line)])
		g.out.Steps[i].Seq = before
	}
}

// perform runs a step. One that may be left out fails nobody: the call for which it waits may have ended.
func (g *hooks) perform(st *step, may suite.May) error {
	checks, err := len(g.scenario.Checks), vocabulary.ErrSkip
	if !g.pointless(may) {
		err = g.said(st)
	}
	var unkept *run.Failed
	if may != suite.Always && (errors.As(err, &unkept) || errors.Is(err, vocabulary.ErrSkip)) && g.pointless(may) {
		g.scenario.Checks = g.scenario.Checks[:checks]
		g.after(vocabulary.ErrSkip)
		return nil
	}
	g.after(err)
	return err
}

// said does what the sentence of a step says.
func (g *hooks) said(st *step) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
		}
	}()
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
