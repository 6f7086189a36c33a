package iqchannels

import (
	"encoding/base64"
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"
	"time"

	"sparring/mock/world"
)

// operatorEvents are what operators do: the half of a chat that no client's request shows.
func operatorEvents(channel, client world.Arg) []world.Event {
	text := world.Arg{Name: "text", Type: world.String, Required: true, Doc: "of the message"}
	theirs := world.Arg{Name: "message", Type: world.Int, Doc: "Id of an operator's message; left out: the newest"}
	ours := world.Arg{Name: "message", Type: world.Int, Doc: "Id of a client's message; left out: all of the client"}
	return []world.Event{
		{Name: "operator.message", Doc: "An operator writes", Args: []world.Arg{channel, client, text}},
		{Name: "operator.typing", Doc: "An operator is typing", Args: []world.Arg{channel, client}},
		{Name: "operator.file", Doc: "An operator sends a file", Args: []world.Arg{channel, client,
			{Name: "name", Type: world.String, Required: true, Doc: "of the file"},
			{Name: "text", Type: world.String, Doc: "the content; left out: empty, or data"},
			{Name: "data", Type: world.String, Doc: "the content in base64, instead of text"},
			{Name: "kind", Type: world.Enum, Values: []string{"file", "image", "audio"}, Doc: "left out: file"},
			{Name: "content_type", Type: world.String, Doc: "left out: by the name"},
		}},
		{
			Name: "operator.choice",
			Doc:  "A bot offers answers; the client's message has the chosen value as BotpressPayload",
			Args: []world.Arg{
				channel, client, text, {Name: "choices", Type: world.List, Required: true, Doc: "the answers"},
				{Name: "drop_down", Type: world.Bool, Doc: "shown as a list; left out: as buttons"},
				{Name: "only_choices", Type: world.Bool, Doc: "free text is not wanted (DisableFreeText)"},
			},
		},
		{Name: "operator.product", Doc: "A bot offers a product", Args: []world.Arg{channel, client,
			{Name: "name", Type: world.String, Required: true, Doc: "of the product"},
			{Name: "type", Type: world.Enum, Values: []string{"product", "service"}, Doc: "left out: product"},
			{Name: "price", Type: world.Int, Doc: "in roubles per period"},
			{
				Name:   "period",
				Type:   world.Enum,
				Values: []string{"day", "week", "month", "year"},
				Doc:    "left out: it is free",
			},
		}},
		{
			Name: "operator.edited",
			Doc:  "An operator changes the text of a message",
			Args: []world.Arg{client, theirs, text},
		},
		{Name: "operator.deleted", Doc: "An operator deletes a message", Args: []world.Arg{client, theirs}},
		{
			Name: "operator.received",
			Doc:  "The client's messages have arrived at the operator",
			Args: []world.Arg{client, ours},
		},
		{Name: "operator.read", Doc: "An operator has read the client's messages", Args: []world.Arg{client, ours}},
		{Name: "rating.requested", Doc: "The client is asked to rate the operator", Args: []world.Arg{channel, client,
			{Name: "poll", Type: world.Bool, Doc: "by a poll and not by stars"}}},
		{Name: "info.requested", Doc: "The client is asked for personal data", Args: []world.Arg{channel, client}},
		{
			Name: "system_chat.closed",
			Doc:  "The bot's greeting goes, with its messages",
			Args: []world.Arg{channel, client},
		},
		{Name: "chat.transferred", Doc: "The chat goes on in another channel", Args: []world.Arg{
			{Name: "channel", Type: world.String, Required: true, Doc: "the channel that it goes on in"}, client}},
	}
}

// operatorEvent raises one of them; known is false if the name is another. f.mu is held.
func (f *Fake) operatorEvent(name string, args world.Args) (out any, known bool, err error) {
	raise, known := map[string]func(world.Args) (any, error){
		"operator.message": f.operatorMessage, "operator.typing": f.operatorTyping, "operator.file": f.operatorFile,
		"operator.choice": f.operatorChoice, "operator.product": f.operatorProduct, "operator.edited": f.operatorEdited,
		"operator.deleted": f.operatorDeleted, "rating.requested": f.ratingRequested, "info.requested": f.infoRequested,
		"operator.received":  func(a world.Args) (any, error) { return f.operatorMarks(a, false) },
		"operator.read":      func(a world.Args) (any, error) { return f.operatorMarks(a, true) },
		"system_chat.closed": f.systemChatClosed, "chat.transferred": f.chatTransferred,
	}[name]
	if !known {
		return nil, false, nil
	}
	out, err = raise(args)
	return out, true, err
}

