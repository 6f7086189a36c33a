package iqchannels

import (
	"slices"

	"sparring/scenarios/reference"
)

// mutants are the mistakes of clients of iQChannels.
func mutants() []reference.Mutant {
	return slices.Concat(signInMutants(), sessionMutants(), messageMutants(), streamMutants(), cardMutants(), wireMutants())
}

// signInMutants get signing in wrong, or what a refusal of it means.
func signInMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-trusts-http-200", Doc: "HTTP 200 is taken for success whatever OK says", Trips: slices.Concat(
			reference.Trips("client.failure", "* to a sign-in is a failure", "* to a message is a failure", "a token that nobody knows opens*", "a token that was revoked opens*"),
			reference.Trips("client.failure", "a channel that closes takes*", "an error code of iQChannels*", "a refusal that no new session*"),
			reference.Trips("iqchannels.honest-success", "a message into a session that *"))},
		{Name: "iqchannels-encodes-the-token", Doc: "The token is percent-encoded in a JSON body",
			Trips: reference.Trips("client.success", "the token * is passed on as it is")},
		{Name: "iqchannels-presents-the-bank-token", Doc: "The token of the bank is presented in the place of the session",
			Trips: reference.Trips("client.success", "the session that was given*")},
		{Name: "iqchannels-signs-in-every-time", Doc: "Every call gets a session of its own",
			Trips: reference.Trips("journal.count", "a session serves the calls that follow")},
		{Name: "iqchannels-ignores-the-channel", Doc: "The channel is always support", Trips: append(
			reference.Trips("client.failure", "a channel that does not exist*"),
			reference.Trips("client.alive", "a channel that closes ends*")...)},
		{Name: "iqchannels-tries-tokens-again", Doc: "A refused token is sent again and again",
			Trips: reference.Trips("iqchannels.no-sign-in-loop", "a refused token is reported*")},
		{Name: "iqchannels-falls-back-to-anonymous", Doc: "A client whose token is refused becomes an anonymous one", Trips: append(
			reference.Trips("iqchannels.clients", "a refused client is not made*"),
			reference.Trips("client.failure", "a session cannot be replaced*")...)},
		{Name: "iqchannels-signs-up-every-time", Doc: "An anonymous client signs up though it has a session",
			Trips: reference.Trips("iqchannels.clients", "an anonymous client that comes back*")},
		{Name: "iqchannels-gives-up-on-dead-guests", Doc: "An anonymous client whose session has ended never signs up again",
			Trips: reference.Trips("client.success", "an anonymous session that has ended*")},
		{Name: "iqchannels-shows-guests-the-token", Doc: "A client that signs up anonymously presents the token first",
			Trips: reference.Trips("journal.count", "an anonymous client asks for no card")},
		{Name: "iqchannels-forgets-the-name", Doc: "The name of an anonymous client is not sent",
			Trips: reference.Trips("world.fact", "an anonymous client is called*")},
		{Name: "iqchannels-hides-codes", Doc: "The code of a refusal does not reach the caller",
			Trips: reference.Trips("client.code", "the code of iQChannels reaches*", "the code of the auth service reaches*")},
		{Name: "iqchannels-always-means-retry", Doc: "Every refusal is worth another try", Trips: append(
			reference.Trips("client.advice", "* advises fix_request", "* advises contact_support", "* advises reauthorize"),
			reference.Trips("client.advice", "a client that may not be served is*", "a client that is disabled*")...)},
		{Name: "iqchannels-always-means-fix", Doc: "Every refusal is a mistake of the request",
			Trips: reference.Trips("client.advice", "internal_server_error to a history*", "an auth service that * is no mistake*")},
		{Name: "iqchannels-dies-of-unknown-codes", Doc: "A code that is not documented kills the client",
			Trips: reference.Trips("client.crash", "an error code of iQChannels*")},
	}
}

// sessionMutants get the ends of sessions wrong.
func sessionMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-fires-and-forgets", Doc: "The answer to a message is not read", Trips: append(
			reference.Trips("iqchannels.honest-success", "a session cannot be replaced*", "a refusal that no new session*", "* to a message is a failure"),
			reference.Trips("iqchannels.honest-success", "a message answered by HTTP *")...)},
		{Name: "iqchannels-never-signs-in-again", Doc: "A session that has ended is not replaced",
			Trips: reference.Trips("client.success", "a client signs in anew*", "a session that ends by its time*")},
		{Name: "iqchannels-keeps-the-dead-session", Doc: "The refused call is repeated with the session that was refused",
			Trips: reference.Trips("client.success", "a client signs in anew*", "a session that ends by its time*")},
		{Name: "iqchannels-forgets-new-sessions", Doc: "A new session serves one call only",
			Trips: reference.Trips("iqchannels.fresh-session", "the new session serves*")},
		{Name: "iqchannels-signs-in-in-parallel", Doc: "Every refused call signs in for itself",
			Trips: reference.Trips("iqchannels.one-sign-in", "messages that are refused together*")},
		{Name: "iqchannels-signs-in-for-ever", Doc: "Every refusal of one call makes it sign in anew",
			Trips: reference.Trips("journal.count", "a refusal that no new session cures is not*")},
		{Name: "iqchannels-makes-new-guests", Doc: "An anonymous client whose session has ended becomes another by itself",
			Trips: reference.Trips("client.failure", "an anonymous client whose session ended*")},
	}
}

