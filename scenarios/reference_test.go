package scenarios_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

var prove = flag.Int("prove", 1, "how often TestProve runs the reference client, each time in another order")

// judge runs the built-in features. Calls have a minute unless a test says otherwise: a slow machine is not a hang.
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
	referencePasses(t, "not @slow")
}

// TestReferenceSlow: also those that wait, or ask in one more way what others have asked.
func TestReferenceSlow(t *testing.T) {
	outside.Long(t)
	referencePasses(t, "@slow")
}

func referencePasses(t *testing.T, tags string) {
	o := scenarios.Options{Seed: 1, APIs: only(), Tags: []string{tags}}
	if testing.Verbose() {
		o.Progress = report.NewProgress(os.Stdout, false)
	}
	r := judge(t, o)
	allPassed(t, r)
	honestTraffic(t, r)
}

// TestProve: and it does so in any order, with any seed. A single round leaves out what waits, and runs with -outside
// only: it is the suite once more. Of several rounds only the first has what waits.
func TestProve(t *testing.T) {
	o := scenarios.Options{Shuffle: true, APIs: only()}
	if *prove == 1 {
		outside.Long(t)
	}
	for round := range *prove {
		if *prove == 1 || round > 0 {
			o.Tags = []string{"not @slow"}
		}
		r := judge(t, o)
		t.Logf("seed %d: %s in %.1f s", r.Seed, r.Counts, r.DurationMS/1000)
		allPassed(t, r)
	}
}
