package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// outcomes makes a report of scenarios by their titles.
func outcomes(of map[string]verdict.Verdict) *verdict.Report {
	r := &verdict.Report{Judged: "client"}
	for _, title := range []string{"a", "b", "c", "d", "e", "f"} {
		if v, ok := of[title]; ok {
			r.Scenarios = append(r.Scenarios, &verdict.Scenario{Address: "bonder/x.feature:3", Class: "bonder.x",
				Title: title, Name: title, Verdict: v})
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
	earlier := outcomes(map[string]verdict.Verdict{"a": verdict.Passed, "b": verdict.Failed, "c": verdict.Passed,
		"d": verdict.Warned, "f": verdict.Passed})
	var written bytes.Buffer
	if err := report.WriteJSON(&written, earlier); err != nil {
		t.Fatal(err)
	}
	earlier, err := report.ReadJSON(&written)
	if err != nil {
		t.Fatal(err)
	}
	r := outcomes(map[string]verdict.Verdict{"a": verdict.Warned, "b": verdict.Passed, "c": verdict.Failed,
		"e": verdict.Failed, "f": verdict.Cancelled})
	r.Compare(earlier, "before.json")
	c := r.Compared
	if titles(c.Worse) != "c passed, now failed; a passed, now warned" || titles(c.Better) != "b failed, now passed" ||
		titles(c.New) != "e failed" || titles(c.Gone) != "d warned" || c.Same != 0 {
		t.Errorf("worse %q, better %q, new %q, gone %q, same %d", titles(c.Worse), titles(c.Better), titles(c.New),
			titles(c.Gone), c.Same)
	}
	var text, data bytes.Buffer
	p := report.NewProgress(&text, false)
	p.Started(r, 5)
	p.Finished(r)
	if !strings.Contains(text.String(), "compared with before.json") ||
		!strings.Contains(text.String(), "worse   bonder/x.feature:3  c: passed, now failed") {
		t.Errorf("text: %s", &text)
	}
	if err := report.WriteJSON(&data, r); err != nil || !strings.Contains(data.String(), `"was": "passed",`) {
		t.Errorf("JSON: %v, %s", err, &data)
	}
	if html := page(t, r); !strings.Contains(html, "Since the earlier run") ||
		!strings.Contains(html, "<b>2</b> worse") {
		t.Error("HTML does not compare")
	}
}

func TestReadJSONRefused(t *testing.T) {
	for _, text := range []string{"", "{", "[]", "{}", `{"schema":"sparring.report/0"}`, "<html>"} {
		if _, err := report.ReadJSON(strings.NewReader(text)); err == nil ||
			!strings.Contains(err.Error(), "expected a JSON report of verify") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestWhy: the text and JUnit say why the server gave the responses that prove a verdict.
func TestWhy(t *testing.T) {
	r := sample()
	var text, junit bytes.Buffer
	p := report.NewPretty(&text, false)
	p.Started(r, len(r.Scenarios))
	p.Finished(r)
	if err := report.WriteJUnit(&junit, r, report.XUnit); err != nil {
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
	if err := report.WriteJSON(&data, r); err != nil || json.Unmarshal(data.Bytes(), &back) != nil ||
		!strings.Contains(string(back["sources"]), `"slug": "bonder"`) {
		t.Errorf("sources of the JSON report: %s", back["sources"])
	}
}

// TestWithheld: a body that the journal does not show is missing for a reason, which every form of the report gives.
func TestWithheld(t *testing.T) {
	w := newWorld()
	e := w.call("bonder", "saveCard", "PUT", "/card", `{}`, 200, `{"success":true}`)
	e.Request.Body, e.Request.Withheld = nil, "it is packed by br, which is not unpacked here"
	e.Response.Decoded = "gzip"
	s := sampleScenario("bonder", "f", "n", verdict.Must, w)
	s.Checks = []*verdict.Check{{ID: "x", Level: verdict.Must, Outcome: verdict.Broken, Message: "m",
		Entries: []int64{1}}}
	s.Judge()
	r := &verdict.Report{Scenarios: []*verdict.Scenario{s}}
	r.Finish(false)
	var text, junit bytes.Buffer
	report.NewProgress(&text, false).Finished(r)
	if err := report.WriteJUnit(&junit, r, report.XUnit); err != nil {
		t.Fatal(err)
	}
	why := "why: entry 1, saveCard 200: the body of the request is withheld: " + e.Request.Withheld
	for name, out := range map[string]string{"text": text.String(), "JUnit": junit.String()} {
		if !strings.Contains(out, why) {
			t.Errorf("%s has no %q:\n%s", name, why, out)
		}
	}
	html := page(t, r)
	for _, want := range []string{
		"(body withheld: " + e.Request.Withheld + ")", "(body unpacked from gzip)",
		">body withheld: it is packed by br",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
