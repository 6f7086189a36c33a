package mock_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// Whatever a client sends is shown as text: markup, scripts, bidirectional marks, a megabyte.
func TestConsoleHostile(t *testing.T) {
	s, b, world := withConsole(t)
	const evil = `<img src=x onerror="document.title='broken in'"><script>document.title='broken in'</script>`
	const turned = "\u202egnp.exe\u0000 שלום مرحبا"
	if _, err := s.Control.SetLabel(t.Context(), s.World.ID, evil+turned); err != nil {
		t.Fatal(err)
	}
	huge := strings.Repeat("<b>long</b> ", 90_000)
	unescaped := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u202e`, "\u202e")
	call(t, "POST", s.URL("bonder")+"/auth", unescaped.Replace(jsonOf(t, map[string]string{"username": evil,
		"password": turned, "client": huge})), "X-Evil", evil)
	call(t, "GET", s.URL("bonder")+"/"+strings.Repeat("%3Cscript%3E/", 200)+"?"+strings.Repeat("q=%3Cb%3E&", 900), "")
	s.Event("radist", "provider.key_rejected", map[string]any{"key": evil + turned})
	call(t, "POST", s.URL("bonder")+"/auth", "\xff\xfe\x00binary", "Content-Type", "text/html")
	for _, address := range []string{"worlds", world, world + "?entry=1", world + "?entry=2", world + "?entry=3",
		world + "?entry=4", world + "/world", world + "/events?api=radist", world + "/state?api=radist",
		world + "/state?api=radist&as=facts", world + "/faults?code=" + "%3Cb%3E", "worlds/%3Cscript%3E/traffic",
		world + "/traffic?q=%3Cscript%3E", world + "/nothing", "%ff%"} {
		b.console(s.Base, address)
		if strings.Contains(address, "entry=") {
			b.holds(`document.querySelector(".entry .facts")`)
		}
		title := value[string](b, "document.title")
		injected := value[int](b, `document.querySelectorAll("main img[src=x], main script, main b b").length`)
		if strings.Contains(title, "broken") || injected > 0 {
			t.Errorf("%s: the title is %q, %d elements were injected", address, title, injected)
		}
		if wide := value[float64](b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("%s is %v pixels too wide", address, wide)
		}
	}
	b.console(s.Base, world+"?entry=1")
	b.shows(".entry pre", "<b>long</b>")
	if text := b.text(".entry pre"); len(text) > 200_000 || strings.Contains(text, "\u202e") {
		t.Errorf("%d characters of the body are shown; the mark that turns text around: %v", len(text),
			strings.Contains(text, "\u202e"))
	}
	b.click(".entry", "Show all")
	b.holds(`document.querySelector(".entry pre").textContent.length > 1e6`)
	b.shows(".entry pre", "<img src=x")
	b.click(".entry", "As curl")
	b.shows(".made pre", "curl -i")
	b.quietBut("404") // of the world that does not exist
}

// A server that goes away is missed, and one that comes back is followed again, with what is now in its journal.
func TestConsoleComesBack(t *testing.T) {
	t.Parallel()
	var address string
	start := func() (stop func(), w *mock.Server) {
		at := "127.0.0.1:0"
		if address != "" {
			at = address
		}
		l, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		address = l.Addr().String()
		server, err := mock.New(mock.Options{})
		if err != nil {
			t.Fatal(err)
		}
		socket := &http.Server{Handler: server.Handler()}
		go func() { _ = socket.Serve(l) }()
		return func() { _ = server.Close(); _ = socket.Close() }, server
	}
	stop, _ := start()
	b := startBrowser(t)
	base := "http://" + address
	call(t, "GET", base+"/bonder/first", "")
	call(t, "GET", base+"/bonder/first", "")
	b.console(base, "worlds/default")
	b.shows(".line", "/first")
	stop()
	b.shows(".link", "does not answer")
	b.shows(".line", "/first") // what was seen can still be read
	stop, server := start()
	t.Cleanup(stop)
	call(t, "GET", base+"/bonder/second", "")
	b.shows(".line", "/second")
	b.holds(`!document.querySelector("main").textContent.includes("/first") &&
		document.querySelector(".link").textContent === ""`)
	w, err := server.Default()
	if err != nil {
		t.Fatal(err)
	}
	c := client.New(base)
	if err := c.DeleteWorld(t.Context(), w.ID); err != nil { // it is made again with the next request
		t.Fatal(err)
	}
	call(t, "GET", base+"/bonder/third", "")
	b.shows(".line", "/third")
	b.console(base, "worlds/gone")
	b.shows(".link", "There is no world gone")
}

// Two tabs see the same; what one does, the other shows.
func TestConsoleTabs(t *testing.T) {
	s, b, world := withConsole(t)
	b.console(s.Base, world+"/faults")
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	other := &browser{t: t, ctx: ctx}
	other.console(s.Base, world+"/faults")
	b.fill("main form", "What goes wrong", "reset")
	b.click("main form", "Make a fault rule")
	other.shows(".rule", "reset")
	other.click(".rule", "Remove")
	b.shows("main", "No fault rules")
	b.quiet()
}

// The token is asked for once and kept for the browser session; a wrong one is refused.
func TestConsoleToken(t *testing.T) {
	t.Parallel()
	server, err := mock.New(mock.Options{ControlToken: "open sesame"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	socket := httptest.NewServer(server.Handler())
	t.Cleanup(socket.Close)
	bonderToken(t, socket.URL+"/bonder", 1000)
	b := startBrowser(t)
	b.open(socket.URL)
	b.shows("dialog", "Control token")
	b.fill("dialog", "Token", "wrong")
	b.click("dialog", "Continue")
	b.shows("dialog .wrong", "refused")
	b.fill("dialog", "Token", "open sesame")
	b.click("dialog", "Continue")
	b.shows(".world", "default")
	b.holds(`document.querySelector("dialog") === null`)
	b.console(socket.URL, "worlds/default")
	b.shows(".line", "authorize")
	b.do(chromedp.Reload())
	b.shows(".line", "authorize") // without being asked again
	kept := value[string](b, `JSON.stringify(localStorage) + document.cookie + location.href`)
	if strings.Contains(kept, "sesame") {
		t.Errorf("the token is kept in %s", kept)
	}
	b.quietBut("401")
}

// A world that is closed can be read, and nothing in it can be changed.
func TestConsoleClosed(t *testing.T) {
	s, b, world := withConsole(t)
	bonderToken(t, s.URL("bonder"), 1000)
	b.console(s.Base, world)
	b.shows(".line", "authorize")
	if _, err := s.Control.Close(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	b.shows(".link", "closed")
	b.console(s.Base, world+"/faults")
	b.holds(`document.querySelector("fieldset").disabled`)
	b.console(s.Base, world+"/clock")
	b.holds(`[...document.querySelectorAll("main button")].every(e => e.disabled)`)
	b.quiet()
}

// A person without a mouse makes a world, reads an exchange and raises an event.
func TestConsoleKeyboard(t *testing.T) {
	s, b, world := withConsole(t)
	press := func(keys ...string) {
		t.Helper()
		for _, k := range keys {
			b.do(chromedp.KeyEvent(k))
		}
	}
	// until presses Tab until what has the focus satisfies a condition.
	until := func(condition string) {
		t.Helper()
		for range 120 {
			press(kb.Tab)
			if value[bool](b, `(e => !!(`+condition+`))(document.activeElement)`) {
				seen := value[string](b, `getComputedStyle(document.activeElement).outlineStyle`)
				if seen == "none" {
					t.Errorf("nobody sees where the focus is: %s", condition)
				}
				return
			}
		}
		t.Fatalf("Tab never comes to %s", condition)
	}
	bonderToken(t, s.URL("bonder"), 1000)
	b.console(s.Base, "worlds")
	b.shows(".world", s.World.ID)
	until(`e.labels?.[0]?.textContent === "Name"`)
	press("k", "e", "y", "s", kb.Enter)
	b.shows("main h1", "World keys")
	b.console(s.Base, world)
	b.shows(".line", "authorize")
	until(`e.matches(".lines")`)
	press(kb.Home, kb.Enter)
	b.shows(".entry h2", "Entry 1")
	b.holds(`document.activeElement.id === "entry-title"`)
	press(kb.Escape)
	b.holds(`document.activeElement.matches(".lines")`)
	b.console(s.Base, world+"/events?api=bonder")
	until(`e.matches("summary") && e.textContent.includes("account.suspended")`)
	press(kb.Enter)
	until(`e.matches("details[open] button")`)
	press(kb.Enter)
	b.shows(".list", "account.suspended")
	events := 0
	for _, e := range s.Journal() {
		if e.Kind == journal.EventRaised {
			events++
		}
	}
	if events != 1 {
		t.Errorf("%d events were raised", events)
	}
	b.quiet()
}
