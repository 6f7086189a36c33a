//go:build unix

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/mocktest/outside"
	"sparring/mock/store/storetest"
)

// member is a server that runs as a process of its own.
type member struct {
	url  string
	cmd  *exec.Cmd
	kill func() // kill -9
	out  output
}

// startMember runs "sparring serve" until the test ends.
func startMember(t *testing.T, args ...string) *member {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	m := &member{cmd: exec.Command(self)} // without the time limit of itself: the whole suite takes longer
	m.cmd.Args = append([]string{"sparring", "serve", "--addr", "127.0.0.1:0", "--quiet"}, args...)
	m.cmd.Env = append(os.Environ(), "GORACE="+quickExit)
	m.cmd.Stdout, m.cmd.Stderr = &m.out, &m.out
	check(t, m.cmd.Start())
	m.kill = sync.OnceFunc(func() {
		_ = m.cmd.Process.Kill()
		_ = m.cmd.Wait()
	})
	t.Cleanup(func() {
		m.kill()
		if t.Failed() {
			t.Logf("%s: %.2000s", m.url, m.out.String())
		}
	})
	m.url = "http://" + m.out.eventually(t, `listens on (\S+:\d+)\.`)[1]
	return m
}

// balancer is the HAProxy of deploy/team before servers on this machine. roundRobin lets it send each request to
// another server.
type balancer struct {
	url    string
	listen *net.TCPListener
}

func newBalancer(t *testing.T) *balancer {
	t.Helper()
	outside.Tools(t, "haproxy")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return &balancer{"http://" + l.Addr().String(), l.(*net.TCPListener)}
}

func (b *balancer) start(t *testing.T, roundRobin bool, servers ...*member) {
	t.Helper()
	text, err := os.ReadFile("../../deploy/team/haproxy.cfg")
	check(t, err)
	config := string(text)
	change := func(from, to string) {
		t.Helper()
		if strings.Count(config, from) != 1 {
			t.Fatalf("deploy/team/haproxy.cfg has %d lines %q", strings.Count(config, from), from)
		}
		config = strings.Replace(config, from, to, 1)
	}
	lines := "http-response set-header X-Server %s\n"
	for i, s := range servers {
		address := strings.TrimPrefix(s.url, "http://")
		lines += fmt.Sprintf("  server s%d %s check inter 200ms fall 1 rise 1\n", i, address)
	}
	change("bind :8080", "bind fd@3")
	change(`server-template sparring 1-9 "${SPARRING_SERVERS}" resolvers machine init-addr none `+
		"check inter 1s fall 2 rise 1", lines)
	if roundRobin {
		change("balance hash var(txn.world)", "balance roundrobin")
		change("hash-type consistent", "")
	}
	file := filepath.Join(t.TempDir(), "haproxy.cfg")
	check(t, os.WriteFile(file, []byte(config), 0o600))
	socket, err := b.listen.File()
	check(t, err)
	defer socket.Close()
	var out output
	cmd := exec.Command("haproxy", "-db", "-f", file)
	cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = []*os.File{socket}, &out, &out
	check(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("haproxy: %.2000s", out.String())
		}
	})
	_ = b.listen.Close() // HAProxy has it
	for range 500 {
		if response, err := http.Get(b.url + "/_sparring/v1/health"); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("haproxy has no server: %s", out.String())
}

// cluster is servers that share an engine, behind a balancer that sends each request to another one.
type cluster struct {
	engine  *storetest.Engine
	store   string // what --store names
	servers []*member
	url     string // of the balancer
	control *client.Client
}

func startCluster(t *testing.T, servers int, engine ...string) *cluster {
	t.Helper()
	b := newBalancer(t)
	c := &cluster{engine: storetest.StartEngine(t, engine...), url: b.url, control: client.New(b.url)}
	c.store = "redis://" + c.engine.Address() + "/0"
	for range servers {
		c.servers = append(c.servers, startMember(t, "--store", c.store, "--public-url", b.url))
	}
	b.start(t, true, c.servers...)
	return c
}

// The balancer sends what belongs to one world to one server, whatever the form of the address, and the rest to all.
func TestBalancerKeepsWorldsTogether(t *testing.T) {
	b := newBalancer(t)
	b.start(t, false, startMember(t), startMember(t), startMember(t))
	server := func(path, host string) string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path, nil)
		check(t, err)
		r.Host = host
		response, err := http.DefaultClient.Do(r)
		check(t, err)
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if response.Header.Get("X-Server") == "" {
			t.Fatalf("%s: no server has answered: %s", path, response.Status)
		}
		return response.Header.Get("X-Server")
	}
	seen, turns := map[string]bool{}, map[string]bool{}
	for i := range 30 {
		world := fmt.Sprintf("job-%d", i)
		path, of := "/w/"+world, "/_sparring/v1/worlds/"+world
		want := server(path+"/bonder/repositories", "")
		seen[want] = true
		for _, other := range []string{
			server(path+"/iqchannels/rest/x", ""), server(of+"/journal?limit=1", ""), server(of, ""),
			server("/repositories", "bonder."+world+".localhost:8080"),
		} {
			if other != want {
				t.Errorf("the world %s is at %s and at %s", world, want, other)
			}
		}
		if at := server("/bonder/repositories", ""); at != server("/radist/v2/x", "") {
			t.Error("the default world is at several servers")
		}
		turns[server("/_sparring/", "")] = true
	}
	if len(seen) != 3 || len(turns) != 3 {
		t.Errorf("of three servers, worlds are at %v, and the rest at %v", seen, turns)
	}
}
