package scenarios_test

import (
	"strings"
	"testing"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// TestSwitch: a run under another reading is judged by it, and what the reading contradicts says so and fails nobody.
func TestSwitch(t *testing.T) {
	dir := write(t, map[string]string{"bonder/x.feature": `Feature: F
  Scenario: whatever the reading
    When the client lists the languages
    Then the client reports success
  Scenario: only as documented
    Given a profile
    When the client switches off the card
    And the client loads the card
    Then the client reports success
  Scenario: its own reading
    Given the switch "disabledCardGet" of bonder is "allow"
    And a profile
    When the client switches off the card
    And the client loads the card
    Then the client reports success
`})
	r := judge(
		t,
		scenarios.Options{Features: []string{dir}, Switches: []string{"bonder.disabledCardGet=deny"}, Strict: true},
	)
	var got []string
	for _, s := range r.Scenarios {
		got = append(got, s.Verdict.String())
		if s.Reading != "bonder.disabledCardGet=deny" ||
			!strings.Contains(s.Reproduce, " --switch bonder.disabledCardGet=deny") {
			t.Errorf("%s: reading %q, again %s", s.Name, s.Reading, s.Reproduce)
		}
	}
	if strings.Join(got, " ") != "passed skipped passed" || r.ExitCode != verdict.ExitGood {
		t.Fatalf("%s, exit %d", got, r.ExitCode)
	}
	if s := r.Scenarios[1]; !s.Contradicted || s.Cause != "reading.contradicts" ||
		!strings.Contains(s.Reason, "the reading bonder.disabledCardGet=deny contradicts this scenario") {
		t.Errorf("%v by %s: %s", s.Contradicted, s.Cause, s.Reason)
	}
	if len(r.Readings) != 1 || r.Readings[0].Contradicted != 1 {
		t.Errorf("readings %+v", r.Readings)
	}
	for text, says := range map[string]string{
		"bonder.scalars": "expected API.NAME=VALUE", "scalars=integer": "expected API.NAME=VALUE",
		"bondr.scalars=integer": `no API is called "bondr"`,
		"bonder.scalar=integer": "the nearest are scalars", "bonder.scalars=int": "one of string, integer",
		"bonder.maxLanguages=-1": "--switch bonder.maxLanguages=-1",
	} {
		_, err := scenarios.Run(t.Context(), scenarios.Options{Features: []string{dir}, Switches: []string{text}})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("--switch %s: expected %q, got %v", text, says, err)
		}
	}
}

// TestReadings: each other value of each switch of the API is run, and each scenario has its own identity in the
// report.
func TestReadings(t *testing.T) {
	dir := write(
		t,
		map[string]string{
			"radist/x.feature": "Feature: F\n  Scenario: s\n    Given a Telegram connection\n    When the client " +
				"lists the connections\n    Then the client reports success\n",
		},
	)
	r := judge(t, scenarios.Options{Features: []string{dir}, Readings: scenarios.AllReadings})
	readings := map[string]bool{}
	for _, s := range r.Scenarios {
		readings[s.Reading] = true
		if s.Verdict != verdict.Passed && !s.Contradicted {
			t.Errorf("%s: %s by %s: %s", s.Title, s.Verdict, s.Cause, s.Reason)
		}
	}
	for _, want := range []string{
		"", "radist.twoFactor=true", "radist.duplicateAccounts=allow", "radist.untilInclusive=true",
	} {
		if !readings[want] {
			t.Errorf("%q was not run; these were: %v", want, readings)
		}
	}
	readBack(t, r, report.XUnit)
	if len(r.Readings) != len(readings) || len(readings) < 5 {
		t.Errorf("%d readings in the report, %d run", len(r.Readings), len(readings))
	}
}

// TestServersReadings: readings that the server was started with are not passed over without a word.
func TestServersReadings(t *testing.T) {
	o := scenarios.Options{
		Server:   running(t, mock.Options{Switches: map[string]map[string]any{"bonder": {"scalars": "integer"}}}),
		Features: []string{write(t, map[string]string{"bonder/x.feature": ordinary})},
	}
	r := judge(t, o)
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "bonder.scalars=integer") || r.ExitCode != verdict.ExitGood {
		t.Errorf("notes %q, exit %d", r.Notes, r.ExitCode)
	}
	for _, e := range r.Scenarios[0].Entries {
		if e.Operation == "authorize" && !strings.Contains(string(e.Response.Body), `"expire":"`) {
			t.Errorf("not as documented: %s", e.Response.Body)
		}
	}
	o.Switches = []string{"bonder.scalars=integer"}
	r = judge(t, o)
	if len(r.Notes) != 0 {
		t.Errorf("notes %q", r.Notes)
	}
	for _, e := range r.Scenarios[0].Entries {
		if e.Operation == "authorize" && strings.Contains(string(e.Response.Body), `"expire":"`) {
			t.Errorf("as documented: %s", e.Response.Body)
		}
	}
}
