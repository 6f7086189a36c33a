package radist

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/input"
	"sparring/mock/pointer"
)

// State is all facts in the form of the control API.
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

// state returns all input.
func (x *exchange) state() any {
	s := &State{
		Next: Counters{
			Connection: x.next.connection.Get(), Contact: x.next.contact.Get(), Chat: x.next.chat.Get(),
			Webhook: x.next.webhook.Get(), Invoice: x.next.invoice.Get(), Delivery: x.next.delivery.Get(),
		},
		Companies: x.companies.Values(), DeadKeys: map[string]string{},
		Connections: pointers(x.connections), Sessions: pointers(x.sessions), Subscriptions: pointers(x.subscriptions),
		Contacts: pointers(x.contacts), Chats: pointers(x.chats), Messages: map[int64][]*Message{},
		Deliveries: x.deliveries.Values(), Invoices: x.invoices.Values(),
		Webhooks: pointers(x.webhooks), Rates: pointers(x.rates),
	}
	for value, k := range x.keys.All() {
		if k.Dead != "" {
			s.DeadKeys[value] = k.Dead
			continue
		}
		s.Keys = append(s.Keys, &k.Key)
	}
	for id := range x.sessions.All() {
		s.SessionOrder = append(s.SessionOrder, id)
	}
	for _, m := range x.messages.All() {
		s.Messages[m.Chat] = append(s.Messages[m.Chat], &m)
	}
	return s
}

// pointers returns copies of a table's records by their keys.
func pointers[K cmp.Ordered, V any](t *fake.Table[K, V]) map[K]*V {
	out := make(map[K]*V, t.Len())
	for key, record := range t.All() {
		out[key] = &record
	}
	return out
}

// plant reads a state, in which much may be left out.
func plant(data json.RawMessage) (load func(x *exchange), err error) {
	s := &State{}
	if err := input.Decode(data, s); err != nil {
		return nil, err
	}
	for _, n := range []*int64{
		&s.Next.Connection, &s.Next.Contact, &s.Next.Chat, &s.Next.Webhook, &s.Next.Invoice, &s.Next.Delivery,
	} {
		*n = max(*n, 1)
	}
	if err := invariants.Check(s); err != nil {
		return nil, err
	}
	return func(x *exchange) { x.load(s) }, nil
}

// load puts planted facts into the tables.
func (x *exchange) load(s *State) {
	x.setCounters(s.Next)
	for _, c := range s.Companies {
		x.companies.Put(c.ID, c)
	}
	for _, k := range s.Keys {
		x.putKey(*k)
	}
	for _, key := range slices.Sorted(maps.Keys(s.DeadKeys)) {
		x.keys.Put(key, heldKey{Key: Key{Key: key}, Dead: s.DeadKeys[key]})
	}
	for _, planted := range s.Connections {
		c := *planted
		if slices.Contains(managed(), c.Type) && c.Params == nil {
			c.Params = map[string]any{}
		}
		x.connections.Put(c.ID, c)
	}
	for _, id := range s.SessionOrder {
		x.sessions.Put(id, *s.Sessions[id])
	}
	for _, planted := range s.Contacts {
		c := *planted
		if c.Phones == nil {
			c.Phones = []ContactPhone{}
		}
		x.contacts.Put(c.ID, c)
	}
	for _, m := range s.inOrder() {
		x.messages.Put(m.ID, *m)
	}
	for _, d := range s.Deliveries {
		x.deliveries.Put(d.Seq, d)
	}
	for _, i := range s.Invoices {
		x.invoices.Put(i.ID, i)
	}
	loadAll(x.subscriptions, s.Subscriptions)
	loadAll(x.chats, s.Chats)
	loadAll(x.webhooks, s.Webhooks)
	loadAll(x.rates, s.Rates)
}

// loadAll puts records into a table that sorts itself.
func loadAll[K cmp.Ordered, V any](t *fake.Table[K, V], records map[K]*V) {
	for key, record := range records {
		t.Put(key, *record)
	}
}

func (x *exchange) setCounters(next Counters) {
	x.next.connection.Set(next.Connection)
	x.next.contact.Set(next.Contact)
	x.next.chat.Set(next.Chat)
	x.next.webhook.Set(next.Webhook)
	x.next.invoice.Set(next.Invoice)
	x.next.delivery.Set(next.Delivery)
}

