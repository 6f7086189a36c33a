package timconnect

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of applications on TIM Connect and of clients of Kittn. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(sessionMutants(), deviceMutants(), messageMutants(), markerMutants(),
		callMutants(), errorMutants(), kittnMutants(), wireMutants())
}

// sessionMutants get keys, sessions and passwords wrong.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "timconnect-never-renews", Doc: "A session that is refused is not renewed",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"a session that dies is renewed",
				"a session that dies by time is renewed",
				"a session that ends again is renewed again",
				"a renewed session serves*",
				"a delivery report that was refused*",
				"a hashtag that was refused*",
				"a push is not lost when the session has ended",
			),
		},
		{
			Name: "timconnect-renews-for-ever", Doc: "A refused session is renewed again and again",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "a refusal that a new session does not cure*"),
		},
		{
			Name: "timconnect-renews-and-gives-up", Doc: "The refused request is not repeated with the new session",
			Apply: func(p *policies) { p.renew = renewAndGiveUp },
			Trips: reference.Trips(
				"client.success",
				"a session that dies is renewed",
				"a hashtag that was refused for its session*",
				"failures are read whatever*",
			),
		},
		{
			Name: "timconnect-tries-passwords-again", Doc: "A refused password is sent again",
			Apply: func(p *policies) { p.passwordAttempts = 5 },
			Trips: reference.Trips(
				"timconnect.no-login-loop",
				"a wrong password is reported*",
				"a password that is refused*",
			),
		},
		{
			Name: "timconnect-renews-in-parallel", Doc: "Every refused request renews the session for itself",
			Apply: func(p *policies) { p.renew = renewAlone },
			Trips: reference.Trips("timconnect.one-renewal",
				"ten requests that are refused together renew the session once"),
		},
		{
			Name: "timconnect-authorises-every-time", Doc: "Every request gets a session of its own",
			Apply: func(p *policies) { p.keepSessions = false },
			Trips: reference.Trips(
				"journal.count",
				"a live session is not renewed",
				"the stored password is used once*",
			),
		},
		{
			Name: "timconnect-forgets-its-password", Doc: "The password of the registration is not kept",
			Apply: func(p *policies) { p.keepPassword = false },
			Trips: reference.Trips(
				"client.success",
				"a session that dies by time is renewed",
				"a delivery report that was refused*",
			),
		},
		{
			Name:  "timconnect-keeps-the-first-session",
			Doc:   "A second registration does not replace the session of the first",
			Apply: func(p *policies) { p.replaceSession = false },
			Trips: reference.Trips("client.success", "a phone that is registered again uses*"),
		},
		{
			Name: "timconnect-forgets-its-cookie", Doc: "The session is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("Cookie") }) },
			Trips: slices.Concat(
				reference.Trips("unasked.violation", "the directory of categories*", "a registered device can use*"),
				reference.Trips("client.value", "a device that is authorised is told so"),
				reference.Trips("client.success", "an empty queue is a success"),
			),
		},
		{
			Name: "timconnect-sends-bearer", Doc: "The API key is sent with a scheme before it",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+r.Header.Get("Authorization")) })
			},
			Trips: reference.Trips("unasked.violation", "the kittens are listed with the bare key"),
		},
		{
			Name: "timconnect-forgets-its-key", Doc: "The API key is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("Authorization") }) },
			Trips: slices.Concat(
				reference.Trips("unasked.violation", "one kitten is looked up", "the stored password opens*"),
				reference.Trips("journal.header", "every request carries the bare API key"),
			),
		},
		{
			Name: "timconnect-is-always-authorised", Doc: "The device is authorised whatever the server says",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && c.Method == "timconnect.isAuthorized" {
						r.Values = map[string]any{"authorized": true}
					}
				})
			},
			Trips: reference.Trips("client.value", "a device that was removed is told so"),
		},
		{
			Name: "timconnect-reads-only-200", Doc: "Answers with another HTTP status are not read",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Answer) {
					if a.Status != http.StatusOK {
						a.Body = nil
					}
				})
			},
			Trips: reference.Trips("client.success", "failures are read whatever*"),
		},
		{
			Name: "timconnect-a-wrong-key-means-later", Doc: "A wrong key is to be tried again later",
			Apply: func(p *policies) { p.kittnAdvice = instead(driver.Reauthorize, driver.RetryLater) },
			Trips: reference.Trips("client.advice", "401 to a kitten is final", "a wrong key is reported until*"),
		},
	}
}

