package main

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sparring/mock/mocktest/outside"
)

// englishSentence is four plain words in a row: no code, name or path has so many.
var englishSentence = regexp.MustCompile(`\b[a-z]+ [a-z]+(?:[,;:]? [a-z]+){2,}\b`)

// TestConsoleRussian: no page of the console has an English sentence left in Russian.
func TestConsoleRussian(t *testing.T) {
	browser := outside.Browser(t)
	address, _ := served(t)
	address = "http://" + strings.TrimPrefix(address, "http://")
	for _, call := range [][]string{
		{"POST", "/bonder/auth", `{"username":"USERNAME","password":"WRONG","client":"API_CLIENT_NAME","rpt":"1"}`},
		{"GET", "/bonder/nowhere", ""}, {"GET", "/bonder/repositories", ""}, {"GET", "/timconnect/api/kittens/1", ""},
		{"POST", "/radist/v2/companies/7/telegram/init", `{"auth_type":"qr","more":1}`},
		{"POST", "/iqchannels/public/api/v1/clients/integration_auth", `{"Credentials":"x","Channel":"support"}`},
	} {
		r, err := http.NewRequestWithContext(t.Context(), call[0], address+call[1], strings.NewReader(call[2]))
		check(t, err)
		r.Header.Set("X-Api-Key", "sparring-radist-key")
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		check(t, err)
		check(t, response.Body.Close())
	}
	alive, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	allocated, stop := chromedp.NewExecAllocator(alive, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("no-proxy-server", true))...)
	defer stop()
	ctx, end := chromedp.NewContext(allocated)
	defer func() { _ = chromedp.Cancel(ctx); end() }()
	check(t, chromedp.Do(ctx, chromedp.Navigate(address+"/_sparring/console/icon.svg")))
	_, err := chromedp.Run(ctx, chromedp.Evaluate[string](`localStorage.setItem("sparring-language", "ru"); ""`))
	check(t, err)
	world, n := "worlds/default/", 0
	for _, page := range []string{
		"worlds", "worlds/default/world", world + "traffic?entry=1", world + "traffic?entry=2",
		world + "traffic?entry=3", world + "traffic?entry=4", world + "traffic?entry=5", world + "traffic?entry=6",
		world + "clock", world + "events?api=bonder", world + "events?api=iqchannels", world + "events?api=radist",
		world + "events?api=timconnect", world + "faults", world + "state?api=radist", world + "outbox",
		world + "conduct", world + "record", "catalogue/bonder?part=errors", "catalogue/iqchannels",
		"catalogue/radist?part=switches",
		"catalogue/timconnect?part=faults",
	} {
		check(t, chromedp.Do(ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(address+"/_sparring/#/"+page)))
		text := ""
		for range 200 { // until the page says the same twice
			said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelectorAll("details").forEach(
				(d) => { d.open = true; }); document.documentElement.lang === "ru" ? document.body.innerText : ""`))
			check(t, err)
			if said != "" && said == text && !strings.Contains(said, "Чтение…") {
				break
			}
			text = said
			time.Sleep(200 * time.Millisecond)
		}
		if n += len(text); !cyrillic.MatchString(text) {
			t.Errorf("%s is not shown: %q", page, text)
		}
		for _, sentence := range englishSentence.FindAllString(text, -1) {
			t.Errorf("%s: %q", page, sentence)
		}
	}
	if n < 10_000 {
		t.Errorf("only %d bytes were read", n)
	}
}
