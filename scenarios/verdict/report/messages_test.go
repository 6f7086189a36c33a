package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	messages "github.com/cucumber/messages/go/v34"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// envelopes writes the messages of a report and reads them back.
func envelopes(t *testing.T, r *verdict.Report) (all []messages.Envelope) {
	t.Helper()
	var out bytes.Buffer
	if err := report.WriteMessages(&out, r); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		var e messages.Envelope
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&e); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, e)
	}
	return all
}

// Every scenario of a report is a test case that begins and ends, whose last step has its verdict, whether the report
// has the text of its feature or not.
func TestMessages(t *testing.T) {
	r := sample()
	r.Finish(false)
	want := map[verdict.Verdict]messages.TestStepResultStatus{
		verdict.Passed:       messages.TestStepResultStatus_PASSED,
		verdict.Warned:       messages.TestStepResultStatus_PASSED,
		verdict.Skipped:      messages.TestStepResultStatus_SKIPPED,
		verdict.Cancelled:    messages.TestStepResultStatus_SKIPPED,
		verdict.NotExercised: messages.TestStepResultStatus_FAILED,
		verdict.Inconclusive: messages.TestStepResultStatus_FAILED,
		verdict.Failed:       messages.TestStepResultStatus_FAILED,
		verdict.Error:        messages.TestStepResultStatus_FAILED,
	}
	names, last, cases := map[string]string{}, map[string]*messages.TestStepResult{}, []string{}
	pickles, started := map[string]string{}, map[string]string{}
	for _, e := range envelopes(t, r) {
		switch {
		case e.Pickle != nil:
			pickles[e.Pickle.Id] = e.Pickle.Name
		case e.TestCase != nil:
			names[e.TestCase.Id] = pickles[e.TestCase.PickleId]
		case e.TestCaseStarted != nil:
			started[e.TestCaseStarted.Id] = e.TestCaseStarted.TestCaseId
		case e.TestStepFinished != nil:
			last[e.TestStepFinished.TestCaseStartedId] = e.TestStepFinished.TestStepResult
		case e.TestCaseFinished != nil:
			cases = append(cases, e.TestCaseFinished.TestCaseStartedId)
		}
	}
	if len(cases) != len(r.Scenarios) || len(cases) == 0 {
		t.Fatalf("%d test cases, want %d", len(cases), len(r.Scenarios))
	}
	for i, s := range r.Scenarios {
		name, result := names[started[cases[i]]], last[cases[i]]
		status := want[s.Verdict]
		if s.KnownFailing {
			status = messages.TestStepResultStatus_SKIPPED
		}
		if name != strings.Join(strings.Fields(s.Name), " ") || result == nil || result.Status != status {
			t.Errorf("%s %s: %q %+v, want %s", s.Name, s.Verdict, name, result, status)
		}
	}
}

// Annotations are for a machine that reads lines: nothing that a client or an author writes makes another one.
func TestAnnotations(t *testing.T) {
	r := &verdict.Report{Scenarios: []*verdict.Scenario{{
		Address: "a,b:c.feature:7", Name: "odd: name,\n::error::", Verdict: verdict.Failed,
		Reason:    "100%\r\n::error::x",
		Reproduce: "again", Steps: []*verdict.Step{{Line: 9, Status: verdict.StepFailed}},
	}, {Address: "w.feature:3", Name: "warned", Verdict: verdict.Warned, Reason: "r", Reproduce: "again"}}}
	r.Finish(false)
	var out bytes.Buffer
	if err := report.WriteAnnotations(&out, r, ""); err != nil {
		t.Fatal(err)
	}
	want := "::error file=a%2Cb%3Ac.feature,line=9,title=failed%3A odd%3A name%2C%0A%3A%3Aerror%3A%3A::" +
		"100%25%0D%0A::error::x%0Aagain: again\n" +
		"::warning file=w.feature,line=3,title=warned%3A warned::r%0Aagain: again\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
