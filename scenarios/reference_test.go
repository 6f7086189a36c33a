package scenarios_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

var prove = flag.Int("prove", 1, "how often TestProve runs the reference client, each time in another order")

// judge runs the built-in features. A slow machine is no hang: calls have a minute where a test does not say otherwise.
func judge(t *testing.T, o scenarios.Options) verdict.Report {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	r, err := scenarios.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// allPassed tells of every scenario that has not passed.
func allPassed(t *testing.T, r verdict.Report) {
	t.Helper()
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed {
			t.Errorf("seed %d: %s %s: %s by %s: %s", r.Seed, s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
		}
	}
	if least := 60; *onlyAPI == "" && r.Counts.Passed < least {
		t.Errorf("%d scenarios passed, expected at least %d", r.Counts.Passed, least)
	}
	if r.ExitCode != verdict.ExitGood || !strings.Contains(r.Judged, scenarios.Reference) {
		t.Errorf("exit %d, judged %q", r.ExitCode, r.Judged)
	}
}

// TestReference: the correct client passes every scenario.
func TestReference(t *testing.T) {
	o := scenarios.Options{Seed: 1, APIs: only()}
	if testing.Verbose() {
		o.Progress = report.NewProgress(os.Stdout, false)
	}
	allPassed(t, judge(t, o))
}

// TestProve: and it does so in any order, with any seed. A single round leaves out what waits: TestReference has just
// done it.
func TestProve(t *testing.T) {
	o := scenarios.Options{Shuffle: true, APIs: only()}
	if *prove == 1 {
		o.Tags = []string{"not @slow"}
	}
	for range *prove {
		r := judge(t, o)
		t.Logf("seed %d: %s in %.1f s", r.Seed, r.Counts, r.DurationMS/1000)
		allPassed(t, r)
	}
}
