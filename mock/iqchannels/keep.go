package iqchannels

import (
	"slices"

	"sparring/mock/journal"
	"sparring/mock/limit"
)

// How items come into the store and leave it. Callers of what may be refused ask for room before (see bounds.go); what
// may be forgotten makes room itself.

// change counts an item that became larger or smaller.
func change(m *limit.Meter, size *int64, now int64) {
	m.Add(now - *size)
	*size = now
}

// forget forgets the oldest while a store is over its bound, and notes it.
func (st *store) forget(m *limit.Meter, oldest func() (size int64, some bool)) {
	forgot := false
	for !st.loading && m.Over() {
		size, some := oldest()
		if !some {
			break
		}
		m.Forget(size)
		forgot = true
	}
	if forgot && len(st.notes) < 8 {
		st.notes = append(st.notes, journal.Why(m.Forgot()))
	}
}

// told returns the notes since the last answer.
func (st *store) told() []journal.Why {
	out := st.notes
	st.notes = nil
	return out
}

// first takes the first item off a list whose head it is, most often; the list lets go of it.
func first[T any](list []*T, item *T) []*T {
	if len(list) > 0 && list[0] == item {
		list[0] = nil
		return list[1:]
	}
	return slices.DeleteFunc(list, func(other *T) bool { return other == item })
}

func (st *store) addToken(t Token) *Token {
	t.size = 0
	kept, known := st.token[t.Value]
	if known {
		t.size = kept.size
		*kept = t
	} else {
		kept = &t
		st.tokens, st.token[t.Value] = append(st.tokens, kept), kept
	}
	change(st.m.tokens, &kept.size, kept.weight())
	return kept
}

func (st *store) addChannel(c Channel) *Channel {
	st.channels = append(st.channels, &c)
	st.m.channels.Add(1)
	return &c
}

func (st *store) addClient(c Client) *Client {
	c.size = 0
	change(st.m.clients, &c.size, c.weight())
	st.clients = append(st.clients, &c)
	st.client[c.ID] = &c
	if c.IntegrationID != "" {
		st.integrated[c.IntegrationID] = &c
	}
	return &c
}

func (st *store) addSession(x Session) *Session {
	x.size = 0
	change(st.m.sessions, &x.size, x.weight())
	st.sessions = append(st.sessions, &x)
	st.session[x.ID] = &x
	st.presented[x.Token] = &x
	st.forget(st.m.sessions, func() (int64, bool) {
		oldest := st.sessions[0]
		if oldest == &x {
			return 0, false
		}
		st.sessions = first(st.sessions, oldest)
		delete(st.session, oldest.ID)
		delete(st.presented, oldest.Token)
		return oldest.size, true
	})
	return &x
}

func (st *store) addChat(c Chat) *Chat {
	c.size = 0
	change(st.m.chats, &c.size, c.weight())
	st.chats = append(st.chats, &c)
	st.chat[c.ID] = &c
	st.chatOf[chatKey{c.ChannelID, c.ClientID, c.Type}] = &c
	return &c
}

func (st *store) addMessage(m Message) *Message {
	m.size = 0
	change(st.m.messages, &m.size, m.weight())
	st.messages = append(st.messages, &m)
	st.message[m.ID] = &m
	st.messagesOf[m.ChatID] = append(st.messagesOf[m.ChatID], &m)
	if m.Author == authorClient && m.LocalID != 0 {
		st.local[localKey{m.ChatID, m.LocalID}] = &m
	}
	st.forgetMessages()
	return &m
}

// forgetMessages forgets the oldest messages, but never the newest.
func (st *store) forgetMessages() {
	st.forget(st.m.messages, func() (int64, bool) {
		if len(st.messages) < 2 {
			return 0, false
		}
		oldest := st.messages[0]
		st.messages = first(st.messages, oldest)
		delete(st.message, oldest.ID)
		if key := (localKey{oldest.ChatID, oldest.LocalID}); st.local[key] == oldest {
			delete(st.local, key)
		}
		if left := first(st.messagesOf[oldest.ChatID], oldest); len(left) > 0 {
			st.messagesOf[oldest.ChatID] = left
		} else {
			delete(st.messagesOf, oldest.ChatID)
		}
		return oldest.size, true
	})
}

func (st *store) addEvent(e Event) *Event {
	e.size = 0
	change(st.m.events, &e.size, e.weight())
	st.events = append(st.events, &e)
	st.eventsOf[e.ChatID] = append(st.eventsOf[e.ChatID], &e)
	st.forget(st.m.events, func() (int64, bool) {
		oldest := st.events[0]
		if oldest == &e {
			return 0, false
		}
		st.events = first(st.events, oldest)
		if left := first(st.eventsOf[oldest.ChatID], oldest); len(left) > 0 {
			st.eventsOf[oldest.ChatID] = left
		} else {
			delete(st.eventsOf, oldest.ChatID)
		}
		return oldest.size, true
	})
	return &e
}

func (st *store) addFile(x File) *File {
	x.size = 0
	change(st.m.files, &x.size, x.weight())
	st.files = append(st.files, &x)
	st.file[x.ID] = &x
	tokens := x.Tokens
	x.Tokens = nil
	for _, token := range tokens {
		st.addFileToken(&x, token)
	}
	st.forget(st.m.files, func() (int64, bool) {
		oldest := st.files[0]
		if oldest == &x {
			return 0, false
		}
		st.files = first(st.files, oldest)
		delete(st.file, oldest.ID)
		for _, token := range oldest.Tokens {
			delete(st.fileOf, token)
			st.m.fileTokens.Add(-fileTokenWeight(token))
		}
		return oldest.size, true
	})
	return &x
}

func (st *store) addFileToken(x *File, token string) {
	x.Tokens = append(x.Tokens, token)
	st.fileOf[token] = x
	st.m.fileTokens.Add(fileTokenWeight(token))
	st.fileTokens = append(st.fileTokens, token)
	st.forget(st.m.fileTokens, func() (int64, bool) {
		for len(st.fileTokens) > 1 {
			oldest := st.fileTokens[0]
			st.fileTokens[0], st.fileTokens = "", st.fileTokens[1:]
			if owner := st.fileOf[oldest]; owner != nil {
				delete(st.fileOf, oldest)
				owner.Tokens = slices.DeleteFunc(owner.Tokens, func(t string) bool { return t == oldest })
				return fileTokenWeight(oldest), true
			}
		}
		return 0, false
	})
	if len(st.fileTokens) > 2*len(st.fileOf)+64 { // most are of files that were forgotten
		st.fileTokens = slices.DeleteFunc(st.fileTokens, func(t string) bool { return st.fileOf[t] == nil })
	}
}

func (st *store) addRating(x Rating) *Rating {
	x.size = 0
	change(st.m.ratings, &x.size, x.weight())
	st.ratings = append(st.ratings, &x)
	st.rating[x.ID] = &x
	return &x
}

func (st *store) addForm(x Form) *Form {
	x.size = 0
	change(st.m.forms, &x.size, x.weight())
	st.forms = append(st.forms, &x)
	st.form[x.ID] = &x
	return &x
}
