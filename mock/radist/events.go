package radist

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// raised is what an event does.
type raised = func(x *exchange, args world.Args) (result any, err error)

// events are what happens outside HTTP.
func events() []fake.Event[*exchange] {
	session := world.Arg{Name: "session", Type: world.String, Doc: "session_id; the newest where left out"}
	connection := world.Arg{Name: "connection", Type: world.Int, Doc: "the newest that fits where left out"}
	qr := world.Arg{
		Name: "qr",
		Type: world.String,
		Doc:  "the code that was on the screen; the current one where left out",
	}
	account := world.Arg{
		Name: "account",
		Type: world.String,
		Doc:  "a phone; left out, the connection's own or a new one",
	}
	twoFactor := world.Arg{
		Name: "two_factor",
		Type: world.Bool,
		Doc:  "whether the account has a 2FA password, for this login only",
	}
	password := world.Arg{
		Name: "password",
		Type: world.String,
		Doc:  "the account's 2FA password, if it has one; the session's own where left out",
	}
	kind := world.Arg{Name: "type", Type: world.Enum, Required: true, Values: append(creatable(), managed()...),
		Doc: "type of connection"}
	e := func(name, doc string, raise raised, args ...world.Arg) fake.Event[*exchange] {
		return fake.Event[*exchange]{Event: world.Event{Name: name, Doc: doc, Args: args}, Raise: raise}
	}
	return []fake.Event[*exchange]{
		e(
			"telegram.qr_scanned",
			"the user scans the QR of a session",
			(*exchange).telegramScanned,
			session,
			qr,
			account,
			twoFactor,
			password,
		),
		e(
			"telegram.code",
			"the user reads the code in the Telegram chat",
			(*exchange).telegramCode,
			session,
			twoFactor,
			password,
		),
		e(
			"telegram.session_terminated",
			"the user ends our session in the Telegram app",
			terminated(typeTelegram),
			connection,
		),
		e(
			"whatsapp.qr_scanned",
			"the user scans the QR of a connection",
			(*exchange).whatsappScanned,
			connection,
			qr,
			account,
		),
		e("whatsapp.logged_out", "the user logs our device out", (*exchange).whatsappLoggedOut, connection),
		e("max.code", "the user reads the code on the phone", (*exchange).maxCode, session),
		e("max.session_terminated", "the user ends our session in MAX", terminated(typeMax), connection),
		e("odnoklassniki.key_reset", "the group's key is reset in its settings", keyDies("reset"), connection),
		e("odnoklassniki.key_inactive", "the group's key was long unused", keyDies("inactive"), connection),
		e("provider.key_rejected", "a provider rejects a key from now on", (*exchange).keyRejected,
			world.Arg{Name: "key", Type: world.String, Required: true, Doc: "the provider's key"}),
		e("subscription.paid", "the subscription of a type is paid", subscription(true), kind),
		e("subscription.expired", "the subscription of a type ends unpaid", subscription(false), kind),
		e(
			"support.connection_deleted",
			"the vendor's support deletes a connection and what hangs on it",
			(*exchange).supportDeleted,
			connection,
		),
		e("connection.put", "the vendor makes a connection of a type that only it can make", (*exchange).connectionPut,
			world.Arg{Name: "type", Type: world.Enum, Required: true, Values: managed(), Doc: "type of connection"},
			world.Arg{Name: "params", Type: world.Object, Required: true, Doc: "as they are shown"},
			world.Arg{Name: "name", Type: world.String, Doc: "of the connection; left out: none"}),
		e("invoice.issued", "an invoice is issued through a bank terminal", (*exchange).invoiceIssued, connection,
			world.Arg{Name: "amount", Type: world.String, Doc: "as the invoice shows it; left out: empty"}),
		e(
			"key.scopes",
			"an API key gets these scopes; an unknown key is made",
			(*exchange).keyScopes,
			world.Arg{Name: "key", Type: world.String, Required: true, Doc: "the API key"},
			world.Arg{
				Name:     "scopes",
				Type:     world.List,
				Required: true,
				Once:     true,
				Doc:      "connections, messaging, webhooks",
			},
			world.Arg{
				Name: "companies",
				Type: world.List,
				Once: true,
				Doc:  "ids; left out, as they are or the first company",
			},
		),
		e("customer.message", "a customer writes", (*exchange).customerWrites, connection,
			world.Arg{Name: "from", Type: world.String, Required: true, Doc: "a phone or a user name"},
			world.Arg{Name: "text", Type: world.String, Required: true, Doc: "of the message"}),
		e("customer.read", "a customer reads what was delivered in a chat", (*exchange).customerReads,
			world.Arg{Name: "chat", Type: world.Int, Doc: "the chat of the newest message where left out"}),
		e("delivery.failed", "a message on its way is not delivered", (*exchange).deliveryFails,
			world.Arg{Name: "message", Type: world.String, Doc: "the last one on its way where left out"},
			world.Arg{Name: "error", Type: world.String, Doc: "the reason that is shown; left out: Not delivered"}),
	}
}

