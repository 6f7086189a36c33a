package radist

import "sparring/mock/world"

// reasons explains what the fake puts under why, in order of the codes.
func reasons() []world.Reason {
	return []world.Reason{
		{"account",
			"A connection with the same account exists already: to authorize it again, name its connection_id."},
		{"another_account", "The code was scanned with another account than the connection's; a new code follows."},
		{"button", "What the button on the page did, or why it could not."},
		{"company",
			"The company does not exist, the key does not see it, or the path names none and the key sees several."},
		{"connection", "The connection is not authorized: log in first."},
		{"flood", "The session saw as many wrong attempts as the switch floodLimit allows: begin a new session."},
		{"key_dead", "The provider no longer takes this key: an event ended it."},
		{"key_ended", "The API key was ended, by an event or a fault rule."},
		{"key_missing", "The header X-Api-Key is missing or empty."},
		{"key_unknown", "No API key of this world has this value: it is misspelled, or from another world."},
		{"qr", "Until when the QR code on the picture can be scanned."},
		{"rate",
			"The switch rateLimits is on, and the key called more often than it allows: 5 a second, 1 on chats, 1 " +
				"on contacts."},
		{"scope", "The API key lacks the scope that the operation needs; the event key.scopes gives it one."},
		{"session_ended",
			"The login session is over: it was used for a connection, replaced, or ended by an event or a fault rule."},
		{"session_expired", "The login session's time passed: begin a new one."},
		{"session_foreign", "The login session belongs to another company or another messenger."},
		{"session_unknown", "No login session of this world has this id."},
		{"slash",
			"Paths of collections end in a slash and those of items do not; the response redirects to the proper one."},
		{"subscription", "The subscription of the connection is not paid; the event subscription.paid pays it."},
		{"webhook", "Which webhook the call goes to, and for which event."},
	}
}

// findingReasons explains the codes of the findings that Radist's own rules give, in order of the codes.
func findingReasons() []world.Reason {
	return []world.Reason{
		{"connection_deletion", "A client tries to delete a connection, which only the vendor's support does."},
		{"webhook_not_taken", "The URL of a webhook did not answer 2xx."},
	}
}
