package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sparring/mock"
	"sparring/mock/console"
	"sparring/mock/journal"
)

// watchTasks makes the page note what keeps it from answering: the longest task, and the longest time between two
// frames, in milliseconds.
const watchTasks = `window.slow = {task: 0, gap: 0};
	new PerformanceObserver(l => l.getEntries().forEach(e => { slow.task = Math.max(slow.task, e.duration); }))
		.observe({type: "longtask"});
	(function frame(last) { requestAnimationFrame(now => {
		if (last) slow.gap = Math.max(slow.gap, now - last);
		frame(now);
	}); })(0); 0`

// slow prints what watchTasks has noted.
func (b *browser) slow(where string) {
	b.t.Helper()
	b.t.Logf("%s: longest task %.0f ms (none below 50 is noted), longest time between frames %.0f ms", where,
		value[float64](b, "slow.task"), value[float64](b, "slow.gap"))
}

// scrolls goes through the lines from end to end.
func (b *browser) scrolls() {
	b.t.Helper()
	value[int](b, watchTasks)
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise(done => {
		const box = document.querySelector(".lines");
		let at = 0;
		const step = () => {
			box.scrollTop = box.scrollHeight * (at += 0.02);
			at < 1 ? requestAnimationFrame(step) : done(true);
		};
		requestAnimationFrame(step);
	})`, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatal(err)
	}
	b.slow("10,000 lines scrolled from end to end")
}

// Ten thousand entries are listed by the few lines that can be seen, and the keyboard goes through them.
func TestConsoleLong(t *testing.T) {
	t.Parallel()
	server, err := mock.New(mock.Options{Journal: journal.Limits{Entries: 20_000}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	socket := httptest.NewServer(server.Handler())
	t.Cleanup(socket.Close)
	b := startBrowser(t)
	w, err := server.Default()
	if err != nil {
		t.Fatal(err)
	}
	const many = 10_000
	for i := range many {
		w.Journal.Add(journal.Entry{Kind: journal.Exchange, Peer: journal.Client, State: journal.Closed, API: "bonder",
			Method: "GET", Path: fmt.Sprintf("/many/%d", i), Unmatched: true, Response: &journal.Message{Status: 404,
				Header: http.Header{}}})
	}
	b.console(socket.URL, "worlds/default")
	b.shows(".shown", "10,000 of 10,000")
	b.shows(".line", "/many/9999")
	if n := value[int](b, `document.querySelectorAll(".line").length`); n > 100 {
		t.Errorf("%d lines were made", n)
	}
	b.scrolls()
	b.do(chromedp.Focus(chromedp.CSS(".lines")))
	b.do(chromedp.KeyEvent(kb.Home))
	b.shows(".line.chosen", "/many/0")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.shows(".line.chosen", "/many/1")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.shows(".entry h2", "Entry 2")
	b.quiet()
}

// A console that follows hundreds of requests a second loses none, and reads a list in full once it stops.
func TestConsoleFollows(t *testing.T) {
	s, b, world := withConsole(t)
	b.console(s.Base, world)
	value[int](b, watchTasks)
	const many, rate = 2000, 500
	began := time.Now()
	next := time.NewTicker(time.Second / rate)
	defer next.Stop()
	for i := range many {
		<-next.C
		call(t, "GET", fmt.Sprintf("%s/api/kittens?number=%d", s.URL("timconnect"), i), "")
	}
	sent := time.Now()
	b.shows(".shown", "2,000 of 2,000")
	t.Logf("%.0f requests a second; the last line was there %d ms after the last request",
		many/sent.Sub(began).Seconds(), time.Since(sent).Milliseconds())
	b.slow("the list under load")
	b.shows(".line", "/api/kittens")
	b.shows(".line .tag", "finding")
	brief := value[int](b, `document.querySelectorAll(".line:not(:has(.tag.finding))").length`)
	if brief > 0 {
		t.Errorf("%d lines are not read in full", brief)
	}
	b.quiet()
}

// The first paint of the console needs nothing but the server.
func TestConsolePaint(t *testing.T) {
	s, b, world := withConsole(t)
	const files = `performance.getEntriesByType("resource")`
	const first = `performance.getEntriesByName("first-contentful-paint")[0].startTime`
	b.open(s.Base + console.Root + "console/LICENSES.txt")
	b.holds(first + " > 0")
	t.Logf("a page that is nothing but text: first contentful paint after %.0f ms", value[float64](b, first))
	for _, address := range []string{"worlds", world, world + "/faults"} {
		b.open("about:blank")
		b.console(s.Base, address)
		b.holds(first + " > 0")
		t.Logf("%s: first contentful paint after %.0f ms, %.0f kB in %d files", address,
			value[float64](b, first),
			value[float64](b, files+`.reduce((n, r) => n + r.transferSize, 0) / 1000`), value[int](b, files+".length"))
	}
	b.quietBut("404") // of the icon that a page of text has not
}