// inOrder returns the messages of all chats, oldest first. Those of one chat keep their order, whatever their times.
func (s *State) inOrder() []*Message {
	type placed struct {
		*Message
		at time.Time // not before that of the message before it
	}
	var all []placed
	for _, chat := range ids(s.Messages) {
		var at time.Time
		for _, m := range s.Messages[chat] {
			if m.CreatedAt.After(at) {
				at = m.CreatedAt
			}
			all = append(all, placed{m, at})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at.Compare(b.at) })
	out := make([]*Message, len(all))
	for i, m := range all {
		out[i] = m.Message
	}
	return out
}

// ids returns a map's keys in order, so that nothing depends on Go's order of maps.
func ids[V any](m map[int64]V) []int64 { return slices.Sorted(maps.Keys(m)) }

// sendableKey is what a client can send as X-Api-Key and a server reads as it was sent (RFC 9110 §5.5).
const sendableKey = "visible ASCII characters, with blanks only between them"

func isSendable(key string) bool {
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' {
			return false
		}
	}
	return key != "" && key == strings.Trim(key, " ")
}

var invariants = stateRules().Compile()

// stateRules are what holds of all facts, however they came about.
func stateRules() input.Rules {
	kinds := append([]string{typeTelegram, typeMax, typeBot, typeOK, typeWhatsapp}, managed()...)
	uuid, digits := input.Like("a UUID", isUUID), input.Like("digits", isDigits).OrNone()
	phone := input.Like("a phone with its plus", isPhone).OrNone()
	id, next, ended := input.Least(1), input.Least(1), input.OneOf("time", "count", "revoked").OrNone()
	company, connection, contact := input.Ref("/companies/*/id"), input.Ref("/connections/#"), input.Ref("/contacts/#")
	rules := input.Rules{
		"/companies":        input.Some(),
		"/companies/*/id":   id.Once(),
		"/companies/*/name": input.Text(),

		"/keys/*/key":         input.Like(sendableKey, isSendable).Once(),
		"/keys/*/scopes/*":    input.OneOf(allScopes()...).Once(),
		"/keys/*/companies/*": company.Once(),
		"/keys/*/user":        input.Least(0),
		"/keys/*/ended":       ended,
		"/keys/*/fault":       input.Free(),
		"/dead_keys/#":        input.Text(),
		"/dead_keys/*":        input.OneOf("reset", "inactive", "rejected"),

		"/connections/#":                  id,
		"/connections/*/id":               id,
		"/connections/*/company":          company,
		"/connections/*/type":             input.OneOf(kinds...),
		"/connections/*/name":             input.Free(),
		"/connections/*/created_at":       input.Time().OrNone(),
		"/connections/*/radist_token":     uuid.OrNone(),
		"/connections/*/phone":            phone,
		"/connections/*/user_id":          digits,
		"/connections/*/username":         input.Free(),
		"/connections/*/api_key":          input.Free(),
		"/connections/*/connected":        input.Free(),
		"/connections/*/ended":            input.OneOf("terminated", "logged_out").OrNone(),
		"/connections/*/qr_login/text":    input.Text(),
		"/connections/*/qr_login/expires": input.Due(),
		"/connections/*/params":           input.Free(),
		"/connections/*":                  input.Whole(connectionHolds),

		"/session_order/*":             input.Ref("/sessions/#").Once(),
		"/sessions/#":                  uuid,
		"/sessions/*/id":               uuid,
		"/sessions/*/company":          company,
		"/sessions/*/messenger":        input.OneOf(typeTelegram, typeMax),
		"/sessions/*/auth_type":        input.OneOf("code", "qr"),
		"/sessions/*/connection":       input.Least(0),
		"/sessions/*/phone":            phone,
		"/sessions/*/user_id":          digits,
		"/sessions/*/qr/text":          input.Text(),
		"/sessions/*/qr/expires":       input.Due(),
		"/sessions/*/code":             digits,
		"/sessions/*/code_shown":       input.Free(),
		"/sessions/*/two_factor":       input.Free(),
		"/sessions/*/password":         input.Free(),
		"/sessions/*/wrong":            input.Least(0),
		"/sessions/*/flood_until":      input.Due(),
		"/sessions/*/refused_scan":     input.Free(),
		"/sessions/*/entered_at":       input.Time(),
		"/sessions/*/authenticated_at": input.Time(),
		"/sessions/*/used_by":          input.Least(0),
		"/sessions/*/opened_at":        input.Time().OrNone(),
		"/sessions/*/expires":          input.Due().OrNone(),
		"/sessions/*/ended":            ended,
		"/sessions/*/fault":            input.Free(),
		"/sessions/*":                  input.Whole(sessionHolds),

		"/subscriptions/#":            input.Text(),
		"/subscriptions/*/company":    company,
		"/subscriptions/*/type":       input.OneOf(kinds...),
		"/subscriptions/*/paid":       input.Free(),
		"/subscriptions/*/test_until": input.Due().OrNone(),

		"/contacts/#":                id,
		"/contacts/*/id":             id,
		"/contacts/*/company":        company,
		"/contacts/*/name":           input.Free(),
		"/contacts/*/phones/*/type":  input.Free(),
		"/contacts/*/phones/*/value": input.Like("a phone with its plus", isPhone),
		"/contacts/*/created_at":     input.Time().OrNone(),

		"/chats/#":            id,
		"/chats/*/id":         id,
		"/chats/*/company":    company,
		"/chats/*/connection": connection,
		"/chats/*/contact":    contact,
		"/chats/*/phone":      phone,
		"/chats/*/user_name":  input.Free(),
		"/chats/*/updated_at": input.Time().OrNone(),

		"/messages/#":              input.Ref("/chats/#"),
		"/messages/*/*/id":         uuid.Unique(),
		"/messages/*/*/connection": connection,
		"/messages/*/*/chat":       input.Ref("/chats/#"),
		"/messages/*/*/contact":    contact,
		"/messages/*/*/direction":  input.OneOf("inbound", "outbound"),
		"/messages/*/*/text":       input.Free(),
		"/messages/*/*/image":      input.Free(),
		"/messages/*/*/created_at": input.Time().OrNone(),
		"/messages/*/*/delivery":   input.OneOf("delivered", "read", "error").OrNone(),
		"/messages/*/*/error":      input.Free(),
		"/deliveries/*/seq":        input.Least(0).Once(),
		"/deliveries/*/at":         input.Due(),
		"/deliveries/*/chat":       input.Ref("/chats/#"),
		"/deliveries/*/message":    input.Ref("/messages/*/*/id"),

		"/invoices/*/id":         id.Once(),
		"/invoices/*/connection": connection,
		"/invoices/*/amount":     input.Free(),
		"/invoices/*/created_at": input.Time().OrNone(),
		"/webhooks/#":            id,
		"/webhooks/*/id":         id,
		"/webhooks/*/company":    company,
		"/webhooks/*/connection": connection.OrNone(),
		"/webhooks/*/url":        input.Like("an http or https URL", isHookURL),
		"/webhooks/*/events":     input.Some(),
		"/webhooks/*/events/*":   input.OneOf(hookEvents()...).Once(),
		"/rates/#":               input.Text(),
		"/rates/*/left":          input.Range(0, 1000),
		"/rates/*/at":            input.Time().OrNone(),
		"":                       input.Whole(stateHolds),
	}
	for _, counter := range []string{"connection", "contact", "chat", "webhook", "invoice", "delivery"} {
		rules["/next/"+counter] = next
	}
	return rules
}

