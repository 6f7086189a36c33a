package radist

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sparring/mock/outbound"
	"sparring/mock/world"
)

// refuse is an event that is impossible in the present state.
func refuse(format string, args ...any) error {
	return &world.Refusal{Message: fmt.Sprintf(format, args...)}
}

// happening is one event on its way, under the fake's lock.
type happening struct {
	world.Args
	now     time.Time
	effects []outbound.Call
}

// occasion is an event and what it does.
type occasion struct {
	world.Event
	do func(f *Fake, h *happening) (any, error)
}

// catalogue is the list of events as the server shows it.
func catalogue() []world.Event {
	var out []world.Event
	for _, o := range occasions() {
		out = append(out, o.Event)
	}
	return out
}

func occasions() []occasion {
	session := world.Arg{Name: "session", Type: world.String, Doc: "session_id; the newest where left out"}
	connection := world.Arg{Name: "connection", Type: world.Int, Doc: "the newest that fits where left out"}
	qr := world.Arg{Name: "qr", Type: world.String, Doc: "the code that was on the screen; the current one where left out"}
	account := world.Arg{Name: "account", Type: world.String, Doc: "a phone; left out, the connection's own or a new one"}
	twoFactor := world.Arg{Name: "two_factor", Type: world.Bool, Doc: "whether the account has a 2FA password, for this login only"}
	kind := world.Arg{Name: "type", Type: world.Enum, Required: true, Values: append(creatable(), managed()...),
		Doc: "type of connection"}
	e := func(name, doc string, do func(*Fake, *happening) (any, error), args ...world.Arg) occasion {
		if args == nil {
			args = []world.Arg{}
		}
		return occasion{world.Event{Name: name, Doc: doc, Args: args}, do}
	}
	return []occasion{
		e("telegram.qr_scanned", "the user scans the QR of a session", telegramScanned, session, qr, account, twoFactor),
		e("telegram.code", "the user reads the code in the Telegram chat", telegramCode, session, twoFactor),
		e("telegram.session_terminated", "the user ends our session in the Telegram app", terminated(typeTelegram), connection),
		e("whatsapp.qr_scanned", "the user scans the QR of a connection", whatsappScanned, connection, qr, account),
		e("whatsapp.logged_out", "the user logs our device out", whatsappLoggedOut, connection),
		e("max.code", "the user reads the code on the phone", maxCode, session),
		e("max.session_terminated", "the user ends our session in MAX", terminated(typeMax), connection),
		e("odnoklassniki.key_reset", "the group's key is reset in its settings", keyDies("reset"), connection),
		e("odnoklassniki.key_inactive", "the group's key was long unused", keyDies("inactive"), connection),
		e("provider.key_rejected", "a provider rejects a key from now on", keyRejected,
			world.Arg{Name: "key", Type: world.String, Required: true, Doc: "the provider's key"}),
		e("subscription.paid", "the subscription of a type is paid", subscription(true), kind),
		e("subscription.expired", "the subscription of a type ends unpaid", subscription(false), kind),
		e("support.connection_deleted", "the vendor's support deletes a connection and what hangs on it", supportDeleted, connection),
		e("connection.put", "the vendor makes a connection of a type that only it can make", connectionPut,
			world.Arg{Name: "type", Type: world.Enum, Required: true, Values: managed(), Doc: "type of connection"},
			world.Arg{Name: "params", Type: world.Object, Required: true, Doc: "as they are shown"},
			world.Arg{Name: "name", Type: world.String, Doc: "of the connection; left out: none"}),
		e("invoice.issued", "an invoice is issued through a bank terminal", invoiceIssued, connection,
			world.Arg{Name: "amount", Type: world.String, Doc: "as the invoice shows it; left out: empty"}),
		e("key.scopes", "an API key gets these scopes; an unknown key is made", keyScopes,
			world.Arg{Name: "key", Type: world.String, Required: true, Doc: "the API key"},
			world.Arg{Name: "scopes", Type: world.List, Required: true, Once: true, Doc: "connections, messaging, webhooks"},
			world.Arg{Name: "companies", Type: world.List, Once: true, Doc: "ids; left out, as they are or the first company"}),
		e("customer.message", "a customer writes", customerWrites, connection,
			world.Arg{Name: "from", Type: world.String, Required: true, Doc: "a phone or a user name"},
			world.Arg{Name: "text", Type: world.String, Required: true, Doc: "of the message"}),
		e("customer.read", "a customer reads what was delivered in a chat", customerReads,
			world.Arg{Name: "chat", Type: world.Int, Doc: "the chat of the newest message where left out"}),
		e("delivery.failed", "a message on its way is not delivered", deliveryFails,
			world.Arg{Name: "message", Type: world.String, Doc: "the last one on its way where left out"},
			world.Arg{Name: "error", Type: world.String, Doc: "the reason that is shown; left out: Not delivered"}),
	}
}

