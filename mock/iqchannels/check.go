package iqchannels

import (
	"errors"
	"fmt"
)

// unique reports an id that is not positive or stands twice.
func unique[K comparable](seen map[K]bool, zero, id K, where string) error {
	if id == zero || seen[id] {
		return fmt.Errorf("%s: expected an id that is set and stands once, got %v", where, id)
	}
	seen[id] = true
	return nil
}

func (s *State) check() error {
	tokens, channels, clients := map[string]bool{}, map[int64]bool{}, map[int64]bool{}
	for i, t := range s.Tokens {
		if err := unique(tokens, "", t.Value, fmt.Sprintf("/tokens/%d/value", i)); err != nil {
			return err
		}
		card, err := plantable(t.Answer)
		if err != nil {
			return under(fmt.Sprintf("/tokens/%d/answer", i), err)
		}
		s.Tokens[i].Answer = card
	}
	for i, c := range s.Channels {
		if err := unique(channels, 0, c.ID, fmt.Sprintf("/channels/%d/id", i)); err != nil {
			return err
		}
	}
	if len(s.Users) == 0 || s.Users[0].ID == 0 {
		return errors.New("/users: expected at least one operator with an id")
	}
	for i, c := range s.Clients {
		if err := unique(clients, 0, c.ID, fmt.Sprintf("/clients/%d/id", i)); err != nil {
			return err
		}
		s.Next.Client = max(s.Next.Client, c.ID)
		if c.Enquiry != nil {
			s.Next.Enquiry = max(s.Next.Enquiry, c.Enquiry.ID)
		}
	}
	if err := s.checkSessions(clients); err != nil {
		return err
	}
	return s.checkChats(channels, clients)
}

func (s *State) checkSessions(clients map[int64]bool) error {
	ids, tokens := map[int64]bool{}, map[string]bool{}
	for i, x := range s.Sessions {
		if err := unique(ids, 0, x.ID, fmt.Sprintf("/sessions/%d/id", i)); err != nil {
			return err
		}
		if err := unique(tokens, "", x.Token, fmt.Sprintf("/sessions/%d/token", i)); err != nil {
			return err
		}
		if !clients[x.ClientID] {
			return fmt.Errorf("/sessions/%d/client_id: expected a client of /clients, got %d", i, x.ClientID)
		}
		if (x.EndedAt == nil) != (x.EndReason == "") {
			return fmt.Errorf("/sessions/%d: ended_at and end_reason go together", i)
		}
		s.Next.Session = max(s.Next.Session, x.ID)
	}
	return nil
}

func (s *State) checkChats(channels, clients map[int64]bool) error {
	chats, messages, events := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	for i, c := range s.Chats {
		if err := unique(chats, 0, c.ID, fmt.Sprintf("/chats/%d/id", i)); err != nil {
			return err
		}
		if !channels[c.ChannelID] || !clients[c.ClientID] {
			return fmt.Errorf("/chats/%d: expected a channel and a client that exist, got %d and %d", i, c.ChannelID, c.ClientID)
		}
		s.Next.Chat = max(s.Next.Chat, c.ID)
	}
	ratings, forms, err := s.checkRatings(clients)
	if err != nil {
		return err
	}
	for i := range s.Messages {
		m := &s.Messages[i]
		if err := unique(messages, 0, m.ID, fmt.Sprintf("/messages/%d/id", i)); err != nil {
			return err
		}
		if !chats[m.ChatID] {
			return fmt.Errorf("/messages/%d/chat_id: expected a chat of /chats, got %d", i, m.ChatID)
		}
		if m.RatingID != 0 && !ratings[m.RatingID] || m.FormID != 0 && !forms[m.FormID] {
			return fmt.Errorf("/messages/%d: expected a rating and a form that exist, got %d and %d", i, m.RatingID, m.FormID)
		}
		s.Next.Message = max(s.Next.Message, m.ID)
		for _, c := range m.Choices {
			s.Next.Choice = max(s.Next.Choice, c.ID)
		}
		if m.Product != nil {
			s.Next.Product = max(s.Next.Product, m.Product.ID)
		}
		if m.Author != authorClient {
			s.Next.Local = max(s.Next.Local, m.LocalID)
		}
	}
	for i := range s.Messages { // what the chat server sends has a LocalId of its own
		if m := &s.Messages[i]; m.Author != authorClient && m.LocalID == 0 {
			s.Next.Local = max(s.Next.Local+1, millis(m.CreatedAt))
			m.LocalID = s.Next.Local
		}
	}
	last := int64(0)
	for i, e := range s.Events {
		if err := unique(events, 0, e.ID, fmt.Sprintf("/events/%d/id", i)); err != nil {
			return err
		}
		if !chats[e.ChatID] || e.ID < last {
			return fmt.Errorf("/events/%d: expected a chat of /chats and ascending ids, got chat %d, id %d", i, e.ChatID, e.ID)
		}
		last = e.ID
	}
	s.Next.Event = max(s.Next.Event, last)
	files := map[string]bool{}
	for i, x := range s.Files {
		if err := unique(files, "", x.ID, fmt.Sprintf("/files/%d/id", i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *State) checkRatings(clients map[int64]bool) (ratings, forms map[int64]bool, err error) {
	ratings, forms = map[int64]bool{}, map[int64]bool{}
	for i, x := range s.Ratings {
		if err := unique(ratings, 0, x.ID, fmt.Sprintf("/ratings/%d/id", i)); err != nil {
			return nil, nil, err
		}
		if !clients[x.ClientID] {
			return nil, nil, fmt.Errorf("/ratings/%d/client_id: expected a client of /clients, got %d", i, x.ClientID)
		}
		s.Next.Rating = max(s.Next.Rating, x.ID)
	}
	for i, x := range s.Forms {
		if err := unique(forms, 0, x.ID, fmt.Sprintf("/forms/%d/id", i)); err != nil {
			return nil, nil, err
		}
		if !clients[x.ClientID] {
			return nil, nil, fmt.Errorf("/forms/%d/client_id: expected a client of /clients, got %d", i, x.ClientID)
		}
		s.Next.Form = max(s.Next.Form, x.ID)
	}
	return ratings, forms, nil
}
