package iqchannels

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// State is all facts of the fake, JSON-serialisable. What can be computed from them (a session's status, numbers of
// unread messages) is not here. Streams are not facts and are not carried by a fork.
type State struct {
	Tokens   []Token   `json:"tokens"`
	Failing  *Failing  `json:"failing,omitempty"`
	Channels []Channel `json:"channels"`
	Users    []User    `json:"users"`
	Clients  []Client  `json:"clients"`
	Sessions []Session `json:"sessions"`
	Chats    []Chat    `json:"chats"`
	Messages []Message `json:"messages"`
	Events   []Event   `json:"events"`
	Files    []File    `json:"files"`
	Next     Counters  `json:"next"`
}

// Counters are the last ids given.
type Counters struct {
	Client  int64 `json:"client"`
	Session int64 `json:"session"`
	Enquiry int64 `json:"enquiry"`
	Chat    int64 `json:"chat"`
	Message int64 `json:"message"`
	Event   int64 `json:"event"`
}

// Token is what the auth service knows of one token: its whole answer.
type Token struct {
	Value   string          `json:"value"`
	Answer  json.RawMessage `json:"answer"`
	Revoked string          `json:"revoked,omitempty"` // why: "revoked", "time", "count"
}

// Failing makes the auth service fail on purpose.
type Failing struct {
	Mode      string `json:"mode"`
	Status    int    `json:"status,omitempty"`
	Remaining *int   `json:"remaining,omitempty"` // nil: until the next auth.failing
}

// Channel is a support channel.
type Channel struct {
	ID          int64      `json:"id"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	CreatedAt   time.Time  `json:"created_at"`
	ClosedAt    *time.Time `json:"closed_at,omitempty"`
}

// User is an operator.
type User struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	DisplayName string    `json:"display_name"`
	Email       string    `json:"email"`
	CreatedAt   time.Time `json:"created_at"`
}

// Client is a client of the chat server. Card is what the auth service said, without accountNumbers.
type Client struct {
	ID            int64           `json:"id"`
	Name          string          `json:"name"`
	IntegrationID string          `json:"integration_id,omitempty"` // empty for an anonymous client
	Card          json.RawMessage `json:"card,omitempty"`
	CompanyList   json.RawMessage `json:"company_list,omitempty"`
	PersonalData  json.RawMessage `json:"personal_data,omitempty"`
	Enquiry       *Enquiry        `json:"enquiry,omitempty"`
	Language      string          `json:"language,omitempty"`
	PushTokens    []PushToken     `json:"push_tokens,omitempty"`
	CreatedAt     time.Time       `json:"created_at"`
	UpdatedAt     time.Time       `json:"updated_at"`
	LastSeenAt    *time.Time      `json:"last_seen_at,omitempty"`
}

// Enquiry is a client's open enquiry; account numbers live only as long as it is open.
type Enquiry struct {
	ID             int64     `json:"id"`
	OpenedAt       time.Time `json:"opened_at"`
	AccountNumbers string    `json:"account_numbers,omitempty"`
}

// PushToken is a device's token for pushes.
type PushToken struct {
	Kind    string `json:"kind"`
	Channel string `json:"channel"`
	Token   string `json:"token"`
}

// Session is an authorization of an SDK. Its status is derived.
type Session struct {
	ID          int64      `json:"id"`
	ClientID    int64      `json:"client_id"`
	Token       string     `json:"token"`
	Integration bool       `json:"integration"`
	Channel     string     `json:"channel,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	RefreshedAt *time.Time `json:"refreshed_at,omitempty"`
	ExpiresAt   *time.Time `json:"expires_at,omitempty"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
	EndReason   string     `json:"end_reason,omitempty"` // "time", "count", "revoked"
}

// Chat is one client's chat in one channel, per chat type.
type Chat struct {
	ID        int64     `json:"id"`
	ChannelID int64     `json:"channel_id"`
	ClientID  int64     `json:"client_id"`
	Type      string    `json:"type"` // "regular", "personal_manager"
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

// Message is one message of a chat.
type Message struct {
	ID         int64      `json:"id"`
	UID        string     `json:"uid"`
	ChatID     int64      `json:"chat_id"`
	EnquiryID  int64      `json:"enquiry_id"`
	EventID    int64      `json:"event_id"`
	LocalID    int64      `json:"local_id"`
	SessionID  int64      `json:"session_id,omitempty"` // of the client that sent it
	Author     string     `json:"author"`               // "client", "user"
	ClientID   int64      `json:"client_id,omitempty"`
	UserID     int64      `json:"user_id,omitempty"`
	Payload    string     `json:"payload"`
	Text       string     `json:"text"`
	FileID     string     `json:"file_id,omitempty"`
	ReplyTo    int64      `json:"reply_to,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	ReceivedAt *time.Time `json:"received_at,omitempty"`
	ReadAt     *time.Time `json:"read_at,omitempty"`
}

