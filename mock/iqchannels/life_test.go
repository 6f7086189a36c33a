package iqchannels

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"sparring/mock/world"
)

// life is a widget's whole life: a client, a stream of events, and what the last message of it said.
type life struct {
	*harness
	session string
	stream  *world.Stream
	last    struct {
		events []struct {
			Type            string
			MessageID       *int64 `json:"MessageId"`
			Messages        []map[string]any
			NextChannelName string
			Actor           string
		}
		rels map[string][]map[string]any
	}
}

func newLife(t *testing.T, switches map[string]any) *life {
	h := newHarness(t, switches)
	l := &life{harness: h}
	l.session, _ = h.login(TokenPerson)
	l.stream, _ = h.open(opStreamEvents, l.session)
	return l
}

// raise raises an event and reads what the stream says of it: events of these types, "a b".
func (l *life) raise(name string, args map[string]any, types string) map[string]any {
	l.T.Helper()
	out := l.must(name, args)
	l.read(name, types)
	object := map[string]any{}
	_ = json.Unmarshal(encode(out), &object)
	return object
}

func (l *life) read(what, types string) {
	l.T.Helper()
	l.last.events, l.last.rels = nil, map[string][]map[string]any{}
	var got []string
	for _, e := range l.next(l.stream) {
		if err := json.Unmarshal(e.Result, &l.last.events); err != nil {
			l.T.Fatalf("%v", err)
		}
		for name, raw := range e.Rels {
			var list []map[string]any
			_ = json.Unmarshal(raw, &list)
			l.last.rels[name] = list
		}
		for _, x := range l.last.events {
			got = append(got, x.Type)
		}
	}
	if shown := strings.Join(got, " "); shown != types {
		l.T.Fatalf("%s: the stream says %q, want %q", what, shown, types)
	}
}

// ask calls an operation that must succeed and have no finding; it returns the result or the data.
func (l *life) ask(operation string, body any) map[string]any {
	l.T.Helper()
	e := l.call(operation, body, bearing(l.session))
	if !e.OK || len(l.violations) > 0 {
		l.T.Fatalf("%s: %s, why %v, findings %+v", operation, e.answer.Body, e.answer.Why, l.violations)
	}
	var out map[string]any
	for _, raw := range []json.RawMessage{e.Result, e.Data} {
		if len(raw) > 0 {
			_ = json.Unmarshal(raw, &out)
		}
	}
	return out
}

func (l *life) refused(operation string, body any, code, why string) {
	l.T.Helper()
	if e := l.call(operation, body, bearing(l.session)); e.OK || e.code() != code || e.why() != why {
		l.T.Fatalf("%s %v: %s, why %v; want %s, %s", operation, body, e.answer.Body, e.answer.Why, code, why)
	}
}