// messageMutants get messages wrong.
func messageMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-claims-without-sending", Doc: "A message is called sent and never leaves", Trips: append(
			reference.Trips("iqchannels.chat", "a text arrives*", "two messages of the same words*", "the session that was given*", "a client signs in anew*"),
			reference.Trips("iqchannels.chat", "an anonymous client gets*")...)},
		{Name: "iqchannels-sends-twice", Doc: "A message that is sent again gets another LocalId",
			Trips: reference.Trips("iqchannels.chat", "a message whose reply is lost is not doubled")},
		{Name: "iqchannels-escapes-text", Doc: "A text is sent as HTML",
			Trips: reference.Trips("iqchannels.chat", "a text arrives*")},
		{Name: "iqchannels-turns-the-history", Doc: "The history is told newest first",
			Trips: reference.Trips("client.value", "the history holds what both sides wrote*")},
		{Name: "iqchannels-tells-its-own-side", Doc: "The history is told without what operators wrote",
			Trips: reference.Trips("client.value", "the history holds what an operator wrote", "the history holds what both sides wrote*")},
	}
}

// streamMutants get the stream of events wrong.
func streamMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-hears-nothing", Doc: "The stream is opened and not read",
			Trips: reference.Trips("client.received", "a message of an operator is told once")},
		{Name: "iqchannels-never-reconnects", Doc: "A stream that ends is not opened again", Trips: append(
			reference.Trips("fault.held", "what comes while the stream is broken*"),
			reference.Trips("iqchannels.listening", "a session that is reset while a stream*")...)},
		{Name: "iqchannels-forgets-the-last-event", Doc: "A stream is opened again without the last event", Trips: append(
			reference.Trips("client.received", "what comes while the stream is broken*"),
			reference.Trips("iqchannels.resumes", "the stream goes on after*")...)},
		{Name: "iqchannels-resumes-from-the-start", Doc: "A stream is always opened from the first event, and all is told again",
			Trips: reference.Trips("client.received", "what came before the stream broke*")},
		{Name: "iqchannels-tells-duplicates", Doc: "What comes twice is told twice",
			Trips: reference.Trips("client.received", "a message that comes twice*")},
		{Name: "iqchannels-drops-what-comes-late", Doc: "An event with a smaller id than the last is dropped",
			Trips: reference.Trips("client.received", "messages that change places*")},
		{Name: "iqchannels-stops-at-other-events", Doc: "An event that is no message ends the reading",
			Trips: reference.Trips("client.received", "the event * does not end*")},
		{Name: "iqchannels-keeps-a-dead-stream", Doc: "A stream whose session has ended is opened again with it", Trips: append(
			reference.Trips("client.received", "a stream that no token can open*"),
			reference.Trips("iqchannels.listening", "a session that is reset while a stream*")...)},
		{Name: "iqchannels-renews-streams-for-ever", Doc: "A stream that is refused with a new session is opened with yet another, again and again",
			Trips: reference.Trips("client.received", "a stream that a new session does not cure*")},
		{Name: "iqchannels-hides-the-end", Doc: "The caller does not hear that the stream was given up",
			Trips: reference.Trips("client.received", "a channel that closes ends*", "a stream that no token can open*")},
		{Name: "iqchannels-hammers", Doc: "A refused stream is opened again at once",
			Trips: reference.Trips("journal.count", "a stream that is refused is not*")},
		{Name: "iqchannels-never-marks", Doc: "Messages are not marked as received",
			Trips: reference.Trips("iqchannels.marked", "a message that has come*")},
		{Name: "iqchannels-gives-up-on-pages", Doc: "A page in the place of a stream is called a mistake of the request",
			Trips: reference.Trips("client.recovery", "a page in the place of a stream*")},
	}
}

