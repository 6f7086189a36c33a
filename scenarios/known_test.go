package scenarios_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// TestKnownFailing: an expected failure does not fail the run; a listed scenario that passes does.
func TestKnownFailing(t *testing.T) {
	list := filepath.Join(write(t, map[string]string{"k": "# issue 7\nordinary # here\n"}), "k")
	s := one(t, ordinary, scenarios.Options{KnownFailing: []string{list}})
	if s.Verdict != verdict.Failed || s.Cause != "run.known-failing" || s.KnownFailing {
		t.Errorf("a listed scenario that passes: got %s by %s", s.Verdict, s.Cause)
	}
	s = one(
		t,
		ordinary,
		scenarios.Options{KnownFailing: []string{list}, Client: scenarios.APIs().Starter("bonder-forgets-its-e-mail")},
	)
	if s.Verdict != verdict.Failed || !s.KnownFailing {
		t.Errorf("a listed scenario that fails: got %s, known %v", s.Verdict, s.KnownFailing)
	}
}

// TestKnownFailingStrict: warned is not passed, and where warned and skipped count as failed, they may be listed.
func TestKnownFailingStrict(t *testing.T) {
	list := filepath.Join(write(t, map[string]string{"k": "ordinary\n"}), "k")
	should := strings.Replace(ordinary, "@must", "@should", 1)
	lacking := local(
		func(context.Context, driver.Call) (driver.Result, error) { return driver.Result{}, driver.ErrNoAbility },
	)
	for _, test := range []struct {
		text   string
		client driver.Starter
		want   verdict.Verdict
		exits  map[bool]int // by strict
	}{
		{
			strings.Replace(should, "reports success", "reports a failure", 1), scenarios.APIs().Starter(""),
			verdict.Warned, map[bool]int{false: verdict.ExitGood, true: verdict.ExitNothing},
		},
		{ordinary, lacking, verdict.Skipped, map[bool]int{false: verdict.ExitNothing, true: verdict.ExitNothing}},
		{
			ordinary, scenarios.APIs().Starter(""), verdict.Failed,
			map[bool]int{false: verdict.ExitBad, true: verdict.ExitBad},
		},
	} {
		for strict, exit := range test.exits {
			r := judge(
				t,
				scenarios.Options{
					Features:     []string{write(t, map[string]string{"bonder/x.feature": test.text})},
					KnownFailing: []string{list},
					Client:       test.client,
					Strict:       strict,
				},
			)
			if s := r.Scenarios[0]; s.Verdict != test.want || r.ExitCode != exit ||
				s.KnownFailing != (strict && test.want != verdict.Failed) {
				t.Errorf(
					"strict %v: expected %s and exit %d, got %s (%s), known %v, exit %d",
					strict,
					test.want,
					exit,
					s.Verdict,
					s.Reason,
					s.KnownFailing,
					r.ExitCode,
				)
			}
		}
	}
}

// TestStopped: the end of the context ends the run at once, and the report tells of every scenario.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var calls atomic.Int32
	client := local(func(ctx context.Context, _ driver.Call) (driver.Result, error) {
		if calls.Add(1) == 3 {
			cancel()
		}
		<-ctx.Done()
		return driver.Result{}, ctx.Err()
	})
	r, err := scenarios.Run(ctx, scenarios.Options{Client: client, Jobs: 3, APIs: []string{"bonder"}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Stopped || r.Counts.Cancelled != r.Counts.Total || r.Counts.Total < 60 ||
		r.Exit(false) != verdict.ExitInterrupted {
		t.Errorf("stopped %v, %s, exit %d", r.Stopped, r.Counts, r.Exit(false))
	}
}
