package scenarios_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

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
// first named. It tells how many of them show: one does if the run has a failure that, by the dictionary, no other
// mistake of the client causes. What another mistake hides, or undoes, is seen only once that one is mended. It runs
// with -matrix, once the dictionary of all kills is packed; -api chooses, -combinations says how many of each API.
func TestCausesProof(t *testing.T) {
	if !*matrix {
		t.Skip("pairs and triples of mutants are run with -matrix")
	}
	base, begun := server(t), time.Now()
	kills, err := diagnose.Packed()
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(1, 0))
	right, shown, all := 0, 0, 0
	for _, api := range scenarios.APIs().Names() {
		if *onlyAPI != "" && api != *onlyAPI {
			continue
		}
		list := mutants(api)
		for i := range *combinations {
			chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			var names []string
			for _, m := range list[:2+i%2] {
				names = append(names, m.Name)
			}
			if *within > 0 && time.Since(begun) > *within {
				continue
			}
			r := mistakesOf(t, base, api, names, nil)
			found := firstNamed(r.Causes, len(names))
			all += len(names)
			for _, name := range names {
				if shows(r, kills, name, names) {
					shown++
				} else {
					t.Logf("%s does not show in %s", name, names)
				}
				if slices.Contains(found, name) {
					right++
				} else {
					t.Logf("%s: got %s (%d failed), without %s", names, found, r.Counts.Failed, name)
				}
			}
		}
	}
	share := float64(right) / float64(max(all, 1))
	t.Logf("%d of %d true mistakes are the first named (%.3f); %d of them show", right, all, share, shown)
	if share < 0.95 {
		t.Errorf("expected at least 0.95")
	}
}

var combinations = flag.Int("combinations", 12, "with -matrix: so many pairs and triples of mutants of each API")

// firstNamed are the mistakes of the first causes, with those that explain as much in the place of one.
func firstNamed(causes []verdict.Cause, n int) (out []string) {
	for _, c := range causes[:min(len(causes), n)] {
		out = append(append(out, c.Mistake), c.Alike[:min(len(c.Alike), 3)]...) // a text names so many
	}
	return out
}

// shows reports whether a failure of the run is one of a mistake and of no other one that the client makes.
func shows(r verdict.Report, kills diagnose.Kills, name string, made []string) bool {
	for _, s := range r.Scenarios {
		key := diagnose.Key(s.Address, s.Name)
		reasons, dead := diagnose.Killed(s)
		for _, reason := range reasons {
			if dead && slices.Contains(kills[name][key], reason) && !slices.ContainsFunc(made, func(other string) bool {
				return other != name && slices.Contains(kills[other][key], reason)
			}) {
				return true
			}
		}
	}
	return false
}

// TestPackedKills: what is packed is what is unpacked, and each mutant of the binary exists.
func TestPackedKills(t *testing.T) {
	packed, err := diagnose.Packed()
	if err != nil {
		t.Fatal(err)
	}
	for name := range packed {
		if !slices.ContainsFunc(scenarios.APIs().Mutants(), func(m reference.Mutant) bool { return m.Name == name }) {
			t.Errorf("the dictionary has the mutant %s, which does not exist: make matrix", name)
		}
	}
	known, err := diagnose.Mutants(scenarios.APIs().Mutants())
	if err != nil || len(known) != len(scenarios.APIs().Mutants()) {
		t.Errorf("%d mistakes are known, %v", len(known), err)
	}
}
