package reference

import "slices"

// iqchannelsMutants are the mistakes of clients of iQChannels.
func iqchannelsMutants() []Mutant {
	return slices.Concat(iqSignInMutants(), iqSessionMutants(), iqMessageMutants(), iqStreamMutants(), iqCardMutants(), iqWireMutants())
}

// iqSignInMutants get signing in wrong, or what a refusal of it means.
func iqSignInMutants() []Mutant {
	return []Mutant{
		{"iqchannels-trusts-http-200", "HTTP 200 is taken for success whatever OK says", slices.Concat(
			trips("client.failure", "* to a sign-in is a failure", "* to a message is a failure", "a token that nobody knows opens*", "a token that was revoked opens*"),
			trips("client.failure", "a channel that closes takes*", "an error code of iQChannels*", "a refusal that no new session*"),
			trips("iqchannels.honest-success", "a message into a session that *"))},
		{"iqchannels-encodes-the-token", "The token is percent-encoded in a JSON body",
			trips("client.success", "the token * is passed on as it is")},
		{"iqchannels-presents-the-bank-token", "The token of the bank is presented in the place of the session",
			trips("client.success", "the session that was given*")},
		{"iqchannels-signs-in-every-time", "Every call gets a session of its own",
			trips("journal.count", "a session serves the calls that follow")},
		{"iqchannels-ignores-the-channel", "The channel is always support", append(
			trips("client.failure", "a channel that does not exist*"),
			trips("client.alive", "a channel that closes ends*")...)},
		{"iqchannels-tries-tokens-again", "A refused token is sent again and again",
			trips("iqchannels.no-sign-in-loop", "a refused token is reported*")},
		{"iqchannels-falls-back-to-anonymous", "A client whose token is refused becomes an anonymous one", append(
			trips("iqchannels.clients", "a refused client is not made*"),
			trips("client.failure", "a session cannot be replaced*")...)},
		{"iqchannels-signs-up-every-time", "An anonymous client signs up though it has a session",
			trips("iqchannels.clients", "an anonymous client that comes back*")},
		{"iqchannels-gives-up-on-dead-guests", "An anonymous client whose session has ended never signs up again",
			trips("client.success", "an anonymous session that has ended*")},
		{"iqchannels-shows-guests-the-token", "A client that signs up anonymously presents the token first",
			trips("journal.count", "an anonymous client asks for no card")},
		{"iqchannels-forgets-the-name", "The name of an anonymous client is not sent",
			trips("world.fact", "an anonymous client is called*")},
		{"iqchannels-hides-codes", "The code of a refusal does not reach the caller",
			trips("client.code", "the code of iQChannels reaches*", "the code of the auth service reaches*")},
		{"iqchannels-always-means-retry", "Every refusal is worth another try", append(
			trips("client.advice", "* advises fix_request", "* advises contact_support", "* advises reauthorize"),
			trips("client.advice", "a client that may not be served is*", "a client that is disabled*")...)},
		{"iqchannels-always-means-fix", "Every refusal is a mistake of the request",
			trips("client.advice", "internal_server_error to a history*", "an auth service that * is no mistake*")},
		{"iqchannels-dies-of-unknown-codes", "A code that is not documented kills the client",
			trips("client.crash", "an error code of iQChannels*")},
	}
}

// iqSessionMutants get the ends of sessions wrong.
func iqSessionMutants() []Mutant {
	return []Mutant{
		{"iqchannels-fires-and-forgets", "The answer to a message is not read", append(
			trips("iqchannels.honest-success", "a session cannot be replaced*", "a refusal that no new session*", "* to a message is a failure"),
			trips("iqchannels.honest-success", "a message answered by HTTP *")...)},
		{"iqchannels-never-signs-in-again", "A session that has ended is not replaced",
			trips("client.success", "a client signs in anew*", "a session that ends by its time*")},
		{"iqchannels-keeps-the-dead-session", "The refused call is repeated with the session that was refused",
			trips("client.success", "a client signs in anew*", "a session that ends by its time*")},
		{"iqchannels-forgets-new-sessions", "A new session serves one call only",
			trips("iqchannels.fresh-session", "the new session serves*")},
		{"iqchannels-signs-in-in-parallel", "Every refused call signs in for itself",
			trips("iqchannels.one-sign-in", "messages that are refused together*")},
		{"iqchannels-signs-in-for-ever", "Every refusal of one call makes it sign in anew",
			trips("journal.count", "a refusal that no new session cures is not*")},
		{"iqchannels-makes-new-guests", "An anonymous client whose session has ended becomes another by itself",
			trips("client.failure", "an anonymous client whose session ended*")},
	}
}

