package scenarios_test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// write makes a directory of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const ordinary = `Feature: F
  @must
  Scenario: ordinary
    When the client lists the languages
    Then the client reports success
`

// TestBadInput: whatever is wrong with the input is told before anything runs.
func TestBadInput(t *testing.T) {
	good := write(t, map[string]string{"bonder/x.feature": ordinary})
	gone := httptest.NewServer(nil)
	gone.Close()
	features := func(text string) []string { return []string{write(t, map[string]string{"x.feature": text})} }
	known := func(text string) []string {
		return []string{filepath.Join(write(t, map[string]string{"k": text}), "k")}
	}
	for name, test := range map[string]struct {
		o    scenarios.Options
		says string
		none bool // exit 3, not 2
	}{
		"empty directory": {scenarios.Options{Features: []string{t.TempDir()}}, "no *.feature file", false},
		"no directory":    {scenarios.Options{Features: []string{good + "/nosuch"}}, "no such file", false},
		"parse error": {scenarios.Options{Features: features("Feature: F\n  Scenario: a\n    Given a\n  " +
			"What\n")}, "x.feature:4: expected", false},
		"no feature": {scenarios.Options{Features: features("# nothing\n")}, "x.feature:1: expected a " +
			"Feature", false},
		"no scenario": {scenarios.Options{Features: features("Feature: F\n")}, "x.feature:1: the Feature " +
			"has no scenario", false},
		"no steps": {scenarios.Options{Features: features("Feature: F\n  Scenario: bare\n")}, `x.feature:2: the ` +
			`scenario "bare" has no steps`, false},
		"keyword alone": {scenarios.Options{Features: features("Feature: F\n  Scenario: s\n    Given\n    " +
			"When the client lists the languages\n")}, "x.feature:3: Given without a text", false},
		"undefined step": {scenarios.Options{Features: features("Feature: F\n  Scenario: s\n    When the " +
			"client list the languages\n")}, "When the client lists the languages", false},
		"wrong keyword": {scenarios.Options{Features: features("Feature: F\n  Scenario: s\n    Given the " +
			"client lists the languages\n")}, "is a When, not a Given", false},
		"malformed tags":      {scenarios.Options{Tags: []string{"@a and"}}, "expected a tag", false},
		"no tag matches":      {scenarios.Options{Tags: []string{"@nosuch"}}, "none of", true},
		"no scenario matches": {scenarios.Options{Scenarios: []string{"no such one"}}, "no scenario is at", true},
		"one of two matches": {
			scenarios.Options{Features: []string{good}, Scenarios: []string{"ordinary", "no such one"}},
			"no such one", true,
		},
		"no API matches": {
			scenarios.Options{Features: []string{good}, APIs: []string{"radist"}}, "none of 1", true,
		},
		"unknown API": {scenarios.Options{APIs: []string{"whatsapp"}}, "no such API", false},
		"known-failing pattern": {
			scenarios.Options{Features: []string{good}, KnownFailing: known("# comment\n\nnobody # none\n")},
			":3: no scenario is at \"nobody\"", false,
		},
		"known-failing file": {
			scenarios.Options{Features: []string{good}, KnownFailing: []string{good + "/nosuch"}},
			"--known-failing", false,
		},
		"server gone": {scenarios.Options{Server: gone.URL}, "--server " + gone.URL, false},
		"no client": {
			scenarios.Options{Client: driver.Command{Args: []string{"/no/such/client"}}}, "no such program",
			false,
		},
		"client not executable": {
			scenarios.Options{Client: driver.Command{Args: []string{good + "/bonder/x.feature"}}},
			"not executable", false,
		},
		"nobody at client URL": {scenarios.Options{Client: driver.NewRemote(gone.URL)}, "nobody listens", false},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := scenarios.Run(t.Context(), test.o)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("expected an error with %q, got %v", test.says, err)
			}
			if errors.Is(err, scenarios.ErrNothing) != test.none {
				t.Errorf("nothing to run: expected %v of %v", test.none, err)
			}
			if len(report.Scenarios) > 0 {
				t.Errorf("%d scenarios were run", len(report.Scenarios))
			}
		})
	}
}

// one runs one feature text and gives its only scenario.
func one(t *testing.T, text string, o scenarios.Options) *verdict.Scenario {
	t.Helper()
	o.Features = []string{write(t, map[string]string{"bonder/x.feature": text})}
	r := judge(t, o)
	if len(r.Scenarios) != 1 {
		t.Fatalf("expected one scenario, got %d", len(r.Scenarios))
	}
	return r.Scenarios[0]
}

// adapter is a client made of one function.
type adapter func(ctx context.Context, c driver.Call) (driver.Result, error)

func (adapter) Hello() driver.Hello { return driver.Hello{Untold: true} }

func (a adapter) Call(ctx context.Context, c driver.Call) (driver.Result, error) { return a(ctx, c) }

func local(a adapter) driver.Starter {
	return driver.Local{Name: "test", New: func() driver.Adapter { return a }}
}

// TestVerdicts: one scenario for each way in which a scenario can end.
func TestVerdicts(t *testing.T) {
	correct := func() driver.Adapter { return scenarios.APIs().Client("") }
	silent := local(func(context.Context, driver.Call) (driver.Result, error) { return driver.Result{OK: true}, nil })
	for name, test := range map[string]struct {
		steps  string
		tags   string
		client driver.Starter
		want   verdict.Verdict
		cause  string
		says   string
	}{
		"passed": {
			steps: "When the client lists the languages\n Then the client reports success",
			want:  verdict.Passed,
		},
		"must fails": {
			steps: "When the client lists the languages\n Then the client reports a failure",
			want:  verdict.Failed, cause: "client.failure",
		},
		"should warns": {tags: "@should", steps: "When the client lists the languages\n Then the client " +
			"reports a failure", want: verdict.Warned, cause: "client.failure"},
		"nothing exercised": {steps: "When the client lists the languages\n Then the rule \"bonder.renew-once\" is " +
			"kept", want: verdict.NotExercised, cause: "bonder.renew-once"},
		"fault unfired": {steps: "Given the server responds to the next \"bonder.getCard\" with the fault " +
			"\"reset\"\n When the client " +
			"lists the languages\n Then the client reports success", want: verdict.NotExercised,
			cause: "unasked.unfired"},
		"fault unfired in a should": {tags: "@should", steps: "Given the server responds to the next " +
			"\"bonder.getCard\" with the fault " +
			"\"reset\"\n When the client lists the languages\n Then the client reports a failure",
			want: verdict.Warned, cause: "client.failure"},
		"fault unfired in a kept should": {tags: "@should", steps: "Given the server responds to the next " +
			"\"bonder.getCard\" with the fault \"reset\"\n When the client lists the languages\n Then the client " +
			"reports success",
			want: verdict.NotExercised, cause: "unasked.unfired"},
		"nobody does anything": {steps: "Given the clock is frozen\n When \"1h\" passes\n Then the server saw no " +
			"\"bonder.saveCard\"", want: verdict.NotExercised, cause: "unasked.idle"},
		"step misused": {
			steps: "When \"soon\" passes\n Then the client reports success", want: verdict.Error,
			cause: "run.error", says: "expected a duration",
		},
		"event impossible": {
			steps: "When \"token.revoked\" happens at bonder\n Then the client reports success",
			want:  verdict.Error, cause: "run.error",
		},
		"event before its time": {steps: "When the client lists the languages\n And \"token.revoked\" happens at " +
			"bonder\n Then the client reports success",
			client: local(func(context.Context, driver.Call) (driver.Result, error) {
				return driver.Result{
					Error: &driver.Problem{Code: "x", Message: "not today", Advice: driver.RetryLater},
				}, nil
			}), want: verdict.Failed, cause: "world.event", says: "expected bonder.languages to succeed"},
		"event of a liar": {steps: "When the client lists the languages\n And \"token.revoked\" happens at " +
			"bonder\n Then the client reports success", client: silent, want: verdict.Failed,
			cause: "bonder.honest-success"},
		"judges nothing": {steps: "When the client lists the languages", want: verdict.Error, cause: "run.error"},
		"operation mistyped": {steps: "When the client lists the languages\n Then the server saw no " +
			"\"bonder.saveCrd\"", want: verdict.Error, cause: "run.error", says: "the nearest are saveCard"},
		"name unknown": {steps: "When the client is asked for \"bonder.loadCard\" with:\n | card_id | {nope} " +
			"|\n Then the client reports a failure", want: verdict.Error, cause: "run.error",
			says: "known as {nope}"},
		"table too much": {steps: "When the client lists the languages\n | a | b |\n Then the client reports " +
			"success", want: verdict.Error, cause: "run.error", says: "takes no table"},
		"text too much": {steps: "When the client lists the languages\n Then the client reports success\n " +
			"\"\"\"\n x\n \"\"\"", want: verdict.Error, cause: "run.error", says: "takes no text"},
		"table missing": {steps: "When the client is asked for \"bonder.loadCard\" with:\n Then the client " +
			"reports success", want: verdict.Error, cause: "run.error", says: "a table belongs below"},
		"argument missing": {steps: "When the client is asked for \"bonder.loadCard\"\n Then the client reports a " +
			"failure", want: verdict.Error, cause: "run.error", says: `needs the argument "card_id"`},
		"argument unknown": {steps: "When the client is asked for \"bonder.languages\" with:\n | on | local |\n " +
			"Then the client reports success", want: verdict.Error, cause: "run.error", says: `takes no argument ` +
			`"on"; it takes in`},
		"no such ability": {
			steps: "When the client is asked for \"bonder.fly\"\n Then the client reports success",
			want:  verdict.Error, cause: "run.error",
			says: `no ability is called "bonder.fly"; the nearest are`,
		},
		"ability lacking": {steps: "Given the server responds to the next \"bonder.getRepository\" with the fault " +
			"\"reset\"\n When the " +
			"client lists the languages\n Then the client reports success", client: local(
			func(context.Context, driver.Call) (driver.Result, error) { return driver.Result{}, driver.ErrNoAbility },
		), want: verdict.Skipped, cause: "client.ability"},
		"protocol error": {
			steps: "When the client lists the languages\n Then the client reports success",
			client: local(
				func(context.Context, driver.Call) (driver.Result, error) { return driver.Result{}, errors.New("odd") },
			),
			want: verdict.Failed, cause: "client.refusal",
		},
		"crash in a should": {tags: "@should", steps: "When the client lists the languages\n Then the client " +
			"reports success", client: local(
			func(context.Context, driver.Call) (driver.Result, error) { panic("on purpose") },
		), want: verdict.Failed, cause: "client.crash"},
		"hang": {steps: "When the client lists the languages\n Then the client reports success", client: local(
			func(ctx context.Context, _ driver.Call) (driver.Result, error) {
				<-ctx.Done()
				return driver.Result{}, ctx.Err()
			},
		), want: verdict.Failed, cause: "client.hang", says: "it made no request meanwhile"},
		"success without a save": {steps: "Given a profile\n When the client saves \"pl\" \"name\" as \"Jan\"\n " +
			"Then the client reports success", client: silent, want: verdict.Failed, cause: "bonder.honest-success"},
		"unasked violation": {
			steps:  "When the client lists the languages\n Then the client reports success",
			client: scenarios.APIs().Starter("bonder-asks-for-ten-requests"), want: verdict.Failed,
			cause: "unasked.violation",
		},
		"expected violation": {steps: "When the client lists the languages\n Then the server records the violation " +
			"\"rpt_out_of_range\"", client: scenarios.APIs().Starter("bonder-asks-for-ten-requests"),
			want: verdict.Passed},
		"unmatched": {steps: "Given a profile\n When the client switches on the card\n Then the server saw at " +
			"least 1 \"bonder.*\"", client: scenarios.APIs().Starter("bonder-posts-switches"),
			want: verdict.Failed, cause: "unasked.unmatched"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.client == nil {
				test.client = driver.Local{Name: "correct", New: correct}
			}
			text := "Feature: F\n " + test.tags + "\n Scenario: s\n " + test.steps + "\n"
			patience := time.Minute
			if name == "hang" {
				patience = time.Second
			}
			s := one(t, text, scenarios.Options{Client: test.client, Timeout: patience})
			if s.Verdict != test.want || s.Cause != test.cause || !strings.Contains(s.Reason, test.says) {
				t.Errorf("expected %s by %q, got %s by %q: %s", test.want, test.cause, s.Verdict, s.Cause, s.Reason)
			}
			evidence := map[string]int{}
			for _, c := range s.Evidence() {
				if evidence[c.ID+c.Message]++; evidence[c.ID+c.Message] > 1 ||
					c.ID == "unasked.idle" && strings.HasPrefix(s.Cause, "client.") {
					t.Errorf("%s is told twice, or for nothing: %s", c.ID, c.Message)
				}
			}
			if s.Verdict != verdict.Passed &&
				(s.Reason == "" || !strings.Contains(s.Reproduce, "--scenario ") ||
					!strings.Contains(s.Reproduce, "--seed ")) {
				t.Errorf("expected a reason and a line that reproduces it, got %q and %q", s.Reason, s.Reproduce)
			}
		})
	}
}

// TestShownInVain: what only a call can bring is not waited for when all calls have ended.
func TestShownInVain(t *testing.T) {
	silent := local(func(context.Context, driver.Call) (driver.Result, error) { return driver.Result{OK: true}, nil })
	for cause, then := range map[string]string{
		"client.shown": `Then the client has shown "qr"`,
		"client.asks":  `When the client asks for the "code" and gets "1"`,
	} {
		s := one(
			t,
			"Feature: F\n Scenario: s\n When the client starts \"bonder.languages\"\n "+then+"\n Then the client "+
				"reports success\n",
			scenarios.Options{Client: silent, Timeout: scenarios.DefaultTimeout},
		)
		broken := slices.ContainsFunc(s.Evidence(), func(c *verdict.Check) bool { return c.ID == cause })
		if !broken || s.Cause != "bonder.honest-success" ||
			s.DurationMS > 8000 { // of the ten seconds that it would wait
			t.Errorf("%s: got %s by %q after %.0f ms", then, s.Verdict, s.Cause, s.DurationMS)
		}
	}
}

// TestSelection: files, lines, rows and names choose what they say.
func TestSelection(t *testing.T) {
	dir := write(t, map[string]string{"bonder/x.feature": `Feature: F
  Scenario: first
    When the client lists the languages
    Then the client reports success

  @slow
  Scenario Outline: row <n>
    When the client lists the languages
    Then the client reports success

    Examples:
      | n |
      | 1 |
      | 2 |

  @wip
  Scenario: unfinished
    When the client lists the languages
