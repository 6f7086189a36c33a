package bonder

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of Bonder. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(tokenMutants(), errorMutants(), dataMutants(), wireMutants())
}

// tokenMutants get tokens wrong.
func tokenMutants() []patch {
	return []patch{
		{
			Name: "bonder-never-renews", Doc: "A token that is refused is not renewed",
			Apply: func(p *policies) { p.renewals = 0 },
			Trips: reference.Trips(
				"client.success",
				"a token that ended by * is renewed",
				"a renewed token serves*",
				"a profile is created once although the token had ended",
				"the newest token is used if a new one ends the older ones",
				"a save that was refused for its token is not lost",
				"INVALID_CREDENTIALS_ERROR to * is cured by a new token",
			),
		},
		{
			Name: "bonder-renews-for-ever", Doc: "A refused token is renewed again and again",
			Apply: func(p *policies) { p.renewals = 15 },
			Trips: reference.Trips("journal.count", "the client stops renewing when a new token is refused, too"),
		},
		{
			Name: "bonder-renews-and-gives-up", Doc: "The refused request is not repeated with the new token",
			Apply: func(p *policies) { p.renew = renewAndGiveUp },
			Trips: reference.Trips(
				"client.success",
				"a token that ended by * is renewed",
				"a save that was refused for its token is not lost",
				"an ended token is renewed once, and the refused request is repeated once",
				"a refused token is renewed once*",
			),
		},
		{
			Name: "bonder-keeps-the-dead-token", Doc: "The refused request is repeated with the same token",
			Apply: func(p *policies) { p.renew = keepTheRefused },
			Trips: reference.Trips("client.success", "a token that ends again is renewed again"),
		},
		{
			Name: "bonder-tries-passwords-again", Doc: "Refused credentials are sent again",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 4, func(r request, code string) bool {
					return r.path == authorizePath && code == "INVALID_CREDENTIALS_ERROR"
				})
			},
			Trips: reference.Trips(
				"bonder.no-login-loop",
				"a wrong *",
				"a deleted account cannot be authorized again",
				"a password that was changed*",
				"refused credentials are not tried again*",
			),
		},
		{
			Name: "bonder-renews-in-parallel", Doc: "Every refused request renews the token for itself",
			Apply: func(p *policies) { p.renew = renewAlone },
			Trips: reference.Trips("bonder.one-renewal",
				"ten requests that are refused together renew the token once"),
		},
		{
			Name: "bonder-renews-for-late-refusals", Doc: "A refusal of the old token renews the new one",
			Apply: func(p *policies) { p.renew = renewAlways },
			Trips: reference.Trips("bonder.one-renewal", "a refusal that comes late does not renew the token again"),
		},
		{
			Name: "bonder-forgets-its-e-mail", Doc: "X-Auth-Email is not sent",
			Apply: func(p *policies) { p.Sent(func(r *http.Request) { r.Header.Del("X-Auth-Email") }) },
			Trips: reference.Trips("client.success", "the client authorizes before the first request"),
		},
		{
			Name: "bonder-forgets-its-client-name", Doc: "The client name is not sent to authorize",
			Apply: func(p *policies) {
				p.SentBody(func(r *http.Request, body map[string]any) { delete(body, "client") })
			},
			Trips: reference.Trips("unasked.violation", "the client authorizes before the first request"),
		},
		{
			Name: "bonder-asks-for-ten-requests", Doc: "rpt lies outside its range",
			Apply: func(p *policies) { p.requestsPerToken = "10" },
			Trips: reference.Trips("unasked.violation", "a live token is used again"),
		},
		{
			Name: "bonder-authorises-every-time", Doc: "Every request gets a token of its own",
			Apply: func(p *policies) { authorizeEveryTime(p) },
			Trips: reference.Trips("journal.count", "a live token is used again"),
		},
		{
			Name: "bonder-gives-up-on-a-lost-token", Doc: "A lost reply to authorize is called a mistake of the " +
				"request",
			Apply: func(p *policies) { p.repeatLost, p.unanswered = giveUpOnLogin(p.repeatLost, p.unanswered) },
			Trips: reference.Trips("client.recovery", "the client recovers when the response to authorize is lost"),
		},
	}
}

