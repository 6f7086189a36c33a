package scenarios_test

import (
	"context"
	"flag"
	"fmt"
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

// TestReference: the correct client passes every scenario, and is asked for what the steps say.
func TestReference(t *testing.T) {
	referencePasses(t, "not @slow")
}

// TestReferenceSlow: also those that wait, or ask in one more way what others have asked.
func TestReferenceSlow(t *testing.T) {
	outside.Long(t)
	referencePasses(t, "@slow")
}

func referencePasses(t *testing.T, tags string) {
	var heard scenarios.Listening
	o := scenarios.Options{
		Seed: 1, APIs: only(), Tags: []string{tags}, Client: heard.Starter(), Jobs: scenarios.DefaultJobs(nil),
	}
	if testing.Verbose() {
		o.Progress = report.NewProgress(os.Stdout, false)
	}
	r := judge(t, o)
	allPassed(t, r)
	heard.Needs(t, o, r)
	honestTraffic(t, r)
}

// parts is into how many parts a run of the whole suite is cut, if go test makes one of them and CI, with -outside,
// the others, too.
const parts = 4

// inParts runs all scenarios of an API, or of all, that do not wait: each part with the same options. A part has
// scenarios of every feature. always is the one that is run without -outside, too.
func inParts(t *testing.T, api string, always int, o scenarios.Options, check func(*testing.T, verdict.Report)) {
	t.Helper()
	addresses, _ := listed(t, api)
	var cut [parts][]string
	for _, a := range addresses {
		n := share(a, parts)
		cut[n] = append(cut[n], a)
	}
	o.Tags = append(o.Tags, "not @slow")
	for n, some := range cut {
		t.Run(fmt.Sprintf("part %d", n+1), func(t *testing.T) {
			if n != always {
				outside.Long(t)
			}
			o := o
			o.Scenarios = some
			r := judge(t, o)
			if len(r.Scenarios) == 0 {
				t.Error("nothing was run")
			}
			check(t, r)
		})
	}
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
