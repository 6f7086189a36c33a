package report_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios/verdict/report"
)

// browser is a real one that looks at reports.
type browser struct {
	t    *testing.T
	ctx  context.Context
	said func() []string // errors on the console; ends the reading
}

func startBrowser(t *testing.T, flags ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	options := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(outside.Browser(t)), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("no-proxy-server", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("force-prefers-reduced-motion", true), // a page that scrolls smoothly moves away under a click
	}, flags)
	alive, cancelAlive := context.WithTimeout(context.Background(), 5*time.Minute)
	allocated, cancelAllocated := chromedp.NewExecAllocator(alive, options...)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser has gone
		cancel()
		cancelAllocated()
		cancelAlive()
	})
	b := &browser{t: t, ctx: ctx}
	listening, stop := context.WithCancel(ctx)
	messages := chromedp.Console(listening)
	var said []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException() {
				said = append(said, m.String())
			}
		}
	}()
	b.said = func() []string { stop(); <-done; return said }
	return b
}

func (b *browser) quiet() {
	b.t.Helper()
	for _, line := range b.said() {
		b.t.Errorf("on the console: %s", line)
	}
}

// act does something to the page, or asks it something.
func act[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func value[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *browser) click(css string) {
	b.t.Helper()
	act(b, chromedp.Click(chromedp.CSS(css)))
}

const visibleScenarios = `[...document.querySelectorAll(".scenario")].filter(s => s.offsetParent !== null).length`

// shows checks how many scenarios are seen.
func (b *browser) shows(want int, after string) {
	b.t.Helper()
	got := 0
	for range 1000 {
		if got = value[int](b, visibleScenarios); got == want {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Errorf("after %s: %d scenarios are shown, want %d; searched for %q", after, got, want,
		value[string](b, `document.getElementById("f-text").value`))
}

func (b *browser) shot(name string) {
	b.t.Helper()
	data := act(b, chromedp.FullScreenshot(100))
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600); err != nil {
			b.t.Error(err)
		}
	}
}

// site serves one page and keeps what else is asked for.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func serve(t *testing.T, text string) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked = append(s.asked, r.URL.Path)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(text)) // a browser that has gone is no matter
	}))
	t.Cleanup(s.Close)
	return s
}

