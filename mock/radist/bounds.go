package radist

import (
	"slices"

	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
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

// meters count what the stores of one world hold, by store. The fake's lock guards them.
type meters map[string]*limit.Meter

func newMeters(w *world.World, a *world.API) meters {
	out := meters{}
	for _, b := range bounds() {
		out[b.Name] = a.Meter(w, b.Name)
	}
	return out
}

// check returns an error if a state exceeds a bound.
func (m meters) check(totals map[string]int64) error {
	for _, b := range bounds() {
		if err := b.Check(totals[b.Name]); err != nil {
			return err
		}
	}
	return nil
}

func (m meters) set(totals map[string]int64) {
	for name, meter := range m {
		meter.Set(totals[name])
	}
}

// sizeOf is what an item takes, with its places in two indexes.
func sizeOf(v any) int64 { return limit.Size(v) + 2*limit.Slot }

// What an item of each store is counted as: what it is made with, so that a later change of a status does not matter.
func (s *Session) size() int64 { return 1024 + int64(len(s.Phone)) }
func (w *Webhook) size() int64 { return sizeOf(w) }
func (c *Contact) size() int64 { return sizeOf(c) }
func (c *Chat) size() int64    { return sizeOf(c) }
func (m *Message) size() int64 { return sizeOf(&Message{Text: m.Text, Image: m.Image}) + 128 }
func (i Invoice) size() int64  { return sizeOf(i) }
func deadKey(key string) int64 { return int64(len(key)) + 2*limit.Slot }
func (k *Key) size() int64 {
	return sizeOf(&Key{Key: k.Key, Scopes: allScopes(), Companies: k.Companies})
}
func (c *Connection) size() int64 {
	return sizeOf(&Connection{APIKey: c.APIKey, Name: c.Name, Params: c.Params}) + 512 // token, phone, code
}

// totals are the sizes of a whole state by store.
func (s *State) totals() map[string]int64 {
	out := map[string]int64{}
	for _, o := range s.Sessions {
		out[keptSessions] += o.size()
	}
	for _, o := range s.Connections {
		out[keptConnections] += o.size()
	}
	for _, o := range s.Contacts {
		out[keptContacts] += o.size()
	}
	for _, o := range s.Chats {
		out[keptChats] += o.size()
	}
	for _, said := range s.Messages {
		for _, o := range said {
			out[keptMessages] += o.size()
		}
	}
	for _, o := range s.Webhooks {
		out[keptWebhooks] += o.size()
	}
	for _, o := range s.Keys {
		out[keptKeys] += o.size()
	}
	for key := range s.DeadKeys {
		out[keptKeys] += deadKey(key)
	}
	for _, o := range s.Invoices {
		out[keptInvoices] += o.size()
	}
	return out
}

// kept counts an item that was stored; forget removes the oldest other one and returns its size, 0 if there is none.
func (f *Fake) kept(store string, size int64, forget func() int64) {
	m := f.meters[store]
	m.Add(size)
	for m.Over() {
		n := forget()
		if n == 0 {
			return
		}
		m.Forget(n)
		f.forgot(m)
	}
}

// forgot keeps for the journal that a bound made room: the call or the event that is being handled says it.
func (f *Fake) forgot(m *limit.Meter) {
	if why := journal.Why(m.Forgot()); !slices.Contains(f.notes, why) {
		f.notes = append(f.notes, why)
	}
}

// missing keeps for the journal that what was not found may have been forgotten.
func (f *Fake) missing(store string) {
	if note, ok := f.meters[store].Missing(); ok {
		f.notes = append(f.notes, journal.Why(note))
	}
}

// boundNotes returns and empties what the bounds have to say.
func (f *Fake) boundNotes() []journal.Why {
	notes := f.notes
	f.notes = nil
	return notes
}

// oldest returns the least id of a map other than the one given, 0 if there is none. Ids grow.
func oldest[V any](m map[int64]V, except int64) int64 {
	least := int64(0)
	for id := range m {
		if id != except && (least == 0 || id < least) {
			least = id
		}
	}
	return least
}

// dropChat takes a chat out with its messages.
func (f *Fake) dropChat(id int64) (messages int) {
	for _, m := range f.state.Messages[id] {
		f.meters[keptMessages].Add(-m.size())
		messages++
	}
	f.meters[keptChats].Add(-f.state.Chats[id].size())
	delete(f.state.Chats, id)
	delete(f.state.Messages, id)
	f.undeliver(func(d Delivery) bool { return d.Chat == id })
	return messages
}

// undeliver drops the deliveries of messages that are gone.
func (f *Fake) undeliver(gone func(Delivery) bool) {
	f.state.Deliveries = slices.DeleteFunc(f.state.Deliveries, gone)
}

// forgetChat forgets the oldest chat but one; its size is counted already when it returns.
func (f *Fake) forgetChat(except int64) int64 {
	id := oldest(f.state.Chats, except)
	if id == 0 {
		return 0
	}
	n := f.state.Chats[id].size()
	f.dropChat(id)
	f.meters[keptChats].Add(n) // the caller counts what was forgotten
	return n
}

// forgetContact forgets the oldest contact but one, with its chats.
func (f *Fake) forgetContact(except int64) int64 {
	id := oldest(f.state.Contacts, except)
	if id == 0 {
		return 0
	}
	for _, chat := range ids(f.state.Chats) {
		if f.state.Chats[chat].Contact == id {
			f.dropChat(chat)
		}
	}
	n := f.state.Contacts[id].size()
	delete(f.state.Contacts, id)
	return n
}

// forgetConnection forgets the oldest connection but one, as a deletion by support would.
func (f *Fake) forgetConnection(except int64) int64 {
	id := oldest(f.state.Connections, except)
	if id == 0 {
		return 0
	}
	n := f.state.Connections[id].size()
	f.remove(f.state.Connections[id])
	f.meters[keptConnections].Add(n) // the caller counts what was forgotten
	return n
}

// forgetMessage forgets the oldest message of all chats but the one just said.
func (f *Fake) forgetMessage(except *Message) int64 {
	var first *Message
	for _, said := range f.state.Messages {
		if len(said) == 0 || said[0] == except {
			continue
		}
		if m := said[0]; first == nil || m.CreatedAt.Before(first.CreatedAt) ||
			m.CreatedAt.Equal(first.CreatedAt) && m.Chat < first.Chat {
			first = m
		}
	}
	if first == nil {
		return 0
	}
	if f.state.Messages[first.Chat] = f.state.Messages[first.Chat][1:]; len(f.state.Messages[first.Chat]) == 0 {
		delete(f.state.Messages, first.Chat)
	}
	f.undeliver(func(d Delivery) bool { return d.Message == first.ID })
	return first.size()
}

func (f *Fake) forgetWebhook(except int64) int64 {
	id := oldest(f.state.Webhooks, except)
	if id == 0 {
		return 0
	}
	n := f.state.Webhooks[id].size()
	delete(f.state.Webhooks, id)
	return n
}

func (f *Fake) forgetSession(except string) int64 {
	first := f.state.SessionOrder[0]
	if first == except {
		return 0
	}
	n := f.state.Sessions[first].size()
	delete(f.state.Sessions, first)
	f.state.SessionOrder = f.state.SessionOrder[1:]
	return n
}
