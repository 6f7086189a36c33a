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
	"strings"
	"sync"
	"testing"

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
	made := 0
	var err error
	for ; made < 60; made++ {
		if _, err = l.control.Fork(t.Context(), "default",
			client.ForkRequest{ID: fmt.Sprintf("copy-%d", made)}); err != nil {
			break
		}
	}
	if !full(err) || made < 3 || made > 20 {
		t.Fatalf("%d copies of 4 MiB within 64 MiB, then %v", made, err)
	}
	worlds, err := l.control.Worlds(t.Context())
	if err != nil || len(worlds) != made+1 {
		t.Errorf("%d worlds for %d copies: %v", len(worlds), made, err)
	}
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
	if !full(err) {
		t.Errorf("%d planted worlds, then %v", planted, err)
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
