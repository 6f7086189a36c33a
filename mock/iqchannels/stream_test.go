package iqchannels

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sparring/mock/message"
	"sparring/mock/world"
)

// open opens a stream and gives it with what it says at once.
func (h *harness) open(operation, token string, options ...option) (*world.Stream, string) {
	h.T.Helper()
	a := h.send(h.request(operation, nil, append([]option{bearing(token)}, options...)...))
	if a.Stream == nil || a.Header.Get("Content-Type") != "text/event-stream" || a.Status != 200 {
		h.T.Fatalf("no stream: %d %v", a.Status, a.Header)
	}
	return a.Stream, string(a.Body)
}

// next reads one message of a stream, checks its framing and gives the envelope.
func (h *harness) next(s *world.Stream) []envelope {
	h.T.Helper()
	messages, _ := s.Pull()
	var out []envelope
	for _, m := range messages {
		text := string(m)
		if !strings.HasPrefix(text, "data: {") || !strings.HasSuffix(text, "}\n\n") || strings.Count(text, "\n") != 2 ||
			strings.Contains(text, "\r") {
			h.T.Fatalf("framing: %q", text)
		}
		out = append(out, h.read(world.Answer{Response: message.Response{Body: m}}))
	}
	return out
}

// listening reports whether a client has an open stream.
func (h *harness) listening(client int64) (listens bool) {
	h.look(func(x *exchange) { listens = x.hub.listening(client) })
	return listens
}

type seenEvent struct {
	ID        int64 `json:"Id"`
	Type      string
	MessageID *int64 `json:"MessageId"`
	Actor     string
	Public    bool
}

func (h *harness) events(s *world.Stream) []seenEvent {
	h.T.Helper()
	var out []seenEvent
	for _, e := range h.next(s) {
		var list []seenEvent
		if err := json.Unmarshal(e.Result, &list); err != nil || !e.OK {
			h.T.Fatalf("no list of events: %v %s", err, e.Result)
		}
		out = append(out, list...)
	}
	return out
}

func types(events []seenEvent) string {
	var out []string
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s#%d", e.Type, e.ID))
	}
	return strings.Join(out, " ")
}

// TestStreamEvents: a message to an open stream, typing, reading, closing, with the objects in Rels.
func TestStreamEvents(t *testing.T) {
	h := newHarness(t, nil)
	token, me := h.login(TokenPerson)
	s, first := h.open(opStreamEvents, token, rawQuery("ChatType=regular"))
	if first != "" || s.Heartbeat != 25*time.Second || !strings.HasPrefix(string(s.Beat), ":") ||
		!strings.HasSuffix(string(s.Beat), "\n\n") {
		t.Fatalf("at once %q, heartbeat %v %q", first, s.Heartbeat, s.Beat)
	}
	h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "Здравствуйте,\nчем помочь? </b>"})
	select {
	case <-s.Wake:
	default:
		t.Fatal("not woken")
	}
	got := h.next(s)
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	for _, name := range []string{"ChatMessages", "Users", "Chats", "Channels", "Clients"} {
		if len(got[0].Rels[name]) == 0 {
			t.Errorf("Rels has no %s", name)
		}
	}
	var messages []struct{ Text, Author string }
	_ = json.Unmarshal(got[0].Rels["ChatMessages"], &messages)
	if len(messages) != 1 || messages[0].Text != "Здравствуйте,\nчем помочь? </b>" || messages[0].Author != "user" {
		t.Errorf("message %+v", messages)
	}
	h.must("operator.typing", map[string]any{"client": me.Client.ID})
	if e := h.events(s); types(e) != "typing#0" {
		t.Errorf("typing: %s", types(e))
	}
	h.call("sendTyping", map[string]any{"ChatType": "regular"}, bearing(token))
	h.call("markReceived", []int{1}, bearing(token))
	h.call("markRead", []int{1, 1}, bearing(token))
	h.call("sendMessage", map[string]any{"LocalId": 7, "Payload": "text", "Text": "Спасибо"}, bearing(token))
	h.must("enquiry.closed", nil)
	if e := h.events(s); types(e) != "message_received#2 message_read#3 message_created#4 chat_closed#5" {
		t.Errorf("events: %s", types(e))
	}
	if e := h.events(s); len(e) != 0 {
		t.Errorf("told twice: %s", types(e))
	}
	s.Close()
	if h.listening(me.Client.ID) {
		t.Error("the closed stream is still known")
	}
}

