package radist

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of Radist.Online. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(loginMutants(), sessionMutants(), connectionMutants(), errorMutants(), wireMutants())
}

// loginMutants get the way from QR, code and password to a connection wrong.
func loginMutants() []patch {
	return []patch{
		{
			Name: "radist-shows-the-first-qr-only", Doc: "A QR that has changed is not shown",
			Apply: func(p *policies) { p.show = func(qr, shown string) bool { return qr != "" && shown == "" } },
			Trips: slices.Concat(
				reference.Trips(
					"client.shown",
					"a QR that has changed is shown again",
					"a QR is shown as often as it changes",
				),
				reference.Trips(
					"radist.scan",
					"a QR that has changed is shown again in a re-authorization",
					"an expired QR of WhatsApp is renewed",
					"the QR of WhatsApp is there as long*",
				),
			),
		},
		{
			Name: "radist-shows-every-poll", Doc: "The same QR is shown at every poll",
			Apply: func(p *policies) { p.show = func(qr, _ string) bool { return qr != "" } },
			Trips: reference.Trips("client.shown", "no connection is made before*"),
		},
		{
			Name: "radist-connects-too-early", Doc: "A connection is asked for while the QR is on the screen",
			Apply: func(p *policies) { p.wants = instead("waiting_for_qr", showQR, connect) },
			Trips: reference.Trips(
				"radist.created-when-authenticated",
				"a Telegram whose QR is scanned*",
				"no connection is made before*",
			),
		},
		{
			Name: "radist-asks-for-no-code", Doc: "No code is asked for",
			Apply: func(p *policies) { p.asks = func(what string, _ login, _ bool) bool { return what != "code" } },
			Trips: reference.Trips("client.asks", "a Telegram whose code is told*", "* is authorized again by code"),
		},
		{
			Name: "radist-asks-for-no-code-of-max", Doc: "No code for MAX is asked for",
			Apply: func(p *policies) {
				p.asks = func(_ string, l login, _ bool) bool { return l.kind != "max_personal" }
			},
			Trips: reference.Trips("client.asks", "a MAX number whose code is told*"),
		},
		{
			Name: "radist-asks-for-no-password", Doc: "2FA is not known",
			Apply: func(p *policies) { p.asks = func(what string, _ login, _ bool) bool { return what != "password" } },
			Trips: reference.Trips("client.asks", "the 2FA password is asked for*"),
		},
		{
			Name: "radist-sends-passwords-as-codes", Doc: "The password is sent in the place of the code",
			Apply: func(p *policies) {
				p.refusedAnswer = stopAsking
				p.SentBody(sendPasswordsAsCodes)
			},
			Trips: reference.Trips("client.success", "the 2FA password is asked for after *"),
		},
		{
			Name: "radist-sends-wrong-answers-again", Doc: "What was refused is sent again",
			Apply: func(p *policies) {
				p.Resent(4, func(r *http.Request, status int) bool {
					return status == http.StatusBadRequest && reference.PathEnds(r, "/login")
				})
			},
			Trips: reference.Trips(
				"radist.wrong-answer-once",
				"a wrong code *",
				"a wrong 2FA password*",
				"a wrong password after a code*",
			),
		},
		{
			Name: "radist-takes-wrong-answers", Doc: "A refused code or password is called a success",
			Apply: func(p *policies) {
				p.refusedAnswer = func(int) (driver.Result, bool) {
					return reference.Done(map[string]any{"connection_id": 1}), false
				}
			},
			Trips: reference.Trips(
				"radist.honest-success",
				"a wrong code *",
				"a wrong 2FA password*",
				"a wrong password after a code*",
			),
		},
		{
			Name: "radist-forgets-the-connection-id", Doc: "A re-authorization is a first connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.connectTelegram" || c.Method == "radist.connectMax" {
						delete(c.Params.Args, "connection_id")
					}
				})
			},
			Trips: slices.Concat(
				reference.Trips("journal.body", "the session of a re-authorization*"),
				reference.Trips(
					"radist.no-second-connection",
					"a Telegram that was logged out *",
					"a MAX number that was logged out *",
				),
			),
		},
		{
			Name: "radist-connects-after-re-authorization", Doc: "A re-authorization ends with a new connection",
			Apply: func(p *policies) { p.connectsAgain = true },
			Trips: reference.Trips(
				"radist.no-second-connection",
				"a Telegram that was logged out *",
				"a MAX number that was logged out *",
				"the 2FA password is asked for when *",
			),
		},
		{
			Name: "radist-makes-a-second-whatsapp", Doc: "WhatsApp is connected again by another connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.connectWhatsApp" {
						delete(c.Params.Args, "connection_id")
					}
				})
			},
			Trips: reference.Trips("radist.no-second-connection", "a WhatsApp that was logged out*"),
		},
		{
			Name: "radist-claims-whatsapp-at-once", Doc: "WhatsApp is called connected before its QR was shown",
			Apply: func(p *policies) { p.whatsAppFinished = claimAtOnce(p.whatsAppFinished) },
			Trips: reference.Trips("radist.honest-success", "a WhatsApp whose QR is scanned*"),
		},
	}
}