// deviceMutants get registrations and devices wrong.
func deviceMutants() []patch {
	return []patch{
		{
			Name: "timconnect-asks-for-a-code-too", Doc: "A registration without SMS asks for one",
			Apply: func(p *policies) { p.Around(before("timconnect.registerByDigest", "timconnect.registerPhone")) },
			Trips: reference.Trips("world.outbox", "a signed request registers the device"),
		},
		{
			Name: "timconnect-forgets-its-push-token", Doc: "The push token is not sent",
			Apply: func(p *policies) {
				p.SentBody(
					func(_ *http.Request, body map[string]any) { delete(reference.Object(body["device"]), "token") },
				)
			},
			Trips: slices.Concat(
				reference.Trips("client.success", "a signed request registers the device"),
				reference.Trips("world.fact", "the push token goes along*"),
			),
		},
		{
			Name: "timconnect-rewrites-phones", Doc: "The phone is sent in another form than it was signed in",
			Apply: func(p *policies) { p.Asked(rewritePhones) },
			Trips: reference.Trips("client.success", "what the bank has signed*"),
		},
		{
			Name: "timconnect-asks-twice-for-codes", Doc: "Every code is asked for twice",
			Apply: func(p *policies) { p.Around(before("timconnect.registerPhone", "timconnect.registerPhone")) },
			Trips: slices.Concat(
				reference.Trips("world.outbox", "the code of the SMS registers the device"),
				reference.Trips("journal.count", "after a late code a new one registers"),
			),
		},
		{
			Name: "timconnect-insists-on-a-plus", Doc: "Phones without a plus sign are refused",
			Apply: func(p *policies) { p.Around(refusePhones(func(plus bool) bool { return !plus })) },
			Trips: reference.Trips("timconnect.code", "a phone written as 89991234567*"),
		},
		{
			Name: "timconnect-fears-a-plus", Doc: "Phones with a plus sign are refused",
			Apply: func(p *policies) { p.Around(refusePhones(func(plus bool) bool { return plus })) },
			Trips: reference.Trips("timconnect.code", "a phone written as +79991234567*"),
		},
		{
			Name: "timconnect-repeats-codes", Doc: "A refused code is sent again",
			Apply: func(p *policies) { p.Around(repeatCodes) },
			Trips: reference.Trips(
				"journal.count",
				"a wrong code registers nothing*",
				"“*” at the confirmation is reported as a bad request",
			),
		},
		{
			Name: "timconnect-sends-codes-as-numbers", Doc: "The code is sent as a number",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if code, ok := body["code"].(string); ok {
						body["code"] = json.Number(code)
					}
				})
			},
			Trips: reference.Trips(
				"unasked.violation",
				"the code of the SMS registers the device",
				"after a late code a new one*",
			),
		},
		{
			Name: "timconnect-blocked-means-later", Doc: "A blocked device is to try again later",
			Apply: func(p *policies) { p.advice = adviseOn("device_blocked", driver.RetryLater) },
			Trips: reference.Trips("client.advice", "a blocked device is told so by *"),
		},
		{
			Name: "timconnect-renews-when-blocked", Doc: "A blocked or removed device asks for a new session",
			Apply: func(p *policies) {
				p.renewable = func(e *envelope) bool {
					return e.message == denied || strings.HasPrefix(e.message,
						"Device ")
				}
			},
			Trips: reference.Trips(
				"timconnect.blocked-is-final",
				"a blocked device is told so by *",
				"an application that its owner has removed*",
			),
		},
		{
			Name: "timconnect-forgets-itself-when-blocked", Doc: "A block ends the registration",
			Apply: func(p *policies) {
				p.forgets = func(code string) bool { return code == "device_blocked" || documented().forgets(code) }
			},
			Trips: reference.Trips("client.success", "a device that is unblocked works again*"),
		},
		{
			Name: "timconnect-removed-means-later", Doc: "A removed application is to try again later",
			Apply: func(p *policies) { p.advice = adviseOn("no_mobile_app", driver.RetryLater) },
			Trips: reference.Trips("client.advice", "an application that its owner has removed*"),
		},
		{
			Name: "timconnect-keeps-the-removed-session", Doc: "The session of a removed device is used on",
			Apply: func(p *policies) { p.forgetsRemoved = false },
			Trips: reference.Trips("timconnect.removed-is-silent", "a device that the client has removed*"),
		},
		{
			Name: "timconnect-removes-only-itself", Doc: "The removal of a device is not told to the server",
			Apply: func(p *policies) {
				p.Unsent(`{"result":"success","message":""}`, func(r *http.Request) bool {
					return r.Method == http.MethodDelete && reference.PathEnds(r, devicePath)
				})
			},
			Trips: slices.Concat(
				reference.Trips("timconnect.devices", "the client removes its device"),
				reference.Trips("timconnect.honest-success", "a device that was removed is registered anew"),
				reference.Trips(
					"client.failure",
					"a removal that failed*",
					"a failure of removeDevice in HTTP 200 is reported as a failure",
				),
			),
		},
		{
			Name: "timconnect-repeats-everything", Doc: "Whatever was not answered is sent again",
			Apply: func(p *policies) {
				p.repeatLost = func(_ request,
					l lost) bool {
					return l.before == 0 && !l.unread && !reference.Silent(l.err)
				}
			},
			Trips: reference.Trips("timconnect.calls-once", "a call whose start was not answered*"),
		},
		{
			Name: "timconnect-knows-lost-outcomes", Doc: "A lost outcome is called a failure",
			Apply: func(p *policies) {
				p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
					f := unknownOutcome(ctx, r, reason)
					if !r.reading() {
						f.Error.Advice = driver.RetryNow
					}
					return f
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"a call whose start was not answered*",
				"a confirmation whose response is lost has an unknown outcome",
			),
		},
	}
}

