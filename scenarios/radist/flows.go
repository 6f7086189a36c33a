package radist

import "sparring/scenarios/suite"

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return []suite.Flow{
		{Ability: "radist.connections", Name: "list the connections", Steps: `
Given a Telegram connection
When the client lists the connections`, Start: `the client starts "radist.connections" %d times`},
		{Ability: "radist.connection", Name: "read a connection", Steps: `
Given a Telegram connection
When the client reads the connection`},
		{Ability: "radist.connectBot", Name: "connect a bot", Steps: `When the client connects a bot`},
		{Ability: "radist.connectGroup", Name: "connect a group", Steps: `When the client connects a group`},
		{Ability: "radist.setKey", Name: "set another key", Steps: `
Given an Odnoklassniki connection
When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`},
		{Ability: "radist.connectTelegram", Name: "connect Telegram by QR", Steps: `
When the client connects Telegram by QR
? And the user scans the QR
?? And the user scans the QR
And the client has finished`},
		{Ability: "radist.connectTelegram", Name: "connect Telegram by code", Steps: `
When the client connects Telegram by code
? And the user enters the right code
?? And the user, if asked again, enters the right code
And the client has finished`},
		{Ability: "radist.connectMax", Name: "connect MAX", Steps: `
When the client connects MAX
? And the user enters the right code
?? And the user, if asked again, enters the right code
And the client has finished`},
		{Ability: "radist.connectWhatsApp", Name: "connect WhatsApp", Steps: `
When the client connects WhatsApp
? And the user scans the QR
?? And the user scans the QR
And the client has finished`},
	}
}