// errorMutants take the vendor's errors for what they are not.
func errorMutants() []patch {
	return []patch{
		{
			Name: "bonder-trusts-http-200", Doc: "HTTP 200 is taken for success",
			Apply: func(p *policies) { p.succeeded = func(*envelope) bool { return true } },
			Trips: reference.Trips(
				"client.failure",
				"a failure in HTTP 200*",
				"a save that the server refused*",
				"a profile that does not exist is reported as a bad request",
				"the client reports a refusal that a new token does not cure",
				"* to deleteProfile advises *",
				"* to deleteLanguage advises *",
			),
		},
		{
			Name: "bonder-offline-means-now", Doc: "Offline services are to be tried again now",
			Apply: func(p *policies) { p.advice = instead(driver.RetryLater, driver.RetryNow) },
			Trips: reference.Trips("client.advice", "* advises retry_later"),
		},
		{
			Name: "bonder-hides-the-wait", Doc: "The caller is not told how long to wait",
			Apply: func(p *policies) { p.refusal = func(_ string, r *driver.Result) { r.Error.RetryAfterS = nil } },
			Trips: reference.Trips("client.retry-after", "the caller is told to come back*"),
		},
		{
			Name: "bonder-waits-in-minutes", Doc: "Minutes are told where seconds are meant",
			Apply: func(p *policies) {
				p.refusal = func(_ string, r *driver.Result) {
					if r.Error.RetryAfterS != nil {
						*r.Error.RetryAfterS /= 60
					}
				}
			},
			Trips: reference.Trips("client.retry-after", "the caller is told to come back*"),
		},
		{
			Name: "bonder-offline-means-support", Doc: "Offline services are a case for support",
			Apply: func(p *policies) { p.advice = instead(driver.RetryLater, driver.ContactSupport) },
			Trips: reference.Trips(
				"client.advice",
				"SERVER_OFFLINE_ERROR to authorize advises *",
				"SERVER_OFFLINE_ERROR to getCard advises *",
			),
		},
		{
			Name: "bonder-retries-offline-at-once", Doc: "Offline services are tried again at once",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 4, func(_ request, code string) bool {
					return advice(code) == driver.RetryLater
				})
			},
			Trips: reference.Trips(
				"bonder.retry-later",
				"API_SERVICE_OFFLINE_ERROR to getCard *",
				"API_SERVICE_OFFLINE_ERROR to saveCard *",
			),
		},
		{
			Name: "bonder-support-means-retry", Doc: "Cases for support are to be tried again",
			Apply: func(p *policies) { p.advice = instead(driver.ContactSupport, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"* advises contact_support",
				"an account that is * meanwhile is referred to support",
				"a reached profile limit is referred to support",
			),
		},
		{
			Name: "bonder-limit-means-fix", Doc: "The profile limit is a mistake of the request",
			Apply: func(p *policies) {
				p.advice = func(code string) string {
					if code == "PROFILE_LIMIT_REACHED_ERROR" {
						return driver.FixRequest
					}
					return advice(code)
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"PROFILE_LIMIT_REACHED_ERROR to createProfile *",
				"a reached profile limit is referred to support",
			),
		},
		{
			Name: "bonder-missing-means-retry", Doc: "What does not exist is to be tried again",
			Apply: func(p *policies) { p.advice = instead(driver.FixRequest, driver.RetryNow) },
			Trips: reference.Trips(
				"client.advice",
				"* advises fix_request",
				"a profile that does not exist is reported as a bad request",
				"a deleted card cannot be loaded",
			),
		},
		{
			Name: "bonder-retry-means-support", Doc: "Failures inside the server are a case for support",
			Apply: func(p *policies) {
				p.advice = instead(driver.RetryNow, driver.ContactSupport)
				p.attempts = once
			},
			Trips: reference.Trips("client.recovery", "* is worth another try"),
		},
		{
			Name: "bonder-hammers", Doc: "Failures inside the server are tried again twenty times",
			Apply: func(p *policies) {
				p.attempts = also(p.attempts, 20, func(_ request, code string) bool {
					return advice(code) == driver.RetryNow
				})
			},
			Trips: reference.Trips("bonder.retry-bounded", "a database that stays offline is not asked without end"),
		},
		{
			Name: "bonder-retries-what-is-final", Doc: "Every failure is tried again at once",
			Apply: func(p *policies) { retryWhatIsFinal(p) },
			Trips: reference.Trips("journal.count", "* is not tried again by itself"),
		},
		{
			Name: "bonder-dies-of-unknown-codes", Doc: "An error code that is not documented kills the client",
			Apply: func(p *policies) {
				p.refusal = func(code string, _ *driver.Result) {
					if advice(code) == driver.NoAdvice {
						panic("unknown error code " + code)
					}
				}
			},
			Trips: reference.Trips("client.crash", "an error code that is not documented*"),
		},
		{
			Name: "bonder-hides-codes", Doc: "The vendor's code does not reach the caller",
			Apply: func(p *policies) {
				p.refusal = func(_ string, r *driver.Result) {
					if r.Error.Advice != driver.RetryLater {
						r.Error.Code = "error"
					}
				}
			},
			Trips: reference.Trips("client.code", "the vendor's code reaches the caller"),
		},
		{
			Name: "bonder-fails-on-warnings", Doc: "A warning is taken for a failure",
			Apply: func(p *policies) { p.read = failOnWarnings },
			Trips: reference.Trips("client.success", "a success with a warning is a success"),
		},
		{
			Name: "bonder-hides-warnings", Doc: "A warning does not reach the caller",
			Apply: func(p *policies) { p.Told(func(_ driver.Call, r *driver.Result) { delete(r.Values, "warnings") }) },
			Trips: reference.Trips("client.value", "a warning is handed*"),
		},
	}
}

