package reference

import "slices"

// bonderMutants are the mistakes of clients of Bonder.
func bonderMutants() []Mutant {
	return slices.Concat(bonderTokenMutants(), bonderErrorMutants(), bonderDataMutants(), bonderWireMutants())
}

// bonderTokenMutants get tokens wrong.
func bonderTokenMutants() []Mutant {
	return []Mutant{
		{"bonder-never-renews", "A token that is refused is not renewed", append(
			trips("client.success", "a token that died by *", "a renewed token serves*", "a profile is created once though*", "the newest token is used*"),
			trips("client.success", "a save that was refused for its token is not lost", "INVALID_CREDENTIALS_ERROR to * is cured by a new token")...)},
		{"bonder-renews-for-ever", "A refused token is renewed again and again",
			trips("journal.count", "a refusal that a new token does not cure is not met*")},
		{"bonder-renews-and-gives-up", "The refused request is not repeated with the new token",
			trips("client.success", "a token that died by *", "a save that was refused for its token is not lost", "a dead token is renewed once*",
				"a refused token is renewed once*")},
		{"bonder-keeps-the-dead-token", "The refused request is repeated with the same token",
			trips("client.success", "a token that dies again is renewed again")},
		{"bonder-tries-passwords-again", "Refused credentials are sent again",
			trips("bonder.no-login-loop", "a wrong *", "a deleted account*", "a password that was changed*", "refused credentials are not tried again*")},
		{"bonder-renews-in-parallel", "Every refused request renews the token for itself",
			trips("bonder.one-renewal", "ten requests that are refused together renew the token once")},
		{"bonder-renews-for-late-refusals", "A refusal of the old token renews the new one",
			trips("bonder.one-renewal", "a refusal that comes late does not renew the token again")},
		{"bonder-forgets-its-e-mail", "X-Auth-Email is not sent",
			trips("client.success", "the first request is preceded by an authorisation")},
		{"bonder-forgets-its-client-name", "The client name is not sent to authorize",
			trips("unasked.violation", "the first request is preceded by an authorisation")},
		{"bonder-asks-for-ten-requests", "rpt lies outside its range",
			trips("unasked.violation", "a live token is used again")},
		{"bonder-authorises-every-time", "Every request gets a token of its own",
			trips("journal.count", "a live token is used again")},
		{"bonder-gives-up-on-a-lost-token", "A lost reply to authorize is called a mistake of the request",
			trips("client.recovery", "a lost reply to authorize neither hangs nor loops")},
	}
}

// bonderErrorMutants take the vendor's errors for what they are not.
func bonderErrorMutants() []Mutant {
	return []Mutant{
		{"bonder-trusts-http-200", "HTTP 200 is taken for success", append(
			trips("client.failure", "a failure in HTTP 200*", "a save that the server refused*", "a profile that is gone*", "a refusal that a new token does not cure is reported"),
			trips("client.failure", "* to deleteProfile advises *", "* to deleteLanguage advises *")...)},
		{"bonder-offline-means-now", "Offline services are to be tried again now",
			trips("client.advice", "* advises retry_later")},
		{"bonder-hides-the-wait", "The caller is not told how long to wait",
			trips("client.retry-after", "the caller is told to come back*")},
		{"bonder-waits-in-minutes", "Minutes are told where seconds are meant",
			trips("client.retry-after", "the caller is told to come back*")},
		{"bonder-offline-means-support", "Offline services are a case for support",
			trips("client.advice", "SERVER_OFFLINE_ERROR to authorize advises *", "SERVER_OFFLINE_ERROR to getCard advises *")},
		{"bonder-retries-offline-at-once", "Offline services are tried again at once", append(
			trips("bonder.retry-later", "API_SERVICE_OFFLINE_ERROR to getCard *"),
			trips("bonder.retry-later", "API_SERVICE_OFFLINE_ERROR to saveCard *")...)},
		{"bonder-support-means-retry", "Cases for support are to be tried again",
			trips("client.advice", "* advises contact_support", "an account that is *", "the profile limit*")},
		{"bonder-limit-means-fix", "The profile limit is a mistake of the request",
			trips("client.advice", "PROFILE_LIMIT_REACHED_ERROR to createProfile *", "the profile limit*")},
		{"bonder-missing-means-retry", "What does not exist is to be tried again",
			trips("client.advice", "* advises fix_request", "a profile that is gone*", "a deleted card*")},
		{"bonder-retry-means-support", "Failures inside the server are a case for support",
			trips("client.recovery", "* is worth another try")},
		{"bonder-hammers", "Failures inside the server are tried again twenty times",
			trips("bonder.retry-bounded", "a database that stays away is not asked for ever")},
		{"bonder-retries-what-is-final", "Every failure is tried again at once",
			trips("journal.count", "* is not tried again by itself")},
		{"bonder-dies-of-unknown-codes", "An error code that is not documented kills the client",
			trips("client.crash", "an error code that is not documented*")},
		{"bonder-hides-codes", "The vendor's code does not reach the caller",
			trips("client.code", "the vendor's code reaches the caller")},
		{"bonder-fails-on-warnings", "A warning is taken for a failure",
			trips("client.success", "a warning does not make*")},
		{"bonder-hides-warnings", "A warning does not reach the caller",
			trips("client.value", "a warning is handed*")},
	}
}