func isDigits(s string) bool {
	return s != "" && !slices.ContainsFunc([]byte(s), func(b byte) bool { return b < '0' || b > '9' })
}

func isPhone(s string) bool {
	phone, ok := normalPhone(s)
	return ok && phone == s
}

func isHookURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

func broken(at, format string, args ...any) *input.Error {
	return &input.Error{Pointer: at, Reason: "expected " + fmt.Sprintf(format, args...)}
}

// connectionHolds checks what a connection of its type has.
func connectionHolds(c *Connection) *input.Error {
	login := c.Type == typeTelegram || c.Type == typeMax
	switch {
	case (login || c.Type == typeWhatsapp) && c.Token == "":
		return broken("/radist_token", "a UUID, got none")
	case login && c.UserID == "":
		return broken("/user_id", "digits, got none")
	case (c.Type == typeBot || c.Type == typeOK) && c.APIKey == "":
		return broken("/api_key", "a text, got none")
	}
	return nil
}

// sessionHolds checks what a login session has, whatever its status.
func sessionHolds(s *Session) *input.Error {
	switch {
	case s.AuthType == "qr" && s.Messenger == typeMax:
		return broken("/auth_type", `"code": there is no QR at %s`, typeMax)
	case s.AuthType == "qr" && s.QR == nil:
		return broken("/qr", "a code and its end, got none")
	case s.AuthenticatedAt != nil && s.UserID == "":
		return broken("/user_id", "digits for an authenticated session, got none")
	}
	return nil
}

