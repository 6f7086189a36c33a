package reference

import "slices"

// radistMutants are the mistakes of clients of Radist.Online.
func radistMutants() []Mutant {
	return slices.Concat(radistLoginMutants(), radistSessionMutants(), radistConnectionMutants(), radistErrorMutants(), radistWireMutants())
}

// radistLoginMutants get the way from QR, code and password to a connection wrong.
func radistLoginMutants() []Mutant {
	return []Mutant{
		{"radist-shows-the-first-qr-only", "A QR that has changed is not shown", slices.Concat(
			trips("client.shown", "a QR that has changed is shown again", "a QR is shown as often as it changes"),
			trips("radist.scan", "a QR that has changed is shown again in a re-authorization"),
			trips("radist.scan", "a QR of WhatsApp that has died is renewed", "the QR of WhatsApp is there as long*"))},
		{"radist-shows-every-poll", "The same QR is shown at every poll",
			trips("client.shown", "no connection is made before*")},
		{"radist-connects-too-early", "A connection is asked for while the QR is on the screen",
			trips("radist.created-when-authenticated", "a Telegram whose QR is scanned*", "no connection is made before*")},
		{"radist-asks-for-no-code", "No code is asked for",
			trips("client.asks", "a Telegram whose code is told*", "* is authorized again by code")},
		{"radist-asks-for-no-code-of-max", "No code for MAX is asked for",
			trips("client.asks", "a MAX number whose code is told*")},
		{"radist-asks-for-no-password", "2FA is not known",
			trips("client.asks", "the 2FA password is asked for*")},
		{"radist-sends-passwords-as-codes", "The password is sent in the place of the code",
			trips("client.success", "the 2FA password is asked for after *")},
		{"radist-sends-wrong-answers-again", "What was refused is sent again", slices.Concat(
			trips("radist.wrong-answer-once", "a wrong code *", "a wrong 2FA password*", "a wrong password after a code*"))},
		{"radist-takes-wrong-answers", "A refused code or password is called a success",
			trips("radist.honest-success", "a wrong code *", "a wrong 2FA password*", "a wrong password after a code*")},
		{"radist-forgets-the-connection-id", "A re-authorization is a first connection", slices.Concat(
			trips("journal.body", "the session of a re-authorization*"),
			trips("radist.no-second-connection", "a Telegram that was logged out *", "a MAX number that was logged out *"))},
		{"radist-connects-after-re-authorization", "A re-authorization ends with a new connection",
			trips("radist.no-second-connection", "a Telegram that was logged out *", "a MAX number that was logged out *", "the 2FA password is asked for when *")},
		{"radist-makes-a-second-whatsapp", "WhatsApp is connected again by another connection",
			trips("radist.no-second-connection", "a WhatsApp that was logged out*")},
		{"radist-claims-whatsapp-at-once", "WhatsApp is called connected before its QR was shown",
			trips("radist.honest-success", "a WhatsApp whose QR is scanned*")},
	}
}

// radistSessionMutants do not know when a session is over.
func radistSessionMutants() []Mutant {
	return []Mutant{
		{"radist-polls-dead-sessions", "A session that answers 404 is polled on", slices.Concat(
			trips("radist.dead-sessions", "sessions that die at once*"),
			trips("radist.read", "a code that is told too late*", "a code for MAX that is told too late*"))},
		{"radist-gives-up-dead-sessions", "A session that has expired ends the login",
			trips("client.shown", "a session that has expired*")},
		{"radist-starts-anew-for-ever", "Sessions are started anew without a bound",
			trips("journal.count", "sessions that die at once*")},
		{"radist-waits-on-unknown-statuses", "A status that is not known is waited out",
			trips("journal.count", "an unknown status *")},
		{"radist-takes-unknown-for-done", "A status that is not known is taken for the last one", slices.Concat(
			trips("radist.created-when-authenticated", "no connection is made of a session whose status*", "an unknown status of a Telegram by QR*"),
			trips("client.failure", "an unknown status of a WhatsApp*", "an unknown status after the code*"))},
		{"radist-hides-unknown-statuses", "The caller is not told which status it was",
			trips("radist.names", "an unknown status *")},
		{"radist-gives-up-after-three-polls", "The user is given three polls to scan the code",
			trips("client.success", "a user who takes longer*")},
		{"radist-asks-for-no-password-by-code-again", "No 2FA password is asked for in a re-authorization by code",
			trips("client.asks", "the 2FA password is asked for when a connection is authorized again by code")},
		{"radist-claims-whatsapp-by-a-look", "One look at a logged-out WhatsApp connection counts as its being connected",
			trips("radist.honest-success", "a WhatsApp that was logged out is not called connected*")},
		{"radist-polls-without-rest", "Sessions are polled thirty times a second",
			trips("radist.poll-pace", "a session is polled about*")},
		{"radist-ignores-retry-after", "A poll that was refused with 429 is repeated at once",
			trips("radist.slow-down", "a poll that is told to slow down*")},
	}
}

