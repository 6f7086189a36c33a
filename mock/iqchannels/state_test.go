package iqchannels

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"sparring/mock/world"
)

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

// TestFork: the facts of one world make the same world elsewhere, planted or forked, due times and counted failures
// included.
func TestFork(t *testing.T) {
	a, token := busy(t)
	planted := newHarness(t, nil)
	if err := planted.Plant(a.State()); err != nil {
		t.Fatal(err)
	}
	worlds := map[string]*harness{"planted": planted, "forked": {World: a.Fork()}, "the first": a}
	for name, h := range worlds {
		if h.State() != a.State() {
			t.Fatalf("%s: other facts:\n%s\n%s", name, h.State(), a.State())
		}
		due, _ := a.Fake.NextDue()
		if at, _ := h.Fake.NextDue(); h.Fake.Pending() != a.Fake.Pending() || !at.Equal(due) {
			t.Errorf("%s: pending %d and %d, due %v and %v", name, h.Fake.Pending(), a.Fake.Pending(), at, due)
		}
		if e := h.call("getMe", nil, bearing(token)); !e.OK {
			t.Errorf("%s: the session did not come along: %s", name, e.why())
		}
	}
	for name, h := range worlds {
		for n := range 4 {
			r := h.send(h.request(opGetCard, nil, inPath("token", TokenPerson)))
			if failing := r.Status != http.StatusOK; failing != (n < 3) {
				t.Errorf("%s, call %d: %d", name, n, r.Status)
			}
		}
		text := "только " + name
		h.call("sendMessage", map[string]any{"LocalId": 2, "Payload": "text", "Text": text}, bearing(token))
		for other, w := range worlds {
			if (other == name) != strings.Contains(w.State(), text) {
				t.Errorf("what is written in %s, seen in %s", name, other)
			}
		}
	}
}

// TestPlantRefuses: a state that does not hold together changes nothing and names the place.
func TestPlantRefuses(t *testing.T) {
	h, token := busy(t)
	good := h.State()
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
		err := h.Plant(bad)
		if err == nil || !strings.Contains(err.Error(), c.place) {
			t.Errorf("%s: %v, expected a place like %s", name, err, c.place)
		}
	}
	if now := h.State(); now != good {
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
	if err := h.Plant(h.State()); err != nil {
		t.Fatal(err)
	}
	if _, end := s.Pull(); end {
		t.Error("the stream ended")
	}
	empty := State{Users: []User{{ID: 1}}}
	if err := h.Plant(string(encode(empty))); err != nil {
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
		before := h.State()
		_, err := h.event(c.name, c.args)
		var argument *world.ArgError
		var refusal *world.Refusal
		if c.argument && !errors.As(err, &argument) || !c.argument && !errors.As(err, &refusal) {
			t.Errorf("%s %v: %v (%T)", c.name, c.args, err, err)
		}
		if after := h.State(); after != before {
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
	if v := h.must("sessions.reset", nil); v["sessions"] != 1.0 {
		t.Errorf("reset %v", v)
	}
	if v := h.must("sessions.reset", nil); v["sessions"] != 0.0 {
		t.Errorf("reset again %v", v)
	}
	if _, err := h.Fake.Event("x", nil); err == nil {
		t.Error("an unknown event passes")
	}
}

// TestNewest: an object left out of an event is the newest.
func TestNewest(t *testing.T) {
	h := newHarness(t, nil)
	h.login(TokenPerson)
	_, last := h.login(TokenPlain)
	if v := h.must("operator.message", map[string]any{"text": "a"}); v["client"] != float64(last.Client.ID) ||
		v["channel"] != ChannelSupport {
		t.Errorf("%v, expected client %d", v, last.Client.ID)
	}
	if v := h.must("session.expired", nil); v["session"] != float64(last.Session.ID) {
		t.Errorf("%v, expected session %d", v, last.Session.ID)
	}
	if v := h.must("session.expired", nil); v["session"] != 1.0 {
		t.Errorf("%v, expected the newest live one", v)
	}
}

// TestCredentials: what a user of the client under test has works.
func TestCredentials(t *testing.T) {
	h := newHarness(t, nil)
	c := h.Fake.Credentials()
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
	facts := h.State()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				switch i % 4 {
				case 0:
					message := map[string]any{"Payload": "text", "Text": "a"}
					h.Fake.Handle(h.request("sendMessage", message, bearing(token)))
				case 1:
					if a := h.Fake.Handle(h.request(opStreamEvents, nil, bearing(token),
						rawQuery("LastEventId=0"))); a.Stream != nil {
						a.Stream.Pull()
						if a.Stream.Close != nil {
							a.Stream.Close()
						}
					}
				case 2:
					h.Fake.Handle(h.request(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}))
				default:
					if _, err := h.event("operator.typing", nil); err != nil {
						t.Errorf("typing: %v", err)
					}
					_ = h.Plant(facts)
				}
			}
		})
	}
	wg.Wait()
}
