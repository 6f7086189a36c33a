package scenarios_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

// chosenBy returns the lines of --list.
func chosenBy(t *testing.T, o scenarios.Options) []string {
	t.Helper()
	var out bytes.Buffer
	if _, err := scenarios.List(&out, o); err != nil && !errors.Is(err, scenarios.ErrNothing) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// TestUnfinished: a @wip scenario is chosen by an expression that names its tag, not by one whose text looks like it.
func TestUnfinished(t *testing.T) {
	text := "Feature: F\n  @must\n  Scenario: done\n" + rest + "  @must @wip\n  Scenario: begun\n" + rest +
		"  @wipe\n  Scenario: other\n" + rest
	dir := write(t, map[string]string{"x.feature": text})
	for tags, want := range map[string]string{
		"not @wipe": "done", "@wip or @must or @wipe": "done begun other", "@wip and not @wipe": "begun",
		"not @wip and not @wipe": "done", "(@wipe)": "other",
		"@wipe or not @must": "other", "not (not @wip) and not @wipe": "begun",
	} {
		var got []string
		for _, line := range chosenBy(
			t, scenarios.Options{Features: []string{dir}, Tags: []string{tags, "not @wipe or @wipe"}},
		) {
			if parts := strings.Split(line, "  "); len(parts) > 1 {
				got = append(got, parts[1])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("--tags %q: expected %s, got %s", tags, want, got)
		}
	}
}

// TestAddresses: a file is named with either separator, as it is or by the end of its path.
func TestAddresses(t *testing.T) {
	dir := write(
		t,
		map[string]string{
			"feat/one.feature": ordinary,
			"feat/two.feature": strings.ReplaceAll(ordinary, "ordinary", `a\b #1 of 2`),
		},
	)
	for address, n := range map[string]int{
		`feat\one.feature:4`: 1, `feat\one.feature`: 1, `.\feat\one.feature:3`: 1, `one.feature:4`: 1,
		"./feat/one.feature:5": 1, `feat\one.feature:99`: 0,
		`a\b #1 of 2`: 1, `a/b #1 of 2`: 0, `feat\\one.feature`: 0,
		filepath.Join(dir, "feat", "one.feature") + ":4":                                          1,
		strings.ReplaceAll(filepath.ToSlash(filepath.Join(dir, "feat", "one.feature")), "/", `\`): 1,
	} {
		_, err := scenarios.List(
			new(bytes.Buffer),
			scenarios.Options{Features: []string{dir}, Scenarios: []string{address}},
		)
		if found := err == nil; found != (n > 0) || err != nil && !errors.Is(err, scenarios.ErrNothing) {
			t.Errorf("--scenario %s: expected %d, got %v", address, n, err)
		}
	}
}

// TestKnownFailingLines: a line is read whole before a comment is cut off.
func TestKnownFailingLines(t *testing.T) {
	text := "Feature: F\n  Scenario: fails #1\n" + when + "    Then the client reports a failure\n  Scenario: " +
		"fails #1 # again\n" + when + "    Then the client reports a failure\n" +
		"  Scenario: # 3\n" + when + "    Then the client reports a failure\n"
	dir := write(t, map[string]string{"bonder/x.feature": text})
	for list, want := range map[string]int{
		"fails #1\n": 1, "fails #1 # again\n": 1, "fails #1 # a comment\n": 1,
		"fails #1 # again # and a comment\n": 1, "fails #1\t# a comment\n# a comment\n\n": 1,
		`bonder\x.feature:2 # by place` + "\r\nfails #1 # again": 2, "# 3": 1, "#\n# nothing": 0,
	} {
		file := write(t, map[string]string{"k": list}) + "/k"
		r := judge(t, scenarios.Options{Features: []string{dir}, KnownFailing: []string{file}})
		if r.Counts.KnownFailing != want {
			t.Errorf("%q: expected %d known to fail, got %d", list, want, r.Counts.KnownFailing)
		}
	}
}

// TestEveryThen: a demand that was not exercised hides no other, and a broken one none beside it.
func TestEveryThen(t *testing.T) {
	const unseen = "    Then the rule \"bonder.renew-once\" is kept\n"
	for name, test := range map[string]struct {
		steps string
		want  verdict.Verdict
		cause string
		by    string // statuses of the steps
	}{
		"not exercised, then broken": {
			when + unseen + "    And the client reports a failure\n", verdict.Failed, "client.failure",
			"passed, not exercised, failed",
		},
		"not exercised, then kept": {
			when + unseen + "    And the client reports success\n", verdict.NotExercised, "bonder.renew-once",
			"passed, not exercised, passed",
		},
		"in a later phase": {
			when + unseen + when + "    Then the client reports a failure\n", verdict.Failed, "client.failure",
			"passed, not exercised, passed, failed",
		},
		"broken twice": {when + "    Then the client reports a failure\n    And the server saw no " +
			"\"bonder.*\"\n", verdict.Failed, "client.failure", "passed, failed, failed"},
		"nothing acts after it": {
			when + "    Then the client reports a failure\n" + when + then, verdict.Failed, "client.failure",
			"passed, failed, skipped, skipped",
		},
		"a value that was not told": {when + "    Then the client reports \"card_id\"\n    And the client reports " +
			"\"languages\" as {card_id}\n", verdict.Failed, "client.value", "passed, failed, not exercised"},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, "Feature: F\n  Scenario: s\n"+test.steps, scenarios.Options{})
			var by []string
			for _, st := range s.Steps {
				by = append(by, st.Status)
			}
			if s.Verdict != test.want || s.Cause != test.cause || strings.Join(by, ", ") != test.by {
				t.Errorf("%s by %s (%s): steps %s", s.Verdict, s.Cause, s.Reason, strings.Join(by, ", "))
			}
		})
	}
	s := one(
		t,
		"Feature: F\n  @should\n  Scenario: s\n"+when+"    Then the client reports a failure\n"+when+"    Then the "+
			"client reports success\n",
		scenarios.Options{},
	)
	if s.Verdict != verdict.Warned || s.Steps[3].Status != verdict.StepPassed {
		t.Errorf("after a warning: %s, %s", s.Verdict, s.Steps[3].Status)
	}
}

// TestStar: * stands for any keyword.
func TestStar(t *testing.T) {
	s := one(
		t,
		"Feature: F\n  Background:\n    * the clock is frozen\n  Scenario: s\n    * the client lists the "+
			"languages\n    And the client lists the languages\n    * the client reports success\n    * the client "+
			"still works\n",
		scenarios.Options{},
	)
	if s.Verdict != verdict.Passed || s.Steps[1].Keyword != "*" {
		t.Errorf("%s by %s: %s, %q", s.Verdict, s.Cause, s.Reason, s.Steps[1].Keyword)
	}
	s = one(
		t,
		"Feature: F\n  Scenario: s\n    * \"maintenance.started\" has happened at bonder with:\n      | service | "+
			"api |\n    * \"maintenance.ended\" happens at bonder\n"+rest,
		scenarios.Options{},
	)
	if s.Verdict != verdict.Passed {
		t.Errorf("a sentence with two keywords: %s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
	if err := dry(t, "Feature: F\n  Scenario: s\n    * the client lists the languages\n"); err == nil ||
		!strings.Contains(err.Error(), "it has no Then") {
		t.Errorf("no Then: got %v", err)
	}
}