// iqMessageMutants get messages wrong.
func iqMessageMutants() []Mutant {
	return []Mutant{
		{"iqchannels-claims-without-sending", "A message is called sent and never leaves", append(
			trips("iqchannels.chat", "a text arrives*", "two messages of the same words*", "the session that was given*", "a client signs in anew*"),
			trips("iqchannels.chat", "an anonymous client gets*")...)},
		{"iqchannels-sends-twice", "A message that is sent again gets another LocalId",
			trips("iqchannels.chat", "a message whose reply is lost is not doubled")},
		{"iqchannels-escapes-text", "A text is sent as HTML",
			trips("iqchannels.chat", "a text arrives*")},
		{"iqchannels-turns-the-history", "The history is told newest first",
			trips("client.value", "the history holds what both sides wrote*")},
		{"iqchannels-tells-its-own-side", "The history is told without what operators wrote",
			trips("client.value", "the history holds what an operator wrote", "the history holds what both sides wrote*")},
	}
}

// iqStreamMutants get the stream of events wrong.
func iqStreamMutants() []Mutant {
	return []Mutant{
		{"iqchannels-hears-nothing", "The stream is opened and not read",
			trips("client.received", "a message of an operator is told once")},
		{"iqchannels-never-reconnects", "A stream that ends is not opened again", append(
			trips("fault.held", "what comes while the stream is broken*"),
			trips("iqchannels.listening", "a session that is reset while a stream*")...)},
		{"iqchannels-forgets-the-last-event", "A stream is opened again without the last event", append(
			trips("client.received", "what comes while the stream is broken*"),
			trips("iqchannels.resumes", "the stream goes on after*")...)},
		{"iqchannels-resumes-from-the-start", "A stream is always opened from the first event, and all is told again",
			trips("client.received", "what came before the stream broke*")},
		{"iqchannels-tells-duplicates", "What comes twice is told twice",
			trips("client.received", "a message that comes twice*")},
		{"iqchannels-drops-what-comes-late", "An event with a smaller id than the last is dropped",
			trips("client.received", "messages that change places*")},
		{"iqchannels-stops-at-other-events", "An event that is no message ends the reading",
			trips("client.received", "the event * does not end*")},
		{"iqchannels-keeps-a-dead-stream", "A stream whose session has ended is opened again with it", append(
			trips("client.received", "a stream that no token can open*"),
			trips("iqchannels.listening", "a session that is reset while a stream*")...)},
		{"iqchannels-renews-streams-for-ever", "A stream that is refused with a new session is opened with yet another, again and again",
			trips("client.received", "a stream that a new session does not cure*")},
		{"iqchannels-hides-the-end", "The caller does not hear that the stream was given up",
			trips("client.received", "a channel that closes ends*", "a stream that no token can open*")},
		{"iqchannels-hammers", "A refused stream is opened again at once",
			trips("journal.count", "a stream that is refused is not*")},
		{"iqchannels-never-marks", "Messages are not marked as received",
			trips("iqchannels.marked", "a message that has come*")},
		{"iqchannels-gives-up-on-pages", "A page in the place of a stream is called a mistake of the request",
			trips("client.recovery", "a page in the place of a stream*")},
	}
}

