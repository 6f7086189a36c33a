package iqchannels

import (
	"fmt"
	"strings"
	"testing"

	"sparring/mock/fake/faketest"
	"sparring/mock/limit/limittest"
	"sparring/mock/mocktest/outside"
)

// ask handles a request without judging it, and returns the answer's envelope.
func (h *harness) ask(operation string, body any, options ...option) envelope {
	h.T.Helper()
	return h.read(h.Fake.Handle(h.request(operation, body, options...)))
}

// TestBounds drives every store to its bound as clients and test authors would: memory levels off, and what is refused
// or
// forgotten is said.
func TestBounds(t *testing.T) {
	outside.Long(t)
	h := newHarness(t, map[string]any{"disabledClient": "accept", "maxFileSizeMb": 1}, faketest.Once())
	session, me := h.login(TokenPerson)
	used := func(name string) func() int64 { return h.Ledger.Find(Name, name).Used }
	said := map[string]bool{}
	noted := func(e envelope) envelope {
		for _, w := range e.answer.Why {
			said[w.Code] = true
		}
		return e
	}
	fresh := func() { // the sessions of the test itself are forgotten, too
		if e := h.ask("getMe", nil, bearing(session)); !e.OK {
			session, me = h.login(TokenPerson)
		}
	}
	text := func(i, n int) string { return fmt.Sprintf("%0*d", n, i) }
	event := func(name string, args map[string]any) {
		_, _ = h.event(name, args)
	}
	file := ""
	limittest.Drive(t, bounds(), map[string]limittest.Store{
		keptTokens: {Used: used(keptTokens), Put: func(i int) {
			event(
				"client.put",
				map[string]any{
					"token": text(i, 20),
					"card":  map[string]any{"client": map[string]any{"id": "1", "name": text(i, 4000)}},
				},
			)
		}},
		keptChannels: {
			Used: used(keptChannels),
			Put:  func(i int) { event("channel.created", map[string]any{"channel": text(i, 8)}) },
		},
		keptClients: {Used: used(keptClients), Put: func(i int) {
			noted(h.ask(opSignup, map[string]any{"Name": text(i, 2000), "Channel": ChannelSupport}))
		}},
		keptSessions: {Used: used(keptSessions), Put: func(int) {
			noted(h.ask(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}))
		}},
		keptMessages: {Used: used(keptMessages), Put: func(i int) {
			fresh()
			noted(
				h.ask(
					"sendMessage",
					map[string]any{"LocalId": i + 1, "Payload": "text", "Text": text(i, 4000)},
					bearing(session),
				),
			)
		}},
		keptEvents: {Used: used(keptEvents), Put: func(i int) {
			fresh()
			if i%2 == 0 {
				event("operator.message", map[string]any{"client": me.Client.ID, "text": "x"})
			} else {
				event("operator.edited", map[string]any{"client": me.Client.ID, "text": "y"})
			}
		}},
		keptFiles: {Used: used(keptFiles), Put: func(i int) {
			fresh()
			body, kind := form(t, "file", "x.bin", "application/octet-stream", text(i, 300_000))
			noted(h.ask("uploadFile", body, header("Content-Type", kind), bearing(session)))
		}},
		keptFileTokens: {Used: used(keptFileTokens), Put: func(int) {
			fresh()
			if file == "" {
				file = h.upload(session, "x.txt", "text/plain", "x")
			}
			noted(h.ask("getFileToken", map[string]any{"FileId": file}, bearing(session)))
		}},
		keptRatings: {Used: used(keptRatings), Put: func(i int) {
			fresh()
			out, err := h.event("rating.requested", map[string]any{"client": me.Client.ID})
			if err != nil {
				return
			}
			id := out["rating"]
			noted(
				h.ask(
					"rateRating",
					map[string]any{"RatingId": id, "Rating": map[string]any{"Value": 5, "Comment": text(i, 3000)}},
					bearing(session),
				),
			)
		}},
		keptForms: {Used: used(keptForms), Put: func(i int) {
			fresh()
			out, err := h.event("info.requested", map[string]any{"client": me.Client.ID})
			if err != nil {
				return
			}
			id := out["request"]
			noted(h.ask("respondInfoRequest", map[string]any{"RequestId": id, "Form": text(i, 3000)}, bearing(session)))
		}},
		keptChats: chatsStore(h),
		keptStreams: {Used: used(keptStreams), Put: func(int) {
			fresh()
			a := h.Fake.Handle(h.request(opStreamUnread, nil, bearing(session)))
			for _, w := range a.Why {
				said[w.Code] = true
			}
		}},
	})
	for _, code := range []string{"bound_reached", "bound_forgot"} {
		if !said[code] {
			t.Errorf("no answer says %s", code)
		}
	}
}