// messageMutants get the way of messages wrong.
func messageMutants() []patch {
	return []patch{
		{
			Name: "timconnect-never-reports", Doc: "Messages are not reported as delivered",
			Apply: func(p *policies) { p.reports = func([]string) []string { return nil } },
			Trips: reference.Trips(
				"timconnect.queue",
				"a message is taken from the queue*",
				"the message of a push is reported*",
				"a message that has gone by SMS*",
				"one device calls, and*",
			),
		},
		{
			Name: "timconnect-reports-only-the-first", Doc: "Of several messages one is reported",
			Apply: func(p *policies) { p.reports = func(ids []string) []string { return ids[:min(1, len(ids))] } },
			Trips: reference.Trips("timconnect.queue", "several messages are all reported"),
		},
		{
			Name: "timconnect-claims-its-reports", Doc: "A report that failed is called a success",
			Apply: func(p *policies) {
				p.Received(claimReports())
			},
			Trips: reference.Trips("client.failure", "a failed delivery report is reported as a failure"),
		},
		{
			Name: "timconnect-stores-nothing", Doc: "Messages are shown and not stored",
			Apply: func(p *policies) { p.stores = false },
			Trips: slices.Concat(
				reference.Trips(
					"timconnect.told",
					"what was received is in the feed",
					"what was restored is in the feed",
					"the message of a push is in the feed",
				),
				reference.Trips("client.value", "one device shows a push*"),
			),
		},
		{
			Name: "timconnect-feeds-from-the-server", Doc: "The feed is read from the server",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.feed" {
						c.Method = "timconnect.restoreMessages"
					}
				})
			},
			Trips: reference.Trips("journal.count", "the feed comes from the store*"),
		},
		{
			Name: "timconnect-tells-twice", Doc: "A message that comes again is told again",
			Apply: func(p *policies) { p.isNew = func(bool) bool { return true } },
			Trips: reference.Trips(
				"client.received",
				"a message whose report failed*",
				"a push that comes twice*",
				"what came by push is not told again*",
			),
		},
		{
			Name: "timconnect-reports-between-pages", Doc: "Every page is reported before the next is read",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, afterEachPage) },
			Trips: reference.Trips("timconnect.told", "a queue of several pages*"),
		},
		{
			Name: "timconnect-reads-one-page", Doc: "Lists are read to the end of their first page",
			Apply: func(p *policies) { p.lastPage = func(*envelope) int { return 1 } },
			Trips: reference.Trips(
				"timconnect.all-pages",
				"the archive is restored to its last page",
				"a queue of several pages*",
			),
		},
		{
			Name: "timconnect-reports-pushes-unread", Doc: "A push is reported before its message is loaded",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, beforeLoading) },
			Trips: reference.Trips(
				"timconnect.report-after-load",
				"a message that could not be loaded*",
				"a push is shown*",
			),
		},
		{
			Name: "timconnect-reads-the-archive-for-news", Doc: "New messages are read by the archive's request",
			Apply: func(p *policies) { p.Sent(readTheArchive) },
			Trips: reference.Trips("timconnect.archive-restores", "the archive is left alone*"),
		},
		{
			Name: "timconnect-shows-nothing", Doc: "Pushes are not shown",
			Apply: func(p *policies) { p.notify = func(driver.Call, any) {} },
			Trips: reference.Trips("client.shown", "a push is shown*", "one device *"),
		},
		{
			Name: "timconnect-ids-of-32-bits", Doc: "Ids are kept in 32 bits",
			Apply: func(p *policies) { p.messageID = number(func(id int64) int64 { return int64(int32(id)) }) },
			Trips: reference.Trips("client.success", "ids beyond *", "a kitten with an id beyond 31 bits*"),
		},
		{
			Name: "timconnect-ids-as-floats", Doc: "Ids are kept as floating point numbers",
			Apply: func(p *policies) { p.messageID = number(func(id int64) int64 { return int64(float64(id)) }) },
			Trips: reference.Trips("client.success", "ids beyond 53 bits*"),
		},
		{
			Name: "timconnect-reports-ids-as-words", Doc: "Ids are reported as one text",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if ids, ok := body["ids"]; ok {
						body["ids"] = fmt.Sprint(ids)
					}
				})
			},
			Trips: reference.Trips("unasked.violation", "a message is taken from the queue*"),
		},
		{
			Name: "timconnect-reports-the-archive", Doc: "Restored messages are reported",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, afterRestoring) },
			Trips: reference.Trips("journal.count", "what is restored is not reported"),
		},
		{
			Name: "timconnect-restores-everything", Doc: "The days of a restoration are not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.restoreMessages" {
						delete(c.Params.Args, "from")
						delete(c.Params.Args, "to")
					}
				})
			},
			Trips: reference.Trips("timconnect.told", "some days are restored"),
		},
		{
			Name: "timconnect-fears-emptiness", Doc: "An empty list is taken for a failure",
			Apply: func(p *policies) { p.Received(fearEmptiness) },
			Trips: reference.Trips("client.success", "an empty archive*", "an empty queue*"),
		},
	}
}

