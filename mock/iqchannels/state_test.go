package iqchannels

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"sparring/mock/contract"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}, patternClock()) }

// patternClock ends by itself.
func patternClock() goleak.Option {
	return goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock")
}

// patient gives what is about to end ten seconds: goleak alone gives half a one.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := p.M.Run()
	for tries := 0; tries < 20 && goleak.Find(patternClock()) != nil; tries++ {
	}
	return code
}

// busy makes a world in which everything has happened.
func busy(t testing.TB) (*harness, string) {
	h := newHarness(t, map[string]any{"sessionTTL": "1h"})
	token, me := h.login(TokenPerson)
	h.login(TokenCompany)
	h.call(opAnonymousSignup, map[string]any{"Channel": ChannelSupport, "PersonalData": map[string]any{"Phone": "+7"}})
	h.call("integrationRefresh", map[string]any{"Credentials": TokenPerson}, bearing(token))
	h.call("pushFcmToken", map[string]any{"Token": "d3ad"}, bearing(token))
	h.call("setLanguage", map[string]any{"Code": "en"}, bearing(token))
	id := h.upload(token, "a.txt", "text/plain", "Привет")
	h.call("getFileToken", map[string]any{"FileId": id}, bearing(token))
	h.call("sendMessage", map[string]any{"LocalId": 1, "Payload": "file", "FileId": id}, bearing(token))
	h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "Да"})
	h.call("markRead", []int{2}, bearing(token))
	h.must("session.expired", map[string]any{"session": 2})
	h.must("token.revoked", map[string]any{"token": TokenFields})
	h.must("channel.closed", map[string]any{"channel": ChannelBusiness})
	h.must("auth.failing", map[string]any{"mode": "html", "times": 3})
	return h, token
}

// TestFork: the facts of one world make the same world elsewhere, due times and counted failures included.
func TestFork(t *testing.T) {
	a, token := busy(t)
	b := newHarness(t, nil)
	facts := a.f.State().(json.RawMessage)
	if err := b.f.Plant(facts); err != nil {
		t.Fatal(err)
	}
	if again := b.f.State().(json.RawMessage); !bytes.Equal(again, facts) {
		t.Fatalf("other facts:\n%s\n%s", facts, again)
	}
	if x, _ := a.f.NextDue(); b.f.Pending() != a.f.Pending() {
		t.Errorf("pending %d and %d, due %v", a.f.Pending(), b.f.Pending(), x)
	}
	if e := b.call("getMe", nil, bearing(token)); !e.OK {
		t.Errorf("the session did not come along: %s", e.why())
	}
	for i, h := range []*harness{a, b} {
		for n := range 4 {
			r := h.send(h.request(opGetCard, nil, param("token", TokenPerson)))
			if failing := r.Status != http.StatusOK; failing != (n < 3) {
				t.Errorf("world %d, call %d: %d", i, n, r.Status)
			}
		}
	}
	b.call("sendMessage", map[string]any{"LocalId": 2, "Payload": "text", "Text": "только здесь"}, bearing(token))
	if bytes.Contains(a.f.State().(json.RawMessage), []byte("только здесь")) {
		t.Error("the worlds share facts")
	}
}

