package report_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// diagram is the one of a scenario, and what can be read in it, row by row.
func diagram(t *testing.T, s *verdict.Scenario) (svg, words string) {
	t.Helper()
	r := &verdict.Report{Scenarios: []*verdict.Scenario{s}}
	r.Finish(false)
	all := diagrams(t, page(t, r))
	if len(all) != 1 {
		t.Fatalf("%d diagrams", len(all))
	}
	svg = all[0]
	words = regexp.MustCompile(`<title>[^<]*</title>`).ReplaceAllString(svg, "")
	words = regexp.MustCompile(`</text>`).ReplaceAllString(words, "\n")
	return svg, regexp.MustCompile(`<[^>]*>`).ReplaceAllString(words, "")
}

// inOrder checks that the texts stand there in this order.
func inOrder(t *testing.T, words string, wants ...string) {
	t.Helper()
	rest := words
	for _, want := range wants {
		i := strings.Index(rest, want)
		if i < 0 {
			t.Fatalf("no %q where it belongs in\n%s", want, words)
		}
		rest = rest[i+len(want):]
	}
}

func TestDiagram(t *testing.T) {
	svg, words := diagram(t, sampleFailed())
	inOrder(t, words, "client", "bonder", "21 November 2026", "20:22:33.878", "1 POST /auth", "authorize", "+12ms",
		"200 OK", "clock: 26h0m0s pass, now 2026-11-22 22:22:33, 2 fired",
		"22 November 2026", "22:22:33.897", "3 GET /users/1042?lang=ru", "INVALID_CREDENTIALS_ERROR",
		"token_died: ‹token 1› died by time", "4 POST /auth", "bonder.renew-once",
		"5 PUT /users/1042", "violation by client: too_long at /translatable/ru/name", "6 POST /auth",
		"bonder.renew-once")
	for icon, n := range map[string]int{`href="#i-failed" class="i bad" x="10"`: 3, `href="#i-clock"`: 1,
		`href="#i-why"`: 1, `class="band bad"`: 6, `class="a r`: 5} {
		if got := strings.Count(svg, icon); got != n {
			t.Errorf("%d times %s, want %d", got, icon, n)
		}
	}
	if strings.Contains(words, "unasked.violation") {
		t.Error("a finding is told twice")
	}
}

// Requests that overlap are drawn as they came, the answers say whose they are.
func TestDiagramOverlap(t *testing.T) {
	_, words := diagram(t, sampleRace())
	inOrder(t, words, "fault f1: hold count: 3, timeout: 30s on bonder loadCard, until removed", "2 GET", "3 GET",
		"4 GET", "+30ms", "fault f1: hold 3 requests", "↳3 +35ms", "↳2 +40ms")
}

func TestDiagramFaults(t *testing.T) {
	svg, words := diagram(t, sampleFaults())
	inOrder(t, words, "fault f1: lose_reply by: reset on timconnect sendSms, after 1, 2 times",
		"2 POST", "Привет 😀", "connection reset after 0 bytes", "fault f1: lose_reply reset (0 of 36 bytes sent)",
		"3 POST", "200 OK connection closed after 14 bytes", "truncate 50% (14 of 36", "4 POST",
		"silence after 0 bytes", "5 POST", "oops", "6 POST", "503 Service Unavailable",
		"7 POST", "the client left before the answer was complete", "8 PATCH",
		"no such operation; the nearest operation is POST", "404 Not Found",
		"9 POST", "never answered: still open at the end", "10 POST", "late: the world was closed already",
		"all faults removed")
	if got := strings.Count(svg, `class="i cut"`); got != 4 {
		t.Errorf("%d answers are cut, want 4", got)
	}
	if !strings.Contains(svg, "<title>PATCH http") || !strings.Contains(words, "…") {
		t.Error("what does not fit is not in a tooltip")
	}
}

