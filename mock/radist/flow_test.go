package radist

import (
	"strings"
	"testing"
	"time"

	"sparring/spec"
)

func TestCoverage(t *testing.T) {
	documented, handled := map[string]bool{}, map[string]bool{}
	for _, id := range API().Operations {
		handled[id] = true
	}
	for _, op := range spec.Operations(name) {
		documented[op.ID] = true
		if !handled[op.ID] {
			t.Errorf("operation %s of the document has no handler", op.ID)
		}
	}
	for _, op := range append(table(), pageTable()...) {
		if !documented[op.id] {
			t.Errorf("handler %s has no operation in the document", op.id)
			continue
		}
		d, _ := spec.Find(name, op.id)
		if prefixed := op.path == d.Path || "/v2"+op.path == d.Path; d.Method != op.method || !prefixed {
			t.Errorf("%s is %s %s here and %s %s in the document", op.id, op.method, op.path, d.Method, d.Path)
		}
		if d.Secured == op.open {
			t.Errorf("%s: open is %v here, secured %v in the document", op.id, op.open, d.Secured)
		}
	}
	if len(documented) == 0 {
		t.Fatal("the document has no operations")
	}
}

// What an event cannot do without, and what may be left out (?).
func TestEventArguments(t *testing.T) {
	want := map[string]string{
		"telegram.qr_scanned": "session? qr? account? two_factor? password?",
		"telegram.code":       "session? two_factor? password?",
		"telegram." +
			"session_terminated": "connection?", "whatsapp.qr_scanned": "connection? qr? " +
			"account?", "whatsapp.logged_out": "connection?",
		"max.code": "session?", "max.session_terminated": "connection?", "odnoklassniki.key_reset": "connection?",
		"odnoklassniki.key_inactive": "connection?", "provider.key_rejected": "key", "subscription.paid": "type",
		"subscription.expired": "type", "support." +
			"connection_deleted": "connection?", "connection.put": "type params name?",
		"invoice.issued": "connection? amount?", "key.scopes": "key scopes " +
			"companies?", "customer.message": "connection? from text",
		"customer.read": "chat?", "delivery.failed": "message? error?",
	}
	for _, e := range API().Events {
		var args []string
		for _, a := range e.Args {
			args = append(args, a.Name+map[bool]string{false: "?"}[a.Required])
		}
		if got := strings.Join(args, " "); got != want[e.Name] {
			t.Errorf("%s takes %q, want %q", e.Name, got, want[e.Name])
		}
		delete(want, e.Name)
	}
	if len(want) > 0 {
		t.Errorf("there are no events %v", want)
	}
}

func TestEveryErrorCodeCanBeWritten(t *testing.T) {
	b := newBench(t)
	codes := spec.Errors(name)
	if len(codes) == 0 {
		t.Fatal("no error codes")
	}
	for _, op := range spec.Operations(name) {
		for _, code := range op.Errors {
			r := b.request(op)
			a := b.fake.Fail(r, code)
			for _, known := range codes {
				if known.Code == code && known.Status != a.Status {
					t.Errorf("%s of %s answers %d, the catalogue says %d", code, op.ID, a.Status, known.Status)
				}
			}
			b.judge(op, r, &a)
		}
	}
}

func TestTelegramByQR(t *testing.T) {
	for _, two := range []bool{false, true} {
		b := newBench(t)
		r := b.post(v2+"/telegram/init", fields{"auth_type": "qr"}).ok()
		const secret = " two  words "
		id, first := r.text("session_id"), r.text("qr_login", "url")
		if r.text("status") != "waiting_for_qr" || r.text("qr_login", "expires") != "2030-01-01T12:00:30Z" {
			t.Fatalf("init answered %s", r.Body)
		}
		b.advance(29 * time.Second)
		if got := b.login(fields{"session_id": id}).ok().text("qr_login", "url"); got != first {
			t.Fatalf("the code changed before its end: %s", got)
		}
		b.advance(time.Second)
		b.impossible("telegram.qr_scanned", fields{"session": id, "qr": first})
		b.impossible("telegram.qr_scanned", nil)
		second := b.login(fields{"session_id": id}).ok().text("qr_login", "url")
		if second == first || second == "" {
			t.Fatalf("the poll at the end gave %q after %q", second, first)
		}
		b.impossible("telegram.qr_scanned", fields{"qr": first})
		result := b.event("telegram.qr_scanned", fields{"qr": second, "two_factor": two, "account": "79990000001",
			"password": secret})
		if two {
			r = b.login(fields{"session_id": id}).ok()
			if r.text("status") != "waiting_for_password" || r.at("qr_login") != nil {
				t.Fatalf("after a scan with 2FA: %s", r.Body)
			}
			b.login(fields{"session_id": id, "password": "wrong"}).fails(errInvalidPassword)
			b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).
				fails(errNotAuthenticated).
				blames("session_not_authenticated")
			b.login(fields{"session_id": id, "password": strings.TrimSpace(secret)}).fails(errInvalidPassword)
			if result["password"] != secret {
				t.Errorf("the scan told the password %q", result["password"])
			}
			r = b.login(fields{"session_id": id, "password": secret}).ok()
		} else {
			r = b.login(fields{"session_id": id}).ok()
		}
		if r.text("status") != "authenticated" {
			t.Fatalf("logged in: %s", r.Body)
		}
		r = b.post(v2+"/connections/", fields{"type": "telegram", "name": "Sales", "params": fields{"session_id": id}}).
			ok()
		if r.text("type") != "telegram" || r.text("params", "phone") != "+79990000001" || r.id("id") != 101 ||
			r.text("name") != "Sales" {
			t.Fatalf("connection %s", r.Body)
		}
		b.login(fields{"session_id": id}).ok()
		b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).fails(errSessionUsed)
	}
}

