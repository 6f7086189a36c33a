package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"sparring/cmd/sparring/early"
)

// TestMain lets the test binary be the program, too: a script's "exec sparring …" runs it.
func TestMain(m *testing.M) {
	early.Done()
	testscript.Main(m, map[string]func(){"sparring": main, "caller": caller})
}

// TestScripts runs the scripts of testdata: each subcommand and flag as a user gives it. Beside the usual commands
// there are
//
//	start NAME [K=V…] ARG…            runs sparring in the background
//	serve NAME [K=V…] [ARG…]          starts a server on a free port; BASE and SPARRING_SERVER are its address
//	await NAME PATTERN [VARIABLE]     until what NAME prints matches; its first group becomes the variable
//	interrupt NAME                    Ctrl-C; it must end well, and what it printed is stdout and stderr
//	killed NAME                       kill -9
//	refused [K=V…] ARG…               sparring must end with exit code 2 and one line on stderr
//	code N [K=V…] ARG…                sparring must end with exit code N
//	wrong [K=V…] ARG…                 sparring must end with exit code 1 and one line on stderr
//	http [-as=NAME] [HEADER:VALUE…] METHOD URL [BODY]   prints status and body; with a name in the background
//	answered NAME                     prints what the request in the background got
//	capture VARIABLE PATTERN          the first group of a match in stdout
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", quickExit)
			if err := nobody(env); err != nil {
				return err
			}
			env.Values[running{}] = map[string]*process{}
			env.Values[asking{}] = map[string]chan reply{}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"start": start, "serve": startServer, "await": await, "interrupt": interrupt, "killed": killed,
			"refused": refused,
			"wrong":   wrong, "code": endsWith,
			"http": ask, "answered": answered, "capture": capture,
		},
	})
}

// nobody sets NOBODY to an address at which nobody listens, nor can: its port is that of an open connection.
func nobody(env *testscript.Env) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return err
	}
	env.Defer(func() { conn.Close(); l.Close() })
	env.Setenv("NOBODY", conn.LocalAddr().String())
	return nil
}

// patience bounds every wait: wire time.
const patience = time.Minute

// quickExit spares the second that each program lingers under the race detector.
const quickExit = "atexit_sleep_ms=0"

type running struct{}
type asking struct{}

// tap keeps what a process prints and wakes those who wait for it.
type tap struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newTap() *tap { return &tap{changed: make(chan struct{})} }

func (p *tap) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.changed)
	p.changed = make(chan struct{})
	return p.text.Write(b)
}

func (p *tap) read() (string, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String(), p.changed
}

// process is a sparring in the background.
type process struct {
	cmd      *exec.Cmd
	out, err *tap
	done     chan error
}

// program makes a command of leading K=V settings and arguments.
func program(ts *testscript.TestScript, args []string) *exec.Cmd {
	i := slices.IndexFunc(args, func(s string) bool { return !setting.MatchString(s) })
	if i < 0 {
		ts.Fatalf("no arguments for sparring")
	}
	self, err := os.Executable()
	ts.Check(err)
	cmd := exec.Command(self)
	cmd.Args = append([]string{"sparring"}, args[i:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append([]string{"SPARRING_SERVER=" + ts.Getenv("SPARRING_SERVER"), "GORACE=" + quickExit,
		"PATH=" + ts.Getenv("PATH")}, args[:i]...)
	return cmd
}

var setting = regexp.MustCompile(`^[A-Z_]+=`)

func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start NAME [K=V…] ARG…")
	}
	p := &process{cmd: program(ts, args[1:]), out: newTap(), err: newTap(), done: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.err
	ts.Check(p.cmd.Start())
	go func() { p.done <- p.cmd.Wait(); p.out.Write(nil) }()
	ts.Value(running{}).(map[string]*process)[args[0]] = p
	ts.Defer(func() { p.cmd.Process.Kill() })
}

func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: serve NAME [K=V…] [ARG…]")
	}
	i := slices.IndexFunc(args[1:], func(s string) bool { return !setting.MatchString(s) })
	if i < 0 {
		i = len(args) - 1
	}
	words := append(slices.Clone(args[:1+i]), "serve")
	if !slices.ContainsFunc(args, func(s string) bool {
		return s == "--addr" ||
			strings.HasPrefix(s, "SPARRING_ADDR=")
	}) {
		words = append(words, "--addr", "127.0.0.1:0")
	}
	start(ts, false, append(words, args[1+i:]...))
	await(ts, false, []string{args[0], `Ctrl-C stops|"event":"ready"`})
	await(ts, false, []string{args[0], `control(?: +|":")([^\s"]+)/_sparring/v1`, "BASE"})
	await(ts, false, []string{args[0], `(?:listens on |"address":")([^\s"]+:\d+)`, "ADDRESS"})
	ts.Setenv("SPARRING_SERVER", ts.Getenv("BASE"))
}

