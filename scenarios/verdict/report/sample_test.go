package report_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// world makes the journal of one: every entry a little later than the one before.
type world struct {
	now     time.Time // wire
	shift   time.Duration
	entries []journal.Entry
}

func newWorld() *world {
	return &world{now: time.Date(2026, 11, 21, 20, 22, 33, 878_000_000, time.UTC)}
}

func (w *world) add(e journal.Entry, took time.Duration) *journal.Entry {
	at := w.now
	ms := float64(took) / float64(time.Millisecond)
	e.Seq, e.WireTime, e.WorldTime, e.DurationMS = int64(len(w.entries)+1), &at, at.Add(w.shift), &ms
	if e.State == "" {
		e.State = journal.Closed
	}
	w.now = at.Add(took + 3*time.Millisecond)
	w.entries = append(w.entries, e)
	return &w.entries[len(w.entries)-1]
}

func (w *world) call(api, operation, method, path, asked string, status int, answered string) *journal.Entry {
	e := journal.Entry{
		Kind: journal.Exchange, Peer: journal.Client, API: api, Operation: operation, Method: method, Path: path,
		URL: "http://127.0.0.1:39145/w/v-1/" + api + path,
		Request: &journal.Message{Header: http.Header{"Content-Type": {"application/json"},
			"X-Auth-Key": {"‹token 2›"}}, Body: []byte(asked)},
		Response: &journal.Message{Status: status, Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(answered)},
	}
	return w.add(e, 12*time.Millisecond)
}

func (w *world) calls(
	api, operation string, peer journal.Peer, url, asked string, status int, answered string,
) *journal.Entry {
	e := w.call(api, operation, "POST", "", asked, status, answered)
	e.Kind, e.Peer, e.URL = journal.Outgoing, peer, url
	return e
}

func (w *world) control(kind journal.Kind, api, operation, event string) *journal.Entry {
	e := journal.Entry{Kind: kind, Peer: journal.Control, API: api, Operation: operation, Event: command(event)}
	return w.add(e, time.Millisecond)
}

// command reads what a control entry holds; a text of another form is what was asked.
func command(text string) *journal.Command {
	var c journal.Command
	if json.Unmarshal([]byte(text), &c) != nil {
		c.Asked = json.RawMessage(text)
	}
	return &c
}

func (w *world) advance(d time.Duration) {
	e := w.control(journal.ClockMove, "", "advance", "{}")
	w.shift += d
	e.Event = command(fmt.Sprintf(`{"asked":{"advance":%q},"result":{"now":%q,"mode":"running","scale":1,"fired":2,`+
		`"pending":0}}`, d, e.WorldTime.Add(d).Format(time.RFC3339Nano)))
}

func sampleScenario(api, feature, name string, level verdict.Level, w *world,
	checks ...*verdict.Check) *verdict.Scenario {
	s := &verdict.Scenario{
		Address: api + "/" + feature + ".feature:5", Feature: "A client of " + api + ": " + feature,
		Source: "Source: 001.txt, \"Авторизация\" (L1-83).", Name: name, API: api,
		Tags: []string{"@" + string(level)}, Level: level, World: "v-1", Seed: 42, DurationMS: 54.8, Checks: checks,
		Reproduce: "sparring verify --scenario " + api + "/" + feature +
			".feature:5 --seed 7 -- python3 'my client.py'",
		Steps: []*verdict.Step{
			{Keyword: "Given", Text: "the token of the client has died", Line: 6, Status: verdict.StepPassed},
			{Keyword: "When", Text: "the client loads the card", Line: 7, Status: verdict.StepPassed, DurationMS: 46,
				Said: `success {"languages":{"ru":"Русский","be":"Беларуская"}}`},
			{Keyword: "Then", Text: "the client reports success", Line: 8, Status: verdict.StepPassed},
		},
	}
	if w != nil {
		s.Entries = w.entries
	}
	s.Judge()
	return s
}

func holds(id string) *verdict.Check {
	return &verdict.Check{ID: id, Level: verdict.Must, Outcome: verdict.Kept}
}