func TestTelegramByCode(t *testing.T) {
	b := newBench(t)
	b.post(v2+"/telegram/init", fields{"auth_type": "code"}).invalid("body.phone missing").blames("missing_field")
	b.post(v2+"/telegram/init", fields{"auth_type": "code", "phone": nil}).
		invalid("body.phone string_type").
		blames("missing_field")
	r := b.post(v2+"/telegram/init", fields{"auth_type": "code", "phone": "79990000001"}).ok()
	id := r.text("session_id")
	if r.text("status") != "waiting_for_code" || r.at("qr_login") != nil {
		t.Fatalf("init answered %s", r.Body)
	}
	b.impossible("telegram.qr_scanned", nil)
	result := b.event("telegram.code", fields{"two_factor": true})
	b.login(fields{"session_id": id, "code": "x"}).fails(errInvalidCode)
	b.login(fields{"session_id": id, "password": result["password"]}).fails(errUnexpectedField)
	b.login(fields{"session_id": id, "code": result["code"], "password": result["password"]}).fails(errUnexpectedField)
	if r = b.login(fields{"session_id": id, "code": result["code"]}).ok(); r.text("status") != "waiting_for_password" {
		t.Fatalf("code: %s", r.Body)
	}
	b.login(fields{"session_id": id, "code": result["code"]}).fails(errUnexpectedField)
	if r = b.login(fields{"session_id": id, "password": result["password"]}).ok(); r.text("status") != "authenticated" {
		t.Fatalf("password: %s", r.Body)
	}
	r = b.post(v2+"/connections/", fields{"type": "telegram_personal", "params": fields{"session_id": id}}).ok()
	if r.text("type") != "telegram" || r.text("params", "phone") != "+79990000001" {
		t.Fatalf("connection %s", r.Body)
	}
	b.set("telegramType", "telegram_personal")
	if r = b.get(v2 + "/connections/101").ok(); r.text("type") != "telegram_personal" {
		t.Fatalf("switched: %s", r.Body)
	}
}

func TestReauthorization(t *testing.T) {
	b := newBench(t)
	conn := b.telegram("+79990000001")
	chat := b.chat(conn, "+79990000002")
	b.say(conn, chat, "one").ok()
	b.event("telegram.session_terminated", fields{"connection": conn})
	b.impossible("telegram.session_terminated", nil)
	b.say(conn, chat, "two").fails(errNotAuthorized)

	again := b.telegramSession(fields{"auth_type": "qr", "connection_id": conn})
	b.event("telegram.qr_scanned", fields{"account": "+79990000009"})
	b.login(fields{"session_id": again}).fails(errAnotherAccount)
	b.say(conn, chat, "three").fails(errNotAuthorized)
	if r := b.login(fields{"session_id": again}).ok(); r.text("status") != "waiting_for_qr" {
		t.Fatalf("after another account: %s", r.Body)
	}
	if result := b.event("telegram.qr_scanned", nil); result["account"] != "+79990000001" {
		t.Fatalf("left out, the account is the connection's own: %v", result)
	}
	if r := b.login(fields{"session_id": again}).ok(); r.text("status") != "authenticated" {
		t.Fatalf("again: %s", r.Body)
	}
	b.say(conn, chat, "four").ok()
	b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": again}}).
		fails(errSessionOfExisting).
		blames("reauthorization_makes_no_connection")
	if r := b.get(v2 + "/connections/").ok(); r.id("count") != 1 || r.id("connections", 0, "id") != conn {
		t.Fatalf("connections %s", r.Body)
	}

	// Without connection_id the account is refused as a second connection.
	plain := b.telegramSession(fields{"auth_type": "qr"})
	b.event("telegram.qr_scanned", fields{"session": plain, "account": "+79990000001"})
	if r := b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": plain}}).
		fails(errAccountConnected); len(r.violations) != 0 {
		t.Fatalf("violations %+v, but no client knows the account before the scan", r.violations)
	}
	b.set("duplicateAccounts", "allow")
	b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": plain}}).ok()

	// By code with another phone.
	code := b.telegramSession(fields{"auth_type": "code", "phone": "+79990000008", "connection_id": conn})
	b.login(fields{"session_id": code, "code": b.event("telegram.code", nil)["code"]}).fails(errAnotherAccount)
}

