package reference

import (
	"net/http"
	"testing"
)

func TestRetryAfter(t *testing.T) {
	const sent = "Sun, 06 Nov 1994 08:49:37 GMT"
	for _, c := range []struct {
		name, after, date string
		want              float64
	}{
		{"seconds", "7", sent, 7},
		{"a date counts from the response's date", "Sun, 06 Nov 1994 08:49:49 GMT", sent, 12},
		{"a date that has passed", "Sun, 06 Nov 1994 08:49:07 GMT", sent, 0},
		{"a date without the response's date", "Sun, 06 Nov 1994 08:49:49 GMT", "", 30},
		{"none", "", sent, 30},
		{"a word", "soon", sent, 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := http.Header{"Retry-After": {c.after}, "Date": {c.date}}
			if got := RetryAfter(h, 30); got != c.want {
				t.Errorf("RetryAfter = %v, want %v", got, c.want)
			}
		})
	}
}
