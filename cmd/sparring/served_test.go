package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
)

// output is written by the program and read by the test.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// eventually looks until what is printed holds the pattern, for at most half a minute.
func (o *output) eventually(t *testing.T, pattern string) []string {
	t.Helper()
	for range 3000 {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(o.String()); m != nil {
			return m
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no %q was printed: %s", pattern, o)
	return nil
}

// served runs "sparring serve" until the test ends; it gives the address and what the log prints.
func served(t *testing.T, args ...string) (address string, log *output) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out output
	log = &output{}
	code := make(chan int, 1)
	go func() {
		code <- Run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), &out, log)
	}()
	t.Cleanup(func() {
		cancel()
		if c := <-code; c != 0 {
			t.Errorf("serve ended with %d: %s", c, log)
		}
	})
	return out.eventually(t, `listens on (\S+:\d+)\.`)[1], log
}

// shell runs a script by bash, as a reader of the README would.
func shell(t *testing.T, script string, env ...string) string {
	t.Helper()
	outside.Tools(t, "bash", "curl")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Env = append(append(os.Environ(), "no_proxy=*"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, out)
	}
	return string(out)
}

func want(t *testing.T, text string, patterns ...string) {
	t.Helper()
	for _, p := range patterns {
		if !regexp.MustCompile(p).MatchString(text) {
			t.Errorf("no %s in\n%s", p, text)
		}
	}
}
