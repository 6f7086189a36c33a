package iqchannels

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/world"
)

// Authors and chat types. Source: iqchannels-readme §ActorType; iqchannels-widget ("personal_manager").
const (
	authorClient = "client"
	authorUser   = "user"
	chatRegular  = "regular"
	chatManager  = "personal_manager"
)

// defaultLimit of a list of messages. Source: iqchannels-readme §ChatMessageQuery.
const defaultLimit = 50

// member returns the client of the session and the channel of the path.
func (x *exchange) member() (Client, Channel, error) {
	_, client, err := x.authorized()
	if err != nil {
		return client, Channel{}, err
	}
	channel, err := x.openChannel(x.Vars["channel"])
	return client, channel, err
}

// chatType reads a chat type: what is not the personal manager's is the regular chat.
func chatType(text string) string {
	if text == chatManager {
		return chatManager
	}
	return chatRegular
}

type messageQuery struct {
	ChatType string
	Limit    *int
	MaxID    *int64 `json:"MaxId"`
	Q        string
	FromID   *int64 `json:"FromId"`
	ToID     *int64 `json:"ToId"`
}

func (q *messageQuery) takes(m *Message) bool {
	return m.DeletedAt == nil && (q.MaxID == nil || m.ID < *q.MaxID) && (q.FromID == nil || m.ID >= *q.FromID) &&
		(q.ToID == nil || m.ID <= *q.ToID) &&
		(q.Q == "" || strings.Contains(strings.ToLower(m.Text), strings.ToLower(q.Q)))
}

// listMessages gives the newest messages of the client's chat, oldest first.
// Source: iqchannels-widget, iqchannels-kotlin, chatsChannelMessages; iqchannels-readme §ChatMessageQuery. Assumed:
// MaxId itself is left out.
func (x *exchange) listMessages() (fake.Response, error) {
	var in messageQuery
	if err := x.decode(&in, false); err != nil {
		return refused(err)
	}
	limit := defaultLimit
	if in.Limit != nil {
		if limit = *in.Limit; limit < 0 {
			return refused(x.failed(errInvalid, "limit", fmt.Sprintf("Limit is %d", limit)))
		}
	}
	client, channel, err := x.member()
	if err != nil {
		return refused(err)
	}
	var taken []Message
	for _, chat := range x.chatsIn(channel.ID, client.ID, chatType(in.ChatType)) {
		for _, m := range x.said.Backward(chat.ID) {
			if len(taken) >= limit {
				break
			}
			if in.takes(&m) {
				taken = append(taken, m)
			}
		}
	}
	g := x.graph(&client)
	out := make([]messageJSON, 0, len(taken))
	for _, m := range slices.Backward(taken) {
		out = append(out, g.message(&m))
	}
	return result(out, g.rels())
}

type messageForm struct {
	LocalID          int64 `json:"LocalId"`
	Payload          string
	Text             string
	FileID           string `json:"FileId"`
	ReplyToMessageID int64  `json:"ReplyToMessageId"`
	BotpressPayload  string
	ChatType         string
	Metadata         json.RawMessage
}

// sendMessage adds a message of the client; a LocalId that comes again is the same message, so that an SDK may repeat.
// Source: iqchannels-readme §ChatMessageForm, §Работа с сообщениями чата; iqchannels-widget, iqchannels-kotlin,
// chatsChannelSend.
func (x *exchange) sendMessage() (fake.Response, error) {
	var in messageForm
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	s, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	channel, err := x.openChannel(x.Vars["channel"])
	if err != nil {
		return refused(err)
	}
	if err := x.sendable(&in, client.ID); err != nil {
		return refused(err)
	}
	chat, err := x.chatFor(&channel, client.ID, chatType(in.ChatType))
	if err != nil {
		return refused(err)
	}
	if _, old, again := x.local.Last(localKey{chat.ID, in.LocalID}); again {
		x.Because("local_id_again", fmt.Sprintf("LocalId %d is message %d already", in.LocalID, old.ID))
		x.reused(&in, &old, s.ID)
		return result(old.ID, relsJSON{})
	}
	m := x.post(chat, client, Message{
		LocalID: in.LocalID, Author: authorClient, ClientID: client.ID, Payload: in.Payload, Text: in.Text,
		FileID: in.FileID, ReplyTo: in.ReplyToMessageID, SessionID: s.ID, BotPayload: in.BotpressPayload,
	})
	return result(m.ID, relsJSON{})
}

// reused reports a LocalId that comes again for another message: it is unique on the sender's side, and the later
// message is lost. Whether two devices of one client are one sender is our reading.
// Source: iqchannels-readme §ChatMessageForm.
func (x *exchange) reused(in *messageForm, old *Message, session int64) {
	if in.Text == old.Text && in.Payload == old.Payload && in.FileID == old.FileID {
		return
	}
	provenance, source := journal.Documented, "iqchannels-readme §ChatMessageForm"
	if old.SessionID != session {
		provenance, source = journal.Derived, "Q-46"
	}
	x.Finding(fake.Violation("local_id_reused", "/LocalId", "a LocalId of its own for each message",
		fmt.Sprintf("%d, which is message %d already", in.LocalID, old.ID),
		"a message with this LocalId and other content was taken before; this one is not stored", provenance, source))
}

