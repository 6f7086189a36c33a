package scenarios_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/diagnose"
	"sparring/scenarios/reference"
	"sparring/scenarios/verdict"
)

// mistakesOf runs a client with several mistakes against scenarios of its API; none means all.
func mistakesOf(t *testing.T, base, api string, mutants, addresses []string) verdict.Report {
	t.Helper()
	o := scenarios.Options{
		Seed: 1, Server: base, Client: scenarios.APIs().Starter(strings.Join(mutants, reference.Several)),
		Jobs: 4, Timeout: 5 * time.Second, Scenarios: addresses,
	}
	if addresses == nil {
		o.APIs = []string{api}
	}
	r, err := scenarios.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCauses: a client with three mistakes is told three causes, the first of the list, each with a mend.
func TestCauses(t *testing.T) {
	outside.Waits(t)
	mutants := []string{"bonder-keeps-only-the-id", "bonder-never-renews", "bonder-offline-means-now"}
	addresses, names := listed(t, "bonder")
	var chosen []string
	for _, m := range scenarios.APIs().Mutants() {
		for _, trip := range m.Trips {
			for _, a := range addresses {
				if slices.Contains(mutants, m.Name) && trip.Matches(names[a]) && !slices.Contains(chosen, a) {
					chosen = append(chosen, a)
				}
			}
		}
	}
	r := mistakesOf(t, server(t), "bonder", mutants, chosen)
	var found []string
	for _, c := range r.Causes {
		found = append(found, c.Mistake)
		if c.Text == "" || c.Mend == "" || c.Explains == 0 || len(c.Failures) == 0 || c.Share <= 0 {
			t.Errorf("a cause lacks something: %+v", c)
		}
	}
	for _, m := range mutants {
		if !slices.Contains(found[:min(len(found), len(mutants))], m) {
			t.Errorf("expected %s among the first causes of %d failing scenarios, got %v", m, r.Counts.Failed, found)
		}
	}
}

// TestCausesProof: of pairs and triples of mutants that are really run, at least 95 % of the true mistakes are the
// first named. Each mistake of a client must show: where a run ends the same without it, as that of a client which does
// something wrong with a session and never gets one, that one is not counted, and others are drawn, too. The log names
// what did not show. It runs with -matrix, once the dictionary of all kills is packed, so many clients at a time as
// -parallel says; -api chooses, -combinations says how many of each API, -draw is the seed.
func TestCausesProof(t *testing.T) {
	const draws = 20 // one in ten has a mistake that does not show
	if !*matrix {
		t.Skip("pairs and triples of mutants are run with -matrix")
	}
	var mu sync.Mutex
	begun, right, hidden, all := time.Now(), 0, 0, 0
	t.Run("runs", func(t *testing.T) {
		for _, api := range scenarios.APIs().Names() {
			if *onlyAPI != "" && api != *onlyAPI {
				continue
			}
			list := mutants(api)
			for i := range *combinations {
				t.Run(fmt.Sprint(api, "/", i+1), func(t *testing.T) {
					t.Parallel()
					if *within > 0 && time.Since(begun) > *within {
						t.Skip("not begun in time")
					}
					chance := rand.New(rand.NewPCG(*draw, uint64(share(t.Name(), math.MaxUint32))))
					for range draws {
						var names []string
						for _, j := range chance.Perm(len(list))[:2+i%2] {
							names = append(names, list[j].Name)
						}
						named, unseen := namedFirst(t, api, names)
						mu.Lock()
						right, hidden, all = right+named, hidden+unseen, all+len(names)-unseen
						mu.Unlock()
						if unseen == 0 {
							return
						}
					}
					t.Errorf("%d clients in a row had a mistake that does not show", draws)
				})
			}
		}
	})
	named := float64(right) / float64(max(all, 1))
	t.Logf("%d of %d true mistakes are the first named (%.3f); %d others did not show",
		right, all, named, hidden)
	if named < 0.95 {
		t.Errorf("expected at least 0.95")
	}
}

// namedFirst runs a client with these mistakes, and counts those that are the first named, and those of the others
// without which the run ends the same.
func namedFirst(t *testing.T, api string, names []string) (right, hidden int) {
	r := mistakesOf(t, "", api, names, nil)
	found := firstNamed(r.Causes, len(names))
	for _, name := range names {
		if slices.Contains(found, name) {
			right++
			continue
		}
		without := slices.DeleteFunc(slices.Clone(names), func(other string) bool { return other == name })
		if reflect.DeepEqual(outcomes(r), outcomes(mistakesOf(t, "", api, without, nil))) {
			hidden++
			t.Logf("%s does not show in %s", name, names)
			continue
		}
		t.Logf("%s is not among the first of %d failures of %s: %s", name, r.Counts.Failed, names, found)
	}
	return right, hidden
}

// outcomes are the verdicts of a run, each with the reasons.
func outcomes(r verdict.Report) map[string][]string {
	out := map[string][]string{}
	for _, s := range r.Scenarios {
		reasons, _ := diagnose.Killed(s)
		slices.Sort(reasons)
		out[diagnose.Key(s.Address, s.Name)] = append(reasons, s.Verdict.String())
	}
	return out
}

var (
	combinations = flag.Int("combinations", 12, "with -matrix: so many pairs and triples of mutants of each API")
	draw         = flag.Uint64("draw", 1, "with -matrix: the seed by which TestCausesProof draws them")
)

// firstNamed are the mistakes of the first causes, with those that explain as much in the place of one.
func firstNamed(causes []verdict.Cause, n int) (out []string) {
	for _, c := range causes[:min(len(causes), n)] {
		out = append(append(out, c.Mistake), c.Alike[:min(len(c.Alike), 3)]...) // a text names so many
	}
	return out
}

// TestPackedKills: what is packed is what is unpacked, and each mutant of the binary exists.
func TestPackedKills(t *testing.T) {
	packed, err := diagnose.Packed()
	if err != nil {
		t.Fatal(err)
	}
	for name := range packed {
		if !slices.ContainsFunc(scenarios.APIs().Mutants(), func(m reference.Mutant) bool { return m.Name == name }) {
			t.Errorf("the dictionary has the mutant %s, which does not exist: make kills", name)
		}
	}
	known, err := diagnose.Mutants(scenarios.APIs().Mutants())
	if err != nil || len(known) != len(scenarios.APIs().Mutants()) {
		t.Errorf("%d mistakes are known, %v", len(known), err)
	}
}
