package fault

import (
	"net/http"
	"sparring/mock/message"
	"strconv"
	"time"

	"sparring/mock/param"
)

// rateLimitAction answers 429 with Retry-After.
type rateLimitAction struct {
	plain
	after time.Duration
	date  bool
}

func rateLimitKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "rate_limit", Doc: "answers 429 with Retry-After and the vendor's own error; the request is not handled",
			Parameters: param.List{
				{Name: "retry_after", Type: param.Duration, Range: waits, Default: "1s", Doc: "wire time, rounded up to whole seconds"},
				{Name: "form", Type: param.String, Values: []string{"seconds", "date"}, Default: "seconds", Doc: "how Retry-After is written: both are HTTP"},
			},
		},
		stage: Instead,
		build: func(p params) (action, *Refusal) {
			return rateLimitAction{after: p.Duration("retry_after"), date: p.Text("form") == "date"}, nil
		},
	}
}

func (a rateLimitAction) detail() string {
	form := "seconds"
	if a.date {
		form = "date"
	}
	return "Retry-After " + a.after.String() + " as " + form
}

func (a rateLimitAction) answer(*Firing) (reply message.Response, bare bool) {
	value := strconv.Itoa(int((a.after + time.Second - 1) / time.Second))
	if a.date { // rounded up, so that a client that waits until then never comes early
		value = time.Now().Add(a.after + time.Second - 1).UTC().Format(http.TimeFormat)
	}
	return message.Response{
		Status: http.StatusTooManyRequests,
		Header: header("Retry-After", value),
	}, true
}