// sessionMutants do not know when a session is over.
func sessionMutants() []patch {
	return []patch{
		{
			Name: "radist-polls-dead-sessions", Doc: "A session that answers 404 is polled on",
			Apply: func(p *policies) { p.pollsOfDead = 8 },
			Trips: slices.Concat(
				reference.Trips("radist.dead-sessions", "the client gives up when every new session has expired"),
				reference.Trips(
					"radist.read",
					"a code that is told too late*",
					"a code for MAX that is told too late*",
				),
			),
		},
		{
			Name: "radist-gives-up-dead-sessions", Doc: "A session that has expired ends the login",
			Apply: func(p *policies) { p.sessions = 1 },
			Trips: reference.Trips("client.shown", "a session that has expired*"),
		},
		{
			Name: "radist-starts-anew-for-ever", Doc: "Sessions are started anew without a bound",
			Apply: func(p *policies) { p.sessions = 30 },
			Trips: reference.Trips("journal.count", "the client gives up when every new session has expired"),
		},
		{
			Name: "radist-waits-on-unknown-statuses", Doc: "A status that is not known is waited out",
			Apply: func(p *policies) { p.wants = waitOnUnknown },
			Trips: reference.Trips(
				"journal.count",
				"an unknown status of a * login is reported and not waited for",
				"an unknown status after the code of a * login is reported and not waited for",
			),
		},
		{
			Name: "radist-takes-unknown-for-done", Doc: "A status that is not known is taken for the last one",
			Apply: func(p *policies) { p.wants = takeUnknownForDone },
			Trips: slices.Concat(
				reference.Trips(
					"radist.created-when-authenticated",
					"no connection is made of a session whose status*",
					"an unknown status of a Telegram by QR login is reported and not waited for",
				),
				reference.Trips(
					"client.failure",
					"an unknown status of a WhatsApp login is reported and not waited for",
					"an unknown status after the code of a * login is reported and not waited for",
				),
			),
		},
		{
			Name: "radist-hides-unknown-statuses", Doc: "The caller is not told which status it was",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "unknown_status" {
						*r = reference.Fail("error", driver.ContactSupport, "something went wrong")
					}
				})
			},
			Trips: reference.Trips(
				"radist.names",
				"an unknown status of a * login is reported and not waited for",
				"an unknown status after the code of a * login is reported and not waited for",
			),
		},
		{
			Name: "radist-gives-up-after-three-polls", Doc: "The user is given three polls to scan the code",
			Apply: func(p *policies) { p.polls = 3 },
			Trips: reference.Trips("client.success", "the client waits for a user who takes longer than a few polls"),
		},
		{
			Name: "radist-asks-for-no-password-by-code-again",
			Doc:  "No 2FA password is asked for in a re-authorization by code",
			Apply: func(p *policies) {
				p.asks = func(what string, l login, again bool) bool {
					return what != "password" || l.byQR || !again
				}
			},
			Trips: reference.Trips("client.asks",
				"the 2FA password is asked for when a connection is authorized again by code"),
		},
		{
			Name:  "radist-claims-whatsapp-by-a-look",
			Doc:   "One look at a logged-out WhatsApp connection counts as its being connected",
			Apply: func(p *policies) { p.whatsAppFinished = claimByALook(p.whatsAppFinished) },
			Trips: reference.Trips("radist.honest-success",
				"a WhatsApp that was logged out is not called connected*"),
		},
		{
			Name: "radist-polls-without-rest",
			Doc:  "Sessions are polled thirty times a second",
			Apply: func(p *policies) {
				p.pollEvery = func(time.Duration) time.Duration { return 30 * time.Millisecond }
			},
			Trips: reference.Trips("radist.poll-pace", "a session is polled about*"),
		},
		{
			Name: "radist-ignores-retry-after", Doc: "A poll that was refused with 429 is repeated at once",
			Apply: func(p *policies) {
				p.Received(func(_ *http.Request, a *reference.Answer) { a.Header.Del("Retry-After") })
			},
			Trips: reference.Trips("radist.slow-down", "the client waits as long as it is told before the next poll"),
		},
	}
}

