package reference

import "slices"

// timconnectMutants are the mistakes of clients of TIM Connect and Kittn.
func timconnectMutants() []Mutant {
	return slices.Concat(timconnectSessionMutants(), timconnectDeviceMutants(), timconnectMessageMutants(), timconnectMarkerMutants(),
		timconnectCallMutants(), timconnectErrorMutants(), timconnectKittnMutants(), timconnectWireMutants())
}

// timconnectSessionMutants get keys, sessions and passwords wrong.
func timconnectSessionMutants() []Mutant {
	return []Mutant{
		{"timconnect-never-renews", "A session that is refused is not renewed",
			trips("client.success", "a session that *", "a renewed session serves*", "a delivery report that was refused*", "a hashtag that was refused*", "a push whose message has a dead session*")},
		{"timconnect-renews-for-ever", "A refused session is renewed again and again",
			trips("journal.count", "a refusal that a new session does not cure*")},
		{"timconnect-renews-and-gives-up", "The refused request is not repeated with the new session",
			trips("client.success", "a session that dies is renewed", "a hashtag that was refused for its session*", "failures are read whatever*")},
		{"timconnect-tries-passwords-again", "A refused password is sent again",
			trips("timconnect.no-login-loop", "a wrong password is reported*", "a password that is refused*")},
		{"timconnect-renews-in-parallel", "Every refused request renews the session for itself",
			trips("timconnect.one-renewal", "ten requests that are refused together renew the session once")},
		{"timconnect-authorises-every-time", "Every request gets a session of its own",
			trips("journal.count", "a live session is not renewed", "a renewed session serves*", "the stored password opens*")},
		{"timconnect-forgets-its-password", "The password of the registration is not kept",
			trips("client.success", "a session that dies by time is renewed", "a delivery report that was refused*")},
		{"timconnect-keeps-the-first-session", "A second registration does not replace the session of the first",
			trips("client.success", "a phone that is registered again uses*")},
		{"timconnect-forgets-its-cookie", "The session is not sent",
			slices.Concat(
				trips("unasked.violation", "the directory of categories*", "a registered device can use*"),
				trips("client.value", "a device that is authorised is told so"),
				trips("client.success", "an empty queue is a success"))},
		{"timconnect-sends-bearer", "The API key is sent with a scheme before it",
			trips("unasked.violation", "the API key stands bare*", "the kittens are listed with the bare key")},
		{"timconnect-forgets-its-key", "The API key is not sent",
			trips("unasked.violation", "the API key stands bare*", "one kitten is looked up")},
		{"timconnect-is-always-authorised", "The device is authorised whatever the server says",
			trips("client.value", "a device that was removed is told so")},
		{"timconnect-reads-only-200", "Answers with another HTTP status are not read",
			trips("client.success", "failures are read whatever*")},
		{"timconnect-a-wrong-key-means-later", "A wrong key is to be tried again later",
			trips("client.advice", "401 to a kitten is final", "a wrong key is reported until*")},
	}
}

// timconnectDeviceMutants get registrations and devices wrong.
func timconnectDeviceMutants() []Mutant {
	return []Mutant{
		{"timconnect-asks-for-a-code-too", "A registration without SMS asks for one",
			trips("world.outbox", "a signed request registers the device")},
		{"timconnect-forgets-its-push-token", "The push token is not sent",
			slices.Concat(
				trips("client.success", "a signed request registers the device"),
				trips("world.fact", "the push token goes along*"))},
		{"timconnect-rewrites-phones", "The phone is sent in another form than it was signed in",
			trips("client.success", "what the bank has signed*")},
		{"timconnect-asks-twice-for-codes", "Every code is asked for twice",
			slices.Concat(
				trips("world.outbox", "the code of the SMS registers the device"),
				trips("journal.count", "after a late code a new one registers"))},
		{"timconnect-insists-on-a-plus", "Phones without a plus sign are refused",
			trips("timconnect.code", "a phone written as 89991234567*")},
		{"timconnect-fears-a-plus", "Phones with a plus sign are refused",
			trips("timconnect.code", "a phone written as +79991234567*")},
		{"timconnect-repeats-codes", "A refused code is sent again",
			trips("journal.count", "a wrong code registers nothing*", "“*” at the confirmation*")},
		{"timconnect-sends-codes-as-numbers", "The code is sent as a number",
			trips("unasked.violation", "the code of the SMS registers the device", "after a late code a new one*")},
		{"timconnect-blocked-means-later", "A blocked device is to try again later",
			trips("client.advice", "a blocked device is told so by *")},
		{"timconnect-renews-when-blocked", "A blocked or removed device asks for a new session",
			trips("timconnect.blocked-is-final", "a blocked device is told so by *", "an application that its owner has removed*")},
		{"timconnect-forgets-itself-when-blocked", "A block ends the registration",
			trips("client.success", "a device that is unblocked works again*")},
		{"timconnect-removed-means-later", "A removed application is to try again later",
			trips("client.advice", "an application that its owner has removed*")},
		{"timconnect-keeps-the-removed-session", "The session of a removed device is used on",
			trips("timconnect.removed-is-silent", "a device that the client has removed*")},
		{"timconnect-removes-only-itself", "The removal of a device is not told to the server",
			slices.Concat(
				trips("timconnect.devices", "the client removes its device"),
				trips("timconnect.honest-success", "a device that was removed is registered anew"),
				trips("client.failure", "a removal that failed*", "a failure of removeDevice*"))},
		{"timconnect-repeats-everything", "Whatever was not answered is sent again",
			trips("timconnect.calls-once", "a call whose start was not answered*")},
		{"timconnect-knows-lost-outcomes", "A lost outcome is called a failure",
			trips("client.advice", "a call whose start was not answered*", "a confirmation whose answer is lost*")},
	}
}