// markerMutants get markers wrong.
func markerMutants() []patch {
	return []patch{
		{
			Name: "timconnect-swaps-places", Doc: "Latitude and longitude are swapped",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setGeotag" {
						c.Params.Args["latitude"], c.Params.Args["longitude"] = c.Params.Args["longitude"],
							c.Params.Args["latitude"]
					}
				})
			},
			Trips: reference.Trips("timconnect.message", "the place of a message is set*"),
		},
		{
			Name: "timconnect-rounds-places", Doc: "Places are rounded to whole degrees",
			Apply: func(p *policies) { p.Asked(roundPlaces) },
			Trips: reference.Trips("timconnect.message", "the place of a message is set*"),
		},
		{
			Name: "timconnect-names-categories", Doc: "Categories are sent by name",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setCategory" {
						c.Params.Args["category"] = "Кафе и рестораны"
					}
				})
			},
			Trips: reference.Trips(
				"client.success",
				"the category of a message is chosen",
				"messages of the archive are marked*",
			),
		},
		{
			Name: "timconnect-keeps-empty-hashtags", Doc: "Empty hashtags are not sent",
			Apply: func(p *policies) { p.Around(keepEmptyHashtags) },
			Trips: reference.Trips("timconnect.message", "an empty hashtag deletes*"),
		},
		{
			Name: "timconnect-marks-only-itself", Doc: "Markers are kept and not sent",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(nil),
					"timconnect.setCategory", "timconnect.setGeotag", "timconnect.setHashtag"))
			},
			Trips: slices.Concat(
				reference.Trips("timconnect.message", "the category of a message is chosen", "the hashtag Try is set"),
				reference.Trips(
					"client.failure",
					"a marker refused in HTTP 200 is not reported as set",
					"HTTP * to a hashtag is reported as a failure",
				),
			),
		},
		{
			Name: "timconnect-sends-hashtags-with-a-sign", Doc: "Hashtags are sent with a sign before them",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setHashtag" {
						c.Params.Args["hashtag"] = "#" + c.Arg("hashtag")
					}
				})
			},
			Trips: reference.Trips("timconnect.message", "the hashtag * is set"),
		},
		{
			Name: "timconnect-counts-itself", Doc: "The statistics are counted from the store",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(map[string]any{"statistics": []any{}}), "timconnect.statistics"))
			},
			Trips: slices.Concat(
				reference.Trips("client.value", "the statistics count messages by category"),
				reference.Trips("client.failure", "a failure of getStatistics in HTTP 200 is reported as a failure"),
			),
		},
	}
}

