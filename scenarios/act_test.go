package scenarios_test

import (
	"context"
	"errors"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// TestNothingIsNotGood: a tag that no scenario has is no success.
func TestNothingIsNotGood(t *testing.T) {
	if _, err := scenarios.Run(t.Context(), scenarios.Options{Tags: []string{"@nosuch"}}); !errors.Is(
		err,
		scenarios.ErrNothing,
	) {
		t.Errorf("expected an error that says that nothing was run, got %v", err)
	}
}

// TestStopsWhenCancelled: no scenario begins after the run was stopped.
func TestStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	report, err := scenarios.Run(ctx, scenarios.Options{APIs: []string{"bonder"}})
	if err == nil && (report.Counts.Passed > 0 || !report.Stopped) {
		t.Errorf("the suite ran %s", report.Counts)
	}
}

// TestStepsBehindABrokenOne: they are not run, and the report shows all of them.
func TestStepsBehindABrokenOne(t *testing.T) {
	s := one(
		t,
		"Feature: F\n Scenario: s\n  When the client lists the languages\n  Then the client reports a failure\n  "+
			"When the client lists the languages\n  * the client still works\n",
		scenarios.Options{},
	)
	if len(s.Steps) != 4 || s.Steps[0].Status != verdict.StepPassed || s.Steps[1].Status != verdict.StepFailed ||
		s.Steps[2].Status != verdict.StepSkipped || s.Steps[3].Status != verdict.StepSkipped ||
		s.Steps[3].Keyword != "*" {
		t.Errorf("steps of the suite: %+v", s.Steps)
	}
}
