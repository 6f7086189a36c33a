//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// storedServer runs "serve --store" as a process of its own. kill is kill -9.
func storedServer(t *testing.T, file string) (address string, kill func()) {
	t.Helper()
	cmd := itself(t, "serve", "--addr", "127.0.0.1:0", "--store", "bolt:"+file, "--quiet")
	var out output
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(kill)
	return "http://" + out.eventually(t, `listens on (\S+:\d+)\.`)[1], kill
}

// authorize asks Bonder for a token.
func authorize(base string) (token string, err error) {
	response, err := http.Post(base+"/bonder/auth", "application/json",
		strings.NewReader(`{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var answer struct{ Result struct{ Token string } }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return "", err
	}
	if answer.Result.Token == "" {
		return "", fmt.Errorf("status %d without a token", response.StatusCode)
	}
	return answer.Result.Token, nil
}

// TestKilledServerLosesNothing kills a server with kill -9 in the middle of parallel writes: each that was answered is
// in the state of the next server once, and has an entry; the entries are numbered without gaps.
func TestKilledServerLosesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "worlds.db")
	base, kill := storedServer(t, file)
	const clients, before = 8, 200
	var mu sync.Mutex
	answered := map[string]bool{}
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for {
				token, err := authorize(base)
				if err != nil {
					return // it was killed
				}
				mu.Lock()
				answered[token] = true
				enough := len(answered) == before
				mu.Unlock()
				if enough {
					kill()
				}
			}
		})
	}
	all.Wait()
	if len(answered) < before {
		t.Fatalf("only %d requests were answered", len(answered))
	}
	base, _ = storedServer(t, file)
	control := client.New(base)
	var state struct {
		Tokens []struct {
			Token string `json:"token"`
		} `json:"tokens"`
	}
	if err := control.State(t.Context(), "default", "bonder", &state); err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	for _, t := range state.Tokens {
		kept[t.Token]++
	}
	for token := range answered {
		if kept[token] != 1 {
			t.Errorf("a token that was answered is in the state %d times", kept[token])
		}
	}
	page, err := control.Journal(t.Context(), "default", client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	closed := 0
	for i, e := range page.Entries {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d has the seq %d", i+1, e.Seq)
		}
		if e.State == journal.Closed {
			closed++
		}
	}
	if extra := len(state.Tokens) - len(answered); closed < len(answered) || extra < 0 || extra > clients {
		t.Errorf("%d answered, %d tokens, %d closed entries", len(answered), len(state.Tokens), closed)
	}
	if _, err := authorize(base); err != nil {
		t.Error(err)
	}
}