func find(ts *testscript.TestScript, name string) *process {
	p := ts.Value(running{}).(map[string]*process)[name]
	if p == nil {
		ts.Fatalf("nothing was started as %q", name)
	}
	return p
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: await NAME PATTERN [VARIABLE]")
	}
	p, pattern := find(ts, args[0]), regexp.MustCompile(`(?m)`+args[1])
	late := time.After(patience)
	for {
		out, outMore := p.out.read()
		errs, errMore := p.err.read()
		for _, text := range []string{out, errs} {
			if m := pattern.FindStringSubmatch(text); m != nil {
				if len(args) == 3 {
					ts.Setenv(args[2], m[1])
				}
				return
			}
		}
		select {
		case err := <-p.done:
			p.done <- err
			if again, _ := p.out.read(); again == out {
				ts.Fatalf("%s has ended (%v) without %q:\n%s%s", args[0], err, args[1], out, errs)
			}
		case <-outMore:
		case <-errMore:
		case <-late:
			ts.Fatalf("%s did not print %q:\n%s%s", args[0], args[1], out, errs)
		}
	}
}

func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: interrupt NAME")
	}
	p := find(ts, args[0])
	ts.Check(p.cmd.Process.Signal(os.Interrupt))
	ended(ts, args[0], p)
}

func killed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: killed NAME")
	}
	p := find(ts, args[0])
	ts.Check(p.cmd.Process.Kill())
	p.done <- <-p.done // it is dead
}

// ended waits for a process that must end well, and shows what it printed.
func ended(ts *testscript.TestScript, name string, p *process) {
	select {
	case err := <-p.done:
		out, _ := p.out.read()
		errs, _ := p.err.read()
		io.WriteString(ts.Stdout(), out)
		io.WriteString(ts.Stderr(), errs)
		if err != nil {
			ts.Fatalf("%s: %v", name, err)
		}
	case <-time.After(patience):
		ts.Fatalf("%s did not end", name)
	}
}

func refused(ts *testscript.TestScript, neg bool, args []string) {
	if out := exits(ts, neg, 2, args); out != "" {
		ts.Fatalf("%v: expected nothing on stdout, got\n%s", args, out)
	}
}

func wrong(ts *testscript.TestScript, neg bool, args []string) { exits(ts, neg, 1, args) }

// endsWith runs sparring, which must end with the code that is the first argument.
func endsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("expected N [K=V…] ARG…, not negated")
	}
	cmd := program(ts, args[1:])
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.MultiWriter(&out, ts.Stdout()), io.MultiWriter(&errs, ts.Stderr())
	err := cmd.Run()
	if cmd.ProcessState == nil || strconv.Itoa(cmd.ProcessState.ExitCode()) != args[0] {
		ts.Fatalf("%v: expected exit code %s, got %v\n%s%s", args[1:], args[0], err, &out, &errs)
	}
}

// exits runs sparring, which must end with the code and one line on stderr. It returns what was printed on stdout.
func exits(ts *testscript.TestScript, neg bool, code int, args []string) string {
	if neg || len(args) == 0 {
		ts.Fatalf("expected [K=V…] ARG…, not negated")
	}
	cmd := program(ts, args)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.MultiWriter(&out, ts.Stdout()), io.MultiWriter(&errs, ts.Stderr())
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		ts.Fatalf("%v: expected exit code %d, got %v\n%s%s", args, code, err, &out, &errs)
	}
	if !regexp.MustCompile(`^sparring: [^\n]+\n$`).Match(errs.Bytes()) {
		ts.Fatalf("%v: expected one line on stderr, got\n%s", args, &errs)
	}
	return out.String()
}

type reply struct {
	text string
	err  error
}

func ask(ts *testscript.TestScript, neg bool, args []string) {
	name, header := "", http.Header{}
	if len(args) > 0 && strings.HasPrefix(args[0], "-as=") {
		name, args = strings.TrimPrefix(args[0], "-as="), args[1:]
	}
	for len(args) > 0 && strings.Contains(args[0], ":") {
		k, v, _ := strings.Cut(args[0], ":")
		header.Set(k, v)
		args = args[1:]
	}
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: http [-as=NAME] [HEADER:VALUE…] METHOD URL [BODY]")
	}
	body := ""
	if len(args) == 3 {
		body = args[2]
		if n, err := strconv.Atoi(strings.TrimPrefix(body, "pad:")); err == nil && strings.HasPrefix(body, "pad:") {
			body = `{"pad":"` + strings.Repeat("x", n) + `"}`
		}
		header.Set("Content-Type", "application/json")
	}
	req, err := http.NewRequest(args[0], args[1], strings.NewReader(body))
	ts.Check(err)
	req.Header = header
	result := make(chan reply, 1)
	go func() {
		client := &http.Client{Timeout: patience, Transport: &http.Transport{
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
		}}
		resp, err := client.Do(req)
		if err != nil {
			result <- reply{err: err}
			return
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		result <- reply{"status " + strconv.Itoa(resp.StatusCode) + "\n" + string(text) + "\n", err}
	}()
	if name != "" {
		ts.Value(asking{}).(map[string]chan reply)[name] = result
		return
	}
	r := <-result
	ts.Check(r.err)
	io.WriteString(ts.Stdout(), r.text)
}

func answered(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: answered NAME")
	}
	result := ts.Value(asking{}).(map[string]chan reply)[args[0]]
	if result == nil {
		ts.Fatalf("nothing was asked as %q", args[0])
	}
	r := <-result
	ts.Check(r.err)
	io.WriteString(ts.Stdout(), r.text)
}

func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture VARIABLE PATTERN")
	}
	m := regexp.MustCompile(`(?m)` + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if m == nil {
		ts.Fatalf("stdout does not match %q", args[1])
	}
	ts.Setenv(args[0], m[1])
}
