package iqchannels

import (
	"encoding/base64"
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// What operators and bots send.

func (x *exchange) operatorMessage(args world.Args) (any, error) {
	return x.say(args, Message{Payload: "text", Text: args.Text("text")})
}

// say lets the operator send a message to the client of an event; it returns the ids.
func (x *exchange) say(args world.Args, m Message) (map[string]any, error) {
	client, channel, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	chat, err := x.chatFor(&channel, client.ID, chatRegular)
	if err != nil {
		return nil, fake.Impossible("%s", bound(keptChats).Full().Text)
	}
	m.Author, m.UserID = authorUser, x.operator()
	posted := x.post(chat, client, m)
	return map[string]any{
		"message": posted.ID, "event": posted.EventID, "chat": chat.ID, "client": client.ID, "channel": channel.Name,
	}, nil
}

func (x *exchange) operatorTyping(args world.Args) (any, error) {
	client, channel, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	g, user := x.graph(&client), x.operator()
	g.users[user] = true
	e := eventJSON{
		Type: "typing", Public: true, Transitive: true, Actor: authorUser, UserID: &user, CreatedAt: millis(x.Now()),
	}
	if id, _, ok := x.chatOf.First(chatKey{channel.ID, client.ID, chatRegular}); ok {
		e.ChatID = &id
		g.chats[id] = true
	}
	typing := frame(encode(resultJSON{OK: true, Result: []eventJSON{e}, Rels: g.rels()}))
	x.Perform(whispered{x.hub, client.ID, channel.ID, typing})
	return map[string]int{"streams": x.hub.reached(client.ID, channel.ID)}, nil
}

func (x *exchange) operatorFile(args world.Args) (any, error) {
	name, content := args.Text("name"), []byte(args.Text("text"))
	if args.Has("data") {
		var err error
		if content, err = base64.StdEncoding.DecodeString(args.Text("data")); err != nil || args.Has("text") {
			return nil, &world.ArgError{Arg: "data", Reason: "expected base64, and not text beside it"}
		}
	}
	client, _, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	f := File{
		Type: "file", ClientID: client.ID, UserID: x.operator(), Name: name, ContentType: contentType(name),
		Data: content, CreatedAt: x.Now(),
	}
	if args.Has("kind") {
		f.Type = args.Text("kind")
	}
	if args.Text("content_type") != "" {
		f.ContentType = args.Text("content_type")
	}
	if most := bound(keptFiles); f.weight() > most.Limit {
		return nil, fake.Impossible("%s", most.Full().Text)
	}
	f.ID = x.fileID(name)
	x.putFile(f)
	out, err := x.say(args, Message{Payload: "file", FileID: f.ID})
	if err != nil {
		return nil, err
	}
	out["file"] = f.ID
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

func (x *exchange) operatorChoice(args world.Args) (any, error) {
	titles := args.Texts("choices")
	if len(titles) == 0 || slices.Contains(titles, "") {
		return nil, &world.ArgError{Arg: "choices", Reason: "expected at least one answer, and none that is empty"}
	}
	m := Message{
		Payload: "single-choice", Text: args.Text("text"), DropDown: args.Bool("drop_down"),
		NoFreeText: args.Bool("only_choices"),
	}
	for _, title := range titles {
		id := next(x.last.choice)
		m.Choices = append(m.Choices, Choice{ID: id, Title: title, Value: fmt.Sprintf("choice-%d", id)})
	}
	out, err := x.say(args, m)
	if err != nil {
		return nil, err
	}
	out["choices"] = m.Choices
	return out, nil
}

func (x *exchange) operatorProduct(args world.Args) (any, error) {
	p := Product{Type: "product", Name: args.Text("name"), Period: args.Text("period"), Price: args.Int("price")}
	if args.Has("type") {
		p.Type = args.Text("type")
	}
	if p.Price < 0 || p.Price > 0 && p.Period == "" {
		return nil, &world.ArgError{Arg: "price", Reason: "expected 0 or more, and a period with it"}
	}
	p.ID = next(x.last.product)
	out, err := x.say(args, Message{Payload: "product", Text: p.Name, Product: &p})
	if err != nil {
		return nil, err
	}
	out["product"] = p.ID
	return out, nil
}

// ratingRequested asks a client to rate the operator: by stars, or by the poll.
// Source: iqchannels-widget, rating; iqchannels-kotlin, iqchannels-swift, Rating. Assumed: the message is the
// operator's.
func (x *exchange) ratingRequested(args world.Args) (any, error) {
	client, _, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	if client.Enquiry == nil {
		x.enquire(&client, nil)
	}
	r := Rating{
		ID: next(x.last.rating), ClientID: client.ID, UserID: x.operator(), EnquiryID: client.Enquiry.ID,
		State: ratingPending, Poll: args.Bool("poll"), CreatedAt: x.Now(), UpdatedAt: x.Now(),
	}
	if r.Poll {
		r.State = ratingPoll
	}
	if err := x.ratings.ImpossibleIfFull(r.ID, r); err != nil {
		return nil, err
	}
	x.ratings.Put(r.ID, r)
	out, err := x.say(args, Message{Payload: "rating", RatingID: r.ID})
	if err != nil {
		return nil, err
	}
	out["rating"] = r.ID
	return out, nil
}

func (x *exchange) infoRequested(args world.Args) (any, error) {
	client, _, err := x.addressee(args)
	if err != nil {
		return nil, err
	}
	f := Form{ID: next(x.last.form), ClientID: client.ID, State: formPending, CreatedAt: x.Now()}
	if err := x.forms.ImpossibleIfFull(f.ID, f); err != nil {
		return nil, err
	}
	x.forms.Put(f.ID, f)
	out, err := x.say(args, Message{Payload: "info_request", FormID: f.ID})
	if err != nil {
		return nil, err
	}
	out["request"] = f.ID
	return out, nil
}