// TestOperatorsHalf: files, choices, products, edited and deleted messages, read marks, a bot's greeting, another
// channel.
func TestOperatorsHalf(t *testing.T) {
	l := newLife(t, nil)
	mine := func(text string) {
		l.ask("sendMessage", map[string]any{"LocalId": len(text), "Payload": "text", "Text": text})
	}

	sent := l.raise("operator.file", map[string]any{"name": "договор.pdf", "text": "%PDF"}, "message_created")
	if f := l.last.rels["Files"][0]; f["Actor"] != "user" || f["ActorUserId"] != 1.0 || f["Owner"] != "client" ||
		f["ContentType"] != "application/pdf" ||
		f["Size"] != 4.0 {
		t.Errorf("file %v", f)
	}
	if a := l.send(l.request("downloadFile", nil, inPath("id", sent["file"].(string)), bearing(l.session))); string(
		a.Body,
	) != "%PDF" {
		t.Errorf("the operator's file is %q", a.Body)
	}
	l.raise("operator.file", map[string]any{"name": "голос.mp3", "kind": "audio", "data": "AAEC"}, "message_created")
	voice := int64(l.last.rels["ChatMessages"][0]["Id"].(float64))
	l.ask("listenMessage", voice)
	l.read("listenMessage", "message_listened")
	if m := l.last.rels["ChatMessages"][0]; m["Listened"] != true || m["Received"] != true {
		t.Errorf("listened %v", m)
	}
	l.ask("listenMessage", voice) // once is enough
	l.read("listenMessage again", "")

	l.raise(
		"operator.choice",
		map[string]any{"text": "Чем помочь?", "choices": []string{"Карта", "Вклад"}, "only_choices": true},
		"message_created",
	)
	m := l.last.rels["ChatMessages"][0]
	choices, _ := m["SingleChoices"].([]any)
	if len(choices) != 2 || m["Payload"] != "single-choice" || m["DisableFreeText"] != true || m["IsDropDown"] != nil {
		t.Fatalf("choices %v", m)
	}
	second := choices[1].(map[string]any)
	l.ask(
		"sendMessage",
		map[string]any{"LocalId": 77, "Payload": "text", "Text": second["title"], "BotpressPayload": second["value"]},
	)
	l.read("choice", "message_created")
	if got := l.facts().Messages[3]; got.BotPayload != second["value"] || got.Text != "Вклад" {
		t.Errorf("chosen %+v", got)
	}

	offered := l.raise(
		"operator.product",
		map[string]any{"name": "Подписка", "type": "service", "price": 199, "period": "month"},
		"message_created",
	)
	product := l.last.rels["ChatMessages"][0]["Product"].(map[string]any)
	if product["PeriodicPaymentType"] != "month" || product["PeriodicPaymentPrice"] != 199.0 {
		t.Errorf("product %v", product)
	}
	l.refused(
		"acceptProduct",
		map[string]any{"MessageId": offered["message"], "ProductId": 99},
		"not_found",
		"product_unknown",
	)
	l.refused("acceptProduct", map[string]any{"MessageId": 99, "ProductId": 1}, "not_found", "message_unknown")
	l.ask("acceptProduct", map[string]any{"MessageId": offered["message"], "ProductId": product["Id"]})
	l.ask("declineProduct", map[string]any{"messageID": offered["message"], "productID": product["Id"]})
	if got := l.facts().Messages[4].Product.Answer; got != "accepted" {
		t.Errorf("the answer is %q", got)
	}

	written := l.raise("operator.message", map[string]any{"text": "опечтака"}, "message_created")
	l.raise("operator.edited", map[string]any{"text": "опечатка"}, "message_edited")
	if e := l.last.events[0]; len(e.Messages) != 1 || e.Messages[0]["Id"] != written["message"] ||
		e.Messages[0]["Text"] != "опечатка" {
		t.Errorf("edited %+v", e)
	}
	unread := l.unreadOf(t)
	l.raise("operator.deleted", map[string]any{"message": written["message"]}, "delete-messages")
	if e := l.last.events[0]; len(e.Messages) != 1 || e.Messages[0]["Id"] != written["message"] ||
		l.unreadOf(t) != unread-1 {
		t.Errorf("deleted %+v, %d unread of %d", e, l.unreadOf(t), unread)
	}
	if history := string(l.call("listMessages", map[string]any{}, bearing(l.session)).Result); strings.Contains(
		history,
		"опечатка",
	) {
		t.Errorf("a deleted message is in the history: %s", history)
	}
	if _, err := l.event("operator.deleted", map[string]any{"message": written["message"]}); err == nil {
		t.Error("a message is deleted twice")
	}

	mine("раз")
	mine("вдруг")
	l.read("mine", "message_created message_created")
	l.raise("operator.received", nil, "message_received message_received message_received")
	l.raise("operator.read", map[string]any{"message": 7}, "message_read")
	if l.last.events[0].Actor != "user" || l.last.rels["ChatMessages"][0]["Read"] != true {
		t.Errorf("read %+v %v", l.last.events[0], l.last.rels)
	}
	l.raise("operator.read", map[string]any{"message": 7}, "")

	l.raise("info.requested", nil, "message_created")
	form := l.last.rels["InfoRequests"][0]
	if l.last.rels["ChatMessages"][0]["InfoRequestId"] != form["Id"] || form["State"] != "pending" {
		t.Errorf("form %v", form)
	}
	if got := l.ask("respondInfoRequest", map[string]any{"RequestId": form["Id"], "ClientConsent": true,
		"Form": form["Form"]}); got["State"] != "finished" {
		t.Errorf("answered %v", got)
	}

	l.must("channel.created", map[string]any{"channel": "cards", "title": "Карты"})
	l.raise("chat.transferred", map[string]any{"channel": "cards"}, "chat-channel-change")
	if l.last.events[0].NextChannelName != "cards" {
		t.Errorf("transferred %+v", l.last.events[0])
	}
	if e := l.call("listMessages", map[string]any{}, bearing(l.session), inPath("channel", "cards")); !e.OK {
		t.Errorf("the new channel: %s", e.code())
	}
	l.refused("markRead", map[string]any{}, "bad_request", "body_unreadable")
}

func (l *life) unreadOf(t *testing.T) int {
	t.Helper()
	_, first := l.open(opStreamUnread, l.session)
	var e struct{ Result int }
	if err := json.Unmarshal([]byte(strings.TrimPrefix(first, "data: ")), &e); err != nil {
		t.Fatal(err)
	}
	return e.Result
}

