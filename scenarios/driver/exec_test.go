//go:build unix

package driver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sparring/scenarios/driver"
)

// The test program is its own client: SPARRING_TEST_CLIENT says how it behaves.
func TestMain(m *testing.M) {
	if mode := os.Getenv("SPARRING_TEST_CLIENT"); mode != "" {
		behave(mode)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type echo struct{}

func (echo) Hello() driver.Hello {
	return driver.Hello{Name: "echo", Version: "1", Abilities: []string{"test.echo", "test.ask"}}
}

func (echo) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	switch c.Method {
	case "test.echo":
		return driver.Result{
			OK:     true,
			Values: map[string]any{"said": c.Params.Args["say"], "base": c.Params.BaseURL},
		}, nil
	case "test.fail":
		return driver.Result{Error: &driver.Problem{Code: "E", Message: "no", Advice: driver.RetryNow}}, nil
	case "test.ask":
		c.Show("qr", "1")
		c.Ask("code")
		c.Received("message", "hi")
		return driver.Result{OK: true}, nil
	case "test.hang":
		<-ctx.Done()
		return driver.Result{OK: true}, nil
	case "test.panic":
		panic("on purpose")
	case "test.later":
		go c.Guarded(func() { panic("on purpose") })()
		return driver.Result{OK: true}, nil
	case "test.error":
		return driver.Result{}, errors.New("odd")
	}
	return driver.Result{}, driver.ErrNoAbility
}

func behave(mode string) {
	in := bufio.NewScanner(os.Stdin)
	if says, ok := odd[mode]; ok {
		says.client(in)
		return
	}
	switch mode {
	case "good":
		fmt.Fprintln(os.Stderr, "at work")
		if err := driver.Serve(context.Background(), os.Stdin, os.Stdout, echo{}); err != nil {
			os.Exit(1)
		}
		return
	case "waits":
		if err := driver.Serve(context.Background(), os.Stdin, os.Stdout, &clock{}); err != nil {
			os.Exit(1)
		}
		return
	case "keeps":
		if err := driver.Serve(context.Background(), os.Stdin, os.Stdout, &diary{}); err != nil {
			os.Exit(1)
		}
		return
	case "exits":
		fmt.Fprintln(os.Stderr, "out of here")
		os.Exit(3)
	case "babbles":
		for range 2000 {
			fmt.Fprintln(os.Stderr, strings.Repeat("x", 100))
		}
		fmt.Fprintln(os.Stderr, "out of here")
		os.Exit(3)
	case "crashes":
		in.Scan()
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		hang()
	case "hangs":
		hang()
	case "garbage":
		fmt.Println("Hello, world!")
	case "floods":
		for {
			fmt.Println(`{"jsonrpc":"2.0","method":"received","params":{"what":"x"}}`)
		}
	case "long":
		line := strings.Repeat("x", 1<<20)
		for {
			fmt.Print(line)
		}
	case "strange":
		fmt.Println(`{"jsonrpc":"2.0","id":77,"result":{}}`)
	case "advises":
		in.Scan()
		fmt.Println(`{"jsonrpc":"2.0","id":1,"result":{"ok":false,"error":{"code":"x","advice":"pray"}}}`)
	case "children":
		in.Scan()
		_ = exec.Command("sleep", "60").Start()
		fmt.Println(`{"jsonrpc":"2.0","id":1,"result":{"name":"children","abilities":[]}}`)
	case "strays":
		in.Scan()
		cmd := exec.Command("sleep", "60")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		_ = cmd.Start()
		fmt.Println(`{"jsonrpc":"2.0","id":1,"result":{"name":"strays","abilities":[]}}`)
	case "stays":
		for in.Scan() {
		}
		hang()
	case "nosuch":
		in.Scan()
		fmt.Println(`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"hello?"}}`)
	case "slips": // at the end of stdin, with a call open
		in.Scan()
		fmt.Println(`{"jsonrpc":"2.0","id":1,"result":{"name":"slips","abilities":["test.echo"]}}`)
		for in.Scan() {
			fmt.Println(`{"jsonrpc":"2.0","method":"show","params":{"what":"begun","value":1}}`)
		}
		fmt.Fprintln(os.Stderr, "cannot stop in the middle")
		os.Exit(4)
	case "late":
		in.Scan()
		in.Scan() // the next call: the first has been given up
		fmt.Println(`{"jsonrpc":"2.0","id":1,"result":{"name":"late"}}`)
		fmt.Println(`{"jsonrpc":"2.0","id":"2","result":{"ok":true}}`)
	}
	for in.Scan() {
	}
}

func client(mode string) driver.Command {
	return driver.Command{Args: []string{os.Args[0]}, Env: []string{"SPARRING_TEST_CLIENT=" + mode}}
}

// TestMisbehaviour: whatever a client does wrong is named, in time, and nothing of it is left.
func TestMisbehaviour(t *testing.T) {
	for _, test := range []struct {
		mode  string
		hello driver.Kind // empty: hello works
		end   driver.Kind // empty: ends well
		says  string
	}{
		{"exits", driver.Exit, driver.Exit, "out of here"},
		{"crashes", driver.Crash, driver.Crash, "killed"},
		{"hangs", driver.Hang, driver.Hang, "hello"},
		{"garbage", driver.Garbage, driver.Garbage, "Hello, world!"},
		{"floods", driver.Flood, driver.Flood, "10000"},
		{"long", driver.Flood, driver.Flood, "4 MiB"},
		{"strange", driver.Breach, driver.Breach, "77"},
		{"children", "", driver.Children, ""},
		{"stays", driver.Hang, driver.Hang, ""},
	} {
		t.Run(test.mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, client(test.mode))
			patience := 20 * time.Second // a slow machine is not a hang
			if test.hello == driver.Hang {
				patience = time.Second
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			_, err := s.Hello(ctx)
			if test.hello == "" {
				if err != nil {
					t.Errorf("hello: %v", err)
				}
			} else if got := kind(t, err); got != test.hello || !strings.Contains(err.Error(), test.says) {
				t.Errorf("hello: expected %s with %q, got %v", test.hello, test.says, err)
			}
			began := time.Now()
			err = s.Close()
			if got := kind(t, err); got != test.end {
				t.Errorf("end: expected %s, got %v", test.end, err)
			}
			if took := time.Since(began); took > 30*time.Second { // the child would sleep for a minute
				t.Errorf("the end took %s", took)
			}
		})
	}
}

