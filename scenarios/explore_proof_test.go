package scenarios_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/explore"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/reference"
)

var (
	cells  = flag.Int("cells", 1000, "with -matrix: cells of TestExploreProof for each mutant")
	sample = flag.Int("sample", 1, "with -matrix: TestExploreProof walks one mutant in so many, chosen by its name")
)

// wrong is a client with a mistake, or with two.
type wrong struct {
	family, api, name string
	client            driver.Starter
}

// wrongClients are all written mutants, 100 of those that are made from the declarations, and 50 pairs of written ones.
func wrongClients(api string) []wrong {
	var written, out []wrong
	for _, m := range mutants(api) {
		written = append(written, wrong{"written", m.API(), m.Name, scenarios.APIs().Starter(m.Name)})
	}
	chance := rand.New(rand.NewPCG(1, 0))
	made := scenarios.APIs().Mistakes(api)
	for _, i := range chance.Perm(len(made)) {
		api, _, _ := strings.Cut(made[i].Ability, ".")
		if carries(api) && undecided(made[i]) == "" && len(out) < 100 {
			out = append(out, wrong{"generated", api, made[i].Name(), mistakenClient(made[i])})
		}
	}
	for range 50 {
		a, b := written[chance.IntN(len(written))], written[chance.IntN(len(written))]
		for a.api != b.api || a.name == b.name {
			b = written[chance.IntN(len(written))]
		}
		name := a.name + reference.Several + b.name
		out = append(out, wrong{"double", a.api, name, scenarios.APIs().Starter(name)})
	}
	return append(written, out...)
}

func mistakenClient(m fidelity.Mistake) driver.Starter {
	return scenarios.APIs().Mistaken(m, new(atomic.Int64))
}

// TestExploreProof: how many mutants does a walk find without any feature? A walk ends with the first failure; one that
// only warns finds what the vendor's text does not decide. It runs with -matrix, so many walks at a time as -parallel
// says; -api, -sample, -cells and -within choose.
func TestExploreProof(t *testing.T) {
	if !*matrix {
		t.Skip("every mutant is walked with -matrix")
	}
	var mu sync.Mutex
	type count struct{ found, warned, all, walked int }
	counts, begun := map[string]*count{}, time.Now()
	all := wrongClients(*onlyAPI)
	for _, w := range all {
		counts[w.family+" of "+w.api] = &count{}
	}
	t.Run("walks", func(t *testing.T) {
		for _, w := range all {
			if share(w.name, uint32(*sample)) != 0 {
				continue
			}
			t.Run(w.name, func(t *testing.T) {
				t.Parallel()
				if *within > 0 && time.Since(begun) > *within {
					t.Skip("not begun in time")
				}
				ctx, stop := context.WithCancel(context.Background())
				defer stop()
				r := walked(ctx, t, "", w.api, w.client, explore.Options{
					Cells: *cells, Depth: 2, Progress: func(p explore.Progress) {
						if p.Failed > 0 {
							stop()
						}
					},
				})
				mu.Lock()
				defer mu.Unlock()
				c := counts[w.family+" of "+w.api]
				c.all++
				c.walked += r.Space.Walked
				switch {
				case len(r.Failures) > 0:
					c.found++
					t.Logf("found in %d cells: %s", r.Space.Walked, r.Failures[0].ID)
				case len(r.Warnings) > 0:
					c.warned++
					t.Logf("only warned of in %d cells: %s", r.Space.Walked, r.Warnings[0].ID)
				default:
					t.Logf("not found in %d cells", r.Space.Walked)
				}
			})
		}
	})
	sum := count{}
	for family, c := range counts {
		t.Logf("%s: %d of %d fail, %d are only warned of", family, c.found, c.all, c.warned)
		sum.found, sum.warned = sum.found+c.found, sum.warned+c.warned
		sum.all, sum.walked = sum.all+c.all, sum.walked+c.walked
	}
	t.Logf("%d of %d wrong clients fail in at most %d cells each, %d are only warned of, %d cells in %s", sum.found,
		sum.all, *cells, sum.warned, sum.walked, time.Since(begun).Round(time.Second))
	if 2*sum.found < sum.all {
		t.Errorf("expected at least half")
	}
}
