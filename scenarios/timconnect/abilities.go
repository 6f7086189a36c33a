package timconnect

import "sparring/scenarios/driver"

// abilities are what a client of TIM Connect (an application that receives a bank's messages) and of Kittn
// may be asked to do. The application keeps its session, its password and its messages itself.
func abilities() []driver.Ability {
	phone := driver.Field{
		Name: "phone",
		Type: "text",
		Doc:  "as the user wrote it: 89991234567, 79991234567 or +79991234567",
	}
	token := driver.Field{Name: "token", Type: "text", Doc: "the push token that the operating system has given"}
	id := driver.Field{Name: "id", Type: "text", Doc: "of a message: up to 64 bits"}
	call := driver.Field{Name: "call_id", Type: "text"}
	state := driver.Field{Name: "state", Type: "text", Doc: "calling, incoming, connected or ended"}
	messages := driver.Field{Name: "messages", Type: "list", Doc: "as TIM Connect answers them, oldest first"}
	from := driver.Field{Name: "from", Type: "text", Optional: true, Doc: "first day, 2026-01-31"}
	to := driver.Field{Name: "to", Type: "text", Optional: true, Doc: "last day"}
	return []driver.Ability{
		{
			Name: "timconnect.registerPhone",
			Doc:  "register, step 1: ask for the activation code by SMS",
			Args: []driver.Field{phone, token},
		},
		{Name: "timconnect.confirmPhone", Doc: "register, step 2: the code of the SMS; session and password are kept",
			Args: []driver.Field{phone, {Name: "code", Type: "text", Doc: "four digits"}}},
		{
			Name: "timconnect.registerByDigest",
			Doc:  "register without SMS, by a request that the bank's server has signed",
			Args: []driver.Field{
				phone,
				{Name: "digest", Type: "text", Doc: "of phone and token as they are; the client does not compute it"},
				token,
			},
		},
		{Name: "timconnect.signIn", Doc: "begin with what an earlier run has left in the key chain",
			Args: []driver.Field{
				phone,
				{Name: "credentials", Type: "text", Doc: "the password that registration answered"},
			}},
		{
			Name:   "timconnect.isAuthorized",
			Doc:    "ask whether the device is authorised",
			Values: []driver.Field{{Name: "authorized", Type: "boolean"}},
		},
		{Name: "timconnect.removeDevice", Doc: "remove the device; what the client holds for it is dropped"},
		{
			Name:   "timconnect.receiveMessages",
			Doc:    "take the queue: store what is new, tell of it (received message), report it as delivered",
			Values: []driver.Field{messages},
		},
		{
			Name: "timconnect.takePush",
			Doc: "the operating system hands a push over: of a message, which is loaded, shown (show " +
				"notification), told (received message), stored and reported; or of a call, which is shown (show " +
				"call) and registered for",
			Args: []driver.Field{
				{Name: "payload", Type: "object", Doc: "{id, aps} of a message, {call_info, aps} of a call"},
			},
			Values: []driver.Field{
				{Name: "message", Type: "object", Optional: true},
				{Name: "call_id", Type: "text", Optional: true, Doc: "the call that waits"},
				{Name: "state", Type: "text", Optional: true},
			},
		},
		{
			Name:   "timconnect.feed",
			Doc:    "list the messages that are stored in the application, without the server",
			Values: []driver.Field{messages},
		},
		{
			Name:   "timconnect.restoreMessages",
			Doc:    "on a first installation: fill the store from the archive, all of it or some days",
			Args:   []driver.Field{from, to},
			Values: []driver.Field{messages},
		},
		{
			Name: "timconnect.setCategory",
			Doc:  "choose the category of a message",
			Args: []driver.Field{id, {Name: "category", Type: "number", Doc: "1 to 18"}},
		},
		{Name: "timconnect.setGeotag", Doc: "set the place of a message",
			Args: []driver.Field{id, {Name: "latitude", Type: "number"}, {Name: "longitude", Type: "number"}}},
		{
			Name: "timconnect.setHashtag",
			Doc:  "set the hashtag of a message; an empty one deletes it",
			Args: []driver.Field{id, {Name: "hashtag", Type: "text"}},
		},
		{
			Name:   "timconnect.categories",
			Doc:    "list the directory of categories",
			Values: []driver.Field{{Name: "categories", Type: "list", Doc: "{id, name}"}},
		},
		{Name: "timconnect.statistics", Doc: "count the messages by category", Args: []driver.Field{from, to},
			Values: []driver.Field{{Name: "statistics", Type: "list", Doc: "{category, count}"}}},
		{Name: "timconnect.call", Doc: "call a number; the VoIP registration that it needs is up to the client",
			Args: []driver.Field{
				{Name: "number", Type: "text", Doc: "74953693038"},
			}, Values: []driver.Field{call, state}},
		{
			Name:   "timconnect.callState",
			Doc:    "tell the state of a call",
			Args:   []driver.Field{call},
			Values: []driver.Field{state},
		},
		{
			Name:   "timconnect.answerCall",
			Doc:    "answer an incoming call",
			Args:   []driver.Field{call},
			Values: []driver.Field{state},
		},
		{
			Name:   "timconnect.hangUp",
			Doc:    "end a call, or refuse an incoming one",
			Args:   []driver.Field{call},
			Values: []driver.Field{state},
		},
		{Name: "timconnect.listKittens", Doc: "Kittn: list the kittens",
			Args: []driver.Field{
				{Name: "include_cats", Type: "boolean", Optional: true, Doc: "cats too; without it not"},
				{Name: "available", Type: "boolean", Optional: true, Doc: "false: adopted ones too; without it not"},
			},
			Values: []driver.Field{{Name: "kittens", Type: "list", Doc: "{id, name, breed, fluffiness, cuteness}"}}},
		{Name: "timconnect.getKitten", Doc: "Kittn: one kitten", Args: []driver.Field{{Name: "id", Type: "number"}},
			Values: []driver.Field{{Name: "kitten", Type: "object"}}},
	}
}
