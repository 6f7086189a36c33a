package scenarios_test

import (
	"io"
	"strings"
	"testing"

	"sparring/scenarios"
)

// dry checks a feature's text, and runs nothing.
func dry(t *testing.T, text string) error {
	t.Helper()
	dir := write(t, map[string]string{"bonder/x.feature": text})
	return scenarios.DryRun(t.Context(), io.Discard, scenarios.Options{Features: []string{dir}})
}

const (
	when = "    When the client lists the languages\n"
	then = "    Then the client reports success\n"
	rest = when + then
)

// headed returns a feature of one scenario with these lines at its beginning; they have the numbers from 3 on.
func headed(lines string) string { return "Feature: F\n  Scenario: s\n" + lines + rest }

// outline is a feature of one outline.
func outline(examples string) string {
	return "Feature: F\n  Scenario Outline: s <a>\n    When the client lists the languages\n    Then the client " +
		"reports success\n" + examples
}

// TestBuiltInFeaturesAreClean: a run does not lint the built-in features again, so they are linted here, as files.
func TestBuiltInFeaturesAreClean(t *testing.T) {
	o := scenarios.Options{Features: []string{"../features"}}
	if err := scenarios.DryRun(t.Context(), io.Discard, o); err != nil {
		t.Error(err)
	}
}

