package iqchannels

import "sparring/scenarios/driver"

// abilities are what a client of iQChannels may be asked to do: as an SDK of the chat, or as the chat
// server that asks an auth service for a card. The SDK acts in the session that it signed in to last; where it has
// none it signs in with the credentials token and channel.
func abilities() []driver.Ability {
	client := []driver.Field{
		{Name: "client_id", Type: "number", Doc: "Client.Id"}, {Name: "name", Type: "text", Doc: "Client.Name"},
		{Name: "type", Type: "text", Optional: true, Doc: "integrated or anonymous"},
		{
			Name:     "integration_id",
			Type:     "text",
			Optional: true,
			Doc:      "the client's id in the external system, of an integrated client",
		},
	}
	return []driver.Ability{
		{
			Name: "iqchannels.signIn",
			Doc: "authorize by the token of the external system (the credentials' token) in the credentials' " +
				"channel; always asks the server",
			Values: client,
		},
		{
			Name: "iqchannels.signInAnonymously",
			Doc:  "take up the anonymous session that the client holds, or sign up where it holds none that is good",
			Args: []driver.Field{
				{Name: "name", Type: "text", Optional: true, Doc: "how the client wants to be called"},
			},
			Values: client,
		},
		{Name: "iqchannels.send", Doc: "send a text to the chat", Args: []driver.Field{{Name: "text", Type: "text"}},
			Values: []driver.Field{{Name: "message_id", Type: "number", Optional: true}}},
		{Name: "iqchannels.history", Doc: "read the messages of the chat, oldest first",
			Values: []driver.Field{
				{Name: "messages", Type: "list", Doc: "objects {text, author}, author user or client"},
			}},
		{
			Name: "iqchannels.listen",
			Doc: "open the stream of events and keep it open; answered when it stands, asked twice it stays one. " +
				"Each message of an operator " +
				"is told once as received {what: message, value: its text}; a stream that is given up as received " +
				"{what: disconnected, value: the code}",
		},
		{
			Name: "iqchannels.resolveToken",
			Doc:  "as the chat server does: ask the auth service below the base URL for the card of a token",
			Args: []driver.Field{{Name: "token", Type: "text"},
				{
					Name:     "by",
					Type:     "text",
					Optional: true,
					Doc:      "get or post; a client that knows one way only uses that",
				}},
			Values: []driver.Field{
				{
					Name: "card",
					Type: "object",
					Doc: "client of the answer under the document's names; enabled, positionStream and betaUser " +
						"are booleans whatever stood there",
				},
				{
					Name:     "companies",
					Type:     "list",
					Optional: true,
					Doc:      "companyList under the document's names; enabled and resident are booleans",
				},
			},
		},
	}
}
