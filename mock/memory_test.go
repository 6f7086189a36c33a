package mock_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/problem"
)

// heavy plants about four million bytes into a world.
func heavy(t *testing.T, c *client.Client, world string) error {
	t.Helper()
	var state map[string]any
	if err := c.State(t.Context(), world, "iqchannels", &state); err != nil {
		t.Fatal(err)
	}
	state["files"] = []map[string]any{{
		"id": "f1", "type": "file", "client_id": 1, "name": "a.bin", "content_type": "application/octet-stream",
		"data":       base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("0123456789abcdef"), 4<<20/16)),
		"created_at": "2030-01-01T00:00:00Z",
	}}
	state["clients"] = []map[string]any{{
		"id": 1, "name": "Anna", "created_at": "2030-01-01T00:00:00Z", "updated_at": "2030-01-01T00:00:00Z",
	}}
	_, err := c.Plant(t.Context(), world, "iqchannels", state)
	return err
}

func full(err error) bool {
	var p *problem.Problem
	return errors.As(err, &p) && p.Code() == problem.Full && p.Status == http.StatusInsufficientStorage &&
		strings.Contains(p.Detail, "--max-memory")
}

// TestMaxMemory checks that worlds are made, forked and planted within the bound only, that what is refused leaves
// nothing, and that deleted worlds make room.
func TestMaxMemory(t *testing.T) {
	l := newLab(t, false, mock.Options{MaxMemory: 64 << 20})
	if err := heavy(t, l.control, "default"); err != nil {
		t.Fatal(err)
	}
	const copies = 30 // of 4 MiB; they share the facts
	for i := range copies {
		id := fmt.Sprintf("copy-%d", i)
		if _, err := l.control.Fork(t.Context(), "default", client.ForkRequest{ID: id}); err != nil {
			t.Fatalf("copy %d within 64 MiB: %v", i, err)
		}
	}
	var err error
	planted := 0
	for ; planted < 60; planted++ {
		id := fmt.Sprintf("plant-%d", planted)
		if _, err = l.control.MakeWorld(t.Context(), client.WorldRequest{ID: id}); err != nil {
			break
		}
		if err = heavy(t, l.control, id); err != nil {
			break
		}
	}
	if !full(err) || planted < 3 || planted > 20 {
		t.Errorf("%d planted worlds, then %v", planted, err)
	}
	empty := 0
	for refused := 0; empty < 5000 && refused < 2; {
		id := fmt.Sprintf("empty-%d", empty)
		if _, err = l.control.MakeWorld(t.Context(), client.WorldRequest{ID: id}); err != nil {
			refused++
			runtime.GC() // what is pooled goes with a second collection, and makes room for some more
			continue
		}
		empty, refused = empty+1, 0
	}
	if !full(err) {
		t.Errorf("%d empty worlds, then %v", empty, err)
	}
	if _, err := l.control.Fork(t.Context(), "default", client.ForkRequest{ID: "one-more"}); !full(err) {
		t.Errorf("a copy when nothing fits: %v", err)
	}
	worlds, err := l.control.Worlds(t.Context())
	if want := 1 + copies + planted + empty; err != nil || len(worlds) != want && len(worlds) != want+1 {
		t.Errorf("%d worlds, want %d and perhaps one that could not be planted: %v", len(worlds), want, err)
	}
	for _, w := range worlds {
		if err := l.control.DeleteWorld(t.Context(), w.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := heavy(t, l.control, "default"); err != nil {
		t.Error(err)
	}
}

// TestGoneClients checks that forks whose clients have gone make nothing.
func TestGoneClients(t *testing.T) {
	server, err := mock.New(mock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	var running sync.WaitGroup
	entered := make(chan struct{}, 100)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running.Add(1)
		defer running.Done()
		entered <- struct{}{}
		server.ServeHTTP(w, r)
	}))
	defer front.Close()
	c := client.New(front.URL)
	release := server.HoldForks()
	var clients sync.WaitGroup
	ctx, leave := context.WithCancel(t.Context())
	for i := range 8 {
		clients.Go(func() {
			if _, err := c.Fork(ctx, "default", client.ForkRequest{ID: fmt.Sprintf("gone-%d", i)}); err == nil {
				t.Error("a fork got through")
			}
		})
		<-entered
	}
	leave()
	clients.Wait()
	running.Wait() // the server has noticed that they left
	release()
	if _, err := c.Fork(t.Context(), "default", client.ForkRequest{ID: "stayed"}); err != nil {
		t.Fatal(err)
	}
	worlds, err := c.Worlds(t.Context())
	if err != nil || len(worlds) != 2 {
		data, _ := json.Marshal(worlds)
		t.Errorf("%v: %.200s", err, data)
	}
}

// TestDeletedWorldsGiveMemoryBack checks that the memory of deleted worlds goes back to the system, although nobody
// starts a collection.
func TestDeletedWorldsGiveMemoryBack(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	var ids []string
	for range 12 {
		w, err := l.control.MakeWorld(t.Context(), client.WorldRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if err := heavy(t, l.control, w.ID); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, w.ID)
	}
	var alive, gone runtime.MemStats
	runtime.ReadMemStats(&alive)
	for _, id := range ids {
		if err := l.control.DeleteWorld(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	for range 200 { // it happens in the background
		runtime.ReadMemStats(&gone)
		if back := int64(gone.HeapReleased) - int64(alive.HeapReleased); back > 32<<20 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf(
		"%d bytes of the heap were released while the worlds lived, %d after they were deleted",
		alive.HeapReleased,
		gone.HeapReleased,
	)
}
