package iqchannels

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"sparring/mock/fake"
	"sparring/mock/message"
)

// Wire forms of the chat server: PascalCase, times in milliseconds since 1970 UTC, absent values null.
// Source: iqchannels-readme §Схема данных; what is newer comes from iqchannels-widget, iqchannels-kotlin.

type clientJSON struct {
	ID            int64   `json:"Id"`
	Type          string  `json:"Type"`
	Name          string  `json:"Name"`
	Online        bool    `json:"Online"`
	IntegrationID *string `json:"IntegrationId"`
	TelegramID    *int64  `json:"TelegramId"`
	CreatedAt     int64   `json:"CreatedAt"`
	UpdatedAt     int64   `json:"UpdatedAt"`
	LastSeenAt    *int64  `json:"LastSeenAt"`
}

type sessionJSON struct {
	ID                     int64   `json:"Id"`
	ClientID               int64   `json:"ClientId"`
	Token                  string  `json:"Token"`
	Integration            bool    `json:"Integration"`
	IntegrationHash        *string `json:"IntegrationHash"`
	IntegrationCredentials *string `json:"IntegrationCredentials"`
	CreatedAt              int64   `json:"CreatedAt"`
}

type authJSON struct {
	Client  clientJSON  `json:"Client"`
	Session sessionJSON `json:"Session"`
}

type messageJSON struct {
	ID               int64   `json:"Id"`
	UID              string  `json:"UID"`
	ChatID           int64   `json:"ChatId"`
	SessionID        int64   `json:"SessionId"`
	LocalID          int64   `json:"LocalId"`
	EventID          *int64  `json:"EventId"`
	Public           bool    `json:"Public"`
	Author           string  `json:"Author"`
	ClientID         *int64  `json:"ClientId"`
	UserID           *int64  `json:"UserId"`
	Payload          string  `json:"Payload"`
	Text             string  `json:"Text"`
	FileID           *string `json:"FileId"`
	NoticeID         *int64  `json:"NoticeId"`
	RatingID         *int64  `json:"RatingId"`
	ReplyToMessageID *int64  `json:"ReplyToMessageId"`
	ChatType         string  `json:"ChatType"`
	Received         bool    `json:"Received"`
	Read             bool    `json:"Read"`
	Pushed           bool    `json:"Pushed"`
	CreatedAt        int64   `json:"CreatedAt"`
	ReceivedAt       *int64  `json:"ReceivedAt"`
	ReadAt           *int64  `json:"ReadAt"`
	My               bool    `json:"My"`

	// What only some messages have.
	SingleChoices   []choiceJSON `json:"SingleChoices,omitempty"`
	IsDropDown      bool         `json:"IsDropDown,omitempty"`
	DisableFreeText bool         `json:"DisableFreeText,omitempty"`
	ProductID       *int64       `json:"ProductId,omitempty"`
	Product         *productJSON `json:"Product,omitempty"`
	InfoRequestID   *int64       `json:"InfoRequestId,omitempty"`
	Listened        bool         `json:"Listened,omitempty"`
	ListenedAt      *int64       `json:"ListenedAt,omitempty"`
}

type choiceJSON struct {
	ID            int64  `json:"Id"`
	ChatMessageID int64  `json:"ChatMessageId"`
	Title         string `json:"title"` // these two are in lower case
	Value         string `json:"value"`
	Deleted       bool   `json:"Deleted"`
}

type productJSON struct {
	ID                   int64  `json:"Id"`
	Type                 string `json:"Type"`
	Name                 string `json:"Name"`
	PeriodicPayment      string `json:"PeriodicPayment"`
	PeriodicPaymentType  string `json:"PeriodicPaymentType"`
	PeriodicPaymentPrice int64  `json:"PeriodicPaymentPrice"`
}

type ratingJSON struct {
	ID           int64     `json:"Id"`
	ProjectID    int64     `json:"ProjectId"`
	TicketID     int64     `json:"TicketId"`
	ClientID     int64     `json:"ClientId"`
	UserID       int64     `json:"UserId"`
	State        string    `json:"State"`
	Value        *int      `json:"Value"`
	Comment      *string   `json:"Comment"`
	RatingPollID *int64    `json:"RatingPollId"`
	RatingPoll   *pollJSON `json:"RatingPoll"`
	CreatedAt    int64     `json:"CreatedAt"`
	UpdatedAt    int64     `json:"UpdatedAt"`
}

type formRequestJSON struct {
	ID                 int64    `json:"Id"`
	ClientID           int64    `json:"ClientId"`
	State              string   `json:"State"`
	ClientConsent      bool     `json:"ClientConsent"`
	ProcessingDataLink string   `json:"ProcessingDataLink"`
	Form               formJSON `json:"Form"`
	CreatedAt          int64    `json:"CreatedAt"`
}

type eventJSON struct {
	ID         int64  `json:"Id"` // 0 for what is not stored
	Type       string `json:"Type"`
	ChatID     *int64 `json:"ChatId"`
	Public     bool   `json:"Public"`
	Transitive bool   `json:"Transitive"`
	SessionID  *int64 `json:"SessionId"`
	MessageID  *int64 `json:"MessageId"`
	MemberID   *int64 `json:"MemberId"`
	Actor      string `json:"Actor"`
	ClientID   *int64 `json:"ClientId"`
	UserID     *int64 `json:"UserId"`
	CreatedAt  int64  `json:"CreatedAt"`

	Messages        []messageJSON `json:"Messages,omitempty"` // that were edited or deleted
	NextChannelName string        `json:"NextChannelName,omitempty"`
}

