package radist

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/world"
)

// TestFloodWaitOutlivesTheSession checks that a session lives longer than the time that its 429 tells.
func TestFloodWaitOutlivesTheSession(t *testing.T) {
	b := newBench(t)
	b.set("floodLimit", 1)
	b.set("floodWait", "1h")
	id := b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"})
	code := b.event("telegram.code", nil)["code"]
	b.login(fields{"session_id": id, "code": "wrong"}).fails(errInvalidCode)
	b.login(fields{"session_id": id, "code": code}).fails(errTooMany)
	b.advance(time.Hour)
	b.login(fields{"session_id": id, "code": code}).ok()
}

// TestFaultsSayThatTheyEnded checks that a credential that a fault rule ended says so.
func TestFaultsSayThatTheyEnded(t *testing.T) {
	b := newBench(t)
	id := b.telegramSession(fields{"auth_type": "qr"})
	body := []byte(`{"session_id":"` + id + `"}`)
	if err := b.fake.Expire(&world.Request{Body: body}, "time"); err != nil {
		t.Fatal(err)
	}
	if r := b.login(fields{"session_id": id}).fails(errSession); !strings.Contains(
		r.Why[0].Text,
		"a fault rule ended",
	) {
		t.Errorf("why %v", r.Why)
	}
	if _, err := b.raise("telegram.qr_scanned", fields{"session": id}); err == nil ||
		!strings.Contains(err.Error(), "a fault rule ended") {
		t.Errorf("scan: %v", err)
	}
}

// TestMessageTimesDiffer checks that a client that pages back by the time of its oldest message misses none.
func TestMessageTimesDiffer(t *testing.T) {
	b := newBench(t)
	conn := b.whatsapp()
	chat := b.post(v2+"/messaging/chats/", fields{"connection_id": conn, "phone": "79990000002"}).ok().id("chat_id")
	var sent, seen []string
	for range 5 {
		sent = append(sent, b.say(conn, chat, "x").ok().text("message_id"))
	}
	until := ""
	for {
		var page []struct {
			ID        string    `json:"message_id"`
			CreatedAt time.Time `json:"created_at"`
		}
		r := b.get(fmt.Sprintf("%s/messaging/messages/?chat_id=%d&limit=3%s", v2, chat, until))
		if err := json.Unmarshal(r.Body, &page); err != nil {
			t.Fatalf("%s: %v", r.Body, err)
		}
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			seen = append(seen, m.ID)
		}
		until = "&until=" + page[len(page)-1].CreatedAt.Add(-time.Microsecond).Format("2006-01-02T15:04:05.000000Z")
	}
	slices.Reverse(seen)
	if !slices.Equal(sent, seen) {
		t.Errorf("sent %v, seen %v", sent, seen)
	}
}

// TestImage checks that a picture is taken as clients send it.
func TestImage(t *testing.T) {
	b := newBench(t)
	conn := b.whatsapp()
	chat := b.post(v2+"/messaging/chats/", fields{"connection_id": conn, "phone": "79990000002"}).ok().id("chat_id")
	picture := fields{"url": "https://example.com/a.png", "caption": "x"}
	body := fields{"connection_id": conn, "chat_id": chat, "mode": "async", "message_type": "image", "image": picture}
	r := b.post(v2+"/messaging/messages/", body).ok()
	if len(r.violations) != 0 || r.text("message_type") != "image" || r.text("image", "url") != picture["url"] {
		t.Fatalf("%s, violations %+v", r.Body, r.violations)
	}
	delete(body, "image")
	if r := b.post(v2+"/messaging/messages/", body); r.Status != 422 {
		t.Fatalf("an image without its address: %d %s", r.Status, r.Body)
	}
}

// TestLoggedOutLooksLoggedOut checks that nothing on a connection that is logged out looks connected.
func TestLoggedOutLooksLoggedOut(t *testing.T) {
	b := newBench(t)
	conn := b.whatsapp()
	path := fmt.Sprintf("%s/connections/%d", v2, conn)
	if r := b.get(path).ok(); r.text("params", "phone") == "" {
		t.Fatalf("connected: %s", r.Body)
	}
	b.event("whatsapp.logged_out", nil)
	if r := b.get(path).ok(); strings.Contains(string(r.Body), "+7") {
		t.Fatalf("logged out: %s", r.Body)
	}
}
