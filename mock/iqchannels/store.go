package iqchannels

import (
	"slices"
	"sort"

	"sparring/mock/journal"
	"sparring/mock/limit"
)

// store holds the facts with the indexes that the calls need; the fake's lock guards it.
type store struct {
	m       *meters
	loading bool          // nothing is forgotten while a state is taken over
	notes   []journal.Why // what was forgotten since the last answer
	failing *Failing
	users   []User
	next    Counters

	tokens   []*Token
	channels []*Channel
	clients  []*Client
	sessions []*Session
	chats    []*Chat
	messages []*Message
	events   []*Event
	files    []*File
	ratings  []*Rating
	forms    []*Form

	token      map[string]*Token
	client     map[int64]*Client
	integrated map[string]*Client // by id in the CRM
	session    map[int64]*Session
	presented  map[string]*Session // by token
	chat       map[int64]*Chat
	chatOf     map[chatKey]*Chat
	message    map[int64]*Message
	local      map[localKey]*Message
	messagesOf map[int64][]*Message // by chat
	eventsOf   map[int64][]*Event   // by chat, ascending
	file       map[string]*File
	fileOf     map[string]*File // by the file's own tokens
	fileTokens []string         // oldest first; also some that are gone
	rating     map[int64]*Rating
	form       map[int64]*Form
}

type chatKey struct {
	channel, client int64
	kind            string
}

// localKey is what makes a message sent twice the same message.
type localKey struct{ chat, local int64 }

// newStore takes over a state; the meters count it anew.
func newStore(s *State, m *meters) *store {
	for _, meter := range []*limit.Meter{
		m.tokens, m.channels, m.clients, m.sessions, m.chats, m.messages, m.events, m.files, m.fileTokens, m.ratings,
		m.forms,
	} {
		meter.Set(0)
	}
	st := &store{
		m: m, loading: true, failing: s.Failing, users: s.Users, next: s.Next,
		token: map[string]*Token{}, client: map[int64]*Client{}, integrated: map[string]*Client{},
		session: map[int64]*Session{}, presented: map[string]*Session{},
		chat: map[int64]*Chat{}, chatOf: map[chatKey]*Chat{}, message: map[int64]*Message{},
		local:      map[localKey]*Message{},
		messagesOf: map[int64][]*Message{}, eventsOf: map[int64][]*Event{},
		file: map[string]*File{}, fileOf: map[string]*File{}, rating: map[int64]*Rating{}, form: map[int64]*Form{},
	}
	for _, t := range s.Tokens {
		st.addToken(t)
	}
	for _, c := range s.Channels {
		st.addChannel(c)
	}
	for _, c := range s.Clients {
		st.addClient(c)
	}
	for _, x := range s.Sessions {
		st.addSession(x)
	}
	for _, c := range s.Chats {
		st.addChat(c)
	}
	for _, m := range s.Messages {
		st.addMessage(m)
	}
	for _, e := range s.Events {
		st.addEvent(e)
	}
	for _, x := range s.Files {
		st.addFile(x)
	}
	for _, x := range s.Ratings {
		st.addRating(x)
	}
	for _, x := range s.Forms {
		st.addForm(x)
	}
	st.loading = false
	return st
}

// state copies the facts; called under the lock, so that the copy holds together.
func (st *store) state() State {
	return State{
		Tokens: values(
			st.tokens,
		), Failing: copyOf(st.failing), Channels: values(st.channels), Users: slices.Clone(st.users),
		Clients: values(
			st.clients,
		), Sessions: values(st.sessions), Chats: values(st.chats), Messages: values(st.messages),
		Events: values(
			st.events,
		), Files: values(st.files), Ratings: values(st.ratings), Forms: values(st.forms), Next: st.next,
	}
}

func values[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, p := range list {
		out[i] = *p
	}
	return out
}

func copyOf[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// channelNamed gives a channel by its name, nil if there is no such channel.
func (st *store) channelNamed(name string) *Channel {
	for _, c := range st.channels {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (st *store) channelByID(id int64) *Channel {
	for _, c := range st.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// chatsOf lists the chats of a client in a channel; an empty kind means every chat type.
func (st *store) chatsIn(channel, client int64, kind string) []*Chat {
	if kind != "" {
		if c := st.chatOf[chatKey{channel, client, kind}]; c != nil {
			return []*Chat{c}
		}
		return nil
	}
	var out []*Chat
	for _, k := range []string{chatRegular, chatManager} {
		if c := st.chatOf[chatKey{channel, client, k}]; c != nil {
			out = append(out, c)
		}
	}
	return out
}

// unread counts the operators' messages that the client has not read.
func (st *store) unread(chats []*Chat) int {
	n := 0
	for _, c := range chats {
		for _, m := range st.messagesOf[c.ID] {
			if m.Author == authorUser && m.ReadAt == nil && m.DeletedAt == nil {
				n++
			}
		}
	}
	return n
}

// eventsAfter gives the events of chats with a greater id, ascending, at most limit.
func (st *store) eventsAfter(chats []*Chat, after int64, limit int) []*Event {
	var out []*Event
	for _, c := range chats {
		list := st.eventsOf[c.ID]
		i := sort.Search(len(list), func(i int) bool { return list[i].ID > after })
		out = append(out, list[i:]...)
	}
	if len(chats) > 1 {
		slices.SortFunc(out, func(a, b *Event) int { return int(a.ID - b.ID) })
	}
	return out[:min(len(out), limit)]
}
