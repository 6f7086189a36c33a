package iqchannels

import (
	"cmp"
	"maps"
	"slices"
)

// graph collects the objects that a result refers to. f.mu is held while it is used.
// Source: iqchannels-readme §Response: for every id in the result the object stands in Rels.
type graph struct {
	f        *Fake
	me       *Client
	client   bool
	users    map[int64]bool
	chats    map[int64]bool
	messages map[int64]*Message
	files    map[string]bool
	ratings  map[int64]bool
	forms    map[int64]bool
}

func (f *Fake) graph(me *Client) *graph {
	return &graph{
		f:        f,
		me:       me,
		users:    map[int64]bool{},
		chats:    map[int64]bool{},
		messages: map[int64]*Message{},
		files:    map[string]bool{},
	}
}

// rating notes a rating, and form a request for data: most results have none, so their sets are made when needed.
func (g *graph) rating(id int64) {
	if g.ratings == nil {
		g.ratings = map[int64]bool{}
	}
	g.ratings[id] = true
}

func (g *graph) form(id int64) {
	if g.forms == nil {
		g.forms = map[int64]bool{}
	}
	g.forms[id] = true
}

// message gives the wire form and notes what it refers to.
func (g *graph) message(m *Message) messageJSON {
	g.client = g.client || m.ClientID != 0
	g.chats[m.ChatID] = true
	if m.UserID != 0 {
		g.users[m.UserID] = true
	}
	if m.FileID != "" {
		g.files[m.FileID] = true
	}
	if m.RatingID != 0 {
		g.rating(m.RatingID)
	}
	if m.FormID != 0 {
		g.form(m.FormID)
	}
	out := messageJSON{
		ID: m.ID, UID: m.UID, ChatID: m.ChatID, SessionID: m.EnquiryID, LocalID: m.LocalID, EventID: maybe(m.EventID),
		Public: true, Author: m.Author, ClientID: maybe(m.ClientID), UserID: maybe(m.UserID), Payload: m.Payload,
		Text:   m.Text,
		FileID: maybe(m.FileID), ReplyToMessageID: maybe(m.ReplyTo), ChatType: g.f.st.chat[m.ChatID].Type,
		Received: m.ReceivedAt != nil, Read: m.ReadAt != nil, CreatedAt: millis(m.CreatedAt),
		ReceivedAt: maybeMillis(
			m.ReceivedAt,
		), ReadAt: maybeMillis(m.ReadAt), My: m.Author == authorClient && m.ClientID == g.me.ID,
		RatingID: maybe(
			m.RatingID,
		), InfoRequestID: maybe(m.FormID), IsDropDown: m.DropDown, DisableFreeText: m.NoFreeText,
		Listened: m.ListenedAt != nil, ListenedAt: maybeMillis(m.ListenedAt),
	}
	for _, c := range m.Choices {
		out.SingleChoices = append(
			out.SingleChoices,
			choiceJSON{ID: c.ID, ChatMessageID: m.ID, Title: c.Title, Value: c.Value},
		)
	}
	if p := m.Product; p != nil {
		out.ProductID, out.Product = maybe(p.ID), p.wire()
	}
	return out
}

// event gives the wire form of a stored event and notes what it refers to.
func (g *graph) event(e *Event) eventJSON {
	g.client = true
	g.chats[e.ChatID] = true
	if e.UserID != 0 {
		g.users[e.UserID] = true
	}
	var enquiry *int64
	if m := g.f.st.message[e.MessageID]; m != nil {
		g.messages[m.ID] = m
		enquiry = maybe(m.EnquiryID)
	}
	out := eventJSON{
		ID: e.ID, Type: e.Type, ChatID: maybe(e.ChatID), Public: true, SessionID: enquiry,
		MessageID: maybe(e.MessageID),
		Actor:     e.Actor, ClientID: maybe(e.ClientID), UserID: maybe(e.UserID), CreatedAt: millis(e.CreatedAt),
		NextChannelName: e.Channel,
	}
	for _, id := range e.Messages {
		if m := g.f.st.message[id]; m != nil {
			out.Messages = append(out.Messages, g.message(m))
		}
	}
	return out
}

