package iqchannels

import (
	"encoding/json"
	"fmt"

	"sparring/mock/journal"
	"sparring/mock/world"
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
		ID:                   p.ID,
		Type:                 p.Type,
		Name:                 p.Name,
		PeriodicPayment:      "paid",
		PeriodicPaymentType:  p.Period,
		PeriodicPaymentPrice: p.Price,
	}
	if p.Period == "" {
		out.PeriodicPayment = "free"
	}
	return out
}

func (x *Form) wire() formRequestJSON {
	return formRequestJSON{
		ID: x.ID, ClientID: x.ClientID, State: x.State, ClientConsent: x.Consent, ProcessingDataLink: consentLink,
		Form: personalForm, CreatedAt: millis(x.CreatedAt),
	}
}

// ownMessage returns a message of the session's client. f.mu is held.
func (f *Fake) ownMessage(r *world.Request, id int64) (*Message, *Client, error) {
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return nil, nil, err
	}
	m := f.st.message[id]
	if m == nil || m.DeletedAt != nil {
		return nil, nil, missing(
			refuse(errNotFound, "message_unknown", fmt.Sprintf("there is no message %d", id)),
			f.meters.messages,
		)
	}
	if f.st.chat[m.ChatID].ClientID != client.ID {
		return nil, nil, refuse(errForbidden, "message_of_another", fmt.Sprintf("message %d is of another client", id))
	}
	return m, client, nil
}

// listenMessage notes that a voice message was listened to; what was listened to has arrived.
// Source: iqchannels-widget, channelMessagesListen (the body is the id) and handleIncomingListened.
func listenMessage(f *Fake, r *world.Request) (world.Answer, error) {
	var id int64
	if err := decode(r, &id, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	m, client, err := f.ownMessage(r, id)
	if err != nil {
		return world.Answer{}, err
	}
	now := f.w.Now()
	if m.Author != authorClient && m.ListenedAt == nil {
		if m.ReceivedAt == nil {
			m.ReceivedAt = &now
		}
		m.ListenedAt = &now
		f.happen(
			Event{
				Type:      "message_listened",
				ChatID:    m.ChatID,
				MessageID: m.ID,
				Actor:     authorClient,
				ClientID:  client.ID,
			},
			now,
		)
		f.hub.wake(client.ID)
	}
	a := result(nil, relsJSON{})
	a.Why = f.st.told()
	return a, nil
}

// acceptProduct takes what a message offers. Source: iqchannels-widget, acceptProductMessage.
func acceptProduct(f *Fake, r *world.Request) (world.Answer, error) {
	return f.answerProduct(r, productAccepted)
}

// declineProduct declines it. Source: iqchannels-widget, declineProductMessage.
func declineProduct(f *Fake, r *world.Request) (world.Answer, error) {
	return f.answerProduct(r, productDeclined)
}

// answerProduct keeps the first answer. Assumed: a later one changes nothing and is no error, as the widget repeats a
// refused call without end.
func (f *Fake) answerProduct(r *world.Request, answer string) (world.Answer, error) {
	var in struct {
		MessageID int64 `json:"MessageId"`
		ProductID int64 `json:"ProductId"`
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	m, _, err := f.ownMessage(r, in.MessageID)
	if err != nil {
		return world.Answer{}, err
	}
	if m.Product == nil || m.Product.ID != in.ProductID {
		return world.Answer{}, refuse(
			errNotFound,
			"product_unknown",
			fmt.Sprintf("message %d does not offer product %d", in.MessageID, in.ProductID),
		)
	}
	a := result(nil, relsJSON{})
	if m.Product.Answer != "" {
		a.Why = []journal.Why{
			{Code: "product_answered", Text: fmt.Sprintf("product %d was %s before", in.ProductID, m.Product.Answer)},
		}
		return a, nil
	}
	offered := *m.Product // a copy: the state that was read shares the old one
	offered.Answer = answer
	m.Product = &offered
	return a, nil
}

// sendSystemChat lets a bot greet a client who has not written yet; what it says goes when the system chat is closed.
// Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, openSystemChat. Assumed: one greeting at a time,
// with the settings' text.
func sendSystemChat(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	client, channel, err := f.member(r)
	if err != nil {
		return world.Answer{}, err
	}
	now := f.w.Now()
	chat, err := f.chatFor(channel, client, chatRegular, now)
	if err != nil {
		return world.Answer{}, err
	}
	a := result(nil, relsJSON{})
	if len(f.systemChat(chat)) > 0 {
		a.Why = []journal.Why{{Code: "system_chat_open", Text: "the bot has greeted this client already"}}
		return a, nil
	}
	f.post(
		chat,
		client,
		Message{Author: authorUser, UserID: f.st.users[0].ID, Payload: "text", Text: greetingText, SystemChat: true},
		now,
	)
	a.Why = f.st.told()
	return a, nil
}

// systemChat lists the messages of a chat's open system chat.
func (f *Fake) systemChat(chat *Chat) (ids []int64) {
	for _, m := range f.st.messagesOf[chat.ID] {
		if m.SystemChat && m.DeletedAt == nil {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// listTickets counts a client's enquiries. Source: iqchannels-widget, listTicketsByClient (Data.TotalCount).
func listTickets(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		ClientID int64 `json:"ClientId"`
		Query    struct{ Open *bool }
	}
	if err := decode(r, &in, false); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	client, _, err := f.member(r)
	if err != nil {
		return world.Answer{}, err
	}
	if in.ClientID != 0 && in.ClientID != client.ID {
		return world.Answer{}, refuse(
			errForbidden,
			"client_of_another",
			fmt.Sprintf("the session is of client %d, asked for %d", client.ID, in.ClientID),
		)
	}
	count := 0
	if client.Enquiry != nil && (in.Query.Open == nil || *in.Query.Open) {
		count = 1
	}
	return data(map[string]int{"TotalCount": count}), nil
}

// respondInfoRequest takes the personal data that a form asked for. Source: iqchannels-widget, sendInfo.
func respondInfoRequest(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		RequestID     int64 `json:"RequestId"`
		ClientID      int64 `json:"ClientId"`
		ClientConsent bool
		Form          json.RawMessage
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	return f.answerForm(r, in.RequestID, int64(len(in.Form)), func(x *Form) {
		x.State, x.Consent, x.Answer = formFinished, in.ClientConsent, in.Form
	})
}

// ignoreInfoRequest notes that a client gives no data. Source: iqchannels-widget, ignoreInfo.
func ignoreInfoRequest(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		RequestID int64 `json:"RequestId"`
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	return f.answerForm(r, in.RequestID, 0, func(x *Form) { x.State = formIgnored })
}

func (f *Fake) answerForm(r *world.Request, id, grows int64, answer func(*Form)) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	x := f.st.form[id]
	if x == nil || x.ClientID != client.ID {
		return world.Answer{}, refuse(
			errNotFound,
			"info_request_unknown",
			fmt.Sprintf("this client was not asked for data by request %d", id),
		)
	}
	if x.State == formPending {
		if err := room(f.meters.forms, grows); err != nil {
			return world.Answer{}, err
		}
		answer(x)
		change(f.meters.forms, &x.size, x.weight())
	}
	return result(x.wire(), relsJSON{}), nil
}
