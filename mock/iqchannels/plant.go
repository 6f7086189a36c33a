package iqchannels

import (
	"encoding/json"
	"errors"
	"fmt"

	"sparring/mock/input"
)

// State is all facts in the form of the control API.
type State struct {
	Tokens   []Token   `json:"tokens"`
	Failing  *Failing  `json:"failing,omitempty"`
	Channels []Channel `json:"channels"`
	Users    []User    `json:"users"`
	Clients  []Client  `json:"clients"`
	Sessions []Session `json:"sessions"`
	Chats    []Chat    `json:"chats"`
	Messages []Message `json:"messages"`
	Events   []Event   `json:"events"`
	Files    []File    `json:"files"`
	Ratings  []Rating  `json:"ratings,omitempty"`
	Forms    []Form    `json:"forms,omitempty"`
	Next     Counters  `json:"next"`
}

// Counters are the last ids given.
type Counters struct {
	Client  int64 `json:"client"`
	Session int64 `json:"session"`
	Enquiry int64 `json:"enquiry"`
	Chat    int64 `json:"chat"`
	Message int64 `json:"message"`
	Event   int64 `json:"event"`
	Rating  int64 `json:"rating,omitempty"`
	Form    int64 `json:"form,omitempty"`
	Choice  int64 `json:"choice,omitempty"`
	Product int64 `json:"product,omitempty"`
	Local   int64 `json:"local,omitempty"` // of what the chat server itself sends
}

// state returns all facts.
func (x *exchange) state() any {
	s := &State{
		Tokens: x.tokens.Values(), Failing: x.failing.Get(), Channels: x.channels.Values(), Users: x.users.Values(),
		Clients: x.clients.Values(), Sessions: x.sessions.Values(), Chats: x.chats.Values(),
		Messages: x.messages.Values(), Events: x.events.Values(), Files: x.files.Values(),
		Ratings: x.ratings.Values(), Forms: x.forms.Values(),
		Next: Counters{
			Client: x.last.client.Get(), Session: x.last.session.Get(), Enquiry: x.last.enquiry.Get(),
			Chat: x.last.chat.Get(), Message: x.last.message.Get(), Event: x.last.event.Get(),
			Rating: x.last.rating.Get(), Form: x.last.form.Get(), Choice: x.last.choice.Get(),
			Product: x.last.product.Get(), Local: x.last.local.Get(),
		},
	}
	for i := range s.Files {
		s.Files[i].Tokens = x.tokensOf.Keys(s.Files[i].ID)
	}
	return s
}

// plant reads facts strictly, checks that they hold together and completes them.
func plant(data json.RawMessage) (load func(x *exchange), err error) {
	s := &State{}
	if err := input.Decode(data, s); err != nil {
		return nil, err
	}
	for i, t := range s.Tokens {
		card, err := plantable(t.Answer)
		if err != nil {
			return nil, misplaced(fmt.Sprintf("/tokens/%d/answer", i), err)
		}
		s.Tokens[i].Answer = card
	}
	if err := invariants.Check(s); err != nil {
		return nil, err
	}
	s.complete()
	return func(x *exchange) { x.load(s) }, nil
}

// load puts planted facts into the tables. Open streams go on if their sessions still exist.
func (x *exchange) load(s *State) {
	for _, t := range s.Tokens {
		x.tokens.Put(t.Value, t)
	}
	x.failing.Set(s.Failing)
	for _, c := range s.Channels {
		x.channels.Put(c.ID, c)
	}
	for _, u := range s.Users {
		x.users.Put(u.ID, u)
	}
	for _, c := range s.Clients {
		x.clients.Put(c.ID, c)
	}
	for _, session := range s.Sessions {
		x.sessions.Put(session.ID, session)
	}
	for _, c := range s.Chats {
		x.chats.Put(c.ID, c)
	}
	for _, m := range s.Messages {
		x.messages.Put(m.ID, m)
	}
	for _, e := range s.Events {
		x.events.Put(e.ID, e)
	}
	for _, f := range s.Files {
		for _, token := range f.Tokens {
			x.fileTokens.Put(token, fileToken{token, f.ID})
		}
		f.Tokens = nil
		x.files.Put(f.ID, f)
	}
	for _, r := range s.Ratings {
		x.ratings.Put(r.ID, r)
	}
	for _, f := range s.Forms {
		x.forms.Put(f.ID, f)
	}
	x.setCounters(s.Next)
	x.wake(everyone)
}

func (x *exchange) setCounters(n Counters) {
	x.last.client.Set(n.Client)
	x.last.session.Set(n.Session)
	x.last.enquiry.Set(n.Enquiry)
	x.last.chat.Set(n.Chat)
	x.last.message.Set(n.Message)
	x.last.event.Set(n.Event)
	x.last.rating.Set(n.Rating)
	x.last.form.Set(n.Form)
	x.last.choice.Set(n.Choice)
	x.last.product.Set(n.Product)
	x.last.local.Set(n.Local)
}

// misplaced is what is wrong with a card, at its place.
func misplaced(at string, err error) *input.Error {
	var shape *errShape
	if errors.As(err, &shape) {
		return &input.Error{Pointer: at + shape.pointer, Reason: shape.reason}
	}
	return &input.Error{Pointer: at, Reason: err.Error()}
}

// complete puts the counters beyond what was planted. What the chat server sends has a LocalId of its own.
func (s *State) complete() {
	n := &s.Next
	for _, c := range s.Clients {
		n.Client = max(n.Client, c.ID)
		if c.Enquiry != nil {
			n.Enquiry = max(n.Enquiry, c.Enquiry.ID)
		}
	}
	for _, x := range s.Sessions {
		n.Session = max(n.Session, x.ID)
	}
	for _, c := range s.Chats {
		n.Chat = max(n.Chat, c.ID)
	}
	for _, x := range s.Ratings {
		n.Rating = max(n.Rating, x.ID)
	}
	for _, x := range s.Forms {
		n.Form = max(n.Form, x.ID)
	}
	for _, e := range s.Events {
		n.Event = max(n.Event, e.ID)
	}
	for i := range s.Messages {
		m := &s.Messages[i]
		n.Message, n.Event = max(n.Message, m.ID), max(n.Event, m.EventID)
		for _, c := range m.Choices {
			n.Choice = max(n.Choice, c.ID)
		}
		if m.Product != nil {
			n.Product = max(n.Product, m.Product.ID)
		}
		if m.Author != authorClient {
			n.Local = max(n.Local, m.LocalID)
		}
	}
	for i := range s.Messages {
		if m := &s.Messages[i]; m.Author != authorClient && m.LocalID == 0 {
			n.Local = max(n.Local+1, millis(m.CreatedAt))
			m.LocalID = n.Local
		}
	}
}
