package report_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sparring/scenarios/verdict"
)

// TestPhoneInBrowser: at 390 pixels nothing but a diagram is wider than its place, and failures lead from one to the
// next.
func TestPhoneInBrowser(t *testing.T) {
	b := startBrowser(t)
	act(b, chromedp.EmulateViewport(390, 844))
	r, earlier := many(60), many(70)
	earlier.Scenarios[3].Verdict = verdict.Passed
	r.Compare(earlier, "a/long/path/to/the/report/of/the/last/green/build/of/the/main/branch.json")
	r.NotJudged = []verdict.Unjudged{{Ability: "timconnect.registerByDigest", Why: "not listed in its hello",
		Scenarios: 12}}
	act(b, chromedp.Navigate(serve(t, page(t, r)).URL))
	b.shows(60, "opening")
	if width := value[int](b, `innerWidth`); width != 390 {
		t.Fatalf("the browser's window has %d pixels, not 390", width)
	}
	value[bool](b, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
	wide := value[[]string](b,
		`[...document.querySelectorAll("body *")].filter(e => !e.closest("svg") && e.scrollWidth > e.clientWidth + `+
			`1 && e.clientWidth > 1 && !e.querySelector(".seq") && !["PRE", "INPUT", `+
			`"SELECT"].includes(e.tagName)).slice(0, 5).map(e => e.outerHTML.slice(0, 120))`)
	if len(wide) > 0 {
		t.Errorf("wider than their place: %q", wide)
	}
	failures := value[[]string](b, `[...document.querySelectorAll("[data-failure]")].map(s => "#" + s.id)`)
	if len(failures) < 3 || value[string](b, `document.querySelector(".first").hash`) != failures[0] {
		t.Fatalf("failures %v", failures)
	}
	if first := value[[]string](b,
		`[...document.querySelectorAll(".scenario")].map(s => "#" + s.id)`); first[0] != failures[0] {
		t.Errorf("the first scenario is %s, the first failure %s", first[0], failures[0])
	}
	press := func(key, want string) {
		t.Helper()
		value[bool](b, `document.dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", bubbles: true}))`)
		for range 100 {
			if value[string](b, `location.hash`) == want {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Errorf("after %s: at %s, expected %s", key, value[string](b, `location.hash`), want)
	}
	press("n", failures[0])
	press("n", failures[1])
	press("n", failures[2])
	press("p", failures[1])
	if next := value[string](b,
		`document.querySelector("`+failures[1]+` .among a:last-child").hash`); next != failures[2] {
		t.Errorf("the link to the next failure leads to %s", next)
	}
	b.shot("report-phone")
	b.quiet()
}
