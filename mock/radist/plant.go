package radist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Plant replaces all facts, all or nothing.
func (f *Fake) Plant(data json.RawMessage) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	s := &State{}
	if err := d.Decode(s); err != nil {
		return fmt.Errorf("the state of radist, expected as GET shows it: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("the state of radist, expected one JSON object, got more after it")
	}
	s.fill()
	if err := s.check(); err != nil {
		return err
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

// check tells what of a planted state cannot be, by a JSON pointer.
func (s *State) check() error {
	if len(s.Companies) == 0 {
		return fmt.Errorf("/companies: expected at least one, got none")
	}
	for i, k := range s.Keys {
		if k == nil || k.Key == "" {
			return fmt.Errorf("/keys/%d/key: expected a text, got none", i)
		}
		if s.key(k.Key) != k {
			return fmt.Errorf("/keys/%d/key: expected one that no other entry has", i)
		}
	}
	if err := s.checkConnections(); err != nil {
		return err
	}
	if err := s.checkSessions(); err != nil {
		return err
	}
	return s.checkChats()
}

func (s *State) company(id int64) bool {
	return slices.ContainsFunc(s.Companies, func(c Company) bool { return c.ID == id })
}

func (s *State) checkConnections() error {
	kinds := append([]string{typeTelegram, typeMax, typeBot, typeOK, typeWhatsapp}, managed()...)
	for _, id := range ids(s.Connections) {
		c, at := s.Connections[id], fmt.Sprintf("/connections/%d", id)
		switch {
		case c == nil || c.ID != id:
			return fmt.Errorf("%s/id: expected %d", at, id)
		case id < 1 || id >= s.Next.Connection:
			return fmt.Errorf("%s: expected an id from 1 to below /next/connection, which is %d", at, s.Next.Connection)
		case !s.company(c.Company):
			return fmt.Errorf("%s/company: expected one of /companies, got %d", at, c.Company)
		case !slices.Contains(kinds, c.Type):
			return fmt.Errorf("%s/type: expected one of %v, got %q", at, kinds, c.Type)
		}
		if phone, ok := normalPhone(c.Phone); c.Phone != "" && (!ok || phone != c.Phone) {
			return fmt.Errorf("%s/phone: expected a phone with its plus, got %q", at, c.Phone)
		}
		if needsToken := c.Type == typeTelegram || c.Type == typeMax || c.Type == typeWhatsapp; needsToken && !isUUID(c.Token) {
			return fmt.Errorf("%s/radist_token: expected a UUID, got %q", at, c.Token)
		}
		if needsUser := c.Type == typeTelegram || c.Type == typeMax; needsUser && c.UserID == "" {
			return fmt.Errorf("%s/user_id: expected digits, got none", at)
		}
		if hasKey := c.Type == typeBot || c.Type == typeOK; hasKey && c.APIKey == "" {
			return fmt.Errorf("%s/api_key: expected a text, got none", at)
		}
		if slices.Contains(managed(), c.Type) && c.Params == nil {
			c.Params = map[string]any{}
		}
	}
	return nil
}

func (s *State) checkSessions() error {
	if len(s.SessionOrder) != len(s.Sessions) {
		return fmt.Errorf("/session_order: expected the ids of all %d sessions, oldest first, got %d", len(s.Sessions), len(s.SessionOrder))
	}
	seen := map[string]bool{}
	for i, id := range s.SessionOrder {
		o, at := s.Sessions[id], "/sessions/"+id
		switch {
		case o == nil || seen[id]:
			return fmt.Errorf("/session_order/%d: expected the id of a session, each once, got %q", i, id)
		case o.ID != id || !isUUID(id):
			return fmt.Errorf("%s/id: expected the UUID that is its key, got %q", at, o.ID)
		case !s.company(o.Company):
			return fmt.Errorf("%s/company: expected one of /companies, got %d", at, o.Company)
		case o.Messenger != typeTelegram && o.Messenger != typeMax:
			return fmt.Errorf("%s/messenger: expected %q or %q, got %q", at, typeTelegram, typeMax, o.Messenger)
		case o.AuthType != "code" && (o.AuthType != "qr" || o.Messenger == typeMax):
			return fmt.Errorf("%s/auth_type: expected \"code\", or \"qr\" at telegram, got %q", at, o.AuthType)
		case o.AuthType == "qr" && o.QR == nil:
			return fmt.Errorf("%s/qr: expected a code and its end, got none", at)
		case o.AuthenticatedAt != nil && o.UserID == "":
			return fmt.Errorf("%s/user_id: expected digits for an authenticated session, got none", at)
		}
		seen[id] = true
	}
	return nil
}

func (s *State) checkChats() error {
	for _, id := range ids(s.Contacts) {
		if c := s.Contacts[id]; c == nil || c.ID != id || id >= s.Next.Contact {
			return fmt.Errorf("/contacts/%d: expected that id, below /next/contact, which is %d", id, s.Next.Contact)
		}
	}
	for _, id := range ids(s.Chats) {
		c := s.Chats[id]
		if c == nil || c.ID != id || id >= s.Next.Chat || s.Connections[c.Connection] == nil || s.Contacts[c.Contact] == nil {
			return fmt.Errorf("/chats/%d: expected that id, below /next/chat, with a connection and a contact that exist", id)
		}
	}
	for _, id := range ids(s.Messages) {
		if s.Chats[id] == nil || slices.Contains(s.Messages[id], nil) {
			return fmt.Errorf("/messages/%d: expected the messages of a chat that exists", id)
		}
	}
	for _, id := range ids(s.Webhooks) {
		if w := s.Webhooks[id]; w == nil || w.ID != id || id >= s.Next.Webhook {
			return fmt.Errorf("/webhooks/%d: expected that id, below /next/webhook, which is %d", id, s.Next.Webhook)
		}
	}
	for id, x := range s.Subscriptions {
		if x == nil || subscriptionID(x.Company, x.Type) != id {
			return fmt.Errorf("/subscriptions/%s: expected company and type as in its key", id)
		}
	}
	for id, x := range s.Rates {
		if x == nil {
			return fmt.Errorf("/rates/%s: expected a count, got null", id)
		}
	}
	return nil
}
