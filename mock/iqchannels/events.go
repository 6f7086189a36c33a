package iqchannels

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"sparring/mock/world"
)

// events are what happens outside HTTP.
func events() []world.Event {
	channel := world.Arg{
		Name: "channel",
		Type: world.String,
		Doc:  "left out: the channel of the client's last chat or session",
	}
	client := world.Arg{Name: "client", Type: world.Int, Doc: "Client.Id of the chat server; left out: the newest"}
	token := world.Arg{Name: "token", Type: world.String, Required: true, Doc: "the client's token"}
	all := world.Arg{Name: "client", Type: world.Int, Doc: "Client.Id of the chat server; left out: all clients"}
	id := world.Arg{Name: "id", Type: world.String, Required: true, Doc: "the client's id in the CRM"}
	return slices.Concat([]world.Event{
		{
			Name: "client.put",
			Doc:  "The auth service knows a token; card is its whole answer",
			Args: []world.Arg{token, {Name: "card", Type: world.Object, Required: true,
				Doc: "the body of the auth service's response"}},
		},
		{Name: "token.revoked", Doc: "The auth service forgets a token", Args: []world.Arg{token}},
		{Name: "client.disabled", Doc: "Serving the client is no longer allowed", Args: []world.Arg{id}},
		{Name: "client.enabled", Doc: "Serving the client is allowed again", Args: []world.Arg{id}},
		{
			Name: "auth.failing",
			Doc:  "The auth service fails so many times; 0: until the next auth.failing",
			Args: []world.Arg{
				{Name: "mode", Type: world.Enum, Values: failingModes, Required: true, Doc: "how it fails"},
				{Name: "status", Type: world.Int, Doc: "of the modes status, empty and html; left out: 500"},
				{Name: "times", Type: world.Int, Doc: "left out: 1"},
			},
		},
	}, operatorEvents(channel, client), []world.Event{
		{
			Name: "enquiry.closed",
			Doc:  "The client's enquiry ends, and with it the account numbers",
			Args: []world.Arg{client},
		},
		{Name: "sessions.reset", Doc: "All live sessions are revoked, of one client or of all", Args: []world.Arg{all}},
		{
			Name: "session.expired",
			Doc:  "A session ends by time",
			Args: []world.Arg{{Name: "session", Type: world.Int, Doc: "Session.Id; left out: the newest live one"}},
		},
		{Name: "channel.created", Doc: "There is one more channel", Args: []world.Arg{
			{Name: "channel", Type: world.String, Required: true, Doc: "its name: Latin letters, digits, - and _"},
			{Name: "title", Type: world.String, Doc: "left out: the name"}, {Name: "description", Type: world.String,
				Doc: "left out: empty"}}},
		{Name: "channel.closed", Doc: "A channel takes no more calls; its streams end", Args: []world.Arg{
			{Name: "channel", Type: world.String, Required: true, Doc: "its name"}}},
	})
}

// Event raises what happens outside HTTP. Errors: *world.Refusal if it is impossible now, *world.ArgError.
func (f *Fake) Event(name string, args world.Args) (any, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer f.st.told() // what is forgotten for an event has no answer to be told in
	switch name {
	case "client.put":
		return f.clientPut(args)
	case "token.revoked":
		return f.tokenRevoked(args)
	case "client.disabled":
		return f.clientEnabled(args, false)
	case "client.enabled":
		return f.clientEnabled(args, true)
	case "auth.failing":
		return f.authFailing(args)
	case "enquiry.closed":
		return f.enquiryClosed(args)
	case "sessions.reset":
		return f.sessionsReset(args)
	case "session.expired":
		return f.sessionExpired(args)
	case "channel.created":
		return f.channelCreated(args)
	case "channel.closed":
		return f.channelClosed(args)
	}
	if out, known, err := f.operatorEvent(name, args); known {
		return out, err
	}
	return nil, &world.Refusal{Message: "no such event: " + name}
}

