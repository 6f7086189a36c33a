package iqchannels

import (
	"encoding/json"
	"html"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of iQChannels. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(
		signInMutants(),
		sessionMutants(),
		messageMutants(),
		streamMutants(),
		cardMutants(),
		wireMutants(),
	)
}

// signInMutants get signing in wrong, or what a refusal of it means.
func signInMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-trusts-http-200", Doc: "HTTP 200 is taken for success whatever OK says",
			Apply: func(p *policies) { p.succeeded, p.wholeAnswer = func(*envelope) bool { return true }, false },
			Trips: slices.Concat(
				reference.Trips(
					"client.failure",
					"* to a sign-in is a failure",
					"* to a message is a failure",
					"an unknown token opens no chat",
					"a token that was revoked opens*",
					"a channel that closes takes*",
					"an error code of iQChannels*",
					"the client stops signing in when a new session is refused, too",
					"the client reports a refusal that a new session does not cure",
				),
				reference.Trips("iqchannels.honest-success", "a message into a session that * is not lost silently"),
			),
		},
		{
			Name: "iqchannels-encodes-the-token", Doc: "The token is percent-encoded in a JSON body",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if token, ok := body["Credentials"].(string); ok {
						body["Credentials"] = url.QueryEscape(token)
					}
				})
			},
			Trips: reference.Trips("client.success", "the token * is passed on as it is"),
		},
		{
			Name: "iqchannels-presents-the-bank-token", Doc: "The token of the bank is presented in the place of " +
				"the session",
			Apply: func(p *policies) {
				p.sessionOf = func(call driver.Params, _ string) string { return call.Credentials["token"] }
			},
			Trips: reference.Trips("client.success", "the session that was given*"),
		},
		{
			Name: "iqchannels-signs-in-every-time", Doc: "Every call gets a session of its own",
			Apply: func(p *policies) { p.keepSessions = false },
			Trips: reference.Trips("journal.count", "a session serves the calls that follow"),
		},
		{
			Name: "iqchannels-ignores-the-channel", Doc: "The channel is always support",
			Apply: func(p *policies) { p.Asked(ignoreTheChannel) },
			Trips: slices.Concat(
				reference.Trips("client.failure", "a channel that does not exist*"),
				reference.Trips("client.alive", "a channel that closes ends*"),
			),
		},
		{
			Name: "iqchannels-tries-tokens-again", Doc: "A refused token is sent again and again",
			Apply: func(p *policies) { p.tokenAttempts = 6 },
			Trips: reference.Trips("iqchannels.no-sign-in-loop", "a refused token is reported and not sent again"),
		},
		{
			Name: "iqchannels-falls-back-to-anonymous", Doc: "A client whose token is refused becomes an anonymous one",
			Apply: func(p *policies) { p.refusedToken = signUpInstead },
			Trips: slices.Concat(
				reference.Trips("iqchannels.clients", "a refused client does not become anonymous unasked"),
				reference.Trips("client.failure", "a session cannot be replaced*"),
			),
		},
		{
			Name: "iqchannels-signs-up-every-time", Doc: "An anonymous client signs up though it has a session",
			Apply: func(p *policies) { p.keepGuests = false },
			Trips: reference.Trips("iqchannels.clients", "an anonymous client that comes back*"),
		},
		{
			Name: "iqchannels-gives-up-on-dead-guests", Doc: "An anonymous client whose session has ended never " +
				"signs up again",
			Apply: func(p *policies) { p.replaceGuests = false },
			Trips: reference.Trips("client.success", "an anonymous session that has ended*"),
		},
		{
			Name: "iqchannels-shows-guests-the-token", Doc: "A client that signs up anonymously presents the token " +
				"first",
			Apply: func(p *policies) { p.Around(showTheToken) },
			Trips: reference.Trips("journal.count", "an anonymous client asks for no card"),
		},
		{
			Name: "iqchannels-forgets-the-name", Doc: "The name of an anonymous client is not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.signInAnonymously" {
						delete(c.Params.Args, "name")
					}
				})
			},
			Trips: reference.Trips("world.fact", "an anonymous client has the name that it chose"),
		},
		{
			Name: "iqchannels-hides-codes", Doc: "The code of a refusal does not reach the caller",
			Apply: func(p *policies) { hideCodes(p) },
			Trips: reference.Trips(
				"client.code",
				"the code of iQChannels reaches*",
				"the code of the auth service reaches*",
			),
		},
		{
			Name: "iqchannels-always-means-retry", Doc: "Every refusal is worth another try",
			Apply: func(p *policies) { p.advice = func(string) string { return driver.RetryNow } },
			Trips: reference.Trips(
				"client.advice",
				"* advises fix_request",
				"* advises contact_support",
				"* advises reauthorize",
				"a client that may not be served is*",
				"a client that is disabled*",
			),
		},
		{
			Name: "iqchannels-always-means-fix", Doc: "Every refusal is a mistake of the request",
			Apply: func(p *policies) { p.advice = func(string) string { return driver.FixRequest } },
			Trips: reference.Trips(
				"client.advice",
				"internal_server_error to a history*",
				"an auth service that * is not blamed on the client",
			),
		},
		{
			Name: "iqchannels-dies-of-unknown-codes", Doc: "A code that is not documented kills the client",
			Apply: func(p *policies) {
				p.advice = func(code string) string {
					if advice(code) == driver.NoAdvice {
						panic("unknown error code " + code)
					}
					return advice(code)
				}
			},
			Trips: reference.Trips("client.crash", "an error code of iQChannels*"),
		},
	}
}

