package radist

import (
	"fmt"
)

func (b *bench) whatsapp() int64 {
	b.t.Helper()
	id := b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok().id("id")
	b.get(fmt.Sprintf(v2+"/connections/%d/whatsapp/status", id)).ok()
	b.event("whatsapp.qr_scanned", fields{"connection": id})
	return id
}

func (b *bench) telegramSession(body fields) string {
	b.t.Helper()
	return b.post(v2+"/telegram/init", body).ok().text("session_id")
}

func (b *bench) login(body fields) reply { b.t.Helper(); return b.post(v2+"/telegram/login", body) }

func (b *bench) telegram(phone string) int64 {
	b.t.Helper()
	id := b.telegramSession(fields{"auth_type": "qr"})
	b.event("telegram.qr_scanned", fields{"session": id, "account": phone})
	return b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).ok().id("id")
}

func (b *bench) keyed(kind, key string) reply {
	b.t.Helper()
	return b.post(v2+"/connections/", fields{"type": kind, "params": fields{"api_key": key}})
}

func (b *bench) chat(connection int64, phone string) int64 {
	b.t.Helper()
	return b.post(v2+"/messaging/chats/", fields{"connection_id": connection, "phone": phone}).ok().id("chat_id")
}

func (b *bench) say(connection, chat int64, text string) reply {
	b.t.Helper()
	return b.post(v2+"/messaging/messages/", fields{"connection_id": connection, "chat_id": chat, "mode": "async",
		"message_type": "text", "text": fields{"text": text}})
}
