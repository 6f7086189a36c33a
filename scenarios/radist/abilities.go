package radist

import "sparring/scenarios/driver"

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
			Args:   []driver.Field{phone, again},
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