// sessionMutants get the ends of sessions wrong.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-fires-and-forgets", Doc: "The answer to a message is not read",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "iqchannels.send" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips(
				"iqchannels.honest-success",
				"a session cannot be replaced*",
				"the client stops signing in when a new session is refused, too",
				"the client reports a refusal that a new session does not cure",
				"* to a message is a failure",
				"a message answered by HTTP * is not reported as sent",
			),
		},
		{
			Name: "iqchannels-never-signs-in-again", Doc: "A session that has ended is not replaced",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"the client signs in again by itself, and its message arrives",
				"a session that ends by its time*",
			),
		},
		{
			Name: "iqchannels-keeps-the-dead-session", Doc: "The refused call is repeated with the session that " +
				"was refused",
			Apply: func(p *policies) { p.renew = keepTheRefused },
			Trips: reference.Trips(
				"client.success",
				"the client signs in again by itself, and its message arrives",
				"a session that ends by its time*",
			),
		},
		{
			Name: "iqchannels-forgets-new-sessions", Doc: "A new session serves one call only",
			Apply: func(p *policies) { p.renew = forgetTheNew },
			Trips: reference.Trips("iqchannels.fresh-session", "the new session serves*"),
		},
		{
			Name: "iqchannels-signs-in-in-parallel", Doc: "Every refused call signs in for itself",
			Apply: func(p *policies) { p.renew = signInAlone },
			Trips: reference.Trips("iqchannels.one-sign-in", "messages that are refused together*"),
		},
		{
			Name: "iqchannels-signs-in-for-ever", Doc: "Every refusal of one call makes it sign in anew",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "the client stops signing in when a new session is refused, too"),
		},
		{
			Name: "iqchannels-makes-new-guests", Doc: "An anonymous client whose session has ended becomes another " +
				"by itself",
			Apply: func(p *policies) { p.newGuests = true },
			Trips: reference.Trips("client.failure", "an anonymous client whose session ended is not replaced unasked"),
		},
	}
}

// messageMutants get messages wrong.
func messageMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-claims-without-sending", Doc: "A message is called sent and never leaves",
			Apply: func(p *policies) { p.Around(claimWithoutSending) },
			Trips: reference.Trips(
				"iqchannels.chat",
				"a text arrives*",
				"two messages of the same words*",
				"the session that was given*",
				"the client signs in again by itself, and its message arrives",
				"an anonymous client gets*",
			),
		},
		{
			Name: "iqchannels-sends-twice", Doc: "A message that is sent again gets another LocalId",
			Apply: func(p *policies) { p.again = withAnotherID },
			Trips: reference.Trips("iqchannels.chat", "a message whose response is lost is not sent twice"),
		},
		{
			Name: "iqchannels-escapes-text", Doc: "A text is sent as HTML",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.send" {
						c.Params.Args["text"] = html.EscapeString(c.Arg("text"))
					}
				})
			},
			Trips: reference.Trips("iqchannels.chat", "a text arrives*"),
		},
		{
			Name: "iqchannels-turns-the-history", Doc: "The history is told newest first",
			Apply: func(p *policies) { p.Told(turnTheHistory) },
			Trips: reference.Trips("client.value", "the history holds what both sides wrote*"),
		},
		{
			Name: "iqchannels-tells-its-own-side", Doc: "The history is told without what operators wrote",
			Apply: func(p *policies) { p.Told(tellOwnSide) },
			Trips: reference.Trips(
				"client.value",
				"the history holds what an operator wrote",
				"the history holds what both sides wrote*",
			),
		},
	}
}

