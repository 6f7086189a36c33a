//go:build unix

package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// The whole suite passes at servers of which each answers another request, as at one.
func TestClusterPassesTheSuite(t *testing.T) {
	c := startCluster(t, 3)
	self, err := os.Executable()
	check(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = []string{"sparring", "verify", "--server", c.url, "--jobs", "12"}
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		for _, line := range lines {
			if !strings.Contains(line, "] passed ") {
				t.Log(line)
			}
		}
		t.Fatal(err)
	}
	want(t, lines[len(lines)-1], `reference client · [1-9]\d\d+ passed · exit 0$`)
	t.Log(strings.Join(lines[max(0, len(lines)-2):], "; "))
}

// inParallel does n things, each once, by so many clients.
func inParallel(clients, n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

// tokensOf returns how often each token is in the state of Bonder.
func tokensOf(t *testing.T, c *client.Client, world string) map[string]int {
	t.Helper()
	var state struct {
		Tokens []struct {
			Token string `json:"token"`
		} `json:"tokens"`
	}
	check(t, c.State(t.Context(), world, "bonder", &state))
	kept := map[string]int{}
	for _, t := range state.Tokens {
		kept[t.Token]++
	}
	return kept
}

// entriesOf returns the entries of a journal, whose numbers must be those from 1 on.
func entriesOf(t *testing.T, c *client.Client, world string) []journal.Entry {
	t.Helper()
	page, err := c.Journal(t.Context(), world, client.Query{})
	check(t, err)
	for i, e := range page.Entries {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d of %d has the number %d", i+1, len(page.Entries), e.Seq)
		}
	}
	return page.Entries
}

func get(url string, header http.Header) (status int, body string, err error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header = header
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// What servers count together is counted once: requests on a token, writes to one world, entries of its journal.
func TestClusterCounts(t *testing.T) {
	c := startCluster(t, 3)
	for _, world := range []string{"token", "hot", "numbers"} {
		_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: world})
		check(t, err)
	}
	t.Run("a token of 1,000 requests", func(t *testing.T) {
		token, err := authorize(c.url + "/w/token")
		check(t, err)
		header := http.Header{"X-Auth-Key": {token}, "X-Auth-Email": {"USERNAME"}}
		var good, used atomic.Int64
		inParallel(12, 1050, func(int) {
			status, body, err := get(c.url+"/w/token/bonder/repositories", header)
			switch {
			case err == nil && status == http.StatusOK && strings.Contains(body, `"success":true`):
				good.Add(1)
			case err == nil && strings.Contains(body, `"success":false`):
				used.Add(1)
			default:
				t.Errorf("%d %s %v", status, body, err)
			}
		})
		if good.Load() != 1000 || used.Load() != 50 {
			t.Errorf("%d requests succeeded, %d were refused", good.Load(), used.Load())
		}
		if entries := entriesOf(t, c.control, "token"); len(entries) != 1051 {
			t.Errorf("%d entries", len(entries))
		}
	})
	t.Run("10,000 writes", func(t *testing.T) {
		var mu sync.Mutex
		answered := map[string]bool{}
		begin := time.Now()
		inParallel(12, 10_000, func(int) {
			token, err := authorize(c.url + "/w/hot")
			mu.Lock()
			defer mu.Unlock()
			if err != nil || answered[token] {
				t.Errorf("%v, or a token came twice", err)
			}
			answered[token] = true
		})
		t.Logf("%.0f writes a second", 10_000/time.Since(begin).Seconds())
		kept := tokensOf(t, c.control, "hot")
		for token := range answered {
			if kept[token] != 1 {
				t.Fatalf("a token that was answered is in the state %d times", kept[token])
			}
		}
		if entries := entriesOf(t, c.control, "hot"); len(kept) != 10_000 || len(entries) != 10_000 {
			t.Errorf("%d tokens, %d entries", len(kept), len(entries))
		}
	})
	t.Run("1,000 entries a server", func(t *testing.T) {
		inParallel(12, 3000, func(i int) {
			status, body, err := get(fmt.Sprintf("%s/w/numbers/bonder/repositories?n=%d", c.servers[i%3].url, i), nil)
			if err != nil || status != http.StatusOK {
				t.Errorf("%d %s %v", status, body, err)
			}
		})
		seen := map[string]int{}
		for _, e := range entriesOf(t, c.control, "numbers") {
			_, n, _ := strings.Cut(e.URL, "?n=")
			seen[n]++
		}
		for i := range 3000 {
			if seen[fmt.Sprint(i)] != 1 {
				t.Errorf("request %d has %d entries", i, seen[fmt.Sprint(i)])
			}
		}
	})
}

