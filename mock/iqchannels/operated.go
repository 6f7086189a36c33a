package iqchannels

import (
	"sparring/mock/fake"
	"sparring/mock/world"
)

// What operators do with messages and chats that are there.

// operatorsMessage returns the message of an event on what an operator wrote: the newest of the client unless it is
// named.
func (x *exchange) operatorsMessage(args world.Args) (Message, Client, error) {
	client, err := x.someClient(args)
	if err != nil {
		return Message{}, client, err
	}
	for id, m := range x.messages.Backward() {
		if m.Author == authorUser && m.DeletedAt == nil && (!args.Has("message") || id == args.Int("message")) &&
			x.clientOf(&m) == client.ID {
			return m, client, nil
		}
	}
	if args.Has("message") {
		err = fake.Impossible("client %d has no message %d of an operator", client.ID, args.Int("message"))
	} else {
		err = fake.Impossible("no operator has written to client %d", client.ID)
	}
	return Message{}, client, err
}

// operatorEdited changes a text. Source: iqchannels-widget, message_edited: the event has the messages.
func (x *exchange) operatorEdited(args world.Args) (any, error) {
	m, client, err := x.operatorsMessage(args)
	if err != nil {
		return nil, err
	}
	m.Text = args.Text("text")
	x.messages.Put(m.ID, m)
	x.tell(client.ID, Event{Type: "message_edited", ChatID: m.ChatID, Messages: []int64{m.ID}})
	return map[string]int64{"message": m.ID}, nil
}

// operatorDeleted deletes a message. Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, delete-messages.
func (x *exchange) operatorDeleted(args world.Args) (any, error) {
	m, client, err := x.operatorsMessage(args)
	if err != nil {
		return nil, err
	}
	x.hide(m)
	x.tell(client.ID, Event{Type: "delete-messages", ChatID: m.ChatID, Messages: []int64{m.ID}})
	return map[string]int64{"message": m.ID}, nil
}

// hide takes a message out of the chat.
func (x *exchange) hide(m Message) {
	now := x.Now()
	m.DeletedAt = &now
	x.messages.Put(m.ID, m)
}

// tell stores what an operator did and wakes the client's streams.
func (x *exchange) tell(client int64, e Event) {
	e.Actor, e.UserID = authorUser, x.operator()
	x.happen(e)
	x.wake(client)
}

// operatorMarks notes that an operator has, or has read, what the client wrote.
func operatorMarks(read bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		client, err := x.someClient(args)
		if err != nil {
			return nil, err
		}
		n, found := 0, false
		for id, m := range x.messages.All() {
			if m.Author != authorClient || m.ClientID != client.ID || args.Has("message") && id != args.Int("message") {
				continue
			}
			found = true
			if x.markBy(m, Event{Actor: authorUser, UserID: x.operator()}, read) {
				n++
			}
		}
		if !found {
			return nil, fake.Impossible("client %d has not written such a message", client.ID)
		}
		x.wake(client.ID)
		return map[string]int{"messages": n}, nil
	}
}

// systemChatClosed takes the bot's messages away. Source: iqchannels-widget, iqchannels-swift, close-system-chat.
func (x *exchange) systemChatClosed(args world.Args) (any, error) {
	client, channel, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	chat, _, _ := x.chatOf.First(chatKey{channel.ID, client.ID, chatRegular})
	gone := x.systemChat(chat)
	if len(gone) == 0 {
		return nil, fake.Impossible("client %d has no open system chat in %s", client.ID, channel.Name)
	}
	for _, id := range gone {
		m, _ := x.messages.Get(id)
		x.hide(m)
	}
	x.tell(client.ID, Event{Type: "close-system-chat", ChatID: chat, Messages: gone})
	return map[string]any{"messages": gone}, nil
}

// chatTransferred tells the client's chat where it goes on. Source: iqchannels-kotlin, chat-channel-change.
func (x *exchange) chatTransferred(args world.Args) (any, error) {
	client, err := x.someClient(args)
	if err != nil {
		return nil, err
	}
	to, ok := x.channelNamed(args.Text("channel"))
	if !ok || to.ClosedAt != nil {
		return nil, fake.Impossible("there is no open channel %s", args.Text("channel"))
	}
	from, _ := x.channelNamed(x.usualChannel(client.ID))
	chat, _, ok := x.chatOf.First(chatKey{from.ID, client.ID, chatRegular})
	if !ok || from.ID == to.ID {
		return nil, fake.Impossible("client %d has no chat that could go on in %s", client.ID, to.Name)
	}
	x.tell(client.ID, Event{Type: "chat-channel-change", ChatID: chat, Channel: to.Name})
	return map[string]any{"from": from.Name, "to": to.Name}, nil
}
