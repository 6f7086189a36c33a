package radist

import (
	"encoding/json"
	"strconv"
	"time"

	"sparring/mock/clock"
	"sparring/mock/fake"
	"sparring/mock/world"
)

// facts are all that Radist remembers in one world. What follows from them and the time (the status of a session, of a
// subscription) is derived when asked.
type facts struct {
	companies     *fake.Table[int64, Company] // the first is the one that events mean
	keys          *fake.Table[string, heldKey]
	connections   *fake.Table[int64, Connection]
	sessions      *fake.Table[string, Session]      // oldest first
	subscriptions *fake.Table[string, Subscription] // by "company/type"
	contacts      *fake.Table[int64, Contact]
	chats         *fake.Table[int64, Chat]
	messages      *fake.Table[string, Message] // oldest first
	deliveries    *fake.Table[int64, Delivery] // those that are due first come first
	invoices      *fake.Table[int64, Invoice]
	webhooks      *fake.Table[int64, Webhook]
	rates         *fake.Table[string, Bucket] // by key and class of calls
	next          counters

	chatsOf *fake.Index[int64, int64, Chat]     // by connection
	said    *fake.Index[int64, string, Message] // by chat
	due     *fake.Due[int64, Delivery]
	pace    func() (clock.Mode, float64) // of the world's clock, for the pages
}

// counters are the ids that come next.
type counters struct{ connection, contact, chat, webhook, invoice, delivery fake.Counter }

func newFacts(s *fake.Store) *facts {
	f := &facts{
		companies: fake.NewTable[int64, Company](s, "companies"),
		keys:      fake.NewTable(s, keptKeys, fake.Sized[string](keySize)),
		connections: fake.NewTable(
			s,
			keptConnections,
			fake.ByKey[int64, Connection](),
			fake.Sized[int64](connectionSize),
		),
		sessions:      fake.NewTable(s, keptSessions, fake.Sized[string](sessionSize)),
		subscriptions: fake.NewTable(s, "subscriptions", fake.ByKey[string, Subscription]()),
		contacts:      fake.NewTable(s, keptContacts, fake.ByKey[int64, Contact]()),
		chats:         fake.NewTable(s, keptChats, fake.ByKey[int64, Chat]()),
		messages:      fake.NewTable(s, keptMessages, fake.Sized[string](messageSize)),
		deliveries: fake.NewTable(s, "deliveries", fake.OrderBy[int64](func(a, b *Delivery) int {
			return a.At.Compare(b.At)
		})),
		invoices: fake.NewTable[int64, Invoice](s, keptInvoices),
		webhooks: fake.NewTable(s, keptWebhooks, fake.ByKey[int64, Webhook]()),
		rates:    fake.NewTable(s, "rates", fake.ByKey[string, Bucket]()),
		next: counters{
			connection: fake.NewCounter(s, "next_connection"), contact: fake.NewCounter(s, "next_contact"),
			chat: fake.NewCounter(s, "next_chat"), webhook: fake.NewCounter(s, "next_webhook"),
			invoice: fake.NewCounter(s, "next_invoice"), delivery: fake.NewCounter(s, "next_delivery"),
		},
		pace: fake.Resident(s, "pace", func(w *world.World) func() (clock.Mode, float64) {
			return func() (clock.Mode, float64) { return w.Clock.Setting() }
		}),
	}
	f.chatsOf = fake.NewIndex(f.chats, func(c *Chat) (int64, bool) { return c.Connection, true })
	f.said = fake.NewIndex(f.messages, func(m *Message) (int64, bool) { return m.Chat, true })
	f.due = fake.NewDue(f.deliveries, func(d *Delivery) time.Time { return d.At })
	return f
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

// heldKey is an API key of ours, or a messenger's that no longer works. They share a bound.
type heldKey struct {
	Key
	Dead string // why a messenger's key does not work; empty for one of ours
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

// seed puts two companies, each with a key of all scopes.
func (x *exchange) seed() {
	x.companies.Put(homeCompany, Company{ID: homeCompany, Name: "Sparring"})
	x.companies.Put(otherCompany, Company{ID: otherCompany, Name: "Other"})
	x.putKey(Key{Key: homeKey, Scopes: allScopes(), Companies: []int64{homeCompany}, User: 1})
	x.putKey(Key{Key: otherKey, Scopes: allScopes(), Companies: []int64{otherCompany}, User: 2})
	x.setCounters(Counters{Connection: 101, Contact: 1, Chat: 1, Webhook: 1, Invoice: 1, Delivery: 1})
}

// credentials are the key and the company of the client's user.
func (x *exchange) credentials() map[string]string {
	return map[string]string{"api_key": homeKey, "company_id": strconv.Itoa(homeCompany)}
}

// mark lets the journal mark all secrets of the facts.
func (x *exchange) mark() {
	for _, k := range x.keys.All() {
		if k.Dead == "" {
			x.Secret("key", k.Key.Key)
		}
	}
	for _, c := range x.connections.All() {
		x.Secret("token", c.Token)
		x.Secret("key", c.APIKey)
		if c.QR != nil {
			x.Secret("qr", c.QR.Text)
		}
	}
	for _, s := range x.sessions.All() {
		x.Secret("session", s.ID)
		x.Secret("password", s.Password)
		if s.QR != nil {
			x.Secret("qr", s.QR.Text)
		}
	}
}

// ownKey returns one of our API keys.
func (x *exchange) ownKey(value string) (Key, bool) {
	k, ok := x.keys.Get(value)
	return k.Key, ok && k.Dead == ""
}

func (x *exchange) putKey(k Key) { x.keys.Put(k.Key, heldKey{Key: k}) }

// dead returns why a messenger's key does not work, empty if it does.
func (x *exchange) dead(key string) string {
	k, _ := x.keys.Get(key)
	return k.Dead
}

// home is the company that events mean if they name none: the first.
func (x *exchange) home() int64 {
	id, _, _ := x.companies.First()
	return id
}

// connection returns a connection of a company.
func (x *exchange) connection(company, id int64) (Connection, error) {
	c, ok := x.connections.Get(id)
	if !ok || c.Company != company {
		return Connection{}, errConnection
	}
	return c, nil
}

// pathConnection returns the connection that the path names, if nothing is wrong with the request.
func (x *exchange) pathConnection() (Connection, error) {
	id := x.pathID(x.Request, "connection_id")
	if err := x.ready(); err != nil {
		return Connection{}, err
	}
	return x.connection(x.company, id)
}

// authorized reports whether the account behind a connection still lets us in.
func (x *exchange) authorized(c *Connection) bool {
	switch c.Type {
	case typeBot, typeOK:
		return x.dead(c.APIKey) == ""
	case typeTelegram, typeMax, typeWhatsapp:
		return c.Connected
	}
	return true
}

// taken reports whether a company has another connection of the type with the same account.
func (x *exchange) taken(company, except int64, kind string, same func(*Connection) bool) bool {
	for _, c := range x.connections.All() {
		if c.Company == company && c.ID != except && c.Type == kind && same(&c) {
			return true
		}
	}
	return false
}
