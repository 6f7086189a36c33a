package radist

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// State is everything a world knows about this API: facts only; what follows from them and the time (the status of a
// session, of a subscription) is derived when asked.
type State struct {
	Next          Counters                 `json:"next"`
	Companies     []Company                `json:"companies"`
	Keys          []*Key                   `json:"keys"`
	DeadKeys      map[string]string        `json:"dead_keys"` // provider's API keys that do not work → reason
	Connections   map[int64]*Connection    `json:"connections"`
	Sessions      map[string]*Session      `json:"sessions"`
	SessionOrder  []string                 `json:"session_order"` // oldest first
	Subscriptions map[string]*Subscription `json:"subscriptions"` // by "company/type"
	Contacts      map[int64]*Contact       `json:"contacts"`
	Chats         map[int64]*Chat          `json:"chats"`
	Messages      map[int64][]*Message     `json:"messages"` // by chat, oldest first
	Deliveries    []Delivery               `json:"deliveries"`
	Invoices      []Invoice                `json:"invoices"`
	Webhooks      map[int64]*Webhook       `json:"webhooks"`
	Rates         map[string]*Bucket       `json:"rates"` // by key and class of calls
}

// Counters are the ids that come next.
type Counters struct {
	Connection int64 `json:"connection"`
	Contact    int64 `json:"contact"`
	Chat       int64 `json:"chat"`
	Webhook    int64 `json:"webhook"`
	Invoice    int64 `json:"invoice"`
	Delivery   int64 `json:"delivery"`
}

// Company owns connections; its id stands in nearly every path.
type Company struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Key is an API key with its scopes and the companies it sees.
type Key struct {
	Key       string   `json:"key"`
	Scopes    []string `json:"scopes"`
	Companies []int64  `json:"companies"`
	User      int64    `json:"user"`
	Ended     string   `json:"ended,omitempty"` // why it ended
	Fault     bool     `json:"fault,omitempty"` // ended by a fault rule
}

// The types of connections.
const (
	typeTelegram    = "telegram"
	typeTelegramOld = "telegram_personal" // synonym on input
	typeMax         = "max_personal"
	typeWhatsapp    = "whatsapp"
	typeBot         = "telegram_bot"
	typeOK          = "odnoklassniki"
	typeAmo         = "amocrm"
	typeBitrix      = "bitrix"
	typeTinkoff     = "tinkoff"
	typeWaba        = "waba"
)

func creatable() []string {
	return []string{typeTelegram, typeTelegramOld, typeMax, typeBot, typeOK, typeWhatsapp}
}

// managed are the types that only the vendor makes.
func managed() []string { return append(crm(), typeTinkoff, typeWaba) }

// crm are the types that only the vendor edits, too.
func crm() []string { return []string{typeAmo, typeBitrix} }

func messengers() []string {
	return []string{typeTelegram, typeMax, typeBot, typeOK, typeWhatsapp, typeWaba}
}

// Connection holds the parameters of a link to an external service.
type Connection struct {
	ID        int64          `json:"id"`
	Company   int64          `json:"company"`
	Type      string         `json:"type"`
	Name      *string        `json:"name"`
	CreatedAt time.Time      `json:"created_at"`
	Token     string         `json:"radist_token,omitempty"`
	Phone     string         `json:"phone,omitempty"`
	UserID    string         `json:"user_id,omitempty"`
	Username  *string        `json:"username,omitempty"`
	APIKey    string         `json:"api_key,omitempty"`
	Connected bool           `json:"connected"`          // the account is logged in; says nothing for types with a key
	Ended     string         `json:"ended,omitempty"`    // why it is not: "terminated", "logged_out"
	QR        *QR            `json:"qr_login,omitempty"` // whatsapp: the code that was last asked for
	Params    map[string]any `json:"params,omitempty"`   // of the vendor's own types, as they were put
}

// QR is a code on a screen: from Expires on it connects nothing.
type QR struct {
	Text    string    `json:"text"`
	Expires time.Time `json:"expires"`
}

func (q *QR) live(now time.Time) bool { return q != nil && now.Before(q.Expires) }

// Subscription pays for all connections of one type of a company.
// Assumed: its size is not modelled, every connection of the type is in it.
type Subscription struct {
	Company   int64     `json:"company"`
	Type      string    `json:"type"`
	Paid      bool      `json:"paid"`
	TestUntil time.Time `json:"test_until"`
}

// The states of a subscription.
const (
	paid    = "paid"
	test    = "test"
	overdue = "overdue"
)

func (s *Subscription) status(now time.Time) string {
	switch {
	case s == nil:
		return overdue
	case s.Paid:
		return paid
	case now.Before(s.TestUntil):
		return test
	}
	return overdue
}

// Contact is a person.
type Contact struct {
	ID        int64          `json:"id"`
	Company   int64          `json:"company"`
	Name      *string        `json:"name"`
	Phones    []ContactPhone `json:"phones"`
	CreatedAt time.Time      `json:"created_at"`
}