func TestReauthorizationRefusals(t *testing.T) {
	b := newBench(t)
	bot := b.keyed("telegram_bot", "1:abc").ok().id("id")
	b.post(v2+"/telegram/init", fields{"auth_type": "qr", "connection_id": bot}).fails(errNotTelegram)
	b.post(v2+"/telegram/init", fields{"auth_type": "qr", "connection_id": 999}).fails(errConnection)
	b.post(v2+"/max_personal/init", fields{"phone": "79990000001", "connection_id": bot}).fails(errNotMax)
	conn := b.telegram("+79990000001")
	s := b.telegramSession(fields{"auth_type": "qr", "connection_id": conn})
	b.event("support.connection_deleted", fields{"connection": conn})
	b.login(fields{"session_id": s}).fails(errSession)
}

func TestMax(t *testing.T) {
	b := newBench(t)
	r := b.post(v2+"/max_personal/init", fields{"phone": "+79990000001"}).ok()
	id := r.text("session_id")
	if r.text("status") != "waiting_for_code" {
		t.Fatalf("init: %s", r.Body)
	}
	login := func(body fields) reply { return b.post(v2+"/max_personal/login", body) }
	login(fields{"session_id": id, "code": "x"}).fails(errInvalidCode)
	login(fields{"session_id": id}).ok()
	b.login(fields{"session_id": id}).fails(errSession) // Telegram's login does not know it
	code := b.event("max.code", nil)["code"]
	if r = login(fields{"session_id": id, "code": code}).ok(); r.text("status") != "authenticated" {
		t.Fatalf("login: %s", r.Body)
	}
	b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).fails(errSession)
	conn := b.post(v2+"/connections/", fields{"type": "max_personal", "params": fields{"session_id": id}}).ok().id("id")
	chat := b.chat(conn, "79990000002")
	b.event("max.session_terminated", nil)
	b.say(conn, chat, "x").fails(errNotAuthorized)
	again := b.post(v2+"/max_personal/init", fields{"phone": "+79990000001", "connection_id": conn}).
		ok().
		text("session_id")
	login(fields{"session_id": again, "code": b.event("max.code", nil)["code"]}).ok()
	b.say(conn, chat, "x").ok()
}

func TestWhatsapp(t *testing.T) {
	b := newBench(t)
	r := b.post(v2+"/connections/", `{"type":"whatsapp"}`).ok()
	id := r.id("id")
	if r.at("params", "phone") != nil || r.text("params", "qr_url") != base+"/qr/"+r.text("params", "radist_token") {
		t.Fatalf("created %s", r.Body)
	}
	status := func() reply { return b.get(v2 + "/connections/101/whatsapp/status") }
	first := status().ok()
	if first.text("status") != "waiting_for_qr" || first.text("expires") != "2030-01-01T12:00:30Z" ||
		first.at("phone") != nil {
		t.Fatalf("status %s", first.Body)
	}
	b.advance(30 * time.Second)
	b.impossible("whatsapp.qr_scanned", fields{"connection": id})
	second := status().ok()
	if first.text("qr_code") == second.text("qr_code") {
		t.Fatal("the code did not change")
	}
	b.impossible("whatsapp.qr_scanned", fields{"qr": first.text("qr_code")})
	b.event("whatsapp.qr_scanned", fields{"qr": second.text("qr_code"), "account": "79990000001"})
	b.impossible("whatsapp.qr_scanned", nil)
	if r = status().ok(); r.text("status") != "connected" || r.at("qr_code") != nil ||
		r.text("phone") != "+79990000001" {
		t.Fatalf("connected: %s", r.Body)
	}
	chat := b.chat(id, "79990000002")
	b.say(id, chat, "x").ok()
	b.event("whatsapp.logged_out", nil)
	b.impossible("whatsapp.logged_out", nil)
	b.say(id, chat, "x").fails(errNotAuthorized)
	b.impossible("whatsapp.qr_scanned", nil) // nobody asked for a new code
	if r = status().ok(); r.text("status") != "waiting_for_qr" {
		t.Fatalf("logged out: %s", r.Body)
	}
	if result := b.event("whatsapp.qr_scanned", nil); result["account"] != "+79990000001" {
		t.Fatalf("reconnected: %v", result)
	}
	b.say(id, chat, "x").ok()
	b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok()
	b.get(v2 + "/connections/102/whatsapp/status").ok()
	b.impossible("whatsapp.qr_scanned", fields{"account": "79990000001"}) // the phone is in use
	bot := b.keyed("telegram_bot", "1:abc").ok().id("id")
	if bot != 103 {
		t.Fatalf("ids are counted: %d", bot)
	}
	b.get(v2 + "/connections/103/whatsapp/status").fails(errNotWhatsapp)
}

