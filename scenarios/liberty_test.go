package scenarios_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"sparring/features"
	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// TestLiberties: a client that takes a freedom which the text leaves is warned at most, whatever the scenario. A part
// of the scenarios is run with every fourth of them always, the rest with -outside.
func TestLiberties(t *testing.T) {
	outside.Waits(t)
	base := server(t)
	tried := 0
	for number, l := range scenarios.APIs().Liberties() {
		api, _, _ := strings.Cut(l.Name, "-")
		if *onlyAPI != "" && *onlyAPI != api {
			continue
		}
		tried++
		t.Run(l.Name, func(t *testing.T) {
			if number%4 != 0 {
				outside.Long(t)
			}
			t.Parallel() // some wait in vain
			o := scenarios.Options{
				Seed: 1, Server: base, Client: scenarios.APIs().Starter(l.Name), Jobs: 4, Timeout: 5 * time.Second,
			}
			inParts(t, api, number/4%parts, o, func(t *testing.T, r verdict.Report) {
				honestTraffic(t, r)
				if r.ExitCode != verdict.ExitGood {
					t.Errorf("exit %d after %d scenarios", r.ExitCode, len(r.Scenarios))
				}
				for _, s := range r.Scenarios {
					if s.Verdict != verdict.Passed && s.Verdict != verdict.Warned {
						t.Errorf("%s %q: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
					}
				}
			})
		})
	}
	if tried == 0 && *onlyAPI == "" {
		t.Error("no liberty was tried")
	}
}

// TestMustCitesItsLine: a scenario of Bonder that can fail a client names the vendor's line.
func TestMustCitesItsLine(t *testing.T) {
	files, err := features.FS.ReadDir("bonder")
	if err != nil {
		t.Fatal(err)
	}
	cited := regexp.MustCompile(`(?m)^    Source: bonder#L[0-9]`)
	must := 0
	for _, f := range files {
		text, err := features.FS.ReadFile("bonder/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, scenario := range strings.Split(string(text), "\n  @must")[1:] {
			scenario, _, _ = strings.Cut(scenario, "\n  @should")
			if must++; !cited.MatchString(scenario) {
				t.Errorf("%s: a @must without its line: %.100s", f.Name(), strings.TrimSpace(scenario))
			}
		}
	}
	if must < 20 {
		t.Errorf("only %d scenarios", must)
	}
}
