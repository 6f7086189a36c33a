package mock_test

import (
	"net/http"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// kitten is a request of a client to Kittn.
func kitten(t *testing.T, s *mocktest.Server, path string) int {
	t.Helper()
	status, _, _ := call(t, "GET", s.URL("timconnect")+path, "", "Authorization",
		s.Credentials("timconnect")["api_key"])
	return status
}

func worldTime(t *testing.T, s *mocktest.Server) time.Time {
	t.Helper()
	c, err := s.Control.Clock(t.Context(), s.World.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c.Now
}

// The clock is stopped, moved by typing and to the next due time; an event is raised by its form.
func TestConsoleClockAndEvents(t *testing.T) {
	s, b, world := withConsole(t)
	b.console(s.Base, world+"/clock")
	b.click("main", "Stop")
	b.shows(".big", "frozen")
	before := worldTime(t, s)
	b.fill("main", "By", "1h30m")
	b.click("main form", "Move on")
	b.shows(".notice", "World time is")
	if passed := worldTime(t, s).Sub(before); passed != 90*time.Minute {
		t.Errorf("%s have passed", passed)
	}
	b.fill("main", "By", "an hour")
	b.click("main form", "Move on")
	b.shows(".wrong", "an hour")
	session, _ := radistCall(t, s, "POST", "/telegram/init", `{"auth_type":"qr"}`)["session_id"].(string)
	b.console(s.Base, world+"/events?api=radist")
	b.click("main", "telegram.qr_scanned")
	b.fill("details[open]", "two_factor", "true")
	b.click("details[open]", "Let it happen")
	b.shows("details[open] .made", "password")
	b.shows(".list", "telegram.qr_scanned")
	b.click("details[open]", "Let it happen")
	b.shows("details[open] .wrong", "Impossible")
	s.Event("timconnect", "smsc.message", map[string]any{"receiver": "79990001122", "sender": "Bank",
		"message": "your code is <b>1234</b>"})
	b.console(s.Base, world+"/state?api=timconnect")
	b.shows(".talk .bubble", "your code is <b>1234</b>")
	b.shows(".talk li", "Bank → 79990001122 · "+worldTime(t, s).Format("2006-01-02"))
	b.console(s.Base, world+"/state?api=radist")
	b.shows("h2", "sessions")
	b.shows(".facts dd", session)
	b.fill(".filters", "Show as", "facts")
	b.shows(".tree", "sessions")
	b.quietBut("409", "422")
}

// A fault rule is made by the form and hit; requests that wait are seen and released one by one.
func TestConsoleFaults(t *testing.T) {
	s, b, world := withConsole(t)
	b.console(s.Base, world+"/faults")
	b.fill("main form", "API", "timconnect")
	b.fill("main form", "Operation", "listKittens")
	b.fill("main form", "What goes wrong", "status")
	b.fill("main form", "status", "503")
	b.fill("main form", "How often", "2")
	b.click("main form", "Make a fault rule")
	b.shows(".rule", "status=503")
	if status := kitten(t, s, "/api/kittens"); status != 503 {
		t.Errorf("the rule answers %d", status)
	}
	b.shows(".rule", "1 hit, 1 left")
	b.fill("main form", "Operation", "getKitten")
	b.fill("main form", "What goes wrong", "hold")
	b.fill("main form", "How often", "0")
	b.fill("main form", "count", "2")
	b.click("main form", "Make a fault rule")
	b.shows(".rule", "hold count=2")
	done := make(chan int, 2)
	for _, path := range []string{"/api/kittens/1", "/api/kittens/2"} {
		go func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL("timconnect")+path, http.NoBody)
			if err == nil {
				r.Header.Set("Authorization", s.Credentials("timconnect")["api_key"])
				resp, err := http.DefaultClient.Do(r)
				if err == nil {
					_ = resp.Body.Close()
					done <- resp.StatusCode
					return
				}
			}
			done <- 0
		}()
	}
	b.holds(`document.querySelectorAll(".waiting li").length === 2`)
	b.click(".waiting li", "Release")
	if status := <-done; status != 200 {
		t.Errorf("the first released request got %d", status)
	}
	b.holds(`document.querySelectorAll(".waiting li").length === 1`)
	b.click(".waiting", "Release all at once")
	if status := <-done; status != 200 {
		t.Errorf("the second got %d", status)
	}
	b.click("main", "Remove all")
	b.click("dialog", "Remove all")
	b.shows("main", "No fault rules")
	b.console(s.Base, world+"/traffic?only=refused")
	b.shows(".line", "503")
	b.quiet()
}

// What a client did wrong is judged as it comes; the catalogue can be read; what was done is a scenario.
func TestConsoleReadings(t *testing.T) {
	t.Parallel()
	s := mocktest.Start(t, func(o *mock.Options, _ *client.WorldRequest) {
		o.Conduct = func(world, _ string, page journal.Page) client.Conduct {
			return client.Conduct{World: world, Exchanges: len(page.Entries), Unanswered: []string{"a.rule"},
				Coverage: []client.ConductCoverage{}, Outcomes: []client.ConductOutcome{{ID: "kittn.rule",
					Level: "must", Verdict: "failed", Text: "<i>the demand</i>", Message: "it was broken",
					Entries: []int64{1}}}}
		}
		o.Record = func(string, client.RecordRequest, journal.Page) client.Recorded {
			return client.Recorded{Feature: "Feature: <script>\n", Steps: []string{"When it is so"},
				LeftOut: []client.LeftOut{{Seq: 1, Reason: "no step"}}}
		}
	})
	b := startBrowser(t)
	world := "worlds/" + s.World.ID
	kitten(t, s, "/api/kittens")
	b.console(s.Base, world+"/conduct")
	b.shows(".box", "<i>the demand</i>")
	kitten(t, s, "/api/kittens")
	b.shows("main p", "2 exchanges")
	b.click(".box", "Entry 1")
	b.shows(".entry h2", "Entry 1")
	b.click(".entry", "As a step")
	b.shows(".made pre", "When it is so")
	b.click(".entry", "As a fault rule")
	b.shows("main h1", "Faults")
	b.holds(`[...document.querySelectorAll("select")].some(e => e.value === "listKittens")`)
	b.console(s.Base, world+"/record")
	b.shows("pre.feature", "Feature: <script>")
	b.shows(".list", "no step")
	b.console(s.Base, "catalogue/bonder?q=saveCard")
	b.click("main", "PUT")
	b.shows("td", "DATABASE_ERROR")
	b.fill(".filters", "Part", "documents")
	b.click("main", "bonder")
	b.shows(".tree", "openapi")
	b.console(s.Base, world+"/outbox")
	b.shows("main", "Nothing was sent yet")
	b.quiet()
}