// TestSlips: a client that cannot end in order while it works on a call has failed; one that does nothing may end as
// it likes.
func TestSlips(t *testing.T) {
	for open, want := range map[bool]driver.Kind{true: driver.Exit, false: ""} {
		s := start(t, client("slips"))
		if _, err := s.Hello(t.Context()); err != nil {
			t.Fatal(err)
		}
		if open {
			go func() { _, _ = s.Call(t.Context(), "test.echo", driver.Params{}) }()
			for begun := false; !begun && t.Context().Err() == nil; {
				notes, _ := s.Notes(t.Context())
				begun = len(notes) > 0
				runtime.Gosched()
			}
		}
		err := s.Close()
		if !open && err != nil ||
			open && (kind(t, err) != want || !strings.Contains(err.Error(), "cannot stop in the middle")) {
			t.Errorf("a call open: %v, expected %q, got %v", open, want, err)
		}
	}
}

// TestLastWords: a client that ended is quoted to its last line, however much it wrote before.
func TestLastWords(t *testing.T) {
	for range 50 {
		s := start(t, client("babbles"))
		if _, err := s.Hello(t.Context()); kind(t, err) != driver.Exit ||
			!strings.HasSuffix(err.Error(), "out of here") {
			t.Fatalf("expected the last line of stderr, got %v", err)
		}
	}
}

// TestStrays: a child in a session of its own is found and killed too.
func TestStrays(t *testing.T) {
	if _, err := os.Stat("/proc/self/environ"); err != nil {
		t.Log("no /proc: strays cannot be found here")
		return
	}
	s := start(t, client("strays"))
	if _, err := s.Hello(t.Context()); err != nil { // by then the child is there
		t.Fatal(err)
	}
	if got := kind(t, s.Close()); got != driver.Children {
		t.Errorf("expected %s, got %s", driver.Children, got)
	}
}

func TestProcess(t *testing.T) {
	s := start(t, client("good"))
	hello, err := s.Hello(t.Context())
	if err != nil || hello.Name != "echo" || !hello.Has("test.echo") || hello.Has("test.fly") {
		t.Fatalf("hello: %+v, %v", hello, err)
	}
	talk(t, s)
	if err := s.Close(); err != nil {
		t.Errorf("end: %v", err)
	}
	if !strings.Contains(s.Log(), "at work") {
		t.Errorf("log: %q", s.Log())
	}
}