// alone checks that the page asked for nothing.
func (s *site) alone(b *browser) {
	b.t.Helper()
	if n := value[int](b, `performance.getEntriesByType("resource").length`); n != 0 {
		b.t.Errorf("the page has loaded %d things", n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) != 1 {
		b.t.Errorf("asked of the server: %q", s.asked)
	}
}

func TestFiltersInBrowser(t *testing.T) {
	r := sample()
	s := serve(t, page(t, r))
	b := startBrowser(t)
	act(b, chromedp.Navigate(s.URL))
	all := len(r.Scenarios)
	b.shows(all, "opening")
	b.shot("report-light")
	b.click(`.check:has([value=failed])`)
	b.shows(r.Counts.Failed, "failed")
	b.click(`.check:has([value=warned])`)
	b.shows(r.Counts.Failed+r.Counts.Warned, "failed and warned")
	if got := value[string](b, `document.getElementById("count").textContent`); got != "8 of 13 shown" {
		t.Errorf("told: %q", got)
	}
	value[bool](b, `(() => { const a = document.getElementById("f-api"); a.value = "bonder"; a.dispatchEvent(new `+
		`Event("input", {bubbles: true})); return true })()`)
	b.shows(3, "failed and warned of bonder")
	value[bool](b, `(() => { const a = document.getElementById("f-level"); a.value = "should"; a.dispatchEvent(new `+
		`Event("input", {bubbles: true})); return true })()`)
	b.shows(2, "that and should")
	b.click("#filters [type=reset]")
	b.shows(all, "reset")
	value[bool](b, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true, cancelable: `+
		`true}))`) // leads to the search
	if got := value[string](b, `document.activeElement.id`); got != "f-text" {
		t.Errorf("the key / leads to %q", got)
	}
	act(b, chromedp.SendKeys(chromedp.CSS("#f-text"), "SENDSMS привет"))
	b.shows(1, "a search for two words")
	act(b, chromedp.SendKeys(chromedp.CSS("#f-text"), " nowhere"))
	b.shows(0, "a search for nothing")
	if !value[bool](b, `document.getElementById("nothing").offsetParent !== null && document.activeElement.id === `+
		`"f-text"`) {
		t.Error("it is not told that nothing is found, or the search has lost the focus")
	}
	b.click("#reset")
	b.shows(all, "reset")
	b.click(`.matrix [data-pick-api=iqchannels][data-pick-verdict=failed]`)
	b.shows(2, "a cell of the matrix")
	b.click(`.causes [data-pick-text="bonder.renew-once"]`)
	b.shows(1, "a cause")
	b.click("#unfold")
	if !value[bool](b, `[...document.querySelectorAll(".scenario")].every(s => s.open === (s.offsetParent !== null))`) {
		t.Error("not those are open which are shown")
	}
	b.click(`.broken a[href="#s2-e5"]`)
	if !value[bool](b, `document.getElementById("s2-e5").closest("details").open`) {
		t.Error("a link to an entry does not open it")
	}
	b.click("#filters [type=reset]")
	b.shows(all, "reset")
	b.click("#fold")
	if n := value[int](b, `document.querySelectorAll(".scenario[open]").length`); n != 0 {
		t.Errorf("%d are open when all are folded", n)
	}
	value[bool](b, `(location.hash = "s7-e2", true)`)
	for range 1000 {
		if value[bool](b, `document.getElementById("s7").open`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if !value[bool](b, `document.getElementById("s7-e2").getBoundingClientRect().height > 0`) {
		t.Error("an address with an entry does not show it")
	}
	b.click("#s7 .copy")
	if got := value[string](b,
		`document.querySelector("#s7 .copy").previousElementSibling.textContent`); got != r.Scenarios[6].Reproduce {
		t.Errorf("to be copied: %q", got)
	}
	if n := value[int](b,
		`[...document.querySelectorAll(".seq")].filter(s => s.scrollWidth > s.clientWidth).length`); n != 0 {
		t.Errorf("%d diagrams overflow", n)
	}
	s.alone(b)
	b.quiet()
}

var pages = regexp.MustCompile(`/Type\s*/Page\b`)

// On paper all is unfolded, with and without scripts; afterwards the screen is as it was.
func TestPrintInBrowser(t *testing.T) {
	text := page(t, sample())
	b := startBrowser(t)
	var counts []int
	for name, text := range map[string]string{"with scripts": text,
		"without scripts": regexp.MustCompile(`(?s)<script>.*?</script>`).ReplaceAllString(text, "")} {
		act(b, chromedp.Navigate(serve(t, text).URL))
		b.shows(13, "opening "+name)
		value[bool](b, `(addEventListener("beforeprint", () => { window.closed = `+
			`document.querySelectorAll("details:not([open])").length }), true)`)
		before := value[int](b, `document.querySelectorAll("details[open]").length`)
		pdf := act(b, chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
		counts = append(counts, len(pages.FindAll(pdf, -1)))
		if dir := os.Getenv("SHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "report.pdf"), pdf, 0o600); err != nil {
				t.Error(err)
			}
		}
		if !bytes.HasPrefix(pdf, []byte("%PDF")) || before != value[int](b,
			`document.querySelectorAll("details[open]").length`) {
			t.Errorf("%s: printing leaves the screen changed", name)
		}
	}
	if counts[0] != counts[1] || counts[0] < 13 {
		t.Errorf("%d pages are printed: as many are expected with scripts and without, more than there are scenarios",
			counts)
	}
	b.quiet()
}

func TestDarkInBrowser(t *testing.T) {
	s := serve(t, page(t, sample()))
	b := startBrowser(t, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	act(b, chromedp.Navigate(s.URL))
	b.shows(13, "opening")
	if !value[bool](b, `matchMedia("(prefers-color-scheme: dark)").matches`) {
		t.Fatal("the browser does not prefer the dark")
	}
	b.click("#unfold")
	for selector, property := range map[string]string{"body": "background-color", ".seq": "background-color",
		".list": "background-color"} {
		got := value[string](b,
			`getComputedStyle(document.querySelector(`+strconv.Quote(selector)+`)).getPropertyValue("`+property+`")`)
		if m := regexp.MustCompile(`rgb\((\d+), (\d+), (\d+)\)`).FindStringSubmatch(got); m == nil || len(m[1]) > 2 ||
			len(m[2]) > 2 {
			t.Errorf("%s is %s in the dark", selector, got)
		}
	}
	if got := value[string](b,
		`getComputedStyle(document.querySelector(".seq .m")).fill`); got != "rgb(230, 234, 239)" {
		t.Errorf("text of a diagram is %s in the dark", got)
	}
	b.shot("report-dark")
	s.alone(b)
	b.quiet()
}

// A client whose every word is an attack, and a narrow window.
func TestInjectionInBrowser(t *testing.T) {
	b := startBrowser(t, chromedp.WindowSize(600, 900))
	for _, r := range infected() {
		act(b, chromedp.Navigate(serve(t, page(t, r)).URL))
		b.shows(13, "opening")
		b.click("#unfold")
		value[bool](b, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
		if value[bool](b, `window.owned !== undefined || document.images.length > 0 || document.scripts.length !== 1`) {
			t.Error("markup of the client is run")
		}
		if n := value[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); n > 0 {
			wide := value[[]string](b,
				`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth `+
					`&& !e.parentElement.closest(".scroll")).slice(0, 5).map(e => e.outerHTML.slice(0, 80))`)
			t.Errorf("the page is %d pixels wider than its window: %q", n, wide)
		}
	}
	b.quiet()
}

func TestManyInBrowser(t *testing.T) {
	r := many(500)
	var text bytes.Buffer
	if err := report.WriteHTML(&text, r); err != nil {
		t.Fatal(err)
	}
	b := startBrowser(t)
	act(b, chromedp.Navigate(serve(t, text.String()).URL))
	b.shows(500, "opening")
	took := value[float64](b,
		`(() => { const t = performance.now(), f = document.getElementById("f-text"); f.value = "renew-once"; `+
			`f.dispatchEvent(new Event("input", {bubbles: true})); return performance.now() - t })()`)
	ready := value[float64](b, `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`)
	t.Logf("500 scenarios: ready after %.0f ms, first search in %.0f ms", ready, took)
	if took > 3000 {
		t.Errorf("a search took %.0f ms", took)
	}
	b.quiet()
}
