package scenarios_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/reference"
	"sparring/scenarios/verdict"
)

var (
	matrix = flag.Bool(
		"matrix",
		false,
		"run all mutants, written and generated, each against the scenarios of its field; run the proofs",
	)
	pairs = flag.Bool(
		"pairs",
		false,
		"run every mutant against every scenario of its API; write MUTANTS.md and ../dist/matrix.json",
	)
	before = flag.String(
		"before",
		"",
		"with -pairs: an earlier matrix.json that must hold the same kills, names mapped by testdata/renames.txt",
	)
	onlyAPI    = flag.String("api", "", "only the mutants and scenarios of this API")
	onlyMutant = flag.String("mutant", "", "only mutants whose names have a part that matches this regular expression")
	changed    = flag.Bool(
		"changed",
		false,
		"with -pairs: only the scenarios whose text has changed since the last matrix, and new mutants against all",
	)
	within = flag.Duration(
		"within",
		0,
		"with -pairs and the proofs: a mutant that has not begun by then keeps the kills that it had; 0 waits for all",
	)
)

// only is the API that the flag names.
func only() []string {
	if *onlyAPI == "" {
		return nil
	}
	return []string{*onlyAPI}
}

// one server for all runs of a test.
func server(t *testing.T) string {
	t.Helper()
	return running(t, mock.Options{})
}

// listed are the scenarios that can be chosen: names by address, in order.
func listed(t *testing.T, api string) (addresses []string, names map[string]string) {
	t.Helper()
	o := scenarios.Options{Seed: 1}
	if api != "" {
		o.APIs = []string{api}
	}
	var out bytes.Buffer
	if _, err := scenarios.List(&out, o); err != nil {
		t.Fatal(err)
	}
	names = map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		parts := strings.SplitN(line, "  ", 3)
		addresses = append(addresses, parts[0])
		names[parts[0]] = parts[1]
	}
	return addresses, names
}

func mutants(api string) []reference.Mutant {
	return slices.DeleteFunc(
		scenarios.APIs().Mutants(),
		func(m reference.Mutant) bool {
			return api != "" && m.API() != api || !regexp.MustCompile(*onlyMutant).MatchString(m.Name)
		},
	)
}

// killed reports whether a scenario failed a client, and why.
func killed(s *verdict.Scenario) (reasons []string, dead bool) {
	for _, c := range s.Evidence() {
		reasons = append(reasons, c.ID)
	}
	return reasons, s.Verdict == verdict.Failed || s.Verdict == verdict.Warned && s.Level == verdict.Should ||
		s.Verdict == verdict.Warned && slices.Contains(reasons, s.Cause)
}

// TestMutants: every mutant fails the scenarios that it names, for the reason it names, and every scenario is failed
// by a mutant. A sixth of the mutants is run, and all of them with -outside or -matrix. With -pairs all pairs are run:
// see writeMatrix.
func TestMutants(t *testing.T) {
	outside.Waits(t)
	if *pairs {
		writeMatrix(t)
		return
	}
	base := server(t)
	addresses, names := listed(t, *onlyAPI)
	tripped, tries := map[string]bool{}, outside.Sample(t, 6)
	var all []*survey
	for _, m := range mutants(*onlyAPI) {
		reasons := map[string]string{} // by address
		for _, trip := range m.Trips {
			hit := false
			for _, a := range addresses {
				if trip.Matches(names[a]) && strings.HasPrefix(a, m.API()+"/") &&
					(!generatedFeature(a) || trip.Scenario == names[a]) {
					reasons[a], hit, tripped[a] = trip.Reason, true, true
				}
			}
			if !hit {
				t.Errorf("mutant %s names the scenario %q, which does not exist", m.Name, trip.Scenario)
			}
		}
		if len(reasons) == 0 {
			t.Errorf("mutant %s names no scenario that kills it", m.Name)
			continue
		}
		if *onlyMutant != "" || *matrix || tries(m.Name) {
			all = append(all, &survey{mutant: m, reasons: reasons})
		}
	}
	runAll(base, all, runtime.GOMAXPROCS(0))
	for _, s := range all {
		t.Run(s.mutant.Name, s.trips)
	}
	for _, a := range addresses {
		if !tripped[a] && *onlyMutant == "" && !generatedFeature(a) { // those have TestMistakes and TestLost
			t.Errorf("%s %s: no mutant names this scenario: who would fail it?", a, names[a])
		}
	}
}

