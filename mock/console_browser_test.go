package mock_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"sparring/mock/console"
	"sparring/mock/mocktest"
)

// withConsole starts a server, and a browser to look at it; world is the address of its world in the console.
func withConsole(t *testing.T) (s *mocktest.Server, b *browser, world string) {
	t.Helper()
	t.Parallel()
	s = mocktest.Start(t)
	return s, startBrowser(t), "worlds/" + s.World.ID
}

// console opens a page of the console, and waits for its heading.
func (b *browser) console(base, address string) {
	b.t.Helper()
	b.open(base + console.Root + "#/" + address)
	b.holds(`document.querySelector("main h1") !== null`)
}

// shows waits until a text can be read in a part of the page.
func (b *browser) shows(selector, text string) {
	b.t.Helper()
	b.holds(fmt.Sprintf(`[...document.querySelectorAll(%s)].some(e => e.textContent.replace(/\s+/g, " ").includes(%s))`,
		jsonOf(b.t, selector), jsonOf(b.t, text)))
}

// click presses the button, link or summary that has a text, within a part of the page.
func (b *browser) click(within, text string) {
	b.t.Helper()
	b.holds(fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll(%s)].flatMap(p => [...p.querySelectorAll("button, a, summary")]);
		const found = all.find(e => e.textContent.trim() === %[2]s) || all.find(e => e.textContent.includes(%[2]s));
		if (!found || found.disabled || !found.checkVisibility()) return false;
		found.click();
		return true;
	})()`, jsonOf(b.t, within), jsonOf(b.t, text)))
}

// fill writes into the field that has a label, within a part of the page.
func (b *browser) fill(within, label, text string) {
	b.t.Helper()
	b.holds(fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll(%s)].flatMap(p => [...p.querySelectorAll("label")]);
		const named = all.find(l => l.textContent.replace(" *", "").trim() === %s);
		const field = named && document.getElementById(named.htmlFor);
		if (!field || field.matches(":disabled")) return false;
		const kind = Object.getPrototypeOf(field);
		Object.getOwnPropertyDescriptor(kind, "value").set.call(field, %s);
		field.dispatchEvent(new Event("input", {bubbles: true}));
		field.dispatchEvent(new Event("change", {bubbles: true}));
		field.dispatchEvent(new Event("blur"));
		return true;
	})()`, jsonOf(b.t, within), jsonOf(b.t, label), jsonOf(b.t, text)))
}

// A browser that opens the server gets the console, makes a world, labels it, copies it, closes it and deletes it.
func TestConsoleWorlds(t *testing.T) {
	s, b, _ := withConsole(t)
	b.open(s.Base)
	b.shows("main h1", "Worlds")
	if at := value[string](b, "location.pathname"); at != console.Root {
		t.Errorf("the console is at %s", at)
	}
	b.shows(".world", s.World.ID)
	b.fill("main form", "Name", "Not a name")
	b.click("main form", "Make a world")
	b.shows(".wrong", "lower-case")
	b.fill("main form", "Name", "booking")
	b.fill("main form", "Label", "the <b>first</b>")
	b.fill("main form", "Clock", "frozen")
	b.fill("main form", "Seed", "18446744073709551615")
	b.click("main form", "Make a world")
	b.shows("main h1", "World booking")
	made, err := s.Control.World(t.Context(), "booking")
	if err != nil || made.Label != "the <b>first</b>" || made.Clock.Mode != "frozen" || made.Seed != 1<<64-1 {
		t.Errorf("made %+v, %v", made, err)
	}
	b.shows("code", made.URLs["bonder"])
	b.shows("code", made.Credentials["radist"]["api_key"])
	b.click(".grid", "QR")
	b.holds(`document.querySelector("svg.qr path").getAttribute("d").length > 500`)
	b.fill("main", "Label", "the second")
	b.click("main form", "Save")
	b.fill("main", "Name of the copy", "copied")
	b.click("main form", "Fork")
	b.shows("main h1", "World copied")
	b.click("main", "bonder (")
	b.fill("main", "scalars", "integer")
	b.shows(".notice", "scalars")
	b.click("main", "Close the world")
	b.click("dialog", "Close the world")
	b.shows("main [role=status]", "Violations")
	b.shows(".link", "closed")
	b.click("main", "Delete the world")
	b.click("dialog", "Delete the world")
	b.shows("main h1", "Worlds")
	b.shows(".world", "the second")
	worlds, err := s.Control.Worlds(t.Context())
	if err != nil || len(worlds) != 3 { // that of the test, default, booking
		t.Errorf("%d worlds are left, %v", len(worlds), err)
	}
	b.quietBut("422") // the name that was refused
}

// Requests are listed as they come; the filters are in the address; an entry is shown in full, and as a command.
func TestConsoleTraffic(t *testing.T) {
	s, b, world := withConsole(t)
	b.console(s.Base, world)
	b.shows("main", "No traffic yet")
	token := bonderToken(t, s.URL("bonder"), 1000)
	b.shows(".line", "authorize")
	call(t, "GET", s.URL("bonder")+"/nothing?here=it's", "", token...)
	b.shows(".line .tag", "no operation")
	s.Advance(1)
	b.shows(".line.clock", "advance")
	b.fill(".filters", "Only", "unmatched")
	b.holds(`document.querySelectorAll(".line").length === 1 && location.hash.includes("only=unmatched")`)
	b.shows(".shown", "1 of ")
	b.do(chromedp.Reload())
	b.holds(`document.querySelectorAll(".line").length === 1`)
	b.click(".filters", "Show all")
	b.fill(".filters", "Search", "post authorize")
	b.holds(`document.querySelectorAll(".line").length === 1`)
	b.do(chromedp.Click(chromedp.CSS(".line")))
	b.shows(".entry h2", "Entry 1")
	b.shows(".entry pre", `"username": "USERNAME"`)
	b.shows(".entry .secret", "password")
	b.click(".entry", "As curl")
	b.shows(".made pre", "curl -i")
	if text := b.text(".made pre"); !strings.Contains(text, `‹password`) || !strings.Contains(text, "/bonder/auth'") {
		t.Errorf("the command is %s", text)
	}
	b.click(".entry", "Close")
	b.holds(`!location.hash.includes("entry=") && document.activeElement.matches(".lines")`)
	b.quiet()
}