// sendable checks a form. Assumed: the codes; the vendor names the payloads only.
func (x *exchange) sendable(in *messageForm, client int64) error {
	switch in.Payload {
	case "text":
		if in.Text == "" {
			return x.failed(errInvalid, "text_empty", "a text message has no text")
		}
	case "file":
		if f, ok := x.files.Get(in.FileID); !ok || f.ClientID != client {
			return x.failed(errNotFound, "file_unknown", "the client has no file "+shorten([]byte(in.FileID)))
		}
	default:
		return x.failed(errInvalid, "payload_unknown",
			"a client sends text or file, not "+shorten([]byte(in.Payload)))
	}
	return nil
}

// chatFor returns the client's chat in a channel, a new one if it has no chat there.
func (x *exchange) chatFor(channel *Channel, client int64, kind string) (Chat, error) {
	if _, c, ok := x.chatOf.First(chatKey{channel.ID, client, kind}); ok {
		return c, nil
	}
	c := Chat{
		ID: x.last.chat.Get() + 1, ChannelID: channel.ID, ClientID: client, Type: kind,
		CreatedAt: x.Now(), ChangedAt: x.Now(),
	}
	if err := refusedIfFull(x, x.chats, c.ID, c); err != nil {
		return c, err
	}
	next(x.last.chat)
	x.chats.Put(c.ID, c)
	return c, nil
}

// post stores a message with its event and wakes the client's streams; a message opens an enquiry if none is open.
func (x *exchange) post(chat Chat, client Client, m Message) Message {
	if client.Enquiry == nil {
		x.enquire(&client, nil)
	}
	m.ID, m.EventID, m.ChatID, m.EnquiryID = next(x.last.message), next(x.last.event), chat.ID, client.Enquiry.ID
	m.CreatedAt, m.UID = x.Now(), x.Chance().Text(world.Hex, 40)
	if m.Author != authorClient {
		m.LocalID = x.localID()
	}
	chat.ChangedAt = x.Now()
	x.chats.Put(chat.ID, chat)
	x.messages.Put(m.ID, m)
	x.events.Put(m.EventID, Event{
		ID: m.EventID, Type: "message_created", ChatID: chat.ID, MessageID: m.ID, Actor: m.Author, ClientID: m.ClientID,
		UserID: m.UserID, CreatedAt: x.Now(),
	})
	x.wake(client.ID)
	return m
}

// localID gives a message of the chat server's side a LocalId of its own, as the widget finds messages by it: the time
// in milliseconds, or the next that is free.
// Source: iqchannels-readme §ChatMessage ("unique on the sender's side"); iqchannels-widget, messageGroupsReplace.
func (x *exchange) localID() int64 {
	x.last.local.Set(max(x.last.local.Get()+1, millis(x.Now())))
	return x.last.local.Get()
}

// sendTyping takes note that the client is typing: only operators see it.
// Source: iqchannels-widget, iqchannels-kotlin, chatsChannelTyping.
func (x *exchange) sendTyping() (fake.Response, error) {
	var in struct{ ChatType, Text string }
	if err := x.decode(&in, false); err != nil {
		return refused(err)
	}
	if _, _, err := x.member(); err != nil {
		return refused(err)
	}
	return result(nil, relsJSON{})
}

// markReceived notes that operators' messages have arrived. Source: iqchannels-readme §Работа с сообщениями чата.
func (x *exchange) markReceived() (fake.Response, error) { return x.markAll(false) }

// markRead notes that operators' messages were read; what is read has arrived.
// Source: iqchannels-readme §Работа с сообщениями чата.
func (x *exchange) markRead() (fake.Response, error) { return x.markAll(true) }

// markAll changes each message once. Assumed: ids of no message of this client are passed over: an SDK that repeats a
// refused call without end would block everything behind it.
func (x *exchange) markAll(read bool) (fake.Response, error) {
	var ids []int64
	if err := x.decode(&ids, true); err != nil {
		return refused(err)
	}
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	for i, id := range ids {
		m, ok := x.messages.Get(id)
		if !ok || x.clientOf(&m) != client.ID {
			x.Finding(fake.Violation("message_unknown", fmt.Sprintf("/%d", i), "the id of a message of this client",
				fmt.Sprint(id), "the id was passed over", journal.Derived, ""))
			continue
		}
		if m.Author == authorUser {
			x.markBy(m, Event{Actor: authorClient, ClientID: client.ID}, read)
		}
	}
	x.wake(client.ID)
	return result(nil, relsJSON{})
}

// markBy notes that a message has arrived, or was read, by the other side; by says who that is. Each is noted once,
// with an event. It reports whether anything was new.
func (x *exchange) markBy(m Message, by Event, read bool) bool {
	now, kind := x.Now(), ""
	if m.ReceivedAt == nil {
		m.ReceivedAt, kind = &now, "message_received"
	}
	if read && m.ReadAt == nil {
		m.ReadAt, kind = &now, "message_read"
	}
	if kind == "" {
		return false
	}
	x.messages.Put(m.ID, m)
	by.Type, by.ChatID, by.MessageID = kind, m.ChatID, m.ID
	x.happen(by)
	return true
}

// happen stores an event of a chat; the caller wakes the streams.
func (x *exchange) happen(e Event) {
	e.ID, e.CreatedAt = next(x.last.event), x.Now()
	x.events.Put(e.ID, e)
}
