package radist

import (
	"fmt"
	"net/url"
	"slices"

	"sparring/mock/input"
	"sparring/mock/pointer"
)

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
