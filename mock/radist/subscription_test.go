package radist

import (
	"testing"
	"time"
)

func TestSubscription(t *testing.T) {
	b := newBench(t)
	first := b.whatsapp()
	chat := b.chat(first, "79990000002")
	b.advance(71 * time.Hour)
	b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok() // joins the running test
	b.say(first, chat, "x").ok()
	b.advance(time.Hour)
	b.say(first, chat, "x").fails(errNotPaid)
	b.get(v2 + "/connections/102/whatsapp/status").fails(errNotPaid)
	b.impossible("customer.message", fields{"connection": first, "from": "79990000002", "text": "x"})
	b.get(v2 + "/connections/101").ok()
	b.call("PATCH", v2+"/connections/101", fields{"name": "still editable"}).ok()
	b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok()
	bot := b.keyed("telegram_bot", "1:abc").ok().id("id") // another type has a test of its own
	b.say(bot, b.post(v2+"/messaging/chats/", fields{"connection_id": bot, "user_name": "masha"}).ok().id("chat_id"),
		"x").
		ok()
	b.event("subscription.paid", fields{"type": "whatsapp"})
	b.say(first, chat, "x").ok()
	b.get(v2 + "/connections/102/whatsapp/status").ok()
	b.advance(1000 * time.Hour)
	b.say(first, chat, "x").ok()
	b.event("subscription.expired", fields{"type": "whatsapp"})
	b.say(first, chat, "x").fails(errNotPaid)
	b.event("subscription.expired", fields{"type": "telegram_bot"})

	b = newBench(t)
	b.set("trial", "1h")
	b.whatsapp()
	b.advance(time.Hour)
	b.get(v2 + "/connections/101/whatsapp/status").fails(errNotPaid)
	b.event("subscription.paid", fields{"type": "telegram_personal"})
	conn := b.telegram("+79990000001")
	b.advance(100 * time.Hour)
	b.say(conn, b.chat(conn, "79990000002"), "x").ok()
}
