package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/client"
)

// lab holds what all comparisons need.
type lab struct {
	ctx             context.Context
	dir             string
	out             io.Writer
	rounds, seconds int
	rate            int    // requests a second at most; 0: as many as there can be
	authorizations  int    // that are issued while the memory is watched
	server, self    string // programs
	running         []*process
}

// process is a server that this program has started.
type process struct {
	cmd  *exec.Cmd
	base string
	took time.Duration // from start to first response
}

// start starts a server and waits until it answers at a path. A scheme of "https" needs it to serve TLS.
func (l *lab) start(scheme, path, program string, args ...string) (*process, error) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := socket.Addr().String()
	socket.Close()
	p := &process{cmd: exec.CommandContext(l.ctx, program, append(args, "-addr="+addr)...), base: scheme + "://" + addr}
	if program == l.server {
		p.cmd.Args[len(p.cmd.Args)-1] = "--addr=" + addr
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	l.running = append(l.running, p)
	for time.Since(began) < 20*time.Second {
		resp, err := web().Get(p.base + path)
		if err == nil {
			resp.Body.Close()
			p.took = time.Since(began)
			return p, nil
		}
		time.Sleep(time.Millisecond)
	}
	return nil, fmt.Errorf("%s did not answer", filepath.Base(program))
}

// sparring starts the server.
func (l *lab) sparring(args ...string) (*process, error) {
	scheme := "http"
	if len(args) > 0 && args[0] == "--tls" {
		scheme = "https"
	}
	return l.start(scheme, "/_sparring/v1/health", l.server, append([]string{"serve"}, args...)...)
}

// bare starts a bare handler with the bodies that the server answers.
func (l *lab) bare(of subject) (*process, error) {
	args := []string{"bare"}
	for name, body := range map[string][]byte{"get": of.card, "post": of.issued} {
		file := filepath.Join(l.dir, name)
		if err := os.WriteFile(file, body, 0o600); err != nil {
			return nil, err
		}
		args = append(args, "-"+name+"="+file)
	}
	if of.cert != "" {
		return l.start("https", "/", l.self, append(args, "-cert="+of.cert)...)
	}
	return l.start("http", "/", l.self, args...)
}

// end ends all servers.
func (l *lab) end() {
	for _, p := range l.running {
		_ = p.cmd.Process.Kill() // it may have ended
		_ = p.cmd.Wait()
	}
	l.running = nil
}

// web is a client that uses no proxy, and keeps no connection.
func web() *http.Client {
	return &http.Client{
		Timeout:   time.Minute,
		Transport: &http.Transport{TLSClientConfig: trusting(), DisableKeepAlives: true},
	}
}

func (p *process) control() *client.Client {
	c := client.New(p.base)
	c.HTTP = &http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: trusting()}}
	return c
}

// tick is what /proc counts CPU in: 100 a second on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// cpu returns how long the process has run on a CPU.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, behind, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(behind)
	if len(fields) < 13 {
		return 0, fmt.Errorf("expected fields of /proc/PID/stat, got %q", text)
	}
	user, _ := strconv.Atoi(fields[11])
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick, err
}

// memory returns the resident memory of the process in MB.
func (p *process) memory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, behind, _ := strings.Cut(string(text), "VmRSS:")
	fields := strings.Fields(behind)
	if len(fields) == 0 {
		return 0, fmt.Errorf("no VmRSS in %q", text)
	}
	n, err := strconv.ParseFloat(fields[0], 64)
	return n / 1024, err
}