// ContactPhone is one phone of a contact.
type ContactPhone struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// Chat is a conversation of a contact through a connection.
type Chat struct {
	ID         int64     `json:"id"`
	Company    int64     `json:"company"`
	Connection int64     `json:"connection"`
	Contact    int64     `json:"contact"`
	Phone      string    `json:"phone,omitempty"`
	UserName   string    `json:"user_name,omitempty"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// Message is one text in a chat.
type Message struct {
	ID         string          `json:"id"`
	Connection int64           `json:"connection"`
	Chat       int64           `json:"chat"`
	Contact    int64           `json:"contact"`
	Direction  string          `json:"direction"` // inbound, outbound
	Text       string          `json:"text"`
	Image      json.RawMessage `json:"image,omitempty"`    // as it was sent
	CreatedAt  time.Time       `json:"created_at"`         // whole microseconds, later than all before it in its chat
	Delivery   string          `json:"delivery,omitempty"` // of an outbound one: "", delivered, read, error
	Error      string          `json:"error,omitempty"`
}

// Delivery is a message that reaches its receiver at At.
type Delivery struct {
	Seq     int64     `json:"seq"`
	At      time.Time `json:"at"`
	Chat    int64     `json:"chat"`
	Message string    `json:"message"`
}

// Invoice was issued through a bank terminal (a connection of type tinkoff) and goes with it.
type Invoice struct {
	ID         int64     `json:"id"`
	Connection int64     `json:"connection"`
	Amount     string    `json:"amount"`
	CreatedAt  time.Time `json:"created_at"`
}

// Webhook is a subscription of a URL to events of messages; Connection 0 means all of the company.
type Webhook struct {
	ID         int64    `json:"id"`
	Company    int64    `json:"company"`
	Connection int64    `json:"connection"`
	URL        string   `json:"url"`
	Events     []string `json:"events"`
}

// Bucket counts calls for a rate limit, on world time.
type Bucket struct {
	Left float64   `json:"left"`
	At   time.Time `json:"at"`
}

// The default world: a company with an all-powerful key, and a foreign one beside it.
const (
	homeCompany  = 7
	otherCompany = 8
	homeKey      = "sparring-radist-key"
	otherKey     = "sparring-radist-other-key"
)

// scopes of a key. Source: radist, "Необходимые права доступа"; the other two from clients.
func allScopes() []string { return []string{"connections", "messaging", "webhooks"} }

func newState() *State {
	s := &State{
		Next:      Counters{Connection: 101, Contact: 1, Chat: 1, Webhook: 1, Invoice: 1, Delivery: 1},
		Companies: []Company{{ID: homeCompany, Name: "Sparring"}, {ID: otherCompany, Name: "Other"}},
		Keys: []*Key{
			{Key: homeKey, Scopes: allScopes(), Companies: []int64{homeCompany}, User: 1},
			{Key: otherKey, Scopes: allScopes(), Companies: []int64{otherCompany}, User: 2},
		},
	}
	s.fill()
	return s
}

// fill makes what is absent, so that a planted state may leave it out.
func (s *State) fill() {
	for _, n := range []*int64{&s.Next.Connection, &s.Next.Contact, &s.Next.Chat, &s.Next.Webhook, &s.Next.Invoice, &s.Next.Delivery} {
		*n = max(*n, 1)
	}
	s.DeadKeys = made(s.DeadKeys)
	s.Connections, s.Sessions, s.Subscriptions = made(s.Connections), made(s.Sessions), made(s.Subscriptions)
	s.Contacts, s.Chats, s.Messages = made(s.Contacts), made(s.Chats), made(s.Messages)
	s.Webhooks, s.Rates = made(s.Webhooks), made(s.Rates)
}

func made[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return m
}

// take gives the counter's id and moves it on.
func take(counter *int64) int64 {
	id := *counter
	*counter++
	return id
}

// ids gives a map's keys in order, so that nothing depends on Go's order of maps.
func ids[V any](m map[int64]V) []int64 { return slices.Sorted(maps.Keys(m)) }

func (s *State) key(value string) *Key {
	for _, k := range s.Keys {
		if k.Key == value {
			return k
		}
	}
	return nil
}

func (s *State) connection(company, id int64) (*Connection, error) {
	c := s.Connections[id]
	if c == nil || c.Company != company {
		return nil, errConnection
	}
	return c, nil
}

// authorized tells whether the account behind a connection still lets us in.
func (s *State) authorized(c *Connection) bool {
	switch c.Type {
	case typeBot, typeOK:
		return s.DeadKeys[c.APIKey] == ""
	case typeTelegram, typeMax, typeWhatsapp:
		return c.Connected
	}
	return true
}

// taken tells whether a company has another connection of the type with the same account.
func (s *State) taken(company, except int64, kind string, same func(*Connection) bool) bool {
	for _, c := range s.Connections {
		if c.Company == company && c.ID != except && c.Type == kind && same(c) {
			return true
		}
	}
	return false
}
