package radist

import (
	"cmp"

	"sparring/mock/fake"
	"sparring/mock/limit"
)

// The stores that grow.
const (
	keptSessions    = "sessions"
	keptConnections = "connections"
	keptContacts    = "contacts"
	keptChats       = "chats"
	keptMessages    = "messages"
	keptWebhooks    = "webhooks"
	keptKeys        = "keys"
	keptInvoices    = "invoices"
)

func bounds() []limit.Bound {
	forget := func(name string, size int64, doc string) limit.Bound {
		return limit.Bound{Name: name, Limit: size, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: doc}
	}
	return []limit.Bound{
		forget(keptSessions, 8<<20, "login sessions"),
		forget(keptConnections, 16<<20, "connections; one that is forgotten takes its chats and messages along"),
		forget(keptContacts, 16<<20, "contacts; one that is forgotten takes its chats along"),
		forget(keptChats, 8<<20, "chats; one that is forgotten takes its messages along"),
		forget(keptMessages, 32<<20, "messages of all chats"),
		forget(keptWebhooks, 4<<20, "webhooks"),
		{Name: keptKeys, Limit: 2 << 20, Unit: limit.Bytes, Beyond: limit.Refused,
			Doc: "API keys, and providers' keys that do not work, made by events"},
		forget(keptInvoices, 2<<20, "invoices, made by events"),
	}
}

// sizeOf is what an item takes, with its places in two indexes.
func sizeOf(v any) int64 { return limit.Size(v) + 2*limit.Slot }

// What a record of a store is counted as: what it is made with, so that a later change of a status does not matter.

func sessionSize(s *Session) int64 { return 1024 + int64(len(s.Phone)) }

func messageSize(m *Message) int64 { return sizeOf(&Message{Text: m.Text, Image: m.Image}) + 128 }

func connectionSize(c *Connection) int64 {
	return sizeOf(&Connection{APIKey: c.APIKey, Name: c.Name, Params: c.Params}) + 512 // token, phone, code
}

func keySize(k *heldKey) int64 {
	if k.Dead != "" {
		return int64(len(k.Key.Key)) + 2*limit.Slot
	}
	return sizeOf(&Key{Key: k.Key.Key, Scopes: allScopes(), Companies: k.Companies})
}

// put puts a record and reports whether others were forgotten for it.
func put[K cmp.Ordered, V any](t *fake.Table[K, V], key K, record V) (forgot bool) {
	n := t.Len()
	if !t.Has(key) {
		n++
	}
	t.Put(key, record)
	return t.Len() < n
}

// putConnection puts a connection; those that are forgotten for it go as if support had deleted them.
func (x *exchange) putConnection(c Connection) {
	if put(x.connections, c.ID, c) {
		x.dropUnconnected()
	}
}

// putContact puts a contact; one that is forgotten for it takes its chats along.
func (x *exchange) putContact(c Contact) {
	if !put(x.contacts, c.ID, c) {
		return
	}
	for _, id := range x.chats.Keys() {
		if chat, _ := x.chats.Get(id); !x.contacts.Has(chat.Contact) {
			x.dropChat(id)
		}
	}
}

// putChat puts a chat; one that is forgotten for it takes its messages along.
func (x *exchange) putChat(c Chat) {
	if !put(x.chats, c.ID, c) {
		return
	}
	for _, id := range x.messages.Keys() {
		if m, _ := x.messages.Get(id); !x.chats.Has(m.Chat) {
			x.messages.Delete(id)
		}
	}
	x.dropUndeliverable()
}

// putMessage puts a message; one that is forgotten for it does not arrive.
func (x *exchange) putMessage(m Message) {
	if put(x.messages, m.ID, m) {
		x.dropUndeliverable()
	}
}

// dropChat takes a chat out with its messages, and returns how many they were.
func (x *exchange) dropChat(id int64) (messages int) {
	for _, m := range x.said.Keys(id) {
		x.messages.Delete(m)
		messages++
	}
	x.chats.Delete(id)
	x.dropUndeliverable()
	return messages
}

// dropUndeliverable drops the deliveries of messages that are gone.
func (x *exchange) dropUndeliverable() {
	for _, seq := range x.deliveries.Keys() {
		if d, _ := x.deliveries.Get(seq); !x.messages.Has(d.Message) {
			x.deliveries.Delete(seq)
		}
	}
}
