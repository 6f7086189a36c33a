package control_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/problem"
)

// TestReadersAreBounded checks that as many read a journal at the same time as the bound says, that one more is
// refused, and that one that leaves makes room.
func TestReadersAreBounded(t *testing.T) {
	_, h := serve(t, control.Options{})
	handler := control.New(control.Options{Server: h, Version: "1"})
	read := func(r *http.Request) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, r)
		return rec
	}
	request := func(query string) *http.Request {
		const journal = "http://127.0.0.1" + client.Prefix + "/journal"
		return httptest.NewRequestWithContext(t.Context(), http.MethodGet, journal+query, nil)
	}
	most := int(control.Bound().Limit)
	begun, leave := make(chan struct{}, most), make(chan struct{})
	var readers sync.WaitGroup
	for range most {
		readers.Go(func() {
			r := request("")
			r.Header.Set("Accept", "text/event-stream")
			w := &parked{ResponseRecorder: httptest.NewRecorder(), begun: begun, leave: leave}
			handler.ServeHTTP(w, r)
		})
	}
	for range most {
		<-begun
	}
	for _, query := range []string{"", "?wait=5s"} {
		rec := read(request(query))
		if rec.Code != http.StatusInsufficientStorage ||
			rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("reader %d gets %d %s, want %s", most+1, rec.Code, rec.Body, problem.Full)
		}
	}
	close(leave)
	readers.Wait()
	if rec := read(request("")); rec.Code != http.StatusOK {
		t.Errorf("after they have left, a reader gets %d %s", rec.Code, rec.Body)
	}
}

// parked is a reader that takes its first bytes only when it may leave, and then has gone.
type parked struct {
	*httptest.ResponseRecorder
	begun chan<- struct{}
	leave <-chan struct{}
}

func (p *parked) Write([]byte) (int, error) {
	p.begun <- struct{}{}
	<-p.leave
	return 0, http.ErrAbortHandler
}
