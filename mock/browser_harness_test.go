package mock_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/mock/mocktest/outside"
)

// browser is a real one, driven by a test: what a person sees and presses.
type browser struct {
	t    *testing.T
	ctx  context.Context
	said func() []string // errors on the console so far; ends the reading
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(outside.Browser(t)),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1100, 900), chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	alive, cancelAlive := context.WithTimeout(context.Background(), 5*time.Minute)
	allocated, cancelAllocated := chromedp.NewExecAllocator(alive, options...)
	ctx, cancel := chromedp.NewContext(allocated)
	b := &browser{t: t, ctx: ctx}
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser has gone
		cancel()
		cancelAllocated()
		cancelAlive()
	})
	listening, stop := context.WithCancel(ctx)
	var said []string
	messages := chromedp.Console(listening)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException() {
				said = append(said, m.String()+" "+m.URL)
			}
		}
	}()
	b.said = func() []string { stop(); <-done; return said }
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// value evaluates an expression of the page.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *browser) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

// text is what a person reads there.
func (b *browser) text(selector string) string {
	b.t.Helper()
	return strings.TrimSpace(value[string](b, "document.querySelector("+jsonOf(b.t, selector)+").innerText"))
}

func (b *browser) code() string {
	b.t.Helper()
	return value[string](b, `document.getElementById("qr").dataset.code`)
}

// holds waits until an expression of the page is true: the page renews itself.
func (b *browser) holds(expression string) {
	b.t.Helper()
	for range 600 {
		// A page that is just being replaced has no elements yet, or no context.
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(() => { try { return !!("+expression+
			") } catch { return false } })()")); err == nil && ok {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("%s: never true on\n%s", expression, b.text("body"))
}

// press clicks a button and waits for the page that answers it.
func (b *browser) press(id string) {
	b.t.Helper()
	value[string](b, "document.documentElement.dataset.old = '1'")
	b.do(chromedp.Click(chromedp.CSS("#" + id)))
	b.holds("!document.documentElement.dataset.old && document.readyState === 'complete'")
}

// shot takes a picture, looks whether there is anything on it, and keeps it where SHOTS names a folder.
func (b *browser) shot(name string) image.Image {
	b.t.Helper()
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600); err != nil {
			b.t.Error(err)
		}
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	colours := map[color.Color]bool{}
	for y := 0; y < picture.Bounds().Dy(); y += 5 {
		for x := 0; x < picture.Bounds().Dx(); x += 5 {
			colours[picture.At(x, y)] = true
		}
	}
	if len(colours) < 8 {
		b.t.Errorf("%s: the page is empty, %d colours", name, len(colours))
	}
	return picture
}

func (b *browser) quiet() { b.t.Helper(); b.quietBut() }

// quietBut lets the browser report responses of these statuses.
func (b *browser) quietBut(statuses ...string) {
	b.t.Helper()
	for _, line := range b.said() {
		if !slices.ContainsFunc(statuses, func(s string) bool { return strings.Contains(line, "status of "+s) }) {
			b.t.Errorf("on the console: %s", line)
		}
	}
}

// buttonsWere checks that each button was one same-origin POST, and that nothing else was asked of the server.
func buttonsWere(t *testing.T, s *mocktest.Server, operation string, want int) {
	t.Helper()
	posts := 0
	for _, e := range s.Journal() {
		if e.Unmatched {
			t.Errorf("the page asks for %s %s", e.Method, e.URL)
		}
		for _, f := range e.Findings {
			t.Errorf("finding %+v", f)
		}
		if e.Kind != journal.Exchange || e.Operation != operation {
			continue
		}
		posts++
		h := e.Request.Header
		if h.Get("Origin") != s.Base || h.Get("Sec-Fetch-Site") != "same-origin" || e.Response.Status != 303 {
			t.Errorf("the button's POST: origin %q, %q, answered %d", h.Get("Origin"), h.Get("Sec-Fetch-Site"),
				e.Response.Status)
		}
	}
	if posts != want {
		t.Errorf("%d POSTs by buttons, want %d", posts, want)
	}
	page, err := s.Control.ServerJournal(t.Context(), noQuery)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Entries {
		t.Errorf("asked of the server: %s %s", e.Method, e.URL)
	}
}
