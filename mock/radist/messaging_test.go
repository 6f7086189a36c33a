package radist

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/outbound"
)

func TestNeighbours(t *testing.T) {
	b := newBench(t)
	if r := b.get("/v2/companies/").ok(); r.id("companies", 0, "id") != homeCompany || r.at("companies", 1) != nil {
		t.Fatalf("companies %s", r.Body)
	}
	b.get("/v2/users/me").ok()
	wa, tg := b.whatsapp(), b.telegram("+79990000001")
	b.event("connection.put", fields{"type": "amocrm", "params": fields{}})
	r := b.get(v2 + "/messaging/chats/sources/").ok()
	if r.at(2) != nil || r.id(0, "connection_id") != wa || r.text(1, "type") != "telegram" {
		t.Fatalf("sources %s", r.Body)
	}
	r = b.post(v2+"/messaging/chats/", fields{"connection_id": wa, "phone": "79990000002"}).ok()
	if r.at("created_chat") != true || r.at("created_contact") != true {
		t.Fatalf("chat %s", r.Body)
	}
	chat, contact := r.id("chat_id"), r.id("contact_id")
	r = b.post(v2+"/messaging/chats/", fields{"connection_id": wa, "phone": "+79990000002"}).ok()
	if r.at("created_chat") != false || r.id("chat_id") != chat {
		t.Fatalf("the same chat %s", r.Body)
	}
	r = b.post(v2+"/messaging/chats/", fields{"connection_id": tg, "phone": "+79990000002"}).ok()
	if r.at("created_chat") != true || r.at("created_contact") != false || r.id("contact_id") != contact {
		t.Fatalf("the same contact %s", r.Body)
	}
	named := b.post(v2+"/contacts/", fields{"name": "Masha", "phones": []any{fields{"type": "work",
		"value": "79990000003"}}}).
		ok()
	if named.text("phones", 0, "value") != "+79990000003" {
		t.Fatalf("contact %s", named.Body)
	}
	r = b.post(v2+"/messaging/chats/", fields{"connection_id": tg, "user_name": "masha", "contact_id": named.id("id")}).
		ok()
	if r.at("created_contact") != false {
		t.Fatalf("chat of a contact %s", r.Body)
	}
	b.post(v2+"/messaging/chats/", fields{"connection_id": wa, "user_name": "masha"}).status(200).blames("chat_source")
	if again := b.post(v2+"/messaging/chats/", fields{"connection_id": tg, "user_name": "masha",
		"phone": nil}).ok(); again.id(
		"chat_id",
	) != r.id(
		"chat_id",
	) {
		t.Fatalf("null is as left out: %s", again.Body)
	}
	b.post(v2+"/messaging/chats/", fields{"connection_id": tg, "user_name": nil, "phone": "79990000002"}).ok()
	b.post(v2+"/messaging/chats/", fields{"connection_id": tg, "phone": nil}).
		invalid("body.phone string_type").
		blames("null_not_allowed")
	r = b.get(v2 + "/contacts/?order_by=created_at:desc&limit=2").ok()
	if r.id("count") != 3 || r.id("contacts", 0, "id") != 3 || r.at("contacts", 2) != nil {
		t.Fatalf("contacts %s", r.Body)
	}
	if r = b.get(v2 + "/contacts/?order_by=created_at:asc&offset=1").ok(); r.id("contacts", 0, "id") != 2 {
		t.Fatalf("contacts %s", r.Body)
	}
}

func TestPagingOfConnections(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.keyed("odnoklassniki", fmt.Sprint("key", i)).ok()
	}
	var seen []int64
	for offset := 0; ; offset += 2 {
		r := b.get(fmt.Sprintf(v2+"/connections/?limit=2&offset=%d", offset)).ok()
		if r.id("count") != 5 {
			t.Fatalf("count %s", r.Body)
		}
		items := r.at("connections").([]any)
		if len(items) == 0 {
			break
		}
		for i := range items {
			seen = append(seen, r.id("connections", i, "id"))
		}
	}
	if !slices.Equal(seen, []int64{101, 102, 103, 104, 105}) {
		t.Fatalf("seen %v", seen)
	}
	b.key = otherKey
	if r := b.get("/v2/companies/8/connections/").ok(); r.id("count") != 0 {
		t.Fatalf("foreign %s", r.Body)
	}
	b.get("/v2/companies/8/connections/101").fails(errConnection)
}

