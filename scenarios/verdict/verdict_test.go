package verdict_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/verdict"
)

func scenario(v verdict.Verdict) *verdict.Scenario {
	return &verdict.Scenario{Address: "bonder/x.feature:3", Feature: "F", Name: v.String(), Level: verdict.Must, Verdict: v, Reproduce: "sparring verify --scenario bonder/x.feature:3 --seed 1"}
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
	if got := (&verdict.Report{Scenarios: []*verdict.Scenario{expected, scenario(verdict.Passed)}}).Exit(true); got != 0 {
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
		"nothing":              {verdict.Must, nil, verdict.Passed, ""},
		"kept":                 {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Kept})}, verdict.Passed, ""},
		"broken":               {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken})}, verdict.Failed, "a"},
		"not seen":             {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a"})}, verdict.NotExercised, "a"},
		"broken should":        {verdict.Must, []*verdict.Check{{ID: "a", Level: verdict.Should, Outcome: verdict.Broken}}, verdict.Warned, "a"},
		"in a should":          {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken})}, verdict.Warned, "a"},
		"unasked in a should":  {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken, Unasked: true})}, verdict.Failed, "a"},
		"derived":              {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken, Provenance: "derived"})}, verdict.Warned, "a"},
		"observed":             {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken, Provenance: "observed"})}, verdict.Failed, "a"},
		"given":                {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Broken, Verdict: &errored})}, verdict.Error, "a"},
		"worst":                {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a"}), must(verdict.Check{ID: "b", Outcome: verdict.Broken}), must(verdict.Check{ID: "c", Outcome: verdict.Broken})}, verdict.Failed, "b"},
		"kept with a verdict":  {verdict.Must, []*verdict.Check{must(verdict.Check{ID: "a", Outcome: verdict.Kept, Verdict: &errored})}, verdict.Passed, ""},
		"not seen in a should": {verdict.Should, []*verdict.Check{must(verdict.Check{ID: "a"})}, verdict.NotExercised, "a"},
	} {
		s := &verdict.Scenario{Level: test.level, Checks: test.checks}
		if s.Judge(); s.Verdict != test.want || s.Cause != test.cause {
			t.Errorf("%s: expected %s by %q, got %s by %q", name, test.want, test.cause, s.Verdict, s.Cause)
		}
	}
}

// report holds one scenario of every verdict, and texts that XML and terminals have trouble with.
func report() *verdict.Report {
	began := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	r := &verdict.Report{Version: "test", Judged: "node a.mjs", Client: verdict.Client{Name: "a", Version: "1"}, Server: "in process", Seed: 7, Jobs: 2, Started: began, DurationMS: 1500}
	for i, v := range verdict.All() {
		s := scenario(v)
		s.Started, s.DurationMS, s.API = began, float64(10*i), "bonder"
		s.Steps = []*verdict.Step{{Keyword: "When", Text: "the client lists the languages", Status: verdict.StepPassed, Said: "success"}, {Keyword: "Then", Text: "the client reports <success> & \"more\"", Status: verdict.StepFailed}}
		if v != verdict.Passed {
			s.Cause, s.Reason = "client.success", "expected \x00 success"
			c := &verdict.Check{ID: s.Cause, Level: verdict.Must, Text: "success is told", Source: "seed, L1", Provenance: "documented", Outcome: verdict.Broken, Message: s.Reason, Entries: []int64{3, 5}, Tolerance: "a fifth", Verdict: &v}
			s.Checks = []*verdict.Check{c}
			s.Log = "stderr of the client\n"
		}
		r.Scenarios = append(r.Scenarios, s)
	}
	expected := scenario(verdict.Failed)
	expected.Name, expected.KnownFailing, expected.Reason = "known", true, "as ever"
	r.Scenarios = append(r.Scenarios, expected)
	r.Finish(false)
	return r
}