// sample is a report with a scenario of every verdict, and every kind of thing that a diagram can show.
func sample() *verdict.Report {
	r := &verdict.Report{
		Version: "1.0.0", Judged: "python3 adapter.py", Client: verdict.Client{Name: "Карточка-клиент 😀",
			Version: "2.3"}, Server: "in process", Seed: 2314777006, Jobs: 4,
		Started: time.Date(2026, 11, 21, 20, 22, 33, 0, time.UTC), DurationMS: 4922.16,
		Spent: verdict.Spent{Worlds: 1693.8, Client: 9976, Control: 2379, Waiting: 157},
		Scenarios: []*verdict.Scenario{samplePassed(), sampleFailed(), sampleRace(), sampleWarned(), sampleFaults(),
			sampleStream(), sampleOutside(), sampleLong(), sampleError(), sampleSkipped(), sampleNotExercised(),
			sampleInconclusive(), sampleKnown()},
	}
	r.Finish(false)
	return r
}

func samplePassed() *verdict.Scenario {
	w := newWorld()
	w.call("bonder", "authorize", "POST", "/auth", `{"username":"USERNAME","password":"‹password 1›"}`, 200,
		`{"success":true,"errors":[],"result":{"token":"‹token 6›","expire":"1795296153"}}`)
	w.call("bonder", "getRepository", "GET", "/repositories/local", "", 200,
		`{"success":true,"result":{"ru":"Русский","zh":"中文","he":"עברית"}}`)
	return sampleScenario("bonder", "authorization", "the first request is preceded by an authorisation", verdict.Must,
		w, holds("client.success"), holds("journal.count"), holds("journal.header"))
}

const refused = `{"success":false,"errors":["INVALID_CREDENTIALS_ERROR"],"result":{}}`

func sampleFailed() *verdict.Scenario {
	w := newWorld()
	w.call("bonder", "authorize", "POST", "/auth", `{"username":"USERNAME","password":"‹password 1›"}`, 200,
		`{"success":true,"errors":[],"result":{"token":"‹token 1›"}}`)
	w.advance(26 * time.Hour)
	e := w.call("bonder", "loadCard", "GET", "/users/1042?lang=ru", "", 200, refused)
	e.Why = []journal.Why{{Code: "token_died",
		Text: "‹token 1› died by time: it was issued 26h0m0s ago and lives for 1h"}}
	w.call("bonder", "authorize", "POST", "/auth", `{"username":"USERNAME","password":"‹password 1›"}`, 200,
		`{"success":true,"errors":[],"result":{"token":"‹token 2›"}}`)
	e = w.call("bonder", "saveCard", "PUT", "/users/1042",
		`{"settings":{"cardStatus":1},"translatable":{"ru":{"name":"Александра-Виктория-Мария-Елизавета"}}}`, 200,
		`{"success":true,"errors":[],"result":{}}`)
	e.Findings = []journal.Finding{{
		Kind: journal.Violation, By: journal.ByClient, Code: "too_long", Pointer: "/translatable/ru/name",
		Expected: "at most 25 characters", Actual: "35",
		Message:    "the value at /translatable/ru/name is longer than the document allows; shorten it",
		Provenance: journal.Documented, Source: "L420",
	}}
	w.call("bonder", "authorize", "POST", "/auth", `{"username":"USERNAME","password":"‹password 1›"}`, 200,
		`{"success":true,"errors":[],"result":{"token":"‹token 3›"}}`)
	s := sampleScenario("bonder", "tokens", "a token that died by time is renewed", verdict.Must, w,
		holds("client.failure"),
		&verdict.Check{ID: "bonder.renew-once", Level: verdict.Must,
			Text:   "a token that is refused is renewed once, and the refused request repeated once",
			Source: "bonder#L352 “повторить авторизацию”", Provenance: journal.Documented, Outcome: verdict.Broken,
			Message: "expected one authorisation after the refusal, 2 came", Entries: []int64{4, 6}},
		&verdict.Check{ID: "unasked.violation", Level: verdict.Must,
			Text: "the value at /translatable/ru/name is longer than the document allows; shorten it", Source: "L420",
			Provenance: journal.Documented, Outcome: verdict.Broken,
			Message: "too_long /translatable/ru/name in saveCard: expected at most 25 characters, got 35",
			Entries: []int64{5}, Unasked: true})
	s.Steps[2].Status, s.Steps[2].Message = verdict.StepFailed,
		"expected the client to report success of bonder.loadCard,\nit reported: failure INVALID_CREDENTIALS_ERROR"
	s.Steps = append(s.Steps, &verdict.Step{Keyword: "And", Text: "the card holds",
		Argument: "| name | value |\n| ru   | Анна  |", Line: 9, Status: verdict.StepSkipped})
	s.Log = "2026-11-21 INFO start\n2026-11-21 WARN токен отклонён, пробую ещё раз\nTraceback (most recent call " +
		"last):\n  File \"client.py\", line 3"
	return s
}