func TestDiagramStream(t *testing.T) {
	_, words := diagram(t, sampleStream())
	inOrder(t, words, "1 GET", "200 OK stream begins", `{&#34;Id&#34;:0,`, "2 POST", "session_reset",
		`{&#34;Id&#34;:1,`, "event operator.replied text: Добрый день 👋, chat: 7", `{&#34;Id&#34;:2,`,
		`{&#34;Id&#34;:3,`, "duplicate", `{&#34;Id&#34;:5,`, "not sent", "… 20 more messages", `{&#34;Id&#34;:28,`,
		`{&#34;Id&#34;:29,`, "+2s", "stream ends", "fault f2: stream duplicate after 3")
	if strings.Contains(words, `{&#34;Id&#34;:8,`) {
		t.Error("a message of the middle is drawn")
	}
}

// In a world whose clock stands still, a message follows what was asked at the same time, within its stream.
func TestDiagramFrozen(t *testing.T) {
	s := sampleStream()
	at := s.Entries[0].WorldTime
	for i := range s.Entries {
		s.Entries[i].WorldTime = at
	}
	s.Entries[0].Messages = []journal.StreamMessage{{WorldTime: at, Data: "the only one"}}
	_, words := diagram(t, s)
	inOrder(t, words, "stream begins", "the only one", "stream ends")
	s.Entries[0].Sent = &journal.Sent{Status: 200, End: "close"}
	_, words = diagram(t, s)
	inOrder(t, words, "stream begins", "the only one", "stream: connection closed")
	s.Entries[0].State, s.Entries[0].Faults = journal.Aborted, nil
	svg, words := diagram(t, s)
	inOrder(t, words, "stream begins", "the only one", "the client ends the stream")
	if strings.Contains(svg, `"a r err"`) {
		t.Error("a client that ends its stream is drawn as an error")
	}
}

func TestDiagramOutside(t *testing.T) {
	_, words := diagram(t, sampleOutside())
	inOrder(t, words, "client", "server", "service", "webhook", "2 POST /rest/auth", "client.success",
		"1 POST 127.0.0.1:8099/cards", "200 OK",
		"violation by service: other_type at", "/enabled", "↳2 +30ms", "3 POST example.com/hook", "204 No Content",
		"dial tcp 127.0.0.1:9: connection refused", "retry: the webhook is called again")
}

// Of a long journal the proofs stay, however far inside.
func TestDiagramLong(t *testing.T) {
	s := sampleLong()
	svg, words := diagram(t, s)
	if n := strings.Count(words, "GET"); n != 40 {
		t.Errorf("%d requests are drawn, want 40", n)
	}
	inOrder(t, words, "1 GET", "2 GET", "… 1", "more entries", "150 GET", "151 GET", "radist.poll-interval",
		"429 Too Many Requests", "152 GET", "more entries", "223 GET", "radist.poll-interval", "more entries",
		"300 GET")
	if strings.Count(svg, `class="i warn" x="10"`) != 2 {
		t.Error("the proofs are not marked")
	}
	var all []int64
	for i := range s.Entries {
		all = append(all, int64(i+1))
	}
	s.Checks[0].Entries = all
	if _, words = diagram(t, s); strings.Count(words, "GET") != 300 || strings.Contains(words, "more entries") {
		t.Error("proofs are left out")
	}
	s.Checks = nil
	s.Verdict = verdict.Passed
	if _, words = diagram(t, s); strings.Count(words, "GET") != 12 {
		t.Errorf("a passed scenario draws %d requests, want 12", strings.Count(words, "GET"))
	}
}

// A journal without wire times (the canonical view) is drawn in its own order.
func TestDiagramCanonical(t *testing.T) {
	s := sampleFailed()
	for i := range s.Entries {
		s.Entries[i].WireTime, s.Entries[i].DurationMS = nil, nil
	}
	_, words := diagram(t, s)
	inOrder(t, words, "1 POST", "200 OK", "clock:", "3 GET", "200 OK", "4 POST", "200 OK", "5 PUT", "200 OK", "6 POST",
		"200 OK")
}

