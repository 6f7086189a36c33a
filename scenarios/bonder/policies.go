package bonder

import (
	"context"
	"net/http"
	"unicode/utf8"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// policies are the decisions of a client of Bonder, each with the sentence that it follows.
type policies struct {
	reference.Network[request]

	// What is checked before it is sent. The bounds are those on which every reading of the document agrees.
	shortestName    int // characters of a name that is not empty, which clears it; bonder#L146, B-27
	longestName     int // characters of a name; bonder#L146
	longestKeywords int // characters of keywords; bonder#L170
	mostLanguages   int // languages in one save; bonder#L420
	length          func(text string) int
	needsLanguage   bool // a language that is to be deleted has a name; bonder#L622-L642

	// Tokens.
	requestsPerToken string                       // rpt, from 1,000 to 100,000; bonder#L29-L31
	keepTokens       bool                         // a token serves many requests; bonder#L31
	renewals         int                          // how often one operation renews its token
	whose            func(p driver.Params) string // what tokens are kept by
	keep             func(s *reference.Store, a *account)
	renew            func(c *client, ctx context.Context, p driver.Params, a *account, refused string) *driver.Result

	// Failures.
	attempts   func(r request, code string) int // how often a request is made that fails with this code; bonder#L78-L83
	unanswered func(ctx context.Context, r request, reason error) driver.Result
	advice     func(code string) string // what the caller is advised; bonder#L59-L83
	refusal    func(code string, r *driver.Result)

	// Responses.
	read      func(body []byte) (*envelope, error)
	succeeded func(e *envelope) bool // success, whatever the HTTP status is; bonder#L32-L57
}

// documented returns the policies of the reference client.
func documented() policies {
	return policies{
		Network:          reference.Network[request]{Wait: reference.Patience, RepeatLost: repeatHarmless},
		shortestName:     2,
		longestName:      25,
		longestKeywords:  150,
		mostLanguages:    5,
		length:           utf8.RuneCountInString,
		needsLanguage:    true,
		requestsPerToken: "10000",
		keepTokens:       true,
		renewals:         1,
		whose:            whose,
		keep:             keepToken,
		renew:            (*client).renewOnce,
		attempts: func(_ request, code string) int {
			if advice(code) == driver.RetryNow {
				return 2
			}
			return 1
		},
		unanswered: unknownOutcome,
		advice:     advice,
		refusal:    func(string, *driver.Result) {},
		read:       read,
		succeeded:  func(e *envelope) bool { return e.success },
	}
}

// advice is what the document advises about each code. Source: bonder#L59-L83, bonder#L349-L359.
func advice(code string) string {
	switch code {
	case "SERVER_OFFLINE_ERROR", "AUTH_SERVICE_OFFLINE_ERROR", "API_SERVICE_OFFLINE_ERROR":
		return driver.RetryLater
	case "INTERNAL_SERVER_ERROR", "DATABASE_ERROR":
		return driver.RetryNow
	case "INVALID_CREDENTIALS_ERROR":
		return driver.Reauthorize
	case "ACCOUNT_INACTIVE_ERROR", "PROFILE_LIMIT_REACHED_ERROR":
		return driver.ContactSupport
	case "RESOURCE_NOT_FOUND_ERROR", "CARD_ID_NOT_FOUND_ERROR", "THUMBNAIL_REJECTED_ERROR":
		return driver.FixRequest
	}
	return driver.NoAdvice
}

// repeatHarmless repeats once what does no harm when it is done twice: reading, saving the same values, getting a token
// that nobody received. A creation or deletion may have happened. Silence is not worth another wait.
func repeatHarmless(r request, l reference.Loss) bool {
	switch {
	case l.Before > 0:
		return false
	case l.Unread:
		return r.harmless()
	}
	return !reference.Silent(l.Err) && (r.harmless() || r.method == http.MethodPut)
}

// unknownOutcome is what the caller is told if no usable response came: try later, or, if something may have changed,
// look first.
func unknownOutcome(_ context.Context, r request, reason error) driver.Result {
	return reference.Unanswered(r.harmless(), reason)
}