// sampleRace are three requests that overlap.
func sampleRace() *verdict.Scenario {
	w := newWorld()
	w.control(journal.Fault, "bonder", "add",
		`{"asked":{"match":{"api":"bonder","operation":"loadCard"},"times":0,"fault":{"kind":"hold","count":3,`+
			`"timeout":"30s"}},"result":{"id":"f1"}}`)
	start := w.now
	for i := range 3 {
		e := w.call("bonder", "loadCard", "GET", fmt.Sprintf("/users/%d", 1042+i), "", 200, refused)
		e.Faults = []journal.Shaping{{Rule: "f1", Kind: "hold", Detail: "3 requests"}}
		at, ms := start.Add(time.Duration(i)*time.Millisecond), float64(40-5*i)
		e.WireTime, e.WorldTime, e.DurationMS = &at, at, &ms
	}
	return sampleScenario("bonder", "renewals", "three requests that are refused together renew the token once",
		verdict.Should, w,
		&verdict.Check{ID: "bonder.one-renewal", Level: verdict.Should,
			Text: "one dead token is renewed once, however many requests it refuses", Source: "001.txt, “гонка”",
			Provenance: journal.Documented, Outcome: verdict.Broken, Message: "expected one authorisation, none came",
			Entries: []int64{2, 3, 4}})
}

func sampleWarned() *verdict.Scenario {
	w := newWorld()
	w.control(journal.EventRaised, "", "switches", `{"asked":{"switches":{"bonder":{"scalars":"integer"}}}}`)
	w.control(journal.EventRaised, "bonder", "plant", `{"asked":{"bytes":503,"sha256":"fab9"}}`)
	e := w.call("bonder", "loadCard", "GET", "/users/1042", "", 200, `{"success":true,"result":{"cardStatus":1}}`)
	e.Findings = []journal.Finding{{Kind: journal.Violation, By: journal.ByClient, Code: "unknown_header",
		Pointer: "header/X-Odd", Expected: "absent", Actual: "present", Message: "the header is not in the document",
		Provenance: journal.Derived}}
	return sampleScenario("bonder", "readings", "integers are read as well", verdict.Should, w,
		&verdict.Check{ID: "client.value", Level: verdict.Should, Outcome: verdict.Broken,
			Message: `expected the client to tell cardStatus as "1", it told nothing`, Tolerance: "±200 ms",
			Entries: []int64{3}})
}