// cardMutants get the Auth API wrong.
func cardMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-puts-raw-tokens-into-paths", Doc: "A token is put into the path as it is",
			Trips: reference.Trips("client.success", "the token bank/session/42 is found by GET", "the token what?now* is found by GET", "the token 100%25 * is found by GET")},
		{Name: "iqchannels-encodes-tokens-like-forms", Doc: "A token is encoded for a query, with + for a space",
			Trips: reference.Trips("client.success", "the token ключ клиента is found by GET", "the token 100%25 * is found by GET")},
		{Name: "iqchannels-encodes-twice", Doc: "A token is percent-encoded twice",
			Trips: reference.Trips("client.success", "the token * is found by GET")},
		{Name: "iqchannels-trims-tokens", Doc: "Spaces at the ends of a token are cut off",
			Trips: reference.Trips("client.success", "a token with spaces at its ends*")},
		{Name: "iqchannels-encodes-the-header", Doc: "A token in a header is percent-encoded",
			Trips: reference.Trips("client.success", "the token * is found by POST")},
		{Name: "iqchannels-cuts-tokens", Doc: "A token is cut at sixteen letters",
			Trips: reference.Trips("client.success", "the token of the document's example*")},
		{Name: "iqchannels-demands-new-cards", Doc: "A card without the fields of version 1.3 is refused",
			Trips: reference.Trips("client.success", "a card of version v10 is read", "a card of version v11 is read", "a card of version v12 is read", "the page's own example *")},
		{Name: "iqchannels-refuses-new-members", Doc: "Members that the client does not know are refused", Trips: append(
			reference.Trips("client.success", "a card of version v13 is read", "members that no version has*"),
			reference.Trips("client.success", "an answer with the member *")...)},
		{Name: "iqchannels-demands-json-booleans", Doc: "Booleans in quotes are refused",
			Trips: reference.Trips("client.success", "a boolean in quotes*", "the page's own example *")},
		{Name: "iqchannels-takes-any-text-for-true", Doc: "Any text is true, false in quotes too",
			Trips: reference.Trips("iqchannels.truth", `"false" in quotes is false`, "companies whose ids are in quotes*")},
		{Name: "iqchannels-demands-text-ids", Doc: "Ids that are numbers are refused",
			Trips: reference.Trips("client.success", "companies whose ids are numbers*")},
		{Name: "iqchannels-demands-number-ids", Doc: "Ids in quotes are refused",
			Trips: reference.Trips("client.success", "companies whose ids are in quotes*")},
		{Name: "iqchannels-sorts-fields", Doc: "Extra data are sorted by name",
			Trips: reference.Trips("client.value", "extra data keep their order")},
		{Name: "iqchannels-drops-old-fields", Doc: "Extra data of the deprecated form are dropped",
			Trips: reference.Trips("client.value", "extra data of the deprecated form*")},
		{Name: "iqchannels-cuts-names-at-quotes", Doc: "A name ends at its first quote",
			Trips: reference.Trips("client.value", "a name may have quotes*")},
		{Name: "iqchannels-refuses-disabled-cards", Doc: "A card with enabled false is a failure",
			Trips: reference.Trips("client.success", "a client that may not be served has*")},
		{Name: "iqchannels-serves-everybody", Doc: "enabled is not looked at",
			Trips: reference.Trips("iqchannels.truth", "a client that may not be served has*", `"false" in quotes is false`)},
		{Name: "iqchannels-overlooks-the-status", Doc: "A card is a card whatever the status",
			Trips: reference.Trips("client.failure", "a card that comes with 403*")},
		{Name: "iqchannels-takes-anything-for-a-card", Doc: "Any answer of the auth service is a card", Trips: append(
			reference.Trips("client.failure", "an auth service that answers *", "a card that breaks off*", "a 200 with *", "a token that nobody knows has*"),
			reference.Trips("client.failure", "a token that was revoked has*")...)},
		{Name: "iqchannels-believes-empty-answers", Doc: "A 200 without a client is a card",
			Trips: reference.Trips("client.failure", "a 200 with *")},
		{Name: "iqchannels-blames-the-token", Doc: "A failing auth service is taken for a refusal of the token",
			Trips: reference.Trips("client.advice", "an auth service that is down*")},
	}
}

// wireMutants do not live with the forms of answers and the ways of networks.
func wireMutants() []reference.Mutant {
	return []reference.Mutant{
		{Name: "iqchannels-trusts-any-answer", Doc: "An answer that cannot be read, or another status, is a success", Trips: append(
			reference.Trips("client.failure", "a sign-in whose answer *", "a message whose answer cannot be read*", "a message answered by HTTP *"),
			reference.Trips("client.failure", "a chat that asks to slow down*")...)},
		{Name: "iqchannels-accepts-half-an-answer", Doc: "A sign-in without client or session is a success",
			Trips: reference.Trips("client.failure", "a sign-in without *")},
		{Name: "iqchannels-dies-of-null-rels", Doc: "Rels that are null kill the client",
			Trips: reference.Trips("client.crash", "Rels may be null")},
		{Name: "iqchannels-has-no-patience", Doc: "Answers are waited for a fifth of a second",
			Trips: reference.Trips("client.success", "a slow history is waited for")},
		{Name: "iqchannels-breaks-on-lost-replies", Doc: "A lost answer is called a mistake of the request", Trips: append(
			reference.Trips("client.recovery", "a history that ends by *"),
			reference.Trips("client.recovery", "a message whose reply is lost is sent again*")...)},
		{Name: "iqchannels-hangs-on-silence", Doc: "An answer that does not come is waited for for ever", Trips: append(
			reference.Trips("client.hang", "a history that is never answered*"),
			reference.Trips("client.hang", "an auth service that does not answer is given up")...)},
		{Name: "iqchannels-overlooks-refused-guests", Doc: "A sign-up that is refused is called a success",
			Trips: reference.Trips("client.failure", "a sign-up that is refused*")},
		{Name: "iqchannels-drops-the-card", Doc: "The client of an authorization is not handed on",
			Trips: reference.Trips("client.value", "a client with a good token*")},
	}
}
