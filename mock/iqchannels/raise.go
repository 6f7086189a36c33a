package iqchannels

import (
	"cmp"
	"fmt"
	"regexp"

	"sparring/mock/fake"
	"sparring/mock/world"
)

func (x *exchange) clientPut(args world.Args) (any, error) {
	token := args.Text("token")
	card, err := plantable(args.Object("card"))
	if err != nil {
		return nil, world.ArgumentError("card", misplaced("", err))
	}
	t := Token{Value: token, Answer: card}
	if err := x.tokens.ImpossibleIfFull(token, t); err != nil {
		return nil, err
	}
	x.tokens.Put(token, t)
	x.Secret("token", token)
	return map[string]any{"token": token, "card": t.Answer}, nil
}

func (x *exchange) tokenRevoked(args world.Args) (any, error) {
	t, ok := x.tokens.Get(args.Text("token"))
	switch {
	case !ok:
		return nil, fake.Impossible("the auth service does not know this token")
	case t.Revoked != "":
		return nil, fake.Impossible("the token was ended before: %s", t.Revoked)
	}
	t.Revoked = "revoked"
	x.tokens.Put(t.Value, t)
	return nil, nil
}

func clientEnabled(enabled bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		id, n := args.Text("id"), 0
		for token, t := range x.tokens.All() {
			if a, err := parseAnswer(t.Answer); err == nil && a.Client != nil && a.Client.ID == id {
				t.Answer = setEnabled(t.Answer, enabled)
				x.tokens.Put(token, t)
				n++
			}
		}
		if n == 0 {
			return nil, fake.Impossible("no card of the auth service has the client id %s", id)
		}
		return map[string]int{"cards": n}, nil
	}
}

func (x *exchange) authFailing(args world.Args) (any, error) {
	failing := &Failing{Mode: args.Text("mode"), Status: int(args.Int("status"))}
	if s := failing.Status; args.Has("status") && (s < 201 || s > 599 || s == 204 || s == 304) {
		reason := fmt.Sprintf("expected a status of 201 to 599 that may have a body, got %d", s)
		return nil, &world.ArgError{Arg: "status", Reason: reason}
	}
	times := 1
	if args.Has("times") {
		n := args.Int("times")
		if n < 0 || n > mostNumber {
			reason := fmt.Sprintf("expected a number from 0 to %d, got %d", int64(mostNumber), n)
			return nil, &world.ArgError{Arg: "times", Reason: reason}
		}
		times = int(n)
	}
	if times > 0 {
		failing.Remaining = &times
	}
	x.failing.Set(failing)
	return nil, nil
}

// addressee returns the client of an event, and the channel that it happens in.
func (x *exchange) addressee(args world.Args) (Client, Channel, error) {
	client, err := x.someClient(args)
	if err != nil {
		return client, Channel{}, err
	}
	name := args.Text("channel")
	if !args.Has("channel") {
		name = x.usualChannel(client.ID)
	}
	channel, ok := x.channelNamed(name)
	switch {
	case !ok:
		err = fake.Impossible("there is no channel %s", name)
	case channel.ClosedAt != nil:
		err = fake.Impossible("the channel %s was closed", name)
	}
	return client, channel, err
}

// someClient returns the client that an event names, else the newest.
func (x *exchange) someClient(args world.Args) (Client, error) {
	if !args.Has("client") {
		_, c, ok := x.clients.Last()
		if !ok {
			return c, fake.Impossible("the chat server has no client yet")
		}
		return c, nil
	}
	c, ok := x.clients.Get(args.Int("client"))
	if !ok {
		return c, fake.Impossible("the chat server has no client %d", args.Int("client"))
	}
	return c, nil
}

// usualChannel is that of the client's newest chat, else of its newest session, else the first.
func (x *exchange) usualChannel(client int64) string {
	if _, chat, ok := x.chatsOf.Last(client); ok {
		c, _ := x.channels.Get(chat.ChannelID)
		return c.Name
	}
	for _, s := range x.sessions.Backward() {
		if s.ClientID == client && s.Channel != "" {
			return s.Channel
		}
	}
	_, c, _ := x.channels.First()
	return c.Name
}

func (x *exchange) enquiryClosed(args world.Args) (any, error) {
	client, err := x.someClient(args)
	if err != nil {
		return nil, err
	}
	if client.Enquiry == nil {
		return nil, fake.Impossible("client %d has no open enquiry", client.ID)
	}
	id := client.Enquiry.ID
	client.Enquiry = nil
	x.clients.Put(client.ID, client)
	for _, c := range x.chatsOf.All(client.ID) {
		x.happen(Event{Type: "chat_closed", ChatID: c.ID, Actor: authorUser, UserID: x.operator()})
		c.ChangedAt = x.Now()
		x.chats.Put(c.ID, c)
	}
	x.wake(client.ID)
	return map[string]int64{"enquiry": id}, nil
}

func (x *exchange) sessionsReset(args world.Args) (any, error) {
	if args.Has("client") {
		if _, err := x.someClient(args); err != nil {
			return nil, err
		}
	}
	n := 0
	for _, s := range x.sessions.All() {
		if args.Has("client") && s.ClientID != args.Int("client") {
			continue
		}
		if transitions[s.status(x.Now())][moveReset].code == "" {
			x.end(s, "revoked", x.Now())
			n++
		}
	}
	return map[string]int{"sessions": n}, nil
}

func (x *exchange) sessionExpired(args world.Args) (any, error) {
	var expiring *Session
	if args.Has("session") {
		s, ok := x.sessions.Get(args.Int("session"))
		if !ok {
			return nil, fake.Impossible("there is no session %d", args.Int("session"))
		}
		expiring = &s
	} else {
		for _, s := range x.sessions.Backward() {
			if s.status(x.Now()).alive() {
				expiring = &s
				break
			}
		}
	}
	if at := expiring.status(x.Now()); transitions[at][moveExpire].code != "" {
		return nil, fake.Impossible("no live session to expire: it is %s", at)
	}
	x.end(*expiring, "time", x.Now())
	return map[string]int64{"session": expiring.ID}, nil
}

// channelName is what a channel may be called. Source: iqchannels-readme §Channel ("in English, without spaces").
var channelName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (x *exchange) channelCreated(args world.Args) (any, error) {
	name := args.Text("channel")
	if !channelName.MatchString(name) {
		return nil, &world.ArgError{Arg: "channel", Reason: "expected 1 to 64 Latin letters, digits, - and _"}
	}
	if _, taken := x.channelNamed(name); taken {
		return nil, fake.Impossible("there is a channel %s already", name)
	}
	c := Channel{
		Name: name, Title: cmp.Or(args.Text("title"), name), Description: args.Text("description"), CreatedAt: x.Now(),
	}
	for id := range x.channels.All() {
		c.ID = max(c.ID, id)
	}
	c.ID++
	if err := x.channels.ImpossibleIfFull(c.ID, c); err != nil {
		return nil, err
	}
	x.channels.Put(c.ID, c)
	x.wake(everyone) // streams of all channels have one more number
	return map[string]any{"id": c.ID, "channel": c.Name}, nil
}

func (x *exchange) channelClosed(args world.Args) (any, error) {
	c, ok := x.channelNamed(args.Text("channel"))
	switch {
	case !ok:
		return nil, fake.Impossible("there is no channel %s", args.Text("channel"))
	case c.ClosedAt != nil:
		return nil, fake.Impossible("the channel was closed before")
	}
	now := x.Now()
	c.ClosedAt = &now
	x.channels.Put(c.ID, c)
	x.wake(everyone)
	return nil, nil
}