type chatJSON struct {
	ID           int64  `json:"Id"`
	ChannelID    int64  `json:"ChannelId"`
	ClientID     int64  `json:"ClientId"`
	Open         bool   `json:"Open"`
	EventID      *int64 `json:"EventId"`
	MessageID    *int64 `json:"MessageId"`
	SessionID    *int64 `json:"SessionId"`
	AssigneeID   *int64 `json:"AssigneeId"`
	ClientUnread int    `json:"ClientUnread"`
	UserUnread   int    `json:"UserUnread"`
	TotalMembers int    `json:"TotalMembers"`
	CreatedAt    int64  `json:"CreatedAt"`
	ChangedAt    *int64 `json:"ChangedAt"`
	OpenedAt     *int64 `json:"OpenedAt"`
	ClosedAt     *int64 `json:"ClosedAt"`
}

type channelJSON struct {
	ID             int64  `json:"Id"`
	Name           string `json:"Name"`
	Type           string `json:"Type"`
	Title          string `json:"Title"`
	Description    string `json:"Description"`
	Deleted        bool   `json:"Deleted"`
	EventID        *int64 `json:"EventId"`
	ChatEventID    *int64 `json:"ChatEventId"`
	TotalMembers   int    `json:"TotalMembers"`
	TotalChats     int    `json:"TotalChats"`
	TotalOpenChats int    `json:"TotalOpenChats"`
	CreatedAt      int64  `json:"CreatedAt"`
	UpdatedAt      int64  `json:"UpdatedAt"`
}

type userJSON struct {
	ID          int64   `json:"Id"`
	Name        string  `json:"Name"`
	DisplayName string  `json:"DisplayName"`
	Email       string  `json:"Email"`
	Online      bool    `json:"Online"`
	Deleted     bool    `json:"Deleted"`
	AvatarID    *string `json:"AvatarId"`
	CreatedAt   int64   `json:"CreatedAt"`
	LoggedInAt  *int64  `json:"LoggedInAt"`
	LastSeenAt  *int64  `json:"LastSeenAt"`
}

type fileJSON struct {
	ID            string `json:"Id"`
	Type          string `json:"Type"`
	Owner         string `json:"Owner"`
	OwnerClientID *int64 `json:"OwnerClientId"`
	Actor         string `json:"Actor"`
	ActorClientID *int64 `json:"ActorClientId"`
	ActorUserID   *int64 `json:"ActorUserId"`
	Name          string `json:"Name"`
	Path          string `json:"Path"`
	Size          int    `json:"Size"`
	ImageWidth    *int64 `json:"ImageWidth"`
	ImageHeight   *int64 `json:"ImageHeight"`
	ContentType   string `json:"ContentType"`
	State         string `json:"State"`
	CreatedAt     int64  `json:"CreatedAt"`
}

// relsJSON is the graph of objects that a result refers to. It is an object on every success: SDKs break on null.
type relsJSON struct {
	Channels     []channelJSON `json:"Channels,omitempty"`
	Clients      []clientJSON  `json:"Clients,omitempty"`
	Chats        []chatJSON    `json:"Chats,omitempty"`
	ChatMessages []messageJSON `json:"ChatMessages,omitempty"`
	Files        []fileJSON    `json:"Files,omitempty"`
	Users        []userJSON    `json:"Users,omitempty"`

	Ratings      []ratingJSON      `json:"Ratings,omitempty"`
	RatingPolls  []pollJSON        `json:"RatingPolls,omitempty"`
	InfoRequests []formRequestJSON `json:"InfoRequests,omitempty"`
}

type resultJSON struct {
	OK     bool      `json:"OK"`
	Error  *struct{} `json:"Error"`
	Result any       `json:"Result"`
	Rels   relsJSON  `json:"Rels"`
}

type dataJSON struct {
	OK    bool      `json:"OK"`
	Error *struct{} `json:"Error"`
	Data  any       `json:"Data"`
	Rels  relsJSON  `json:"Rels"`
}

// result is the success of a classic method, data that of a newer one: the payload stands under another name.
func result(v any, rels relsJSON) (fake.Response, error) {
	return fake.Encoded(http.StatusOK, encode(resultJSON{OK: true, Result: v, Rels: rels})), nil
}

func data(v any) (fake.Response, error) {
	return fake.Encoded(http.StatusOK, encode(dataJSON{OK: true, Data: v})), nil
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func maybeMillis(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	n := t.UnixMilli()
	return &n
}

// maybe gives nil for the zero value: an absent id or text is null on the wire.
func maybe[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// decode reads a JSON body. Keys are matched without regard to case, as encoding/json does it: Swift 2.x sends lower
// camel keys, the others PascalCase. Without need, no body and null count as an empty one.
func (x *exchange) decode(v any, need bool) error {
	body := bytes.TrimSpace(x.Body)
	if len(body) == 0 {
		if need {
			return x.failed(errBadRequest, "body_missing", "the call needs a JSON body")
		}
		return nil
	}
	if err := json.Unmarshal(body, v); err != nil {
		text := err.Error()
		if in := message.ContainerOf(x.Header, x.Body); in.Name != "" {
			text = "the body is no JSON: it " + in.Verb()
		}
		return x.failed(errBadRequest, "body_unreadable", text)
	}
	return nil
}