// TestResume: LastEventId in both forms, a limit, an id that was never given.
func TestResume(t *testing.T) {
	h := newHarness(t, nil)
	token, me := h.login(TokenPerson)
	for i := range 60 {
		h.must("operator.message", map[string]any{"client": me.Client.ID, "text": fmt.Sprint(i)})
	}
	for _, c := range []struct {
		query       string
		blocks, all int
		first       int64
		why         string
	}{
		{"", 0, 0, 0, ""},
		{"ChatType=regular&LastEventId=58", 1, 2, 59, ""},
		{"ChatType=regular?LastEventId=57", 1, 3, 58, "question_mark_doubled"},
		{"ChatType=regular?LastEventId=58&Limit=1", 2, 2, 59, "question_mark_doubled"},
		{"LastEventId=0", 2, 60, 1, ""},
		{"LastEventId=0&ChatType=regular&Limit=20", 3, 60, 1, ""},
		{"LastEventId=60", 0, 0, 0, ""},
		{"LastEventId=900", 0, 0, 0, "last_event_unknown"},
		{"LastEventId=x", 0, 0, 0, ""},
		{"ChatType=personal_manager&LastEventId=0", 0, 0, 0, ""},
	} {
		a := h.Fake.Handle(h.request(opStreamEvents, nil, bearing(token), rawQuery(c.query)))
		blocks := h.next(a.Stream)
		all, first := 0, int64(0)
		for _, e := range blocks {
			var list []seenEvent
			_ = json.Unmarshal(e.Result, &list)
			if all == 0 && len(list) > 0 {
				first = list[0].ID
			}
			all += len(list)
		}
		why := ""
		if len(a.Why) > 0 {
			why = a.Why[0].Code
		}
		if len(blocks) != c.blocks || all != c.all || first != c.first || why != c.why {
			t.Errorf("%q: %d blocks, %d events from %d, why %q; expected %+v", c.query, len(blocks), all, first, why, c)
		}
	}
	// the header of the standard, behind the query
	for query, events := range map[string]int{"": 2, "LastEventId=59": 1} {
		blocks := h.next(
			h.Fake.Handle(
				h.request(opStreamEvents, nil, bearing(token), header("Last-Event-ID", "58"), rawQuery(query)),
			).Stream,
		)
		var list []seenEvent
		if len(blocks) != 1 || json.Unmarshal(blocks[0].Result, &list) != nil || len(list) != events {
			t.Errorf("Last-Event-ID: 58 with %q: %d blocks, %d events", query, len(blocks), len(list))
		}
	}
	s, _ := h.open(opStreamEvents, token, rawQuery("LastEventId=900"))
	h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "new"})
	if e := h.events(s); types(e) != "message_created#61" {
		t.Errorf("after an id of another world: %s", types(e))
	}
}

// TestUnread: numbers at once and when they change.
func TestUnread(t *testing.T) {
	h := newHarness(t, nil)
	token, me := h.login(TokenPerson)
	one, first := h.open(opStreamUnread, token)
	all, both := h.open(opStreamMultichat, token)
	if !strings.Contains(first, `"Result":0,`) ||
		!strings.Contains(both, `[{"ChannelName":"support","Unread":0},{"ChannelName":"business","Unread":0}]`) {
		t.Errorf("at once %q, %q", first, both)
	}
	h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "a"})
	h.must("operator.message", map[string]any{"channel": ChannelBusiness, "text": "b"})
	if e := h.next(one); len(e) != 1 || string(e[0].Result) != "1" {
		t.Errorf("one: %+v", e)
	}
	if e := h.next(all); len(e) != 1 || !strings.Contains(string(e[0].Result), `"business","Unread":1`) {
		t.Errorf("all: %+v", e)
	}
	h.call("markRead", []int{1, 55}, bearing(token))
	if len(h.violations) != 1 || h.violations[0].Code != "message_unknown" {
		t.Errorf("violations %+v", h.violations)
	}
	if e := h.next(one); len(e) != 1 || string(e[0].Result) != "0" {
		t.Errorf("after reading: %+v", e)
	}
	if e := h.next(one); len(e) != 0 {
		t.Errorf("unchanged, yet told: %+v", e)
	}
}

// TestStreamsEnd: without a session, after a reset, with a closed channel; in each case one event with OK false, then
// the end.
func TestStreamsEnd(t *testing.T) {
	h := newHarness(t, nil)
	a := h.send(h.request(opStreamEvents, nil))
	if e := h.read(a); a.Status != 200 || a.Header.Get("Content-Type") != "text/event-stream" || e.OK ||
		e.code() != "unauthorized" {
		t.Errorf("without a session: %d %s", a.Status, a.Body)
	}
	if _, end := a.Stream.Pull(); !end {
		t.Error("the refused stream goes on")
	}
	token, me := h.login(TokenPerson)
	other, _ := h.login(TokenPlain)
	s, _ := h.open(opStreamEvents, token)
	o, _ := h.open(opStreamEvents, other)
	h.must("sessions.reset", map[string]any{"client": me.Client.ID})
	if m, end := s.Pull(); !end || len(m) != 1 ||
		h.read(world.Answer{Response: message.Response{Body: m[0]}}).code() != "unauthorized" {
		t.Errorf("after the reset: %q %v", m, end)
	}
	if _, end := o.Pull(); end {
		t.Error("another client's stream ended")
	}
	h.must("channel.closed", map[string]any{"channel": ChannelSupport})
	if m, end := o.Pull(); !end || h.read(world.Answer{Response: message.Response{Body: m[0]}}).code() != "forbidden" {
		t.Errorf("after the channel was closed: %q %v", m, end)
	}
	if e := h.call("getBlocker", "{}"); string(e.Data) != `{"Enabled":true}` {
		t.Errorf("the blocker of a closed channel: %s", e.Data)
	}
}