// connectionMutants get what is said about connections wrong.
func connectionMutants() []patch {
	return []patch{
		{
			Name: "radist-tells-no-ids", Doc: "The id of a new connection does not reach the caller",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if strings.HasPrefix(c.Method, "radist.connect") {
						delete(r.Values, "connection_id")
					}
				})
			},
			Trips: reference.Trips(
				"client.value",
				"a bot is connected*",
				"a group is connected*",
				"a Telegram whose * is *",
				"a MAX number whose code is told*",
			),
		},
		{
			Name: "radist-connects-the-group-again", Doc: "A new key makes a new connection",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "radist.setKey" {
						c.Method = "radist.connectGroup"
					}
				})
			},
			Trips: reference.Trips("radist.works", "a key that was reset*", "a key that became inactive*"),
		},
		{
			Name: "radist-sends-the-type-along", Doc: "An update sends what cannot be edited",
			Apply: func(p *policies) {
				p.SentBody(func(r *http.Request, body map[string]any) {
					if r.Method == http.MethodPatch {
						body["type"] = "odnoklassniki"
					}
				})
			},
			Trips: reference.Trips(
				"client.success",
				"a key that was reset*",
				"a key that became inactive*",
				"a new key is sent alone",
			),
		},
		{
			Name: "radist-claims-new-keys", Doc: "A key that was refused is called set",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "radist.setKey" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips("client.failure", "a key that the provider rejects*"),
		},
		{
			Name: "radist-sends-delete", Doc: "Connections are deleted by DELETE",
			Apply: func(p *policies) { p.deletion = sendDelete },
			Trips: reference.Trips("unasked.unmatched", "a connection is not deleted*"),
		},
		{
			Name: "radist-claims-deletion", Doc: "A deletion that is not possible is called a success",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if c.Method == "radist.deleteConnection" {
						*r = reference.Done(nil)
					}
				})
			},
			Trips: reference.Trips("client.failure", "a connection is not deleted*"),
		},
		{
			Name: "radist-knows-five-types", Doc: "A type of connection that is not its own is refused",
			Apply: func(p *policies) { p.Told(knowFiveTypes) },
			Trips: reference.Trips("client.success", "a connection that the vendor manages is listed"),
		},
		{
			Name: "radist-dies-of-no-phone", Doc: "A phone that is null kills the client",
			Apply: func(p *policies) { p.Told(dieOfNoPhone) },
			Trips: reference.Trips("client.crash", "a new WhatsApp without a phone is listed"),
		},
		{
			Name: "radist-forgets-the-company", Doc: "The paths lack their company",
			Apply: func(p *policies) { p.Sent(forgetTheCompany) },
			Trips: reference.Trips("unasked.unmatched", "the connections of the company are listed"),
		},
		{
			Name: "radist-sends-the-key-of-version-1", Doc: "The key is sent as X-Auth-Token",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.Header.Set("X-Auth-Token", r.Header.Get("X-Api-Key"))
					r.Header.Del("X-Api-Key")
				})
			},
			Trips: reference.Trips(
				"client.success",
				"the connections of the company are listed",
				"one connection is read",
			),
		},
	}
}