// streamMutants get the stream of events wrong.
func streamMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-hears-nothing", Doc: "The stream is opened and not read",
			Apply: func(p *policies) { p.hears = func(string) bool { return false } },
			Trips: reference.Trips("client.received", "a message of an operator is told once"),
		},
		{
			Name: "iqchannels-never-reconnects", Doc: "A stream that ends is not opened again",
			Apply: func(p *policies) { p.reconnects = false },
			Trips: slices.Concat(
				reference.Trips("fault.held", "messages sent while the stream is broken are told later"),
				reference.Trips("iqchannels.listening", "a session that is reset while a stream*"),
			),
		},
		{
			Name: "iqchannels-forgets-the-last-event", Doc: "A stream is opened again without the last event",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.URL.RawQuery, _, _ = strings.Cut(r.URL.RawQuery, "&LastEventId=") })
			},
			Trips: slices.Concat(
				reference.Trips("client.received", "messages sent while the stream is broken are told later"),
				reference.Trips("iqchannels.resumes", "the stream goes on after*"),
			),
		},
		{
			Name: "iqchannels-resumes-from-the-start", Doc: "A stream is always opened from the first event, and " +
				"all is told again",
			Apply: func(p *policies) {
				p.isNew = func(int64, int64, bool) bool { return true }
				p.Sent(func(r *http.Request) {
					if query, _, ok := strings.Cut(r.URL.RawQuery, "&LastEventId="); ok {
						r.URL.RawQuery = query + "&LastEventId=0"
					}
				})
			},
			Trips: reference.Trips("client.received", "messages from before the stream broke are not told again"),
		},
		{
			Name: "iqchannels-tells-duplicates", Doc: "What comes twice is told twice",
			Apply: func(p *policies) { p.isNew = func(int64, int64, bool) bool { return true } },
			Trips: reference.Trips("client.received", "a message that comes twice*"),
		},
		{
			Name: "iqchannels-drops-what-comes-late", Doc: "An event with a smaller id than the last is dropped",
			Apply: func(p *policies) { p.isNew = func(id, last int64, seen bool) bool { return !seen && id > last } },
			Trips: reference.Trips("client.received", "messages that change places*"),
		},
		{
			Name: "iqchannels-stops-at-other-events", Doc: "An event that is no message ends the reading",
			Apply: func(p *policies) { p.deliver = stopAtOthers },
			Trips: reference.Trips("client.received", "the event * does not end*"),
		},
		{
			Name: "iqchannels-keeps-a-dead-stream", Doc: "A stream whose session has ended is opened again with it",
			Apply: func(p *policies) { p.reopens = true },
			Trips: slices.Concat(
				reference.Trips("client.received", "a stream that no token can open*"),
				reference.Trips("iqchannels.listening", "a session that is reset while a stream*"),
			),
		},
		{
			Name: "iqchannels-renews-streams-for-ever", Doc: "A stream that is refused with a new session is " +
				"opened with yet another, again and again",
			Apply: func(p *policies) { p.streamRenewals = math.MaxInt },
			Trips: reference.Trips(
				"client.received",
				"the client gives up a stream that a new session does not cure, and tells the caller",
			),
		},
		{
			Name: "iqchannels-hides-the-end", Doc: "The caller does not hear that the stream was given up",
			Apply: func(p *policies) { p.tellsEnd = false },
			Trips: reference.Trips(
				"client.received",
				"a channel that closes ends*",
				"a stream that no token can open*",
			),
		},
		{
			Name: "iqchannels-hammers", Doc: "A refused stream is opened again at once",
			Apply: func(p *policies) {
				p.pause = func(time.Duration) time.Duration { return 2 * time.Millisecond } // as networks allow
			},
			Trips: reference.Trips("journal.count", "a refused stream is not opened again at once"),
		},
		{
			Name: "iqchannels-never-marks", Doc: "Messages are not marked as received",
			Apply: func(p *policies) { p.marks = false },
			Trips: reference.Trips("iqchannels.marked", "a message that has come*"),
		},
		{
			Name: "iqchannels-gives-up-on-pages", Doc: "A page in the place of a stream is called a mistake of the " +
				"request",
			Apply: func(p *policies) {
				p.page = func(string) driver.Result {
					return reference.Fail("bad_stream", driver.FixRequest, "expected a stream")
				}
			},
			Trips: reference.Trips("client.recovery", "an HTML page instead of a stream is reported as a failure"),
		},
	}
}