func (f *Fake) clientPut(args world.Args) (any, error) {
	token, raw := args.Text("token"), args.Object("card")
	if token == "" {
		return nil, &world.ArgError{Arg: "token", Reason: "expected a token, got an empty text"}
	}
	card, err := plantable(raw)
	if err != nil {
		return nil, world.ArgumentError("card", misplaced("", err))
	}
	t := &Token{Value: token, Answer: card}
	if err := roomFor(f.meters.tokens, t.weight()); err != nil {
		return nil, err
	}
	t = f.st.addToken(*t)
	f.w.Secret("token", token)
	return map[string]any{"token": token, "card": t.Answer}, nil
}

func (f *Fake) tokenRevoked(args world.Args) (any, error) {
	t := f.st.token[args.Text("token")]
	if t == nil {
		return nil, &world.Refusal{Message: "the auth service does not know this token"}
	}
	if t.Revoked != "" {
		return nil, &world.Refusal{Message: "the token was ended before: " + t.Revoked}
	}
	t.Revoked = "revoked"
	return nil, nil
}

func (f *Fake) clientEnabled(args world.Args, enabled bool) (any, error) {
	id, n := args.Text("id"), 0
	for _, t := range f.st.tokens {
		if a, err := parseAnswer(t.Answer); err == nil && a.Client != nil && a.Client.ID == id {
			t.Answer = setEnabled(t.Answer, enabled)
			change(f.meters.tokens, &t.size, t.weight())
			n++
		}
	}
	if n == 0 {
		return nil, &world.Refusal{Message: "no card of the auth service has the client id " + id}
	}
	return map[string]int{"cards": n}, nil
}

func (f *Fake) authFailing(args world.Args) (any, error) {
	x := &Failing{Mode: args.Text("mode"), Status: int(args.Int("status"))}
	if args.Has("status") && (x.Status < 201 || x.Status > 599 || x.Status == 204 || x.Status == 304) {
		return nil, &world.ArgError{
			Arg:    "status",
			Reason: fmt.Sprintf("expected a status of 201 to 599 that may have a body, got %d", x.Status),
		}
	}
	times := 1
	if args.Has("times") {
		times = int(args.Int("times"))
	}
	if times < 0 {
		return nil, &world.ArgError{Arg: "times", Reason: fmt.Sprintf("expected 0 or more, got %d", times)}
	}
	if times > 0 {
		x.Remaining = &times
	}
	f.st.failing = x
	return nil, nil
}

// addressee resolves the client of an event, and the channel that it happens in.
func (f *Fake) addressee(args world.Args) (*Client, *Channel, error) {
	client, err := f.someClient(args)
	if err != nil {
		return nil, nil, err
	}
	name := args.Text("channel")
	if !args.Has("channel") {
		name = f.usualChannel(client)
	}
	channel := f.st.channelNamed(name)
	if channel == nil {
		return nil, nil, &world.Refusal{Message: "there is no channel " + name}
	}
	if channel.ClosedAt != nil {
		return nil, nil, &world.Refusal{Message: "the channel " + name + " was closed"}
	}
	return client, channel, nil
}

func (f *Fake) someClient(args world.Args) (*Client, error) {
	if !args.Has("client") {
		if len(f.st.clients) == 0 {
			return nil, &world.Refusal{Message: "the chat server has no client yet"}
		}
		return f.st.clients[len(f.st.clients)-1], nil
	}
	c := f.st.client[args.Int("client")]
	if c == nil {
		return nil, &world.Refusal{Message: fmt.Sprintf("the chat server has no client %d", args.Int("client"))}
	}
	return c, nil
}

// usualChannel is that of the client's newest chat, else of its newest session, else the first.
func (f *Fake) usualChannel(client *Client) string {
	for i := len(f.st.chats) - 1; i >= 0; i-- {
		if f.st.chats[i].ClientID == client.ID {
			return f.st.channelByID(f.st.chats[i].ChannelID).Name
		}
	}
	for i := len(f.st.sessions) - 1; i >= 0; i-- {
		if x := f.st.sessions[i]; x.ClientID == client.ID && x.Channel != "" {
			return x.Channel
		}
	}
	if len(f.st.channels) > 0 {
		return f.st.channels[0].Name
	}
	return ""
}