// callMutants get calls wrong.
func callMutants() []patch {
	return []patch{
		{
			Name: "timconnect-calls-unregistered", Doc: "A number is called without a registration for calls",
			Apply: func(p *policies) { p.registersForCalls = false },
			Trips: reference.Trips("unasked.violation", "a number is called once*", "a call is hung up"),
		},
		{
			Name: "timconnect-calls-with-a-plus", Doc: "Numbers are called with a plus sign",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.call" {
						c.Params.Args["number"] = "+" + c.Arg("number")
					}
				})
			},
			Trips: reference.Trips("client.success", "a number is called once*"),
		},
		{
			Name: "timconnect-trusts-voip", Doc: "A registration for calls that was refused is a success",
			Apply: func(p *policies) { p.Received(trustVoIP) },
			Trips: reference.Trips("journal.count", "a refused registration for calls is reported as a failure"),
		},
		{
			Name: "timconnect-ignores-call-pushes", Doc: "Pushes about calls are let drop",
			Apply: func(p *policies) { p.Around(ignoreCallPushes) },
			Trips: slices.Concat(
				reference.Trips("client.value", "a call from the web is answered", "a call from the web is refused"),
				reference.Trips("client.shown", "one device shows a push*"),
			),
		},
		{
			Name: "timconnect-hangs-up-to-answer", Doc: "An incoming call is ended instead of answered",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "/answer", "/hangup", 1) })
			},
			Trips: reference.Trips("client.value", "a call from the web is answered"),
		},
		{
			Name: "timconnect-only-thinks-of-hanging-up", Doc: "The end of a call is not told to the server",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(map[string]any{"state": "ended"}), "timconnect.hangUp"))
			},
			Trips: reference.Trips("timconnect.honest-success", "a call is hung up", "a call from the web is refused"),
		},
		{
			Name: "timconnect-guesses-call-states", Doc: "Every call is connected",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.OK && (c.Method == "timconnect.callState" || c.Method == "timconnect.answerCall") {
						r.Values = map[string]any{"state": "connected"}
					}
				})
			},
			Trips: reference.Trips("client.value", "the state of a call is told", "a caller who has gone*"),
		},
	}
}