// survey is a mutant against the scenarios that it names, or against all of its API.
type survey struct {
	mutant  reference.Mutant
	reasons map[string]string // expected, by address; none means all scenarios
	only    []string          // addresses that are run without an expectation; nil means all of the API
	timeout time.Duration     // of the calls of one without expectations; 0 is what a mutant that waits in vain needs
	late    bool              // it has not begun in time
	report  verdict.Report
	err     error
}

// inVain are the reasons that show when a wait is over: the run sits it out, and costs no more than that.
var inVain = []string{
	"client.hang",
	"client.patience",
	"client.received",
	"client.shown",
	"fault.held",
	"iqchannels.listening",
	"iqchannels.marked",
	"radist.scan",
}

// split parts what waits in vain from what does not.
func (s *survey) split() (waits, rest *survey) {
	waits, rest = &survey{
		mutant:  s.mutant,
		reasons: map[string]string{},
	}, &survey{
		mutant:  s.mutant,
		reasons: map[string]string{},
	}
	for address, reason := range s.reasons {
		if slices.Contains(inVain, reason) {
			waits.reasons[address] = reason
		} else {
			rest.reasons[address] = reason
		}
	}
	return waits, rest
}

// runAll runs so many mutants at a time at a server, each at one of its own if base is "", and what only waits beside
// everything else.
func runAll(base string, all []*survey, atATime int) {
	var running sync.WaitGroup
	gate, began := make(chan struct{}, atATime), time.Now()
	for _, s := range all {
		running.Go(func() {
			if s.reasons == nil { // all of its API: nobody knows what will wait
				gate <- struct{}{}
				defer func() { <-gate }()
				if s.late = *within > 0 && time.Since(began) > *within; !s.late {
					s.run(base, cmp.Or(s.timeout, 5*time.Second))
				}
				return
			}
			waits, rest := s.split()
			var both sync.WaitGroup
			both.Go(func() { waits.run(base, 5*time.Second) }) // the mutants wait four for an answer
			gate <- struct{}{}
			rest.run(base, 10*time.Second)
			<-gate
			both.Wait()
			s.err = errors.Join(waits.err, rest.err)
			s.report.Scenarios = append(waits.report.Scenarios, rest.report.Scenarios...)
		})
	}
	running.Wait()
}

// run runs the mutant against the scenarios of a survey; timeout is that of its calls.
func (s *survey) run(base string, timeout time.Duration) {
	o := scenarios.Options{
		Seed:    1,
		Server:  base,
		Client:  scenarios.APIs().Starter(s.mutant.Name),
		Jobs:    4,
		Timeout: timeout,
	}
	if s.reasons == nil {
		o.APIs, o.Scenarios = []string{s.mutant.API()}, s.only
		if s.only != nil && len(s.only) == 0 {
			return
		}
	} else if o.Scenarios = slices.Sorted(maps.Keys(s.reasons)); len(o.Scenarios) == 0 {
		return
	}
	s.report, s.err = scenarios.Run(context.Background(), o)
}

// trips: the mutant failed what it names, and by what it names.
func (s *survey) trips(t *testing.T) {
	if s.err != nil {
		t.Fatal(s.err)
	}
	if len(s.report.Scenarios) != len(s.reasons) {
		t.Errorf("%d of %d scenarios were run", len(s.report.Scenarios), len(s.reasons))
	}
	for _, r := range s.report.Scenarios {
		found, dead := killed(r)
		if !dead || !slices.Contains(found, s.reasons[r.Address]) {
			t.Errorf(
				"%s %q: expected to fail by %s, got %s by %v: %s",
				r.Address,
				r.Name,
				s.reasons[r.Address],
				r.Verdict,
				found,
				r.Reason,
			)
		}
	}
}
