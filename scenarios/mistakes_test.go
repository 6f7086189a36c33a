package scenarios_test

import (
	"bytes"
	"context"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/scenarios"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/verdict"
)

// TestCarried: the features that carry data and lose responses are those that the documents give.
func TestCarried(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	if err := scenarios.Generate(&out, "", dir); err != nil {
		t.Fatal(err)
	}
	for _, api := range scenarios.APIs() {
		if len(api.Plans) == 0 {
			continue
		}
		for _, name := range []string{"carried.feature", "lost.feature"} {
			want, err := os.ReadFile(filepath.Join(dir, api.Name, name))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("..", "features", api.Name, name)
			if *update {
				if err := os.WriteFile(path, want, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s differs from the documents (%v): go test ./scenarios -run TestCarried -update", path, err)
			}
		}
	}
}

// oneIn is how many of the mutants that are made from the declarations go test runs: one in so many. -matrix runs all.
const oneIn = 20

// TestMistakes: each mutant that is made from the declarations is failed by a scenario of its ability, because what its
// caller was told or gave is not what was on the wire.
func TestMistakes(t *testing.T) {
	base := server(t)
	addresses, names := listed(t, *onlyAPI)
	var running sync.WaitGroup
	gate, tried := make(chan struct{}, 4*runtime.GOMAXPROCS(0)), 0 // they wait, too
	for _, m := range scenarios.APIs().Mistakes(*onlyAPI) {
		if api, _, _ := strings.Cut(m.Ability, "."); !carries(api) || !*matrix && share(m.Name(), oneIn) != 0 ||
			undecided(m) != "" {
			continue
		}
		tried++
		gate <- struct{}{}
		running.Go(func() {
			defer func() { <-gate }()
			mistaken(t, base, m, ofAbility(m.Ability, addresses, names))
		})
	}
	running.Wait()
	t.Logf("%d mutants", tried)
	if tried == 0 && *onlyAPI == "" {
		t.Error("no mutant was made")
	}
}

// carries reports whether an API has scenarios that carry data.
func carries(api string) bool {
	for _, a := range scenarios.APIs() {
		if a.Name == api {
			return len(a.Plans) > 0
		}
	}
	return false
}

// share says in which of so many parts of a whole a name is: always the same.
func share(name string, parts uint32) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32() % parts
}

// ofAbility lists the scenarios that carry the fields of an ability, or those of a feature that asks for it otherwise.
func ofAbility(ability string, addresses []string, names map[string]string) []string {
	api, _, _ := strings.Cut(ability, ".")
	var out []string
	for _, a := range scenarios.APIs() {
		for _, p := range a.Plans {
			for _, address := range addresses {
				if (p.Ability == ability || slices.Contains(p.Also, ability)) &&
					strings.HasPrefix(address, api+"/carried.feature:") &&
					strings.HasPrefix(names[address], p.Title+" carries") {
					out = append(out, address)
				}
			}
		}
	}
	for _, address := range addresses {
		for _, name := range elsewhere[ability] {
			if strings.HasPrefix(address, api+"/"+name+".feature:") && !slices.Contains(out, address) {
				out = append(out, address)
			}
		}
	}
	return out
}

// elsewhere are the features that carry the arguments and values of abilities with a course of their own.
var elsewhere = map[string][]string{
	"bonder.setStatus": {"switches"}, "bonder.deleteCard": {"profiles"}, "bonder.deleteLanguage": {"profiles"},
	"radist.connectTelegram": {"telegram_code", "telegram_qr", "reauthorization"},
	"radist.connectMax":      {"max", "reauthorization"}, "radist.connectWhatsApp": {"whatsapp"},
	"timconnect.registerPhone": {"registration"}, "timconnect.confirmPhone": {"registration"},
	"timconnect.takePush":         {"calls"},
	"timconnect.registerByDigest": {"digest"}, "timconnect.signIn": {"sessions", "authorization"},
}

// mistaken runs a mutant.
func mistaken(t *testing.T, base string, m fidelity.Mistake, addresses []string) {
	t.Helper()
	if len(addresses) == 0 {
		t.Errorf("%s: no scenario asks for %s", m.Name(), m.Ability)
		return
	}
	var made atomic.Int64
	patience := time.Minute
	if strings.HasPrefix(m.Ability, "radist.connect") { // a login that goes wrong waits for somebody
		patience = 5 * time.Second
	}
	for _, failFast := range []bool{true, false} { // the first failure may have another reason
		r, err := scenarios.Run(context.Background(), scenarios.Options{
			Seed: 1, Server: base, Client: scenarios.APIs().Mistaken(m, &made), Scenarios: addresses, Jobs: 1,
			Timeout: patience, FailFast: failFast,
		})
		if err != nil {
			t.Errorf("%s: %v", m.Name(), err)
			return
		}
		if noticed(r, m) {
			return
		}
	}
	t.Errorf("%s: no scenario noticed it, although it changed %d values in %d scenarios (%s)", m.Name(), made.Load(),
		len(addresses), m.Doc())
}

// noticed reports whether a scenario showed a difference between the caller and the wire in the ability of a mistake.
func noticed(r verdict.Report, m fidelity.Mistake) bool {
	return slices.ContainsFunc(r.Scenarios, func(s *verdict.Scenario) bool {
		return slices.ContainsFunc(s.Checks, func(c *verdict.Check) bool {
			return c.Outcome == verdict.Broken && c.Difference != nil && c.Difference.Ability == m.Ability
		})
	})
}