// TestSystemChat: a bot greets once, the enquiries are counted, and the greeting goes.
func TestSystemChat(t *testing.T) {
	l := newLife(t, nil)
	l.must("enquiry.closed", nil)
	if got := l.ask("listTickets", map[string]any{"ClientId": 1,
		"Query": map[string]any{"Open": true}}); got["TotalCount"] != 0.0 {
		t.Errorf("tickets %v", got)
	}
	l.ask("sendSystemChat", nil)
	l.read("sendSystemChat", "message_created")
	l.ask("sendSystemChat", nil)
	l.read("sendSystemChat again", "")
	if got := l.ask("listTickets", nil); got["TotalCount"] != 1.0 {
		t.Errorf("tickets %v", got)
	}
	l.raise("system_chat.closed", nil, "close-system-chat")
	if len(l.last.events[0].Messages) != 1 {
		t.Errorf("closed %+v", l.last.events[0])
	}
	if _, err := l.event("system_chat.closed", nil); err == nil {
		t.Error("a system chat is closed twice")
	}
}

// TestOwnLocalIDs: the widget finds messages by their LocalId, so those of operators have one each, none of them 0,
// also
// while the clock stands and after a plant; a client's own stay as they were sent.
func TestOwnLocalIDs(t *testing.T) {
	l := newLife(t, nil)
	for _, text := range []string{"A", "B", "C"} {
		l.must("operator.message", map[string]any{"text": text})
	}
	l.ask("sendMessage", map[string]any{"LocalId": 5, "Payload": "text", "Text": "D"})
	l.ask("sendSystemChat", nil)
	ids := func() (out []int64) {
		var list []struct {
			LocalID int64 `json:"LocalId"`
		}
		if err := json.Unmarshal(l.call("listMessages", map[string]any{}, bearing(l.session)).Result,
			&list); err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if m.LocalID == 0 || slices.Contains(out, m.LocalID) {
				t.Errorf("LocalId %d occurs twice or is 0", m.LocalID)
			}
			out = append(out, m.LocalID)
		}
		return out
	}
	before := ids()
	if len(before) != 5 || before[3] != 5 {
		t.Errorf("LocalIds %v", before)
	}
	facts := l.facts()
	for i := range facts.Messages {
		if facts.Messages[i].Author == authorUser {
			facts.Messages[i].LocalID = 0
		}
	}
	if err := l.Plant(string(encode(facts))); err != nil {
		t.Fatal(err)
	}
	ids()
	l.must("operator.message", map[string]any{"text": "E"})
	ids()
}

// TestWhatTheWidgetReads: answers in the form that the vendor's web widget reads.
func TestWhatTheWidgetReads(t *testing.T) {
	l := newLife(t, map[string]any{"personalData": "full_form"})
	config := l.ask("getFilesConfig", nil)
	if allowed, there := config["AllowedExtensions"]; allowed != nil || !there || config["MaxFileSizeMb"] != 15.0 {
		t.Errorf("an empty list allows no file: %v", config)
	}
	if e := l.call("getAudioMessagesEnabled", "{}", bearing(l.session)); string(e.Data) != "false" {
		t.Errorf("Data is a boolean: %s", e.Data)
	}
	form := l.ask("getPersonalDataForm", "{}")
	if first := form["Fields"].([]any)[0].(map[string]any); first["Name"] != "Имя" ||
		first["CorrespondingField"] != "" {
		t.Errorf("the widget looks for Имя: %v", first)
	}
	for _, body := range []any{map[string]any{"ChatType": "regular", "Text": "x"},
		map[string]any{"chatType": "regular", "text": "x"}, map[string]any{}, nil} {
		l.ask("sendTyping", body)
	}
	body := map[string]any{
		"LocalId":         3,
		"Payload":         "text",
		"Text":            "a",
		"DisableFreeText": true,
		"Uploading":       map[string]any{},
	}
	l.ask("sendMessage", body)
}

// TestFileSize: a file of exactly the limit is taken, one byte more is refused in the vendor's envelope.
func TestFileSize(t *testing.T) {
	for _, limit := range []int{1, 15} {
		l := newLife(t, map[string]any{"maxFileSizeMb": limit})
		for _, over := range []int{0, 1} {
			body, kind := form(t, "file", "x.bin", "application/octet-stream", strings.Repeat("x", limit<<20+over))
			e := l.harness.read(l.send(l.request("uploadFile", body, header("Content-Type", kind), bearing(l.session))))
			if e.OK != (over == 0) ||
				over == 1 &&
					(e.code() != "invalid" || e.why() != "file_too_large" || !strings.Contains(e.answer.Why[0].Text,
						"maxFileSizeMb")) {
				t.Errorf("%d MB and %d bytes: %s %v", limit, over, e.code(), e.answer.Why)
			}
		}
	}
}
