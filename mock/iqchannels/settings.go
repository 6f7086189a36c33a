package iqchannels

import (
	"fmt"

	"sparring/mock/fake"
)

const greetingText = "Здравствуйте!"

// getChatSettings tells greeting and title.
// Source: iqchannels-widget, iqchannels-kotlin, ChatSettings, with their own defaults. Enabled is false:
// the greeting is the operators' own.
func (x *exchange) getChatSettings() (fake.Response, error) {
	var in struct {
		ClientID *int64 `json:"ClientId"`
	}
	if err := x.decode(&in, false); err != nil {
		return refused(err)
	}
	client, channel, err := x.member()
	if err != nil {
		return refused(err)
	}
	if in.ClientID != nil {
		if err := x.itself(&client, *in.ClientID); err != nil {
			return refused(err)
		}
	}
	tickets := 0
	if client.Enquiry != nil {
		tickets = 1
	}
	return data(settingsJSON{
		ID: channel.ID, Message: greetingText, GreetFrom: "user", Lifetime: 300, Pseudonym: "Оператор",
		TotalOpenedTickets: tickets, ChatTitle: "Чат с оператором",
	})
}

// itself refuses a request for another client than the session's; 0 names none.
func (x *exchange) itself(client *Client, id int64) error {
	if id == 0 || id == client.ID {
		return nil
	}
	return x.failed(errForbidden, "client_of_another",
		fmt.Sprintf("the session is of client %d, asked for %d", client.ID, id))
}

type settingsJSON struct {
	ID                 int64  `json:"Id"`
	Message            string `json:"Message"`
	Enabled            bool   `json:"Enabled"`
	GreetFrom          string `json:"GreetFrom"`
	Lifetime           int    `json:"Lifetime"`
	Pseudonym          string `json:"Pseudonym"`
	AvatarID           string `json:"AvatarId"`
	TotalOpenedTickets int    `json:"TotalOpenedTickets"`
	ChatTitle          string `json:"ChatTitle"`
}

// checkBadWords finds none. Source: iqchannels-widget, checkMessage, before every message from version 4.2.1 on.
// Assumed: the form of the answer; the widget needs OK only.
func (x *exchange) checkBadWords() (fake.Response, error) {
	var in struct{ MsgText string }
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	return data(map[string]bool{"HasBadWords": false})
}

// listTickets counts a client's enquiries. Source: iqchannels-widget, listTicketsByClient (Data.TotalCount).
func (x *exchange) listTickets() (fake.Response, error) {
	var in struct {
		ClientID int64 `json:"ClientId"`
		Query    struct{ Open *bool }
	}
	if err := x.decode(&in, false); err != nil {
		return refused(err)
	}
	client, _, err := x.member()
	if err != nil {
		return refused(err)
	}
	if err := x.itself(&client, in.ClientID); err != nil {
		return refused(err)
	}
	count := 0
	if client.Enquiry != nil && (in.Query.Open == nil || *in.Query.Open) {
		count = 1
	}
	return data(map[string]int{"TotalCount": count})
}