// bonderDataMutants get what is sent or handed out wrong.
func bonderDataMutants() []Mutant {
	return []Mutant{
		{"bonder-claims-without-saving", "A save is called a success and never sent", append(
			trips("bonder.holds", "a value is saved", "values of both kinds*", "a value is cleared*", "the values of the vendor's samples*"),
			trips("bonder.holds", "five languages are saved", "keywords of 150 *")...)},
		{"bonder-keeps-only-the-id", "Code and address of a new profile are dropped",
			trips("client.value", "all three values of a new profile*")},
		{"bonder-creates-again", "A creation without an answer is sent again",
			trips("client.failure", "a profile whose creation was not answered*")},
		{"bonder-knows-lost-outcomes", "A lost outcome is called a failure", append(
			trips("client.advice", "a profile whose creation was not answered*"),
			trips("client.advice", "a creation that is never answered*")...)},
		{"bonder-lower-cases-card-ids", "Card ids lose their capital letters", append(
			trips("client.success", "a card id keeps*", "a profile is deleted", "one language is deleted*"),
			trips("client.success", "a card is switched off", "a photo is switched*", "a language is switched on")...)},
		{"bonder-sends-long-names", "Names are not checked",
			trips("client.failure", "a name of 26 letters*", "a caller whose value is refused*")},
		{"bonder-sends-long-keywords", "Keywords are not checked",
			trips("client.failure", "keywords of more than 150*")},
		{"bonder-bounds-too-low", "Names of 25 and keywords of 150 characters are refused",
			trips("client.success", "a name of 25 letters*", "keywords of 150 *")},
		{"bonder-bounds-too-high", "Names of 26 and keywords of 151 characters are sent",
			trips("client.failure", "a name of 26 letters*", "keywords of more than 150*")},
		{"bonder-counts-bytes", "Bytes are counted where letters are meant",
			trips("client.success", "a name of 25 Cyrillic letters*")},
		{"bonder-sends-six-languages", "Six languages are sent in one request",
			trips("bonder.five-languages", "six languages*")},
		{"bonder-drops-the-sixth-language", "Only the first five languages are sent",
			trips("bonder.holds", "six languages*")},
		{"bonder-sends-the-whole-card", "A save sends everything that was loaded",
			trips("journal.body", "only what needs updating*")},
		{"bonder-deletes-the-profile-for-a-language", "Deleting a language deletes the profile",
			trips("bonder.honest-success", "one language is deleted*")},
		{"bonder-switches-the-wrong-way", "On is off",
			trips("bonder.holds", "a card is switched off", "a photo is switched*", "a language is switched on")},
		{"bonder-switches-by-number", "Switches are sent as 1 and 0",
			trips("unasked.violation", "a card is switched off")},
		{"bonder-posts-switches", "Switches are sent by POST",
			trips("unasked.unmatched", "a language is switched on")},
	}
}

// bonderWireMutants do not live with the forms of answers and the ways of networks.
func bonderWireMutants() []Mutant {
	return []Mutant{
		{"bonder-demands-text-numbers", "Flags that are integers are refused",
			trips("client.success", "flags may be integers")},
		{"bonder-refuses-empty-lists", "An empty result that is a list is refused",
			trips("client.success", "an empty result may be a list")},
		{"bonder-demands-all-fields", "Fields that are missing are refused",
			trips("client.success", "fields that are not set*")},
		{"bonder-refuses-new-members", "Members that are not documented are refused",
			trips("client.success", "a member * that is not documented*")},
		{"bonder-trusts-any-answer", "An answer that cannot be read is a success", append(
			trips("client.failure", "an answer malformed as *", "a save whose answer is cut off*", "HTTP *"),
			trips("client.failure", "a request to slow down*")...)},
		{"bonder-hangs-on-silence", "An answer that does not come is waited for for ever", append(
			trips("client.hang", "a read that is never answered*"),
			trips("client.hang", "a read that ends by reset*")...)},
		{"bonder-breaks-on-lost-replies", "A lost answer is called a mistake of the request",
			trips("client.recovery", "a read that ends by *", "a save whose reply is lost*")},
		{"bonder-has-no-patience", "Answers are waited for a fifth of a second",
			trips("client.success", "a slow answer is waited for")},
	}
}