// Event raises what happens outside HTTP.
func (f *Fake) Event(name string, args world.Args) (any, error) {
	i := slices.IndexFunc(f.kit.occasions, func(o occasion) bool { return o.Name == name })
	if i < 0 {
		return nil, refuse("there is no event %s", name)
	}
	h := &happening{Args: args}
	f.mu.Lock()
	h.now = f.w.Now()
	result, err := f.kit.occasions[i].do(f, h)
	f.boundNotes() // an event has no why
	f.mu.Unlock()
	for _, e := range h.effects {
		f.w.Outbound.Go(e)
	}
	return result, err
}

// ended is the result of an event about a connection.
type ended struct {
	Connection int64 `json:"connection"`
}

// terminated ends our login at a messenger. Source: radist, "принудительно завершили сессию".
func terminated(kind string) func(*Fake, *happening) (any, error) {
	return func(f *Fake, h *happening) (any, error) {
		conn, err := f.newest(h.Args, kind, ofType(kind))
		if err != nil {
			return nil, err
		}
		return f.logOut(conn, "terminated")
	}
}

func (f *Fake) logOut(conn *Connection, reason string) (any, error) {
	if !conn.Connected {
		return nil, refuse("connection %d is not logged in", conn.ID)
	}
	conn.Connected, conn.Ended, conn.QR = false, reason, nil
	return ended{conn.ID}, nil
}

// whatsappLoggedOut ends our device. Source: radist, "Для переподключения …".
func whatsappLoggedOut(f *Fake, h *happening) (any, error) {
	conn, err := f.newest(h.Args, typeWhatsapp, ofType(typeWhatsapp))
	if err != nil {
		return nil, err
	}
	return f.logOut(conn, "logged_out")
}

// keyDies makes a group's key useless until another is set. Source: radist, "Изменение API-ключа".
func keyDies(reason string) func(*Fake, *happening) (any, error) {
	return func(f *Fake, h *happening) (any, error) {
		conn, err := f.newest(h.Args, typeOK, ofType(typeOK))
		if err != nil {
			return nil, err
		}
		if f.state.DeadKeys[conn.APIKey] != "" {
			return nil, refuse("the key of connection %d is dead already: %s", conn.ID, f.state.DeadKeys[conn.APIKey])
		}
		return ended{conn.ID}, f.killKey(conn.APIKey, reason)
	}
}

func keyRejected(f *Fake, h *happening) (any, error) {
	if f.state.key(h.Text("key")) != nil {
		return nil, refuse("this is an API key of Radist, not one of a messenger")
	}
	f.w.Secret("key", h.Text("key"))
	return nil, f.killKey(h.Text("key"), "rejected")
}

// killKey makes a provider's key useless.
func (f *Fake) killKey(key, reason string) error {
	if _, known := f.state.DeadKeys[key]; !known {
		m := f.meters[keptKeys]
		if !m.Fits(deadKey(key)) {
			return refuse("%s", m.Full().Text)
		}
		m.Add(deadKey(key))
	}
	f.state.DeadKeys[key] = reason
	return nil
}

func subscription(paidNow bool) func(*Fake, *happening) (any, error) {
	return func(f *Fake, h *happening) (any, error) {
		kind := h.Text("type")
		if kind == typeTelegramOld {
			kind = typeTelegram
		}
		f.pay(kind, paidNow, h.now)
		return map[string]string{"type": kind, "status": f.state.Subscriptions[subscriptionID(homeOf(f), kind)].status(h.now)}, nil
	}
}

// homeOf is the company that events mean where they name none: the first.
func homeOf(f *Fake) int64 { return f.state.Companies[0].ID }

func supportDeleted(f *Fake, h *happening) (any, error) {
	conn, err := f.newest(h.Args, "any type", func(*Connection) bool { return true })
	if err != nil {
		return nil, err
	}
	return f.remove(conn), nil
}

// connectionPut makes what only the vendor makes. Source: radist#L8.
func connectionPut(f *Fake, h *happening) (any, error) {
	params := map[string]any{}
	_ = json.Unmarshal(h.Object("params"), &params) // an object, as the arguments were checked
	conn := &Connection{Company: homeOf(f), Type: h.Text("type"), CreatedAt: h.now, Params: params, Name: orNull(h.Text("name"))}
	f.add(conn)
	return ended{conn.ID}, nil
}

func invoiceIssued(f *Fake, h *happening) (any, error) {
	conn, err := f.newest(h.Args, typeTinkoff, ofType(typeTinkoff))
	if err != nil {
		return nil, err
	}
	i := Invoice{ID: take(&f.state.Next.Invoice), Connection: conn.ID, Amount: h.Text("amount"), CreatedAt: h.now}
	f.state.Invoices = append(f.state.Invoices, i)
	f.kept(keptInvoices, i.size(), func() int64 {
		if len(f.state.Invoices) == 1 {
			return 0
		}
		n := f.state.Invoices[0].size()
		f.state.Invoices = f.state.Invoices[1:]
		return n
	})
	return map[string]int64{"invoice": i.ID, "connection": conn.ID}, nil
}

