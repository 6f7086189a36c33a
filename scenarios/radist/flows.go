package radist

import (
	"slices"
	"strings"

	"sparring/scenarios/suite"
)

const succeeds = `
! Then the client reports success`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow { return slices.Concat(ordinaryFlows(), loginFlows(), severalFlows()) }

func ordinaryFlows() []suite.Flow {
	return []suite.Flow{
		{Ability: "radist.connections", Name: "list the connections", Steps: `
Given a Telegram connection
When the client lists the connections` + succeeds + `
! And the client reports "/connections/0/id" as {connection_id}`,
			Start: `the client starts "radist.connections" %d times`},
		{Ability: "radist.connection", Name: "read a connection", Steps: `
Given a Telegram connection
When the client reads the connection` + succeeds},
		{Ability: "radist.connectBot", Name: "connect a bot", Steps: `When the client connects a bot` + succeeds + `
! And the client reports "connection_id"
! And there is now 1 connection`},
		{Ability: "radist.connectGroup", Name: "connect a group", Steps: `When the client connects a group` + succeeds +
			`
! And the client reports "connection_id"
! And there is now 1 connection`},
		{Ability: "radist.setKey", Name: "set another key", Steps: `
Given an Odnoklassniki connection
When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"` + succeeds + `
! And there is now 1 connection`},
	}
}

// loginFlows connect an account whose user takes part.
func loginFlows() []suite.Flow {
	const done = `
When the client has finished` + succeeds + `
! And there is now 1 connection
! And the connection works`
	telegram := func(name, steps string) suite.Flow {
		return suite.Flow{Ability: "radist.connectTelegram", Name: name, Steps: steps + done}
	}
	const goesOn = `
?? When the user does what the client asks for until it has finished`
	const out, twoFactor = "Given a Telegram connection that was logged out\n",
		"Given the switch \"twoFactor\" of radist is \"true\"\n"
	changes := telegram("connect Telegram by a QR that changes", `When the client connects Telegram by QR
? Then the client has shown "qr"
? When "31s" passes
? Then the client has shown "qr" 2 times`+goesOn)
	wrong := telegram("connect Telegram with a wrong code first", `When the client connects Telegram by code
? And the user enters a wrong code
?? And the user does what the client asks for until it has finished
And the client has finished
! Then the client succeeds by itself or advises "fix_request or reauthorize"`)
	wrong.Steps = strings.TrimSuffix(wrong.Steps, done)
	wrong.Should = true
	return []suite.Flow{
		telegram("connect Telegram by QR", `When the client connects Telegram by QR`+goesOn),
		telegram("connect Telegram by code", `When the client connects Telegram by code`+goesOn),
		telegram("connect Telegram by QR and a password", twoFactor+`When the client connects Telegram by QR`+goesOn),
		telegram("connect Telegram by code and a password", twoFactor+`When the client connects Telegram by code`+
			goesOn),
		telegram("connect Telegram by QR again", out+`When the client connects Telegram by QR again`+goesOn),
		telegram("connect Telegram by code again", out+`When the client connects Telegram by code again`+goesOn),
		telegram("connect Telegram by code and a password again", out+twoFactor+
			`When the client connects Telegram by code again`+goesOn),
		changes, wrong,
		{Ability: "radist.connectMax", Name: "connect MAX", Steps: `
When the client connects MAX` + goesOn + done},
		{Ability: "radist.connectWhatsApp", Name: "connect WhatsApp", Steps: `
When the client connects WhatsApp` + goesOn + done},
		{Ability: "radist.connectWhatsApp", Name: "connect WhatsApp again", Steps: `
Given a WhatsApp connection that was logged out
When the client connects WhatsApp again` + goesOn + done},
		{Ability: "radist.connectWhatsApp", Name: "connect WhatsApp by a QR that changes", Steps: `
When the client connects WhatsApp
? Then the client has shown "qr"
? When "31s" passes` + goesOn + done},
		{Ability: "radist.connectTelegram", Name: "connect Telegram for a slow user", Should: true, Steps: `
When the client connects Telegram by QR
? And the client has polled the session 6 times` + goesOn + done},
	}
}

// severalFlows are about more than one connection, login or company.
func severalFlows() []suite.Flow {
	code := func(phone string) string {
		return `When the client starts "radist.connectTelegram" with:
  | by    | code         |
  | phone | ` + phone + ` |
`
	}
	return []suite.Flow{
		{Ability: "radist.connectTelegram", Name: "connect two accounts at once", Alone: true,
			Steps: code("+79990000001") + code("+79990000002") + `And each user enters their own code
And the client has finished
! Then every call reports success
! And there are now 2 connections`},
		{Ability: "radist.connectTelegram", Name: "connect one account after another", Alone: true,
			Steps: code("+79990000001") + `And each user enters their own code
And the client has finished
` + code("+79990000002") + `And each user enters their own code
And the client has finished
! Then every call reports success
! And there are now 2 connections`},
		{Ability: "radist.connections", Name: "list the connections of two companies", Alone: true, Should: true,
			Steps: `
Given a Telegram connection
When the client lists the connections
And the client's "company_id" for radist changes to "8"
And the client's "api_key" for radist changes to "sparring-radist-other-key"
And the client lists the connections
! Then the client reports success
! And the client reports "connections" as []`},
		{Ability: "radist.connections", Name: "list what was deleted since", Alone: true, Should: true, Steps: `
Given a Telegram connection
When the client lists the connections
And "support.connection_deleted" happens at radist
And the client lists the connections
! Then the client reports success
! And the client reports "connections" as []`},
		{Ability: "radist.connections", Name: "list a connection without a phone", Alone: true, Steps: `
Given the facts of radist include:
  """json
  {
    "next": {"connection": 102},
    "connections": {"101": {"id": 101, "company": 7, "type": "whatsapp", "name": null,
      "created_at": "2024-07-08T09:14:01Z", "radist_token": "5a1e7f90-1c0e-4e43-8a3b-6a1c5d8f2b11",
      "connected": false}}
  }
  """
When the client lists the connections` + succeeds},
		{Ability: "radist.connections", Name: "list a connection of the vendor's", Alone: true, Steps: `
Given an AMOCRM connection
When the client lists the connections` + succeeds + `
! And the client reports "/connections/0/type" as "amocrm"`},
		{Ability: "radist.deleteConnection", Name: "delete a connection", Alone: true, Steps: `
Given a WhatsApp connection
When the client is asked for "radist.deleteConnection" with:
  | connection_id | {connection_id} |
! Then the client reports a failure
! And there is now 1 connection`},
	}
}
