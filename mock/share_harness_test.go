package mock_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/store"
)

// fleet are servers on sockets that share the worlds of a store. They end with the test.
type fleet struct {
	t       *testing.T
	store   *store.Memory
	servers []*mock.Server
	fronts  []*httptest.Server
	urls    []string
	control []*client.Client
	log     *lockedBuffer
	most    int // worlds; 0: the default
}

// lockedBuffer takes the lines of several servers.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newFleet(t *testing.T, n int) *fleet {
	t.Helper()
	f := &fleet{t: t, store: store.NewMemory(), log: &lockedBuffer{}}
	for range n {
		f.start()
	}
	return f
}

// start adds a server.
func (f *fleet) start() {
	f.t.Helper()
	server, err := mock.New(mock.Options{
		Seed: 1, Clock: clock.Frozen, At: newYear, Store: f.store, MaxWorlds: f.most,
		Log: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		f.t.Fatal(err)
	}
	front := httptest.NewServer(server)
	f.t.Cleanup(func() {
		front.CloseClientConnections()
		if err := server.Close(); err != nil {
			f.t.Error(err)
		}
		front.Close()
	})
	f.servers = append(f.servers, server)
	f.fronts = append(f.fronts, front)
	f.urls = append(f.urls, front.URL)
	f.control = append(f.control, client.New(front.URL))
}

func (f *fleet) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// send sends a request to a server.
func (f *fleet) send(server int, method, path, body string, headers ...string) reply {
	return <-race{t: f.t}.start(method, f.urls[server%len(f.urls)]+path, body, headers...)
}

// failed returns an error if the status is another one.
func (r reply) failed(want int) error {
	if r.status == want {
		return nil
	}
	return fmt.Errorf("status %d, want %d: %s", r.status, want, r.body)
}

// all sends n requests, some at a time, to one server after the other.
func (f *fleet) all(n int, send func(i int) reply) (replies []reply) {
	replies = make([]reply, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				replies[i] = send(i)
			}
		})
	}
	wg.Wait()
	return replies
}

// entries returns the journal of a world, and checks that its numbers have neither gaps nor doubles.
func (f *fleet) entries(server int, world string) []journal.Entry {
	f.t.Helper()
	page, err := f.control[server].Journal(f.t.Context(), world, client.Query{})
	f.must(err)
	for i, e := range page.Entries {
		if e.Seq != page.Entries[0].Seq+int64(i) {
			f.t.Fatalf("the entry %d follows %d", e.Seq, page.Entries[i-1].Seq)
		}
	}
	return page.Entries
}
