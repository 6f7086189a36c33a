package iqchannels

import (
	"fmt"
	"strings"

	"sparring/mock/input"
)

var invariants = stateRules().Compile()

// stateRules are what holds of all facts, however they came about. What is forgotten beyond a bound (sessions,
// messages, events, files) may still be named by others.
func stateRules() input.Rules {
	id, counter, free, happened := input.Least(1).Once(), input.Least(0), input.Free(), input.Time().OrNone()
	ended := input.OneOf("time", "count", "revoked").OrNone()
	client, user := input.Ref("/clients/*/id"), input.Ref("/users/*/id").OrNone()
	rules := input.Rules{
		"/tokens/*/value":    input.Text().Once(),
		"/tokens/*/answer":   free,
		"/tokens/*/revoked":  ended,
		"/failing/mode":      input.OneOf(failingModes...),
		"/failing/status":    input.Range(200, 599).OrNone(),
		"/failing/remaining": counter,

		"/channels/*/id":          id,
		"/channels/*/name":        input.Text().Once(),
		"/channels/*/title":       free,
		"/channels/*/description": free,
		"/channels/*/created_at":  happened,
		"/channels/*/closed_at":   input.Time(),
		"/users":                  input.Some(),
		"/users/*/id":             id,
		"/users/*/name":           free,
		"/users/*/display_name":   free,
		"/users/*/email":          free,
		"/users/*/created_at":     happened,

		"/clients/*/id":                      id,
		"/clients/*/name":                    free,
		"/clients/*/integration_id":          input.Text().OrNone().Once(),
		"/clients/*":                         input.Whole(clientHolds),
		"/clients/*/card":                    free,
		"/clients/*/company_list":            free,
		"/clients/*/personal_data":           free,
		"/clients/*/enquiry/id":              input.Least(1),
		"/clients/*/enquiry/opened_at":       happened,
		"/clients/*/enquiry/account_numbers": free,
		"/clients/*/language":                input.OneOf(languageCodes()...).OrNone(),
		"/clients/*/push_tokens/*/kind":      input.OneOf("apns", "fcm", "hcm"),
		"/clients/*/push_tokens/*/channel":   input.Ref("/channels/*/name").OrNone(),
		"/clients/*/push_tokens/*/token":     input.Text(),
		"/clients/*/created_at":              happened,
		"/clients/*/updated_at":              happened,
		"/clients/*/last_seen_at":            happened,

		"/sessions/*/id":           id,
		"/sessions/*/client_id":    client,
		"/sessions/*/token":        input.Text().Once(),
		"/sessions/*/integration":  free,
		"/sessions/*/channel":      free,
		"/sessions/*/created_at":   happened,
		"/sessions/*/refreshed_at": happened,
		"/sessions/*/expires_at":   input.Due(),
		"/sessions/*/ended_at":     happened,
		"/sessions/*/end_reason":   ended,
		"/sessions/*":              input.Whole(sessionHolds),

		"/chats/*/id":         id,
		"/chats/*/channel_id": input.Ref("/channels/*/id"),
		"/chats/*/client_id":  client,
		"/chats/*/type":       input.OneOf(chatRegular, chatManager),
		"/chats/*/created_at": happened,
		"/chats/*/changed_at": happened,

		"/messages/*/id":              id,
		"/messages/*/uid":             input.Like("40 hexadecimal digits", isUID),
		"/messages/*/chat_id":         input.Ref("/chats/*/id"),
		"/messages/*/enquiry_id":      counter,
		"/messages/*/event_id":        counter,
		"/messages/*/local_id":        free,
		"/messages/*/session_id":      counter,
		"/messages/*/author":          input.OneOf(authorClient, authorUser),
		"/messages/*/client_id":       client.OrNone(),
		"/messages/*/user_id":         user,
		"/messages/*/payload":         input.OneOf(payloads()...),
		"/messages/*/text":            free,
		"/messages/*/file_id":         free,
		"/messages/*/reply_to":        free,
		"/messages/*/bot_payload":     free,
		"/messages/*/rating_id":       input.Ref("/ratings/*/id").OrNone(),
		"/messages/*/form_id":         input.Ref("/forms/*/id").OrNone(),
		"/messages/*/choices/*/id":    id,
		"/messages/*/choices/*/title": input.Text(),
		"/messages/*/choices/*/value": free,
		"/messages/*/drop_down":       free,
		"/messages/*/no_free_text":    free,
		"/messages/*/product/id":      input.Least(1),
		"/messages/*/product/type":    input.OneOf("product", "service"),
		"/messages/*/product/name":    input.Text(),
		"/messages/*/product/period":  input.OneOf("day", "week", "month", "year").OrNone(),
		"/messages/*/product/price":   counter,
		"/messages/*/product/answer":  input.OneOf("accepted", "declined").OrNone(),
		"/messages/*":                 input.Whole(messageHolds),
		"/messages/*/system_chat":     free,
		"/messages/*/created_at":      happened,
		"/messages/*/received_at":     happened,
		"/messages/*/read_at":         happened,
		"/messages/*/listened_at":     happened,
		"/messages/*/deleted_at":      happened,

		"/events/*/id":         id,
		"/events/*/type":       input.OneOf(eventTypes()...),
		"/events/*/chat_id":    input.Ref("/chats/*/id"),
		"/events/*/message_id": counter,
		"/events/*/actor":      input.OneOf(authorClient, authorUser).OrNone(),
		"/events/*/client_id":  client.OrNone(),
		"/events/*/user_id":    user,
		"/events/*/messages/*": input.Least(1),
		"/events/*/channel":    free,
		"/events/*/created_at": happened,

		"/files/*/id":           input.Text().Once(),
		"/files/*/type":         input.OneOf("file", "image", "audio"),
		"/files/*/client_id":    client.OrNone(),
		"/files/*/user_id":      user,
		"/files/*/name":         free,
		"/files/*/content_type": free,
		"/files/*/data":         free,
		"/files/*/tokens/*":     input.Text().Unique(),
		"/files/*/created_at":   happened,

		"/ratings/*/id":                    id,
		"/ratings/*/client_id":             client,
		"/ratings/*/user_id":               input.Ref("/users/*/id"),
		"/ratings/*/enquiry_id":            counter,
		"/ratings/*/state":                 input.OneOf(ratingStates()...),
		"/ratings/*/value":                 input.Range(0, 100),
		"/ratings/*/comment":               free,
		"/ratings/*/poll":                  free,
		"/ratings/*/answers/*/question_id": counter,
		"/ratings/*/answers/*/type":        input.OneOf(pollTypes...),
		"/ratings/*/answers/*/answer_id":   counter,
		"/ratings/*/answers/*/number":      free,
		"/ratings/*/answers/*/text":        free,
		"/ratings/*/answers/*/fcr":         free,
		"/ratings/*/created_at":            happened,
		"/ratings/*/updated_at":            happened,
		"/forms/*/id":                      id,
		"/forms/*/client_id":               client,
		"/forms/*/state":                   input.OneOf(formPending, formFinished, formIgnored),
		"/forms/*/consent":                 free,
		"/forms/*/answer":                  free,
		"/forms/*/created_at":              happened,
		"":                                 input.Whole(stateHolds),
	}
	for _, name := range []string{
		"client", "session", "enquiry", "chat", "message", "event", "rating", "form", "choice", "product", "local",
	} {
		rules["/next/"+name] = counter
	}
	return rules
}

