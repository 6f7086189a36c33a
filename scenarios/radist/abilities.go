package radist

import (
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
)

// abilities are what a client of Radist.Online may be asked to do. Connecting is one call from the first
// request to the connection that works: in between the client shows QR codes and asks for codes and passwords.
func abilities() []driver.Ability {
	connection := driver.Field{Name: "connection_id", Type: "number", Doc: "the connection's id"}
	again := driver.Field{
		Name:     "connection_id",
		Type:     "number",
		Optional: true,
		Doc:      "authorize this connection again; without it a new one is made",
	}
	phone := driver.Field{Name: "phone", Type: "text", Doc: "the account, +79990000001"}
	every := driver.Field{
		Name:     "poll_every_s",
		Type:     "number",
		Optional: true,
		Doc:      "seconds between two polls; without it as the vendor advises, 5",
	}
	key := driver.Field{Name: "api_key", Type: "text", Doc: "as the provider gave it"}
	return []driver.Ability{
		{Name: "radist.connections", Doc: "list the company's connections",
			Values: []driver.Field{{Name: "connections", Type: "list", Doc: "as Radist answers: id, type, params"}}},
		{Name: "radist.connection", Doc: "read one connection", Args: []driver.Field{connection},
			Values: []driver.Field{
				connection,
				{Name: "type", Type: "text"},
				{Name: "params", Type: "object", Optional: true},
			}},
		{
			Name:  "radist.connectTelegram",
			Paced: true,
			Doc:   "log in a personal Telegram; shows “qr” (the link to encode), asks for “code” and “password”",
			Args: []driver.Field{{Name: "by", Type: "text", Doc: "qr or code"},
				{Name: "phone", Type: "text", Optional: true, Doc: "the account, with by = code"}, again, every},
			Values: []driver.Field{connection},
		},
		{
			Name:   "radist.connectMax",
			Paced:  true,
			Doc:    "log in a MAX number; asks for “code”",
			Args:   []driver.Field{phone, again, every},
			Values: []driver.Field{connection},
		},
		{
			Name:   "radist.connectWhatsApp",
			Paced:  true,
			Doc:    "connect WhatsApp; shows “qr” (the text to encode, or the link to the page with the code)",
			Args:   []driver.Field{again, every},
			Values: []driver.Field{connection},
		},
		{
			Name:   "radist.connectBot",
			Doc:    "connect a Telegram bot",
			Args:   []driver.Field{key},
			Values: []driver.Field{connection},
		},
		{
			Name:   "radist.connectGroup",
			Doc:    "connect a group of Odnoklassniki",
			Args:   []driver.Field{key},
			Values: []driver.Field{connection},
		},
		{
			Name: "radist.setKey",
			Doc:  "give a connection of Odnoklassniki another key",
			Args: []driver.Field{connection, key},
		},
		{
			Name: "radist.deleteConnection",
			Doc:  "delete a connection: the vendor offers no way, so the caller is told what to do instead",
			Args: []driver.Field{connection},
		},
	}
}