// errorMutants take failures for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "timconnect-trusts-http-200", Doc: "HTTP 200 is taken for success",
			Apply: func(p *policies) { p.succeeded = func(*envelope) bool { return true } },
			Trips: reference.Trips(
				"client.failure",
				"a failure of removeDevice in HTTP 200 is reported as a failure",
				"a marker refused in HTTP 200 is not reported as set",
				"the client stops at a page that does not exist",
				"a failed delivery report is reported as a failure",
			),
		},
		{
			Name: "timconnect-hides-words", Doc: "The vendor's words do not reach the caller",
			Apply: func(p *policies) {
				p.refusal = func(_ *envelope, r *driver.Result) { r.Error.Message = "the request failed" }
			},
			Trips: reference.Trips(
				"timconnect.text",
				"a message that is a printed form*",
				"words that are not documented*",
			),
		},
		{
			Name: "timconnect-dies-of-unknown-words", Doc: "A failure that is not documented kills the client",
			Apply: func(p *policies) {
				p.refusal = func(e *envelope, _ *driver.Result) {
					if unknownWords(e.message) {
						panic("unknown failure: " + e.message)
					}
				}
			},
			Trips: reference.Trips(
				"client.crash",
				"words that are not documented*",
				"a failure of * in HTTP 200 is reported as a failure",
			),
		},
		{
			Name: "timconnect-reads-printed-forms", Doc: "A printed form is read as JSON",
			Apply: func(p *policies) { p.refusal = readPrintedForms },
			Trips: reference.Trips(
				"client.crash",
				"a message that is a printed form*",
				"a code that comes too late is reported as a bad request",
			),
		},
		{
			Name: "timconnect-mistakes-mean-again", Doc: "Mistakes of a request are to be tried again",
			Apply: func(p *policies) { p.advice = adviseFor(driver.FixRequest, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"an invalid phone number is reported as a bad request",
				"a wrong code registers*",
				"a code that comes too late is reported as a bad request",
				"a code for a phone that asked for no code is reported as a bad request",
				"a message that does not exist*",
			),
		},
		{
			Name: "timconnect-refusals-mean-again", Doc: "Refused sessions and passwords are to be tried again",
			Apply: func(p *policies) { p.advice = adviseFor(driver.Reauthorize, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"a wrong digest*",
				"a wrong API key*",
				"a password that is refused*",
				"a wrong password*",
			),
		},
	}
}

