package iqchannels

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

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

// member resolves the session, its client and the channel of the path. f.mu is held.
func (f *Fake) member(r *world.Request) (*Client, *Channel, error) {
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return nil, nil, err
	}
	channel, err := f.openChannel(r.Vars["channel"])
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
func listMessages(f *Fake, r *world.Request) (world.Answer, error) {
	var in messageQuery
	if err := decode(r, &in, false); err != nil {
		return world.Answer{}, err
	}
	limit := defaultLimit
	if in.Limit != nil {
		if limit = *in.Limit; limit < 0 {
			return world.Answer{}, refuse(errInvalid, "limit", fmt.Sprintf("Limit is %d", limit))
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	client, channel, err := f.member(r)
	if err != nil {
		return world.Answer{}, err
	}
	var taken []*Message
	for _, chat := range f.st.chatsIn(channel.ID, client.ID, chatType(in.ChatType)) {
		list := f.st.messagesOf[chat.ID]
		for i := len(list) - 1; i >= 0 && len(taken) < limit; i-- {
			if in.takes(list[i]) {
				taken = append(taken, list[i])
			}
		}
	}
	g := f.graph(client)
	out := make([]messageJSON, 0, len(taken))
	for i := len(taken) - 1; i >= 0; i-- {
		out = append(out, g.message(taken[i]))
	}
	return result(out, g.rels()), nil
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
func sendMessage(f *Fake, r *world.Request) (world.Answer, error) {
	var in messageForm
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	x, client, err := f.authorized(r, now)
	if err != nil {
		return world.Answer{}, err
	}
	channel, err := f.openChannel(r.Vars["channel"])
	if err != nil {
		return world.Answer{}, err
	}
	if err := f.sendable(&in, client); err != nil {
		return world.Answer{}, err
	}
	chat, err := f.chatFor(channel, client, chatType(in.ChatType), now)
	if err != nil {
		return world.Answer{}, err
	}
	if old := f.st.local[localKey{chat.ID, in.LocalID}]; old != nil && in.LocalID != 0 {
		a := result(old.ID, relsJSON{})
		a.Why = []journal.Why{
			{Code: "local_id_again", Text: fmt.Sprintf("LocalId %d is message %d already", in.LocalID, old.ID)},
		}
		a.Findings = reused(&in, old, x)
		return a, nil
	}
	m := f.post(chat, client, Message{
		LocalID: in.LocalID, Author: authorClient, ClientID: client.ID, Payload: in.Payload, Text: in.Text,
		FileID:  in.FileID,
		ReplyTo: in.ReplyToMessageID, SessionID: x.ID, BotPayload: in.BotpressPayload,
	}, now)
	a := result(m.ID, relsJSON{})
	a.Why = f.st.told()
	return a, nil
}

// reused reports a LocalId that comes again for another message: it is unique on the sender's side, and the later
// message
// is lost. Whether two devices of one client are one sender is our reading.
// Source: iqchannels-readme §ChatMessageForm.
func reused(in *messageForm, old *Message, x *Session) []journal.Finding {
	if in.Text == old.Text && in.Payload == old.Payload && in.FileID == old.FileID {
		return nil
	}
	f := journal.Finding{
		Kind: journal.Violation, By: journal.ByClient, Code: "local_id_reused", Pointer: "/LocalId",
		Expected: "a LocalId of its own for each " +
			"message", Actual: fmt.Sprintf("%d, which is message %d already", in.LocalID, old.ID),
		Message:    "a message with this LocalId and other content was taken before; this one is not stored",
		Provenance: journal.Documented, Source: "iqchannels-readme §ChatMessageForm",
	}
	if old.SessionID != x.ID {
		f.Provenance, f.Source = journal.Derived, "Q-46"
	}
	return []journal.Finding{f}
}

// sendable checks a form. Assumed: the codes; the vendor names the payloads only.
func (f *Fake) sendable(in *messageForm, client *Client) error {
	switch in.Payload {
	case "text":
		if in.Text == "" {
			return refuse(errInvalid, "text_empty", "a text message has no text")
		}
	case "file":
		if x := f.st.file[in.FileID]; x == nil || x.ClientID != client.ID {
			return refuse(errNotFound, "file_unknown", "the client has no file "+shorten([]byte(in.FileID)))
		}
	default:
		return refuse(errInvalid, "payload_unknown", "a client sends text or file, not "+shorten([]byte(in.Payload)))
	}
	return nil
}

// chatFor gives the client's chat in a channel, a new one if it has no chat there. f.mu is held.
func (f *Fake) chatFor(channel *Channel, client *Client, kind string, now time.Time) (*Chat, error) {
	if c := f.st.chatOf[chatKey{channel.ID, client.ID, kind}]; c != nil {
		return c, nil
	}
	c := Chat{
		ID:        f.st.next.Chat + 1,
		ChannelID: channel.ID,
		ClientID:  client.ID,
		Type:      kind,
		CreatedAt: now,
		ChangedAt: now,
	}
	if err := room(f.meters.chats, c.weight()); err != nil {
		return nil, err
	}
	f.st.next.Chat++
	return f.st.addChat(c), nil
}

// post stores a message with its event and wakes the client's streams; a message opens an enquiry where none is open.
// f.mu is held.
func (f *Fake) post(chat *Chat, client *Client, m Message, now time.Time) *Message {
	if client.Enquiry == nil {
		f.openEnquiry(client, now)
	}
	f.st.next.Message++
	f.st.next.Event++
	m.ID, m.EventID, m.ChatID, m.EnquiryID, m.CreatedAt = f.st.next.Message, f.st.next.Event, chat.ID,
		client.Enquiry.ID, now
	m.UID = f.chance.Text(world.Hex, 40)
	if m.Author != authorClient {
		m.LocalID = f.localID(now)
	}
	chat.ChangedAt = now
	posted := f.st.addMessage(m)
	f.st.addEvent(Event{
		ID: m.EventID, Type: "message_created", ChatID: chat.ID, MessageID: m.ID, Actor: m.Author, ClientID: m.ClientID,
		UserID: m.UserID, CreatedAt: now,
	})
	f.hub.wake(client.ID)
	return posted
}

// localID gives a message of the chat server's side a LocalId of its own, as the widget finds messages by it: the time
// in
// milliseconds, or the next that is free. Source: iqchannels-readme §ChatMessage ("unique on the sender's side");
// iqchannels-widget, messageGroupsReplace. f.mu is held.
func (f *Fake) localID(now time.Time) int64 {
	f.st.next.Local = max(f.st.next.Local+1, millis(now))
	return f.st.next.Local
}

// sendTyping takes note that the client is typing: only operators see it.
// Source: iqchannels-widget, iqchannels-kotlin, chatsChannelTyping.
func sendTyping(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct{ ChatType, Text string }
	if err := decode(r, &in, false); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, _, err := f.member(r); err != nil {
		return world.Answer{}, err
	}
	return result(nil, relsJSON{}), nil
}

// markReceived notes that operators' messages have arrived. Source: iqchannels-readme §Работа с сообщениями чата.
func markReceived(f *Fake, r *world.Request) (world.Answer, error) { return f.mark(r, false) }

// markRead notes that operators' messages were read; what is read has arrived.
// Source: iqchannels-readme §Работа с сообщениями чата.
func markRead(f *Fake, r *world.Request) (world.Answer, error) { return f.mark(r, true) }

// mark changes each message once. Assumed: ids of no message of this client are passed over: an SDK that repeats a
// refused
// call without end would block everything behind it.
func (f *Fake) mark(r *world.Request, read bool) (world.Answer, error) {
	var ids []int64
	if err := decode(r, &ids, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	_, client, err := f.authorized(r, now)
	if err != nil {
		return world.Answer{}, err
	}
	a := result(nil, relsJSON{})
	for i, id := range ids {
		m := f.st.message[id]
		if m == nil || f.st.chat[m.ChatID].ClientID != client.ID {
			a.Findings = append(a.Findings, unknownMessage(i, id))
			continue
		}
		if m.Author == authorUser {
			f.markOne(m, client, read, now)
		}
	}
	f.hub.wake(client.ID)
	a.Why = append(a.Why, f.st.told()...)
	return a, nil
}

func unknownMessage(i int, id int64) journal.Finding {
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByClient, Code: "message_unknown", Pointer: fmt.Sprintf("/%d", i),
		Expected: "the id of a message of this client", Actual: fmt.Sprint(id), Provenance: journal.Derived,
		Message: "the id was passed over",
	}
}

func (f *Fake) markOne(m *Message, client *Client, read bool, now time.Time) {
	f.markBy(m, Event{Actor: authorClient, ClientID: client.ID}, read, now)
}

// markBy notes that a message has arrived, or was read, by the other side; by says who that is. Each is noted once,
// with
// an event. f.mu is held.
func (f *Fake) markBy(m *Message, by Event, read bool, now time.Time) {
	kind := ""
	if m.ReceivedAt == nil {
		m.ReceivedAt, kind = &now, "message_received"
	}
	if read && m.ReadAt == nil {
		m.ReadAt, kind = &now, "message_read"
	}
	if kind == "" {
		return
	}
	by.Type, by.ChatID, by.MessageID = kind, m.ChatID, m.ID
	f.happen(by, now)
}

// happen stores an event of a chat. f.mu is held; the caller wakes the streams.
func (f *Fake) happen(e Event, now time.Time) {
	f.st.next.Event++
	e.ID, e.CreatedAt = f.st.next.Event, now
	f.st.addEvent(e)
}

const greetingText = "Здравствуйте!"

// getChatSettings tells greeting and title.
// Source: iqchannels-widget, iqchannels-kotlin, ChatSettings, with their own defaults. Enabled is false:
// the greeting is the operators' own.
func getChatSettings(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		ClientID *int64 `json:"ClientId"`
	}
	if err := decode(r, &in, false); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	client, channel, err := f.member(r)
	if err != nil {
		return world.Answer{}, err
	}
	if in.ClientID != nil && *in.ClientID != client.ID && *in.ClientID != 0 {
		return world.Answer{}, refuse(
			errForbidden,
			"client_of_another",
			fmt.Sprintf("the session is of client %d, asked for %d", client.ID, *in.ClientID),
		)
	}
	tickets := 0
	if client.Enquiry != nil {
		tickets = 1
	}
	return data(settingsJSON{
		ID: channel.ID, Message: greetingText, GreetFrom: "user", Lifetime: 300, Pseudonym: "Оператор",
		TotalOpenedTickets: tickets, ChatTitle: "Чат с оператором",
	}), nil
}

type settingsJSON struct {
	ID                 int64  `json:"Id"`
	Message            string `json:"Message"`
	Enabled            bool   `json:"Enabled"`
	GreetFrom          string `json:"GreetFrom"`
	Lifetime           int    `json:"Lifetime"`
	Pseudonym          string `json:"Pseudonym"`
	AvatarID           string `json:"AvatarId"`
	TotalOpenedTickets int    `json:"TotalOpenedTickets"`
	ChatTitle          string `json:"ChatTitle"`
}

// checkBadWords finds none. Source: iqchannels-widget, checkMessage, before every message from version 4.2.1 on.
// Assumed: the form of the answer; the widget needs OK only.
func checkBadWords(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct{ MsgText string }
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	return data(map[string]bool{"HasBadWords": false}), nil
}
