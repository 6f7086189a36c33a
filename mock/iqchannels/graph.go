package iqchannels

import (
	"cmp"
	"maps"
	"slices"

	"sparring/mock/fake"
)

// graph collects the objects that a result refers to.
// Source: iqchannels-readme §Response: for every id in the result the object stands in Rels.
type graph struct {
	x        *exchange
	me       *Client
	client   bool
	users    map[int64]bool
	chats    map[int64]bool
	messages map[int64]Message
	files    map[string]bool
	ratings  map[int64]bool
	forms    map[int64]bool
}

func (x *exchange) graph(me *Client) *graph {
	return &graph{
		x: x, me: me, users: map[int64]bool{}, chats: map[int64]bool{}, messages: map[int64]Message{},
		files: map[string]bool{},
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
	chat, _ := g.x.chats.Get(m.ChatID)
	out := messageJSON{
		ID: m.ID, UID: m.UID, ChatID: m.ChatID, SessionID: m.EnquiryID, LocalID: m.LocalID, EventID: maybe(m.EventID),
		Public: true, Author: m.Author, ClientID: maybe(m.ClientID), UserID: maybe(m.UserID), Payload: m.Payload,
		Text: m.Text, FileID: maybe(m.FileID), ReplyToMessageID: maybe(m.ReplyTo), ChatType: chat.Type,
		Received: m.ReceivedAt != nil, Read: m.ReadAt != nil, CreatedAt: millis(m.CreatedAt),
		ReceivedAt: maybeMillis(m.ReceivedAt), ReadAt: maybeMillis(m.ReadAt),
		My: m.Author == authorClient && m.ClientID == g.me.ID, RatingID: maybe(m.RatingID),
		InfoRequestID: maybe(m.FormID), IsDropDown: m.DropDown, DisableFreeText: m.NoFreeText,
		Listened: m.ListenedAt != nil, ListenedAt: maybeMillis(m.ListenedAt),
	}
	for _, c := range m.Choices {
		choice := choiceJSON{ID: c.ID, ChatMessageID: m.ID, Title: c.Title, Value: c.Value}
		out.SingleChoices = append(out.SingleChoices, choice)
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
	if m, ok := g.x.messages.Get(e.MessageID); ok {
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
		if m, ok := g.x.messages.Get(id); ok {
			out.Messages = append(out.Messages, g.message(&m))
		}
	}
	return out
}

// rels writes the objects in the order of their ids.
func (g *graph) rels() relsJSON {
	var out relsJSON
	for _, id := range sorted(g.messages) {
		m := g.messages[id]
		out.ChatMessages = append(out.ChatMessages, g.message(&m))
	}
	channels := map[int64]bool{}
	for _, id := range sorted(g.chats) {
		chat, _ := g.x.chats.Get(id)
		channels[chat.ChannelID] = true
		out.Chats = append(out.Chats, g.x.chatJSON(&chat))
		g.client = true
	}
	for _, c := range records(g.x.channels, channels) {
		out.Channels = append(out.Channels, g.x.channelJSON(&c))
	}
	if g.client {
		out.Clients = []clientJSON{g.x.clientJSON(g.me)}
	}
	for _, u := range records(g.x.users, g.users) {
		out.Users = append(out.Users, userJSON{
			ID: u.ID, Name: u.Name, DisplayName: u.DisplayName, Email: u.Email, Online: true,
			CreatedAt: millis(u.CreatedAt),
		})
	}
	for _, f := range records(g.x.files, g.files) {
		out.Files = append(out.Files, f.wire())
	}
	polls := false
	for _, r := range records(g.x.ratings, g.ratings) {
		out.Ratings = append(out.Ratings, r.wire())
		polls = polls || r.Poll
	}
	if polls {
		out.RatingPolls = []pollJSON{poll}
	}
	for _, f := range records(g.x.forms, g.forms) {
		out.InfoRequests = append(out.InfoRequests, f.wire())
	}
	return out
}

// records returns those of a table that were noted and that are still there, by id.
func records[K cmp.Ordered, V any](t *fake.Table[K, V], noted map[K]bool) (out []V) {
	for _, id := range sorted(noted) {
		if record, ok := t.Get(id); ok {
			out = append(out, record)
		}
	}
	return out
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func (x *exchange) chatJSON(c *Chat) chatJSON {
	client, _ := x.clients.Get(c.ClientID)
	out := chatJSON{
		ID: c.ID, ChannelID: c.ChannelID, ClientID: c.ClientID, Open: client.Enquiry != nil, TotalMembers: 1,
		ClientUnread: x.unreadOf(*c), CreatedAt: millis(c.CreatedAt), ChangedAt: maybeMillis(&c.ChangedAt),
	}
	if client.Enquiry != nil {
		out.SessionID, out.OpenedAt = maybe(client.Enquiry.ID), maybeMillis(&client.Enquiry.OpenedAt)
	}
	if id, _, ok := x.eventsOf.Last(c.ID); ok {
		out.EventID = maybe(id)
	}
	for id, m := range x.said.Backward(c.ID) {
		if m.DeletedAt == nil {
			out.MessageID = maybe(id)
			break
		}
	}
	return out
}

func (x *exchange) channelJSON(c *Channel) channelJSON {
	out := channelJSON{
		ID: c.ID, Name: c.Name, Title: c.Title, Description: c.Description, Deleted: c.ClosedAt != nil,
		TotalMembers: x.users.Len(), CreatedAt: millis(c.CreatedAt), UpdatedAt: millis(c.CreatedAt),
	}
	if c.ClosedAt != nil {
		out.UpdatedAt = millis(*c.ClosedAt)
	}
	return out
}

func (f *File) wire() fileJSON {
	out := fileJSON{
		ID: f.ID, Type: f.Type, Owner: "client", OwnerClientID: maybe(f.ClientID), Actor: authorClient,
		ActorClientID: maybe(f.ClientID), Name: f.Name, Path: f.ID, Size: len(f.Data), ContentType: f.ContentType,
		State: "approved", CreatedAt: millis(f.CreatedAt),
	}
	if f.UserID != 0 {
		out.Actor, out.ActorClientID, out.ActorUserID = authorUser, nil, maybe(f.UserID)
	}
	return out
}