// TestTransientIsBounded: typing that nobody reads is forgotten, oldest first.
func TestTransientIsBounded(t *testing.T) {
	h := newHarness(t, nil)
	token, _ := h.login(TokenPerson)
	s, _ := h.open(opStreamEvents, token)
	for range 1000 {
		h.must("operator.typing", nil)
	}
	if e := h.events(s); len(e) != maxTransient {
		t.Errorf("%d events wait", len(e))
	}
}

// TestReconnectStorm: streams that are reopened all the time leave nothing behind, in facts or in listeners; a
// goroutine that
// stayed would keep the bubble from ending, which is a failure.
func TestReconnectStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t, nil)
		token, me := h.login(TokenPerson)
		h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "a"})
		before := len(h.State())
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 500 {
					a := h.Fake.Handle(h.request(opStreamEvents, nil, bearing(token), rawQuery("LastEventId=0")))
					if m, _ := a.Stream.Pull(); len(m) != 1 {
						t.Errorf("%d messages", len(m))
					}
					a.Stream.Close()
				}
			})
		}
		wg.Wait()
		if after := len(h.State()); after != before || h.listening(me.Client.ID) {
			t.Errorf("facts grew from %d to %d bytes, or the client still listens", before, after)
		}
	})
}

// TestThousandStreams: one message reaches every open stream, while others come and go.
func TestThousandStreams(t *testing.T) {
	h := newHarness(t, nil)
	token, me := h.login(TokenPerson)
	var streams []*world.Stream
	for range 1000 {
		streams = append(streams, h.Fake.Handle(h.request(opStreamEvents, nil, bearing(token))).Stream)
	}
	h.must("operator.message", map[string]any{"client": me.Client.ID, "text": "всем"})
	for i, s := range streams {
		select {
		case <-s.Wake:
		default:
			t.Fatalf("stream %d was not woken", i)
		}
		if m, end := s.Pull(); len(m) != 1 || end {
			t.Fatalf("stream %d: %d messages", i, len(m))
		}
		s.Close()
	}
}

// TestLocalID: a message sent twice is one message; without LocalId it is two.
func TestLocalID(t *testing.T) {
	h := newHarness(t, nil)
	token, _ := h.login(TokenPerson)
	form := map[string]any{
		"LocalId":        42,
		"Payload":        "text",
		"Text":           "a",
		"ChatType":       "regular",
		"Metadata":       nil,
		"UploadProgress": 5,
	}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			h.Fake.Handle(h.request("sendMessage", form, bearing(token)))
		})
	}
	wg.Wait()
	if n := len(h.facts().Messages); n != 1 {
		t.Errorf("%d messages", n)
	}
	if e := h.call("sendMessage", form, bearing(token)); e.why() != "local_id_again" || string(e.Result) != "1" ||
		len(h.violations) > 0 {
		t.Errorf("again: %s %v %+v", e.Result, e.answer.Why, h.violations)
	}
	form["ChatType"] = chatManager
	if e := h.call("sendMessage", form, bearing(token)); string(e.Result) != "2" {
		t.Errorf("the manager's chat is another: %s", e.Result)
	}
	e := h.call("listMessages", map[string]any{"ChatType": chatManager}, bearing(token))
	if !strings.Contains(string(e.Result), `"My":true`) || strings.Count(string(e.Result), `"Id"`) != 1 {
		t.Errorf("messages %s", e.Result)
	}
}

// TestListMessages: limits, ranges and search; always oldest first.
func TestListMessages(t *testing.T) {
	h := newHarness(t, nil)
	token, _ := h.login(TokenPerson)
	for i := range 60 {
		h.call(
			"sendMessage",
			map[string]any{"LocalId": i + 1, "Payload": "text", "Text": fmt.Sprintf("Слово %d", i+1)},
			bearing(token),
		)
	}
	for _, c := range []struct {
		query string
		want  string
	}{
		{`{}`, "11..60"}, {`null`, "11..60"}, {``, "11..60"}, {`{"Limit":2}`, "59..60"}, {`{"Limit":0}`, ""}, {
			`{"MaxId":3,"ChatType":"regular"}`, "1..2"},
		{`{"FromId":58}`, "58..60"}, {`{"FromId":2,"ToId":4}`, "2..4"}, {`{"Q":"слово 7"}`, "7..7"}, {
			`{"ChatType":"personal_manager"}`, ""},
	} {
		e := h.call("listMessages", c.query, bearing(token))
		var list []struct {
			ID int64 `json:"Id"`
		}
		_ = json.Unmarshal(e.Result, &list)
		got := ""
		if len(list) > 0 {
			got = fmt.Sprintf("%d..%d", list[0].ID, list[len(list)-1].ID)
		}
		if got != c.want {
			t.Errorf("%s: %s, expected %s", c.query, got, c.want)
		}
	}
}
