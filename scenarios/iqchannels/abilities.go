package iqchannels

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
)

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

// logins are the operations that make a session. An SDK may sign in again whenever its session is refused.
var logins = []string{
	"integrationAuth", "integrationAuthInProject", "integrationRefresh", "clientAuth", "anonymousSignup", "signup",
	"anonymousCreate", "anonymousAuth",
}

// wire says where the arguments and values of the abilities are on the wire.
func wire() fidelity.API {
	card := func(at string) []fidelity.Place {
		return []fidelity.Place{
			fidelity.Said("getClientCard", at).May(quotedTruth(), oldFields()),
			fidelity.Said("postClientCard", at).May(quotedTruth(), oldFields()),
		}
	}
	return fidelity.API{
		Name: "iqchannels", CamelKeys: true,
		Free: slices.Concat(logins, []string{"listMessages", "getClientCard", "postClientCard"}),
		Said: func(status int, body any) bool {
			object, _ := body.(map[string]any)
			if ok, enveloped := object["OK"]; enveloped {
				return ok == true
			}
			return status == http.StatusOK && object["client"] != nil
		},
		Sessions: []fidelity.Session{{
			Issued: fidelity.Said("integrationAuth", "/Result/Session/Token"),
			To: map[string]fidelity.Place{
				"token":   fidelity.Sent("integrationAuth", "/Credentials"),
				"channel": fidelity.Sent("integrationAuth", "/Channel"),
			},
			Used: "header/Authorization", Scheme: "Client ", Should: true, Source: "iqchannels#L28-L29",
		}},
		Abilities: []fidelity.Ability{
			{Name: "iqchannels.signIn", Values: who()},
			{
				Name: "iqchannels.signInAnonymously", Values: who(),
				Args: []fidelity.Fact{fidelity.Is("name", fidelity.Sent("anonymousSignup", "/Name"))},
			},
			{
				Name:   "iqchannels.send",
				Args:   []fidelity.Fact{fidelity.Is("text", fidelity.Sent("sendMessage", "/Text"))},
				Values: []fidelity.Fact{fidelity.Maybe("message_id", fidelity.Said("sendMessage", "/Result"))},
			},
			{Name: "iqchannels.history", Values: []fidelity.Fact{{
				Name: "messages", Now: true, Places: []fidelity.Place{
					fidelity.Said("listMessages", "/Result").Of("text", "Text", "author", "Author").May(newestFirst()),
				},
			}}},
			{Name: "iqchannels.listen"},
			{
				Name: "iqchannels.resolveToken",
				Args: []fidelity.Fact{
					fidelity.Is("token", fidelity.Sent("getClientCard", "path/token"),
						fidelity.Sent("postClientCard", "header/token").May(trimmed())),
					fidelity.NotSent("by", "it says which of the two ways is meant"),
				},
				Values: []fidelity.Fact{
					fidelity.Is("card", card("/client")...),
					fidelity.Maybe("companies", card("/companyList")...),
				},
			},
		},
	}
}

// who is the client that a login has answered with.
func who() []fidelity.Fact {
	member := func(name, at string, optional bool) fidelity.Fact {
		f := fidelity.Fact{Name: name, Optional: optional}
		for _, operation := range logins {
			f.Places = append(f.Places, fidelity.Said(operation, "/Result/Client/"+at))
		}
		return f
	}
	return []fidelity.Fact{
		member("client_id", "Id", false), member("name", "Name", false), member("type", "Type", true),
		member("integration_id", "IntegrationId", true),
	}
}

// oldFields allows to leave out what the page calls deprecated.
func oldFields() fidelity.Allowance {
	return fidelity.Allowance{
		Name: "old", Source: "iqchannels#L154", Doc: "the deprecated fields may be left out",
		At:    func(tokens []string) bool { return len(tokens) == 1 && tokens[0] == "fields" },
		Equal: func(caller, _ any) bool { return caller == nil },
	}
}

// newestFirst allows to tell a list the other way round.
func newestFirst() fidelity.Allowance {
	return fidelity.Allowance{
		Name: "order", Source: "iqchannels-readme §ChatMessageQuery", Doc: "the newest may come first",
		Equal: func(caller, wire any) bool {
			list, isList := caller.([]any)
			list = slices.Clone(list)
			slices.Reverse(list)
			return isList && reflect.DeepEqual(list, wire)
		},
	}
}

// trimmed allows to send a text in a header without the white space around it, which HTTP drops.
func trimmed() fidelity.Allowance {
	return fidelity.Allowance{
		Name: "header", Source: "rfc9110", Doc: "white space around a header's value is lost",
		Equal: func(caller, wire any) bool {
			text, isText := caller.(string)
			return isText && strings.TrimSpace(text) != text && wire != ""
		},
	}
}

// quotedTruth allows to tell a boolean as one that the service wrote in quotes, as the page's examples do.
func quotedTruth() fidelity.Allowance {
	names := []string{"enabled", "positionStream", "betaUser", "resident"}
	return fidelity.Allowance{
		Name: "truth", Source: "iqchannels#L299-L396",
		Doc: "a boolean that is written in quotes may be told as a boolean",
		At:  func(tokens []string) bool { return len(tokens) > 0 && slices.Contains(names, tokens[len(tokens)-1]) },
		Equal: func(caller, wire any) bool {
			return caller == true && wire == "true" || caller == false && wire == "false"
		},
	}
}
