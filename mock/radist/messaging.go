package radist

import (
	"encoding/json"
	"slices"
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
	v := messageView{ID: m.ID, Connection: m.Connection, Chat: m.Chat, Contact: m.Contact, Direction: m.Direction, Type: kindText,
		CreatedAt: preciseStamp(m.CreatedAt)}
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
func listMessages(f *Fake, c *call) (any, error) {
	limit := int(c.queryInt(c.Request, "limit", maxPage, 1, maxPage))
	chat := int64(-1)
	if text, ok := c.Query()["chat_id"]; !ok {
		c.add("Field required", "missing", "query", "chat_id")
	} else if id, whole := parseID(text[len(text)-1]); whole {
		chat = id
	} else {
		c.add("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "query", "chat_id")
	}
	var until time.Time
	if text := c.Query().Get("until"); c.Query().Has("until") {
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			c.add("Input should be a valid datetime", "datetime_from_date_parsing", "query", "until")
		}
		until = t
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	if o := f.state.Chats[chat]; o == nil || o.Company != c.company {
		return nil, errChat
	}
	inclusive := f.w.Switches.Bool(name, "untilInclusive")
	out := []messageView{}
	for _, m := range slices.Backward(f.state.Messages[chat]) {
		later := m.CreatedAt.After(until) || (!inclusive && m.CreatedAt.Equal(until))
		if !until.IsZero() && later {
			continue
		}
		if len(out) == limit {
			break
		}
		out = append(out, m.view())
	}
	return out, nil
}

// createMessage sends a text or a picture. Source: clients; radist#L9 (paid), radist#L35, radist#L47, radist#L60-L62
// (authorized); R-71. Assumed: 402 before 400; delivered after the switch deliveryAfter.
func createMessage(f *Fake, c *call) (any, error) {
	connection, _ := c.object.integer("connection_id", true)
	chatID, _ := c.object.integer("chat_id", true)
	c.object.choice("mode", false, "async")
	kind, _ := c.object.choice("message_type", true, kindText, kindImage)
	inner, said := c.object.object("text", kind != kindImage)
	text, _ := inner.filled("text", kind != kindImage || said)
	image := c.image(kind == kindImage)
	if err := c.ready(f); err != nil {
		return nil, err
	}
	conn, err := f.state.connection(c.company, connection)
	if err != nil {
		return nil, err
	}
	chat := f.state.Chats[chatID]
	if chat == nil || chat.Connection != conn.ID {
		return nil, errChat
	}
	if err := f.works(c, conn); err != nil {
		return nil, err
	}
	if !f.state.authorized(conn) {
		c.because("connection", "%s", f.unauthorized(conn))
		return nil, errNotAuthorized
	}
	m := f.say(chat, "outbound", text, image, c.now)
	d := Delivery{Seq: take(&f.state.Next.Delivery), At: c.now.Add(f.w.Switches.Duration(name, "deliveryAfter")), Chat: chat.ID, Message: m.ID}
	c.effects = f.hooks(hookCreate, chat, m)
	if d.At.After(c.now) {
		f.enqueue(d)
	} else {
		c.effects = append(c.effects, f.deliver(d, c.now)...)
	}
	return m.view(), nil
}

// image reads the picture of a message as it was sent; nil without one.
func (c *call) image(required bool) json.RawMessage {
	picture, sent := c.object.object("image", required)
	picture.filled("url", required || sent)
	if !required || !sent {
		return nil
	}
	return encode(picture.fields)
}

// unauthorized says why a connection does not work.
func (f *Fake) unauthorized(conn *Connection) string {
	switch reason := f.state.DeadKeys[conn.APIKey]; {
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
func (f *Fake) say(chat *Chat, direction, text string, image json.RawMessage, now time.Time) *Message {
	at := now.Truncate(time.Microsecond)
	if said := f.state.Messages[chat.ID]; len(said) > 0 && at.Sub(said[len(said)-1].CreatedAt) < timeStep {
		at = said[len(said)-1].CreatedAt.Add(timeStep)
	}
	m := &Message{ID: f.chance.UUID(), Connection: chat.Connection, Chat: chat.ID, Contact: chat.Contact, Direction: direction,
		Text: text, Image: image, CreatedAt: at}
	f.state.Messages[chat.ID] = append(f.state.Messages[chat.ID], m)
	f.kept(keptMessages, m.size(), func() int64 { return f.forgetMessage(m) })
	chat.UpdatedAt = now
	return m
}

func (f *Fake) message(chat int64, id string) *Message {
	for _, m := range slices.Backward(f.state.Messages[chat]) {
		if m.ID == id {
			return m
		}
	}
	return nil
}
