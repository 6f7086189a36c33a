package report_test

import (
	"bytes"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// TestUnjudged: what a client lacks is counted by ability and told in every form of the report.
func TestUnjudged(t *testing.T) {
	call, feed := verdict.Lack{Ability: "t.call", Why: "not listed in its hello"},
		verdict.Lack{Ability: "t.feed", Why: "answered with <an> error"}
	r := &verdict.Report{Scenarios: []*verdict.Scenario{
		{Name: "a", Verdict: verdict.Skipped, Lacks: []verdict.Lack{call, feed}}, {Name: "b", Verdict: verdict.Skipped,
			Lacks: []verdict.Lack{call}}, {Name: "c", Verdict: verdict.Passed},
	}, Warnings: []string{`"t.cal" <does> not exist`}}
	r.Finish(false)
	if r.ExitCode != verdict.ExitGood || len(r.NotJudged) != 2 ||
		r.NotJudged[0] != (verdict.Unjudged{Ability: "t.call", Why: call.Why, Scenarios: 2}) ||
		r.NotJudged[1] != (verdict.Unjudged{Ability: "t.feed", Why: feed.Why, Scenarios: 1}) {
		t.Errorf("exit %d, %+v", r.ExitCode, r.NotJudged)
	}
	var text, page bytes.Buffer
	p := report.NewProgress(&text, false)
	p.Started(r, 3)
	p.Finished(r)
	want := "not judged: 2 of 3 scenarios, for want of an ability:\n    t.call  2 scenarios, not listed in its " +
		"hello\n    t.feed  1 scenario, answered with <an> error\n"
	if !strings.Contains(text.String(), want) || strings.Count(text.String(),
		`warning: "t.cal" <does> not exist`) != 1 {
		t.Errorf("text: %s", text.String())
	}
	if err := report.WriteHTML(&page, r); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"<code>t.feed</code></a></td><td class=\"num\" " +
		"data-name=\"scenarios\"><b>1</b></td><td dir=\"auto\">answered with &lt;an&gt; error", "Warning: &#34;" +
		"t.cal&#34; &lt;does&gt; not exist"} {
		if !strings.Contains(page.String(), part) {
			t.Errorf("the page has no %s", part)
		}
	}
	if r.Finish(true); r.ExitCode != verdict.ExitBad {
		t.Errorf("strict: exit %d", r.ExitCode)
	}
}