func TestKeysOfProviders(t *testing.T) {
	b := newBench(t)
	r := b.keyed("odnoklassniki", "tkn1:A").ok()
	ok := r.id("id")
	if len(r.at("params").(fields)) != 0 {
		t.Fatalf("the key is shown: %s", r.Body)
	}
	b.keyed("odnoklassniki", "tkn1:A").fails(errAccountConnected)
	chat := b.post(v2+"/messaging/chats/", fields{"connection_id": ok, "user_name": "masha"}).ok().id("chat_id")
	b.say(ok, chat, "x").ok()
	for _, event := range []string{"odnoklassniki.key_reset", "odnoklassniki.key_inactive"} {
		b.event(event, nil)
		b.impossible(event, nil)
		b.say(ok, chat, "x").fails(errNotAuthorized)
		key := "new of " + event
		b.call("PATCH", v2+"/connections/101", fields{"params": fields{"api_key": "tkn1:A"}}).fails(errKeyRejected)
		b.call("PATCH", v2+"/connections/101", fields{"params": fields{"api_key": key}}).ok()
		b.say(ok, chat, "x").ok()
	}
	b.event("provider.key_rejected", fields{"key": "1:dead"})
	b.keyed("telegram_bot", "1:dead").fails(errKeyRejected)
	b.keyed("telegram_bot", "1:alive").ok()
	b.event("provider.key_rejected", fields{"key": "1:alive"})
	chat = b.post(v2+"/messaging/chats/", fields{"connection_id": 102, "user_name": "masha"}).ok().id("chat_id")
	b.say(102, chat, "x").fails(errNotAuthorized)
	b.call("PATCH", v2+"/connections/102", fields{"params": fields{"api_key": "2:new"}, "name": "Bot"}).ok()
	b.keyed("telegram_bot", "2:other").fails(errAccountConnected) // another key of the same bot
	b.keyed("telegram_bot", "3:new").ok()
	b.call("PATCH", v2+"/connections/103", fields{"params": fields{"api_key": "2:other"}}).fails(errAccountConnected)
	b.say(102, chat, "x").ok()
	b.keyed("telegram_bot", "nonsense").invalid("body.params.api_key string_pattern_mismatch")
	b.keyed("odnoklassniki", "").invalid("body.params.api_key string_too_short")
}

func TestSupportDeletes(t *testing.T) {
	b := newBench(t)
	conn := b.whatsapp()
	chat := b.chat(conn, "79990000002")
	b.say(conn, chat, "x").ok()
	b.say(conn, chat, "y").ok()
	b.post(v2+"/webhooks/", fields{"connection_id": conn, "url": "http://127.0.0." +
		"1:1/", "events": []string{"messages.create"}}).
		ok()
	r := b.call("DELETE", v2+"/connections/101", nil).fails(errMethod).blames("connection_deletion")
	if r.Header.Get("Allow") != "GET, PATCH" {
		t.Fatalf("Allow is %q", r.Header.Get("Allow"))
	}
	b.call("PUT", v2+"/connections/101", fields{}).fails(errMethod)
	b.get(v2 + "/connections/101").ok()
	result := b.event("support.connection_deleted", nil)
	if result["chats"] != 1.0 || result["messages"] != 2.0 {
		t.Fatalf("deleted %v", result)
	}
	b.get(v2 + "/connections/101").fails(errConnection)
	b.get(v2 + "/messaging/messages/?chat_id=1").fails(errChat)
	if r = b.get(v2 + "/webhooks/").ok(); r.id("count") != 0 {
		t.Fatalf("webhooks %s", r.Body)
	}
	if b.advance(time.Minute) != 0 {
		t.Fatal("a deleted message was delivered")
	}
	bank := b.event("connection.put", fields{"type": "tinkoff", "params": fields{"terminal": "T1"}})
	b.event("invoice.issued", fields{"amount": "100.00"})
	b.event("invoice.issued", nil)
	if result = b.event("support."+
		"connection_deleted", fields{"connection": bank["connection"]}); result["invoices"] != 2.0 {
		t.Fatalf("deleted %v", result)
	}
	b.impossible("support.connection_deleted", nil)
}
