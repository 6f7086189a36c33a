package timconnect

import "sparring/scenarios/suite"

// registered is what most abilities need before.
const registered = `Given the client is registered as "79991234567"
`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	flow := func(ability, name, steps string) suite.Flow {
		return suite.Flow{Ability: "timconnect." + ability, Name: name, Steps: registered + steps}
	}
	message := `When a message "Hello" is sent to the phone
`
	several := func(f suite.Flow) suite.Flow {
		f.Start = `the client starts "` + f.Ability + `" %d times`
		return f
	}
	return []suite.Flow{
		{Ability: "timconnect.registerByDigest", Name: "register by a digest", Steps: `
When the client registers "89991234567" with a digest of the bank`},
		{Ability: "timconnect.registerPhone", Name: "ask for a code", Steps: `
When the client asks for a code for "79991234567"`},
		{Ability: "timconnect.confirmPhone", Name: "register by SMS", Steps: `
When the client asks for a code for "79991234567"
? And the client confirms "79991234567" with the code of the SMS`},
		flow("isAuthorized", "ask whether the device is authorised", `
When the client is asked for "timconnect.isAuthorized"`),
		several(flow("receiveMessages", "take the queue", message+`
And the client is asked for "timconnect.receiveMessages"`)),
		flow("takePush", "take a push", message+`And the push reaches the client`),
		flow("restoreMessages", "restore the archive", `Given 3 messages are in the archive
When the client is asked for "timconnect.restoreMessages"`),
		flow("setCategory", "choose a category", message+`
And the client is asked for "timconnect.setCategory" with:
  | id       | {message_id} |
  | category | 14           |`),
		flow("setGeotag", "set a place", message+`
And the client is asked for "timconnect.setGeotag" with:
  | id        | {message_id} |
  | latitude  | -33.85678    |
  | longitude | -70.64827    |`),
		flow("setHashtag", "set a hashtag", message+`
And the client is asked for "timconnect.setHashtag" with:
  | id      | {message_id} |
  | hashtag | Try          |`),
		several(flow("categories", "list the categories", `When the client is asked for "timconnect.categories"`)),
		flow("statistics", "count messages by category", `
When 2 messages "Hello" are sent to the phone
And the client is asked for "timconnect.statistics"`),
		flow("call", "call a number", `
When the client is asked for "timconnect.call" with:
  | number | "74953693038" |`),
		flow("removeDevice", "remove the device", `When the client is asked for "timconnect.removeDevice"`),
		{Ability: "timconnect.listKittens", Name: "list the kittens", Steps: `
When the client is asked for "timconnect.listKittens"`},
		{Ability: "timconnect.getKitten", Name: "read a kitten", Steps: `
When the client is asked for "timconnect.getKitten" with:
  | id | 2 |`},
	}
}
