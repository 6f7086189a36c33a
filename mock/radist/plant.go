package radist

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/input"
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
		Companies: x.companies.Values(), Keys: []*Key{}, DeadKeys: map[string]string{}, SessionOrder: []string{},
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
	for _, planted := range s.Keys {
		k := *planted
		k.Scopes, k.Companies = list(k.Scopes), list(k.Companies)
		x.putKey(k)
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
		c.Phones = list(c.Phones)
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

// list returns a list that JSON shows as [] if it is empty.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
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
