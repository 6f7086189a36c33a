package watch_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/journal"
	_ "sparring/mock/mocktest/outside" // takes the flag -outside
	"sparring/scenarios"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

// tape writes entries, 10 ms apart unless a test waits.
type tape struct {
	api     string
	now     time.Time
	entries []journal.Entry
}

func record(api string) *tape {
	return &tape{api: api, now: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func (r *tape) wait(d time.Duration) *tape { r.now = r.now.Add(d); return r }

// call adds an exchange. sent is what the response's JSON says; header is "Name: value".
func (r *tape) call(operation, request, header string, status int, response string) *tape {
	at, took := r.now, 5.0
	e := journal.Entry{
		Seq: int64(len(r.entries) + 1), State: journal.Closed, Kind: journal.Exchange, Peer: journal.Client, API: r.api,
		Operation: operation, Method: "POST", Path: "/" + operation, URL: "http://x/" + operation, WorldTime: at,
		WireTime: &at, DurationMS: &took,
		Request:  &journal.Message{Header: http.Header{}, Body: []byte(request)},
		Response: &journal.Message{Status: status, Header: http.Header{}, Body: []byte(response)},
	}
	if name, value, ok := strings.Cut(header, ": "); ok {
		e.Request.Header.Set(name, value)
	}
	r.entries = append(r.entries, e)
	r.now = r.now.Add(10 * time.Millisecond)
	return r
}

// last changes the newest entry.
func (r *tape) last(change func(*journal.Entry)) *tape {
	change(&r.entries[len(r.entries)-1])
	return r
}

// times adds something again and again.
func (r *tape) times(n int, add func(r *tape, i int)) *tape {
	for i := range n {
		add(r, i)
	}
	return r
}

func lost(e *journal.Entry) { e.Sent = &journal.Sent{End: journal.Reset} }

func judged(o watch.Options, worlds ...watch.World) *verdict.Report {
	o.APIs, o.Catalogue = scenarios.APIs(), mock.APIs()
	r := &verdict.Report{}
	watch.Judge(o, r, worlds)
	return r
}

func outcome(t *testing.T, r *verdict.Report, id string) *verdict.Scenario {
	t.Helper()
	i := slices.IndexFunc(r.Scenarios, func(s *verdict.Scenario) bool { return s.Address == id })
	if i < 0 {
		t.Fatalf("there is no outcome %s", id)
	}
	return r.Scenarios[i]
}

const (
	refused   = `{"success":false,"errors":["INVALID_CREDENTIALS_ERROR"]}`
	offline   = `{"success":false,"errors":["SERVER_OFFLINE_ERROR"]}`
	done      = `{"success":true}`
	isBlocked = `{"result":"fail","message":"Device is blocked"}`
	sixSaved  = `{"translatable":{"en":{"a":1},"de":{"a":1},"fr":{"a":1},"it":{"a":1},"es":{"a":1},"pl":{"a":1}}}`
)

// token is the header of a request with a token.
func token(i int) string { return fmt.Sprintf("X-Auth-Key: t%d", i) }

func session(i int) string { return fmt.Sprintf("Cookie: sessionid=s%d", i) }

// TestRules: each rule that traffic can answer is broken by a client that breaks it, and kept by one that does not.
func TestRules(t *testing.T) {
	for name, test := range map[string]struct {
		rule      string
		kept, bad *tape
		fails     bool // and does not only warn
	}{
		"languages": {"bonder.five-languages",
			record("bonder").call("saveCard", `{"translatable":{"en":{"a":1}}}`, token(1), 200, done),
			record("bonder").call("saveCard", sixSaved, token(1), 200, done), true},
		"offline": {"bonder.retry-later",
			record("bonder").call("getCard", "", token(1), 200, offline).wait(time.Hour).
				call("getCard", "", token(1), 200, done),
			record("bonder").times(3, func(r *tape, _ int) { r.call("getCard", "", token(1), 200, offline) }), false},
		"offline in a loop": {"bonder.retry-later",
			record("bonder").call("getCard", "", token(1), 200, offline),
			record("bonder").times(12, func(r *tape, _ int) { r.call("getCard", "", token(1), 200, offline) }), true},
		"login loop": {"bonder.no-login-loop",
			record("bonder").call("authorize", "{}", "", 200, refused).call("authorize", "{}", "", 200, refused),
			record("bonder").times(4, func(r *tape, _ int) { r.call("authorize", "{}", "", 200, refused) }), false},
		"renewals of one request": {"bonder.renew-once",
			record("bonder").call("getCard", "", token(1), 200, refused).call("authorize", "{}", "", 200, done).
				call("getCard", "", token(2), 200, done),
			record("bonder").times(5, func(r *tape, i int) {
				r.call("getCard", "", token(i), 200, refused).call("authorize", "{}", "", 200, done)
			}), false},
		"renewals of one token": {"bonder.one-renewal",
			record("bonder").call("getCard", "1", token(1), 200, refused).call("getCard", "2", token(1), 200, refused).
				call("authorize", "{}", "", 200, done).call("getCard", "1", token(2), 200, done).
				call("getCard", "2", token(2), 200, done).call("authorize", "{}", "", 200, done),
			record("bonder").call("getCard", "1", token(1), 200, refused).call("getCard", "2", token(1), 200, refused).
				call("authorize", "{}", "", 200, done).call("authorize", "{}", "", 200, done), false},
		"an old token": {"bonder.fresh-token",
			record("bonder").call("getCard", "", token(1), 200, refused).call("authorize", "{}", "", 200, done).
				call("getCard", "", token(2), 200, done),
			record("bonder").times(4, func(r *tape, i int) {
				r.call("getCard", fmt.Sprint(i), token(1), 200, refused).call("authorize", "{}", "", 200, done).
					call("getCard", fmt.Sprint(i), token(i+2), 200, done)
			}), false},
		"a second profile": {"bonder.creates-once",
			record("bonder").call("createProfile", "{}", token(1), 200, done).last(lost),
			record("bonder").call("createProfile", "{}", token(1), 200, done).last(lost).
				call("createProfile", "{}", token(1), 200, done), false},
		"a loop": {"bonder.no-loop",
			record("bonder").call("getCard", "", token(1), 404, "").last(func(e *journal.Entry) { e.Code = "X" }),
			record("bonder").times(13, func(r *tape, _ int) {
				r.call("getCard", "", token(1), 404, "").last(func(e *journal.Entry) { e.Code = "X" })
			}), false},
		"made too early": {"radist.created-when-authenticated",
			record("radist").call("TelegramInitializeSession", `{}`, "", 200, `{"session_id":"a","status":"wait"}`).
				call("TelegramSendLoginRequest", `{"session_id":"a"}`, "", 200,
					`{"session_id":"a","status":"authenticated"}`).
				call("ConnectionsCreateConnection", `{"params":{"session_id":"a"}}`, "", 200, `{"id":1}`),
			record("radist").call("TelegramInitializeSession", `{}`, "", 200, `{"session_id":"a","status":"wait"}`).
				call("ConnectionsCreateConnection", `{"params":{"session_id":"a"}}`, "", 200, `{"id":1}`), true},
		"made again": {"radist.no-second-connection",
			record("radist").call("TelegramInitializeSession", `{"connection_id":1}`, "", 200,
				`{"session_id":"a","status":"wait"}`),
			record("radist").call("TelegramInitializeSession", `{"connection_id":1}`, "", 200,
				`{"session_id":"a","status":"authenticated"}`).
				call("ConnectionsCreateConnection", `{"params":{"session_id":"a"}}`, "", 200, `{"id":1}`), true},
		"polls a dead session": {"radist.dead-sessions",
			record("radist").call("TelegramSendLoginRequest", `{"session_id":"a"}`, "", 404, `{}`),
			record("radist").times(4, func(r *tape, _ int) {
				r.call("TelegramSendLoginRequest", `{"session_id":"a"}`, "", 404, `{}`)
			}), false},
		"polls fast": {"radist.poll-pace",
			record("radist").times(5, func(r *tape, _ int) {
				r.call("TelegramSendLoginRequest", `{"session_id":"a"}`, "", 200, `{}`).wait(5 * time.Second)
			}),
			record("radist").times(5, func(r *tape, _ int) {
				r.call("TelegramSendLoginRequest", `{"session_id":"a"}`, "", 200, `{}`)
			}), false},
		"a wrong code twice": {"radist.wrong-answer-once",
			record("radist").call("TelegramSendLoginRequest", `{"session_id":"a","code":"1"}`, "", 400, `{}`),
			record("radist").times(2, func(r *tape, _ int) {
				r.call("TelegramSendLoginRequest", `{"session_id":"a","code":"1"}`, "", 400, `{}`)
			}), false},
		"no pause": {"radist.slow-down",
			record("radist").call("ConnectionsGetItems", "", "", 429, "{}").last(retryAfter).wait(2*time.Second).
				call("ConnectionsGetItems", "", "", 200, "{}"),
			record("radist").call("ConnectionsGetItems", "", "", 429, "{}").last(retryAfter).
				call("ConnectionsGetItems", "", "", 200, "{}"), false},
		"another id": {"iqchannels.same-local-id",
			record("iqchannels").call("sendMessage", `{"Text":"a","LocalId":1}`, "", 200, `{"OK":true}`).last(lost).
				call("sendMessage", `{"Text":"a","LocalId":1}`, "", 200, `{"OK":true}`),
			record("iqchannels").call("sendMessage", `{"Text":"a","LocalId":1}`, "", 200, `{"OK":true}`).last(lost).
				call("sendMessage", `{"Text":"a","LocalId":2}`, "", 200, `{"OK":true}`), false},
		"begins anew": {"iqchannels.resumes",
			record("iqchannels").call("streamEvents", "", "Authorization: Client s", 200, "").last(events("")).
				call("streamEvents", "", "Authorization: Client s", 200, "").last(events("?LastEventId=7")),
			record("iqchannels").call("streamEvents", "", "Authorization: Client s", 200, "").last(events("")).
				call("streamEvents", "", "Authorization: Client s", 200, "").last(events("")), false},
		"goes on": {"timconnect.removed-is-silent",
			record("timconnect").call("removeDevice", "", session(1), 200, `{"result":"success"}`).
				call("listQueue", "", session(2), 200, `{"result":"success"}`),
			record("timconnect").call("removeDevice", "", session(1), 200, `{"result":"success"}`).
				call("listQueue", "", session(1), 200, `{"result":"success"}`), true},
		"reports what it has not": {"timconnect.report-after-load",
			record("timconnect").call("listQueue", "", session(1), 200, `{"result":"success","body":[{"id":"m1"}]}`).
				call("reportDelivery", `{"ids":["m1"]}`, session(1), 200, `{"result":"success"}`),
			record("timconnect").call("reportDelivery", `{"ids":["m1"]}`, session(1), 200, `{"result":"success"}`),
			false},
		"blocked": {"timconnect.blocked-is-final",
			record("timconnect").call("listQueue", "", session(1), 200, isBlocked),
			record("timconnect").times(4, func(r *tape, _ int) {
				r.call("listQueue", "", session(1), 200, isBlocked)
			}), false},
		"hammers": {"timconnect.kittn-slows-down", record("timconnect").call("listKittens", "", "", 429, ``),
			record("timconnect").times(12, func(r *tape, _ int) { r.call("listKittens", "", "", 429, ``) }), true},
	} {
		t.Run(name, func(t *testing.T) {
			kept := outcome(t, judged(watch.Options{}, watch.World{ID: "w", Entries: test.kept.entries}), test.rule)
			if kept.Verdict != verdict.Passed || len(kept.Entries) == 0 {
				t.Errorf("kept: %s with %d entries: %s", kept.Verdict, len(kept.Entries), kept.Reason)
			}
			want := verdict.Warned
			if test.fails {
				want = verdict.Failed
			}
			bad := outcome(t, judged(watch.Options{}, watch.World{ID: "w", Entries: test.bad.entries}), test.rule)
			if bad.Verdict != want || len(bad.Entries) == 0 {
				t.Errorf(
					"broken: expected %s, got %s with %d entries: %s",
					want,
					bad.Verdict,
					len(bad.Entries),
					bad.Reason,
				)
			}
		})
	}
}

func retryAfter(e *journal.Entry) { e.Response.Header.Set("Retry-After", "1") }

// events is a stream that gave event 7.
func events(query string) func(*journal.Entry) {
	return func(e *journal.Entry) {
		e.URL += query
		e.Messages = []journal.StreamMessage{{Data: `data: {"Result":[{"Id":7}]}`}}
	}
}

// TestExit: the exit codes of the house for traffic.
func TestExit(t *testing.T) {
	good := record("bonder").call("getCard", "", token(1), 200, done).entries
	bad := record("bonder").call("saveCard", sixSaved, token(1), 200, done).entries
	astray := record("bonder").call("", "", "", 404, "").last(func(e *journal.Entry) { e.Unmatched = true }).entries
	defect := record("bonder").call("getCard", "", "", 200, done).last(finding(journal.Defect, journal.ByFake)).entries
	violation := record("bonder").call("getCard", "", "", 200, done).
		last(finding(journal.Violation, journal.ByClient)).entries
	service := record("iqchannels").call("getClientCard", "", "", 200, done).
		last(finding(journal.Violation, journal.ByService)).entries
	for name, test := range map[string]struct {
		entries []journal.Entry
		options watch.Options
		command string
		want    int
	}{
		"good":               {good, watch.Options{}, "", 0},
		"a rule":             {bad, watch.Options{}, "", 1},
		"the contract":       {violation, watch.Options{}, "", 1},
		"a service":          {service, watch.Options{}, "", 0},
		"unmatched":          {astray, watch.Options{}, "", 1},
		"our defect":         {defect, watch.Options{}, "", 2},
		"captured":           {defect, watch.Options{Captured: true}, "", 0},
		"nothing":            {nil, watch.Options{}, "", 3},
		"nothing and failed": {nil, watch.Options{}, "exit 1", 3},
		"the command":        {good, watch.Options{}, "exit 1", 4},
		"a rule and command": {bad, watch.Options{}, "exit 1", 1},
		"required":           {good, watch.Options{Require: []string{"bonder.five-languages"}}, "", 1},
		"required and there": {bad, watch.Options{Require: []string{"bonder.saveCard"},
			KnownFailing: []string{"bonder.five-languages"}}, "", 0},
		"known to fail, but passes": {good, watch.Options{KnownFailing: []string{"bonder.getCard"}}, "", 1},
		"coverage":                  {good, watch.Options{MinCoverage: 50}, "", 1},
		"some coverage":             {good, watch.Options{MinCoverage: 0.1}, "", 0},
		"another API": {good, watch.Options{Only: []string{"radist"},
			Require: []string{"radist.no-loop"}}, "", 1},
		"an unused fault":    {good, watch.Options{Planned: []watch.Planned{{Fault: "x"}}}, "", 0},
		"the same, strictly": {good, watch.Options{Planned: []watch.Planned{{Fault: "x"}}, Strict: true}, "", 1},
	} {
		r := &verdict.Report{Traffic: &verdict.Traffic{CommandEnd: test.command}}
		test.options.APIs, test.options.Catalogue = scenarios.APIs(), mock.APIs()
		if err := test.options.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		watch.Judge(test.options, r, []watch.World{{ID: "w", Entries: test.entries}})
		if r.ExitCode != test.want {
			t.Errorf("%s: expected exit %d, got %d: %s", name, test.want, r.ExitCode, r.Counts)
		}
	}
	forgotten := judged(watch.Options{}, watch.World{ID: "w", Entries: good, Forgotten: true})
	if forgotten.ExitCode != 1 || forgotten.Verdict != verdict.Inconclusive {
		t.Errorf("a journal that has forgotten: exit %d, %s", forgotten.ExitCode, forgotten.Verdict)
	}
}

func finding(kind journal.FindingKind, by journal.Party) func(*journal.Entry) {
	return func(e *journal.Entry) {
		e.Findings = []journal.Finding{{Kind: kind, By: by, Code: "wrong_type", Pointer: "/a", Expected: "text",
			Actual: "number", Message: "wrong", Provenance: journal.Documented}}
	}
}

// TestWorlds: of several worlds the worst decides, and the message names the others.
func TestWorlds(t *testing.T) {
	good := record("bonder").call("saveCard", `{"translatable":{"en":{"a":1}}}`, token(1), 200, done).entries
	bad := record("bonder").call("saveCard", sixSaved, token(1), 200, done).entries
	r := judged(watch.Options{}, watch.World{ID: "a", Entries: good}, watch.World{ID: "b", Entries: bad},
		watch.World{ID: "c", Entries: bad}, watch.World{ID: "idle"})
	s := outcome(t, r, "bonder.five-languages")
	if s.World != "b" || !strings.Contains(s.Reason, "also in c") || r.Traffic.Worlds != 3 {
		t.Errorf("world %s of %d: %s", s.World, r.Traffic.Worlds, s.Reason)
	}
	if c := r.Traffic.Coverage; len(c) != 1 || c[0].API != "bonder" {
		t.Fatalf("coverage %v", c)
	}
	called, _ := r.Traffic.Coverage[0].Called()
	met, all := r.Traffic.Coverage[0].Covered()
	if called != 1 || met != 1 || all < 50 {
		t.Errorf("%d called, %d of %d met", called, met, all)
	}
	if !slices.Contains(r.Traffic.Unanswered, "bonder.honest-success") {
		t.Errorf("unanswered: %v", r.Traffic.Unanswered)
	}
}

// TestCheck: a name that means nothing is refused with what was meant.
func TestCheck(t *testing.T) {
	for want, o := range map[string]watch.Options{
		`--api: there is no API "bonde"; did you mean "bonder"?`: {Only: []string{"bonde"}},
		`did you mean "bonder.five-languages"`:                   {Require: []string{"bonder.five-language"}},
		`--known-failing: there is no rule or operation "x"`:     {KnownFailing: []string{"x"}},
		"traffic alone cannot answer this rule":                  {Require: []string{"bonder.honest-success"}},
		"--min-coverage 101":                                     {MinCoverage: 101},
	} {
		o.APIs, o.Catalogue = scenarios.APIs(), mock.APIs()
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}
