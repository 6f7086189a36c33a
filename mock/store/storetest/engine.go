package storetest

import (
	"bytes"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"sparring/mock/mocktest/outside"
)

// Engine is a redis-server in a folder of its own, until the test ends.
type Engine struct {
	t       testing.TB
	args    []string
	port    string
	running *exec.Cmd
	ended   chan struct{}
}

// StartEngine starts a redis-server that keeps nothing on the disk, unless an argument says otherwise. With
// --tls-cert-file it listens by TLS only. It needs -outside.
func StartEngine(t testing.TB, args ...string) *Engine {
	t.Helper()
	outside.Tools(t, "redis-server")
	e := &Engine{t: t, args: append([]string{"--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", ""}, args...)}
	t.Cleanup(e.Kill)
	for range 10 { // another process may take a port that is free
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_, e.port, _ = net.SplitHostPort(l.Addr().String())
		_ = l.Close()
		if e.start() == nil {
			return e
		}
	}
	t.Fatal("no redis-server starts")
	return nil
}

// Address is HOST:PORT.
func (e *Engine) Address() string { return net.JoinHostPort("127.0.0.1", e.port) }

// Start starts the engine again, at the same port.
func (e *Engine) Start() {
	e.t.Helper()
	if err := e.start(); err != nil {
		e.t.Fatal(err)
	}
}

func (e *Engine) start() error {
	var said bytes.Buffer // read after the end
	port := []string{"--port", e.port}
	if slices.Contains(e.args, "--tls-cert-file") {
		port = []string{"--port", "0", "--tls-port", e.port}
	}
	e.running = exec.Command("redis-server", append(port, e.args...)...)
	e.running.Stdout = &said
	if err := e.running.Start(); err != nil {
		e.t.Fatal(err)
	}
	cmd, ended := e.running, make(chan struct{})
	e.ended = ended
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	for range 1500 {
		if c, err := net.Dial("tcp", e.Address()); err == nil {
			_ = c.Close()
			return nil
		}
		select {
		case <-ended:
			return fmt.Errorf("redis-server ended: %s", said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	e.Kill()
	return fmt.Errorf("redis-server does not listen: %s", said.String())
}

// Kill ends the engine as kill -9 does.
func (e *Engine) Kill() {
	if e.running == nil {
		return
	}
	_ = e.running.Process.Kill()
	<-e.ended
	e.running = nil
}

// Client is a client of one database of the engine, until the test ends.
func (e *Engine) Client(database int, password string) *redis.Client {
	c := redis.NewClient(&redis.Options{Addr: e.Address(), DB: database, Password: password, Protocol: 2})
	e.t.Cleanup(func() { _ = c.Close() })
	return c
}

// PID is the id of the process.
func (e *Engine) PID() int { return e.running.Process.Pid }
