package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
	"sparring/scenarios/verdict/source"
)

func page(t *testing.T, r *verdict.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	anyDiagram  = regexp.MustCompile(`(?s)<svg class="seq".*?</svg>`)
	anyScenario = regexp.MustCompile(`<details class="scenario [^>]*>`)
	anyID       = regexp.MustCompile(` id="([^"]*)"`)
	anyHash     = regexp.MustCompile(`href="#([^"]*)"`)
)

// diagrams are the SVGs of a page, each well formed.
func diagrams(t *testing.T, text string) []string {
	t.Helper()
	all := anyDiagram.FindAllString(text, -1)
	for _, svg := range all {
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("not well formed: %v\n%s", err, svg)
			}
		}
	}
	return all
}

func TestHTML(t *testing.T) {
	r := sample()
	text := page(t, r)
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "report.html"), []byte(text), 0o600); err != nil {
			t.Error(err)
		}
	}
	if n := len(anyScenario.FindAllString(text, -1)); n != len(r.Scenarios) {
		t.Errorf("%d scenarios, want %d", n, len(r.Scenarios))
	}
	with := 0
	for _, s := range r.Scenarios {
		if len(s.Entries) > 0 {
			with++
		}
	}
	if n := len(diagrams(t, text)); n != with {
		t.Errorf("%d diagrams, want %d", n, with)
	}
	for _, want := range []string{
		"<h1 dir=\"auto\">python3 adapter.py</h1>", "exit 2: the run itself went wrong",
		`<time datetime="2026-11-21T20:22:33Z">21 November 2026, 20:22:33 UTC</time>`,
		"2314777006", "4.92s", "Карточка-клиент 😀 2.3", ">known failing<", // head
		"a token that is refused is renewed once, and the refused request repeated once",
		`<a href="#source-bonder">bonder#L352</a> “повторить авторизацию”`, ">documented<",
		"expected one authorisation after the refusal, 2 came", "Tolerance: ±200 ms", // evidence
		`success {&#34;languages&#34;:{&#34;ru&#34;:&#34;Русский&#34;`,
		"it reported: failure INVALID_CREDENTIALS_ERROR", "WARN токен отклонён", // steps, log
		"sparring</span> <span>verify</span> <span>--scenario</span>", "the client has no ability radist.connectMax",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	ids := map[string]bool{}
	for _, m := range anyID.FindAllStringSubmatch(text, -1) {
		if ids[m[1]] {
			t.Errorf("id %s is given twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range anyHash.FindAllStringSubmatch(text, -1) {
		if !ids[m[1]] {
			t.Errorf("a link to #%s, which is nowhere", m[1])
		}
	}
}

// Nothing is fetched: no address but those of namespaces, and those in the text.
func TestSelfContained(t *testing.T) {
	text := page(t, sample())
	for _, bad := range []string{"<link rel=\"stylesheet", "<img", "<iframe", "@import", "url(", "src=", "fetch(",
		"XMLHttpRequest", "ZgotmplZ"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	for _, m := range regexp.MustCompile(`(?:href|action|src)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		published := slices.ContainsFunc(source.All(),
			func(s source.Source) bool { return s.Where == m[1] }) // a link, nothing that is loaded
		if !strings.HasPrefix(m[1], "#") && !strings.HasPrefix(m[1], "data:image/svg") && !published {
			t.Errorf("the page refers to %s", m[1])
		}
	}
	if !strings.Contains(text, `content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-`) {
		t.Error("no policy")
	}
}

func TestHTMLDeterminism(t *testing.T) {
	first := page(t, sample())
	for range 3 {
		if page(t, sample()) != first {
			t.Fatal("the same report gives another page")
		}
	}
	data, err := json.Marshal(sample()) // as read from a JSON report
	if err != nil {
		t.Fatal(err)
	}
	var again verdict.Report
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if n := len(diagrams(t, page(t, &again))); n != len(diagrams(t, first)) {
		t.Errorf("%d diagrams of a report that was read", n)
	}
}

func TestHTMLEmpty(t *testing.T) {
	r := &verdict.Report{}
	r.Finish(false)
	text := page(t, r)
	for _, want := range []string{"No scenario was run.", "exit 3: nothing was judged", "<b>0</b> scenarios"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "What decided") {
		t.Error("an empty report tells of something")
	}
	page(t, &verdict.Report{Scenarios: []*verdict.Scenario{{}}})
}

func TestExitMeaning(t *testing.T) {
	of := func(strict, stopped bool, all ...verdict.Verdict) string {
		r := &verdict.Report{Stopped: stopped}
		for _, v := range all {
			r.Scenarios = append(r.Scenarios, &verdict.Scenario{Verdict: v})
		}
		r.Finish(strict)
		return page(t, r)
	}
	for want, got := range map[string]string{
		"exit 0: judged and found good": of(false, false, verdict.Passed, verdict.Warned),
		"exit 1: 1 scenario failed, 1 was not exercised": of(false, false, verdict.Passed,
			verdict.NotExercised, verdict.Failed),
		"exit 1: 2 scenarios failed, 2 were inconclusive": of(false, false, verdict.Failed, verdict.Failed,
			verdict.Inconclusive, verdict.Inconclusive),
		"exit 130: interrupted before all was judged": of(false, true, verdict.Passed, verdict.Failed,
			verdict.Cancelled),
		`data-pick-verdict="cancelled"`:                           of(false, true, verdict.Passed, verdict.Cancelled),
		"exit 1: strict: some scenarios only warned or":           of(true, false, verdict.Passed, verdict.Warned),
		"exit 2: the run itself went wrong":                       of(false, false, verdict.Passed, verdict.Error),
		"exit 3: nothing was judged":                              of(false, false, verdict.Skipped),
		"Interrupted: what is cancelled was not judged":           of(false, true, verdict.Passed),
		"Strict: warned and skipped count as failed.":             of(true, false, verdict.Passed),
		`<a href="#scenarios" data-pick-verdict="not-exercised">`: of(false, false, verdict.NotExercised),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
}

const hostile = "\"'>`</script></style></title></svg></text><img src=x " +
	"onerror=window.owned=1><script>window.owned=1</script>\u202e\x00\x1b[31m{{.}}]]>-->&lt;javascript:window.owned=1"

// many is a report of n scenarios, a fifth of them bad.
func many(n int) *verdict.Report {
	r := sample()
	bad := r.Scenarios
	r.Scenarios = nil
	for i := range n {
		s := *samplePassed()
		if i%5 == 0 {
			s = *bad[i/5%len(bad)]
		}
		s.Address = fmt.Sprintf("bonder/f%d.feature:%d", i/12, i%12*5+3)
		s.Feature, s.Name = fmt.Sprintf("Feature %d", i/12), fmt.Sprintf("%s (%d)", s.Name, i)
		r.Scenarios = append(r.Scenarios, &s)
	}
	r.Finish(false)
	return r
}

func TestHTMLMany(t *testing.T) {
	r := many(500)
	began := time.Now()
	text := page(t, r)
	took := time.Since(began)
	t.Logf("500 scenarios: %.2f MB in %s", float64(len(text))/1e6, took)
	if len(text) > 8e6 {
		t.Errorf("%d bytes are too many to open", len(text))
	}
	if n := len(anyScenario.FindAllString(text, -1)); n != 500 {
		t.Errorf("%d scenarios", n)
	}
	if strings.Contains(text, `data-level="must" open>`) {
		t.Error("hundreds of scenarios are open")
	}
}

// Few bad scenarios are open from the start.
func TestHTMLOpensTheBad(t *testing.T) {
	r := &verdict.Report{Scenarios: []*verdict.Scenario{samplePassed(), sampleFailed(), sampleWarned()}}
	r.Finish(false)
	all := anyScenario.FindAllString(page(t, r), -1)
	for i, want := range []bool{true, false, false} { // failures come first
		if strings.HasSuffix(all[i], " open>") != want {
			t.Errorf("scenario %d: %s", i, all[i])
		}
	}
}

// Texts can be read: their contrast is at least 4.5 in both themes.
func TestContrast(t *testing.T) {
	style, err := os.ReadFile("report.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(style), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "* { box-sizing")
	for name, theme := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(theme, -1) {
			colours[m[1]] = m[2]
		}
		pairs := [][2]string{{"fault", "fault-bg"}, {"ink", "why-bg"}, {"accent", "card"},
			{"failed", "card"}, {"warned", "card"}, {"passed", "card"}, {"passed", "failed-bg"},
			{"accent", "failed-bg"}}
		for _, v := range verdict.All() {
			slug := strings.ReplaceAll(v.String(), " ", "-")
			pairs = append(pairs, [2]string{slug, slug + "-bg"}, [2]string{slug, "card"},
				[2]string{"ink", slug + "-bg"})
		}
		for _, ground := range []string{"page", "card", "inset"} {
			pairs = append(pairs, [2]string{"ink", ground}, [2]string{"muted", ground})
		}
		for _, p := range pairs {
			if c := contrast(t, colours[p[0]], colours[p[1]]); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, p[0], p[1], c)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(colour string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
		if err != nil {
			t.Fatalf("colour %q: %v", colour, err)
		}
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			c := float64(n>>(16-8*i)&255) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum + 0.05
	}
	return max(light(a), light(b)) / min(light(a), light(b))
}

// TestHTMLCounts: what failed some scenarios and warned of others is told apart, and a run that went wrong in part says
// so.
func TestHTMLCounts(t *testing.T) {
	r := verdict.Report{Scenarios: []*verdict.Scenario{
		{Address: "a:1", Verdict: verdict.Warned, Cause: "client.x", Reason: "r"},
		{Address: "a:2", Verdict: verdict.Failed, Cause: "client.x", Reason: "r"},
		{Address: "a:3", Verdict: verdict.Failed, Cause: "client.x", Reason: "r"},
		{Address: "a:4", Verdict: verdict.Error, Cause: "run.error", Reason: "r"},
	}}
	r.Finish(false)
	var out bytes.Buffer
	if err := report.WriteHTML(&out, &r); err != nil {
		t.Fatal(err)
	}
	_, causes, _ := strings.Cut(out.String(), "What decided")
	causes, _, _ = strings.Cut(causes, "</table>")
	for _, row := range []string{`(?s)>failed<.{0,80}<b>2</b>.{0,100}client\.x`, `(?s)>warned<.{0,80}<b>1</b>.{0,` +
		`100}client\.x`} {
		if !regexp.MustCompile(row).MatchString(causes) {
			t.Errorf("expected a row %s in %s", row, causes)
		}
	}
	if !strings.Contains(out.String(), "exit 2: the run itself went wrong in some scenarios") {
		t.Error("expected that the other scenarios do say something")
	}
}
