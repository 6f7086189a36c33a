package iqchannels

import (
	"encoding/json"
	"time"
)

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
	BotPayload string     `json:"bot_payload,omitempty"` // which choice a client's message answers
	RatingID   int64      `json:"rating_id,omitempty"`
	FormID     int64      `json:"form_id,omitempty"`
	Choices    []Choice   `json:"choices,omitempty"`
	DropDown   bool       `json:"drop_down,omitempty"`
	NoFreeText bool       `json:"no_free_text,omitempty"`
	Product    *Product   `json:"product,omitempty"`
	SystemChat bool       `json:"system_chat,omitempty"` // goes when the system chat is closed
	CreatedAt  time.Time  `json:"created_at"`
	ReceivedAt *time.Time `json:"received_at,omitempty"`
	ReadAt     *time.Time `json:"read_at,omitempty"`
	ListenedAt *time.Time `json:"listened_at,omitempty"`
	DeletedAt  *time.Time `json:"deleted_at,omitempty"`
}

// Choice is one of the answers that a message offers.
type Choice struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
	Value string `json:"value"`
}

// Product is what a message offers to a client.
type Product struct {
	ID     int64  `json:"id"`
	Type   string `json:"type"` // "product", "service"
	Name   string `json:"name"`
	Period string `json:"period,omitempty"` // "day", "week", "month", "year"; empty: free
	Price  int64  `json:"price,omitempty"`
	Answer string `json:"answer,omitempty"` // "accepted", "declined"
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
	Messages  []int64   `json:"messages,omitempty"` // that were edited or deleted
	Channel   string    `json:"channel,omitempty"`  // that the chat goes on in
	CreatedAt time.Time `json:"created_at"`
}

// File is an uploaded file. It belongs to the client of the chat, whether client or operator sent it.
type File struct {
	ID          string    `json:"id"`
	Type        string    `json:"type"`
	ClientID    int64     `json:"client_id"`
	UserID      int64     `json:"user_id,omitempty"` // the operator who sent it
	Name        string    `json:"name"`
	ContentType string    `json:"content_type"`
	Data        []byte    `json:"data"`
	Tokens      []string  `json:"tokens,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
}

// Rating is a client's judgement of an operator's work: asked for, given, or declined.
type Rating struct {
	ID        int64        `json:"id"`
	ClientID  int64        `json:"client_id"`
	UserID    int64        `json:"user_id"`
	EnquiryID int64        `json:"enquiry_id"`
	State     string       `json:"state"` // "pending", "poll", "rated", "ignored", "finished"
	Value     int          `json:"value,omitempty"`
	Comment   string       `json:"comment,omitempty"`
	Poll      bool         `json:"poll,omitempty"`
	Answers   []PollAnswer `json:"answers,omitempty"`
	CreatedAt time.Time    `json:"created_at"`
	UpdatedAt time.Time    `json:"updated_at"`
}

// PollAnswer is a client's answer to one question of a poll.
type PollAnswer struct {
	QuestionID int64  `json:"question_id"`
	Type       string `json:"type"`
	AnswerID   int64  `json:"answer_id,omitempty"`
	Number     int    `json:"number,omitempty"` // of stars, or on a scale
	Text       string `json:"text,omitempty"`
	FCR        *bool  `json:"fcr,omitempty"`
}

// Form asks a client for personal data.
type Form struct {
	ID        int64           `json:"id"`
	ClientID  int64           `json:"client_id"`
	State     string          `json:"state"` // "pending", "finished", "ignored"
	Consent   bool            `json:"consent,omitempty"`
	Answer    json.RawMessage `json:"answer,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
}
