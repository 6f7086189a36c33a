package message_test

import (
	"net/http"
	"testing"

	"sparring/mock/message"
)

func TestNegotiate(t *testing.T) {
	const j, s = "application/json", "text/event-stream"
	for _, c := range []struct {
		accept []string
		want   string
	}{
		{nil, j},
		{[]string{""}, j},
		{[]string{"*/*"}, j},
		{[]string{"text/event-stream"}, s},
		{[]string{"TEXT/EVENT-STREAM"}, s},
		{[]string{"text/*"}, s},
		{[]string{"text/event-stream;Q=1"}, s},
		{[]string{"application/json, text/event-stream"}, j},
		{[]string{"text/event-stream, application/json"}, j},
		{[]string{"application/json, text/event-stream;q=0.1"}, j},
		{[]string{"application/json;q=0.1, text/event-stream;q=0.2"}, s},
		{[]string{"application/json;q=0.1", "text/event-stream;q=0.2"}, s},
		{[]string{"text/event-stream, */*;q=0.1"}, s},
		{[]string{"text/event-stream;q=0, */*;q=0.1"}, j},
		{[]string{"*/*, text/event-stream;q=0.5"}, j},
		{[]string{"application/*;q=0.4, text/*;q=0.5"}, s},
		{[]string{"application/json;q=nan, text/event-stream;q=0.5"}, j},
		{[]string{"application/json;q=0.5;q=0.6, text/event-stream;q=0.1"}, s}, // no media range: ignored
		{[]string{"text/html"}, ""},
		{[]string{"x-text/event-stream-y"}, ""},
		{[]string{"application/json;q=0"}, ""},
	} {
		h := http.Header{}
		if c.accept != nil {
			h["Accept"] = c.accept
		}
		if got := message.Negotiate(h, j, s); got != c.want {
			t.Errorf("%q: got %q, want %q", c.accept, got, c.want)
		}
	}
}