func TestMessagesAndTalks(t *testing.T) {
	b := newBench(t)
	wa := b.whatsapp()
	first := b.chat(wa, "79990000002")
	for i := range 5 {
		b.say(wa, first, fmt.Sprint("text ", i)).ok()
		b.advance(time.Second)
	}
	list := func(query string) []string {
		r := b.get(v2 + "/messaging/messages/?chat_id=1" + query).ok()
		out := []string{}
		for i := range r.at().([]any) {
			out = append(out, r.text(i, "text", "text"))
		}
		return out
	}
	if got := list("&limit=2"); !slices.Equal(got, []string{"text 4", "text 3"}) {
		t.Fatalf("newest first: %v", got)
	}
	if got := list("&limit=2&until=2030-01-01T12:00:03Z"); !slices.Equal(got, []string{"text 2", "text 1"}) {
		t.Fatalf("page back: %v", got)
	}
	b.set("untilInclusive", true)
	if got := list("&limit=2&until=2030-01-01T15:00:03%2B03:00"); !slices.Equal(got, []string{"text 3", "text 2"}) {
		t.Fatalf("inclusive: %v", got)
	}
	for i := range 4 {
		b.event("customer.message", fields{"from": fmt.Sprintf("7999000001%d", i), "text": "hello"})
		b.advance(time.Second)
	}
	b.event("customer.message", fields{"from": "durov", "text": "hello"})
	var contacts []int64
	cursor := ""
	for range 10 {
		r := b.get(v2 + "/messaging/chats/with_contacts/?limit=2&cursor=" + cursor).ok()
		for i := range r.at("data").([]any) {
			contacts = append(contacts, r.id("data", i, "contact_id"))
		}
		if cursor = r.text("response_metadata", "next_cursor"); cursor == "" {
			break
		}
	}
	if !slices.Equal(contacts, []int64{6, 5, 4, 3, 2, 1}) {
		t.Fatalf("contacts %v", contacts)
	}
	b.impossible("customer.message", fields{"connection": 999, "from": "x", "text": "x"})
}

func TestWebhooks(t *testing.T) {
	b := newBench(t)
	all, one, refusing := newReceiver(t), newReceiver(t), newReceiver(t)
	refusing.status = http.StatusInternalServerError
	wa, tg := b.whatsapp(), b.telegram("+79990000001")
	b.post(v2+"/webhooks/", fields{"url": all.URL, "events": hookEvents()}).ok()
	b.post(v2+"/webhooks/", fields{"connection_id": tg, "url": one.URL + "/hook", "events": []string{hookCreate,
		hookCreate}}).
		ok()
	b.post(v2+"/webhooks/", fields{"connection_id": tg, "url": refusing.URL, "events": []string{hookCreate}}).ok()
	if r := b.get(v2 + "/webhooks/").ok(); r.id("count") != 3 || r.at("webhooks", 0, "connection_id") != nil ||
		r.id("webhooks", 1, "connection_id") != tg {
		t.Fatalf("webhooks %s", r.Body)
	}
	chat := b.chat(wa, "79990000002")
	b.say(wa, chat, "x & <y>").ok()
	if got := all.events(b); !slices.Equal(got, []string{hookCreate}) {
		t.Fatalf("at once: %v", got)
	}
	message := all.bodies[0]["event"].(fields)["message"].(fields)
	if message["direction"] != "outbound" || message["text"].(fields)["text"] != "x & <y>" {
		t.Fatalf("payload %v", all.bodies[0])
	}
	b.impossible("customer.read", nil)
	if n := b.advance(time.Second); n != 1 {
		t.Fatalf("%d fired", n)
	}
	b.event("customer.read", nil)
	b.impossible("customer.read", fields{"chat": 99})
	b.say(wa, chat, "lost").ok()
	b.event("delivery.failed", fields{"error": "No such number"})
	b.impossible("delivery.failed", nil)
	b.say(wa, chat, "unpaid on the way").ok()
	b.event("subscription.expired", fields{"type": "whatsapp"})
	b.advance(time.Second)
	want := []string{hookCreate, hookCreate, hookCreate, hookDelivered, hookError, hookError, hookRead}
	if got := all.events(b); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if len(one.events(b)) != 0 {
		t.Fatal("a webhook heard another connection")
	}
	b.set("deliveryAfter", "0s")
	b.event("customer.message", fields{"connection": tg, "from": "+79990000003", "text": "hi"})
	if got := one.events(b); !slices.Equal(got, []string{hookCreate}) {
		t.Fatalf("inbound: %v", got)
	}
	b.say(tg, b.chat(tg, "79990000003"), "hi").ok()
	if got := all.events(b); len(got) != len(want)+3 {
		t.Fatalf("at once with delivery: %v", got)
	}
	b.call("DELETE", v2+"/webhooks/1", nil).status(http.StatusNoContent)
	b.call("DELETE", v2+"/webhooks/1", nil).fails(errWebhook)
	b.say(tg, b.chat(tg, "79990000003"), "unheard").ok()
	if got := all.events(b); len(got) != len(want)+3 {
		t.Fatalf("after the deletion: %v", got)
	}
}