func keyScopes(f *Fake, h *happening) (any, error) {
	for _, s := range h.Texts("scopes") {
		if !slices.Contains(allScopes(), s) {
			return nil, &world.ArgError{Arg: "scopes", Reason: fmt.Sprintf("there is no scope %q", s), Known: allScopes()}
		}
	}
	companies := []int64{}
	for _, text := range h.Texts("companies") {
		id, _ := parseID(text)
		if !slices.ContainsFunc(f.state.Companies, func(c Company) bool { return c.ID == id }) {
			return nil, &world.ArgError{Arg: "companies", Reason: fmt.Sprintf("there is no company %q", text)}
		}
		companies = append(companies, id)
	}
	k := f.state.key(h.Text("key"))
	if k == nil && !isSendable(h.Text("key")) {
		return nil, &world.ArgError{Arg: "key", Reason: "expected " + sendableKey}
	}
	if k == nil && f.state.DeadKeys[h.Text("key")] != "" {
		return nil, refuse("this is the key of a messenger, which no longer works")
	}
	if k == nil {
		k = &Key{Key: h.Text("key"), User: int64(len(f.state.Keys) + 1), Companies: []int64{homeOf(f)}}
		m := f.meters[keptKeys]
		if !m.Fits(k.size()) {
			return nil, refuse("%s", m.Full().Text)
		}
		m.Add(k.size())
		f.state.Keys = append(f.state.Keys, k)
		f.w.Secret("key", k.Key)
	}
	k.Scopes = append([]string{}, h.Texts("scopes")...)
	if h.Has("companies") {
		before := k.size()
		k.Companies = companies
		f.meters[keptKeys].Add(k.size() - before)
	}
	return map[string]any{"scopes": slices.Clone(k.Scopes), "companies": slices.Clone(k.Companies)}, nil
}

// customerWrites brings a message from outside. Source: clients (webhook messages.create, direction inbound).
func customerWrites(f *Fake, h *happening) (any, error) {
	conn, err := f.newest(h.Args, "a messenger", ofType(messengers()...))
	if err != nil {
		return nil, err
	}
	if f.paidFor(conn, h.now) == overdue {
		return nil, refuse("connection %d receives nothing: the subscription of %s is not paid", conn.ID, conn.Type)
	}
	if !f.state.authorized(conn) {
		return nil, refuse("connection %d receives nothing: %s", conn.ID, f.unauthorized(conn))
	}
	phone, isPhone := normalPhone(h.Text("from"))
	user := ""
	if !isPhone {
		user = h.Text("from")
	}
	made := f.chat(conn, phone, user, nil, h.now)
	chat := f.state.Chats[made.Chat]
	m := f.say(chat, "inbound", h.Text("text"), nil, h.now)
	h.effects = f.hooks(hookCreate, chat, m)
	return map[string]any{"message_id": m.ID, "chat_id": chat.ID, "contact_id": chat.Contact, "connection": conn.ID}, nil
}

// customerReads marks what was delivered in a chat as read. Source: clients (webhook messages.delivery.read).
func customerReads(f *Fake, h *happening) (any, error) {
	chat := f.state.Chats[h.Int("chat")]
	if !h.Has("chat") {
		chat = f.newestChat()
	}
	if chat == nil {
		return nil, refuse("there is no such chat")
	}
	read := []string{}
	for _, m := range f.state.Messages[chat.ID] {
		if m.Delivery == "delivered" {
			m.Delivery = "read"
			read = append(read, m.ID)
			h.effects = append(h.effects, f.hooks(hookRead, chat, m)...)
		}
	}
	if len(read) == 0 {
		return nil, refuse("nothing in chat %d was delivered and not yet read", chat.ID)
	}
	return map[string]any{"chat_id": chat.ID, "messages": read}, nil
}

// newestChat is the chat of the newest message, of several at one instant the chat that was made last; nil without messages.
func (f *Fake) newestChat() (newest *Chat) {
	var at time.Time
	for _, id := range ids(f.state.Chats) {
		said := f.state.Messages[id]
		if len(said) == 0 {
			continue
		}
		o, last := f.state.Chats[id], said[len(said)-1].CreatedAt
		if newest == nil || cmp.Or(last.Compare(at), o.UpdatedAt.Compare(newest.UpdatedAt)) >= 0 {
			newest, at = o, last
		}
	}
	return newest
}

// deliveryFails loses a message on its way. Source: clients (webhook messages.delivery.error).
func deliveryFails(f *Fake, h *happening) (any, error) {
	i := len(f.state.Deliveries) - 1
	if h.Has("message") {
		i = slices.IndexFunc(f.state.Deliveries, func(d Delivery) bool { return d.Message == h.Text("message") })
	}
	if i < 0 {
		return nil, refuse("no such message is on its way")
	}
	d := f.state.Deliveries[i]
	f.state.Deliveries = slices.Delete(f.state.Deliveries, i, i+1)
	reason := h.Text("error")
	if reason == "" {
		reason = "Not delivered"
	}
	chat, m := f.state.Chats[d.Chat], f.message(d.Chat, d.Message)
	h.effects = f.fail(chat, m, reason)
	return map[string]any{"message_id": m.ID, "chat_id": chat.ID}, nil
}
