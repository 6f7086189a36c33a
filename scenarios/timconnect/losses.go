package timconnect

import "sparring/scenarios/carry"

// losses are the operations whose responses are lost.
func losses() []carry.Loss {
	ask := func(ability, args string) string {
		return `the client is asked for "timconnect.` + ability + "\" with:\n  " + args
	}
	given := []string{signedUp}
	archive := []string{signedUp, "And 2 messages are in the archive"}
	call := ask("call", `| number | "74953693038" |`)
	return []carry.Loss{
		{
			Title: "a number is called", Source: "timconnect-1.7.1 §startCallOnNumberWithRegister",
			Operation: "startCall", Given: given, When: call, Once: `the rule "timconnect.calls-once" is kept`,
		},
		{
			Title: "a category is chosen", Source: "timconnect-1.7.1 §changeCategory", Operation: "setCategory",
			Given: archive, Repeats: true, When: ask("setCategory", "| id | {message_id} |\n  | category | 18 |"),
			Once: `the message now has "category" as 18`,
		},
		{
			Title: "a hashtag is set", Source: "timconnect-1.7.1 §setHashtag", Operation: "setHashtag",
			Given: archive, Repeats: true, When: ask("setHashtag", "| id | {message_id} |\n  | hashtag | Try |"),
			Once: `the message now has "hashtag" as "Try"`,
		},
		{
			Title: "a place is set", Source: "timconnect-1.7.1 §setGeolocation", Operation: "setGeotag",
			Given: archive, Repeats: true,
			When: ask("setGeotag", "| id | {message_id} |\n  | latitude | 55.75 |\n  | longitude | 37.61 |"),
			Once: `the message now has "geotag" as {"latitude": "55.75000", "longitude": "37.61000"}`,
		},
		{
			Title: "a code is asked for", Source: "timconnect-1.7.1 §authByPhone", Operation: "registerPhone",
			Repeats: true, When: `the client asks for a code for "79991234567"`,
			Once: "the phone has no usable device",
		},
		{
			Title: "a code is confirmed", Source: "timconnect-1.7.1 §confirmPhone", Operation: "confirmPhone",
			When: `the client asks for a code for "79991234567"`,
			More: []string{`And the client confirms "79991234567" with the code of the SMS`},
			Also: "reauthorize", Once: "the phone has 1 usable device",
		},
		{
			Title: "a device is registered", Source: "timconnect-1.7.1 §authWithoutSms", Operation: "registerByDigest",
			Repeats: true, When: `the client registers "79991234567" with a digest of the bank`,
			Once: "the phone has 1 usable device",
		},
		{
			Title: "a session is opened", Source: "timconnect-1.7.1 §tryAuthUser", Operation: "authorize",
			Given: given, Repeats: true, When: "the session expires",
			More: []string{`And the client is asked for "timconnect.categories"`},
			Once: "the phone has 1 usable device",
		},
		{
			Title: "a device is removed", Source: "timconnect-1.7.1 §unregisterDevice", Operation: "removeDevice",
			Given: given, Repeats: true, Also: "reauthorize", When: `the client is asked for "timconnect.removeDevice"`,
			Once: "the phone has no usable device",
		},
		{
			Title: "a message is reported", Source: "timconnect-1.7.1 §requestMessagesQueue",
			Operation: "reportDelivery", Given: given, Repeats: true, When: `a message "Hello" is sent to the phone`,
			More: []string{`And the client is asked for "timconnect.receiveMessages"`},
			Once: "no message is still in the queue",
		},
		{
			Title: "a call is ended", Source: "timconnect-1.7.1 §hangUpIncommingCall", Operation: "hangUpCall",
			Given: given, Repeats: true, When: call,
			More: []string{
				`Then the client reports "call_id"`, "When " + ask("hangUp", "| call_id | {call_id} |"),
			},
			Once: `the rule "timconnect.calls-once" is kept`,
		},
		{
			Title: "a call is answered", Source: "timconnect-1.7.1 §answerIncommingCall", Operation: "answerCall",
			Given: given, Repeats: true,
			When: "\"call.incoming\" happens at timconnect with:\n  | phone  | {phone}  |\n  | caller | operator |",
			More: []string{
				"And the push reaches the client", `Then the client reports "call_id"`,
				"When " + ask("answerCall", "| call_id | {call_id} |"),
			},
		},
		{
			Title: "a device is registered for calls", Source: "timconnect-1.7.1 §registerInVoIPService",
			Operation: "registerVoip", Given: given, Repeats: true, When: call,
		},
	}
}
