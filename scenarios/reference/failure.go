package reference

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"sparring/scenarios/driver"
)

// Loss is a request that got no usable response.
type Loss struct {
	Err    error
	Unread bool // a whole response came, and is not the API's
	Before int  // how often this has happened to the request
}

// RetryAfter returns the seconds that a Retry-After header asks for, or otherwise without one. A date counts from
// the response's own Date, because the client's clock may be wrong. Source: RFC 9110, 10.2.3.
func RetryAfter(h http.Header, otherwise float64) float64 {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return seconds
	}
	due, err := http.ParseTime(text)
	if err != nil {
		return otherwise
	}
	sent, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return otherwise
	}
	return max(0, due.Sub(sent).Seconds())
}

// Foreign returns what the caller is told of a response that something in front of the API wrote. Reading says that the
// request changes nothing, so that a server's error leaves nothing unknown. A 503 may be a proxy's that has lost the
// response; one that says when to come again is the server's own.
func Foreign(r *Response, reading bool) *driver.Result {
	code := strconv.Itoa(r.Status)
	busy := r.Status == http.StatusTooManyRequests ||
		r.Status == http.StatusServiceUnavailable && r.Header.Get("Retry-After") != ""
	f := Fail(code, driver.FixRequest, "HTTP %s", code)
	switch {
	case busy, r.Status >= http.StatusInternalServerError && reading:
		f = FailLater(code, RetryAfter(r.Header, 30), "HTTP %s", code)
	case r.Status >= http.StatusInternalServerError:
		f.Error.Advice = driver.UnknownOutcome
	}
	return &f
}

// Unanswered returns what the caller is told if no usable response came: try later, or, if something may have changed,
// look first.
func Unanswered(reading bool, reason error) driver.Result {
	if reading {
		return FailLater("no_answer", 5, "%v", reason)
	}
	return Fail("no_answer", driver.UnknownOutcome, "%v", reason)
}

// HangOnSilence is a mistake: two policies that wait for a response until the session ends.
func HangOnSilence[R any](
	repeat func(R, Loss) bool, unanswered func(context.Context, R, error) driver.Result,
) (func(R, Loss) bool, func(context.Context, R, error) driver.Result) {
	return func(r R, l Loss) bool { return l.Unread && repeat(r, l) },
		func(ctx context.Context, r R, reason error) driver.Result {
			var l *Lost
			if errors.As(reason, &l) {
				<-ctx.Done()
			}
			return unanswered(ctx, r, reason)
		}
}
