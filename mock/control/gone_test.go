package control_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// leaver is a reader that has gone after its first part.
type leaver struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
	parts int
}

func (l *leaver) Write(b []byte) (int, error) {
	if l.parts++; len(b) > 100 {
		l.leave()
	}
	return len(b), nil
}

// TestReaderThatIsGone checks that a reader costs no more than a piece of a page once it has left, whatever it asked
// for.
func TestReaderThatIsGone(t *testing.T) {
	var built atomic.Int64
	j := journal.New(journal.Options{Code: func(*journal.Entry) string { built.Add(1); return "" }})
	for range 5000 {
		e := exchange("count")
		e.State = journal.Closed
		e.Response.Body = make([]byte, 2000)
		j.Add(e)
	}
	_, h := serve(t, control.Options{})
	h.own = j
	handler := control.New(control.Options{Server: h, Version: "1"})
	for _, accept := range []string{"application/json", "text/event-stream"} {
		built.Store(0)
		ctx, cancel := context.WithCancel(t.Context())
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1"+client.Prefix+"/journal", nil)
		r.Header.Set("Accept", accept)
		w := &leaver{ResponseRecorder: httptest.NewRecorder(), leave: cancel}
		handler.ServeHTTP(w, r)
		cancel()
		if n := built.Load(); n == 0 || n > 300 {
			t.Errorf("%s: %d entries were built for a reader that left after its first part", accept, n)
		}
	}
}
