package radist

import (
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/world"
)

// connectionView is a connection on the wire; API keys are never shown.
type connectionView struct {
	ID     int64   `json:"id"`
	Type   string  `json:"type"`
	Name   *string `json:"name"`
	Params any     `json:"params"`
}

type whatsappParams struct {
	Token string  `json:"radist_token"`
	Phone *string `json:"phone"`
	QRURL string  `json:"qr_url"`
}

type telegramParams struct {
	Token    string  `json:"radist_token"`
	Phone    *string `json:"phone"`
	UserID   string  `json:"user_id"`
	Username *string `json:"username"`
}

type maxParams struct {
	Token  string  `json:"radist_token"`
	Phone  *string `json:"phone"`
	UserID string  `json:"user_id"`
}

// connectionsView is a page of connections.
type connectionsView struct {
	Count       int              `json:"count"`
	Connections []connectionView `json:"connections"`
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// view shows a connection. The phone of one that is not logged in is null: nothing about it looks connected.
func (f *Fake) view(c *Connection) connectionView {
	phone := ""
	if c.Connected {
		phone = c.Phone
	}
	v := connectionView{ID: c.ID, Type: c.Type, Name: c.Name, Params: struct{}{}}
	switch c.Type {
	case typeWhatsapp:
		v.Params = whatsappParams{Token: c.Token, Phone: orNull(phone), QRURL: f.w.URL(name) + "/qr/" + c.Token}
	case typeTelegram:
		v.Type = f.w.Switches.Text(name, "telegramType")
		v.Params = telegramParams{Token: c.Token, Phone: orNull(phone), UserID: c.UserID, Username: c.Username}
	case typeMax:
		v.Params = maxParams{Token: c.Token, Phone: orNull(phone), UserID: c.UserID}
	case typeAmo, typeBitrix, typeTinkoff, typeWaba:
		v.Params = c.Params // never changed in place
	}
	return v
}

// listConnections gives a page of the company's connections by id. Source: clients (the key `connections`).
// Assumed: count, limit 1 to 100, order.
func listConnections(f *Fake, c *call) (any, error) {
	limit, offset := c.page(c.Request)
	if err := c.ready(f); err != nil {
		return nil, err
	}
	out := connectionsView{Connections: []connectionView{}}
	for _, id := range ids(f.state.Connections) {
		conn := f.state.Connections[id]
		if conn.Company != c.company {
			continue
		}
		if out.Count >= offset && len(out.Connections) < limit {
			out.Connections = append(out.Connections, f.view(conn))
		}
		out.Count++
	}
	return out, nil
}

// getConnection gives one connection. Source: clients (200 for a good id).
func getConnection(f *Fake, c *call) (any, error) {
	id := c.pathID(c.Request, "connection_id")
	if err := c.ready(f); err != nil {
		return nil, err
	}
	conn, err := f.state.connection(c.company, id)
	if err != nil {
		return nil, err
	}
	return f.view(conn), nil
}

// createConnection makes a connection: telegram and max_personal from an authenticated session, telegram_bot and
// odnoklassniki from an API key, whatsapp from nothing, its QR is scanned afterwards.
// Source: radist, "Подключение Telegram" to "Подключение Одноклассников".
// Assumed: params.session_id and params.api_key; the vendor's own types are not in the enum.
func createConnection(f *Fake, c *call) (any, error) {
	kind, _ := c.object.choice("type", true, creatable()...)
	title := c.nullable("name")
	params, _ := c.object.object("params", kind != typeWhatsapp && kind != "")
	sessionID, key := "", ""
	switch kind {
	case typeTelegramOld, typeTelegram, typeMax:
		sessionID, _ = params.uuid("session_id", true)
		params.only("session_id")
		if kind == typeTelegramOld {
			kind = typeTelegram
		}
	case typeBot, typeOK:
		key = params.apiKey(kind, true)
		params.only("api_key")
	case typeWhatsapp:
		params.only()
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	conn := &Connection{Company: c.company, Type: kind, Name: title, CreatedAt: c.now}
	var err error
	switch kind {
	case typeTelegram, typeMax:
		err = f.fromSession(c, conn, sessionID)
	case typeBot, typeOK:
		err = f.setKey(c, conn, key)
	}
	if err != nil {
		return nil, err
	}
	f.add(conn)
	if s := f.state.Sessions[sessionID]; s != nil {
		s.UsedBy = conn.ID
		s.prolong(c.now.Add(f.w.Switches.Duration(name, "sessionTTL")))
	}
	return f.view(conn), nil
}

// nullable reads an optional name.
func (c *call) nullable(field string) *string {
	if s, ok := c.object.text(field, false); ok {
		return &s
	}
	return nil
}

// apiKey reads a provider's key. Assumed: a bot's looks as Telegram makes them, the other only has to be there.
func (o object) apiKey(kind string, required bool) string {
	key, ok := o.filled("api_key", required)
	if ok && kind == typeBot && !isBotKey(key) {
		o.fail("api_key", `String should match pattern '^\d+:[\w-]+$'`, "string_pattern_mismatch")
	}
	return key
}

// fromSession takes the account of an authenticated session; the table says what any other session answers.
func (f *Fake) fromSession(c *call, conn *Connection, id string) error {
	s, err := f.session(c, id, conn.Type)
	if err != nil {
		return err
	}
	t := connect
	if s.Connection != 0 {
		t = connectAgain
	}
	switch rule := next(s.status(c.now), t); rule.err {
	case nil:
	case errSessionOfExisting:
		c.blame("reauthorization_makes_no_connection", "/params/session_id", "no new connection after a re-authorization",
			"a session opened with connection_id", journal.Documented, "radist#L36")
		return rule.err
	case errNotAuthenticated:
		c.blame("session_not_authenticated", "/params/session_id", "a session with status=authenticated",
			"status="+string(s.status(c.now)), journal.Documented, "radist#L24-L25, radist#L32-L33, radist#L54-L55")
		return rule.err
	default:
		return rule.err
	}
	if f.refuses(conn, func(o *Connection) bool { return o.Phone == s.Phone }) {
		c.because("account", "a %s connection with this account exists; re-authorization needs its connection_id", conn.Type)
		if s.AuthType == "code" { // the client knew the account when it opened the session; by QR nobody does before the scan
			c.blame("reauthorization_without_connection_id", "/params/session_id",
				"connection_id when the session of a connected account is opened",
				"a new connection of the same account", journal.Derived, "radist#L36")
		}
		return errAccountConnected
	}
	conn.Phone, conn.UserID, conn.Connected, conn.Token = s.Phone, s.UserID, true, f.token()
	return nil
}

func (f *Fake) token() string {
	t := f.chance.UUID()
	f.w.Secret("token", t)
	return t
}

// refuses tells whether the company has the same account already, and the switch minds.
func (f *Fake) refuses(conn *Connection, same func(*Connection) bool) bool {
	return f.w.Switches.Text(name, "duplicateAccounts") == "refuse" && f.state.taken(conn.Company, conn.ID, conn.Type, same)
}

// setKey gives a connection its provider's key.
func (f *Fake) setKey(c *call, conn *Connection, key string) error {
	if reason := f.state.DeadKeys[key]; reason != "" {
		c.because("key_dead", "the provider does not take the key: %s", reason)
		return errKeyRejected
	}
	if f.refuses(conn, func(o *Connection) bool { return accountOf(o.Type, o.APIKey) == accountOf(conn.Type, key) }) {
		c.because("account", "a %s connection of the company has this account already", conn.Type)
		return errAccountConnected
	}
	f.w.Secret("key", key)
	conn.APIKey = key
	return nil
}

// add stores a new connection. The first of its type starts a test period.
// Source: radist#L9, and the vendor's page on subscriptions.
func (f *Fake) add(conn *Connection) {
	conn.ID = take(&f.state.Next.Connection)
	if conn.Type == typeWhatsapp {
		conn.Token = f.token()
		f.whatsappQR(conn, conn.CreatedAt) // Assumed: the first code is made with the connection
	}
	f.state.Connections[conn.ID] = conn
	f.kept(keptConnections, conn.size(), func() int64 { return f.forgetConnection(conn.ID) })
	if id := subscriptionID(conn.Company, conn.Type); f.state.Subscriptions[id] == nil {
		f.state.Subscriptions[id] = &Subscription{Company: conn.Company, Type: conn.Type,
			TestUntil: conn.CreatedAt.Add(f.w.Switches.Duration(name, "trial"))}
	}
}

// updateConnection replaces the API key of an odnoklassniki (documented) or telegram_bot connection, and names.
// Source: radist, "Изменение API-ключа", L8. Assumed: PATCH; 403 for the CRMs, 422 for any other param
// and for type; every other type has a name to edit.
func updateConnection(f *Fake, c *call) (any, error) {
	id := c.pathID(c.Request, "connection_id")
	title := c.nullable("name")
	_, named := c.object.fields["name"]
	params, hasParams := c.object.object("params", false)
	if _, ok := c.object.fields["type"]; ok {
		c.object.fail("type", "Extra inputs are not permitted", "extra_forbidden")
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	conn, err := f.state.connection(c.company, id)
	if err != nil {
		return nil, err
	}
	if slices.Contains(crm(), conn.Type) {
		c.blame("type_not_editable", "", "no editing of connections that the vendor manages", "PATCH of "+conn.Type, journal.Documented,
			"radist#L8")
		return nil, errNotEditable
	}
	key := ""
	if hasKey := conn.Type == typeOK || conn.Type == typeBot; hasParams && hasKey {
		params.only("api_key")
		key = params.apiKey(conn.Type, false)
	} else if hasParams {
		params.only()
	}
	if len(c.issues) > 0 {
		return nil, c.issues
	}
	before := conn.size()
	if key != "" {
		if err := f.setKey(c, conn, key); err != nil {
			return nil, err
		}
	}
	if named {
		conn.Name = title
	}
	f.kept(keptConnections, conn.size()-before, func() int64 { return f.forgetConnection(conn.ID) })
	return f.view(conn), nil
}

// accountOf gives what a key stands for: a bot's key begins with the bot's number, a group's says nothing else.
func accountOf(kind, key string) string {
	if kind == typeBot {
		key, _, _ = strings.Cut(key, ":")
	}
	return key
}

func isBotKey(key string) bool {
	for i := range len(key) {
		if key[i] == ':' {
			return i > 0 && i+1 < len(key) && onlyWord(key[i+1:])
		}
		if key[i] < '0' || key[i] > '9' {
			return false
		}
	}
	return false
}

func onlyWord(s string) bool {
	for i := range len(s) {
		b := s[i] | 0x20
		if (b < 'a' || b > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '_' && s[i] != '-' {
			return false
		}
	}
	return true
}

// deleted tells what a deletion by the vendor's support took along.
type deleted struct {
	Connection int64 `json:"connection"`
	Chats      int   `json:"chats"`
	Messages   int   `json:"messages"`
	Invoices   int   `json:"invoices"`
}

// remove deletes a connection with what hangs on it: a messenger's chats and messages, a bank terminal's invoices.
// Source: radist, "Через API нельзя удалить подключения …". Assumed: its webhooks and the sessions that
// were to revive it go too.
func (f *Fake) remove(conn *Connection) deleted {
	out := deleted{Connection: conn.ID}
	f.meters[keptConnections].Add(-conn.size())
	delete(f.state.Connections, conn.ID)
	for _, id := range ids(f.state.Chats) {
		if f.state.Chats[id].Connection == conn.ID {
			out.Chats++
			out.Messages += f.dropChat(id)
		}
	}
	f.state.Deliveries = slices.DeleteFunc(f.state.Deliveries, func(d Delivery) bool { return f.state.Chats[d.Chat] == nil })
	before := len(f.state.Invoices)
	f.state.Invoices = slices.DeleteFunc(f.state.Invoices, func(i Invoice) bool {
		if i.Connection == conn.ID {
			f.meters[keptInvoices].Add(-i.size())
		}
		return i.Connection == conn.ID
	})
	out.Invoices = before - len(f.state.Invoices)
	for _, id := range ids(f.state.Webhooks) {
		if f.state.Webhooks[id].Connection == conn.ID {
			f.meters[keptWebhooks].Add(-f.state.Webhooks[id].size())
			delete(f.state.Webhooks, id)
		}
	}
	for _, s := range f.state.Sessions {
		if s.Connection == conn.ID && s.Ended == "" {
			s.Ended = "revoked"
		}
	}
	return out
}

// newest gives the connection an event means: the one of id, else the newest that fits.
func (f *Fake) newest(args world.Args, what string, fits func(*Connection) bool) (*Connection, error) {
	if args.Has("connection") {
		conn := f.state.Connections[args.Int("connection")]
		if conn == nil {
			return nil, refuse("there is no connection %d", args.Int("connection"))
		}
		if !fits(conn) {
			return nil, refuse("connection %d is of type %s, the event needs %s", conn.ID, conn.Type, what)
		}
		return conn, nil
	}
	all := ids(f.state.Connections)
	for _, id := range slices.Backward(all) {
		if conn := f.state.Connections[id]; fits(conn) {
			return conn, nil
		}
	}
	return nil, refuse("there is no connection, the event needs %s", what)
}

func ofType(kinds ...string) func(*Connection) bool {
	return func(c *Connection) bool { return slices.Contains(kinds, c.Type) }
}

// paidFor is the state of the subscription a connection is in.
func (f *Fake) paidFor(conn *Connection, now time.Time) string {
	return f.state.Subscriptions[subscriptionID(conn.Company, conn.Type)].status(now)
}