// ended is the result of an event about a connection.
type ended struct {
	Connection int64 `json:"connection"`
}

// terminated ends our login at a messenger. Source: radist, "принудительно завершили сессию".
func terminated(kind string) raised {
	return func(x *exchange, args world.Args) (any, error) {
		conn, err := x.newest(args, kind, ofType(kind))
		if err != nil {
			return nil, err
		}
		return x.logOut(conn, "terminated")
	}
}

func (x *exchange) logOut(conn Connection, reason string) (any, error) {
	if !conn.Connected {
		return nil, fake.Impossible("connection %d is not logged in", conn.ID)
	}
	conn.Connected, conn.Ended, conn.QR = false, reason, nil
	x.connections.Put(conn.ID, conn)
	return ended{conn.ID}, nil
}

// whatsappLoggedOut ends our device. Source: radist, "Для переподключения …".
func (x *exchange) whatsappLoggedOut(args world.Args) (any, error) {
	conn, err := x.newest(args, typeWhatsapp, ofType(typeWhatsapp))
	if err != nil {
		return nil, err
	}
	return x.logOut(conn, "logged_out")
}

// keyDies makes a group's key useless until another is set. Source: radist, "Изменение API-ключа".
func keyDies(reason string) raised {
	return func(x *exchange, args world.Args) (any, error) {
		conn, err := x.newest(args, typeOK, ofType(typeOK))
		if err != nil {
			return nil, err
		}
		if x.dead(conn.APIKey) != "" {
			return nil, fake.Impossible("the key of connection %d is dead already: %s", conn.ID, x.dead(conn.APIKey))
		}
		return ended{conn.ID}, x.killKey(conn.APIKey, reason)
	}
}

func (x *exchange) keyRejected(args world.Args) (any, error) {
	if _, ours := x.ownKey(args.Text("key")); ours {
		return nil, fake.Impossible("this is an API key of Radist, not one of a messenger")
	}
	x.Secret("key", args.Text("key"))
	return nil, x.killKey(args.Text("key"), "rejected")
}

// killKey makes a provider's key useless.
func (x *exchange) killKey(key, reason string) error {
	dead := heldKey{Key: Key{Key: key}, Dead: reason}
	if err := x.keys.ImpossibleIfFull(key, dead); err != nil {
		return err
	}
	x.keys.Put(key, dead)
	return nil
}

func subscription(paidNow bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		kind := args.Text("type")
		if kind == typeTelegramOld {
			kind = typeTelegram
		}
		x.pay(kind, paidNow)
		status := x.subscribed(subscriptionID(x.home(), kind), x.Now())
		return map[string]string{"type": kind, "status": status}, nil
	}
}

func (x *exchange) supportDeleted(args world.Args) (any, error) {
	conn, err := x.newest(args, "any type", func(*Connection) bool { return true })
	if err != nil {
		return nil, err
	}
	return x.remove(conn), nil
}

// connectionPut makes what only the vendor makes. Source: radist#L8.
func (x *exchange) connectionPut(args world.Args) (any, error) {
	params := map[string]any{}
	_ = json.Unmarshal(args.Object("params"), &params) // an object, as the arguments were checked
	conn := x.addConnection(Connection{
		Company: x.home(), Type: args.Text("type"), CreatedAt: x.Now(), Params: params, Name: orNull(args.Text("name")),
	})
	return ended{conn.ID}, nil
}

func (x *exchange) invoiceIssued(args world.Args) (any, error) {
	conn, err := x.newest(args, typeTinkoff, ofType(typeTinkoff))
	if err != nil {
		return nil, err
	}
	i := Invoice{
		ID: x.next.invoice.Take(), Connection: conn.ID, Amount: args.Text("amount"), CreatedAt: x.Now(),
	}
	x.invoices.Put(i.ID, i)
	return map[string]int64{"invoice": i.ID, "connection": conn.ID}, nil
}