// TestTextWithoutEffect: every line, row, column and name of a feature takes effect or is refused with its place.
func TestTextWithoutEffect(t *testing.T) {
	const fault = `the server responds to the next "bonder.getCard" with the error "DATABASE_ERROR"`
	for name, test := range map[string]struct{ text, says string }{
		// Steps that Gherkin takes for a description.
		"tab": {headed("    Given\t" + fault + "\n"), ":3: this line is taken for a description of " +
			"the Scenario"},
		"no-break space":    {headed("    Given\u00a0" + fault + "\n"), ":3: this line is taken for a description"},
		"narrow space":      {headed("    Given\u202f" + fault + "\n"), ":3: this line is taken for a description"},
		"ideographic space": {headed("    Given\u3000" + fault + "\n"), ":3: this line is taken for a description"},
		"zero-width space":  {headed("    \u200bGiven " + fault + "\n"), ":3: this line is taken for a description"},
		"small letters":     {headed("    given " + fault + "\n"), ":3: this line is taken for a description"},
		"capitals":          {headed("    GIVEN " + fault + "\n"), ":3: this line is taken for a description"},
		"colon":             {headed("    Given: " + fault + "\n"), ":3: this line is taken for a description"},
		"wide colon":        {headed("    Given：" + fault + "\n"), ":3: this line is taken for a description"},
		"and":               {headed("    and whatever it is\n"), "(this looks like And)"},
		"Russian":           {headed("    Дано\t" + fault + "\n"), "(this looks like Дано)"},
		"Russian, blank":    {headed("    дано что-то\n"), ":3: this line is taken"},
		"German":            {headed("    Angenommen " + fault + "\n"), "(this looks like Angenommen)"},
		"French":            {headed("    Étant donné que " + fault + "\n"), ":3: this line is taken"},
		"Chinese":           {headed("    假如" + fault + "\n"), ":3: this line is taken"},
		"Slovak":            {headed("    A " + fault + "\n"), ":3: this line is taken"},
		"no keyword":        {headed("    " + fault + "\n"), "a step begins with its keyword"},
		"curly quotes": {
			headed("    " + strings.NewReplacer(`"b`, "“b", `d"`, "d”", `"D`, "“D", `R"`, "R”").Replace(fault) + "\n"),
			"a step begins with its keyword",
		},
		"a list":         {headed("    - " + fault + "\n"), "a step begins with its keyword"},
		"an enumeration": {headed("    1. Given " + fault + "\n"), "a step begins with its keyword"},
		"keyword alone":  {headed("    Given\n"), ":3: Given without a text"},
		"second line": {
			headed("    A card.\n\n    # a comment\n    Given\t" + fault + "\n"), ":6: this line is taken",
		},
		"of a Background": {"Feature: F\n  Background:\n    given " + fault + "\n    Given the clock is frozen\n " +
			" Scenario: s\n" + rest, ":3: this line is taken for a description of the Background"},
		"of a Rule": {
			"Feature: F\n  Rule: r\n    when the client lists the languages\n    Scenario: s\n" + rest,
			":3: this line is taken for a description of the Rule",
		},
		"of Examples": {outline("    Examples:\n      given a\n      | a |\n      | 1 |\n"), ":6: this line " +
			"is taken for a description of the Examples"},
		"of the Feature": {"Feature: F\n  Given " + fault + "\n  Scenario: s\n" + rest, ":2: this step is taken " +
			"for a description of the Feature"},
		"sentence, Feature": {"Feature: F\n  " + fault + "\n  Scenario: s\n" + rest, ":2: this step is taken for a " +
			"description of the Feature"},
		"behind a step": {
			"Feature: F\n  Scenario: s\n" + when + "    Then\tthe client reports success\n",
			":4: expected a step, got",
		},
		// Other lines that Gherkin takes for a description.
		"table": {headed("    | a | b |\n"), ":3: this line is taken for a description of the Scenario " +
			"and has no effect: a table"},
		"text": {headed("    \"\"\"\n    x\n    \"\"\"\n"), ":3: this line is taken for a description of " +
			"the Scenario and has no effect: a table or a text"},
		"scenario: small": {headed("    scenario: t\n"), `:3: this line is taken for a description of the Scenario ` +
			`and has no effect: expected "Scenario:"`},
		"Examples :": {"Feature: F\n  Scenario Outline: s <a>\n    Examples :\n" + rest + "    Examples:\n     " +
			" | a |\n      | 1 |\n", `:3: this line is taken`},
		"in the Feature": {"Feature: F\n  scenario: lost\n  Scenario: s\n" + rest, `:2: this line is taken for a ` +
			`description of the Feature and has no effect: expected "Scenario:"`},
		"Kontext:": {headed("    Grundlage:\n"), ":3: this line is taken"},
		// Outlines and their tables.
		"header only": {outline("    Examples:\n      | a |\n") + "  Scenario: t\n" + rest, ":5: these " +
			"Examples have no row"},
		"no table": {outline("    Examples:\n") + "  Scenario: t\n" + rest, ":5: these Examples have no " +
			"table"},
		"one of two empty": {
			outline("    Examples:\n      | a |\n      | 1 |\n    Examples: more\n      | a |\n"),
			":8: these Examples have no row",
		},
		"no Examples": {"Feature: F\n  Scenario Outline: s\n" + rest, ":2: this Scenario Outline has no " +
			"Examples"},
		"no column": {outline("    Examples:\n      | b |\n      | 1 |\n"), ":2: <a> is not a column of the " +
			"Examples in line 5; they have b"},
		"no column in table": {"Feature: F\n  Scenario Outline: s <a>\n    When the client is asked for " +
			"\"bonder.loadCard\" with:\n      | card_id | <b> |\n" + then + "    Examples:\n      | a |\n      | 1 " +
			"|\n", ":4: <b> is not a column"},
		"unused column": {outline("    Examples:\n      | a | b |\n      | 1 | 2 |\n"), `:6: the column "b" ` +
			`has no effect`},
		"column twice": {outline("    Examples:\n      | a | a |\n      | 1 | 2 |\n"), `:6: the column "a" ` +
			`occurs twice`},
		"column, no name": {outline("    Examples:\n      | a |   |\n      | 1 | 2 |\n"), ":6: a column of these " +
			"Examples has no name"},
		"plain placeholder": {"Feature: F\n  Scenario: s <code>\n" + rest, ":2: <code> is not a value"},
		"cells lost": {outline("    Examples:\n      | a |\n      | 1 | 2\n"), `:7: "2" behind the last | ` +
			`has no effect`},
		"comment in a row": {outline("    Examples:\n      | a | # names\n      | 1 |\n"), `:6: "# names" behind ` +
			`the last |`},
		"row of a step": {"Feature: F\n  Scenario: s\n    Given the server responds to the next \"bonder.getCard\" " +
			"with the fault " +
			"\"delay\" with:\n      | duration | 1s | 2s\n" + rest, `:4: "2s" behind the last |`},
		// Structure.
		"a second text": {"Feature: F\n  Scenario: s\n    Given the facts of bonder include:\n      " +
			"\"\"\"\n      {}\n      \"\"\"\n      \"\"\"\n      {}\n      \"\"\"\n" + rest, ":7: expected the " +
			"end, a table row, a step"},
		"a long line": {headed("    Given " + strings.Repeat("x", 70000) + "\n"), ":3: this line has 70010 " +
			"bytes"},
		"Background, no steps": {"Feature: F\n  Background:\n  Scenario: s\n" + rest, ":2: the Background has no " +
			"steps"},
		"two Backgrounds": {"Feature: F\n  Background:\n    Given the clock is frozen\n  Background:\n    Given " +
			"the clock is frozen\n  Scenario: s\n" + rest, ":4: expected"},
		"late Background": {
			"Feature: F\n  Scenario: s\n" + rest + "  Background:\n    Given the clock is frozen\n",
			":5: expected",
		},
		"empty Rule": {"Feature: F\n  Scenario: s\n" + rest + "  Rule: r\n", `:5: the Rule "r" has no ` +
			`scenario`},
		"empty scenario": {"Feature: F\n  Scenario: s\n" + rest + "  Scenario: t\n", `:5: the scenario "t" has ` +
			`no steps`},
		"And first": {"Feature: F\n  Scenario: s\n    And the client lists the languages\n" + then, ":3: And goes " +
			"on from the step before it"},
		"And first, Outline": {"Feature: F\n  Background:\n    Given the clock is frozen\n  Scenario: s\n    But " +
			"the clock is frozen\n" + rest, ":5: But goes on"},
		"swallowed steps": {"Feature: F\n  Scenario: s\n    Given the next \"bonder.getCard\" is answered with " +
			"the status 200 and the body:\n      \"\"\"\n      {}\n    When the client lists the languages\n      " +
			"\"\"\"\n" + rest, ":6: this step stands within the text of line 4"},
		"language, late": {"Feature: F\n# language: ru\n  Scenario: s\n" + rest, ":2: this line has no effect"},
		"language, twice": {
			"# language: en\n# language: ru\nFeature: F\n  Scenario: s\n" + rest,
			":2: this line has no effect",
		},
		"Language": {"# Language: en\nFeature: F\n  Scenario: s\n" + rest, ":1: this line has no effect"},
		"language, not said": {"Функция: Ф\n  Сценарий: с\n    Когда клиент закончил\n", `:1: "Функция" is ` +
			`Gherkin's Feature in the language ru`},
		"tag":                {"Feature: F\n  @shoud\n  Scenario: s\n" + rest, ":2: the tag @shoud has no effect"},
		"tag of the Feature": {"@musst\nFeature: F\n  Scenario: s\n" + rest, ":1: the tag @musst has no effect"},
		"tag with a comma": {"Feature: F\n  @must, @slow\n  Scenario: s\n" + rest, ":2: the tag @must, has no " +
			"effect"},
		"must and should": {"@must\nFeature: F\n  @should\n  Scenario: s\n" + rest, ":4: the scenario has the tags " +
			"@must and @should"},
		"line separator": {headed("    Given the clock is frozen\u2028    Given the clock is frozen\n"), ":3: this " +
			"line holds the invisible character U+2028"},
		"mark within": {headed("    \ufeffGiven the clock is frozen\n"), ":3: this line holds the invisible " +
			"character U+FEFF"},
	} {
		t.Run(name, func(t *testing.T) {
			says := test.says
			if strings.HasPrefix(says, ":") {
				says = "bonder/x.feature" + says
			}
			if err := dry(t, test.text); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("expected an error with %q, got %v, of\n%s", test.says, err, test.text)
			}
		})
	}
}