func TestLocal(t *testing.T) {
	s := start(t, driver.Local{Name: "echo", New: func() driver.Adapter { return echo{} }})
	talk(t, s)
	for _, method := range []string{"test.panic", "test.later"} {
		s := start(t, driver.Local{Name: "echo", New: func() driver.Adapter { return echo{} }})
		_, err := s.Call(t.Context(), method, driver.Params{})
		for err == nil && t.Context().Err() == nil { // until the panic behind the first call has come
			_, err = s.Call(t.Context(), "test.hang", driver.Params{})
		}
		if kind(t, err) != driver.Crash || !strings.Contains(err.Error(), "on purpose") {
			t.Errorf("%s: %v", method, err)
		}
		if got := kind(t, s.Close()); got != driver.Crash {
			t.Errorf("the end of %s: %s", method, got)
		}
	}
}

// talk does what every session must be able to do.
func talk(t *testing.T, s driver.Session) {
	t.Helper()
	var all sync.WaitGroup
	for i := range 20 { // overlapping, answered in any order
		all.Go(func() {
			r, err := s.Call(
				t.Context(),
				"test.echo",
				driver.Params{BaseURL: "http://x", Args: map[string]any{"say": i}},
			)
			if err != nil || !r.OK || fmt.Sprint(r.Values["said"]) != fmt.Sprint(i) {
				t.Errorf("call %d: %+v, %v", i, r, err)
			}
		})
	}
	all.Wait()
	if r, err := s.Call(t.Context(), "test.fail", driver.Params{}); err != nil || r.OK ||
		r.Error.Advice != driver.RetryNow {
		t.Errorf("fail: %+v, %v", r, err)
	}
	if _, err := s.Call(t.Context(), "test.fly", driver.Params{}); !driver.NoAbility(err) {
		t.Errorf("unknown ability: %v", err)
	}
	var refusal *driver.Refusal
	if _, err := s.Call(t.Context(), "test.error", driver.Params{}); !errors.As(err, &refusal) ||
		driver.NoAbility(err) {
		t.Errorf("error: %v", err)
	}
	if _, err := s.Call(t.Context(), "test.ask", driver.Params{}); err != nil {
		t.Errorf("ask: %v", err)
	}
	notes, err := s.Notes(t.Context())
	if err != nil || len(notes) != 3 || notes[0].What != "qr" || notes[1].Method != "ask" || notes[2].Value != "hi" {
		t.Errorf("notes: %+v, %v", notes, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Call(ctx, "test.hang", driver.Params{}); kind(t, err) != driver.Hang {
		t.Errorf("hang: %v", err)
	}
}

func TestHello(t *testing.T) {
	s := start(t, client("nosuch"))
	hello, err := s.Hello(t.Context())
	if err != nil || !hello.Untold || !hello.Has("anything") {
		t.Errorf("a client that does not know hello is asked for everything; got %+v, %v", hello, err)
	}
}

// TestLate: an answer after its timeout is not a breach, and the next call works; ids may come back as text.
func TestLate(t *testing.T) {
	s := start(t, client("late"))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Hello(ctx); kind(t, err) != driver.Hang {
		t.Fatalf("hello: %v", err)
	}
	if r, err := s.Call(t.Context(), "test.echo", driver.Params{}); err != nil || !r.OK {
		t.Errorf("call: %+v, %v", r, err)
	}
}

func TestAdvice(t *testing.T) {
	s := start(t, client("advises"))
	_, err := s.Call(t.Context(), "test.echo", driver.Params{})
	if kind(t, err) != driver.Breach || !strings.Contains(err.Error(), "pray") {
		t.Errorf("got %v", err)
	}
}

func TestCannotStart(t *testing.T) {
	text := t.TempDir() + "/client.txt"
	if err := os.WriteFile(text, []byte("no program"), 0o644); err != nil {
		t.Fatal(err)
	}
	odd := t.TempDir() + "/odd"
	if err := os.WriteFile(odd, []byte("\x00no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	for program, says := range map[string]string{
		"/no/such/client": "no such program", "no-such-client": "no such program", text: "not executable",
		odd: "exec format",
	} {
		_, err := driver.Command{Args: []string{program}}.Start(t.Context())
		if kind(t, err) != driver.CannotStart || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: expected %q, got %v", program, says, err)
		}
	}
}

// TestStop: the end of the run ends the client at once.
func TestStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := client("hangs").Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if got := kind(t, s.Close()); got != driver.Crash { // Hang, had it been given its two seconds
		t.Errorf("ended as %s", got)
	}
}

// hang does nothing for as long as any test runs. An empty select would end a program that is built without cgo: it has
// no other goroutine, which the runtime calls a deadlock.
func hang() { time.Sleep(time.Hour) }