func (f *Fake) operatorMessage(args world.Args) (any, error) {
	text := args.Text("text")
	if text == "" {
		return nil, &world.ArgError{Arg: "text", Reason: "expected a text, got an empty one"}
	}
	return f.say(args, Message{Payload: "text", Text: text})
}

// say lets the operator send a message to the client of an event; it answers the ids.
func (f *Fake) say(args world.Args, m Message) (map[string]any, error) {
	client, channel, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	now := f.w.Now()
	chat, err := f.chatFor(channel, client, chatRegular, now)
	if err != nil {
		return nil, &world.Refusal{Message: f.meters.chats.Full().Text}
	}
	m.Author, m.UserID = authorUser, f.st.users[0].ID
	posted := f.post(chat, client, m, now)
	return map[string]any{
		"message": posted.ID,
		"event":   posted.EventID,
		"chat":    chat.ID,
		"client":  client.ID,
		"channel": channel.Name,
	}, nil
}

func (f *Fake) operatorTyping(args world.Args) (any, error) {
	client, channel, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	g := f.graph(client)
	user := f.st.users[0].ID
	g.users[user] = true
	e := eventJSON{
		Type:       "typing",
		Public:     true,
		Transitive: true,
		Actor:      authorUser,
		UserID:     &user,
		CreatedAt:  millis(f.w.Now()),
	}
	if c := f.st.chatOf[chatKey{channel.ID, client.ID, chatRegular}]; c != nil {
		e.ChatID = &c.ID
		g.chats[c.ID] = true
	}
	n := f.hub.whisper(
		client.ID,
		channel.ID,
		frame(encode(resultJSON{OK: true, Result: []eventJSON{e}, Rels: g.rels()})),
	)
	return map[string]int{"streams": n}, nil
}

func (f *Fake) operatorFile(args world.Args) (any, error) {
	name, content := args.Text("name"), []byte(args.Text("text"))
	if name == "" {
		return nil, &world.ArgError{Arg: "name", Reason: "expected a file's name, got an empty text"}
	}
	if args.Has("data") {
		var err error
		if content, err = base64.StdEncoding.DecodeString(args.Text("data")); err != nil || args.Has("text") {
			return nil, &world.ArgError{Arg: "data", Reason: "expected base64, and not text beside it"}
		}
	}
	client, _, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	x := File{
		Type:        args.Text("kind"),
		ClientID:    client.ID,
		UserID:      f.st.users[0].ID,
		Name:        name,
		ContentType: args.Text("content_type"),
		Data:        content,
		CreatedAt:   f.w.Now(),
	}
	if x.Type == "" {
		x.Type = "file"
	}
	if x.ContentType == "" {
		x.ContentType = contentType(name)
	}
	if x.weight() > f.meters.files.Limit {
		return nil, &world.Refusal{Message: f.meters.files.Full().Text}
	}
	x.ID = f.fileID(name)
	file := f.st.addFile(x)
	out, err := f.say(args, Message{Payload: "file", FileID: file.ID})
	if err != nil {
		return nil, err
	}
	out["file"] = file.ID
	return out, nil
}

// contentType goes by the name; tables of the machine are not asked, so that all machines say the same.
func contentType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".png", ".gif", ".webp":
		return "image/" + ext[1:]
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".mp3":
		return "audio/mpeg"
	case ".ogg":
		return "audio/ogg"
	case ".pdf":
		return "application/pdf"
	case ".txt":
		return mime.FormatMediaType("text/plain", map[string]string{"charset": "utf-8"})
	}
	return "application/octet-stream"
}

