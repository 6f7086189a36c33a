package mock_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock"
)

// slowLog is a log that stands still until it is let go, and keeps what it was told.
type slowLog struct {
	slog.Handler
	free    chan struct{}
	begun   atomic.Bool
	mu      sync.Mutex
	records []slog.Record
}

func (l *slowLog) Enabled(context.Context, slog.Level) bool { return true }

func (l *slowLog) Handle(_ context.Context, r slog.Record) error {
	l.begun.Store(true)
	<-l.free
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records = append(l.records, r)
	return nil
}

// A log that does not keep up holds no request up: it leaves entries out and says how many. What waits when the server
// ends is still told.
func TestLogSkipsUnderLoad(t *testing.T) {
	l := &slowLog{free: make(chan struct{})}
	server, err := mock.New(mock.Options{Log: slog.New(l)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	const count = 1000
	for i := range count {
		path := "/bonder/repositories"
		if i%2 == 1 {
			path = "/w/nope/bonder/repositories" // no world's
		}
		server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		if i == 0 && !eventually(l.begun.Load) { // else all may be too much before the log begins
			t.Fatal("nothing is logged")
		}
	}
	close(l.free)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	lines, skipped := 0, int64(0)
	for _, r := range l.records {
		if r.Message == "exchange" {
			lines++
		}
		r.Attrs(func(a slog.Attr) bool {
			if a.Key == "entries" && r.Level == slog.LevelWarn {
				skipped += a.Value.Int64()
			}
			return true
		})
	}
	if lines == 0 || skipped == 0 || int64(lines)+skipped != count {
		t.Errorf("%d lines and %d skipped, want %d together", lines, skipped, count)
	}
}

// TestLogReturns checks that the log goes on when the load is over.
func TestLogReturns(t *testing.T) {
	l := &slowLog{free: make(chan struct{})}
	close(l.free)
	server, err := mock.New(mock.Options{Log: slog.New(l)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	logged := func() int {
		l.mu.Lock()
		defer l.mu.Unlock()
		return len(l.records)
	}
	send := func(n int) {
		for range n {
			server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil))
		}
	}
	send(5000)
	for before, tries := logged(), 0; ; tries++ {
		if tries > 300 {
			t.Fatal("nothing was logged after the load")
		}
		time.Sleep(100 * time.Millisecond)
		if send(1); logged() > before+20 { // the line on what was left out is not enough
			return
		}
	}
}