// wire says where the arguments and values of the abilities are on the wire.
func wire() fidelity.API {
	const create = "ConnectionsCreateConnection"
	made := fidelity.Is("connection_id", fidelity.Said(create, "/id").If("connection_id", ""))
	keyed := fidelity.Is("connection_id", fidelity.Said(create, "/id"))
	made.Now, keyed.Now = true, true
	key := fidelity.Is("api_key", fidelity.Sent(create, "/params/api_key"))
	pace := fidelity.NotSent("poll_every_s", "it is how long the client waits between two polls")
	again := func(operation string) fidelity.Fact {
		return fidelity.Is("connection_id", fidelity.Sent(operation, "/connection_id"))
	}
	connection := func(operation string) fidelity.Fact {
		return fidelity.Is("connection_id", fidelity.Sent(operation, "path/connection_id"))
	}
	return fidelity.API{
		Name: "radist", Free: []string{"TelegramSendLoginRequest", "MaxPersonalSendLoginRequest"},
		Sessions:    loginSessions(),
		Credentials: map[string]string{"api_key": "header/X-Api-Key", "company_id": "path/company_id"},
		Abilities: []fidelity.Ability{
			{Name: "radist.connections", Values: []fidelity.Fact{{
				Name: "connections", Now: true,
				Places: []fidelity.Place{fidelity.Said("ConnectionsGetItems", "/connections").Counted("/count")},
			}}},
			{
				Name: "radist.connection", Args: []fidelity.Fact{connection("ConnectionsGetItem")},
				Values: []fidelity.Fact{
					fidelity.Is("connection_id", fidelity.Said("ConnectionsGetItem", "/id")),
					fidelity.Is("type", fidelity.Said("ConnectionsGetItem", "/type")),
					fidelity.Maybe("params", fidelity.Said("ConnectionsGetItem", "/params")),
				},
			},
			{
				Name: "radist.connectTelegram", Values: []fidelity.Fact{made},
				Answers: []fidelity.Fact{
					fidelity.Is("code", fidelity.Sent("TelegramSendLoginRequest", "/code")),
					fidelity.Is("password", fidelity.Sent("TelegramSendLoginRequest", "/password")),
				},
				Args: []fidelity.Fact{
					fidelity.Is("by", fidelity.Sent("TelegramInitializeSession", "/auth_type")),
					fidelity.Is("phone", fidelity.Sent("TelegramInitializeSession", "/phone").May(withoutPlus())),
					again("TelegramInitializeSession"), pace,
				},
			},
			{
				Name: "radist.connectMax", Values: []fidelity.Fact{made},
				Answers: []fidelity.Fact{fidelity.Is("code", fidelity.Sent("MaxPersonalSendLoginRequest", "/code"))},
				Args: []fidelity.Fact{
					fidelity.Is("phone", fidelity.Sent("MaxPersonalInitializeSession", "/phone").May(withoutPlus())),
					again("MaxPersonalInitializeSession"), pace,
				},
			},
			{
				Name: "radist.connectWhatsApp", Values: []fidelity.Fact{made},
				Args: []fidelity.Fact{fidelity.Is("connection_id",
					fidelity.Sent("ConnectionsGetWhatsappInstanceStatus", "path/connection_id").
						IfGiven("connection_id"),
				), pace},
			},
			{Name: "radist.connectBot", Args: []fidelity.Fact{key}, Values: []fidelity.Fact{keyed}},
			{Name: "radist.connectGroup", Args: []fidelity.Fact{key}, Values: []fidelity.Fact{keyed}},
			{
				Name: "radist.setKey",
				Args: []fidelity.Fact{
					connection("ConnectionsUpdateItem"),
					fidelity.Is("api_key", fidelity.Sent("ConnectionsUpdateItem", "/params/api_key")),
				},
			},
			{
				Name: "radist.deleteConnection",
				Args: []fidelity.Fact{fidelity.NotSent("connection_id", "there is no way to delete a connection")},
			},
		},
	}
}

// loginSessions say which login each session of a messenger serves: requests of another login must not carry it.
func loginSessions() []fidelity.Session {
	var out []fidelity.Session
	for _, init := range []string{"TelegramInitializeSession", "MaxPersonalInitializeSession"} {
		for _, used := range []string{"/session_id", "/params/session_id"} {
			out = append(out, fidelity.Session{
				Issued: fidelity.Said(init, "/session_id"),
				To:     map[string]fidelity.Place{"company_id": fidelity.Sent(init, "path/company_id")},
				For: map[string]fidelity.Place{
					"by":            fidelity.Sent(init, "/auth_type"),
					"phone":         fidelity.Sent(init, "/phone").May(withoutPlus()),
					"connection_id": fidelity.Sent(init, "/connection_id"),
				},
				Used: used, Source: "radist#L18-L25, radist#L27-L33",
			})
		}
	}
	return out
}

// withoutPlus allows to send a phone without its plus.
func withoutPlus() fidelity.Allowance {
	return fidelity.Allowance{
		Name: "plus", Source: "R-39", Doc: "the plus before a phone may be left out",
		Equal: func(caller, wire any) bool {
			given, isText := caller.(string)
			digits, cut := strings.CutPrefix(given, "+")
			return isText && cut && wire == digits
		},
	}
}