// TestPlantRefuses: a state that does not hold together changes nothing and names the place.
func TestPlantRefuses(t *testing.T) {
	h, token := busy(t)
	good := string(h.f.State().(json.RawMessage))
	for name, c := range map[string]struct{ old, new, place string }{
		"unknown field":       {`"tokens":`, `"x":1,"tokens":`, "x"},
		"no JSON":             {`{"tokens"`, `{tokens"`, ""},
		"data behind":         {`}`, `}`, ""},
		"a token twice":       {TokenPlain, TokenPerson, "/tokens/"},
		"a card of no shape":  {`"enabled":true`, `"enabled":{}`, "/tokens/0/answer/"},
		"a client twice":      {`"clients":[{"id":1`, `"clients":[{"id":2`, "/clients/1/id"},
		"session of nobody":   {`"client_id":1,"token"`, `"client_id":77,"token"`, "/sessions/0/client_id"},
		"chat of nobody":      {`"channel_id":1`, `"channel_id":9`, "/chats/0"},
		"message of no chat":  {`"chat_id":1,"enquiry_id"`, `"chat_id":5,"enquiry_id"`, "/messages/0/chat_id"},
		"no operator":         {`"users":[{"id":1`, `"users":[{"id":0`, "/users"},
		"end without reason":  {`"end_reason":"time"`, `"end_reason":""`, "/sessions/1"},
		"event ids backwards": {`"events":[{"id":1`, `"events":[{"id":4`, "/events/"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if name == "data behind" {
			bad = good + "{}"
		}
		if bad == good {
			t.Fatalf("%s: nothing to replace in %s", name, good)
		}
		err := h.f.Plant(json.RawMessage(bad))
		if err == nil || !strings.Contains(err.Error(), c.place) {
			t.Errorf("%s: %v, expected a place like %s", name, err, c.place)
		}
	}
	if now := string(h.f.State().(json.RawMessage)); now != good {
		t.Error("a refused state changed the facts")
	}
	h.must("auth.failing", map[string]any{"mode": "html"})
	if e := h.call("getMe", nil, bearing(token)); !e.OK {
		t.Error("the session is gone")
	}
}

// TestPlantKeepsStreams: an open stream goes on if its session still exists, and else ends.
func TestPlantKeepsStreams(t *testing.T) {
	h, token := busy(t)
	s, _ := h.open(opStreamEvents, token)
	if err := h.f.Plant(h.f.State().(json.RawMessage)); err != nil {
		t.Fatal(err)
	}
	if _, end := s.Pull(); end {
		t.Error("the stream ended")
	}
	empty := State{Users: []User{{ID: 1}}}
	if err := h.f.Plant(encode(empty)); err != nil {
		t.Fatal(err)
	}
	if m, end := s.Pull(); !end || !strings.Contains(string(m[0]), "unauthorized") {
		t.Errorf("the stream goes on: %q", m)
	}
}

// TestEventsRefuse: what is impossible now is a *world.Refusal, a wrong argument a *world.ArgError; nothing changes.
func TestEventsRefuse(t *testing.T) {
	h := newHarness(t, nil)
	for _, c := range []struct {
		name     string
		args     map[string]any
		argument bool
	}{
		{"operator." +
			"message", map[string]any{"text": "a"}, false}, {"operator." +
			"message", map[string]any{"client": 7, "text": "a"}, false},
		{"operator.message", map[string]any{"client": 7}, true}, {"operator.message", map[string]any{"text": ""}, true},
		{"operator." +
			"typing", nil, false}, {"enquiry." +
			"closed", nil, false}, {"sessions.reset", map[string]any{"client": 7}, false},
		{"sessions.reset", map[string]any{"client": "x"}, true}, {"session." +
			"expired", nil, false}, {"session.expired", map[string]any{"session": 7}, false},
		{"channel." +
			"closed", map[string]any{"channel": "x"}, false}, {"channel." +
			"closed", nil, true}, {"token.revoked", map[string]any{"token": "x"}, false},
		{"client." +
			"put", map[string]any{"token": "", "card": map[string]any{}}, true}, {"client." +
			"put", map[string]any{"token": "x"}, true},
		{"client." +
			"enabled", map[string]any{"id": "x"}, false}, {"client.enabled", map[string]any{"id": "x", "y": 1}, true},
	} {
		before := string(h.f.State().(json.RawMessage))
		_, err := h.event(c.name, c.args)
		var argument *world.ArgError
		var refusal *world.Refusal
		if c.argument && !errors.As(err, &argument) || !c.argument && !errors.As(err, &refusal) {
			t.Errorf("%s %v: %v (%T)", c.name, c.args, err, err)
		}
		if after := string(h.f.State().(json.RawMessage)); after != before {
			t.Errorf("%s %v changed the facts", c.name, c.args)
		}
	}
	h.login(TokenPerson)
	for _, name := range []string{"channel.closed", "token.revoked"} {
		args := map[string]map[string]any{"channel." +
			"closed": {"channel": ChannelBusiness}, "token.revoked": {"token": TokenPlain}}[name]
		h.must(name, args)
		if _, err := h.event(name, args); err == nil {
			t.Errorf("%s happens twice", name)
		}
	}
	if _, err := h.event("operator.message", map[string]any{"channel": ChannelBusiness, "text": "a"}); err == nil {
		t.Error("an operator writes into a closed channel")
	}
	if v := h.must("sessions.reset", nil).(map[string]int); v["sessions"] != 1 {
		t.Errorf("reset %v", v)
	}
	if v := h.must("sessions.reset", nil).(map[string]int); v["sessions"] != 0 {
		t.Errorf("reset again %v", v)
	}
	if _, err := h.f.Event("x", nil); err == nil {
		t.Error("an unknown event passes")
	}
}

// TestNewest: an object left out of an event is the newest.
func TestNewest(t *testing.T) {
	h := newHarness(t, nil)
	h.login(TokenPerson)
	_, last := h.login(TokenPlain)
	if v := h.must("operator.message", map[string]any{"text": "a"}).(map[string]any); v["client"] != last.Client.ID ||
		v["channel"] != ChannelSupport {
		t.Errorf("%v, expected client %d", v, last.Client.ID)
	}
	if v := h.must("session.expired", nil).(map[string]int64); v["session"] != last.Session.ID {
		t.Errorf("%v, expected session %d", v, last.Session.ID)
	}
	if v := h.must("session.expired", nil).(map[string]int64); v["session"] != 1 {
		t.Errorf("%v, expected the newest live one", v)
	}
}

// TestCredentials: what a user of the client under test has works.
func TestCredentials(t *testing.T) {
	h := newHarness(t, nil)
	c := h.f.Credentials()
	if len(c) != 2 {
		t.Fatalf("%v", c)
	}
	if e := h.call(opIntegrationAuth, map[string]any{"Credentials": c["token"], "Channel": c["channel"]}); !e.OK {
		t.Error(e.code())
	}
}

// TestParallel: calls, events, plants and streams at once; the race detector judges.
func TestParallel(t *testing.T) {
	h := newHarness(t, map[string]any{"sessionTTL": "1h"})
	token, _ := h.login(TokenPerson)
	facts := h.f.State().(json.RawMessage)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				switch i % 4 {
				case 0:
					h.f.Handle(h.request("sendMessage", map[string]any{"Payload": "text", "Text": "a"}, bearing(token)))
				case 1:
					if a := h.f.Handle(h.request(opStreamEvents, nil, bearing(token),
						rawQuery("LastEventId=0"))); a.Stream != nil {
						a.Stream.Pull()
						if a.Stream.Close != nil {
							a.Stream.Close()
						}
					}
				case 2:
					h.f.Handle(h.request(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}))
				default:
					if _, err := h.event("operator.typing", nil); err != nil {
						t.Errorf("typing: %v", err)
					}
					_ = h.f.Plant(facts)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzAnswer: no answer of a foreign service breaks the reading, the rendering or the storing of cards; one that can be
// planted keeps our document, and stays as it is when it is planted again.
func FuzzAnswer(f *testing.F) {
	op, _ := spec.Find(Name, opGetCard)
	for _, c := range seedCards {
		f.Add([]byte(c.answer))
	}
	f.Add(
		[]byte(
			`{"client":{"id":"1","group":[null,{"id":"5","parentGroup":null}],"bankBranch":null,"fieldList":null},` +
				`"companyList":[null]}`,
		),
	)
	f.Add([]byte(`{"Client":{"ID":"1","ACCOUNTNUMBERS":"4"}}`))
	f.Add(
		[]byte(
			`{"client":{"id":"1","group":[{"id":-1,"parentGroup":{"id":"2","name":null}}],"bankBranch":{"id":null},` +
				`"x":null},"companyList":null}`,
		),
	)
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := parseAnswer(body)
		if err != nil {
			return
		}
		for _, version := range []string{"v13", "v12", "v10"} {
			for _, quoted := range []bool{false, true} {
				out := renderAnswer(body, version, quoted)
				if !json.Valid(out) {
					t.Fatalf("%s gives %s", body, out)
				}
			}
		}
		if a.Client == nil {
			return
		}
		card, _ := stored(complete(body))
		for name := range parseObject(card) {
			if strings.EqualFold(name, "accountNumbers") {
				t.Fatalf("account numbers are stored: %s", card)
			}
		}
		setEnabled(body, false)
		planted, err := plantable(body)
		if err != nil {
			return
		}
		if again, err := plantable(planted); err != nil || string(again) != string(planted) {
			t.Fatalf("%s is planted as %s, and then as %s (%v)", body, planted, again, err)
		}
		for _, quoted := range []bool{false, true} {
			a := world.JSON(200, renderAnswer(planted, "v13", quoted))
			e := &journal.Record{Entry: journal.Entry{
				State: journal.Closed, Kind: journal.Exchange,
				Response: &journal.Message{Status: 200, Header: a.Header, Body: a.Body},
			}}
			if found := contract.Check(op, e); len(found) > 0 {
				t.Fatalf("%s is planted as %s: %+v", body, a.Body, found)
			}
		}
	})
}