// chatsStore drives the chats alone: what is written in them has bounds of its own.
func chatsStore(h *harness) limittest.Store {
	return limittest.Store{Used: h.Ledger.Find(Name, keptChats).Used, Put: func(i int) {
		h.look(func(x *exchange) {
			clients, channels := x.clients.Keys(), x.channels.Values()
			_, _ = x.chatFor(&channels[i/len(clients)%len(channels)], clients[i%len(clients)], chatRegular)
		})
	}}
}

// TestForgotten: what was forgotten is missed in the vendor's way, and the why says that it may have been.
func TestForgotten(t *testing.T) {
	outside.Long(t)
	h := newHarness(t, nil)
	first, _ := h.login(TokenPerson)
	early := h.upload(first, "x.txt", "text/plain", "x")
	s, _ := h.open(opStreamEvents, first)
	for forgot := false; !forgot; h.look(func(x *exchange) { forgot = !x.sessions.Has(1) }) {
		h.ask(opIntegrationAuth, map[string]any{"Credentials": TokenPerson})
	}
	if e := h.ask("getMe", nil, bearing(first)); e.code() != "unauthorized" ||
		!strings.Contains(fmt.Sprint(e.answer.Why), "bound_missing") {
		t.Errorf("a session that was forgotten: %s %v", e.answer.Body, e.answer.Why)
	}
	if last := h.next(s); len(last) != 1 || last[0].code() != "unauthorized" {
		t.Errorf("its stream: %+v", last)
	}
	session, _ := h.login(TokenPerson)
	body, kind := form(t, "file", "x.bin", "application/octet-stream", strings.Repeat("x", 8<<20))
	for range 9 {
		h.ask("uploadFile", body, header("Content-Type", kind), bearing(session))
	}
	if e := h.ask("getFile", nil, inPath("id", early), bearing(session)); e.code() != "not_found" ||
		!strings.Contains(fmt.Sprint(e.answer.Why), "bound_missing") {
		t.Errorf("a file that was forgotten: %s %v", e.answer.Body, e.answer.Why)
	}
	h.set("maxFileSizeMb", 100)
	body, kind = form(t, "file", "x.bin", "application/octet-stream", strings.Repeat("x", 65<<20))
	if e := h.ask("uploadFile", body, header("Content-Type", kind),
		bearing(session)); e.code() != "internal_server_error" ||
		e.why() != "bound_reached" {
		t.Errorf("a file that no world can keep: %s %v", e.answer.Body, e.answer.Why)
	}
}

// TestFullStatePlants: a state that was read from a full world can be planted, and one that is larger cannot.
func TestFullStatePlants(t *testing.T) {
	h := newHarness(t, nil)
	session, me := h.login(TokenPerson)
	for i := range 5000 {
		h.ask(
			"sendMessage",
			map[string]any{"LocalId": i + 1, "Payload": "text", "Text": strings.Repeat("x", 4000)},
			bearing(session),
		)
	}
	h.must("operator.choice", map[string]any{"client": me.Client.ID, "text": "?", "choices": []string{"a", "b", "c"}})
	meter := h.Ledger.Find(Name, keptMessages)
	used := meter.Used()
	if used < meter.Limit*9/10 {
		t.Fatalf("the world is not full: %d", used)
	}
	facts := h.State()
	if err := h.Plant(facts); err != nil {
		t.Fatal(err)
	}
	if now := meter.Used(); now != used {
		t.Errorf("planted, the messages count %d, before %d", now, used)
	}
	s := h.facts()
	s.Messages = append(s.Messages, s.Messages...)
	for i := range s.Messages {
		s.Messages[i].ID = int64(i + 1)
	}
	if err := h.Plant(string(encode(s))); err == nil ||
		!strings.Contains(err.Error(), "/messages: expected at most 16777216 bytes") {
		t.Errorf("twice as much is planted: %v", err)
	}
	if now := meter.Used(); now != used {
		t.Errorf("a refused plant changed the count to %d", now)
	}
}