// iqCardMutants get the Auth API wrong.
func iqCardMutants() []Mutant {
	return []Mutant{
		{"iqchannels-puts-raw-tokens-into-paths", "A token is put into the path as it is",
			trips("client.success", "the token bank/session/42 is found by GET", "the token what?now* is found by GET", "the token 100%25 * is found by GET")},
		{"iqchannels-encodes-tokens-like-forms", "A token is encoded for a query, with + for a space",
			trips("client.success", "the token ключ клиента is found by GET", "the token 100%25 * is found by GET")},
		{"iqchannels-encodes-twice", "A token is percent-encoded twice",
			trips("client.success", "the token * is found by GET")},
		{"iqchannels-trims-tokens", "Spaces at the ends of a token are cut off",
			trips("client.success", "a token with spaces at its ends*")},
		{"iqchannels-encodes-the-header", "A token in a header is percent-encoded",
			trips("client.success", "the token * is found by POST")},
		{"iqchannels-cuts-tokens", "A token is cut at sixteen letters",
			trips("client.success", "the token of the document's example*")},
		{"iqchannels-demands-new-cards", "A card without the fields of version 1.3 is refused",
			trips("client.success", "a card of version v10 is read", "a card of version v11 is read", "a card of version v12 is read", "the page's own example *")},
		{"iqchannels-refuses-new-members", "Members that the client does not know are refused", append(
			trips("client.success", "a card of version v13 is read", "members that no version has*"),
			trips("client.success", "an answer with the member *")...)},
		{"iqchannels-demands-json-booleans", "Booleans in quotes are refused",
			trips("client.success", "a boolean in quotes*", "the page's own example *")},
		{"iqchannels-takes-any-text-for-true", "Any text is true, false in quotes too",
			trips("iqchannels.truth", `"false" in quotes is false`, "companies whose ids are in quotes*")},
		{"iqchannels-demands-text-ids", "Ids that are numbers are refused",
			trips("client.success", "companies whose ids are numbers*")},
		{"iqchannels-demands-number-ids", "Ids in quotes are refused",
			trips("client.success", "companies whose ids are in quotes*")},
		{"iqchannels-sorts-fields", "Extra data are sorted by name",
			trips("client.value", "extra data keep their order")},
		{"iqchannels-drops-old-fields", "Extra data of the deprecated form are dropped",
			trips("client.value", "extra data of the deprecated form*")},
		{"iqchannels-cuts-names-at-quotes", "A name ends at its first quote",
			trips("client.value", "a name may have quotes*")},
		{"iqchannels-refuses-disabled-cards", "A card with enabled false is a failure",
			trips("client.success", "a client that may not be served has*")},
		{"iqchannels-serves-everybody", "enabled is not looked at",
			trips("iqchannels.truth", "a client that may not be served has*", `"false" in quotes is false`)},
		{"iqchannels-overlooks-the-status", "A card is a card whatever the status",
			trips("client.failure", "a card that comes with 403*")},
		{"iqchannels-takes-anything-for-a-card", "Any answer of the auth service is a card", append(
			trips("client.failure", "an auth service that answers *", "a card that breaks off*", "a 200 with *", "a token that nobody knows has*"),
			trips("client.failure", "a token that was revoked has*")...)},
		{"iqchannels-believes-empty-answers", "A 200 without a client is a card",
			trips("client.failure", "a 200 with *")},
		{"iqchannels-blames-the-token", "A failing auth service is taken for a refusal of the token",
			trips("client.advice", "an auth service that is down*")},
	}
}

// iqWireMutants do not live with the forms of answers and the ways of networks.
func iqWireMutants() []Mutant {
	return []Mutant{
		{"iqchannels-trusts-any-answer", "An answer that cannot be read, or another status, is a success", append(
			trips("client.failure", "a sign-in whose answer *", "a message whose answer cannot be read*", "a message answered by HTTP *"),
			trips("client.failure", "a chat that asks to slow down*")...)},
		{"iqchannels-accepts-half-an-answer", "A sign-in without client or session is a success",
			trips("client.failure", "a sign-in without *")},
		{"iqchannels-dies-of-null-rels", "Rels that are null kill the client",
			trips("client.crash", "Rels may be null")},
		{"iqchannels-has-no-patience", "Answers are waited for a fifth of a second",
			trips("client.success", "a slow history is waited for")},
		{"iqchannels-breaks-on-lost-replies", "A lost answer is called a mistake of the request", append(
			trips("client.recovery", "a history that ends by *"),
			trips("client.recovery", "a message whose reply is lost is sent again*")...)},
		{"iqchannels-hangs-on-silence", "An answer that does not come is waited for for ever", append(
			trips("client.hang", "a history that is never answered*"),
			trips("client.hang", "an auth service that does not answer is given up")...)},
		{"iqchannels-overlooks-refused-guests", "A sign-up that is refused is called a success",
			trips("client.failure", "a sign-up that is refused*")},
		{"iqchannels-drops-the-card", "The client of an authorization is not handed on",
			trips("client.value", "a client with a good token*")},
	}
}