// The chat of the newest message is not the chat that was made last.
func TestCustomerReadsTheNewestMessage(t *testing.T) {
	b := newBench(t)
	b.set("deliveryAfter", "0s")
	wa := b.whatsapp()
	first, second := b.chat(wa, "79990000002"), b.chat(wa, "79990000003")
	read := func(want int64) {
		t.Helper()
		if got := b.event("customer.read", nil)["chat_id"]; got != float64(want) {
			t.Fatalf("read chat %v, want %d", got, want)
		}
	}
	b.impossible("customer.read", nil)
	b.say(wa, first, "one").ok()
	b.advance(time.Second)
	b.chat(wa, "79990000004") // newer than the message, but nothing was said in it
	read(first)
	b.say(wa, second, "two").ok()
	b.advance(time.Millisecond)
	b.say(wa, first, "three").ok() // in the same second, but later
	read(first)
	b.say(wa, second, "four").ok() // at the same instant
	read(second)
}

func TestWebhookIsJudged(t *testing.T) {
	if len(judgeHook(outbound.Reply{Response: message.Response{Status: 204}}, nil)) != 0 {
		t.Error("204 is an answer")
	}
	for _, f := range [][]journal.Finding{judgeHook(outbound.Reply{Response: message.Response{Status: 302}}, nil),
		judgeHook(outbound.Reply{}, fmt.Errorf("refused"))} {
		if len(f) != 1 || f[0].Code != "webhook_not_taken" || f[0].By != journal.ByService {
			t.Errorf("findings %+v", f)
		}
	}
}

func TestStateIsPlain(t *testing.T) {
	b := newBench(t)
	wa := b.whatsapp()
	chat := b.chat(wa, "79990000002")
	b.keyed("odnoklassniki", "k").ok()
	b.event("odnoklassniki.key_reset", nil)
	id := b.telegramSession(fields{"auth_type": "qr"})
	b.event("connection.put", fields{"type": "tinkoff", "params": fields{"n": 1}})
	b.event("invoice.issued", nil)
	b.post(v2+"/webhooks/", fields{"url": "http://127.0.0.1:1/", "events": []string{hookRead}}).ok()
	b.say(wa, chat, "on its way").ok()
	b.set("rateLimits", true)
	b.get(v2 + "/contacts/").ok()

	fork := newBench(t)
	if err := fork.w.Switches.Set(b.w.Switches.All()); err != nil {
		t.Fatal(err)
	}
	if err := fork.w.ImportChance(b.w.ExportChance()); err != nil {
		t.Fatal(err)
	}
	if err := fork.fake.Plant(json.RawMessage(b.state())); err != nil {
		t.Fatal(err)
	}
	if fork.state() != b.state() {
		t.Fatalf("planted\n%s\nis not\n%s", fork.state(), b.state())
	}
	play := func(b *bench) string {
		fired := b.advance(time.Minute)
		r := b.login(fields{"session_id": id})
		return fmt.Sprint(fired, string(r.Body), b.state())
	}
	if one, two := play(b), play(fork); one != two {
		t.Fatalf("the fork goes another way:\n%s\n%s", one, two)
	}
}

