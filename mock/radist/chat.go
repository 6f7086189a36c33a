package radist

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/journal"
)

type sourceView struct {
	Connection int64    `json:"connection_id"`
	Type       string   `json:"type"`
	CreateBy   []string `json:"create_by"`
}

// createBy says by what a chat can be opened in a connection of a type.
// Assumed: a bot and a group know people by name only, the others by phone, Telegram by both.
func createBy(kind string) []string {
	switch kind {
	case typeTelegram:
		return []string{"phone", "user_name"}
	case typeBot, typeOK:
		return []string{"user_name"}
	}
	return []string{"phone"}
}

// chatSources lists the messenger connections. Source: the vendor's page "Чаты" and clients (connection_id, type).
func (x *exchange) chatSources() (fake.Response, error) {
	if err := x.ready(); err != nil {
		return refused(err)
	}
	out := []sourceView{}
	for id, conn := range x.connections.All() {
		if conn.Company == x.company && slices.Contains(messengers(), conn.Type) {
			out = append(out, sourceView{Connection: id, Type: x.view(&conn).Type, CreateBy: createBy(conn.Type)})
		}
	}
	return success(out)
}

type chatCreatedView struct {
	CreatedChat    bool  `json:"created_chat"`
	CreatedContact bool  `json:"created_contact"`
	Chat           int64 `json:"chat_id"`
	Contact        int64 `json:"contact_id"`
}

// createChat finds or makes the chat of a phone or a user name. Source: the vendor's page "Чаты" and clients.
// Assumed: it works for a connection that is logged out or unpaid (only messages do not), and by any identity.
func (x *exchange) createChat() (fake.Response, error) {
	connection, _ := x.object.integer("connection_id", true)
	contactID, hasContact := x.object.integer("contact_id", false)
	user, hasUser := x.object.filled("user_name", false)
	phone, _ := x.object.phone("phone", x.object.fields["user_name"] == nil)
	if err := x.ready(); err != nil {
		return refused(err)
	}
	conn, err := x.connection(x.company, connection)
	if err != nil {
		return refused(err)
	}
	if !slices.Contains(messengers(), conn.Type) {
		return refused(errNotMessenger)
	}
	contact, known := x.contacts.Get(contactID)
	if hasContact && (!known || contact.Company != x.company) {
		return refused(errContact)
	}
	if hasUser && !slices.Contains(createBy(conn.Type), "user_name") {
		x.blame(
			"chat_source",
			"/user_name",
			"phone: chats of "+conn.Type+" are made by "+strings.Join(createBy(conn.Type), " or "),
			"user_name",
			journal.Derived,
			"the vendor's page \"Чаты\"",
		)
	}
	return success(x.chat(&conn, phone, user, contactID))
}

// chat finds or makes a chat, and its contact unless that is known.
func (x *exchange) chat(conn *Connection, phone, user string, contact int64) chatCreatedView {
	for _, o := range x.chatsOf.All(conn.ID) {
		if (phone != "" && o.Phone == phone) || (phone == "" && o.UserName == user) {
			return chatCreatedView{Chat: o.ID, Contact: o.Contact}
		}
	}
	out := chatCreatedView{CreatedChat: true}
	known := x.contacts.Has(contact)
	if !known && phone != "" {
		contact, known = x.contactOf(conn.Company, phone)
	}
	if !known {
		phones := []ContactPhone{}
		if phone != "" {
			phones = append(phones, ContactPhone{Type: "work", Value: phone})
		}
		contact = x.addContact(conn.Company, nil, phones).ID
		out.CreatedContact = true
	}
	o := Chat{ID: x.next.chat.Take(), Company: conn.Company, Connection: conn.ID, Contact: contact, Phone: phone,
		UserName: user, UpdatedAt: x.Now()}
	x.putChat(o)
	out.Chat, out.Contact = o.ID, contact
	return out
}

type chatView struct {
	Chat       int64   `json:"chat_id"`
	Connection int64   `json:"connection_id"`
	Phone      *string `json:"phone"`
	UserName   *string `json:"user_name"`
	SourceChat string  `json:"source_chat_id"`
}

type talkView struct {
	Contact int64      `json:"contact_id"`
	Name    *string    `json:"contact_name"`
	Updated string     `json:"last_chat_updated_at"`
	Chats   []chatView `json:"chats"`
	updated time.Time
}

type talksView struct {
	Data     []talkView `json:"data"`
	Metadata struct {
		Next string `json:"next_cursor"`
	} `json:"response_metadata"`
}

// listTalks gives contacts with their chats, the most recent first, paged by a cursor that is empty at the end.
// Source: clients. Assumed: the cursor's inside.
func (x *exchange) listTalks() (fake.Response, error) {
	limit := int(x.queryInt(x.Request, "limit", maxPage, 1, maxPage))
	after, cursorOK := parseCursor(x.Query().Get("cursor"))
	if !cursorOK {
		x.add("Value error, invalid cursor", "value_error", "query", "cursor")
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	all := x.talks(x.company)
	out := talksView{Data: []talkView{}}
	for _, t := range all {
		if after != nil && !after.before(t) {
			continue
		}
		if len(out.Data) == limit {
			last := out.Data[limit-1]
			out.Metadata.Next = base64.RawURLEncoding.EncodeToString(
				fmt.Appendf(nil, "%d.%d", last.updated.UnixNano(), last.Contact),
			)
			break
		}
		out.Data = append(out.Data, t)
	}
	return success(out)
}

// cursor is the place of the last contact that was listed.
type cursor struct{ updated, contact int64 }

func (p *cursor) before(t talkView) bool {
	return cmp.Or(cmp.Compare(t.updated.UnixNano(), p.updated), cmp.Compare(t.Contact, p.contact)) < 0
}

func parseCursor(s string) (*cursor, bool) {
	if s == "" {
		return nil, true
	}
	data, err := base64.RawURLEncoding.DecodeString(s)
	var p cursor
	if n, scanErr := fmt.Sscanf(string(data), "%d.%d", &p.updated, &p.contact); err != nil || scanErr != nil || n != 2 {
		return nil, false
	}
	return &p, true
}

func (x *exchange) talks(company int64) []talkView {
	by := map[int64]*talkView{}
	for _, o := range x.chats.All() {
		if o.Company != company {
			continue
		}
		t := by[o.Contact]
		if t == nil {
			contact, _ := x.contacts.Get(o.Contact)
			t = &talkView{Contact: o.Contact, Name: contact.Name}
			by[o.Contact] = t
		}
		where := strings.TrimPrefix(o.Phone, "+")
		if where == "" {
			where = o.UserName
		}
		t.Chats = append(
			t.Chats,
			chatView{Chat: o.ID, Connection: o.Connection, Phone: orNull(o.Phone), UserName: orNull(o.UserName),
				SourceChat: where},
		)
		if o.UpdatedAt.After(t.updated) {
			t.updated = o.UpdatedAt
		}
		t.Updated = stamp(t.updated)
	}
	out := []talkView{}
	for _, id := range ids(by) {
		out = append(out, *by[id])
	}
	slices.SortFunc(out, func(a, b talkView) int {
		return cmp.Or(b.updated.Compare(a.updated), cmp.Compare(b.Contact, a.Contact))
	})
	return out
}