// timconnectMessageMutants get the way of messages wrong.
func timconnectMessageMutants() []Mutant {
	return []Mutant{
		{"timconnect-never-reports", "Messages are not reported as delivered",
			trips("timconnect.queue", "a message is taken from the queue*", "the message of a push is reported*", "a message that has gone by SMS*", "one device calls, and*")},
		{"timconnect-reports-only-the-first", "Of several messages one is reported",
			trips("timconnect.queue", "several messages are all reported")},
		{"timconnect-claims-its-reports", "A report that failed is called a success",
			trips("client.failure", "a report that failed is not called*")},
		{"timconnect-stores-nothing", "Messages are shown and not stored",
			slices.Concat(
				trips("timconnect.told", "what was received is in the feed", "what was restored is in the feed", "the message of a push is in the feed"),
				trips("client.value", "one device shows a push*"))},
		{"timconnect-feeds-from-the-server", "The feed is read from the server",
			trips("journal.count", "what was received is in the feed", "what was restored is in the feed")},
		{"timconnect-tells-twice", "A message that comes again is told again",
			trips("client.received", "a message whose report failed*", "a push that comes twice*", "what came by push is not told again*")},
		{"timconnect-reports-between-pages", "Every page is reported before the next is read",
			trips("timconnect.told", "a queue of several pages*")},
		{"timconnect-reads-one-page", "Lists are read to the end of their first page",
			trips("timconnect.all-pages", "the archive is restored to its last page", "a queue of several pages*")},
		{"timconnect-reports-pushes-unread", "A push is reported before its message is loaded",
			trips("timconnect.report-after-load", "a message that could not be loaded*", "a push is shown*")},
		{"timconnect-reads-the-archive-for-news", "New messages are read by the archive's request",
			trips("timconnect.archive-restores", "the archive is left alone*")},
		{"timconnect-shows-nothing", "Pushes are not shown",
			trips("client.shown", "a push is shown*", "one device *")},
		{"timconnect-ids-of-32-bits", "Ids are kept in 32 bits",
			trips("client.success", "ids beyond *", "a kitten with an id beyond 31 bits*")},
		{"timconnect-ids-as-floats", "Ids are kept as floating point numbers",
			trips("client.success", "ids beyond 53 bits*")},
		{"timconnect-reports-ids-as-words", "Ids are reported as one text",
			trips("unasked.violation", "a message is taken from the queue*")},
		{"timconnect-reports-the-archive", "Restored messages are reported",
			trips("journal.count", "what is restored is not reported")},
		{"timconnect-restores-everything", "The days of a restoration are not sent",
			trips("timconnect.told", "some days are restored")},
		{"timconnect-fears-emptiness", "An empty list is taken for a failure",
			trips("client.success", "an empty archive*", "an empty queue*")},
	}
}

// timconnectMarkerMutants get markers wrong.
func timconnectMarkerMutants() []Mutant {
	return []Mutant{
		{"timconnect-swaps-places", "Latitude and longitude are swapped",
			trips("timconnect.message", "the place of a message is set*")},
		{"timconnect-rounds-places", "Places are rounded to whole degrees",
			trips("timconnect.message", "the place of a message is set*")},
		{"timconnect-names-categories", "Categories are sent by name",
			trips("client.success", "the category of a message is chosen", "messages of the archive are marked*")},
		{"timconnect-keeps-empty-hashtags", "Empty hashtags are not sent",
			trips("timconnect.message", "an empty hashtag deletes*")},
		{"timconnect-marks-only-itself", "Markers are kept and not sent",
			slices.Concat(
				trips("timconnect.message", "the category of a message is chosen", "the hashtag Try is set"),
				trips("client.failure", "a marker that was refused*", "HTTP *"))},
		{"timconnect-sends-hashtags-with-a-sign", "Hashtags are sent with a sign before them",
			trips("timconnect.message", "the hashtag * is set")},
		{"timconnect-counts-itself", "The statistics are counted from the store",
			slices.Concat(
				trips("client.value", "the statistics count messages by category"),
				trips("client.failure", "a failure of getStatistics*"))},
	}
}