// TestTextWithEffect: what Gherkin allows and means something passes.
func TestTextWithEffect(t *testing.T) {
	for name, text := range map[string]string{
		"descriptions": "Feature: F\n  When tokens end, clients renew them.\n  Given that, a client\n  does " +
			"what it must.\n\n  Source: bonder#L1\n  Scenario: s\n    A client that does it.\n    In the end | " +
			"nothing.\n    So what?\n" + rest,
		"star": "Feature: F\n  Scenario: s\n    * the clock is frozen\n    * the client lists the " +
			"languages\n    * the client reports success\n",
		"star and And": "Feature: F\n  Scenario: s\n    * the client lists the languages\n    And the client " +
			"lists the languages\n    Then the client reports success\n    * the client still works\n",
		"star, two words": "Feature: F\n  Scenario: s\n    * \"maintenance.started\" has happened at bonder " +
			"with:\n      | service | api |\n    When \"maintenance.ended\" happens at bonder\n    And the client " +
			"lists the languages\n" + then,
		"Examples of one": outline("    Examples: one\n      | a |\n      | 1 |\n    # more\n    Examples: " +
			"two\n\n      | a |\n      | 2 |\n"),
		"Scenario with": "Feature: F\n  Scenario: <a>\n" + rest + "    Examples:\n      | a |\n      | 1 |\n",
		"markup": "Feature: F\n  Scenario: s\n    When the client saves \"pl\" \"name\" as " +
			"\"<b>Jan</b><br>\"\n" + then,
		"comparison":  outline("    # 1 < 2\n    Examples:\n      | a |\n      | 1 < 2 and 3 > 2 |\n"),
		"escaped bar": outline("    Examples:\n      | a |\n      | 1 \\| 2 |   \n"),
		"our tags": "@slow\nFeature: F\n  @must @slow # a comment\n  Scenario: s\n" + rest + "  @should " +
			"@wip\n  Scenario: t\n" + rest,
		"comment": "# Given nothing\n# a language: that is unknown\nFeature: F\n  Scenario: s\n    # " +
			"Given\tthe clock is frozen\n" + rest,
		"BOM and CRLF": "\ufeff" + strings.ReplaceAll(ordinary, "\n", "\r\n"),
		"Russian": "# language: ru\nФункция: Ф\n  Сценарий: с\n    Клиент работает.\n    Когда клиента " +
			"просят выполнить \"bonder.createProfile\"\n    Тогда клиент сообщает об успехе\n",
		"tabs around": "Feature: F\n\tScenario: s\n\t\tWhen the client lists the languages\t\n\t\tThen the " +
			"client reports success\n",
		"JSON below a step": "Feature: F\n  Scenario: s\n    Given the facts of bonder include:\n      " +
			"\"\"\"json\n      {\"maintenance\": [\"api\"]}\n      \"\"\"\n" + rest,
	} {
		t.Run(name, func(t *testing.T) {
			if err := dry(t, text); err != nil {
				t.Errorf("got %v, of\n%s", err, text)
			}
		})
	}
}

