package report_test

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
	"sparring/scenarios/verdict/report"
)

func scenario(v verdict.Verdict) *verdict.Scenario {
	return &verdict.Scenario{Address: "bonder/x.feature:3", Feature: "F", Name: v.String(), Level: verdict.Must,
		Verdict: v, Reproduce: "sparring verify --scenario bonder/x.feature:3 --seed 1"}
}

// judged is a report of one scenario of every verdict, and texts that XML and terminals have trouble with.
func judged() *verdict.Report {
	began := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	r := &verdict.Report{Version: "test", Judged: "node a.mjs", Client: verdict.Client{Name: "a", Version: "1"},
		Server: "in process", Seed: 7, Jobs: 2, Started: began, DurationMS: 1500}
	for i, v := range verdict.All() {
		s := scenario(v)
		s.Started, s.DurationMS, s.API = began, float64(10*i), "bonder"
		s.Steps = []*verdict.Step{{Keyword: "When", Text: "the client lists the languages", Status: verdict.StepPassed,
			Said: "success"}, {Keyword: "Then", Text: "the client reports <success> & \"more\"",
			Status: verdict.StepFailed}}
		if v != verdict.Passed {
			s.Cause, s.Reason = "client.success", "expected \x00 success"
			c := &verdict.Check{ID: s.Cause, Level: verdict.Must, Text: "success is told", Source: "seed, L1",
				Provenance: "documented", Outcome: verdict.Broken, Message: s.Reason, Entries: []int64{3, 5},
				Tolerance: "a fifth", Verdict: &v}
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
	if err := report.WriteJSON(&out, judged()); err != nil {
		t.Fatal(err)
	}
	var back verdict.Report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Schema != verdict.Schema || back.Counts != (verdict.Counts{Total: 9, Passed: 1, Warned: 1, Skipped: 1,
		Cancelled: 1, NotExercised: 1, Inconclusive: 1, Failed: 2, Error: 1, KnownFailing: 1}) || back.ExitCode != 2 {
		t.Errorf("read back %+v", back)
	}
	page, err := os.ReadFile("REPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []reflect.Type{reflect.TypeFor[verdict.Report](), reflect.TypeFor[verdict.Scenario](),
		reflect.TypeFor[verdict.Step](), reflect.TypeFor[verdict.Check](), reflect.TypeFor[verdict.Counts](),
		reflect.TypeFor[verdict.Spent]()} {
		for i := range of.NumField() {
			if name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); name != "-" &&
				!strings.Contains(string(page), name) {
				t.Errorf("REPORT.md does not name %s of %s", name, of.Name())
			}
		}
	}
}

// TestJUnit: what GitLab and Jenkins read.
func TestJUnit(t *testing.T) {
	var out bytes.Buffer
	if err := report.WriteJUnit(&out, judged(), report.GitLab); err != nil {
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
	if back.Tests != 9 || back.Failures != 3 || back.Errors != 1 || len(back.Suites) != 1 ||
		back.Suites[0].Skipped != 3 {
		t.Fatalf("tests %d, failures %d, errors %d in %+v", back.Tests, back.Failures, back.Errors, back.Suites)
	}
	for _, c := range back.Suites[0].Cases {
		kind := map[string]bool{"failure": c.Failure != nil, "error": c.Error != nil, "skipped": c.Skipped != nil}
		want := map[string]string{"not exercised": "failure", "inconclusive": "failure", "failed": "failure",
			"error": "error", "skipped": "skipped", "cancelled": "skipped", "known": "skipped"}[c.Name]
		for name, is := range kind {
			if is != (name == want) {
				t.Errorf("%s: %s is %v", c.Name, name, is)
			}
		}
		if c.Class != "bonder.x" || c.File != "bonder/x.feature" || !strings.Contains(c.Out, "judged: node a.mjs") {
			t.Errorf("%s: class %q, file %q, output %q", c.Name, c.Class, c.File, c.Out)
		}
		if c.Failure != nil && (!strings.Contains(c.Failure.Text, "journal entries: 3 5") ||
			!strings.Contains(c.Failure.Text, "again: sparring verify") || c.Err == "") {
			t.Errorf("%s: failure %q, log %q", c.Name, c.Failure.Text, c.Err)
		}
	}
}

// TestText: first and last line name the client, a failure is told with its proof and the line that reproduces it.
func TestText(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		for name, make := range map[string]func(w *bytes.Buffer) report.Progress{
			"progress": func(w *bytes.Buffer) report.Progress { return report.NewProgress(w, terminal) },
			"pretty":   func(w *bytes.Buffer) report.Progress { return report.NewPretty(w, terminal) },
		} {
			var out bytes.Buffer
			r, p := judged(), make(&out)
			p.Started(r, len(r.Scenarios))
			for _, s := range r.Scenarios {
				p.Done(s)
			}
			p.Finished(r)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if !strings.HasPrefix(lines[0], "judged: node a.mjs") ||
				!strings.HasPrefix(lines[len(lines)-1], "judged: node a.mjs") ||
				!strings.Contains(lines[len(lines)-1], "exit 2") {
				t.Errorf("%s: first line %q, last line %q", name, lines[0], lines[len(lines)-1])
			}
			for _, want := range []string{"FAILED: bonder/x.feature:3", "source: seed, L1 (documented)",
				"journal entries: 3 5", "tolerance: a fifth", "again: sparring verify", "stderr of the client"} {
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