func TestPlantRefuses(t *testing.T) {
	b := newBench(t)
	b.telegram("+79990000001")
	b.whatsapp()
	b.chat(102, "79990000002")
	whole := b.state()
	for what, change := range map[string]func(s fields){
		"unknown":       func(s fields) { s["colour"] = 1 },
		"/companies":    func(s fields) { s["companies"] = nil },
		"/keys/0":       func(s fields) { s["keys"] = []any{nil} },
		"/keys/1":       func(s fields) { s["keys"] = []any{fields{"key": "a"}, fields{"key": "a"}} },
		"dead key":      func(s fields) { s["dead_keys"] = fields{homeKey: "reset"} },
		"reason":        func(s fields) { s["dead_keys"] = fields{"x": "why not"} },
		"company name":  func(s fields) { s["companies"] = []any{fields{"id": 7, "name": ""}} },
		"sendable":      func(s fields) { s["keys"] = []any{fields{"key": "key "}} },
		"sendable line": func(s fields) { s["keys"] = []any{fields{"key": "a\r\nb"}} },
		"next":          func(s fields) { s["next"].(fields)["connection"] = 1 },
		"next chat":     func(s fields) { s["next"].(fields)["chat"] = 1 },
		"next contact":  func(s fields) { s["next"].(fields)["contact"] = 1 },
		"connection":    func(s fields) { s["connections"].(fields)["101"] = nil },
		"type":          func(s fields) { s["connections"].(fields)["101"].(fields)["type"] = "icq" },
		"company":       func(s fields) { s["connections"].(fields)["101"].(fields)["company"] = 5 },
		"phone":         func(s fields) { s["connections"].(fields)["101"].(fields)["phone"] = "5" },
		"token":         func(s fields) { s["connections"].(fields)["101"].(fields)["radist_token"] = "5" },
		"user":          func(s fields) { s["connections"].(fields)["101"].(fields)["user_id"] = "" },
		"key":           func(s fields) { s["connections"].(fields)["101"].(fields)["type"] = "odnoklassniki" },
		"order":         func(s fields) { s["session_order"] = []any{} },
		"order twice":   func(s fields) { s["session_order"] = []any{"x"} },
		"chat":          func(s fields) { s["chats"].(fields)["1"].(fields)["connection"] = 5 },
		"messages":      func(s fields) { s["messages"] = fields{"9": []any{}} },
		"webhooks":      func(s fields) { s["webhooks"] = fields{"1": nil} },
		"subscriptions": func(s fields) { s["subscriptions"] = fields{"x": fields{}} },
		"rates":         func(s fields) { s["rates"] = fields{"x": nil} },
		"sessions": func(s fields) {
			for _, v := range s["sessions"].(fields) {
				v.(fields)["messenger"] = "icq"
			}
		},
		"auth": func(s fields) {
			for _, v := range s["sessions"].(fields) {
				v.(fields)["auth_type"] = "sms"
			}
		},
		"qr": func(s fields) {
			for _, v := range s["sessions"].(fields) {
				delete(v.(fields), "qr")
			}
		},
	} {
		var s fields
		if err := json.Unmarshal([]byte(whole), &s); err != nil {
			t.Fatal(err)
		}
		change(s)
		data, _ := json.Marshal(s)
		if err := b.fake.Plant(data); err == nil {
			t.Errorf("%s was planted", what)
		}
		if b.state() != whole {
			t.Fatalf("%s was refused and changed the state", what)
		}
	}
	if err := b.fake.Plant(json.RawMessage(whole + "{}")); err == nil {
		t.Error("two states were planted")
	}
	if err := b.fake.Plant(json.RawMessage(`{"companies":[{"id":7,"name":"x"}]}`)); err != nil {
		t.Errorf("a sparse state: %v", err)
	}
}

func TestCredentials(t *testing.T) {
	b := newBench(t)
	want := map[string]string{"api_key": homeKey, "company_id": "7"}
	if got := b.fake.Credentials(); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v", got)
	}
}
