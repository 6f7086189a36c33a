package scenarios_test

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"sparring/features"
	"sparring/scenarios"
	"sparring/scenarios/verdict"
)

const russianExample = "../features/examples/ru"

// TestRussianExamples: the examples run alone, are green, and can fail.
func TestRussianExamples(t *testing.T) {
	r := judge(t, scenarios.Options{Features: []string{russianExample}})
	if r.ExitCode != verdict.ExitGood {
		t.Errorf("exit %d", r.ExitCode)
	}
	judged := map[string]int{}
	for _, s := range r.Scenarios {
		judged[s.API]++
		file, _, _ := strings.Cut(path.Base(filepath.ToSlash(s.Address)), ".feature:")
		if s.Verdict != verdict.Passed || s.API != file {
			t.Errorf("%s %s, of %q: %s by %s: %s", s.Address, s.Name, s.API, s.Verdict, s.Cause, s.Reason)
		}
		if first := s.Steps[0]; first.Keyword != "Дано" && first.Keyword != "Когда" {
			t.Errorf("%s: keyword %q", s.Address, first.Keyword)
		}
	}
	for _, api := range scenarios.APIs().Names() {
		if judged[api] < 3 {
			t.Errorf("%d Russian scenarios of %s, expected at least 3", judged[api], api)
		}
	}
	r = judge(
		t,
		scenarios.Options{
			Features: []string{russianExample},
			APIs:     []string{"bonder"},
			Client:   scenarios.APIs().Starter("bonder-forgets-its-e-mail"),
		},
	)
	if r.Counts.Failed == 0 {
		t.Errorf("a broken client: %s", r.Counts)
	}
	for _, name := range []string{"examples/ru/bonder.feature", "examples"} {
		if _, err := fs.Stat(features.FS, name); err == nil {
			t.Errorf("%s is one of the built-in features", name)
		}
	}
}

// TestRussianMistakes: what is wrong with a Russian feature is told as it is with an English one.
func TestRussianMistakes(t *testing.T) {
	const head = "# language: ru\nФункция: Ф\n  Сценарий: с\n"
	for text, says := range map[string]string{
		"    Когда клиента попросят выполнить \"bonder.languages\"\n": `Когда клиента просят выполнить ` +
			`"bonder.createProfile"`,
		"    Дано проходит \"1h\"\n": "is a Когда, not a Дано",
		"    Дано\n    Когда клиента просят выполнить \"bonder.languages\"\n":  "x.feature:4: Дано without a text",
		"    Given the clock is frozen\n    Когда проходит \"1h\"\n    What\n": "x.feature:6: expected",
	} {
		dir := write(t, map[string]string{"x.feature": head + text})
		_, err := scenarios.Run(t.Context(), scenarios.Options{Features: []string{dir}})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: expected an error with %q, got %v", text, says, err)
		}
	}
}

// TestAPIOfAFeature: by the folder, else by what a scenario speaks of first.
func TestAPIOfAFeature(t *testing.T) {
	const plain = "Feature: F\n  Scenario: s\n    When the client lists the languages\n    Then the client reports " +
		"success\n    And the client still works\n"
	const named = "Feature: F\n  Scenario: s\n    Given the clock is frozen\n    When the client is asked for " +
		"\"bonder.languages\"\n    Then the client still works\n"
	for name, text := range map[string]string{"bonder/x.feature": plain, "mine/x.feature": plain, "x.feature": named} {
		r := judge(
			t,
			scenarios.Options{Features: []string{write(t, map[string]string{name: text})}, APIs: []string{"bonder"}},
		)
		if s := r.Scenarios[0]; s.API != "bonder" || s.Verdict != verdict.Passed {
			t.Errorf("%s: of %q, %s by %s", name, s.API, s.Verdict, s.Cause)
		}
	}
}

// TestCallThatRuns: a Then about a call that still runs says so, and how it ends.
func TestCallThatRuns(t *testing.T) {
	const text = "# language: ru\nФункция: Ф\n  Сценарий: с\n    Когда клиент подключает Telegram по QR\n" +
		"    Тогда клиент сообщает об успехе\n"
	r := judge(t, scenarios.Options{Features: []string{write(t, map[string]string{"radist/x.feature": text})}})
	if s := r.Scenarios[0]; !strings.Contains(s.Reason, "radist.connectTelegram has not ended yet") ||
		!strings.Contains(s.Reason, "клиент закончил") {
		t.Errorf("%s: %s", s.Verdict, s.Reason)
	}
}