`})
	for _, test := range []struct {
		o    scenarios.Options
		want string
	}{
		{scenarios.Options{}, "first, row 1, row 2"},
		{scenarios.Options{Scenarios: []string{"bonder/x.feature"}}, "first, row 1, row 2, unfinished"},
		{scenarios.Options{Scenarios: []string{"x.feature:2"}}, "first"},
		{scenarios.Options{Scenarios: []string{"x.feature:4"}}, "first"},
		{scenarios.Options{Scenarios: []string{"x.feature:7"}}, "row 1, row 2"},
		{scenarios.Options{Scenarios: []string{"x.feature:14"}}, "row 2"},
		{scenarios.Options{Scenarios: []string{"row 1", "first"}}, "first, row 1"},
		{scenarios.Options{Tags: []string{"@slow"}}, "row 1, row 2"},
		{scenarios.Options{Tags: []string{"@wip"}}, "unfinished"},
		{scenarios.Options{Tags: []string{"@slow or @wip", "not @wip"}}, "row 1, row 2"},
		{scenarios.Options{Tags: []string{"not @slow"}, APIs: []string{"bonder"}}, "first"},
	} {
		test.o.Features = []string{dir}
		var out bytes.Buffer
		if _, err := scenarios.List(&out, test.o); err != nil {
			t.Errorf("%+v: %v", test.o, err)
			continue
		}
		var got []string
		for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
			got = append(got, strings.Split(line, "  ")[1])
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%v %v: expected %s, got %v", test.o.Scenarios, test.o.Tags, test.want, got)
		}
	}
}

// TestCites: who is failed reads the sentence that the scenario judges by, in the terminal and in the reports.
func TestCites(t *testing.T) {
	const cites = "Source: bonder#L1 “a sentence”, and more\nof it."
	s := one(
		t,
		"Feature: F\n @must\n Scenario: s\n  Source: bonder#L1 “a sentence”, and more\n  of it.\n\n When the "+
			"client lists the languages\n Then the client reports a failure\n",
		scenarios.Options{Client: scenarios.APIs().Starter("")},
	)
	if s.Cites != cites || s.Verdict != verdict.Failed {
		t.Fatalf("expected %q, got %s with %q", cites, s.Verdict, s.Cites)
	}
	r := &verdict.Report{Scenarios: []*verdict.Scenario{s}}
	var text, junit, page bytes.Buffer
	report.NewProgress(&text, false).Finished(r)
	if err := errors.Join(report.WriteJUnit(&junit, r, report.GitLab), report.WriteHTML(&page, r)); err != nil {
		t.Fatal(err)
	}
	for name, written := range map[string]string{
		"terminal": text.String(), "JUnit": junit.String(),
		"page": strings.ReplaceAll(page.String(), `<a href="#source-bonder">bonder#L1</a>`, "bonder#L1"),
	} {
		if !strings.Contains(written, "Source: bonder#L1 “a sentence”, and more") {
			t.Errorf("%s: the sentence is missing:\n%s", name, written)
		}
	}
}
