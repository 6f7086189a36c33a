package iqchannels

import (
	"time"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// facts are all that the auth service and the chat server remember in one world. What can be computed from them (a
// session's status, numbers of unread messages) is not here. Tables are in the order of making, unless it says so.
type facts struct {
	tokens     *fake.Table[string, Token]
	failing    *fake.Value[*Failing] // nil if the auth service works
	channels   *fake.Table[int64, Channel]
	users      *fake.Table[int64, User] // the first is the one that operators' events mean
	clients    *fake.Table[int64, Client]
	sessions   *fake.Table[int64, Session]
	chats      *fake.Table[int64, Chat]
	messages   *fake.Table[int64, Message]
	events     *fake.Table[int64, Event] // by id
	files      *fake.Table[string, File] // without their tokens
	fileTokens *fake.Table[string, fileToken]
	ratings    *fake.Table[int64, Rating]
	forms      *fake.Table[int64, Form]
	last       counters

	named      *fake.Index[string, int64, Channel]
	integrated *fake.Index[string, int64, Client]  // by id in the CRM
	presented  *fake.Index[string, int64, Session] // by token
	due        *fake.Due[int64, Session]           // live sessions that end by time
	chatsOf    *fake.Index[int64, int64, Chat]     // by client
	chatOf     *fake.Index[chatKey, int64, Chat]
	said       *fake.Index[int64, int64, Message] // by chat
	unread     *fake.Index[int64, int64, Message] // by chat: of operators
	local      *fake.Index[localKey, int64, Message]
	eventsOf   *fake.Index[int64, int64, Event]       // by chat
	tokensOf   *fake.Index[string, string, fileToken] // by file

	hub *hub // open streams, which are no facts: a fork does not carry them
}

// counters are the last ids that were given.
type counters struct {
	client, session, enquiry, chat, message, event, rating, form, choice, product, local fake.Counter
}

type chatKey struct {
	channel, client int64
	kind            string
}

// localKey is what makes a message sent twice the same message.
type localKey struct{ chat, local int64 }

// fileToken is a token of a link to a file.
type fileToken struct{ Token, File string }

func newFacts(s *fake.Store) *facts {
	f := &facts{
		tokens:   fake.NewTable(s, keptTokens, fake.Sized[string]((*Token).weight)),
		failing:  fake.NewValue[*Failing](s, "failing"),
		channels: fake.NewTable(s, keptChannels, fake.Sized[int64](func(*Channel) int64 { return 1 })),
		users:    fake.NewTable[int64, User](s, "users"),
		clients:  fake.NewTable(s, keptClients, fake.Sized[int64]((*Client).weight)),
		sessions: fake.NewTable(s, keptSessions, fake.Sized[int64]((*Session).weight)),
		chats:    fake.NewTable(s, keptChats, fake.Sized[int64]((*Chat).weight)),
		messages: fake.NewTable(s, keptMessages, fake.Sized[int64]((*Message).weight)),
		events:   fake.NewTable(s, keptEvents, fake.ByKey[int64, Event](), fake.Sized[int64]((*Event).weight)),
		files:    fake.NewTable(s, keptFiles, fake.Sized[string]((*File).weight)),
		fileTokens: fake.NewTable(s, keptFileTokens, fake.Sized[string]((*fileToken).weight),
			fake.At[string, fileToken]("/files")),
		ratings: fake.NewTable(s, keptRatings, fake.Sized[int64]((*Rating).weight)),
		forms:   fake.NewTable(s, keptForms, fake.Sized[int64]((*Form).weight)),
		last: counters{
			client: fake.NewCounter(s, "last_client"), session: fake.NewCounter(s, "last_session"),
			enquiry: fake.NewCounter(s, "last_enquiry"), chat: fake.NewCounter(s, "last_chat"),
			message: fake.NewCounter(s, "last_message"), event: fake.NewCounter(s, "last_event"),
			rating: fake.NewCounter(s, "last_rating"), form: fake.NewCounter(s, "last_form"),
			choice: fake.NewCounter(s, "last_choice"), product: fake.NewCounter(s, "last_product"),
			local: fake.NewCounter(s, "last_local"),
		},
		hub: fake.Resident(s, "hub", func(w *world.World) *hub {
			return newHub(w, s.Meter(keptStreams))
		}),
	}
	f.index()
	return f
}

func (f *facts) index() {
	f.named = fake.NewIndex(f.channels, func(c *Channel) (string, bool) { return c.Name, true })
	f.integrated = fake.NewIndex(f.clients, func(c *Client) (string, bool) {
		return c.IntegrationID, c.IntegrationID != ""
	})
	f.presented = fake.NewIndex(f.sessions, func(s *Session) (string, bool) { return s.Token, true })
	f.due = fake.NewDue(f.sessions, func(s *Session) time.Time {
		if s.ExpiresAt == nil || s.EndReason != "" {
			return time.Time{}
		}
		return *s.ExpiresAt
	})
	f.chatsOf = fake.NewIndex(f.chats, func(c *Chat) (int64, bool) { return c.ClientID, true })
	f.chatOf = fake.NewIndex(f.chats, func(c *Chat) (chatKey, bool) {
		return chatKey{c.ChannelID, c.ClientID, c.Type}, true
	})
	f.said = fake.NewIndex(f.messages, func(m *Message) (int64, bool) { return m.ChatID, true })
	f.unread = fake.NewIndex(f.messages, func(m *Message) (int64, bool) {
		return m.ChatID, m.Author == authorUser && m.ReadAt == nil && m.DeletedAt == nil
	})
	f.local = fake.NewIndex(f.messages, func(m *Message) (localKey, bool) {
		return localKey{m.ChatID, m.LocalID}, m.Author == authorClient && m.LocalID != 0
	})
	f.eventsOf = fake.NewIndex(f.events, func(e *Event) (int64, bool) { return e.ChatID, true })
	f.tokensOf = fake.NewIndex(f.fileTokens, func(t *fileToken) (string, bool) { return t.File, true })
}

// next returns the next id of a counter of last ids.
func next(last fake.Counter) int64 { return last.Take() + 1 }

// credentials are what a client's user has: the token of a natural person and a channel.
func (x *exchange) credentials() map[string]string {
	return map[string]string{"token": TokenPerson, "channel": ChannelSupport}
}

// mark lets the journal mark all secrets of the facts.
func (x *exchange) mark() {
	for token := range x.tokens.All() {
		x.Secret("token", token)
	}
	for _, s := range x.sessions.All() {
		x.Secret("session", s.Token)
	}
}

// operator is the id of the user that writes to clients.
func (x *exchange) operator() int64 {
	id, _, _ := x.users.First()
	return id
}

// channelNamed returns a channel by its name.
func (x *exchange) channelNamed(name string) (Channel, bool) {
	_, c, ok := x.named.First(name)
	return c, ok
}

// chatsIn lists the chats of a client in a channel; an empty kind means every chat type.
func (x *exchange) chatsIn(channel, client int64, kind string) (chats []Chat) {
	kinds := []string{kind}
	if kind == "" {
		kinds = []string{chatRegular, chatManager}
	}
	for _, kind := range kinds {
		if _, c, ok := x.chatOf.First(chatKey{channel, client, kind}); ok {
			chats = append(chats, c)
		}
	}
	return chats
}

// unreadOf counts the operators' messages that the client has not read.
func (x *exchange) unreadOf(chats ...Chat) (n int) {
	for _, c := range chats {
		n += x.unread.Len(c.ID)
	}
	return n
}

// clientOf returns the client whose chat a message is in.
func (x *exchange) clientOf(m *Message) int64 {
	c, _ := x.chats.Get(m.ChatID)
	return c.ClientID
}
