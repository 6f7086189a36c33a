package verdict_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
)

// outcomes makes a report of scenarios by their titles.
func outcomes(of map[string]verdict.Verdict) *verdict.Report {
	r := &verdict.Report{Judged: "client"}
	for _, title := range []string{"a", "b", "c", "d", "e", "f"} {
		if v, ok := of[title]; ok {
			r.Scenarios = append(r.Scenarios, &verdict.Scenario{Address: "bonder/x.feature:3", Class: "bonder.x", Title: title, Name: title, Verdict: v})
		}
	}
	r.Finish(false)
	return r
}

func titles(list []verdict.Change) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Title+" "+c.Words())
	}
	return strings.Join(out, "; ")
}

// TestCompare: two runs are compared by class and title; the earlier one is read from its JSON report.
func TestCompare(t *testing.T) {
	earlier := outcomes(map[string]verdict.Verdict{"a": verdict.Passed, "b": verdict.Failed, "c": verdict.Passed, "d": verdict.Warned, "f": verdict.Passed})
	var written bytes.Buffer
	if err := verdict.WriteJSON(&written, earlier); err != nil {
		t.Fatal(err)
	}
	earlier, err := verdict.ReadJSON(&written)
	if err != nil {
		t.Fatal(err)
	}
	r := outcomes(map[string]verdict.Verdict{"a": verdict.Warned, "b": verdict.Passed, "c": verdict.Failed, "e": verdict.Failed, "f": verdict.Cancelled})
	r.Compare(earlier, "before.json")
	c := r.Compared
	if titles(c.Worse) != "c passed, now failed; a passed, now warned" || titles(c.Better) != "b failed, now passed" || titles(c.New) != "e failed" || titles(c.Gone) != "d warned" || c.Same != 0 {
		t.Errorf("worse %q, better %q, new %q, gone %q, same %d", titles(c.Worse), titles(c.Better), titles(c.New), titles(c.Gone), c.Same)
	}
	var text, data bytes.Buffer
	p := verdict.NewProgress(&text, false)
	p.Started(r, 5)
	p.Finished(r)
	if !strings.Contains(text.String(), "compared with before.json") || !strings.Contains(text.String(), "worse   bonder/x.feature:3  c: passed, now failed") {
		t.Errorf("text: %s", &text)
	}
	if err := verdict.WriteJSON(&data, r); err != nil || !strings.Contains(data.String(), `"was": "passed",`) {
		t.Errorf("JSON: %v, %s", err, &data)
	}
	if html := page(t, r); !strings.Contains(html, "Since the earlier run") || !strings.Contains(html, "<b>2</b> worse") {
		t.Error("HTML does not compare")
	}
}

func TestReadJSONRefused(t *testing.T) {
	for _, text := range []string{"", "{", "[]", "{}", `{"schema":"sparring.report/0"}`, "<html>"} {
		if _, err := verdict.ReadJSON(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "expected a JSON report of verify") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestHeadline: a rule decides before what only shows that it was broken, and a crash before all.
func TestHeadline(t *testing.T) {
	broken := func(id, text, source, message string) *verdict.Check {
		return &verdict.Check{ID: id, Level: verdict.Must, Text: text, Source: source, Provenance: "documented", Outcome: verdict.Broken, Message: message}
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
		if got := s.Cause + ": " + s.Reason; got != strings.TrimSuffix(want, " (last)") || s.Evidence()[0].ID != s.Cause {
			t.Errorf("expected %s, got %s; evidence begins with %s", want, got, s.Evidence()[0].ID)
		}
	}
}

// TestWhy: the text and JUnit say why the server gave the responses that prove a verdict.
func TestWhy(t *testing.T) {
	r := sample()
	var text, junit bytes.Buffer
	p := verdict.NewPretty(&text, false)
	p.Started(r, len(r.Scenarios))
	p.Finished(r)
	if err := verdict.WriteJUnit(&junit, r, verdict.XUnit); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), junit.String()} {
		if !strings.Contains(out, "why: entry ") || !strings.Contains(out, "see https://www.bonder.app/ru-ru/api, ") {
			t.Errorf("no why or no source in\n%s", out)
		}
	}
	if i, j := strings.Index(text.String(), "ERROR: "), strings.Index(text.String(), "WARNED: "); i < 0 || j < i {
		t.Errorf("errors at %d, warnings at %d", i, j)
	}
	var back map[string]json.RawMessage
	var data bytes.Buffer
	if err := verdict.WriteJSON(&data, r); err != nil || json.Unmarshal(data.Bytes(), &back) != nil || !strings.Contains(string(back["sources"]), `"slug": "bonder"`) {
		t.Errorf("sources of the JSON report: %s", back["sources"])
	}
}