func isUID(s string) bool {
	return len(s) == 40 && strings.Trim(s, "0123456789abcdef") == ""
}

// payloads are the kinds of messages: those that a client sends, and those that only the chat server does.
func payloads() []string {
	return []string{"text", "file", "single-choice", "product", "rating", "info_request"}
}

// eventTypes are the types of the events that are kept; typing is not.
func eventTypes() []string {
	return []string{
		"message_created", "message_received", "message_read", "message_listened", "message_edited", "delete-messages",
		"rating_ignored", "chat_closed", "close-system-chat", "chat-channel-change",
	}
}

func languageCodes() (codes []string) {
	for _, l := range languages {
		codes = append(codes, l.Code)
	}
	return codes
}

func ratingStates() []string {
	return []string{ratingPending, ratingPoll, ratingRated, ratingIgnored, ratingFinished}
}

// clientHolds checks the kinds of what is kept as it was sent.
func clientHolds(c *Client) *input.Error {
	switch {
	case len(c.Card) > 0 && c.Card[0] != '{':
		return &input.Error{Pointer: "/card", Reason: "expected an object"}
	case len(c.CompanyList) > 0 && c.CompanyList[0] != '[':
		return &input.Error{Pointer: "/company_list", Reason: "expected a list"}
	}
	return nil
}

// mostNumber is the largest number that the facts hold, where it has no bound of its own.
const mostNumber = 1 << 53

// messageHolds checks the LocalId of what the chat server sends, which is counted on; a client gives any.
func messageHolds(m *Message) *input.Error {
	if m.Author != authorClient && (m.LocalID < 0 || m.LocalID > mostNumber) {
		reason := fmt.Sprintf("expected a number from 0 to %d, got %d", int64(mostNumber), m.LocalID)
		return &input.Error{Pointer: "/local_id", Reason: reason}
	}
	return nil
}

func sessionHolds(x *Session) *input.Error {
	if (x.EndedAt == nil) != (x.EndReason == "") {
		return &input.Error{Pointer: "/end_reason", Reason: "expected it together with ended_at"}
	}
	return nil
}

// stateHolds checks that events are in order, and that a client has one chat of a type in a channel.
func stateHolds(s *State) *input.Error {
	chats := map[chatKey]bool{}
	for i, c := range s.Chats {
		key := chatKey{c.ChannelID, c.ClientID, c.Type}
		if chats[key] {
			reason := "expected one chat of a client, a channel and a type, got another"
			return &input.Error{Pointer: fmt.Sprintf("/chats/%d", i), Reason: reason}
		}
		chats[key] = true
	}
	for i := 1; i < len(s.Events); i++ {
		if s.Events[i].ID < s.Events[i-1].ID {
			return &input.Error{
				Pointer: fmt.Sprintf("/events/%d/id", i),
				Reason: fmt.Sprintf(
					"expected more than %d, which is before it, got %d",
					s.Events[i-1].ID,
					s.Events[i].ID,
				),
			}
		}
	}
	return nil
}
