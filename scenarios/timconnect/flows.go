package timconnect

import (
	"slices"

	"sparring/scenarios/suite"
)

// registered is what most abilities need before.
const registered = `Given the client is registered as "79991234567"
`

const succeeds = `
! Then the client reports success`

// flows are the ordinary uses of the abilities.
func flows() []suite.Flow {
	return slices.Concat(ordinaryFlows(), messageFlows(), callFlows(), severalFlows())
}

func ordinaryFlows() []suite.Flow {
	flow := func(ability, name, steps string) suite.Flow {
		return suite.Flow{Ability: "timconnect." + ability, Name: name, Steps: registered + steps + succeeds}
	}
	message := `When a message "Hello" is sent to the phone
`
	several := func(f suite.Flow) suite.Flow {
		f.Start = `the client starts "` + f.Ability + `" %d times`
		return f
	}
	return []suite.Flow{
		{Ability: "timconnect.registerByDigest", Name: "register by a digest", Steps: `
When the client registers "79991234567" with a digest of the bank` + succeeds + `
! And the phone has 1 usable device`},
		{Ability: "timconnect.registerPhone", Name: "ask for a code", Steps: `
When the client asks for a code for "79991234567"` + succeeds + `
! And the outbox holds 1 "sms" to "79991234567"`},
		{Ability: "timconnect.confirmPhone", Name: "register by SMS", Steps: `
When the client asks for a code for "79991234567"
? And the client confirms "79991234567" with the code of the SMS` + succeeds + `
! And the phone has 1 usable device`},
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
When the client is asked for "timconnect.listKittens"` + succeeds},
		{Ability: "timconnect.getKitten", Name: "read a kitten", Steps: `
When the client is asked for "timconnect.getKitten" with:
  | id | 2 |` + succeeds},
	}
}

// messageFlows are about messages and what is kept of them.
func messageFlows() []suite.Flow {
	flow := func(ability, name, steps string) suite.Flow {
		return suite.Flow{Ability: "timconnect." + ability, Name: name, Steps: registered + steps, Should: true}
	}
	return []suite.Flow{
		flow("feed", "read the feed", `
When a message "Hello" is sent to the phone
And the client is asked for "timconnect.receiveMessages"
~
? And the client is asked for "timconnect.feed"
! Then the client reports 1 message
! And the client reports "/messages/0/message" as "Hello"
! And the last call made no "timconnect.*"`),
		flow("receiveMessages", "take several messages", `
When 3 messages "Hello" are sent to the phone
And the client is asked for "timconnect.receiveMessages"
~
? And the client is asked for "timconnect.receiveMessages"
! Then every call reports success
! And no message is still in the queue
! And the server saw no "timconnect.listMessages"`),
		flow("receiveMessages", "take a message that was shown before", `
Given the server responds to the next "timconnect.reportDelivery" with the status 500
When a message "Hello" is sent to the phone
And the client is asked for "timconnect.receiveMessages"
~
And the client is asked for "timconnect.receiveMessages"
! Then the client reports success
! And the client has received "message" "Hello" once
! And no message is still in the queue`),
		flow("takePush", "take a push and read the feed", `
When a message "Hello" is sent to the phone
And the push reaches the client
~
? And the client is asked for "timconnect.feed"
! Then the client reports 1 message
! And the client has shown "notification"
! And no message is still in the queue`),
		flow("takePush", "take a push twice", `
When a message "Hello" is sent to the phone
And the push reaches the client
And the push reaches the client
! Then the client reports success
! And the client has received "message" "Hello" once`),
		flow("restoreMessages", "restore several pages", `
Given the switch "pageSize" of timconnect is "2"
And 5 messages are in the archive
When the client is asked for "timconnect.restoreMessages"
! Then the client reports 5 messages
! And the server saw no "timconnect.reportDelivery"`),
		flow("restoreMessages", "restore some days", `
Given 5 messages are in the archive since "2026-03-01"
When the client is asked for "timconnect.restoreMessages" with:
  | from | 2026-03-02 |
  | to   | 2026-03-06 |
! Then the client reports 2 messages`),
		flow("restoreMessages", "restore an empty archive", `
When the client is asked for "timconnect.restoreMessages"
! Then the client reports success
! And the client reports 0 messages`),
		flow("receiveMessages", "take an empty queue", `
When the client is asked for "timconnect.receiveMessages"
! Then the client reports success
! And the client reports 0 messages`),
		flow("receiveMessages", "take a message with a long id", `
Given the facts of timconnect include:
  """json
  {"next_message": 9007199254740993}
  """
When a message "Hello" is sent to the phone
And the client is asked for "timconnect.receiveMessages"
! Then the client reports "/messages/0/id" as "9007199254740993"
! And no message is still in the queue`),
		flow("statistics", "count the messages of some days", `
Given 5 messages are in the archive since "2026-03-01"
When the client is asked for "timconnect.statistics" with:
  | from | 2026-03-02 |
  | to   | 2026-03-06 |
! Then the client reports success
! And the client reports "/statistics/0/count" as 2`),
		flow("setHashtag", "delete a hashtag", `
When a message "Hello" is sent to the phone
And the client is asked for "timconnect.setHashtag" with:
  | id      | {message_id} |
  | hashtag | Try          |
And the client is asked for "timconnect.setHashtag" with:
  | id      | {message_id} |
  | hashtag |              |
! Then the client reports success
! And the message now has "hashtag" as ""`),
		flow("setHashtag", "mark two messages", `
Given 2 messages are in the archive
When the client starts "timconnect.setHashtag" with:
  | id      | 70000000 |
  | hashtag | first    |
And the client starts "timconnect.setHashtag" with:
  | id      | 70000001 |
  | hashtag | second   |
And the client has finished
! Then the fact "/messages/0/hashtag" of timconnect is now "first"
! And the fact "/messages/1/hashtag" of timconnect is now "second"`),
		flow("setGeotag", "set a place to the degree", `
When a message "Hello" is sent to the phone
And the client is asked for "timconnect.setGeotag" with:
  | id        | {message_id} |
  | latitude  | 55.75583     |
  | longitude | -37.61778    |
! Then the client reports success
! And the message now has "geotag/latitude" as "55.75583"`),
	}
}

// callFlows are about calls.
func callFlows() []suite.Flow {
	flow := func(ability, name, steps string) suite.Flow {
		return suite.Flow{Ability: "timconnect." + ability, Name: name, Steps: registered + steps, Should: true}
	}
	const incoming = `
When "call.incoming" happens at timconnect with:
  | phone  | {phone}  |
  | caller | operator |
And the push reaches the client
? Then the client reports "call_id"
`
	return []suite.Flow{
		flow("callState", "ask for the state of a call", `
When the client is asked for "timconnect.call" with:
  | number | "74953693038" |
? Then the client reports "call_id"
? When "call.answered_by_other_side" happens at timconnect
? And the client is asked for "timconnect.callState" with:
  | call_id | {call_id} |
! Then the client reports "state" as "connected"
? When "call.ended" happens at timconnect
? And the client is asked for "timconnect.callState" with:
  | call_id | {call_id} |
! Then the client reports "state" as "ended"`),
		flow("hangUp", "hang up a call", `
When the client is asked for "timconnect.call" with:
  | number | "74953693038" |
? Then the client reports "call_id"
? When the client is asked for "timconnect.hangUp" with:
  | call_id | {call_id} |
! Then the client reports "state" as "ended"`),
		flow("answerCall", "answer a call", incoming+`? When the client is asked for "timconnect.answerCall" with:
  | call_id | {call_id} |
! Then the client reports "state" as "connected"
! And the server saw at least 1 "timconnect.registerVoip"`),
		flow("hangUp", "refuse a call", incoming+`? When the client is asked for "timconnect.hangUp" with:
  | call_id | {call_id} |
! Then the client reports "state" as "ended"`),
	}
}

// severalFlows are about devices, keys and what others change.
func severalFlows() []suite.Flow {
	flow := func(ability, name, steps string) suite.Flow {
		return suite.Flow{Ability: "timconnect." + ability, Name: name, Steps: steps, Should: true, Alone: true}
	}
	return []suite.Flow{
		// Registered, since what ends between two calls is the session.
		{Ability: "timconnect.getKitten", Name: "read one of two kittens", Should: true, Steps: registered + `
When the client is asked for "timconnect.getKitten" with:
  | id | 2 |` + succeeds,
			Start: `the client starts "timconnect.getKitten" %d times with:
  | id | 2 |`,
			Other: `the client starts "timconnect.getKitten" with:
  | id | 1 |`},
		flow("removeDevice", "ask a device that was removed", registered+`
When the client is asked for "timconnect.removeDevice"
~
And the client is asked for "timconnect.categories"
! Then the client reports a failure
! And the last call made no "timconnect.*"
! And the phone has no usable device`),
		flow("registerByDigest", "register twice", registered+`
When the client registers "79991234567" with a digest of the bank
~
? And the session expires
? And the client is asked for "timconnect.categories"
! Then the client reports success
! And the server saw exactly 1 "timconnect.authorize"`),
		flow("isAuthorized", "ask a device that was blocked", registered+`
When the device is blocked
And the client is asked for "timconnect.isAuthorized"`),
		flow("registerPhone", "ask for a code with a plus", `
When the client asks for a code for "+79991234567"
! Then the client reports success`),
		flow("confirmPhone", "confirm with a wrong code", `
When the client asks for a code for "79991234567"
And the client confirms "79991234567" with a wrong code
! Then the client reports a failure
! And the last call made exactly 1 "timconnect.confirmPhone"`),
		flow("listKittens", "list what was adopted since", `
When the client is asked for "timconnect.listKittens"
And "kitten.adopted" happens at timconnect with:
  | id | 1 |
And the client is asked for "timconnect.listKittens"
! Then the client reports "/kittens/0/id" as 2`),
		flow("getKitten", "read what was renamed since", `
When the client is asked for "timconnect.getKitten" with:
  | id | 1 |
And "kitten.put" happens at timconnect with:
  | kitten | {"id": 1, "name": "Renamed", "breed": "calico", "fluffiness": 6, "cuteness": 7} |
And the client is asked for "timconnect.getKitten" with:
  | id | 1 |
! Then the client reports "/kitten/name" as "Renamed"`),
		flow("listKittens", "list with flags", `
When the client is asked for "timconnect.listKittens" with:
  | include_cats | true  |
  | available    | false |
! Then the client reports success`),
		flow("listKittens", "list with a new key", `
Given "key.issued" has happened at timconnect with:
  | key | second-key |
When the client is asked for "timconnect.listKittens"
And the client's "api_key" for timconnect changes to "second-key"
And "key.revoked" happens at timconnect with:
  | key | meowmeowmeow |
And the client is asked for "timconnect.listKittens"
! Then every call reports success`),
	}
}