func (x *exchange) keyScopes(args world.Args) (any, error) {
	for _, s := range args.Texts("scopes") {
		if !slices.Contains(allScopes(), s) {
			return nil, &world.ArgError{
				Arg:    "scopes",
				Reason: fmt.Sprintf("there is no scope %q", s),
				Known:  allScopes(),
			}
		}
	}
	companies := []int64{}
	for _, text := range args.Texts("companies") {
		id, _ := parseID(text)
		if !x.companies.Has(id) {
			return nil, &world.ArgError{Arg: "companies", Reason: fmt.Sprintf("there is no company %q", text)}
		}
		companies = append(companies, id)
	}
	value := args.Text("key")
	k, known := x.ownKey(value)
	if !known && !isSendable(value) {
		return nil, &world.ArgError{Arg: "key", Reason: "expected " + sendableKey}
	}
	if x.dead(value) != "" {
		return nil, fake.Impossible("this is the key of a messenger, which no longer works")
	}
	if !known {
		k = Key{Key: value, User: x.keyCount() + 1, Companies: []int64{x.home()}}
		if err := x.keys.ImpossibleIfFull(value, heldKey{Key: k}); err != nil {
			return nil, err
		}
		x.Secret("key", value)
	}
	k.Scopes = append([]string{}, args.Texts("scopes")...)
	if args.Has("companies") {
		k.Companies = companies
	}
	x.putKey(k)
	return map[string]any{"scopes": slices.Clone(k.Scopes), "companies": slices.Clone(k.Companies)}, nil
}

// keyCount is how many API keys of ours there are.
func (x *exchange) keyCount() (n int64) {
	for _, k := range x.keys.All() {
		if k.Dead == "" {
			n++
		}
	}
	return n
}

// customerWrites brings a message from outside. Source: clients (webhook messages.create, direction inbound).
func (x *exchange) customerWrites(args world.Args) (any, error) {
	conn, err := x.newest(args, "a messenger", ofType(messengers()...))
	if err != nil {
		return nil, err
	}
	if x.paidFor(&conn, x.Now()) == overdue {
		return nil, fake.Impossible(
			"connection %d receives nothing: the subscription of %s is not paid",
			conn.ID,
			conn.Type,
		)
	}
	if !x.authorized(&conn) {
		return nil, fake.Impossible("connection %d receives nothing: %s", conn.ID, x.unauthorized(&conn))
	}
	phone, isPhone := normalPhone(args.Text("from"))
	user := ""
	if !isPhone {
		user = args.Text("from")
	}
	chat, _ := x.chats.Get(x.chat(&conn, phone, user, 0).Chat)
	m := x.say(chat, "inbound", args.Text("text"), nil)
	x.tell(hookCreate, &chat, &m)
	return map[string]any{
		"message_id": m.ID,
		"chat_id":    chat.ID,
		"contact_id": chat.Contact,
		"connection": conn.ID,
	}, nil
}

// customerReads marks what was delivered in a chat as read. Source: clients (webhook messages.delivery.read).
func (x *exchange) customerReads(args world.Args) (any, error) {
	chat, ok := x.chats.Get(args.Int("chat"))
	if !args.Has("chat") {
		chat, ok = x.newestChat()
	}
	if !ok {
		return nil, fake.Impossible("there is no such chat")
	}
	read := []string{}
	for _, id := range x.said.Keys(chat.ID) {
		if m, _ := x.messages.Get(id); m.Delivery == "delivered" {
			m.Delivery = "read"
			x.messages.Put(id, m)
			read = append(read, id)
			x.tell(hookRead, &chat, &m)
		}
	}
	if len(read) == 0 {
		return nil, fake.Impossible("nothing in chat %d was delivered and not yet read", chat.ID)
	}
	return map[string]any{"chat_id": chat.ID, "messages": read}, nil
}

// newestChat is the chat of the newest message, of several at one instant the chat that was made last.
func (x *exchange) newestChat() (newest Chat, ok bool) {
	var at time.Time
	for id, o := range x.chats.All() {
		_, last, said := x.said.Last(id)
		if !said {
			continue
		}
		if !ok || cmp.Or(last.CreatedAt.Compare(at), o.UpdatedAt.Compare(newest.UpdatedAt)) >= 0 {
			newest, at, ok = o, last.CreatedAt, true
		}
	}
	return newest, ok
}

// deliveryFails loses a message on its way. Source: clients (webhook messages.delivery.error).
func (x *exchange) deliveryFails(args world.Args) (any, error) {
	_, d, ok := x.deliveries.Last()
	if args.Has("message") {
		ok = false
		for _, other := range x.deliveries.All() {
			if other.Message == args.Text("message") {
				d, ok = other, true
				break
			}
		}
	}
	if !ok {
		return nil, fake.Impossible("no such message is on its way")
	}
	x.deliveries.Delete(d.Seq)
	reason := args.Text("error")
	if reason == "" {
		reason = "Not delivered"
	}
	chat, _ := x.chats.Get(d.Chat)
	m, _ := x.messages.Get(d.Message)
	x.lose(&chat, m, reason)
	return map[string]any{"message_id": m.ID, "chat_id": chat.ID}, nil
}