// sampleFaults has an entry for each way in which an answer can go wrong.
func sampleFaults() *verdict.Scenario {
	w := newWorld()
	w.control(journal.Fault, "timconnect", "add",
		`{"asked":{"match":{"api":"timconnect","operation":"sendSms"},"after":1,"times":2,`+
			`"fault":{"kind":"lose_reply","by":"reset"}},"result":{"id":"f1"}}`)
	for i, sent := range []*journal.Sent{
		{Bytes: 0, End: "reset"}, {Status: 200, Bytes: 14, Body: []byte(`{"result":"su`), End: "close"},
		{Bytes: 0, End: "silence"}, {Status: 200, Bytes: 60, Body: []byte("<html>oops</html>")},
		{Status: 503, Bytes: 0},
	} {
		e := w.call("timconnect", "sendSms", "POST", "/api/kittens", `{"text":"Привет 😀","to":"+79001234567"}`, 200,
			`{"result":"success","id":4294967297}`)
		e.Sent, e.Faults = sent, []journal.Shaping{{Rule: "f1",
			Kind:   []string{"lose_reply", "truncate", "timeout", "malform", "status"}[i],
			Detail: []string{"reset", "50%", "", "html", "503"}[i]}}
	}
	e := w.call("timconnect", "sendSms", "POST", "/api/kittens", `{}`, 200, "")
	e.State, e.Response = journal.Aborted, nil
	e = w.call("timconnect", "", "PATCH",
		"/api/kitten/with/a/very/long/path/that/does/not/fit/into/the/diagram?and=a&long=query", "", 404,
		`{"result":"fail"}`)
	e.Unmatched, e.Hint = true, "the nearest operation is POST /api/kittens"
	e = w.call("timconnect", "sendSms", "POST", "/api/kittens", `{}`, 200, "")
	e.State, e.Response, e.DurationMS = journal.Open, nil, nil
	e = w.call("timconnect", "sendSms", "POST", "/api/kittens", `{}`, 503, `{"title":"the world is closed"}`)
	e.State = journal.Late
	w.control(journal.Fault, "", "clear", `{"asked":{}}`)
	return sampleScenario("timconnect", "resilience", "a reply that is lost does not send an SMS twice", verdict.Must,
		w,
		&verdict.Check{ID: "timconnect.no-duplicate", Level: verdict.Must,
			Text: "an SMS whose fate is unknown is not sent again", Source: "kittn, «Отправка»",
			Provenance: journal.Observed, Outcome: verdict.Broken, Message: "the same SMS came 5 times",
			Entries: []int64{3, 4, 5, 6}})
}

func sampleStream() *verdict.Scenario {
	w := newWorld()
	e := w.call("iqchannels", "subscribe", "GET", "/rest/chat/client/id/‹token 1›/stream", "", 200, "")
	e.Response.Header = http.Header{"Content-Type": {"text/event-stream"}}
	ms := 2000.0
	e.DurationMS = &ms
	for i := range 30 {
		m := journal.StreamMessage{WorldTime: e.WorldTime.Add(time.Duration(i*20) * time.Millisecond),
			Data: fmt.Sprintf(`{"Id":%d,"Payload":"Сообщение %d"}`, i, i)}
		switch i {
		case 3:
			m.Sent = "duplicate"
		case 5:
			m.Sent = "not sent"
		}
		e.Messages = append(e.Messages, m)
	}
	e.Faults = []journal.Shaping{{Rule: "f2", Kind: "stream", Detail: "duplicate after 3"}}
	w.call("iqchannels", "sendMessage", "POST", "/rest/chat/client/send", `{"Text":"Здравствуйте"}`, 200,
		`{"OK":false,"Error":{"Code":"session_reset"}}`)
	w.control(journal.EventRaised, "iqchannels", "operator.replied",
		`{"asked":{"api":"iqchannels","event":"operator.replied","args":{"text":"Добрый день `+
			`👋","chat":7}},"result":{"id":9}}`)
	return sampleScenario("iqchannels", "streams", "a message that comes twice is shown once", verdict.Must, w,
		&verdict.Check{ID: "iqchannels.once", Level: verdict.Must, Text: "a message is shown once",
			Source: "SDK, README", Provenance: journal.Observed, Outcome: verdict.Broken,
			Message: "message 3 was shown 2 times", Entries: []int64{1}})
}