// TestJSON: the report can be read back and names its schema and every field that REPORT.md names.
func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := verdict.WriteJSON(&out, report()); err != nil {
		t.Fatal(err)
	}
	var back verdict.Report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Schema != verdict.Schema || back.Counts != (verdict.Counts{Total: 9, Passed: 1, Warned: 1, Skipped: 1, Cancelled: 1, NotExercised: 1, Inconclusive: 1, Failed: 2, Error: 1, KnownFailing: 1}) || back.ExitCode != 2 {
		t.Errorf("read back %+v", back)
	}
	page, err := os.ReadFile("REPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []reflect.Type{reflect.TypeFor[verdict.Report](), reflect.TypeFor[verdict.Scenario](), reflect.TypeFor[verdict.Step](), reflect.TypeFor[verdict.Check](), reflect.TypeFor[verdict.Counts](), reflect.TypeFor[verdict.Spent]()} {
		for i := range of.NumField() {
			if name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); name != "-" && !strings.Contains(string(page), name) {
				t.Errorf("REPORT.md does not name %s of %s", name, of.Name())
			}
		}
	}
}

// TestJUnit: what GitLab and Jenkins read.
func TestJUnit(t *testing.T) {
	var out bytes.Buffer
	if err := verdict.WriteJUnit(&out, report(), verdict.GitLab); err != nil {
		t.Fatal(err)
	}
	type result struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	var back struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Suites   []struct {
			Skipped int    `xml:"skipped,attr"`
			Name    string `xml:"name,attr"`
			Time    string `xml:"time,attr"`
			Cases   []struct {
				Class   string  `xml:"classname,attr"`
				Name    string  `xml:"name,attr"`
				File    string  `xml:"file,attr"`
				Time    string  `xml:"time,attr"`
				Failure *result `xml:"failure"`
				Error   *result `xml:"error"`
				Skipped *result `xml:"skipped"`
				Out     string  `xml:"system-out"`
				Err     string  `xml:"system-err"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	if back.Tests != 9 || back.Failures != 3 || back.Errors != 1 || len(back.Suites) != 1 || back.Suites[0].Skipped != 3 {
		t.Fatalf("tests %d, failures %d, errors %d in %+v", back.Tests, back.Failures, back.Errors, back.Suites)
	}
	for _, c := range back.Suites[0].Cases {
		kind := map[string]bool{"failure": c.Failure != nil, "error": c.Error != nil, "skipped": c.Skipped != nil}
		want := map[string]string{"not exercised": "failure", "inconclusive": "failure", "failed": "failure", "error": "error", "skipped": "skipped", "cancelled": "skipped", "known": "skipped"}[c.Name]
		for name, is := range kind {
			if is != (name == want) {
				t.Errorf("%s: %s is %v", c.Name, name, is)
			}
		}
		if c.Class != "bonder.x" || c.File != "bonder/x.feature" || !strings.Contains(c.Out, "judged: node a.mjs") {
			t.Errorf("%s: class %q, file %q, output %q", c.Name, c.Class, c.File, c.Out)
		}
		if c.Failure != nil && (!strings.Contains(c.Failure.Text, "journal entries: 3 5") || !strings.Contains(c.Failure.Text, "again: sparring verify") || c.Err == "") {
			t.Errorf("%s: failure %q, log %q", c.Name, c.Failure.Text, c.Err)
		}
	}
}

// TestText: first and last line name the client, a failure is told with its proof and the line that reproduces it.
func TestText(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		for name, make := range map[string]func(w *bytes.Buffer) verdict.Progress{
			"progress": func(w *bytes.Buffer) verdict.Progress { return verdict.NewProgress(w, terminal) },
			"pretty":   func(w *bytes.Buffer) verdict.Progress { return verdict.NewPretty(w, terminal) },
		} {
			var out bytes.Buffer
			r, p := report(), make(&out)
			p.Started(r, len(r.Scenarios))
			for _, s := range r.Scenarios {
				p.Done(s)
			}
			p.Finished(r)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if !strings.HasPrefix(lines[0], "judged: node a.mjs") || !strings.HasPrefix(lines[len(lines)-1], "judged: node a.mjs") || !strings.Contains(lines[len(lines)-1], "exit 2") {
				t.Errorf("%s: first line %q, last line %q", name, lines[0], lines[len(lines)-1])
			}
			for _, want := range []string{"FAILED: bonder/x.feature:3", "source: seed, L1 (documented)", "journal entries: 3 5", "tolerance: a fifth", "again: sparring verify", "stderr of the client"} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%s, terminal %v: %q is missing", name, terminal, want)
				}
			}
			if strings.Contains(out.String(), "█") != (terminal && name == "progress") {
				t.Errorf("%s, terminal %v: the bar", name, terminal)
			}
		}
	}
}