// FuzzPresent: no header, cookie or query breaks the reading of sessions, and none of them is a session.
func FuzzPresent(f *testing.F) {
	f.Add("Client x", "x", "client-session=x", "x-client-token=eyJUb2tlbiI6Int9IiwiU2lnbiI6IjAwIn0=&ChatType=a?b")
	f.Add("Client", " ", "client-session=\"", "x-client-token=%zz;&&?")
	f.Fuzz(func(t *testing.T, authorization, client, cookie, query string) {
		h := newHarness(t, nil)
		h.login(TokenPerson)
		r := h.request(
			opStreamEvents,
			nil,
			header("Authorization", authorization),
			header("X-Client-Authorization", client),
			header("Cookie", cookie),
			rawQuery(query),
		)
		if a := h.f.Handle(r); a.Why[0].Code == "session" || len(a.Why) == 0 {
			t.Errorf("let in: %v", a.Why)
		}
	})
}

// BenchmarkCard is a card look-up; BenchmarkBare the same answer from a handler that knows nothing, for comparison.
func BenchmarkCard(b *testing.B) {
	h := newHarness(b, nil)
	r := h.request(opGetCard, nil, param("token", TokenPerson))
	b.ReportAllocs()
	for b.Loop() {
		if a := h.f.Handle(r); len(a.Body) == 0 {
			b.Fatal("no card")
		}
	}
}

// BenchmarkBare writes a fixed card.
func BenchmarkBare(b *testing.B) {
	body := []byte(seedCards[0].answer)
	b.ReportAllocs()
	for b.Loop() {
		if a := world.JSON(200, body); len(a.Body) == 0 {
			b.Fatal("no card")
		}
	}
}

// BenchmarkIntegrationAuth is the whole handshake through our own auth service.
func BenchmarkIntegrationAuth(b *testing.B) {
	h := newHarness(b, nil)
	r := h.request(opIntegrationAuth, map[string]any{"Credentials": TokenPerson, "Channel": ChannelSupport})
	b.ReportAllocs()
	for b.Loop() {
		h.f.Handle(r)
	}
}
