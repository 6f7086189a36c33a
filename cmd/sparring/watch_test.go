//go:build unix

package main

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestWatchSignals: a signal reaches the command, its traffic is still judged, and the end is "interrupted". What the
// command leaves behind ends with it.
func TestWatchSignals(t *testing.T) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := itself(t, "watch", "--", "caller", "honest", "wait")
		out := newTap()
		var errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = out, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for {
			text, changed := out.read()
			if strings.Contains(text, "waiting") {
				break
			}
			select {
			case <-changed:
			case <-time.After(patience):
				t.Fatalf("it does not wait: %s%s", text, &errs)
			}
		}
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the state says how
		text, _ := out.read()
		if cmd.ProcessState.ExitCode() != 130 || !strings.Contains(text, "got "+s.String()) ||
			!strings.Contains(text, "outcomes in") {
			t.Errorf("%s: exit %d\n%s%s", s, cmd.ProcessState.ExitCode(), text, &errs)
		}
	}
}

// TestWatchReports: the reports of every form hold what was found.
func TestWatchReports(t *testing.T) {
	files, junit, data, page := reports(t.TempDir())
	cmd := itself(t, append(append([]string{"watch"}, files...), "--", "caller", "naive")...)
	if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	for file, wanted := range map[string][]string{
		junit: {`<testsuites name="sparring watch"`, `name="bonder: rules that traffic can answer"`, "<failure",
			"<skipped"},
		data: {`"address": "bonder.five-languages"`, `"coverage"`, `"exit_code": 1`},
		page: {`class="heat"`, "What was met of bonder", `class="d1"`, "bonder.five-languages"},
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wanted {
			if !bytes.Contains(text, []byte(want)) {
				t.Errorf("%s does not hold %s", file, want)
			}
		}
	}
}
