package radist

import (
	"slices"
	"strings"
	"time"

	"sparring/mock/fake"
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
func (x *exchange) view(c *Connection) connectionView {
	phone := ""
	if c.Connected {
		phone = c.Phone
	}
	v := connectionView{ID: c.ID, Type: c.Type, Name: c.Name, Params: struct{}{}}
	switch c.Type {
	case typeWhatsapp:
		v.Params = whatsappParams{Token: c.Token, Phone: orNull(phone), QRURL: x.URL() + "/qr/" + c.Token}
	case typeTelegram:
		v.Type = telegramType.Get(x)
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
func (x *exchange) listConnections() (fake.Response, error) {
	limit, offset := x.page(x.Request)
	if err := x.ready(); err != nil {
		return refused(err)
	}
	out := connectionsView{Connections: []connectionView{}}
	for _, conn := range x.connections.All() {
		if conn.Company != x.company {
			continue
		}
		if out.Count >= offset && len(out.Connections) < limit {
			out.Connections = append(out.Connections, x.view(&conn))
		}
		out.Count++
	}
	return success(out)
}

// getConnection gives one connection. Source: clients (200 for a good id).
func (x *exchange) getConnection() (fake.Response, error) {
	conn, err := x.pathConnection()
	if err != nil {
		return refused(err)
	}
	return success(x.view(&conn))
}

// createConnection makes a connection: telegram and max_personal from an authenticated session, telegram_bot and
// odnoklassniki from an API key, whatsapp from nothing, its QR is scanned afterwards.
// Source: radist, "Подключение Telegram" to "Подключение Одноклассников".
// Assumed: params.session_id and params.api_key; the vendor's own types are not in the enum.
func (x *exchange) createConnection() (fake.Response, error) {
	kind, _ := x.object.choice("type", true, creatable()...)
	title := x.nullable("name")
	params, _ := x.object.object("params", kind != typeWhatsapp && kind != "")
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
	if err := x.ready(); err != nil {
		return refused(err)
	}
	conn := Connection{Company: x.company, Type: kind, Name: title, CreatedAt: x.Now()}
	var err error
	switch kind {
	case typeTelegram, typeMax:
		err = x.fromSession(&conn, sessionID)
	case typeBot, typeOK:
		err = x.setKey(&conn, key)
	}
	if err != nil {
		return refused(err)
	}
	conn = x.addConnection(conn)
	if s, ok := x.sessions.Get(sessionID); ok {
		s.UsedBy = conn.ID
		s.prolong(x.Now().Add(sessionTTL.Get(x)))
		x.sessions.Put(s.ID, s)
	}
	return success(x.view(&conn))
}

// nullable reads an optional name.
func (x *exchange) nullable(field string) *string {
	if s, ok := x.object.text(field, false); ok {
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
func (x *exchange) fromSession(conn *Connection, id string) error {
	s, err := x.session(id, conn.Type)
	if err != nil {
		return err
	}
	t := connect
	if s.Connection != 0 {
		t = connectAgain
	}
	switch rule := next(s.status(x.Now()), t); rule.err {
	case nil:
	case errSessionOfExisting:
		x.blame(
			"reauthorization_makes_no_connection",
			"/params/session_id",
			"no new connection after a re-authorization",
			"a session opened with connection_id",
			journal.Documented,
			"radist#L36",
		)
		return rule.err
	case errNotAuthenticated:
		x.blame("session_not_authenticated", "/params/session_id", "a session with status=authenticated",
			"status="+string(s.status(x.Now())), journal.Documented, "radist#L24-L25, radist#L32-L33, radist#L54-L55")
		return rule.err
	default:
		return rule.err
	}
	if x.refuses(conn, func(o *Connection) bool { return o.Phone == s.Phone }) {
		x.because(
			"account",
			"a %s connection with this account exists; re-authorization needs its connection_id",
			conn.Type,
		)
		// the client knew the account when it opened the session; by QR nobody does before the scan
		if s.AuthType == "code" {
			x.blame("reauthorization_without_connection_id", "/params/session_id",
				"connection_id when the session of a connected account is opened",
				"a new connection of the same account", journal.Derived, "radist#L36")
		}
		return errAccountConnected
	}
	conn.Phone, conn.UserID, conn.Connected, conn.Token = s.Phone, s.UserID, true, x.token()
	return nil
}

func (x *exchange) token() string {
	t := x.Chance().UUID()
	x.Secret("token", t)
	return t
}

// refuses reports whether the company has the same account already and the switch refuses that.
func (x *exchange) refuses(conn *Connection, same func(*Connection) bool) bool {
	return duplicateAccounts.Get(x) == "refuse" && x.taken(conn.Company, conn.ID, conn.Type, same)
}

// setKey gives a connection its provider's key.
func (x *exchange) setKey(conn *Connection, key string) error {
	if reason := x.dead(key); reason != "" {
		x.because("key_dead", "the provider does not take the key: %s", reason)
		return errKeyRejected
	}
	if x.refuses(conn, func(o *Connection) bool { return accountOf(o.Type, o.APIKey) == accountOf(conn.Type, key) }) {
		x.because("account", "a %s connection of the company has this account already", conn.Type)
		return errAccountConnected
	}
	x.Secret("key", key)
	conn.APIKey = key
	return nil
}

// addConnection gives a new connection its id and puts it. The first of its type starts a test period.
// Source: radist#L9, and the vendor's page on subscriptions.
func (x *exchange) addConnection(conn Connection) Connection {
	conn.ID = x.next.connection.Take()
	if conn.Type == typeWhatsapp {
		conn.Token = x.token()
		conn.QR = x.whatsappQR(conn.QR) // Assumed: the first code is made with the connection
	}
	x.putConnection(conn)
	if id := subscriptionID(conn.Company, conn.Type); !x.subscriptions.Has(id) {
		x.subscriptions.Put(id, Subscription{
			Company: conn.Company, Type: conn.Type, TestUntil: conn.CreatedAt.Add(trial.Get(x)),
		})
	}
	return conn
}

// updateConnection replaces the API key of an odnoklassniki (documented) or telegram_bot connection, and names.
// Source: radist, "Изменение API-ключа", L8. Assumed: PATCH; 403 for the CRMs, 422 for any other param
// and for type; every other type has a name to edit.
func (x *exchange) updateConnection() (fake.Response, error) {
	id := x.pathID(x.Request, "connection_id")
	title := x.nullable("name")
	_, named := x.object.fields["name"]
	params, hasParams := x.object.object("params", false)
	if _, ok := x.object.fields["type"]; ok {
		x.object.fail("type", "Extra inputs are not permitted", "extra_forbidden")
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	conn, err := x.connection(x.company, id)
	if err != nil {
		return refused(err)
	}
	if slices.Contains(crm(), conn.Type) {
		x.blame(
			"type_not_editable",
			"",
			"no editing of connections that the vendor manages",
			"PATCH of "+conn.Type,
			journal.Documented,
			"radist#L8",
		)
		return refused(errNotEditable)
	}
	key := ""
	if hasKey := conn.Type == typeOK || conn.Type == typeBot; hasParams && hasKey {
		params.only("api_key")
		key = params.apiKey(conn.Type, false)
	} else if hasParams {
		params.only()
	}
	if len(x.issues) > 0 {
		return refused(x.issues)
	}
	if key != "" {
		if err := x.setKey(&conn, key); err != nil {
			return refused(err)
		}
	}
	if named {
		conn.Name = title
	}
	x.putConnection(conn)
	return success(x.view(&conn))
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

// newest returns the connection that an event means: the one of id, else the newest that fits.
func (x *exchange) newest(args world.Args, what string, fits func(*Connection) bool) (Connection, error) {
	if args.Has("connection") {
		conn, ok := x.connections.Get(args.Int("connection"))
		if !ok {
			return conn, fake.Impossible("there is no connection %d", args.Int("connection"))
		}
		if !fits(&conn) {
			return conn, fake.Impossible("connection %d is of type %s, the event needs %s", conn.ID, conn.Type, what)
		}
		return conn, nil
	}
	for _, conn := range x.connections.Backward() {
		if fits(&conn) {
			return conn, nil
		}
	}
	return Connection{}, fake.Impossible("there is no connection, the event needs %s", what)
}

func ofType(kinds ...string) func(*Connection) bool {
	return func(c *Connection) bool { return slices.Contains(kinds, c.Type) }
}

// paidFor is the state of the subscription that a connection is in.
func (x *exchange) paidFor(conn *Connection, now time.Time) string {
	return x.subscribed(subscriptionID(conn.Company, conn.Type), now)
}
