package scenarios_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// TestProfiles: each profile has scenarios for all that it demands, and every ability in it exists.
func TestProfiles(t *testing.T) {
	for _, p := range scenarios.Profiles() {
		for _, name := range slices.Concat(p.Demands, p.With) {
			if !slices.ContainsFunc(
				scenarios.APIs().Abilities(""),
				func(a driver.Ability) bool { return a.Name == name },
			) {
				t.Errorf("%s: there is no ability %s", p.Name, name)
			}
		}
		for _, ability := range p.Demands { // without it some scenario is not judged
			client := driver.Local{Name: "lacking", New: func() driver.Adapter {
				return having{
					scenarios.APIs().Client(""),
					slices.DeleteFunc(scenarios.APIs().Client("").Hello().Abilities,
						func(name string) bool { return name == ability }),
				}
			}}
			r := judge(t, scenarios.Options{Client: client, Profiles: []string{p.Name}, Tags: []string{"not @slow"}})
			failed := slices.IndexFunc(r.Scenarios,
				func(s *verdict.Scenario) bool { return s.Verdict == verdict.Failed })
			if r.ExitCode != verdict.ExitBad || failed < 0 || r.Counts.Skipped > 0 ||
				r.Counts.Passed+r.Counts.Failed != r.Counts.Total {
				t.Errorf("%s without %s: %s, exit %d", p.Name, ability, r.Counts, r.ExitCode)
				continue
			}
			s := r.Scenarios[failed]
			if s.Cause != "profile."+p.Name || !strings.Contains(s.Reason, ability) || !strings.Contains(s.Reproduce,
				"--profile "+p.Name) {
				t.Errorf("%s without %s: %s by %s: %s\n%s", p.Name, ability, s.Verdict, s.Cause, s.Reason, s.Reproduce)
			}
		}
	}
}

// TestMandatory: a client that has no more than what a profile demands, and one way to register, passes it.
func TestMandatory(t *testing.T) {
	p := scenarios.Profiles()[0]
	for _, ways := range [][]string{{"timconnect.registerByDigest"}, {"timconnect.registerPhone",
		"timconnect.confirmPhone"}} {
		client := driver.Local{Name: "least", New: func() driver.Adapter {
			return having{scenarios.APIs().Client(""),
				slices.Concat(p.Demands, ways)}
		}}
		r := judge(t, scenarios.Options{Client: client, Profiles: []string{p.Name}, Tags: []string{"not @slow"}})
		if r.Counts.Passed != r.Counts.Total || r.Counts.Total < 10 {
			t.Errorf("%s: %s", ways, r.Counts)
		}
		for _, s := range r.Scenarios {
			if s.Verdict != verdict.Passed {
				t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
			}
		}
	}
}

// TestProfileSelection: profiles are listed, an unknown one is refused, and the others still choose.
func TestProfileSelection(t *testing.T) {
	if _, err := scenarios.List(&bytes.Buffer{},
		scenarios.Options{Profiles: []string{"bonder.everything"}}); err == nil ||
		!strings.Contains(err.Error(), "there is timconnect.mandatory") {
		t.Errorf("got %v", err)
	}
	chosen := func(o scenarios.Options) int {
		n, err := scenarios.List(&bytes.Buffer{}, o)
		if err != nil {
			t.Error(err)
		}
		return n
	}
	profile, should := []string{"timconnect.mandatory"}, []string{"@should"}
	both := chosen(scenarios.Options{Profiles: profile, Tags: should})
	if of := chosen(scenarios.Options{Profiles: profile}); both == 0 || both >= of {
		t.Errorf("%d of the %d scenarios of the profile are @should", both, of)
	}
	if all := chosen(scenarios.Options{APIs: []string{"timconnect"}, Tags: should}); both >= all {
		t.Errorf("%d of the %d scenarios with @should are of the profile", both, all)
	}
	var out bytes.Buffer
	if err := scenarios.WriteProfiles(&out); err != nil || !strings.Contains(out.String(), "timconnect.mandatory: ") {
		t.Errorf("%v, %q", err, out.String())
	}
}