// dataMutants get what is sent or handed out wrong.
func dataMutants() []patch {
	return []patch{
		{
			Name: "bonder-claims-without-saving", Doc: "A save is called a success and never sent",
			Apply: func(p *policies) {
				p.Around(func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
					if c.Method == "bonder.saveCard" {
						return reference.Done(nil)
					}
					return next(ctx, c)
				})
			},
			Trips: reference.Trips(
				"bonder.holds",
				"a value is saved",
				"values of both kinds*",
				"a value is cleared*",
				"the values of the vendor's samples*",
				"five languages are saved",
				"keywords of 150 *",
			),
		},
		{
			Name: "bonder-keeps-only-the-id", Doc: "Code and address of a new profile are dropped",
			Apply: func(p *policies) {
				p.Told(func(_ driver.Call, r *driver.Result) {
					delete(r.Values, "card_qrc")
					delete(r.Values, "card_addr")
				})
			},
			Trips: reference.Trips("client.value", "all three values of a new profile*"),
		},
		{
			Name: "bonder-creates-again", Doc: "A creation without an answer is sent again",
			Apply: func(p *policies) {
				p.repeatLost = func(r request, l lost) bool {
					return l.before < 1 && !l.unread && !reference.Silent(l.err) && r.method == http.MethodPost ||
						repeatHarmless(r, l)
				}
			},
			Trips: reference.Trips("client.failure", "a profile whose creation got no response is not created again"),
		},
		{
			Name: "bonder-knows-lost-outcomes", Doc: "A lost outcome is called a failure",
			Apply: func(p *policies) {
				p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
					f := unknownOutcome(ctx, r, reason)
					if !r.harmless() {
						f.Error.Advice = driver.RetryNow
					}
					return f
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"a profile whose creation got no response is not created again",
				"a creation that gets no response has an unknown outcome",
			),
		},
		{
			Name: "bonder-lower-cases-card-ids", Doc: "Card ids lose their capital letters",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) { c.Params.Args["card_id"] = strings.ToLower(c.Arg("card_id")) })
			},
			Trips: reference.Trips(
				"client.success",
				"a card id keeps*",
				"a profile is deleted",
				"one language is deleted*",
				"a card is switched off",
				"a photo is switched*",
				"a language is switched on",
			),
		},
		{
			Name: "bonder-sends-long-names", Doc: "Names are not checked",
			Apply: func(p *policies) { p.longestName = math.MaxInt },
			Trips: reference.Trips(
				"client.failure",
				"a name of 26 letters is not sent, and the old one is kept",
				"the caller is told to correct a refused value",
			),
		},
		{
			Name: "bonder-sends-long-keywords", Doc: "Keywords are not checked",
			Apply: func(p *policies) { p.longestKeywords = math.MaxInt },
			Trips: reference.Trips("client.failure", "keywords of more than 150*"),
		},
		{
			Name: "bonder-bounds-too-low", Doc: "Names of 25 and keywords of 150 characters are refused",
			Apply: func(p *policies) {
				p.longestName--
				p.longestKeywords--
			},
			Trips: reference.Trips("client.success", "a name of 25 letters*", "keywords of 150 *"),
		},
		{
			Name: "bonder-bounds-too-high", Doc: "Names of 26 and keywords of 151 characters are sent",
			Apply: func(p *policies) {
				p.longestName++
				p.longestKeywords++
			},
			Trips: reference.Trips(
				"client.failure",
				"a name of 26 letters is not sent, and the old one is kept",
				"keywords of more than 150*",
			),
		},
		{
			Name: "bonder-counts-bytes", Doc: "Bytes are counted where letters are meant",
			Apply: func(p *policies) { p.length = func(text string) int { return len(text) } },
			Trips: reference.Trips("client.success", "a name of 25 Cyrillic letters*"),
		},
		{
			Name: "bonder-sends-six-languages", Doc: "Six languages are sent in one request",
			Apply: func(p *policies) { p.mostLanguages = math.MaxInt },
			Trips: reference.Trips("bonder.five-languages", "six languages*"),
		},
		{
			Name: "bonder-drops-the-sixth-language", Doc: "Only the first five languages are sent",
			Apply: func(p *policies) { p.Asked(dropTheSixth) },
			Trips: reference.Trips("bonder.holds", "six languages*"),
		},
		{
			Name: "bonder-sends-the-whole-card", Doc: "A save sends everything that was loaded",
			Apply: func(p *policies) { p.Around(sendTheWholeCard) },
			Trips: reference.Trips("journal.body", "only what needs updating*"),
		},
		{
			Name: "bonder-deletes-the-profile-for-a-language", Doc: "Deleting a language deletes the profile",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "bonder.deleteLanguage" {
						c.Method = "bonder.deleteCard"
					}
				})
			},
			Trips: reference.Trips("bonder.honest-success", "one language is deleted*"),
		},
		{
			Name: "bonder-switches-the-wrong-way", Doc: "On is off",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) { on, _ := c.Params.Args["on"].(bool); c.Params.Args["on"] = !on })
			},
			Trips: reference.Trips(
				"bonder.holds",
				"a card is switched off",
				"a photo is switched*",
				"a language is switched on",
			),
		},
		{
			Name: "bonder-switches-by-number", Doc: "Switches are sent as 1 and 0",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.URL.Path = strings.NewReplacer("/enable", "/1", "/disable", "/0").Replace(r.URL.Path)
				})
			},
			Trips: reference.Trips("unasked.violation", "a card is switched off"),
		},
		{
			Name: "bonder-posts-switches", Doc: "Switches are sent by POST",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					if reference.PathEnds(r, "able") {
						r.Method = http.MethodPost
					}
				})
			},
			Trips: reference.Trips("unasked.unmatched", "a language is switched on"),
		},
	}
}

