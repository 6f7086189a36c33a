package mock_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/mocktest/outside"
)

// axe returns the source of axe-core, which finds what breaks the guidelines for accessible pages. It comes from the
// npm registry and is no part of the binary; AXE names a copy on this machine instead.
func axe(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("AXE"); path != "" {
		return readText(t, path)
	}
	dir := t.TempDir()
	npm := outside.Tool(t, "npm")
	for _, args := range [][]string{
		{npm, "pack", "--silent", "axe-core@4.14.1"}, {"tar", "xzf", "axe-core-4.14.1.tgz"},
	} {
		c := exec.CommandContext(t.Context(), args[0], args[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	return readText(t, filepath.Join(dir, "package", "axe.min.js"))
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// accessible checks the page that is open by WCAG 2.2, levels A and AA.
func (b *browser) accessible(source, where string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](source+";0")); err != nil {
		b.t.Fatal(err)
	}
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {runOnly: ["wcag2a", "wcag2aa",
		"wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify({rules: r.passes.length,
		violations: r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n =>
			n.html.slice(0, 200) + " " + n.failureSummary).join(" | "))}))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	var found struct {
		Rules      int
		Violations []string
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || found.Rules < 10 {
		b.t.Fatalf("%s: %d rules, %v", where, found.Rules, err)
	}
	for _, v := range found.Violations {
		b.t.Errorf("%s: %s", where, v)
	}
}

// looks chooses light or dark, and the width of the screen.
func (b *browser) looks(scheme string, width int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 800), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}

// Every page of the console is accessible, light and dark, on a phone and on a wide screen.
func TestConsoleAccessible(t *testing.T) {
	s, b, world := withConsole(t)
	source := axe(t)
	bonderToken(t, s.URL("bonder"), 1000)
	radistCall(t, s, "POST", "/telegram/init", `{"auth_type":"qr"}`)
	zero := 0
	s.Fault(client.FaultRequest{Match: fault.Match{API: "bonder"}, Times: &zero, Fault: faultOf("reset")})
	pages := map[string]string{
		"worlds": ".world", world + "/traffic": ".line", world + "/traffic?entry=1": ".part",
		world + "/clock": "table, .empty", world + "/events": "details", world + "/faults": ".rule",
		world + "/state?api=radist":          ".qr",
		world + "/state?api=bonder&as=facts": ".tree", world + "/outbox": ".empty", world + "/conduct": ".wrong",
		world + "/record": ".wrong", world + "/world": ".grid", "catalogue/radist": "details",
	}
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1440}, {"dark", 360}} {
		b.looks(look.scheme, look.width)
		for address, has := range pages {
			b.console(s.Base, address)
			b.holds("document.querySelector(" + jsonOf(t, "main "+has) + ")")
			where := fmt.Sprintf("%s %s at %d", address, look.scheme, look.width)
			b.accessible(source, where)
			if wide := value[float64](b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("%s is %v pixels too wide", where, wide)
			}
			b.shot(strings.NewReplacer("/", "-", "?", "-", "&", "-", s.World.ID, "w").Replace(
				fmt.Sprintf("console-%s-%s-%d", address, look.scheme, look.width)))
		}
	}
}
