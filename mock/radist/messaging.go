package radist

import (
	"encoding/json"
	"sparring/mock/fake"
	"time"
)

type textView struct {
	Text string `json:"text"`
}

type messageView struct {
	ID         string          `json:"message_id"`
	Connection int64           `json:"connection_id"`
	Chat       int64           `json:"chat_id"`
	Contact    int64           `json:"contact_id"`
	Direction  string          `json:"direction"`
	Type       string          `json:"message_type"`
	Text       *textView       `json:"text,omitempty"`
	Image      json.RawMessage `json:"image,omitempty"`
	CreatedAt  string          `json:"created_at"`
}

const (
	kindText  = "text"
	kindImage = "image"
)

func (m *Message) view() messageView {
	v := messageView{
		ID:         m.ID,
		Connection: m.Connection,
		Chat:       m.Chat,
		Contact:    m.Contact,
		Direction:  m.Direction,
		Type:       kindText,
		CreatedAt:  preciseStamp(m.CreatedAt),
	}
	if m.Image != nil {
		v.Type, v.Image = kindImage, m.Image
	}
	if m.Image == nil || m.Text != "" {
		v.Text = &textView{m.Text}
	}
	return v
}

// listMessages gives a chat's messages, newest first. Source: clients (chat_id, limit; until pages back).
// Assumed: until is exclusive (switch untilInclusive).
func (x *exchange) listMessages() (fake.Response, error) {
	limit := int(x.queryInt(x.Request, "limit", maxPage, 1, maxPage))
	chat := int64(-1)
	if text, ok := x.Query()["chat_id"]; !ok {
		x.add("Field required", "missing", "query", "chat_id")
	} else if id, whole := parseID(text[len(text)-1]); whole {
		chat = id
	} else {
		x.add("Input should be a valid integer, unable to parse string as an "+
			"integer", "int_parsing", "query", "chat_id")
	}
	var until time.Time
	if text := x.Query().Get("until"); x.Query().Has("until") {
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			x.add("Input should be a valid datetime", "datetime_from_date_parsing", "query", "until")
		}
		until = t
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	if o, ok := x.chats.Get(chat); !ok || o.Company != x.company {
		return refused(errChat)
	}
	inclusive := untilInclusive.Get(x)
	out := []messageView{}
	for _, m := range x.said.Backward(chat) {
		later := m.CreatedAt.After(until) || (!inclusive && m.CreatedAt.Equal(until))
		if !until.IsZero() && later {
			continue
		}
		if len(out) == limit {
			break
		}
		out = append(out, m.view())
	}
	return success(out)
}

// createMessage sends a text or a picture. Source: clients; radist#L9 (paid), radist#L35, radist#L47, radist#L60-L62
// (authorized); R-71. Assumed: 402 before 400; delivered after the switch deliveryAfter.
func (x *exchange) createMessage() (fake.Response, error) {
	connection, _ := x.object.integer("connection_id", true)
	chatID, _ := x.object.integer("chat_id", true)
	x.object.choice("mode", false, "async")
	kind, _ := x.object.choice("message_type", true, kindText, kindImage)
	inner, said := x.object.object("text", kind != kindImage)
	text, _ := inner.filled("text", kind != kindImage || said)
	image := x.image(kind == kindImage)
	if err := x.ready(); err != nil {
		return refused(err)
	}
	conn, err := x.connection(x.company, connection)
	if err != nil {
		return refused(err)
	}
	chat, ok := x.chats.Get(chatID)
	if !ok || chat.Connection != conn.ID {
		return refused(errChat)
	}
	if err := x.works(&conn); err != nil {
		return refused(err)
	}
	if !x.authorized(&conn) {
		x.because("connection", "%s", x.unauthorized(&conn))
		return refused(errNotAuthorized)
	}
	m := x.say(chat, "outbound", text, image)
	x.tell(hookCreate, &chat, &m)
	at := x.Now().Add(deliveryAfter.Get(x))
	d := Delivery{Seq: x.next.delivery.Take(), At: at, Chat: chat.ID, Message: m.ID}
	if d.At.After(x.Now()) {
		x.deliveries.Put(d.Seq, d)
	} else {
		x.deliver(d, x.Now())
	}
	return success(m.view())
}

// image reads the picture of a message as it was sent; nil without one.
func (x *exchange) image(required bool) json.RawMessage {
	picture, sent := x.object.object("image", required)
	picture.filled("url", required || sent)
	if !required || !sent {
		return nil
	}
	return fake.Encode(picture.fields)
}

// unauthorized returns why a connection does not work.
func (x *exchange) unauthorized(conn *Connection) string {
	switch reason := x.dead(conn.APIKey); {
	case reason != "":
		return "its API key is dead: " + reason
	case conn.Ended != "":
		return "it was " + conn.Ended
	}
	return "it was never logged in"
}

// timeStep is the least time between two messages of a chat: clients page back from a microsecond before the oldest
// message that they have.
const timeStep = 10 * time.Microsecond

// say puts a message into a chat.
func (x *exchange) say(chat Chat, direction, text string, image json.RawMessage) Message {
	at := x.Now().Truncate(time.Microsecond)
	if _, last, ok := x.said.Last(chat.ID); ok && at.Sub(last.CreatedAt) < timeStep {
		at = last.CreatedAt.Add(timeStep)
	}
	m := Message{ID: x.Chance().UUID(), Connection: chat.Connection, Chat: chat.ID, Contact: chat.Contact,
		Direction: direction, Text: text, Image: image, CreatedAt: at}
	x.putMessage(m)
	chat.UpdatedAt = x.Now()
	x.chats.Put(chat.ID, chat)
	return m
}