func (f *Fake) operatorChoice(args world.Args) (any, error) {
	titles := args.Texts("choices")
	if len(titles) == 0 || slices.Contains(titles, "") {
		return nil, &world.ArgError{Arg: "choices", Reason: "expected at least one answer, and none that is empty"}
	}
	m := Message{
		Payload:    "single-choice",
		Text:       args.Text("text"),
		DropDown:   args.Bool("drop_down"),
		NoFreeText: args.Bool("only_choices"),
	}
	if _, _, err := f.addressee(args); err != nil { // before ids are given
		return nil, err
	}
	for _, title := range titles {
		f.st.next.Choice++
		m.Choices = append(
			m.Choices,
			Choice{ID: f.st.next.Choice, Title: title, Value: fmt.Sprintf("choice-%d", f.st.next.Choice)},
		)
	}
	out, err := f.say(args, m)
	if err != nil {
		return nil, err
	}
	out["choices"] = m.Choices
	return out, nil
}

func (f *Fake) operatorProduct(args world.Args) (any, error) {
	p := Product{
		Type:   args.Text("type"),
		Name:   args.Text("name"),
		Period: args.Text("period"),
		Price:  args.Int("price"),
	}
	if p.Name == "" {
		return nil, &world.ArgError{Arg: "name", Reason: "expected a product's name, got an empty text"}
	}
	if p.Type == "" {
		p.Type = "product"
	}
	if p.Price < 0 || p.Price > 0 && p.Period == "" {
		return nil, &world.ArgError{Arg: "price", Reason: "expected 0 or more, and a period with it"}
	}
	if _, _, err := f.addressee(args); err != nil {
		return nil, err
	}
	f.st.next.Product++
	p.ID = f.st.next.Product
	out, err := f.say(args, Message{Payload: "product", Text: p.Name, Product: &p})
	if err != nil {
		return nil, err
	}
	out["product"] = p.ID
	return out, nil
}

// operatorsMessage finds the message of an event on what an operator wrote: the newest of the client unless it is
// named.
func (f *Fake) operatorsMessage(args world.Args) (*Message, *Client, error) {
	client, err := f.someClient(args)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range slices.Backward(f.st.messages) {
		if m.Author == authorUser && m.DeletedAt == nil && f.st.chat[m.ChatID].ClientID == client.ID &&
			(!args.Has("message") || m.ID == args.Int("message")) {
			return m, client, nil
		}
	}
	if args.Has("message") {
		return nil, nil, &world.Refusal{
			Message: fmt.Sprintf("client %d has no message %d of an operator", client.ID, args.Int("message")),
		}
	}
	return nil, nil, &world.Refusal{Message: fmt.Sprintf("no operator has written to client %d", client.ID)}
}

// operatorEdited changes a text. Source: iqchannels-widget, message_edited: the event has the messages.
func (f *Fake) operatorEdited(args world.Args) (any, error) {
	m, client, err := f.operatorsMessage(args)
	if err != nil {
		return nil, err
	}
	m.Text = args.Text("text")
	change(f.meters.messages, &m.size, m.weight())
	f.st.forgetMessages()
	f.tell(client, Event{Type: "message_edited", ChatID: m.ChatID, Messages: []int64{m.ID}})
	return map[string]int64{"message": m.ID}, nil
}

// operatorDeleted deletes a message. Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, delete-messages.
func (f *Fake) operatorDeleted(args world.Args) (any, error) {
	m, client, err := f.operatorsMessage(args)
	if err != nil {
		return nil, err
	}
	now := f.w.Now()
	m.DeletedAt = &now
	f.tell(client, Event{Type: "delete-messages", ChatID: m.ChatID, Messages: []int64{m.ID}})
	return map[string]int64{"message": m.ID}, nil
}

// tell stores what an operator did and wakes the client's streams.
func (f *Fake) tell(client *Client, e Event) {
	e.Actor, e.UserID = authorUser, f.st.users[0].ID
	f.happen(e, f.w.Now())
	f.hub.wake(client.ID)
}

