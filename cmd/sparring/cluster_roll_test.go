//go:build unix

package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
)

// replace ends a server with SIGTERM, and starts another one at its address. leaving is called when the old one says
// that it is ending.
func (c *cluster) replace(t *testing.T, i int, leaving func()) {
	t.Helper()
	old := c.servers[i]
	check(t, old.cmd.Process.Signal(syscall.SIGTERM))
	for try := 0; ; try++ {
		if h, err := client.New(old.url).Health(t.Context()); err == nil && h.Reason == client.Ending {
			break
		} else if try == 200 {
			t.Fatalf("%s does not say that it is ending: %+v %v", old.url, h, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	leaving()
	if err := old.cmd.Wait(); err != nil {
		t.Errorf("%s ends with %v: %s", old.url, err, old.out.String())
	}
	c.servers[i] = startMember(t, "--store", c.store, "--public-url", c.url,
		"--addr", strings.TrimPrefix(old.url, "http://"))
	isReady(t, old.url)
}

// isReady waits until a server says that it is ready, for half a minute.
func isReady(t *testing.T, url string) {
	t.Helper()
	for try := 0; ; try++ {
		if h, err := client.New(url).Health(t.Context()); err == nil && h.Ready {
			return
		} else if try == 600 {
			t.Fatalf("%s is not ready after half a minute: %v", url, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// hold lets a server hold a request of a world of its own, and returns the rule and what becomes of the request.
func (c *cluster) hold(t *testing.T, world, server string) (rule string, ended <-chan error) {
	t.Helper()
	_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: world})
	check(t, err)
	held, err := c.control.AddFault(t.Context(), world, client.FaultRequest{Fault: fault.Spec{Kind: "hold"}})
	check(t, err)
	end := make(chan error, 1)
	go func() {
		_, _, err := get(server+"/w/"+world+"/bonder/repositories", http.Header{})
		end <- err
	}()
	for try := 0; ; try++ {
		now, err := c.control.Fault(t.Context(), world, held.ID)
		check(t, err)
		if len(now.Waiting) == 1 {
			return held.ID, end
		} else if try == 600 {
			t.Fatalf("no request waits in the world %s", world)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Servers are replaced one after the other during traffic: each says that it is ending, serves on until the balancer
// has seen it, finishes what runs, and ends with exit code 0. No request fails. A request that waits at it can be
// released by another server meanwhile; one that nobody releases breaks, and its entry says so.
func TestClusterReplacesServers(t *testing.T) {
	const worlds, clients = 20, 8
	c := startCluster(t, 3)
	f := newTraffic(c.url, worlds)
	for _, world := range f.names() {
		_, err := c.control.MakeWorld(t.Context(), client.WorldRequest{ID: world})
		check(t, err)
	}
	rule, released := c.hold(t, "released", c.servers[0].url)
	_, broken := c.hold(t, "broken", c.servers[0].url)
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				f.write(clients, 10*clients, func(int) {})
			}
		}
	})
	c.replace(t, 0, func() {
		_, err := c.control.Release(t.Context(), "released", rule)
		check(t, err)
		if err := <-released; err != nil {
			t.Errorf("a request that was released has failed: %v", err)
		}
	})
	if err := <-broken; err == nil {
		t.Error("a request that nobody released has an answer")
	}
	c.replace(t, 1, func() {})
	c.replace(t, 2, func() {})
	close(stop)
	writing.Wait()
	if len(f.failed) > 0 || f.count == 0 {
		t.Errorf("of %d requests %d failed: %v", f.count+len(f.failed), len(f.failed), f.failed)
	}
	f.once(t, c.control)
	for world, state := range map[string]journal.State{"released": journal.Closed, "broken": journal.Aborted} {
		entries := entriesOf(t, c.control, world)
		at := slices.IndexFunc(entries, func(e journal.Entry) bool { return e.Kind == journal.Exchange })
		if at < 0 || entries[at].State != state {
			t.Errorf("the entry of the request in the world %s is not %s: %+v", world, state, entries)
		}
	}
}