// stateHolds checks what facts of several kinds have together: ids that are their keys and below the next one, and what
// hangs on what.
func stateHolds(s *State) *input.Error {
	for _, check := range []func() *input.Error{
		func() *input.Error {
			return named("connections", "connection", s.Connections, s.Next.Connection,
				func(c *Connection) int64 { return c.ID })
		},
		func() *input.Error {
			return named("contacts", "contact", s.Contacts, s.Next.Contact, func(c *Contact) int64 { return c.ID })
		},
		func() *input.Error {
			return named("chats", "chat", s.Chats, s.Next.Chat, func(c *Chat) int64 { return c.ID })
		},
		func() *input.Error {
			return named("webhooks", "webhook", s.Webhooks, s.Next.Webhook, func(w *Webhook) int64 { return w.ID })
		},
		s.keysHold, s.sessionsHold, s.messagesHold, s.countersHold,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// named checks that things are kept under their ids, and that the next one gets another.
func named[V any](list, counter string, all map[int64]V, next int64, id func(V) int64) *input.Error {
	for _, key := range ids(all) {
		at := pointer.Format(list, fmt.Sprint(key))
		if id(all[key]) != key {
			return broken(at+"/id", "%d, which is its name, got %d", key, id(all[key]))
		}
		if key >= next {
			return broken(at, "an id below /next/%s, which is %d", counter, next)
		}
	}
	return nil
}

// keysHold checks that dead keys are those of messengers: an API key of ours ends in its own record.
func (s *State) keysHold() *input.Error {
	for _, k := range s.Keys {
		if s.DeadKeys[k.Key] != "" {
			return broken(pointer.Format("dead_keys", k.Key), "the key of a messenger, got one of those at /keys")
		}
	}
	return nil
}

func (s *State) sessionsHold() *input.Error {
	if len(s.SessionOrder) != len(s.Sessions) {
		return broken(
			"/session_order",
			"the ids of all %d sessions, oldest first, got %d",
			len(s.Sessions),
			len(s.SessionOrder),
		)
	}
	for _, id := range s.SessionOrder {
		o, at := s.Sessions[id], pointer.Format("sessions", id)
		switch {
		case o == nil: // told where the order is checked
		case o.ID != id:
			return broken(at+"/id", "%s, which is its name, got %q", id, o.ID)
		case o.Connection != 0 && o.Ended == "" && s.Connections[o.Connection] == nil:
			return broken(at+"/connection", "one of those at /connections, got %d", o.Connection)
		}
	}
	for id, x := range s.Subscriptions {
		if subscriptionID(x.Company, x.Type) != id {
			return broken(
				pointer.Format("subscriptions", id),
				"company and type as in its name, got %d and %q",
				x.Company,
				x.Type,
			)
		}
	}
	return nil
}

func (s *State) messagesHold() *input.Error {
	for _, id := range ids(s.Chats) {
		if c := s.Connections[s.Chats[id].Connection]; c != nil && c.Company != s.Chats[id].Company {
			return broken(
				pointer.Format("chats", fmt.Sprint(id), "company"),
				"the company of its connection, which is %d",
				c.Company,
			)
		}
	}
	chat := map[string]int64{}
	for _, id := range ids(s.Messages) {
		for i, m := range s.Messages[id] {
			chat[m.ID] = id
			if m.Chat != id {
				return broken(
					pointer.Format("messages", fmt.Sprint(id), fmt.Sprint(i), "chat"),
					"%d, got %d",
					id,
					m.Chat,
				)
			}
		}
	}
	for i, d := range s.Deliveries {
		if chat[d.Message] != d.Chat && chat[d.Message] != 0 { // one that does not exist is told by the rules
			return broken(
				pointer.Format("deliveries", fmt.Sprint(i), "message"),
				"a message of chat %d, got %q",
				d.Chat,
				d.Message,
			)
		}
	}
	return nil
}

// countersHold checks that nothing that is made next gets an id that is taken.
func (s *State) countersHold() *input.Error {
	for i, o := range s.Invoices {
		if o.ID >= s.Next.Invoice {
			return broken(
				pointer.Format("invoices", fmt.Sprint(i), "id"),
				"an id below /next/invoice, which is %d",
				s.Next.Invoice,
			)
		}
		if c := s.Connections[o.Connection]; c != nil && c.Type != typeTinkoff {
			return broken(
				pointer.Format("invoices", fmt.Sprint(i), "connection"),
				"a connection of type %s",
				typeTinkoff,
			)
		}
	}
	for i, d := range s.Deliveries {
		if d.Seq >= s.Next.Delivery {
			return broken(
				pointer.Format("deliveries", fmt.Sprint(i), "seq"),
				"a number below /next/delivery, which is %d",
				s.Next.Delivery,
			)
		}
	}
	return nil
}