// traffic writes to worlds until it is stopped, and remembers which writes were answered.
type traffic struct {
	url      string
	worlds   int
	mu       sync.Mutex
	answered []map[string]bool
	count    int
	failed   []error
}

func newTraffic(url string, worlds int) *traffic {
	f := &traffic{url: url, worlds: worlds, answered: make([]map[string]bool, worlds)}
	for i := range f.answered {
		f.answered[i] = map[string]bool{}
	}
	return f
}

// names are those of the worlds.
func (f *traffic) names() (out []string) {
	for i := range f.worlds {
		out = append(out, fmt.Sprintf("w%d", i))
	}
	return out
}

// write does n writes. at is told how many were answered, after each.
func (f *traffic) write(clients, n int, at func(answered int)) {
	inParallel(clients, n, func(i int) {
		token, err := authorize(fmt.Sprintf("%s/w/w%d", f.url, i%f.worlds))
		f.mu.Lock()
		if err != nil {
			f.failed = append(f.failed, err)
			f.mu.Unlock()
			return
		}
		f.answered[i%f.worlds][token] = true
		f.count++
		count := f.count
		f.mu.Unlock()
		at(count)
	})
}

// once demands that each write that was answered is in the state once, and of the others some at most.
func (f *traffic) once(t *testing.T, c *client.Client) {
	t.Helper()
	var extra atomic.Int64
	inParallel(4, f.worlds, func(i int) {
		kept := tokensOf(t, c, fmt.Sprintf("w%d", i))
		for token := range f.answered[i] {
			if kept[token] != 1 {
				t.Errorf("world %d: a token that was answered is in the state %d times", i, kept[token])
			}
		}
		extra.Add(int64(len(kept) - len(f.answered[i])))
	})
	if n := extra.Load(); n < 0 || n > int64(len(f.failed)) {
		t.Errorf("%d writes were answered, %d failed, %d more are in the state", f.count, len(f.failed), n)
	}
	t.Logf("%d answered, %d failed, %d of those are in the state", f.count, len(f.failed), extra.Load())
}

// One of three servers is killed with kill -9 in the middle of the traffic of 2,000 worlds: only the requests that it
// was working on fail, and each write that was answered is in the state once.
func TestClusterLosesAServer(t *testing.T) {
	const worlds, clients, writes = 2000, 12, 6000
	c := startCluster(t, 3)
	inParallel(8, worlds, func(i int) {
		_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: fmt.Sprintf("w%d", i)})
		if err != nil {
			t.Errorf("world %d: %v", i, err)
		}
	})
	f := newTraffic(c.url, worlds)
	f.write(clients, writes, func(answered int) {
		if answered == writes/2 {
			c.servers[1].kill()
		}
	})
	if len(f.failed) > clients {
		t.Errorf("%d requests failed, although at most %d were under way: %v", len(f.failed), clients, f.failed)
	}
	f.once(t, c.control)
}

// The engine is killed in the middle, and comes back: until then requests get 503 with Retry-After and the servers are
// not ready, which each log says once; then all goes on, and what was answered is there.
func TestClusterEngineRestarts(t *testing.T) {
	const worlds, clients = 20, 8
	c := startCluster(t, 3, "--appendonly", "yes", "--appendfsync", "always")
	for i := range worlds {
		_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: fmt.Sprintf("w%d", i)})
		check(t, err)
	}
	f := newTraffic(c.url, worlds)
	f.write(clients, 600, func(answered int) {
		if answered == 300 {
			c.engine.Kill()
		}
	})
	if len(f.failed) == 0 {
		t.Fatal("nothing failed without an engine")
	}
	for range 2 * len(c.servers) {
		response, err := http.Get(c.url + "/w/w1/bonder/repositories")
		check(t, err)
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" ||
			!strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s %v %s", response.Status, response.Header, text)
		}
	}
	for _, s := range c.servers {
		if h, err := client.New(s.url).Health(t.Context()); err == nil && h.Ready {
			t.Errorf("%s is ready without an engine", s.url)
		}
	}
	c.engine.Start()
	for _, s := range c.servers {
		isReady(t, s.url)
	}
	before := len(f.failed)
	f.write(clients, 300, func(int) {})
	if len(f.failed) != before {
		t.Errorf("requests fail although the engine is back: %v", f.failed[before:])
	}
	f.once(t, c.control)
	for _, s := range c.servers {
		if n := strings.Count(s.out.String(), "requests get 503 until it does"); n != 1 {
			t.Errorf("the log says %d times that the store is away: %s", n, s.out.String())
		}
	}
}