// operatorMarks notes that an operator has, or has read, what the client wrote.
func (f *Fake) operatorMarks(args world.Args, read bool) (any, error) {
	client, err := f.someClient(args)
	if err != nil {
		return nil, err
	}
	n, found := 0, false
	for _, m := range f.st.messages {
		if m.Author != authorClient || m.ClientID != client.ID || args.Has("message") && m.ID != args.Int("message") {
			continue
		}
		found = true
		before := f.st.next.Event
		f.markBy(m, Event{Actor: authorUser, UserID: f.st.users[0].ID}, read, f.w.Now())
		n += int(f.st.next.Event - before)
	}
	if !found {
		return nil, &world.Refusal{Message: fmt.Sprintf("client %d has not written such a message", client.ID)}
	}
	f.hub.wake(client.ID)
	return map[string]int{"messages": n}, nil
}

// ratingRequested asks a client to rate the operator: by stars, or by the poll.
// Source: iqchannels-widget, rating; iqchannels-kotlin, iqchannels-swift, Rating. Assumed: the message is the
// operator's.
func (f *Fake) ratingRequested(args world.Args) (any, error) {
	client, _, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	now := f.w.Now()
	if client.Enquiry == nil {
		f.openEnquiry(client, now)
	}
	f.st.next.Rating++
	x := Rating{
		ID: f.st.next.Rating, ClientID: client.ID, UserID: f.st.users[0].ID, EnquiryID: client.Enquiry.ID,
		State: ratingPending,
		Poll:  args.Bool("poll"), CreatedAt: now, UpdatedAt: now,
	}
	if x.Poll {
		x.State = ratingPoll
	}
	if err := roomFor(f.meters.ratings, x.weight()); err != nil {
		return nil, err
	}
	f.st.addRating(x)
	out, err := f.say(args, Message{Payload: "rating", RatingID: x.ID})
	if err != nil {
		return nil, err
	}
	out["rating"] = x.ID
	return out, nil
}

func (f *Fake) infoRequested(args world.Args) (any, error) {
	client, _, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	asked := Form{ID: f.st.next.Form + 1, ClientID: client.ID, State: formPending, CreatedAt: f.w.Now()}
	if err := roomFor(f.meters.forms, asked.weight()); err != nil {
		return nil, err
	}
	f.st.next.Form++
	x := f.st.addForm(asked)
	out, err := f.say(args, Message{Payload: "info_request", FormID: x.ID})
	if err != nil {
		return nil, err
	}
	out["request"] = x.ID
	return out, nil
}

// systemChatClosed takes the bot's messages away. Source: iqchannels-widget, iqchannels-swift, close-system-chat.
func (f *Fake) systemChatClosed(args world.Args) (any, error) {
	client, channel, err := f.addressee(args)
	if err != nil {
		return nil, err
	}
	chat := f.st.chatOf[chatKey{channel.ID, client.ID, chatRegular}]
	if chat == nil || len(f.systemChat(chat)) == 0 {
		return nil, &world.Refusal{
			Message: fmt.Sprintf("client %d has no open system chat in %s", client.ID, channel.Name),
		}
	}
	gone, now := f.systemChat(chat), f.w.Now()
	for _, id := range gone {
		f.st.message[id].DeletedAt = at(now)
	}
	f.tell(client, Event{Type: "close-system-chat", ChatID: chat.ID, Messages: gone})
	return map[string]any{"messages": gone}, nil
}

func at(t time.Time) *time.Time { return &t }

// chatTransferred tells the client's chat where it goes on. Source: iqchannels-kotlin, chat-channel-change.
func (f *Fake) chatTransferred(args world.Args) (any, error) {
	client, err := f.someClient(args)
	if err != nil {
		return nil, err
	}
	to := f.st.channelNamed(args.Text("channel"))
	if to == nil || to.ClosedAt != nil {
		return nil, &world.Refusal{Message: "there is no open channel " + args.Text("channel")}
	}
	from, chat := f.st.channelNamed(f.usualChannel(client)), (*Chat)(nil)
	if from != nil {
		chat = f.st.chatOf[chatKey{from.ID, client.ID, chatRegular}]
	}
	if chat == nil || from == to {
		return nil, &world.Refusal{
			Message: fmt.Sprintf("client %d has no chat that could go on in %s", client.ID, to.Name),
		}
	}
	f.tell(client, Event{Type: "chat-channel-change", ChatID: chat.ID, Channel: to.Name})
	return map[string]any{"from": from.Name, "to": to.Name}, nil
}