func (f *Fake) enquiryClosed(args world.Args) (any, error) {
	client, err := f.someClient(args)
	if err != nil {
		return nil, err
	}
	if client.Enquiry == nil {
		return nil, &world.Refusal{Message: fmt.Sprintf("client %d has no open enquiry", client.ID)}
	}
	id := client.Enquiry.ID
	client.Enquiry = nil
	change(f.meters.clients, &client.size, client.weight())
	now := f.w.Now()
	for _, c := range f.st.chats {
		if c.ClientID != client.ID {
			continue
		}
		f.happen(Event{Type: "chat_closed", ChatID: c.ID, Actor: authorUser, UserID: f.st.users[0].ID}, now)
		c.ChangedAt = now
	}
	f.hub.wake(client.ID)
	return map[string]int64{"enquiry": id}, nil
}

func (f *Fake) sessionsReset(args world.Args) (any, error) {
	if args.Has("client") {
		if _, err := f.someClient(args); err != nil {
			return nil, err
		}
	}
	now, n := f.w.Now(), 0
	for _, x := range f.st.sessions {
		if args.Has("client") && x.ClientID != args.Int("client") {
			continue
		}
		if transitions[x.status(now)][moveReset].code == "" {
			f.end(x, "revoked", now)
			n++
		}
	}
	return map[string]int{"sessions": n}, nil
}

func (f *Fake) sessionExpired(args world.Args) (any, error) {
	now := f.w.Now()
	var x *Session
	if args.Has("session") {
		if x = f.st.session[args.Int("session")]; x == nil {
			return nil, &world.Refusal{Message: fmt.Sprintf("there is no session %d", args.Int("session"))}
		}
	} else {
		for i := len(f.st.sessions) - 1; i >= 0 && x == nil; i-- {
			if s := f.st.sessions[i]; s.status(now).alive() {
				x = s
			}
		}
	}
	if at := x.status(now); transitions[at][moveExpire].code != "" {
		return nil, &world.Refusal{Message: fmt.Sprintf("no live session to expire: it is %s", at)}
	}
	f.end(x, "time", now)
	return map[string]int64{"session": x.ID}, nil
}

// channelName is what a channel may be called. Source: iqchannels-readme §Channel ("in English, without spaces").
var channelName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (f *Fake) channelCreated(args world.Args) (any, error) {
	name := args.Text("channel")
	if !channelName.MatchString(name) {
		return nil, &world.ArgError{Arg: "channel", Reason: "expected 1 to 64 Latin letters, digits, - and _"}
	}
	if f.st.channelNamed(name) != nil {
		return nil, &world.Refusal{Message: "there is a channel " + name + " already"}
	}
	c := Channel{
		Name: name, Title: cmp.Or(args.Text("title"), name), Description: args.Text("description"),
		CreatedAt: f.w.Now(),
	}
	for _, other := range f.st.channels {
		c.ID = max(c.ID, other.ID)
	}
	c.ID++
	if err := roomFor(f.meters.channels, 1); err != nil {
		return nil, err
	}
	f.st.addChannel(c)
	f.hub.wakeAll() // streams of all channels have one more number
	return map[string]any{"id": c.ID, "channel": c.Name}, nil
}

func (f *Fake) channelClosed(args world.Args) (any, error) {
	c := f.st.channelNamed(args.Text("channel"))
	if c == nil {
		return nil, &world.Refusal{Message: "there is no channel " + args.Text("channel")}
	}
	if c.ClosedAt != nil {
		return nil, &world.Refusal{Message: "the channel was closed before"}
	}
	now := f.w.Now()
	c.ClosedAt = &now
	f.hub.wakeAll()
	return nil, nil
}
