package scenarios_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/cucumber/godog"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// These tests pin what godog does and the suite has to work around. Where one fails after an update of godog, the
// work-around named may go.

// bare runs a feature with godog alone.
func bare(t *testing.T, options godog.Options, bind func(*godog.ScenarioContext), text string) int {
	t.Helper()
	options.Output, options.NoColors, options.Paths = io.Discard, true, nil
	if options.Format == "" {
		options.Format = "progress"
	}
	options.FeatureContents = []godog.Feature{{Name: "x.feature", Contents: []byte(text)}}
	return godog.TestSuite{Name: "pin", Options: &options, ScenarioInitializer: bind}.Run()
}

const twoSteps = "Feature: F\n  @tag\n  Scenario: s\n    Given one\n    Then two\n"

func passing(sc *godog.ScenarioContext) {
	sc.Given("^one$", func() {})
	sc.Then("^two$", func() {})
}

// Work-around: choose counts what is selected (exit 3).
func TestGodogCallsNothingGood(t *testing.T) {
	if code := bare(t, godog.Options{Strict: true, Tags: "@nosuch"}, passing, twoSteps); code != 0 {
		t.Errorf("a tag that matches nothing: exit %d, expected godog's 0", code)
	}
	if code := bare(t, godog.Options{Strict: true, Tags: "@tag and not @slow"}, passing, twoSteps); code != 0 {
		t.Errorf("a tag expression of Cucumber: exit %d, expected godog's 0", code)
	}
	if _, err := scenarios.Run(t.Context(), scenarios.Options{Tags: []string{"@nosuch"}}); !errors.Is(
		err,
		scenarios.ErrNothing,
	) {
		t.Errorf("the suite: %v", err)
	}
}

// Work-around: execute always sets Strict, and undefined is asked before anything runs.
func TestGodogLetsUndefinedPass(t *testing.T) {
	if code := bare(t, godog.Options{}, func(*godog.ScenarioContext) {}, twoSteps); code != 0 {
		t.Errorf("undefined steps: exit %d, expected godog's 0", code)
	}
	if code := bare(t, godog.Options{Strict: true}, func(*godog.ScenarioContext) {}, twoSteps); code != 1 {
		t.Errorf("undefined steps, strict: exit %d, expected 1", code)
	}
}

// Work-around: verdicts are the suite's own; the format is never events.
func TestGodogEventsHidesFailures(t *testing.T) {
	failing := func(sc *godog.ScenarioContext) {
		sc.Given("^one$", func() error { return errors.New("no") })
		sc.Then("^two$", func() {})
	}
	if code := bare(t, godog.Options{Strict: true, Format: "events"}, failing, twoSteps); code != 0 {
		t.Errorf("a failure with the format events: exit %d, expected godog's 0", code)
	}
}

// Work-around: before looks at the context and skips.
func TestGodogGoesOnAfterCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ran := false
	bind := func(sc *godog.ScenarioContext) {
		sc.Given("^one$", func() { ran = true })
		sc.Then("^two$", func() {})
	}
	if bare(t, godog.Options{Strict: true, DefaultContext: ctx}, bind, twoSteps); !ran {
		t.Error("godog now stops by itself")
	}
	report, err := scenarios.Run(ctx, scenarios.Options{APIs: []string{"bonder"}})
	if err == nil && (report.Counts.Passed > 0 || !report.Stopped) {
		t.Errorf("the suite ran %s", report.Counts)
	}
}

// Work-around: finish runs in the After hook of the failing step; steps behind it are noted there.
func TestGodogRunsAfterHookBeforeTheRest(t *testing.T) {
	var order []string
	bind := func(sc *godog.ScenarioContext) {
		sc.Given("^one$", func() error { return errors.New("no") })
		sc.Then("^two$", func() {})
		sc.StepContext().
			After(func(
				ctx context.Context, st *godog.Step, _ godog.StepResultStatus, _ error,
			) (context.Context, error) {
				order = append(order, st.Text)
				return ctx, nil
			})
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			order = append(order, "after")
			return ctx, nil
		})
	}
	bare(t, godog.Options{Strict: true}, bind, twoSteps)
	if len(order) != 3 || order[1] != "after" {
		t.Errorf("order %v, expected the After hook between the steps", order)
	}
	s := one(
		t,
		"Feature: F\n Scenario: s\n  When the client lists the languages\n  Then the client reports a failure\n  "+
			"When the client lists the languages\n  Then the client still works\n",
		scenarios.Options{},
	)
	if len(s.Steps) != 4 || s.Steps[3].Status != verdict.StepSkipped || s.Steps[1].Status != verdict.StepFailed ||
		s.Steps[2].Status != verdict.StepSkipped {
		t.Errorf("steps of the suite: %+v", s.Steps)
	}
}
