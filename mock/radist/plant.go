package radist

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	facts "sparring/mock/input" // input is here what a request brings
	"sparring/mock/pointer"
)

// Plant replaces all facts, all or nothing. Errors name the place by a JSON pointer.
func (f *Fake) Plant(data json.RawMessage) error {
	s := &State{}
	if err := facts.Decode(data, s); err != nil {
		return err
	}
	s.fill()
	if err := invariants.Check(s); err != nil {
		return err
	}
	for _, c := range s.Connections {
		if slices.Contains(managed(), c.Type) && c.Params == nil {
			c.Params = map[string]any{}
		}
	}
	for _, c := range s.Contacts {
		if c.Phones == nil {
			c.Phones = []ContactPhone{}
		}
	}
	slices.SortFunc(s.Deliveries, soonest)
	totals := s.totals()
	if err := f.meters.check(totals); err != nil {
		return fmt.Errorf("the state of radist: %w", err)
	}
	f.mu.Lock()
	f.state = s
	f.meters.set(totals)
	f.register()
	f.mu.Unlock()
	f.w.Clock.Rearm()
	return nil
}

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
func stateRules() facts.Rules {
	kinds := append([]string{typeTelegram, typeMax, typeBot, typeOK, typeWhatsapp}, managed()...)
	uuid, digits := facts.Like("a UUID", isUUID), facts.Like("digits", isDigits).OrNone()
	phone := facts.Like("a phone with its plus", isPhone).OrNone()
	id, next, ended := facts.Least(1), facts.Least(1), facts.OneOf("time", "count", "revoked").OrNone()
	company, connection, contact := facts.Ref("/companies/*/id"), facts.Ref("/connections/#"), facts.Ref("/contacts/#")
	rules := facts.Rules{
		"/companies":        facts.Some(),
		"/companies/*/id":   id.Once(),
		"/companies/*/name": facts.Text(),

		"/keys/*/key":         facts.Like(sendableKey, isSendable).Once(),
		"/keys/*/scopes/*":    facts.OneOf(allScopes()...).Once(),
		"/keys/*/companies/*": company.Once(),
		"/keys/*/user":        facts.Least(0),
		"/keys/*/ended":       ended,
		"/keys/*/fault":       facts.Free(),
		"/dead_keys/#":        facts.Text(),
		"/dead_keys/*":        facts.OneOf("reset", "inactive", "rejected"),

		"/connections/#":                  id,
		"/connections/*/id":               id,
		"/connections/*/company":          company,
		"/connections/*/type":             facts.OneOf(kinds...),
		"/connections/*/name":             facts.Free(),
		"/connections/*/created_at":       facts.Time().OrNone(),
		"/connections/*/radist_token":     uuid.OrNone(),
		"/connections/*/phone":            phone,
		"/connections/*/user_id":          digits,
		"/connections/*/username":         facts.Free(),
		"/connections/*/api_key":          facts.Free(),
		"/connections/*/connected":        facts.Free(),
		"/connections/*/ended":            facts.OneOf("terminated", "logged_out").OrNone(),
		"/connections/*/qr_login/text":    facts.Text(),
		"/connections/*/qr_login/expires": facts.Due(),
		"/connections/*/params":           facts.Free(),
		"/connections/*":                  facts.Whole(connectionHolds),

		"/session_order/*":             facts.Ref("/sessions/#").Once(),
		"/sessions/#":                  uuid,
		"/sessions/*/id":               uuid,
		"/sessions/*/company":          company,
		"/sessions/*/messenger":        facts.OneOf(typeTelegram, typeMax),
		"/sessions/*/auth_type":        facts.OneOf("code", "qr"),
		"/sessions/*/connection":       facts.Least(0),
		"/sessions/*/phone":            phone,
		"/sessions/*/user_id":          digits,
		"/sessions/*/qr/text":          facts.Text(),
		"/sessions/*/qr/expires":       facts.Due(),
		"/sessions/*/code":             digits,
		"/sessions/*/code_shown":       facts.Free(),
		"/sessions/*/two_factor":       facts.Free(),
		"/sessions/*/password":         facts.Free(),
		"/sessions/*/wrong":            facts.Least(0),
		"/sessions/*/flood_until":      facts.Due(),
		"/sessions/*/refused_scan":     facts.Free(),
		"/sessions/*/entered_at":       facts.Time(),
		"/sessions/*/authenticated_at": facts.Time(),
		"/sessions/*/used_by":          facts.Least(0),
		"/sessions/*/opened_at":        facts.Time().OrNone(),
		"/sessions/*/expires":          facts.Due().OrNone(),
		"/sessions/*/ended":            ended,
		"/sessions/*/fault":            facts.Free(),
		"/sessions/*":                  facts.Whole(sessionHolds),

		"/subscriptions/#":            facts.Text(),
		"/subscriptions/*/company":    company,
		"/subscriptions/*/type":       facts.OneOf(kinds...),
		"/subscriptions/*/paid":       facts.Free(),
		"/subscriptions/*/test_until": facts.Due().OrNone(),

		"/contacts/#":                id,
		"/contacts/*/id":             id,
		"/contacts/*/company":        company,
		"/contacts/*/name":           facts.Free(),
		"/contacts/*/phones/*/type":  facts.Free(),
		"/contacts/*/phones/*/value": facts.Like("a phone with its plus", isPhone),
		"/contacts/*/created_at":     facts.Time().OrNone(),

		"/chats/#":            id,
		"/chats/*/id":         id,
		"/chats/*/company":    company,
		"/chats/*/connection": connection,
		"/chats/*/contact":    contact,
		"/chats/*/phone":      phone,
		"/chats/*/user_name":  facts.Free(),
		"/chats/*/updated_at": facts.Time().OrNone(),

		"/messages/#":              facts.Ref("/chats/#"),
		"/messages/*/*/id":         uuid.Unique(),
		"/messages/*/*/connection": connection,
		"/messages/*/*/chat":       facts.Ref("/chats/#"),
		"/messages/*/*/contact":    contact,
		"/messages/*/*/direction":  facts.OneOf("inbound", "outbound"),
		"/messages/*/*/text":       facts.Free(),
		"/messages/*/*/image":      facts.Free(),
		"/messages/*/*/created_at": facts.Time().OrNone(),
		"/messages/*/*/delivery":   facts.OneOf("delivered", "read", "error").OrNone(),
		"/messages/*/*/error":      facts.Free(),
		"/deliveries/*/seq":        facts.Least(0).Once(),
		"/deliveries/*/at":         facts.Due(),
		"/deliveries/*/chat":       facts.Ref("/chats/#"),
		"/deliveries/*/message":    facts.Ref("/messages/*/*/id"),

		"/invoices/*/id":         id.Once(),
		"/invoices/*/connection": connection,
		"/invoices/*/amount":     facts.Free(),
		"/invoices/*/created_at": facts.Time().OrNone(),
		"/webhooks/#":            id,
		"/webhooks/*/id":         id,
		"/webhooks/*/company":    company,
		"/webhooks/*/connection": connection.OrNone(),
		"/webhooks/*/url":        facts.Like("an http or https URL", isHookURL),
		"/webhooks/*/events":     facts.Some(),
		"/webhooks/*/events/*":   facts.OneOf(hookEvents()...).Once(),
		"/rates/#":               facts.Text(),
		"/rates/*/left":          facts.Range(0, 1000),
		"/rates/*/at":            facts.Time().OrNone(),
		"":                       facts.Whole(stateHolds),
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

func broken(at, format string, args ...any) *facts.Error {
	return &facts.Error{Pointer: at, Reason: "expected " + fmt.Sprintf(format, args...)}
}

// connectionHolds checks what a connection of its type has.
func connectionHolds(c *Connection) *facts.Error {
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
func sessionHolds(s *Session) *facts.Error {
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
func stateHolds(s *State) *facts.Error {
	for _, check := range []func() *facts.Error{
		func() *facts.Error {
			return named("connections", "connection", s.Connections, s.Next.Connection, func(c *Connection) int64 { return c.ID })
		},
		func() *facts.Error {
			return named("contacts", "contact", s.Contacts, s.Next.Contact, func(c *Contact) int64 { return c.ID })
		},
		func() *facts.Error {
			return named("chats", "chat", s.Chats, s.Next.Chat, func(c *Chat) int64 { return c.ID })
		},
		func() *facts.Error {
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
func named[V any](list, counter string, all map[int64]V, next int64, id func(V) int64) *facts.Error {
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
func (s *State) keysHold() *facts.Error {
	for _, k := range s.Keys {
		if s.DeadKeys[k.Key] != "" {
			return broken(pointer.Format("dead_keys", k.Key), "the key of a messenger, got one of those at /keys")
		}
	}
	return nil
}

func (s *State) sessionsHold() *facts.Error {
	if len(s.SessionOrder) != len(s.Sessions) {
		return broken("/session_order", "the ids of all %d sessions, oldest first, got %d", len(s.Sessions), len(s.SessionOrder))
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
			return broken(pointer.Format("subscriptions", id), "company and type as in its name, got %d and %q", x.Company, x.Type)
		}
	}
	return nil
}

func (s *State) messagesHold() *facts.Error {
	for _, id := range ids(s.Chats) {
		if c := s.Connections[s.Chats[id].Connection]; c != nil && c.Company != s.Chats[id].Company {
			return broken(pointer.Format("chats", fmt.Sprint(id), "company"), "the company of its connection, which is %d", c.Company)
		}
	}
	chat := map[string]int64{}
	for _, id := range ids(s.Messages) {
		for i, m := range s.Messages[id] {
			chat[m.ID] = id
			if m.Chat != id {
				return broken(pointer.Format("messages", fmt.Sprint(id), fmt.Sprint(i), "chat"), "%d, got %d", id, m.Chat)
			}
		}
	}
	for i, d := range s.Deliveries {
		if chat[d.Message] != d.Chat && chat[d.Message] != 0 { // one that does not exist is told by the rules
			return broken(pointer.Format("deliveries", fmt.Sprint(i), "message"), "a message of chat %d, got %q", d.Chat, d.Message)
		}
	}
	return nil
}

// countersHold checks that nothing that is made next gets an id that is taken.
func (s *State) countersHold() *facts.Error {
	for i, o := range s.Invoices {
		if o.ID >= s.Next.Invoice {
			return broken(pointer.Format("invoices", fmt.Sprint(i), "id"), "an id below /next/invoice, which is %d", s.Next.Invoice)
		}
		if c := s.Connections[o.Connection]; c != nil && c.Type != typeTinkoff {
			return broken(pointer.Format("invoices", fmt.Sprint(i), "connection"), "a connection of type %s", typeTinkoff)
		}
	}
	for i, d := range s.Deliveries {
		if d.Seq >= s.Next.Delivery {
			return broken(pointer.Format("deliveries", fmt.Sprint(i), "seq"), "a number below /next/delivery, which is %d", s.Next.Delivery)
		}
	}
	return nil
}
