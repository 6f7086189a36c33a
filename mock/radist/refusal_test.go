package radist

import (
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

// sample builds a request path from the document's template: the ids of the default world.
func sample(op spec.Operation) string {
	return strings.NewReplacer("{company_id}", "7", "{connection_id}", "101", "{webhook_id}", "1", "{session_id}", "s",
		"{radist_token}", "t").
		Replace(op.Path)
}

func TestKeysAndScopes(t *testing.T) {
	scopes := map[string]string{"Connections": "connections", "Telegram": "connections", "Max personal": "connections",
		"Messaging": "messaging", "Contacts": "messaging", "Webhooks": "webhooks", "Companies": "", "Users": ""}
	for _, op := range append(table(), pageTable()...) {
		if op.open {
			continue
		}
		t.Run(op.id, func(t *testing.T) {
			b := newBench(t)
			documented, _ := spec.Find(name, op.id)
			path := sample(documented)
			call := func() reply { return b.call(op.method, path, nil) }
			b.key = ""
			call().fails(errNoKey)
			b.key = "unknown"
			call().fails(errNoKey)
			need, known := scopes[op.tag]
			if !known {
				t.Fatalf("tag %s is not in the table", op.tag)
			}
			for _, have := range allScopes() {
				b.key = "key of " + have
				b.event("key.scopes", fields{"key": b.key, "scopes": []string{have}})
				if r := call(); need != "" && have != need {
					r.fails(errScope)
				} else if r.Status == http.StatusForbidden || r.Status == http.StatusUnauthorized {
					t.Fatalf("scope %s: %d %s", have, r.Status, r.Body)
				}
			}
			b.key = otherKey
			if r := call(); op.company && !op.body {
				if r.text("detail") != detailOf(errCompany) && r.Status != 422 {
					t.Fatalf("a foreign company: %d %s", r.Status, r.Body)
				}
			}
			b.key = homeKey
			r := b.request(documented)
			r.Header = http.Header{"X-Api-Key": {homeKey}}
			if !b.fake.API().Credential(op.id) {
				t.Fatal("the operation takes a key and says that it takes none")
			}
			if err := b.fake.Expire(r, "revoked"); err != nil {
				t.Fatal(err)
			}
			if got := call().fails(errNoKey); got.Why[0].Code != "key_ended" {
				t.Fatalf("why %v", got.Why)
			}
			if b.fake.Expire(r, "revoked") == nil {
				t.Fatal("a dead key was ended again")
			}
		})
	}
}

func TestExpireSession(t *testing.T) {
	b := newBench(t)
	id := b.telegramSession(fields{"auth_type": "qr"})
	for _, body := range []string{`{"session_id":"` + id + `"}`, `{"params":{"session_id":"` + id + `"}}`} {
		s := b.session(id)
		s.Ended = ""
		b.putSession(s)
		r := &world.Request{Body: []byte(body), Header: http.Header{"X-Api-Key": {homeKey}}}
		if err := b.fake.Expire(r, "time"); err != nil {
			t.Fatal(err)
		}
		if got := b.login(fields{"session_id": id}).fails(errSession); got.Why[0].Code != "session_ended" {
			t.Fatalf("why %v", got.Why)
		}
	}
	b.get(v2 + "/connections/").ok()
}

func TestMalformedBodies(t *testing.T) {
	for _, op := range append(table(), pageTable()...) {
		if !op.body || op.open {
			continue
		}
		documented, _ := spec.Find(name, op.id)
		for body, place := range map[string]string{
			"":                       "body missing",
			"  ":                     "body missing",
			"[]":                     "body model_attributes_type",
			`"text"`:                 "body model_attributes_type",
			"null":                   "body model_attributes_type",
			"\xff":                   "",
			"{":                      "",
			`{} {}`:                  "",
			`{"name":"` + "\xff\"}":  "",
			strings.Repeat("[", 1e5): "",
		} {
			b := newBench(t)
			before := b.state()
			r := b.call(op.method, sample(documented), body).status(422)
			if place != "" {
				r.invalid(place)
			} else if r.text("detail", 0, "type") != "json_invalid" {
				t.Errorf("%s with %.20q: %s", op.id, body, r.Body)
			}
			if b.state() != before {
				t.Errorf("%s with %.20q changed the state", op.id, body)
			}
		}
	}
}

// What a client sent is a fact, that nothing else is taken is our reading: it must not fail a client. Source: the
// reference's
// gaps; the vendor publishes no schema.
func TestGuessesAreDerived(t *testing.T) {
	chat := fields{"connection_id": 101, "phone": "79990000002"}
	message := fields{
		"connection_id": 101,
		"chat_id":       1,
		"mode":          "async",
		"message_type":  "text",
		"text":          fields{"text": "x"},
	}
	hook := fields{"url": "http://127.0.0.1:1/", "events": []any{hookCreate}}
	with := func(body fields, name string, value any) fields {
		out := maps.Clone(body)
		out[name] = value
		return out
	}
	for _, c := range []struct {
		method, path  string
		body          any
		code, pointer string
		provenance    journal.Provenance
	}{
		{"POST", "/telegram/init", fields{}, "missing_field", "/auth_type", journal.Derived},
		{"POST", "/telegram/init", fields{"auth_type": "sms"}, "not_in_enum", "/auth_type", journal.Derived},
		{"POST", "/telegram/init", fields{"auth_type": "code"}, "missing_field", "/phone", journal.Derived},
		{"POST", "/telegram/init", fields{"auth_type": "qr", "connection_id": "101"}, "wrong_type",
			"/connection_id", journal.Derived},
		{"POST", "/telegram/init", fields{"auth_type": "qr", "proxy": "x"}, "unknown_field", "/proxy", journal.Derived},
		{"POST", "/messaging/chats/", with(chat, "user", "x"), "unknown_field", "/user", journal.Derived},
		{"POST", "/messaging/chats/", fields{"connection_id": 101}, "missing_field", "/phone", journal.Derived},
		{"POST", "/messaging/chats/", with(chat, "connection_id", "101"), "wrong_type", "/connection_id",
			journal.Observed},
		{"POST", "/messaging/messages/", with(message, "mode", "sync"), "not_in_enum", "/mode", journal.Derived},
		{"POST", "/messaging/messages/", with(message, "message_type", "video"), "not_in_enum", "/message_type",
			journal.Derived},
		{"POST", "/messaging/messages/", with(message, "image", "x"), "wrong_type", "/image", journal.Derived},
		{"POST", "/messaging/messages/", with(message, "sticker", "x"), "unknown_field", "/sticker", journal.Derived},
		{"POST", "/messaging/messages/", with(message, "text", fields{"text": ""}), "too_short", "/text/text",
			journal.Derived},
		{"POST", "/messaging/messages/", with(message, "chat_id", "1"), "wrong_type", "/chat_id", journal.Observed},
		{"GET", "/messaging/messages/?chat_id=1&until=2030", nil, "wrong_format", "query/until", journal.Derived},
		{"GET", "/contacts/?order_by=name:asc", nil, "not_in_enum", "query/order_by", journal.Derived},
		{"POST", "/contacts/", fields{"name": "x", "email": "x"}, "unknown_field", "/email", journal.Derived},
		{"POST", "/contacts/", fields{"name": "x", "phones": []any{fields{"value": "79990000002"}}}, "missing_field",
			"/phones/0/type", journal.Derived},
		{"POST", "/webhooks/", with(hook, "events", []any{"connections." +
			"create"}), "not_in_enum", "/events/0", journal.Derived},
		{"POST", "/webhooks/", with(hook, "secret", "x"), "unknown_field", "/secret", journal.Derived},
	} {
		b := newBench(t)
		b.whatsapp()
		r := b.call(c.method, v2+c.path, c.body)
		if len(r.violations) != 1 {
			t.Errorf("%s: violations %+v, want one", r.asked, r.violations)
			continue
		}
		if f := r.violations[0]; f.Code != c.code || f.Pointer != c.pointer || f.Provenance != c.provenance {
			t.Errorf(
				"%s: %s at %s, %s; want %s at %s, %s",
				r.asked,
				f.Code,
				f.Pointer,
				f.Provenance,
				c.code,
				c.pointer,
				c.provenance,
			)
		}
	}
	for _, e := range spec.Errors(name) { // no client saw the code of a failure but 429
		if want := map[bool]spec.Provenance{true: spec.Observed,
			false: spec.Derived}[e.Code == errTooMany.Code]; e.Provenance != want {
			t.Errorf("%s is %s, want %s", e.Code, e.Provenance, want)
		}
	}
}

func TestLenientInput(t *testing.T) {
	b := newBench(t)
	b.post(v2+"/connections/", `{"type":"whatsapp","type":"telegram_bot","params":{"api_key":"1:a"}}`).
		status(200)
		// the last one counts
	b.post(v2+"/connections/", fields{"type": "whatsapp", "colour": "blue"}).status(200).blames("unknown_field")
	b.post(v2+"/connections/", fields{"type": "whatsapp", "params": nil, "name": nil}).ok()
	b.call("POST", v2+"/connections/", `{"type":"whatsapp"}`, "Content-Type", "application/x-www-form-urlencoded").
		status(200).
		blames("wrong_content_type")
	b.call("POST", v2+"/connections/", `type=whatsapp`, "Content-Type", "application/x-www-form-urlencoded").
		invalid("body model_attributes_type")
	b.post(v2+"/telegram/init", fields{"auth_type": "qr", "connection_id": nil, "phone": nil}).ok()
	b.post(v2+"/telegram/init", fields{"auth_type": "qr", "connection_id": "999"}).fails(errConnection)
	b.get(v2 + "/connections/?limit=2&limit=1&unknown=1").status(200).blames("undeclared_query_parameter")
}

func TestRateLimits(t *testing.T) {
	b := newBench(t)
	connections := func() reply { return b.get(v2 + "/connections/") }
	contacts := func() reply { return b.get(v2 + "/contacts/") }
	sources := func() reply { return b.get(v2 + "/messaging/chats/sources/") }
	for range 20 {
		connections().ok()
	}
	b.set("rateLimits", true)
	contacts().ok()
	if r := contacts().fails(errTooMany); r.Header.Get("Retry-After") != "1" {
		t.Fatalf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	sources().ok() // a class of its own
	sources().fails(errTooMany)
	for range 3 {
		connections().ok()
	}
	connections().fails(errTooMany)
	b.key = otherKey
	b.get("/v2/companies/8/connections/").ok() // per key
	b.key = homeKey
	b.advance(199 * time.Millisecond)
	connections().fails(errTooMany)
	b.advance(time.Millisecond)
	connections().ok()
	connections().fails(errTooMany)
	b.advance(time.Second)
	contacts().ok()
	contacts().fails(errTooMany)
	b.key = "nobody"
	connections().fails(errNoKey)
}

// TestKeySendable: a key that no header can carry is not made.
func TestKeySendable(t *testing.T) {
	b := newBench(t)
	before := b.state()
	for _, key := range []string{" ", "key ", " key", "a\nb", "a\tb", "ключ"} {
		if _, err := b.raise("key.scopes", fields{"key": key, "scopes": allScopes()}); err == nil {
			t.Errorf("%q was made a key", key)
		}
	}
	if !reflect.DeepEqual(b.state(), before) {
		t.Error("a refused key changed the state")
	}
}
