package scenarios_test

import (
	"testing"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// honestTraffic judges the journals of a run of honest clients by their traffic alone: nothing fails, scenario by
// scenario and all together, as in one world that many tests use.
func honestTraffic(t *testing.T, r verdict.Report) {
	t.Helper()
	options := watch.Options{APIs: scenarios.APIs(), Catalogue: mock.APIs()}
	for _, s := range r.Scenarios {
		judged := &verdict.Report{}
		watch.Judge(options, judged, []watch.World{{ID: s.World, Entries: s.Entries}})
		for _, o := range judged.Scenarios {
			if o.Verdict >= verdict.Inconclusive {
				t.Errorf("%s %s: the traffic of an honest client gives %s of %s: %s", s.Address, s.Name, o.Verdict,
					o.Address, o.Reason)
			} else if o.Verdict == verdict.Warned && testing.Verbose() {
				t.Logf("%s %s: warned by %s: %s", s.Address, s.Name, o.Address, o.Reason)
			}
		}
	}
}
