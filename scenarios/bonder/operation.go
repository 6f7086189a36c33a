package bonder

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one operation.
type request struct {
	method, path string
	body         map[string]any
}

// envelope is an answer that could be read.
type envelope struct {
	success  bool
	code     string
	warnings []any
	result   map[string]any
}

// advice is what the document advises about each code.
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

// rest is the least of the documented 45 to 60 minutes, in seconds.
const rest = 45 * 60

// refuse makes the caller's view of a failed answer.
func (b *client) refuse(code string) *driver.Result {
	advice := advice(code)
	for mistake, wrong := range map[string]string{
		"support-means-retry": driver.ContactSupport + ">" + driver.RetryNow, "offline-means-now": driver.RetryLater + ">" + driver.RetryNow,
		"offline-means-support": driver.RetryLater + ">" + driver.ContactSupport, "retry-means-support": driver.RetryNow + ">" + driver.ContactSupport,
		"missing-means-retry": driver.FixRequest + ">" + driver.RetryNow,
	} {
		if from, to, _ := strings.Cut(wrong, ">"); b.is(mistake) && advice == from {
			advice = to
		}
	}
	if b.is("leaves-retries-to-its-caller") && advice == driver.RetryNow {
		r := reference.FailLater(code, 60, "Bonder answered %s", code)
		return &r
	}
	if b.is("dies-of-unknown-codes") && advice == driver.NoAdvice {
		panic("unknown error code " + code)
	}
	if b.is("limit-means-fix") && code == "PROFILE_LIMIT_REACHED_ERROR" {
		advice = driver.FixRequest
	}
	r := reference.Fail(code, advice, "Bonder answered %s", code)
	if b.is("hides-codes") {
		r.Error.Code = "error"
	}
	if advice == driver.RetryLater {
		r = reference.FailLater(code, rest, "Bonder answered %s", code)
		if b.is("hides-the-wait") {
			r.Error.RetryAfterS = nil
		}
		if b.is("waits-in-minutes") {
			*r.Error.RetryAfterS /= 60
		}
	}
	return &r
}

// attempts is how often a request is made that failed inside the server.
const attempts = 2

// do makes one operation: with a live token, renewed once where it is refused; again where that helps.
func (b *client) do(ctx context.Context, p driver.Params, r request) (*envelope, *driver.Result) {
	account := b.account(p)
	renewed, lostBefore := 0, 0
	for attempt := 1; ; attempt++ {
		token, failed := b.token(ctx, p, account, "")
		if failed != nil {
			return nil, failed
		}
		e, failed, gone := b.exchange(ctx, p, r, token)
		switch {
		case gone && b.mayRepeat(r, lostBefore):
			lostBefore++
			continue
		case failed != nil:
			return nil, failed
		case e.success || b.is("trusts-http-200"):
			if b.is("fails-on-warnings") && len(e.warnings) > 0 {
				return nil, b.refuse(fmt.Sprint(e.warnings[0]))
			}
			return e, nil
		case e.code == "INVALID_CREDENTIALS_ERROR" && renewed < b.mostRenewals():
			renewed++
			if b.is("keeps-the-dead-token") {
				continue
			}
			if _, failed := b.token(ctx, p, account, token); failed != nil {
				return nil, failed
			}
			if b.is("renews-and-gives-up") {
				return nil, b.refuse(e.code)
			}
			continue
		case b.repeats(e.code, attempt):
			reference.Pause(ctx, 20*time.Millisecond)
			continue
		}
		return nil, b.refuse(e.code)
	}
}

// mostRenewals is how often one operation renews its token.
func (b *client) mostRenewals() int {
	switch {
	case b.is("never-renews"):
		return 0
	case b.is("renews-for-ever"):
		return 15
	}
	return 1
}

// repeats tells whether a failure inside the server is worth another attempt.
func (b *client) repeats(code string, attempt int) bool {
	switch advice(code) {
	case driver.RetryNow:
		if b.is("hammers") {
			return attempt < 20
		}
		return attempt < attempts && !b.is("retry-means-support") && !b.is("leaves-retries-to-its-caller")
	case driver.RetryLater:
		return b.is("retries-offline-at-once") && attempt < 4
	}
	return b.is("retries-what-is-final") && attempt < 3
}

// mayRepeat tells whether a request without an answer is sent again: reading and saving the same again do no harm,
// creating and deleting might.
func (b *client) mayRepeat(r request, before int) bool {
	if r.method == http.MethodPost {
		return b.is("creates-again") && before < 1
	}
	return (r.method == http.MethodGet || r.method == http.MethodPut) && before < 1 && !b.is("breaks-on-lost-replies")
}

// account finds the account that a call is about.
func (b *client) account(p driver.Params) *account {
	key := p.BaseURL + "\x00" + p.Credentials["username"] + "\x00" + p.Credentials["password"] + "\x00" + p.Credentials["client"]
	b.mu.Lock()
	defer b.mu.Unlock()
	a := b.accounts[key]
	if a == nil {
		a = &account{}
		b.accounts[key] = a
	}
	return a
}

// token gives the account's token, a new one where it has none or where it is still the one that was refused. Whoever was
// refused with an older one just takes the new one.
func (b *client) token(ctx context.Context, p driver.Params, a *account, refused string) (string, *driver.Result) {
	if b.is("renews-in-parallel") && refused != "" {
		fresh, failed := b.authorize(ctx, p)
		if failed == nil {
			a.mu.Lock()
			a.token = fresh
			a.mu.Unlock()
		}
		return fresh, failed
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if b.is("authorises-every-time") {
		a.token = ""
	}
	if a.token != "" && (a.token != refused || refused == "") && !(b.is("renews-for-late-refusals") && refused != "") {
		return a.token, nil
	}
	fresh, failed := b.authorize(ctx, p)
	if failed == nil {
		a.token = fresh
	}
	return fresh, failed
}

// authorize asks for a token. Credentials that are refused are not tried again.
func (b *client) authorize(ctx context.Context, p driver.Params) (string, *driver.Result) {
	body := map[string]any{"username": p.Credentials["username"], "password": p.Credentials["password"], "client": p.Credentials["client"], "rpt": "10000"}
	if b.is("asks-for-ten-requests") {
		body["rpt"] = "10"
	}
	if b.is("sends-integers") {
		body["rpt"] = 10000
	}
	if b.is("forgets-its-client-name") {
		delete(body, "client")
	}
	for attempt := 1; ; attempt++ {
		e, failed, gone := b.exchange(ctx, p, request{method: http.MethodPost, path: "/auth", body: body}, "")
		switch {
		case gone && b.is("gives-up-on-a-lost-token"):
			r := reference.Fail("no_answer", driver.FixRequest, "authorize was not answered")
			return "", &r
		case gone && attempt == 1: // a token that nobody got does no harm
			continue
		case failed != nil:
			return "", failed
		case e.success:
			token, _ := e.result["token"].(string)
			if token == "" {
				r := reference.Fail("bad_answer", driver.RetryLater, "the answer to authorize has no token")
				return "", &r
			}
			return token, nil
		case b.is("tries-passwords-again") && e.code == "INVALID_CREDENTIALS_ERROR" && attempt < 4, b.repeats(e.code, attempt):
			reference.Pause(ctx, 20*time.Millisecond)
			continue
		}
		return "", b.refuse(e.code)
	}
}
