package outbound_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/outbound"
)

func newOutbound(t *testing.T) (*outbound.Outbound, *journal.Journal, context.CancelFunc) {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	c, err := clock.New(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), clock.Frozen, 1)
	if err != nil {
		t.Fatal(err)
	}
	j := journal.New(journal.Options{Now: c.Now})
	return outbound.New(ctx, c, j, outbound.NewClient(nil)), j, end
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestDoKeepsOneEntry(t *testing.T) {
	o, j, _ := newOutbound(t)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Header.Get("Token"))
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(body)
	})
	reply, err := o.Do(t.Context(), outbound.Call{
		API: "iqchannels", Peer: journal.Service, Method: "POST", URL: url + "/a%2Fb?c=d",
		Header: http.Header{"Token": {"abc"}}, Body: []byte("hi"),
		Judge: func(r outbound.Reply, err error) []journal.Finding {
			return []journal.Finding{{Kind: journal.Violation, By: journal.ByService, Code: "teapot"}}
		},
	})
	if err != nil || reply.Status != http.StatusTeapot || string(reply.Body) != "hi" ||
		reply.Header.Get("X-Seen") != "abc" {
		t.Fatalf("reply %+v, %v", reply, err)
	}
	entries := j.Query(journal.Filter{}).Entries
	if len(entries) != 1 || entries[0].Kind != journal.Outgoing || entries[0].State != journal.Closed ||
		len(entries[0].Findings) != 1 {
		t.Fatalf("entries %+v", entries)
	}
	if e := entries[0]; e.Method != "POST" || e.URL != url+"/a%2Fb?c=d" || e.Path != "/a%2Fb" {
		t.Errorf("method %q, url %q, path %q", e.Method, e.URL, e.Path)
	}
}

func TestDoFails(t *testing.T) {
	redirect := serve(t, func(w http.ResponseWriter,
		r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	})
	slow := serve(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	large := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_,
			_ = io.WriteString(w, strings.Repeat("x", 100))
	})
	closing := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for name, row := range map[string]struct {
		call outbound.Call
		want func(outbound.Reply, error) bool
	}{
		"redirect is not followed": {outbound.Call{URL: redirect},
			func(r outbound.Reply, err error) bool { return err == nil && r.Status == 302 }},
		"hangs": {outbound.Call{URL: slow, Timeout: 50 * time.Millisecond},
			func(_ outbound.Reply, err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		"too large": {outbound.Call{URL: large, MaxBody: 99},
			func(_ outbound.Reply, err error) bool { return errors.Is(err, outbound.ErrTooLarge) }},
		"just fits": {outbound.Call{URL: large, MaxBody: 100},
			func(r outbound.Reply, err error) bool { return err == nil && len(r.Body) == 100 }},
		"closes": {outbound.Call{URL: closing},
			func(_ outbound.Reply, err error) bool { return err != nil }},
		"nobody there": {outbound.Call{URL: "http://127.0.0.1:1"},
			func(_ outbound.Reply, err error) bool { return err != nil }},
		"no URL": {outbound.Call{URL: "://"},
			func(_ outbound.Reply, err error) bool { return err != nil }},
	} {
		t.Run(name, func(t *testing.T) {
			o, j, _ := newOutbound(t)
			row.call.Method = http.MethodGet
			reply, err := o.Do(t.Context(), row.call)
			if !row.want(reply, err) {
				t.Errorf("got %+v, %v", reply, err)
			}
			e := j.Query(journal.Filter{}).Entries
			if len(e) != 1 || e[0].State != journal.Closed || (err != nil) != (e[0].Error != "") {
				t.Errorf("entry %+v", e)
			}
		})
	}
}

func TestWorldsEndEndsCalls(t *testing.T) {
	o, j, end := newOutbound(t)
	began := make(chan struct{})
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { close(began); <-r.Context().Done() })
	o.Go(outbound.Call{Method: "POST", URL: url, Peer: journal.Webhook, Timeout: time.Minute})
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if n := o.Idle(ctx); n != 1 {
		t.Errorf("%d calls run, want 1", n)
	}
	end()
	if n := o.Idle(t.Context()); n != 0 {
		t.Errorf("%d calls outlive their world", n)
	}
	o.Go(outbound.Call{Method: "POST", URL: url}) // a world that has ended calls nobody
	if e := j.Query(journal.Filter{}).Entries; len(e) != 1 || e[0].Error == "" {
		t.Errorf("entries %+v", e)
	}
}

func TestOutboxOldestFirst(t *testing.T) {
	o, _, _ := newOutbound(t)
	o.Put(outbound.Message{Kind: "sms", To: "1"})
	o.Put(outbound.Message{Kind: "push", To: "2"})
	m, dropped := o.Messages()
	if len(m) != 2 || m[0].To != "1" || m[1].Seq != 2 || dropped != 0 {
		t.Errorf("outbox %+v, dropped %d", m, dropped)
	}
}

func TestAReceiverSeesTheOrderOfTheCalls(t *testing.T) {
	var mu sync.Mutex // an aborted call's handler may still run when the next call arrives
	var seen strings.Builder
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.Copy(&seen, r.Body)
		if seen.Len() == 1 {
			panic(http.ErrAbortHandler) // a call that fails does not stop those behind it
		}
	})
	o, j, end := newOutbound(t)
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		o.Go(outbound.Call{Method: http.MethodPost, URL: url, Body: []byte(text)})
	}
	if o.Idle(t.Context()); seen.String() != "abcdef" {
		t.Errorf("seen in the order %q", seen.String())
	}
	waiting := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for range 3 {
		o.Go(outbound.Call{Method: http.MethodPost, URL: waiting, Timeout: time.Minute})
	}
	end()
	if left := o.Idle(t.Context()); left != 0 {
		t.Errorf("%d calls outlive their world", left)
	}
	if entries := j.Query(journal.Filter{}).Entries; len(entries) != 9 || entries[8].Error == "" {
		t.Errorf("%d entries, the last %+v", len(entries), entries[len(entries)-1])
	}
}

// TestCallsAreBounded checks that a receiver that hangs cannot pile up calls: one too many is not sent, its entry says
// so, and nobody is blamed for it.
func TestCallsAreBounded(t *testing.T) {
	hang, arrived := make(chan struct{}), make(chan struct{}, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		select {
		case arrived <- struct{}{}:
		default:
		}
		<-hang
	}))
	defer receiver.Close()
	o, j, end := newOutbound(t)
	defer end()
	call := outbound.Call{
		API: "radist", Peer: journal.Webhook, Method: http.MethodPost, URL: receiver.URL, Timeout: time.Minute,
		Judge: func(outbound.Reply, error) []journal.Finding { return []journal.Finding{{Code: "not_taken"}} },
	}
	most := int(outbound.Bounds()[1].Limit)
	for range most + 5 {
		o.Go(call)
	}
	<-arrived
	refused := 0
	for _, e := range j.Query(journal.Filter{}).Entries {
		if e.State == journal.Closed {
			refused++
			if e.Error == "" || len(e.Findings) > 0 || len(e.Why) != 1 || e.Why[0].Code != "bound_reached" {
				t.Errorf("got %+v", e)
			}
		}
	}
	if refused != 5 {
		t.Errorf("%d calls were not sent, want 5", refused)
	}
	close(hang)
	end()
}