// kittnMutants get kittens wrong.
func kittnMutants() []patch {
	return []patch{
		{
			Name: "timconnect-lists-without-flags", Doc: "The flags of the list are not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.listKittens" {
						c.Params.Args = nil
					}
				})
			},
			Trips: reference.Trips("timconnect.told", "the list with *", "cats and adopted*"),
		},
		{
			Name: "timconnect-writes-flags-as-numbers", Doc: "Flags are sent as 1 and 0",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.URL.RawQuery = strings.NewReplacer("=true", "=1", "=false", "=0").Replace(r.URL.RawQuery)
				})
			},
			Trips: reference.Trips("unasked.violation", "the list with *"),
		},
		{
			Name: "timconnect-asks-for-html", Doc: "HTML is asked for",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Set("Accept", "text/html") }) },
			Trips: slices.Concat(
				reference.Trips("client.success", "one kitten is looked up"),
				reference.Trips("timconnect.told", "the kittens are listed*"),
			),
		},
		{
			Name: "timconnect-ignores-retry-after", Doc: "The wait that Kittn asks for is not passed on",
			Apply: func(p *policies) {
				p.Received(func(r *http.Request, a *reference.Answer) {
					if ofKittn(r) {
						a.Header.Del("Retry-After")
					}
				})
			},
			Trips: reference.Trips("client.retry-after", "the wait that Kittn asks for*"),
		},
		{
			Name: "timconnect-trusts-kittn", Doc: "Every answer of Kittn is a success",
			Apply: func(p *policies) { p.Received(trustKittn) },
			Trips: reference.Trips(
				"client.failure",
				"404 to a kitten is final",
				"503 to the list*",
				"a kitten that is hidden*",
				"a list that is cut off is reported as a failure",
			),
		},
		{
			Name: "timconnect-asks-for-gone-kittens-again", Doc: "What is refused for good is asked for again",
			Apply: func(p *policies) {
				p.Resent(
					2,
					func(r *http.Request, status int) bool { return ofKittn(r) && status >= 400 && status < 411 },
				)
			},
			Trips: reference.Trips("timconnect.kittn-final", "4* to a kitten is final", "a kitten that was removed*"),
		},
		{
			Name: "timconnect-hammers-kittn", Doc: "What is to be tried later is tried at once",
			Apply: func(p *policies) {
				p.Resent(3, func(r *http.Request, status int) bool {
					return ofKittn(r) && kittnAdvice(status) == driver.RetryLater
				})
			},
			Trips: reference.Trips("timconnect.kittn-slows-down", "* to the list is to be tried later"),
		},
		{
			Name: "timconnect-later-means-now", Doc: "What is to be tried later is to be tried now",
			Apply: func(p *policies) { p.kittnAdvice = instead(driver.RetryLater, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"* to the list is to be tried later",
				"a client that was too fast*",
				"kittens come back*",
			),
		},
		{
			Name: "timconnect-final-means-later", Doc: "What is refused for good is to be tried later",
			Apply: func(p *policies) { p.kittnAdvice = instead(driver.FixRequest, driver.RetryLater) },
			Trips: reference.Trips(
				"client.advice",
				"403 to a kitten is final",
				"410 to a kitten is final",
				"a kitten that was removed*",
			),
		},
		{
			Name: "timconnect-hides-kittn-codes", Doc: "The status of Kittn does not reach the caller",
			Apply: func(p *policies) { p.Told(hideKittnCodes) },
			Trips: reference.Trips("client.code", "the status reaches the caller"),
		},
		{
			Name: "timconnect-dies-of-teapots", Doc: "A teapot kills the client",
			Apply: func(p *policies) {
				p.kittnAdvice = func(status int) string {
					if status == http.StatusTeapot {
						panic("a teapot")
					}
					return kittnAdvice(status)
				}
			},
			Trips: reference.Trips("client.crash", "status 418 is reported as a failure"),
		},
	}
}

// wireMutants do not live with the ways of networks.
func wireMutants() []patch {
	return []patch{
		{
			Name: "timconnect-has-no-patience", Doc: "Answers are waited for a fifth of a second",
			Apply: func(p *policies) { p.patience = reference.Haste },
			Trips: reference.Trips("client.success", "the client waits for a slow queue"),
		},
		{
			Name: "timconnect-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a queue that gets no response",
				"the client gives up a kitten request that gets no response",
			),
		},
		{
			Name: "timconnect-breaks-on-lost-replies", Doc: "A lost answer is called a mistake of the request",
			Apply: func(p *policies) {
				p.repeatLost = func(request, lost) bool { return false }
				p.unanswered = func(_ context.Context, _ request, reason error) driver.Result {
					return reference.Fail("no_answer", driver.FixRequest, "%v", reason)
				}
			},
			Trips: reference.Trips(
				"client.recovery",
				"a queue whose response ends by * is read again or reported",
				"the client recovers when the authorization response is lost",
				"a report whose response is lost is sent again, or left for later",
			),
		},
		{
			Name: "timconnect-trusts-any-answer", Doc: "An answer that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a queue malformed as * is reported as a failure",
				"a hashtag whose response is cut off is not reported as a success",
				"the client slows down when it is told to",
			),
		},
		{
			Name: "timconnect-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { refuseNewMembers(p) },
			Trips: reference.Trips(
				"client.success",
				"an undocumented member is ignored",
				"an undocumented member of a response is ignored",
			),
		},
	}
}