// Event is a stored event of a chat; typing is not stored.
type Event struct {
	ID        int64     `json:"id"`
	Type      string    `json:"type"`
	ChatID    int64     `json:"chat_id"`
	MessageID int64     `json:"message_id,omitempty"`
	Actor     string    `json:"actor"`
	ClientID  int64     `json:"client_id,omitempty"`
	UserID    int64     `json:"user_id,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

// File is an uploaded file.
type File struct {
	ID          string    `json:"id"`
	Type        string    `json:"type"`
	ClientID    int64     `json:"client_id"`
	Name        string    `json:"name"`
	ContentType string    `json:"content_type"`
	Data        []byte    `json:"data"`
	Tokens      []string  `json:"tokens,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
}

// parseState reads a planted state strictly and checks that it holds together. Errors name the place by a JSON pointer.
func parseState(data json.RawMessage) (*State, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var s State
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("expected the facts of %s as GET gives them: %w", Name, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("expected one JSON object, got more after it")
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

// unique reports an id that is not positive or stands twice.
func unique[K comparable](seen map[K]bool, zero, id K, where string) error {
	if id == zero || seen[id] {
		return fmt.Errorf("%s: expected an id that is set and stands once, got %v", where, id)
	}
	seen[id] = true
	return nil
}

func (s *State) check() error {
	tokens, channels, clients := map[string]bool{}, map[int64]bool{}, map[int64]bool{}
	for i, t := range s.Tokens {
		if err := unique(tokens, "", t.Value, fmt.Sprintf("/tokens/%d/value", i)); err != nil {
			return err
		}
		card, err := plantable(t.Answer)
		if err != nil {
			return under(fmt.Sprintf("/tokens/%d/answer", i), err)
		}
		s.Tokens[i].Answer = card
	}
	for i, c := range s.Channels {
		if err := unique(channels, 0, c.ID, fmt.Sprintf("/channels/%d/id", i)); err != nil {
			return err
		}
	}
	if len(s.Users) == 0 || s.Users[0].ID == 0 {
		return errors.New("/users: expected at least one operator with an id")
	}
	for i, c := range s.Clients {
		if err := unique(clients, 0, c.ID, fmt.Sprintf("/clients/%d/id", i)); err != nil {
			return err
		}
		s.Next.Client = max(s.Next.Client, c.ID)
		if c.Enquiry != nil {
			s.Next.Enquiry = max(s.Next.Enquiry, c.Enquiry.ID)
		}
	}
	if err := s.checkSessions(clients); err != nil {
		return err
	}
	return s.checkChats(channels, clients)
}

func (s *State) checkSessions(clients map[int64]bool) error {
	ids, tokens := map[int64]bool{}, map[string]bool{}
	for i, x := range s.Sessions {
		if err := unique(ids, 0, x.ID, fmt.Sprintf("/sessions/%d/id", i)); err != nil {
			return err
		}
		if err := unique(tokens, "", x.Token, fmt.Sprintf("/sessions/%d/token", i)); err != nil {
			return err
		}
		if !clients[x.ClientID] {
			return fmt.Errorf("/sessions/%d/client_id: expected a client of /clients, got %d", i, x.ClientID)
		}
		if (x.EndedAt == nil) != (x.EndReason == "") {
			return fmt.Errorf("/sessions/%d: ended_at and end_reason go together", i)
		}
		s.Next.Session = max(s.Next.Session, x.ID)
	}
	return nil
}

func (s *State) checkChats(channels, clients map[int64]bool) error {
	chats, messages, events := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	for i, c := range s.Chats {
		if err := unique(chats, 0, c.ID, fmt.Sprintf("/chats/%d/id", i)); err != nil {
			return err
		}
		if !channels[c.ChannelID] || !clients[c.ClientID] {
			return fmt.Errorf("/chats/%d: expected a channel and a client that exist, got %d and %d", i, c.ChannelID, c.ClientID)
		}
		s.Next.Chat = max(s.Next.Chat, c.ID)
	}
	for i, m := range s.Messages {
		if err := unique(messages, 0, m.ID, fmt.Sprintf("/messages/%d/id", i)); err != nil {
			return err
		}
		if !chats[m.ChatID] {
			return fmt.Errorf("/messages/%d/chat_id: expected a chat of /chats, got %d", i, m.ChatID)
		}
		s.Next.Message = max(s.Next.Message, m.ID)
	}
	last := int64(0)
	for i, e := range s.Events {
		if err := unique(events, 0, e.ID, fmt.Sprintf("/events/%d/id", i)); err != nil {
			return err
		}
		if !chats[e.ChatID] || e.ID < last {
			return fmt.Errorf("/events/%d: expected a chat of /chats and ascending ids, got chat %d, id %d", i, e.ChatID, e.ID)
		}
		last = e.ID
	}
	s.Next.Event = max(s.Next.Event, last)
	files := map[string]bool{}
	for i, x := range s.Files {
		if err := unique(files, "", x.ID, fmt.Sprintf("/files/%d/id", i)); err != nil {
			return err
		}
	}
	return nil
}