// TestFileEncodings: a file that is not UTF-8 is named in one line.
func TestFileEncodings(t *testing.T) {
	wide := func(text string) string {
		out := "\xff\xfe"
		for _, r := range text {
			out += string([]byte{byte(r), byte(r >> 8)})
		}
		return out
	}
	for name, test := range map[string]struct{ text, says string }{
		"UTF-16": {wide(ordinary), "x.feature: this is UTF-16"},
		"Windows-1251": {"# \xef\xf0\xe8\xec\xe5\xf0\n" + ordinary, "x.feature: line 1 is not UTF-8 (byte 0xEF): " +
			"this may be Windows-1251"},
		"CR only": {strings.ReplaceAll(ordinary, "\n", "\r"), "x.feature: its lines end with CR alone"},
		"a CR within": {strings.Replace(ordinary, "Scenario", "#\rScenario", 1), "x.feature: line 3 holds a CR " +
			"that ends no line"},
		"two marks": {"\ufeff\ufeff" + ordinary, "x.feature: this begins with two byte order marks"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := dry(t, test.text); err == nil || !strings.Contains(err.Error(), test.says) ||
				strings.Contains(err.Error(), "\n") {
				t.Errorf("expected one line with %q, got %v", test.says, err)
			}
		})
	}
	list := write(t, map[string]string{"k": wide("ordinary\n")}) + "/k"
	dir := write(t, map[string]string{"x.feature": ordinary})
	_, err := scenarios.Run(t.Context(), scenarios.Options{Features: []string{dir}, KnownFailing: []string{list}})
	if err == nil || !strings.Contains(err.Error(), "this is UTF-16") {
		t.Errorf("a known-failing file: got %v", err)
	}
}