// wireMutants do not live with the forms of answers and the ways of networks.
func wireMutants() []patch {
	return []patch{
		{
			Name: "bonder-demands-text-numbers", Doc: "Flags that are integers are refused",
			Apply: func(p *policies) { p.read = demand(demandTextNumbers) },
			Trips: reference.Trips("client.success", "flags may be integers"),
		},
		{
			Name: "bonder-refuses-empty-lists", Doc: "An empty result that is a list is refused",
			Apply: func(p *policies) { p.read = demand(refuseLists) },
			Trips: reference.Trips("client.success", "an empty result may be a list"),
		},
		{
			Name: "bonder-demands-all-fields", Doc: "Fields that are missing are refused",
			Apply: func(p *policies) { p.read = demand(demandLastNames) },
			Trips: reference.Trips("client.success", "fields that are not set*"),
		},
		{
			Name: "bonder-refuses-new-members", Doc: "Members that are not documented are refused",
			Apply: func(p *policies) { p.read = demand(refuseNewMembers) },
			Trips: reference.Trips("client.success", "an undocumented member * is ignored"),
		},
		{
			Name: "bonder-trusts-any-answer", Doc: "An answer that cannot be read is a success",
			Apply: func(p *policies) { p.Received(trustAnything) },
			Trips: reference.Trips(
				"client.failure",
				"a response malformed as * is reported as a failure",
				"a save whose response is cut off is not reported as a success",
				"a save whose response is cut off has an unknown outcome",
				"HTTP * is reported as a failure",
				"the client slows down when it is told to",
			),
		},
		{
			Name: "bonder-hangs-on-silence", Doc: "A response that does not come is waited for without end",
			Apply: func(p *policies) { hangOnSilence(p) },
			Trips: reference.Trips(
				"client.hang",
				"the client gives up a read that gets no response",
				"a read that ends by reset*",
			),
		},
		{
			Name: "bonder-breaks-on-lost-replies", Doc: "A lost answer is called a mistake of the request",
			Apply: func(p *policies) { breakOnLostResponses(p) },
			Trips: reference.Trips(
				"client.recovery",
				"a read that ends by *",
				"a save whose response is lost is repeated, or its outcome is reported as unknown",
			),
		},
		{
			Name: "bonder-has-no-patience", Doc: "Answers are waited for a fifth of a second",
			Apply: func(p *policies) { p.patience = reference.Haste },
			Trips: reference.Trips("client.success", "the client waits for a slow response"),
		},
	}
}
