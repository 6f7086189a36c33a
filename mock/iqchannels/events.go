package iqchannels

import (
	"slices"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// raised is what an event does.
type raised = func(x *exchange, args world.Args) (result any, err error)

func event(name, doc string, raise raised, args ...world.Arg) fake.Event[*exchange] {
	return fake.Event[*exchange]{Event: world.Event{Name: name, Doc: doc, Args: args}, Raise: raise}
}

// events are what happens outside HTTP.
func events() []fake.Event[*exchange] {
	return slices.Concat(serviceEvents(), operatorEvents(), chatEvents())
}

// serviceEvents are those of the auth service.
func serviceEvents() []fake.Event[*exchange] {
	token := world.Arg{Name: "token", Type: world.String, Required: true, Doc: "the client's token"}
	id := world.Arg{Name: "id", Type: world.String, Required: true, Doc: "the client's id in the CRM"}
	return []fake.Event[*exchange]{
		event("client.put", "The auth service knows a token; card is its whole answer", (*exchange).clientPut, token,
			world.Arg{
				Name: "card", Type: world.Object, Required: true, Doc: "the body of the auth service's response",
			}),
		event("token.revoked", "The auth service forgets a token", (*exchange).tokenRevoked, token),
		event("client.disabled", "Serving the client is no longer allowed", clientEnabled(false), id),
		event("client.enabled", "Serving the client is allowed again", clientEnabled(true), id),
		event("auth.failing", "The auth service fails so many times; 0: until the next auth.failing",
			(*exchange).authFailing,
			world.Arg{Name: "mode", Type: world.Enum, Values: failingModes, Required: true, Doc: "how it fails"},
			world.Arg{Name: "status", Type: world.Int, Doc: "of the modes status, empty and html; left out: 500"},
			world.Arg{Name: "times", Type: world.Int, Doc: "left out: 1"}),
	}
}

// operatorEvents are what operators do: the half of a chat that no client's request shows.
func operatorEvents() []fake.Event[*exchange] {
	channel := world.Arg{
		Name: "channel", Type: world.String, Doc: "left out: the channel of the client's last chat or session",
	}
	client := newestClient()
	text := world.Arg{Name: "text", Type: world.String, Required: true, Doc: "of the message"}
	theirs := world.Arg{Name: "message", Type: world.Int, Doc: "Id of an operator's message; left out: the newest"}
	ours := world.Arg{Name: "message", Type: world.Int, Doc: "Id of a client's message; left out: all of the client"}
	return []fake.Event[*exchange]{
		event("operator.message", "An operator writes", (*exchange).operatorMessage, channel, client, text),
		event("operator.typing", "An operator is typing", (*exchange).operatorTyping, channel, client),
		event("operator.file", "An operator sends a file", (*exchange).operatorFile, channel, client,
			world.Arg{Name: "name", Type: world.String, Required: true, Doc: "of the file"},
			world.Arg{Name: "text", Type: world.String, Doc: "the content; left out: empty, or data"},
			world.Arg{Name: "data", Type: world.String, Doc: "the content in base64, instead of text"},
			world.Arg{
				Name: "kind", Type: world.Enum, Values: []string{"file", "image", "audio"}, Doc: "left out: file",
			},
			world.Arg{Name: "content_type", Type: world.String, Doc: "left out: by the name"}),
		event("operator.choice", "A bot offers answers; the client's message has the chosen value as BotpressPayload",
			(*exchange).operatorChoice, channel, client, text,
			world.Arg{Name: "choices", Type: world.List, Required: true, Doc: "the answers"},
			world.Arg{Name: "drop_down", Type: world.Bool, Doc: "shown as a list; left out: as buttons"},
			world.Arg{Name: "only_choices", Type: world.Bool, Doc: "free text is not wanted (DisableFreeText)"}),
		event("operator.product", "A bot offers a product", (*exchange).operatorProduct, channel, client,
			world.Arg{Name: "name", Type: world.String, Required: true, Doc: "of the product"},
			world.Arg{
				Name: "type", Type: world.Enum, Values: []string{"product", "service"}, Doc: "left out: product",
			},
			world.Arg{Name: "price", Type: world.Int, Doc: "in roubles per period"},
			world.Arg{
				Name: "period", Type: world.Enum, Values: []string{"day", "week", "month", "year"},
				Doc: "left out: it is free",
			}),
		event("operator.edited", "An operator changes the text of a message", (*exchange).operatorEdited,
			client, theirs, text),
		event("operator.deleted", "An operator deletes a message", (*exchange).operatorDeleted, client, theirs),
		event("operator.received", "The client's messages have arrived at the operator", operatorMarks(false),
			client, ours),
		event("operator.read", "An operator has read the client's messages", operatorMarks(true), client, ours),
		event("rating.requested", "The client is asked to rate the operator", (*exchange).ratingRequested,
			channel, client, world.Arg{Name: "poll", Type: world.Bool, Doc: "by a poll and not by stars"}),
		event("info.requested", "The client is asked for personal data", (*exchange).infoRequested, channel, client),
		event("system_chat.closed", "The bot's greeting goes, with its messages", (*exchange).systemChatClosed,
			channel, client),
		event("chat.transferred", "The chat goes on in another channel", (*exchange).chatTransferred,
			world.Arg{
				Name: "channel", Type: world.String, Required: true, Doc: "the channel that it goes on in",
			}, client),
	}
}

func newestClient() world.Arg {
	return world.Arg{Name: "client", Type: world.Int, Doc: "Client.Id of the chat server; left out: the newest"}
}

// chatEvents are those of enquiries, sessions and channels.
func chatEvents() []fake.Event[*exchange] {
	all := world.Arg{Name: "client", Type: world.Int, Doc: "Client.Id of the chat server; left out: all clients"}
	return []fake.Event[*exchange]{
		event("enquiry.closed", "The client's enquiry ends, and with it the account numbers",
			(*exchange).enquiryClosed, newestClient()),
		event("sessions.reset", "All live sessions are revoked, of one client or of all", (*exchange).sessionsReset,
			all),
		event("session.expired", "A session ends by time", (*exchange).sessionExpired,
			world.Arg{Name: "session", Type: world.Int, Doc: "Session.Id; left out: the newest live one"}),
		event("channel.created", "There is one more channel", (*exchange).channelCreated,
			world.Arg{
				Name: "channel", Type: world.String, Required: true, Doc: "its name: Latin letters, digits, - and _",
			},
			world.Arg{Name: "title", Type: world.String, Doc: "left out: the name"},
			world.Arg{Name: "description", Type: world.String, Doc: "left out: empty"}),
		event("channel.closed", "A channel takes no more calls; its streams end", (*exchange).channelClosed,
			world.Arg{Name: "channel", Type: world.String, Required: true, Doc: "its name"}),
	}
}
