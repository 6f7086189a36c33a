package verdict_test

import (
	"strings"
	"testing"

	_ "sparring/mock/mocktest/outside" // takes the flag -outside
	"sparring/scenarios/verdict"
)

func scenario(v verdict.Verdict) *verdict.Scenario {
	return &verdict.Scenario{Address: "bonder/x.feature:3", Feature: "F", Name: v.String(), Level: verdict.Must,
		Verdict: v, Reproduce: "sparring verify --scenario bonder/x.feature:3 --seed 1"}
}

// TestExit: the exit codes of the house.
func TestExit(t *testing.T) {
	for _, test := range []struct {
		verdicts     []verdict.Verdict
		want, strict int
	}{
		{nil, 3, 3},
		{[]verdict.Verdict{verdict.Passed}, 0, 0},
		{[]verdict.Verdict{verdict.Warned}, 0, 1},
		{[]verdict.Verdict{verdict.Skipped}, 3, 1},
		{[]verdict.Verdict{verdict.Passed, verdict.Skipped}, 0, 1},
		{[]verdict.Verdict{verdict.Passed, verdict.Warned}, 0, 1},
		{[]verdict.Verdict{verdict.Passed, verdict.NotExercised}, 1, 1},
		{[]verdict.Verdict{verdict.Passed, verdict.Inconclusive}, 1, 1},
		{[]verdict.Verdict{verdict.Passed, verdict.Failed}, 1, 1},
		{[]verdict.Verdict{verdict.Failed, verdict.Error}, 2, 2},
		{[]verdict.Verdict{verdict.Passed, verdict.Error}, 2, 2},
	} {
		r := verdict.Report{}
		for _, v := range test.verdicts {
			r.Scenarios = append(r.Scenarios, scenario(v))
		}
		if got := r.Exit(false); got != test.want {
			t.Errorf("%v: expected exit %d, got %d", test.verdicts, test.want, got)
		}
		if got := r.Exit(true); got != test.strict {
			t.Errorf("%v, strict: expected exit %d, got %d", test.verdicts, test.strict, got)
		}
	}
	expected := scenario(verdict.Failed)
	expected.KnownFailing = true
	if got := (&verdict.Report{Scenarios: []*verdict.Scenario{expected,
		scenario(verdict.Passed)}}).Exit(true); got != 0 {
		t.Errorf("a failure that is known: exit %d", got)
	}
	broken := scenario(verdict.Error)
	broken.KnownFailing = true
	if got := (&verdict.Report{Scenarios: []*verdict.Scenario{broken}}).Exit(false); got != 2 {
		t.Errorf("an error is never known: exit %d", got)
	}
}

// TestJudge: what a check gives a scenario, and that the worst counts.
func TestJudge(t *testing.T) {
	errored := verdict.Error
	must := func(c verdict.Check) *verdict.Check { c.Level = verdict.Must; return &c }
	for name, test := range map[string]struct {
		level  verdict.Level
		checks []*verdict.Check
		want   verdict.Verdict
		cause  string
	}{
		"nothing": {verdict.Must, nil, verdict.Passed, ""},
		"kept": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Kept})},
			verdict.Passed, ""},
		"broken": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken})},
			verdict.Failed, "a"},
		"not seen": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a"})}, verdict.NotExercised,
			"a"},
		"broken should": {verdict.Must, []*verdict.Check{{ID: "a", Level: verdict.Should,
			Outcome: verdict.Broken}}, verdict.Warned, "a"},
		"in a should": {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a",
			Outcome: verdict.Broken})}, verdict.Warned, "a"},
		"unasked in a should": {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken,
			Unasked: true})}, verdict.Failed, "a"},
		"derived": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken,
			Provenance: "derived"})}, verdict.Warned, "a"},
		"observed": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken,
			Provenance: "observed"})}, verdict.Failed, "a"},
		"given": {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken,
			Verdict: &errored})}, verdict.Error, "a"},
		"worst": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a"}),
			must(verdict.Check{ID: "b", Outcome: verdict.Broken}),
			must(verdict.Check{ID: "c", Outcome: verdict.Broken})}, verdict.Failed, "b"},
		"kept with a verdict": {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Kept,
			Verdict: &errored})}, verdict.Passed, ""},
		"not seen in a should": {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a"})}, verdict.NotExercised,
			"a"},
	} {
		s := &verdict.Scenario{Level: test.level, Checks: test.checks}
		if s.Judge(); s.Verdict != test.want || s.Cause != test.cause {
			t.Errorf("%s: expected %s by %q, got %s by %q", name, test.want, test.cause, s.Verdict, s.Cause)
		}
	}
}

// TestHeadline: a rule decides before what only shows that it was broken, and a crash before all.
func TestHeadline(t *testing.T) {
	broken := func(id, text, source, message string) *verdict.Check {
		return &verdict.Check{ID: id, Level: verdict.Must, Text: text, Source: source, Provenance: "documented",
			Outcome: verdict.Broken, Message: message}
	}
	symptom := broken("client.success", "", "", "expected success, it reported a failure")
	finding := broken("unasked.violation", "send it", "bonder#L51", "too_small /rpt in authorize")
	rule := broken("bonder.renew-once", "a token is renewed once", "bonder#L354", "two authorisations came")
	crash := broken("client.crash", "", "", "the client has crashed")
	failed := verdict.Failed
	crash.Verdict = &failed
	for want, checks := range map[string][]*verdict.Check{
		"client.success: expected success, it reported a failure":                    {symptom},
		"unasked.violation: too_small /rpt in authorize":                             {symptom, finding},
		"bonder.renew-once: a token is renewed once: two authorisations came":        {symptom, finding, rule},
		"client.crash: the client has crashed":                                       {symptom, finding, rule, crash},
		"bonder.renew-once: a token is renewed once: two authorisations came (last)": {rule, symptom},
	} {
		s := &verdict.Scenario{Checks: checks}
		s.Judge()
		if got := s.Cause + ": " + s.Reason; got != strings.TrimSuffix(want, " (last)") ||
			s.Evidence()[0].ID != s.Cause {
			t.Errorf("expected %s, got %s; evidence begins with %s", want, got, s.Evidence()[0].ID)
		}
	}
}
