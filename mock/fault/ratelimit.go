package fault

import (
	"net/http"
	"strconv"
	"time"

	"sparring/mock/message"
	"sparring/mock/param"
)

// RateLimit answers 429 with Retry-After and the vendor's own error.
type RateLimit struct {
	// RetryAfter is wire time; it is rounded up to whole seconds.
	RetryAfter time.Duration `json:"retry_after"`
	// Form is how Retry-After is written: "seconds" or "date".
	Form string `json:"form"`
	// Skew is how far the server's clock is ahead of the machine's.
	Skew time.Duration `json:"skew"`
}

func (l *RateLimit) describe() KindInfo {
	return KindInfo{
		Kind: "rate_limit", Doc: "answers 429 with Retry-After and the vendor's own error; the request is not handled",
		Parameters: param.List{
			{
				Name: "retry_after", Type: param.Duration, Range: waits, Default: "1s", To: &l.RetryAfter,
				Doc: "wire time, rounded up to whole seconds",
			},
			{
				Name: "form", Type: param.String, Values: []string{"seconds", "date"}, Default: "seconds", To: &l.Form,
				Doc: "how Retry-After is written: both are HTTP",
			},
			{
				Name: "skew", Type: param.Duration, Range: waits, Default: "0s", To: &l.Skew,
				Doc: "how far the server's clock is ahead, in Date and Retry-After: the client's own is wrong by as " +
					"much",
			},
		},
	}
}

// Detail is the header.
func (l *RateLimit) Detail() string { return "Retry-After " + l.RetryAfter.String() + " as " + l.Form }

// Answer returns the response, whose body is the vendor's error.
func (l *RateLimit) Answer() (response message.Response, bare bool) {
	wait := l.RetryAfter + time.Second - 1 // rounded up, so that a client that waits until then never comes early
	value := strconv.Itoa(int(wait / time.Second))
	now := time.Now().Add(l.Skew).UTC()
	if l.Form == "date" {
		value = now.Add(wait).Format(http.TimeFormat)
	}
	header := http.Header{"Retry-After": {value}}
	if l.Skew > 0 {
		header.Set("Date", now.Format(http.TimeFormat))
	}
	return message.Response{Status: http.StatusTooManyRequests, Header: header}, true
}