// radistConnectionMutants get what is said about connections wrong.
func radistConnectionMutants() []Mutant {
	return []Mutant{
		{"radist-tells-no-ids", "The id of a new connection does not reach the caller", slices.Concat(
			trips("client.value", "a bot is connected*", "a group is connected*", "a Telegram whose * is *"),
			trips("client.value", "a MAX number whose code is told*"))},
		{"radist-connects-the-group-again", "A new key makes a new connection",
			trips("radist.works", "a key that was reset*", "a key that became inactive*")},
		{"radist-sends-the-type-along", "An update sends what cannot be edited",
			trips("client.success", "a key that was reset*", "a key that became inactive*", "a new key is sent alone")},
		{"radist-claims-new-keys", "A key that was refused is called set",
			trips("client.failure", "a key that the provider rejects*")},
		{"radist-sends-delete", "Connections are deleted by DELETE",
			trips("unasked.unmatched", "a connection is not deleted*")},
		{"radist-claims-deletion", "A deletion that is not possible is called a success",
			trips("client.failure", "a connection is not deleted*")},
		{"radist-knows-five-types", "A type of connection that is not its own is refused",
			trips("client.success", "a connection that the vendor manages*")},
		{"radist-dies-of-no-phone", "A phone that is null kills the client",
			trips("client.crash", "a new WhatsApp without a phone*")},
		{"radist-forgets-the-company", "The paths lack their company",
			trips("unasked.unmatched", "the connections of the company are listed")},
		{"radist-sends-the-key-of-version-1", "The key is sent as X-Auth-Token",
			trips("client.success", "the connections of the company are listed", "one connection is read")},
	}
}

// radistErrorMutants take refusals for what they are not.
func radistErrorMutants() []Mutant {
	return []Mutant{
		{"radist-wrong-keys-mean-retry", "401 is to be tried again",
			trips("client.advice", "a key that is not known*", "401_*")},
		{"radist-unpaid-means-retry", "402 is to be tried again",
			trips("client.advice", "a WhatsApp in no paid subscription*")},
		{"radist-forbidden-means-retry", "403 is to be tried again",
			trips("client.advice", "a key without the scope*", "403_*")},
		{"radist-missing-means-retry", "404 is to be tried again",
			trips("client.advice", "a company that the key does not see*", "404_*", "a connection that is not there*", "a WhatsApp that support has deleted*")},
		{"radist-mistakes-mean-retry", "400, 409 and 422 are to be tried again",
			trips("client.advice", "400_*", "409_*", "422_*", "a bot that is connected already*", "a re-authorization by another account*")},
		{"radist-slow-down-means-fix", "429 is a mistake of the request",
			trips("client.advice", "429 to *")},
		{"radist-repeats-refused-requests", "What was refused is sent ten times more",
			trips("journal.count", "429 to *", "a key that is not known*", "an attempt too many*", "a connection whose session is gone*")},
	}
}

// radistWireMutants do not live with the forms of answers and the ways of networks.
func radistWireMutants() []Mutant {
	return []Mutant{
		{"radist-has-no-patience", "Answers are waited for a fifth of a second",
			trips("client.success", "a slow answer about a connection*")},
		{"radist-hangs-on-silence", "An answer that does not come is waited for for ever",
			trips("client.hang", "reading a connection that ends by reset*")},
		{"radist-calls-lost-answers-mistakes", "A lost answer is called a mistake of the request",
			trips("client.recovery", "reading a connection that ends by *", "a poll that ends by *", "a code whose answer was lost*")},
		{"radist-trusts-any-answer", "An answer that cannot be read is a success",
			trips("client.failure", "a connection malformed as *", "HTTP * to the creation*")},
		{"radist-refuses-new-members", "Members that are not documented are refused",
			trips("client.success", "a member * of a connection*")},
		{"radist-creates-again", "A creation without an answer is sent again",
			trips("radist.connections", "a connection whose creation was not answered*")},
	}
}