// cardMutants get the Auth API wrong.
func cardMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-puts-raw-tokens-into-paths", Doc: "A token is put into the path as it is",
			Apply: func(p *policies) { p.segment = func(token string) string { return token } },
			Trips: reference.Trips(
				"client.success",
				"the token bank/session/42 is found by GET",
				"the token what?now* is found by GET",
				"the token 100%25 * is found by GET",
			),
		},
		{
			Name: "iqchannels-encodes-tokens-like-forms", Doc: "A token is encoded for a query, with + for a space",
			Apply: func(p *policies) { p.segment = url.QueryEscape },
			Trips: reference.Trips(
				"client.success",
				"the token ключ клиента is found by GET",
				"the token 100%25 * is found by GET",
			),
		},
		{
			Name: "iqchannels-encodes-twice", Doc: "A token is percent-encoded twice",
			Apply: func(p *policies) {
				p.segment = func(token string) string { return url.PathEscape(url.PathEscape(token)) }
			},
			Trips: reference.Trips("client.success", "the token * is found by GET"),
		},
		{
			Name: "iqchannels-trims-tokens", Doc: "Spaces at the ends of a token are cut off",
			Apply: func(p *policies) {
				p.segment = func(token string) string { return url.PathEscape(strings.TrimSpace(token)) }
			},
			Trips: reference.Trips("client.success", "a token with spaces at its ends*"),
		},
		{
			Name: "iqchannels-encodes-the-header", Doc: "A token in a header is percent-encoded",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					if token := r.Header["Token"]; token != nil {
						r.Header.Set("token", url.PathEscape(token[0]))
					}
				})
			},
			Trips: reference.Trips("client.success", "the token * is found by POST"),
		},
		{
			Name: "iqchannels-cuts-tokens", Doc: "A token is cut at sixteen letters",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "iqchannels.resolveToken" {
						c.Params.Args["token"] = c.Arg("token")[:min(len(c.Arg("token")), 16)]
					}
				})
			},
			Trips: reference.Trips("client.success", "the token of the document's example*"),
		},
		{
			Name: "iqchannels-demands-new-cards", Doc: "A card without the fields of version 1.3 is refused",
			Apply: func(p *policies) { p.accepts = demandNewCards },
			Trips: reference.Trips(
				"client.success",
				"a card of version v10 is read",
				"a card of version v11 is read",
				"a card of version v12 is read",
				"the page's own example *",
			),
		},
		{
			Name: "iqchannels-refuses-new-members", Doc: "Members that the client does not know are refused",
			Apply: func(p *policies) { refuseNewMembers(p) },
			Trips: reference.Trips(
				"client.success",
				"a card of version v13 is read",
				"members that no version has are ignored",
				"an undocumented member * in a response is ignored",
			),
		},
		{
			Name: "iqchannels-demands-json-booleans", Doc: "Booleans in quotes are refused",
			Apply: func(p *policies) { p.accepts = demandBooleans },
			Trips: reference.Trips("client.success", "a boolean in quotes*", "the page's own example *"),
		},
		{
			Name: "iqchannels-takes-any-text-for-true", Doc: "Any text is true, false in quotes too",
			Apply: func(p *policies) { p.truth = func(string) bool { return true } },
			Trips: reference.Trips("iqchannels.truth", `"false" in quotes is false`,
				"companies whose ids are in quotes*"),
		},
		{
			Name: "iqchannels-demands-text-ids", Doc: "Ids that are numbers are refused",
			Apply: func(p *policies) { p.accepts = demandIDs[string] },
			Trips: reference.Trips("client.success", "companies whose ids are numbers*"),
		},
		{
			Name: "iqchannels-demands-number-ids", Doc: "Ids in quotes are refused",
			Apply: func(p *policies) { p.accepts = demandIDs[json.Number] },
			Trips: reference.Trips("client.success", "companies whose ids are in quotes*"),
		},
		{
			Name: "iqchannels-sorts-fields", Doc: "Extra data are sorted by name",
			Apply: func(p *policies) { p.Told(sortFields) },
			Trips: reference.Trips("client.value", "extra data keep their order"),
		},
		{
			Name: "iqchannels-drops-old-fields", Doc: "Extra data of the deprecated form are dropped",
			Apply: func(p *policies) { p.Told(dropOldFields) },
			Trips: reference.Trips("client.value", "extra data of the deprecated form*"),
		},
		{
			Name: "iqchannels-cuts-names-at-quotes", Doc: "A name ends at its first quote",
			Apply: func(p *policies) { p.Told(cutNames) },
			Trips: reference.Trips("client.value", "a name may have quotes*"),
		},
		{
			Name: "iqchannels-refuses-disabled-cards", Doc: "A card with enabled false is a failure",
			Apply: func(p *policies) { p.accepts = refuseDisabled },
			Trips: reference.Trips("client.success", "a client that may not be served has*"),
		},
		{
			Name: "iqchannels-serves-everybody", Doc: "enabled is not looked at",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && c.Method == "iqchannels.resolveToken" {
						reference.Object(r.Values["card"])["enabled"] = true
					}
				})
			},
			Trips: reference.Trips("iqchannels.truth", "a client that may not be served has*",
				`"false" in quotes is false`),
		},
		{
			Name: "iqchannels-overlooks-the-status", Doc: "A card is a card whatever the status",
			Apply: func(p *policies) { p.Received(overlookTheStatus) },
			Trips: reference.Trips("client.failure", "a card sent with status 403 is rejected"),
		},
		{
			Name: "iqchannels-takes-anything-for-a-card", Doc: "Any answer of the auth service is a card",
			Apply: func(p *policies) {
				p.needsCard = false
				p.truth = func(string) bool { return true }
				p.Received(takeAnything)
				p.Told(func(_ driver.Call, r *driver.Result) { delete(r.Values, "companies") })
			},
			Trips: reference.Trips(
				"client.failure",
				"a response * with * is not a card",
				"a card that is cut off is rejected",
				"status 200 with * is not a card",
				"an unknown token has no card",
				"a token that was revoked has*",
			),
		},
		{
			Name: "iqchannels-believes-empty-answers", Doc: "A 200 without a client is a card",
			Apply: func(p *policies) { p.needsCard = false },
			Trips: reference.Trips("client.failure", "status 200 with * is not a card"),
		},
		{
			Name: "iqchannels-blames-the-token", Doc: "A failing auth service is taken for a refusal of the token",
			Apply: func(p *policies) { p.aboutToken = func(int) bool { return true } },
			Trips: reference.Trips("client.advice", "an auth service that is down*"),
		},
	}
}