func TestDiagramControl(t *testing.T) {
	for _, one := range []struct {
		kind                   journal.Kind
		operation, event, want string
	}{
		{journal.ClockMove, "set", `{"asked":{"set":"2030-01-01T00:00:00Z"},"result":{"now":"2030-01-01T00:00:00Z"}}`,
			"clock: set, now 2030-01-01 00:00:00Z"},
		{journal.ClockMove, "mode", `{"asked":{"mode":"frozen"}}`,
			`clock: mode {&#34;asked&#34;:{&#34;mode&#34;:&#34;frozen&#34;}}`},
		{journal.Fault, "remove", `{"asked":{"id":"f3"}}`, "fault f3 removed"},
		{journal.Fault, "release", `{"asked":{"id":"f3","entries":[4]}}`, "fault f3: what it held is let go"},
		{journal.Fault, "add", `{"asked":[]}`, `fault: add {&#34;asked&#34;:[]}`},
		{journal.Fault, "add", `{"asked":{"match":{"path":"/auth"},"fault":{"kind":"empty"}},"result":{"id":"f1"}}`,
			"fault f1: empty on path: /auth"},
		{journal.EventRaised, "plant", `{"asked":{"bytes":12}}`, "state of radist planted, 12 bytes"},
		{journal.EventRaised, "switches", `{"asked":{"switches":{"bonder":{"scalars":"integer"}}}}`,
			"switches: bonder: {scalars: integer}"},
		{journal.EventRaised, "qr.scanned", `{"asked":{"api":"radist"}}`, "event qr.scanned"},
		{journal.EventRaised, "qr.scanned", `{"asked":[]}`, `event: qr.scanned {&#34;asked&#34;:[]}`},
		{"thing", "done", ``, "thing: done"},
	} {
		w := newWorld()
		w.control(one.kind, "radist", one.operation, one.event)
		s := sampleScenario("radist", "f", "n", verdict.Must, w, holds("x"))
		if one.event == "" {
			s.Entries[0].Event = nil
		}
		if _, words := diagram(t, s); !strings.Contains(words, one.want+"\n") {
			t.Errorf("no %q in %s", one.want, words)
		}
	}
}

// Whatever a journal holds, there is a diagram, or none, but never a panic.
func TestDiagramOdd(t *testing.T) {
	w := newWorld()
	e := w.call("", "", "", "", "", 0, "")
	e.Request, e.Response = nil, nil
	w.call("a", strings.Repeat("操作", 200), strings.Repeat("M", 200), "/"+strings.Repeat("漢字", 500),
		strings.Repeat("я", 9000), 999, "\xff\xfe\x00"+strings.Repeat("\u202e😀", 3000))
	e = w.call("b", "x", "GET", "/", "", 200, "")
	e.State = "unknown"
	e.Response.Header = http.Header{"Content-Type": {"text/event-stream; charset=utf-8"}}
	e = w.call("b", "x", "GET", "/", "", 200, "")
	e.State, e.WorldTime = journal.Open, time.Time{}
	e.Messages = []journal.StreamMessage{{Data: ""}, {Data: strings.Repeat("x", 10000)}}
	s := sampleScenario("b", "f", "n", verdict.Must, w, &verdict.Check{ID: "c", Level: verdict.Must,
		Outcome: verdict.Broken, Entries: []int64{0, -1, 99, 1}})
	svg, _ := diagram(t, s)
	for _, m := range regexp.MustCompile(`(?:[xy]|width|height)="(-\d+)"`).FindAllStringSubmatch(svg, -1) {
		t.Errorf("something is drawn outside: %s", m[0])
	}
	for i := range 4 { // any part of it
		s.Entries = w.entries[i:]
		diagram(t, s)
	}
	for n := range 60 { // and any cut
		w := newWorld()
		for i := range n {
			w.call("b", "x", "GET", fmt.Sprint("/", i), "", 200, "")
		}
		s := sampleScenario("b", "f", "n", verdict.Must, w, &verdict.Check{ID: "c", Level: verdict.Must,
			Outcome: verdict.Broken, Entries: []int64{int64(n / 2)}})
		if n > 0 {
			_, words := diagram(t, s)
			shown := strings.Count(words, "GET")
			if want := min(n, 40); shown != want {
				t.Errorf("%d entries: %d shown, want %d", n, shown, want)
			}
		}
	}
}
