package iqchannels

import (
	"encoding/json"
	"fmt"

	"sparring/mock/fake"
)

// What operators and bots offer beside words, and what a client answers to it. Source: iqchannels-widget and the mobile
// SDKs; iqchannels-readme has none of it.

// Answers to a product.
const (
	productAccepted = "accepted"
	productDeclined = "declined"
)

func (p *Product) wire() *productJSON {
	out := &productJSON{
		ID: p.ID, Type: p.Type, Name: p.Name, PeriodicPayment: "paid", PeriodicPaymentType: p.Period,
		PeriodicPaymentPrice: p.Price,
	}
	if p.Period == "" {
		out.PeriodicPayment = "free"
	}
	return out
}

func (f *Form) wire() formRequestJSON {
	return formRequestJSON{
		ID: f.ID, ClientID: f.ClientID, State: f.State, ClientConsent: f.Consent, ProcessingDataLink: consentLink,
		Form: personalForm, CreatedAt: millis(f.CreatedAt),
	}
}

// ownMessage returns a message of the session's client.
func (x *exchange) ownMessage(id int64) (Message, Client, error) {
	_, client, err := x.authorized()
	if err != nil {
		return Message{}, client, err
	}
	m, ok := x.messages.Get(id)
	switch {
	case !ok || m.DeletedAt != nil:
		err = x.failed(errNotFound, "message_unknown", fmt.Sprintf("there is no message %d", id))
		x.messages.NotFound()
	case x.clientOf(&m) != client.ID:
		err = x.failed(errForbidden, "message_of_another", fmt.Sprintf("message %d is of another client", id))
	}
	return m, client, err
}

// listenMessage notes that a voice message was listened to; what was listened to has arrived.
// Source: iqchannels-widget, channelMessagesListen (the body is the id) and handleIncomingListened.
func (x *exchange) listenMessage() (fake.Response, error) {
	var id int64
	if err := x.decode(&id, true); err != nil {
		return refused(err)
	}
	m, client, err := x.ownMessage(id)
	if err != nil {
		return refused(err)
	}
	if m.Author != authorClient && m.ListenedAt == nil {
		now := x.Now()
		if m.ReceivedAt == nil {
			m.ReceivedAt = &now
		}
		m.ListenedAt = &now
		x.messages.Put(m.ID, m)
		x.happen(Event{
			Type: "message_listened", ChatID: m.ChatID, MessageID: m.ID, Actor: authorClient, ClientID: client.ID,
		})
		x.wake(client.ID)
	}
	return result(nil, relsJSON{})
}

// acceptProduct takes what a message offers. Source: iqchannels-widget, acceptProductMessage.
func (x *exchange) acceptProduct() (fake.Response, error) { return x.answerProduct(productAccepted) }

// declineProduct declines it. Source: iqchannels-widget, declineProductMessage.
func (x *exchange) declineProduct() (fake.Response, error) { return x.answerProduct(productDeclined) }

// answerProduct keeps the first answer. Assumed: a later one changes nothing and is no error, as the widget repeats a
// refused call without end.
func (x *exchange) answerProduct(answer string) (fake.Response, error) {
	var in struct {
		MessageID int64 `json:"MessageId"`
		ProductID int64 `json:"ProductId"`
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	m, _, err := x.ownMessage(in.MessageID)
	if err != nil {
		return refused(err)
	}
	if m.Product == nil || m.Product.ID != in.ProductID {
		return refused(x.failed(errNotFound, "product_unknown",
			fmt.Sprintf("message %d does not offer product %d", in.MessageID, in.ProductID)))
	}
	if m.Product.Answer != "" {
		x.Because("product_answered", fmt.Sprintf("product %d was %s before", in.ProductID, m.Product.Answer))
		return result(nil, relsJSON{})
	}
	offered := *m.Product
	offered.Answer = answer
	m.Product = &offered
	x.messages.Put(m.ID, m)
	return result(nil, relsJSON{})
}

// sendSystemChat lets a bot greet a client who has not written yet; what it says goes when the system chat is closed.
// Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, openSystemChat. Assumed: one greeting at a time,
// with the settings' text.
func (x *exchange) sendSystemChat() (fake.Response, error) {
	client, channel, err := x.member()
	if err != nil {
		return refused(err)
	}
	chat, err := x.chatFor(&channel, client.ID, chatRegular)
	if err != nil {
		return refused(err)
	}
	if len(x.systemChat(chat.ID)) > 0 {
		x.Because("system_chat_open", "the bot has greeted this client already")
		return result(nil, relsJSON{})
	}
	x.post(chat, client, Message{
		Author: authorUser, UserID: x.operator(), Payload: "text", Text: greetingText, SystemChat: true,
	})
	return result(nil, relsJSON{})
}

// systemChat lists the messages of a chat's open system chat.
func (x *exchange) systemChat(chat int64) (ids []int64) {
	for id, m := range x.said.All(chat) {
		if m.SystemChat && m.DeletedAt == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// respondInfoRequest takes the personal data that a form asked for. Source: iqchannels-widget, sendInfo.
func (x *exchange) respondInfoRequest() (fake.Response, error) {
	var in struct {
		RequestID     int64 `json:"RequestId"`
		ClientID      int64 `json:"ClientId"`
		ClientConsent bool
		Form          json.RawMessage
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	return x.answerForm(in.RequestID, func(f *Form) {
		f.State, f.Consent, f.Answer = formFinished, in.ClientConsent, in.Form
	})
}

// ignoreInfoRequest notes that a client gives no data. Source: iqchannels-widget, ignoreInfo.
func (x *exchange) ignoreInfoRequest() (fake.Response, error) {
	var in struct {
		RequestID int64 `json:"RequestId"`
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	return x.answerForm(in.RequestID, func(f *Form) { f.State = formIgnored })
}

func (x *exchange) answerForm(id int64, answer func(*Form)) (fake.Response, error) {
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	f, ok := x.forms.Get(id)
	if !ok || f.ClientID != client.ID {
		return refused(x.failed(errNotFound, "info_request_unknown",
			fmt.Sprintf("this client was not asked for data by request %d", id)))
	}
	if f.State == formPending {
		answer(&f)
		if err := refusedIfFull(x, x.forms, f.ID, f); err != nil {
			return refused(err)
		}
		x.forms.Put(f.ID, f)
	}
	return result(f.wire(), relsJSON{})
}
