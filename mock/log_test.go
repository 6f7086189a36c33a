package mock_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"sparring/mock"
)

// slowLog is a log that stands still until it is let go, and keeps what it was told.
type slowLog struct {
	slog.Handler
	free    chan struct{}
	mu      sync.Mutex
	records []slog.Record
}

func (l *slowLog) Enabled(context.Context, slog.Level) bool { return true }

func (l *slowLog) Handle(_ context.Context, r slog.Record) error {
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
