package scenarios_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// readBack reads a JUnit report as CI does: tests by class and name. A second test of one identity is an error.
func readBack(t *testing.T, r verdict.Report, flavour report.Flavour) map[[2]string]string {
	t.Helper()
	var out bytes.Buffer
	if err := report.WriteJUnit(&out, &r, flavour); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Cases []struct {
			Class   string    `xml:"classname,attr"`
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	tests := map[[2]string]string{}
	for _, c := range back.Cases {
		id := [2]string{c.Class, c.Name}
		if _, twice := tests[id]; twice || c.Class == "" || c.Name == "" {
			t.Errorf("%q is there twice, or has no name", id)
		}
		tests[id] = "passed"
		if c.Failure != nil {
			tests[id] = "failed"
		}
	}
	if len(tests) != len(r.Scenarios) {
		t.Errorf("%d scenarios, %d tests", len(r.Scenarios), len(tests))
	}
	return tests
}

const sameNames = `Feature: F
  Scenario: twin
    When the client lists the languages
    Then the client reports success
  Scenario: twin
    When the client lists the languages
    Then the client reports a failure
  Scenario: twin (line 2)
    When the client lists the languages
    Then the client reports success
  Scenario Outline: row
    When the client lists the languages
    Then the client reports "<name>"
    Examples:
      | name      |
      | languages |
      | nothing   |
      | languages |
  Scenario: "
    When the client lists the languages
    Then the client reports success
  Scenario: "
    When the client lists the languages
    Then the client reports success
`

// TestIdentities: a test of a JUnit report is found by class and name, whatever else was chosen and however it ended.
func TestIdentities(t *testing.T) {
	dir := write(t, map[string]string{
		"bonder/a.feature": sameNames, "bonder/b.c.feature": sameNames, "bonder/b_c.feature": sameNames,
		"b/c/x.feature": ordinary, "b.c/x.feature": ordinary,
	})
	o := scenarios.Options{Features: []string{dir}, APIs: only(), Seed: 1}
	whole := readBack(t, judge(t, o), report.XUnit)
	if !maps.Equal(whole, readBack(t, judge(t, o), report.GitLab)) {
		t.Error("the flavours have other tests")
	}
	failed := 0
	for id, outcome := range whole {
		if outcome == "failed" {
			failed++
			if !strings.Contains(id[1], "(line 5)") && !strings.Contains(id[1], "(name: nothing)") {
				t.Errorf("%q failed", id)
			}
		}
	}
	if failed != 6 {
		t.Errorf("%d tests failed, expected 6: %v", failed, whole)
	}
	for _, address := range []string{"a.feature:5", "a.feature:16", "b_c.feature", "twin"} {
		o.Scenarios = []string{address}
		for id, outcome := range readBack(t, judge(t, o), report.XUnit) {
			if whole[id] != outcome {
				t.Errorf("--scenario %s: %q %s, in the whole run %q", address, id, outcome, whole[id])
			}
		}
	}
}

// TestBuiltInIdentities: every built-in scenario has an identity of its own.
func TestBuiltInIdentities(t *testing.T) {
	r := verdict.Report{}
	for _, line := range chosenBy(t, scenarios.Options{Tags: []string{"@must or @should or @wip"}}) {
		address, name, _ := strings.Cut(line, "  ")
		name, _, _ = strings.Cut(name, "  ")
		r.Scenarios = append(r.Scenarios, &verdict.Scenario{Address: address, Name: name, Title: name})
	}
	tests := readBack(t, r, report.XUnit)
	changed := slices.DeleteFunc(
		slices.Collect(maps.Keys(tests)),
		func(id [2]string) bool { return !strings.Contains(id[1], "(line ") },
	)
	if len(tests) < 300 || len(changed) > 0 {
		t.Errorf("%d tests; their names alone do not tell these apart: %s", len(tests), fmt.Sprint(changed))
	}
}