// rels writes the objects in the order of their ids.
func (g *graph) rels() relsJSON {
	var out relsJSON
	for _, id := range sorted(g.messages) {
		out.ChatMessages = append(out.ChatMessages, g.message(g.messages[id]))
	}
	channels := map[int64]bool{}
	for _, id := range sorted(g.chats) {
		chat := g.f.st.chat[id]
		channels[chat.ChannelID] = true
		out.Chats = append(out.Chats, g.f.chatJSON(chat))
		g.client = true
	}
	for _, id := range sorted(channels) {
		if c := g.f.st.channelByID(id); c != nil {
			out.Channels = append(out.Channels, g.f.channelJSON(c))
		}
	}
	if g.client {
		out.Clients = []clientJSON{g.f.clientJSON(g.me)}
	}
	for _, id := range sorted(g.users) {
		for _, u := range g.f.st.users {
			if u.ID == id {
				out.Users = append(out.Users, userJSON{
					ID: u.ID, Name: u.Name, DisplayName: u.DisplayName, Email: u.Email, Online: true,
					CreatedAt: millis(u.CreatedAt),
				})
			}
		}
	}
	for _, id := range sorted(g.files) {
		if x := g.f.st.file[id]; x != nil {
			out.Files = append(out.Files, x.wire())
		}
	}
	polls := false
	for _, id := range sorted(g.ratings) {
		if x := g.f.st.rating[id]; x != nil {
			out.Ratings = append(out.Ratings, x.wire())
			polls = polls || x.Poll
		}
	}
	if polls {
		out.RatingPolls = []pollJSON{poll}
	}
	for _, id := range sorted(g.forms) {
		if x := g.f.st.form[id]; x != nil {
			out.InfoRequests = append(out.InfoRequests, x.wire())
		}
	}
	return out
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func (f *Fake) chatJSON(c *Chat) chatJSON {
	client := f.st.client[c.ClientID]
	out := chatJSON{
		ID: c.ID, ChannelID: c.ChannelID, ClientID: c.ClientID, Open: client.Enquiry != nil, TotalMembers: 1,
		ClientUnread: f.st.unread([]*Chat{c}), CreatedAt: millis(c.CreatedAt), ChangedAt: maybeMillis(&c.ChangedAt),
	}
	if client.Enquiry != nil {
		out.SessionID, out.OpenedAt = maybe(client.Enquiry.ID), maybeMillis(&client.Enquiry.OpenedAt)
	}
	if list := f.st.eventsOf[c.ID]; len(list) > 0 {
		out.EventID = maybe(list[len(list)-1].ID)
	}
	for i := len(f.st.messagesOf[c.ID]) - 1; i >= 0 && out.MessageID == nil; i-- {
		if m := f.st.messagesOf[c.ID][i]; m.DeletedAt == nil {
			out.MessageID = maybe(m.ID)
		}
	}
	return out
}

func (f *Fake) channelJSON(c *Channel) channelJSON {
	out := channelJSON{
		ID: c.ID, Name: c.Name, Title: c.Title, Description: c.Description, Deleted: c.ClosedAt != nil,
		TotalMembers: len(f.st.users),
		CreatedAt:    millis(c.CreatedAt), UpdatedAt: millis(c.CreatedAt),
	}
	if c.ClosedAt != nil {
		out.UpdatedAt = millis(*c.ClosedAt)
	}
	return out
}

func (x *File) wire() fileJSON {
	out := fileJSON{
		ID: x.ID, Type: x.Type, Owner: "client", OwnerClientID: maybe(x.ClientID), Actor: authorClient,
		ActorClientID: maybe(x.ClientID),
		Name:          x.Name, Path: x.ID, Size: len(x.Data), ContentType: x.ContentType, State: "approved",
		CreatedAt: millis(x.CreatedAt),
	}
	if x.UserID != 0 {
		out.Actor, out.ActorClientID, out.ActorUserID = authorUser, nil, maybe(x.UserID)
	}
	return out
}