// timconnectCallMutants get calls wrong.
func timconnectCallMutants() []Mutant {
	return []Mutant{
		{"timconnect-calls-unregistered", "A number is called without a registration for calls",
			trips("unasked.violation", "a number is called once*", "a call is hung up")},
		{"timconnect-calls-with-a-plus", "Numbers are called with a plus sign",
			trips("client.success", "a number is called once*")},
		{"timconnect-trusts-voip", "A registration for calls that was refused is a success",
			trips("journal.count", "a registration for calls that is refused*")},
		{"timconnect-ignores-call-pushes", "Pushes about calls are let drop",
			slices.Concat(
				trips("client.value", "a call from the web is answered", "a call from the web is refused"),
				trips("client.shown", "one device shows a push*"))},
		{"timconnect-hangs-up-to-answer", "An incoming call is ended instead of answered",
			trips("client.value", "a call from the web is answered")},
		{"timconnect-only-thinks-of-hanging-up", "The end of a call is not told to the server",
			trips("timconnect.honest-success", "a call is hung up", "a call from the web is refused")},
		{"timconnect-guesses-call-states", "Every call is connected",
			trips("client.value", "the state of a call is told", "a caller who has gone*")},
	}
}

// timconnectErrorMutants take failures for what they are not.
func timconnectErrorMutants() []Mutant {
	return []Mutant{
		{"timconnect-trusts-http-200", "HTTP 200 is taken for success",
			trips("client.failure", "a failure of removeDevice*", "a marker that was refused*", "a page that does not exist*", "a report that failed is not called*")},
		{"timconnect-hides-words", "The vendor's words do not reach the caller",
			trips("timconnect.text", "a message that is a printed form*", "words that are not documented*")},
		{"timconnect-dies-of-unknown-words", "A failure that is not documented kills the client",
			trips("client.crash", "words that are not documented*", "a failure of list*")},
		{"timconnect-reads-printed-forms", "A printed form is read as JSON",
			trips("client.crash", "a message that is a printed form*", "a code that comes too late*")},
		{"timconnect-mistakes-mean-again", "Mistakes of a request are to be tried again",
			trips("client.advice", "a phone number that is none*", "a wrong code registers*", "a code that comes too late*", "a code for a phone*", "a message that does not exist*")},
		{"timconnect-refusals-mean-again", "Refused sessions and passwords are to be tried again",
			trips("client.advice", "a wrong digest*", "a wrong API key*", "a password that is refused*", "a wrong password*")},
	}
}

// timconnectKittnMutants get kittens wrong.
func timconnectKittnMutants() []Mutant {
	return []Mutant{
		{"timconnect-lists-without-flags", "The flags of the list are not sent",
			trips("timconnect.told", "the list with *", "cats and adopted*")},
		{"timconnect-writes-flags-as-numbers", "Flags are sent as 1 and 0",
			trips("unasked.violation", "the list with *")},
		{"timconnect-asks-for-html", "HTML is asked for",
			slices.Concat(
				trips("client.success", "one kitten is looked up"),
				trips("timconnect.told", "the kittens are listed*"))},
		{"timconnect-ignores-retry-after", "The wait that Kittn asks for is not passed on",
			trips("client.retry-after", "the wait that Kittn asks for*")},
		{"timconnect-trusts-kittn", "Every answer of Kittn is a success",
			trips("client.failure", "404 to a kitten is final", "503 to the list*", "a kitten that is hidden*", "a list that ends in the middle*")},
		{"timconnect-asks-for-gone-kittens-again", "What is refused for good is asked for again",
			trips("timconnect.kittn-final", "4* to a kitten is final", "a kitten that was removed*")},
		{"timconnect-hammers-kittn", "What is to be tried later is tried at once",
			trips("timconnect.kittn-slows-down", "* to the list is to be tried later")},
		{"timconnect-later-means-now", "What is to be tried later is to be tried now",
			trips("client.advice", "* to the list is to be tried later", "a client that was too fast*", "kittens come back*")},
		{"timconnect-final-means-later", "What is refused for good is to be tried later",
			trips("client.advice", "403 to a kitten is final", "410 to a kitten is final", "a kitten that was removed*")},
		{"timconnect-hides-kittn-codes", "The status of Kittn does not reach the caller",
			trips("client.code", "the status reaches the caller")},
		{"timconnect-dies-of-teapots", "A teapot kills the client",
			trips("client.crash", "a teapot is a failure*")},
	}
}

// timconnectWireMutants do not live with the ways of networks.
func timconnectWireMutants() []Mutant {
	return []Mutant{
		{"timconnect-has-no-patience", "Answers are waited for a fifth of a second",
			trips("client.success", "a slow queue is waited for")},
		{"timconnect-hangs-on-silence", "An answer that does not come is waited for for ever",
			trips("client.hang", "a queue that is never answered*", "a kitten that is never answered*")},
		{"timconnect-breaks-on-lost-replies", "A lost answer is called a mistake of the request",
			trips("client.recovery", "a queue whose answer ends by *", "a lost reply to the authorisation*", "a report whose answer is lost*")},
		{"timconnect-trusts-any-answer", "An answer that cannot be read is a success",
			trips("client.failure", "a queue malformed as *", "a hashtag whose answer is cut off*", "a request to slow down*")},
		{"timconnect-refuses-new-members", "Members that are not documented are refused",
			trips("client.success", "a member that is not documented is let pass*")},
	}
}
