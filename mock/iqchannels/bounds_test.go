package iqchannels

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sparring/mock/limit/limittest"
)

// ask handles a request without judging it, and returns the answer's envelope.
func (h *harness) ask(operation string, body any, options ...option) envelope {
	h.t.Helper()
	return h.read(h.f.Handle(h.request(operation, body, options...)))
}

// TestBounds drives every store to its bound as clients and test authors would: memory levels off, and what is refused
// or
// forgotten is said.
func TestBounds(t *testing.T) {
	h := newHarness(t, map[string]any{"disabledClient": "accept", "maxFileSizeMb": 1})
	session, me := h.login(TokenPerson)
	meters := h.f.meters
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
		"tokens": {Used: meters.tokens.Used, Put: func(i int) {
			event(
				"client.put",
				map[string]any{
					"token": text(i, 20),
					"card":  map[string]any{"client": map[string]any{"id": "1", "name": text(i, 4000)}},
				},
			)
		}},
		"channels": {
			Used: meters.channels.Used,
			Put:  func(i int) { event("channel.created", map[string]any{"channel": text(i, 8)}) },
		},
		"clients": {Used: meters.clients.Used, Put: func(i int) {
			noted(h.ask(opSignup, map[string]any{"Name": text(i, 2000), "Channel": ChannelSupport}))
		}},
		"sessions": {Used: meters.sessions.Used, Put: func(int) {
			noted(h.ask(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}))
		}},
		"messages": {Used: meters.messages.Used, Put: func(i int) {
			fresh()
			noted(
				h.ask(
					"sendMessage",
					map[string]any{"LocalId": i + 1, "Payload": "text", "Text": text(i, 4000)},
					bearing(session),
				),
			)
		}},
		"events": {Used: meters.events.Used, Put: func(i int) {
			fresh()
			if i%2 == 0 {
				event("operator.message", map[string]any{"client": me.Client.ID, "text": "x"})
			} else {
				event("operator.edited", map[string]any{"client": me.Client.ID, "text": "y"})
			}
		}},
		"files": {Used: meters.files.Used, Put: func(i int) {
			fresh()
			body, kind := form(t, "file", "x.bin", "application/octet-stream", text(i, 300_000))
			noted(h.ask("uploadFile", body, header("Content-Type", kind), bearing(session)))
		}},
		"file tokens": {Used: meters.fileTokens.Used, Put: func(int) {
			fresh()
			if file == "" {
				file = h.upload(session, "x.txt", "text/plain", "x")
			}
			noted(h.ask("getFileToken", map[string]any{"FileId": file}, bearing(session)))
		}},
		"ratings": {Used: meters.ratings.Used, Put: func(i int) {
			fresh()
			out, err := h.event("rating.requested", map[string]any{"client": me.Client.ID})
			if err != nil {
				return
			}
			id := out.(map[string]any)["rating"]
			noted(
				h.ask(
					"rateRating",
					map[string]any{"RatingId": id, "Rating": map[string]any{"Value": 5, "Comment": text(i, 3000)}},
					bearing(session),
				),
			)
		}},
		"forms": {Used: meters.forms.Used, Put: func(i int) {
			fresh()
			out, err := h.event("info.requested", map[string]any{"client": me.Client.ID})
			if err != nil {
				return
			}
			id := out.(map[string]any)["request"]
			noted(h.ask("respondInfoRequest", map[string]any{"RequestId": id, "Form": text(i, 3000)}, bearing(session)))
		}},
		"chats": chatsStore(h),
		"streams": {Used: meters.streams.Used, Put: func(int) {
			fresh()
			a := h.f.Handle(h.request(opStreamUnread, nil, bearing(session)))
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
	return limittest.Store{Used: h.f.meters.chats.Used, Put: func(i int) {
		h.f.mu.Lock()
		defer h.f.mu.Unlock()
		client, channels := h.f.st.clients[i%len(h.f.st.clients)], h.f.st.channels
		_, _ = h.f.chatFor(channels[i/len(h.f.st.clients)%len(channels)], client, chatRegular, h.w.Now())
	}}
}

// TestForgotten: what was forgotten is missed in the vendor's way, and the why says that it may have been.
func TestForgotten(t *testing.T) {
	h := newHarness(t, nil)
	first, _ := h.login(TokenPerson)
	early := h.upload(first, "x.txt", "text/plain", "x")
	s, _ := h.open(opStreamEvents, first)
	for h.f.st.session[1] != nil {
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
	if e := h.ask("getFile", nil, param("id", early), bearing(session)); e.code() != "not_found" ||
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
	used := h.f.meters.messages.Used()
	if used < h.f.meters.messages.Limit*9/10 {
		t.Fatalf("the world is not full: %d", used)
	}
	facts := h.f.State().(json.RawMessage)
	if err := h.f.Plant(facts); err != nil {
		t.Fatal(err)
	}
	if now := h.f.meters.messages.Used(); now != used {
		t.Errorf("planted, the messages count %d, before %d", now, used)
	}
	s := h.facts()
	s.Messages = append(s.Messages, s.Messages...)
	for i := range s.Messages {
		s.Messages[i].ID = int64(i + 1)
	}
	if err := h.f.Plant(encode(s)); err == nil ||
		!strings.Contains(err.Error(), "/messages: expected at most 16777216 bytes") {
		t.Errorf("twice as much is planted: %v", err)
	}
	if now := h.f.meters.messages.Used(); now != used {
		t.Errorf("a refused plant changed the count to %d", now)
	}
}