func sampleOutside() *verdict.Scenario {
	w := newWorld()
	start := w.now
	w.now = start.Add(2 * time.Millisecond)
	e := w.calls("iqchannels", "getCard", journal.Service, "http://127.0.0.1:8099/cards/%D1%82%D0%BE%D0%BA%D0%B5%D0%BD",
		"", 200, `{"id":"1","enabled":"true"}`)
	e.Findings = []journal.Finding{{Kind: journal.Violation, By: journal.ByService, Code: "other_type",
		Pointer: "/enabled", Expected: "boolean", Actual: "string",
		Message: "the answer at /enabled has another type; send a boolean", Provenance: journal.Documented}}
	e = w.call("iqchannels", "auth", "POST", "/rest/auth", `{"credentials":"‹token 1›"}`, 200, `{"OK":true}`)
	ms := 30.0
	e.WireTime, e.WorldTime, e.DurationMS = &start, start, &ms
	w.calls("radist", "", journal.Webhook, "https://example.com/hook", `{"event":"connection"}`, 204, "")
	e = w.calls("radist", "", journal.Webhook, "https://example.com/hook", `{"event":"connection"}`, 0, "")
	e.Response, e.Error = nil, "dial tcp 127.0.0.1:9: connection refused"
	e.Why = []journal.Why{{Code: "retry", Text: "the webhook is called again in 5s"}}
	return sampleScenario("iqchannels", "lookups", "a look-up with a string boolean", verdict.Must, w,
		&verdict.Check{ID: "client.success", Level: verdict.Must, Outcome: verdict.Broken, Message: "expected success",
			Entries: []int64{2}})
}

// sampleLong is a client that hammers: the proofs are far inside.
func sampleLong() *verdict.Scenario {
	w := newWorld()
	for i := range 300 {
		e := w.call("radist", "getTelegramStatus", "GET", "/telegram/status/7f3a", "", 200,
			`{"status":"waiting_for_qr"}`)
		if i == 150 || i == 222 {
			e.Response.Status = 429
		}
	}
	return sampleScenario("radist", "polling", "polling is about as frequent as advised", verdict.Should, w,
		&verdict.Check{ID: "radist.poll-interval", Level: verdict.Should,
			Text: "the status is asked for every 3 to 5 seconds", Source: "Radist docs", Provenance: journal.Derived,
			Outcome: verdict.Broken, Message: "66 requests a second", Tolerance: "half the interval",
			Entries: []int64{151, 223}})
}

func sampleError() *verdict.Scenario {
	w := newWorld()
	e := w.call("radist", "getConnections", "GET", "/connections/", "", 200, `{"items":null}`)
	e.Findings = []journal.Finding{{Kind: journal.Defect, By: journal.ByFake, Code: "null", Pointer: "/items",
		Expected: "array", Actual: "null", Message: "the answer at /items is null", Provenance: journal.Documented}}
	v := verdict.Error
	return sampleScenario("radist", "connections", "connections are listed", verdict.Must, w,
		&verdict.Check{ID: "unasked.defect", Level: verdict.Must, Outcome: verdict.Broken, Verdict: &v,
			Message: "our answer breaks our own document", Entries: []int64{1}, Unasked: true})
}

func sampleSkipped() *verdict.Scenario {
	v := verdict.Skipped
	return sampleScenario("radist", "max", "MAX is connected by QR", verdict.Must, nil,
		&verdict.Check{ID: "client.ability", Level: verdict.Must, Verdict: &v,
			Message: "the client has no ability radist.connectMax"})
}

func sampleNotExercised() *verdict.Scenario {
	return sampleScenario("timconnect", "renewals", "a dead session is renewed", verdict.Must, nil,
		&verdict.Check{ID: "timconnect.renew-once", Level: verdict.Must, Text: "a dead session is renewed once",
			Message: "nothing happened that could be judged"})
}

func sampleInconclusive() *verdict.Scenario {
	v := verdict.Inconclusive
	return sampleScenario("timconnect", "paging", "all pages are read", verdict.Must, newWorld(),
		&verdict.Check{ID: "run.stopped", Level: verdict.Must, Outcome: verdict.Broken, Verdict: &v,
			Message: "the run was stopped during this scenario"})
}

func sampleKnown() *verdict.Scenario {
	s := sampleScenario("timconnect", "paging", "the last page is read", verdict.Must, newWorld(),
		&verdict.Check{ID: "client.value", Level: verdict.Must, Outcome: verdict.Broken,
			Message: strings.Repeat("a long reason ", 30)})
	s.KnownFailing = true
	return s
}
