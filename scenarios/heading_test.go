package scenarios_test

import (
	"strings"
	"testing"
)

// TestHeadings: a step in a name has no effect, a scenario without a name cannot be found again, and a Then before
// anything happens judges nothing.
func TestHeadings(t *testing.T) {
	const head = "Feature: F\n  Scenario: "
	for name, test := range map[string]struct{ text, says string }{
		"step": {head + "a Given the server responds to every \"bonder.getCard\" with the error " +
			"\"DATABASE_ERROR\"\n" + rest,
			`x.feature:2: the step "the server responds to every \"bonder.getCard\" with the error ` +
				`\"DATABASE_ERROR\"" stands ` +
				`in the name`},
		"sentence": {head + "the client reports success\n" + rest,
			`x.feature:2: the step "the client reports success" stands in the name of the Scenario`},
		"misspelled step": {head + "Given the clok is frozen\n" + rest,
			`x.feature:2: the name of the Scenario looks like the step "Given the clock is frozen"`},
		"Feature": {"Feature: the client reports success\n  Scenario: s\n" + rest,
			`x.feature:1: the step "the client reports success" stands in the name of the Feature`},
		"Examples": {outline("    Examples: the client reports success\n      | a |\n      | 1 |\n"),
			"stands in the name of the Examples"},
		"no name": {head + "\n" + rest, "x.feature:2: this Scenario has no name"},
		"Givens and a Then": {head + "s\n    Given the clock is frozen\n    Then the client reports success\n",
			"x.feature:4: Then the client reports success: nothing has happened yet"},
		"a Then too early": {head + "s\n    Then the client reports success\n" + rest,
			"x.feature:3: Then the client reports success: nothing has happened yet"},
	} {
		if err := dry(t, test.text); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: expected an error with %q, got %v", name, test.says, err)
		}
	}
	for name, text := range map[string]string{
		"a name with When": head + "When the card is full, the client says so\n" + rest,
		"a Given that asks": head + "s\n    Given the client is registered as \"79991234567\"\n" +
			"    Then the phone has 1 usable device\n",
	} {
		if err := dry(t, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