// wireMutants do not live with the forms of answers and the ways of networks.
func wireMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-trusts-any-answer", Doc: "An answer that cannot be read, or another status, is a success",
			Apply: func(p *policies) {
				p.wholeAnswer = false
				p.Received(trustAnything)
			},
			Trips: reference.Trips(
				"client.failure",
				"a sign-in whose response is malformed as * is a failure",
				"a sign-in whose response cannot be read is repeated a few times at most",
				"a message whose response cannot be read is not reported as sent",
				"a message answered by HTTP * is not reported as sent",
				"the client slows down when the chat server tells it to",
			),
		},
		{
			Name: "iqchannels-accepts-half-an-answer", Doc: "A sign-in without client or session is a success",
			Apply: func(p *policies) { p.wholeAnswer = false },
			Trips: reference.Trips("client.failure", "a sign-in response without * is a failure"),
		},
		{
			Name: "iqchannels-dies-of-null-rels", Doc: "Rels that are null kill the client",
			Apply: func(p *policies) { p.parse = dieOfNullRels },
			Trips: reference.Trips("client.crash", "Rels may be null"),
		},
		{
			Name: "iqchannels-has-no-patience", Doc: "Answers are waited for a fifth of a second",
			Apply: func(p *policies) { p.patience = reference.Haste },
			Trips: reference.Trips("client.success", "the client waits for a slow history"),
		},
		{
			Name: "iqchannels-breaks-on-lost-replies", Doc: "A lost answer is called a mistake of the request",
			Apply: func(p *policies) { breakOnLostResponses(p) },
			Trips: reference.Trips(
				"client.recovery",
				"a history that ends by *",
				"a message whose response is lost is sent again or left to the caller",
			),
		},
		{
			Name: "iqchannels-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a history that gets no response",
				"the client gives up an auth service that does not respond",
			),
		},
		{
			Name: "iqchannels-overlooks-refused-guests", Doc: "A sign-up that is refused is called a success",
			Apply: func(p *policies) { p.Received(overlookRefusedGuests) },
			Trips: reference.Trips("client.failure", "a sign-up that is refused*"),
		},
		{
			Name: "iqchannels-drops-the-card", Doc: "The client of an authorization is not handed on",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "iqchannels.signIn" {
						r.Values = nil
					}
				})
			},
			Trips: reference.Trips("client.value", "a client with a good token*"),
		},
	}
}