// errorMutants take refusals for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "radist-wrong-keys-mean-retry", Doc: "401 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(http.StatusUnauthorized) },
			Trips: reference.Trips("client.advice", "an unknown key is not tried without end", "401_*"),
		},
		{
			Name: "radist-unpaid-means-retry", Doc: "402 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(http.StatusPaymentRequired) },
			Trips: reference.Trips("client.advice", "a WhatsApp without a paid subscription is reported to the caller"),
		},
		{
			Name: "radist-forbidden-means-retry", Doc: "403 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(http.StatusForbidden) },
			Trips: reference.Trips("client.advice", "a key without the scope is referred to its owner", "403_*"),
		},
		{
			Name: "radist-missing-means-retry", Doc: "404 is to be tried again",
			Apply: func(p *policies) { p.advice = retryOn(http.StatusNotFound) },
			Trips: reference.Trips(
				"client.advice",
				"a company that the key does not see is reported as a bad request",
				"404_*",
				"a connection that does not exist is reported as a bad request",
				"the client does not wait for a WhatsApp that support has deleted",
			),
		},
		{
			Name: "radist-mistakes-mean-retry", Doc: "400, 409 and 422 are to be tried again",
			Apply: func(p *policies) {
				p.advice = retryOn(http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity)
			},
			Trips: reference.Trips(
				"client.advice",
				"400_*",
				"409_*",
				"422_*",
				"a bot that is connected already*",
				"a re-authorization by another account*",
			),
		},
		{
			Name: "radist-slow-down-means-fix", Doc: "429 is a mistake of the request",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "429" {
						r.Error.Advice, r.Error.RetryAfterS = driver.FixRequest, nil
					}
				})
			},
			Trips: reference.Trips("client.advice", "the client slows down when * answers 429"),
		},
		{
			Name: "radist-repeats-refused-requests", Doc: "What was refused is sent ten times more",
			Apply: func(p *policies) { p.Resent(10, func(_ *http.Request, status int) bool { return status >= 400 }) },
			Trips: reference.Trips(
				"journal.count",
				"the client slows down when * answers 429",
				"an unknown key is not tried without end",
				"the client stops after too many attempts",
				"a connection whose session has ended is reported",
			),
		},
	}
}

// wireMutants do not live with the forms of answers and the ways of networks.
func wireMutants() []patch {
	return []patch{
		{
			Name: "radist-has-no-patience", Doc: "Answers are waited for a fifth of a second",
			Apply: func(p *policies) { p.patience = reference.Haste },
			Trips: reference.Trips("client.success", "the client waits for a slow response about a connection"),
		},
		{
			Name: "radist-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) {
				p.lost = func(ctx context.Context, err error) *problem {
					<-ctx.Done()
					return &problem{lost: true, text: err.Error()}
				}
			},
			Trips: reference.Trips("client.hang", "reading a connection that ends by reset*"),
		},
		{
			Name: "radist-calls-lost-answers-mistakes", Doc: "A lost answer is called a mistake of the request",
			Apply: func(p *policies) {
				p.lostPolls = 0
				p.Told(func(c driver.Call, r *driver.Result) {
					if r.Error != nil && r.Error.Code == "no_answer" {
						r.Error.Advice, r.Error.RetryAfterS = driver.FixRequest, nil
					}
				})
			},
			Trips: reference.Trips(
				"client.recovery",
				"reading a connection that ends by *",
				"a poll that ends by *",
				"a code whose response was lost is not reported as wrong",
			),
		},
		{
			Name: "radist-trusts-any-answer", Doc: "An answer that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a connection malformed as * is reported as a failure",
				"HTTP * to the creation of a connection is reported as a failure",
			),
		},
		{
			Name: "radist-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { p.read = refuseNewMembers },
			Trips: reference.Trips("client.success", "an undocumented member * of a connection is ignored"),
		},
		{
			Name: "radist-creates-again", Doc: "A creation without an answer is sent again",
			Apply: func(p *policies) {
				p.repeatLost = func(q request) bool {
					return q.method == http.MethodGet || q.method == http.MethodPost && q.path == "connections/"
				}
			},
			Trips: reference.Trips(
				"radist.connections",
				"a connection whose creation got no response is not made twice",
			),
		},
	}
}
