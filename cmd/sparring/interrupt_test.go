//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sparring/scenarios/verdict"
)

// itself is the program as a process of its own.
func itself(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = append([]string{"sparring"}, args...)
	cmd.Env = append(os.Environ(), "GORACE="+quickExit)
	return cmd
}

// reports are flags for one report of each form, and their files.
func reports(dir string) (args []string, junit, data, page string) {
	junit, data, page = filepath.Join(dir, "p.xml"), filepath.Join(dir, "p.json"), filepath.Join(dir, "p.html")
	return []string{"--junit", junit, "--json=" + data, "--html", page}, junit, data, page
}

// holds fails if a directory holds anything but these files, or one of them is empty.
func holds(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Size() == 0 {
			t.Errorf("%s is empty, %v", e.Name(), err)
		}
	}
	if len(entries) != len(names) {
		t.Errorf("expected %v, got %v", names, entries)
	}
}

// TestInterrupt: Ctrl-C ends a run with exit 130. Every report is written, and in none of them is a cancelled scenario
// failed.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	slow := "Feature: F\n" +
		strings.Repeat("  Scenario: s\n    When the client lists the languages\n    Then the client reports success\n",
			5)
	args, junit, data, page := reports(dir)
	// The client answers hello and then nothing.
	client := []string{"--", "sh", "-c",
		`read hello; echo ` +
			`'{"jsonrpc":"2.0","id":1,"result":{"name":"slow","version":"1","abilities":["bonder.languages"]}}'; ` +
			`read call; echo asked >&2; cat >/dev/null`}
	cmd := itself(t, append(append([]string{"verify", "--features", featureDir(t, slow), "--jobs", "2", "--timeout",
		"50s"}, args...), client...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n') // the run has begun
	if err != nil || !strings.Contains(first, "5 scenarios") {
		t.Fatalf("%q, %v", first, err)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(lines)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Fatalf("expected exit 130, got %v\n%s%s", err, text, &errOut)
	}
	if !strings.Contains(string(text), "5 cancelled · exit 130") ||
		strings.Contains(strings.ToLower(string(text)), "failed") {
		t.Errorf("text: %s", text)
	}
	holds(t, dir, junit, data, page)
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Cases    []struct {
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		} `xml:"testsuite>testcase"`
	}
	content, err := os.ReadFile(junit)
	if err == nil {
		err = xml.Unmarshal(content, &suites)
	}
	if err != nil || suites.Failures+suites.Errors > 0 || len(suites.Cases) != 5 {
		t.Errorf("JUnit: %v, %s", err, content)
	}
	for _, c := range suites.Cases {
		if c.Failure != nil || c.Error != nil || c.Skipped == nil ||
			!strings.Contains(c.Skipped.Message, "cancelled: ") {
			t.Errorf("JUnit: %+v", c)
		}
	}
	var r verdict.Report
	if content, err = os.ReadFile(data); err == nil {
		err = json.Unmarshal(content, &r)
	}
	if err != nil || r.ExitCode != 130 || !r.Stopped || r.Counts.Cancelled != 5 {
		t.Errorf("JSON: %v, exit %d, %s", err, r.ExitCode, r.Counts)
	}
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Cancelled {
			t.Errorf("JSON: %s by %s: %s", s.Verdict, s.Cause, s.Reason)
		}
	}
	if content, err = os.ReadFile(page); err != nil || !strings.Contains(string(content), "exit 130: interrupted") ||
		strings.Contains(string(content), `data-verdict="failed"`) {
		t.Errorf("HTML: %v", err)
	}
}

// TestClosedOutput: a reader that has left, as head does, ends neither the run nor its reports.
func TestClosedOutput(t *testing.T) {
	features := featureDir(t, oneScenario+strings.Replace(strings.TrimPrefix(oneScenario, "Feature: F\n"), "success",
		"a failure", 1))
	for _, format := range []string{"progress", "pretty"} {
		dir := t.TempDir()
		args, junit, data, page := reports(dir)
		cmd := itself(t, append([]string{"verify", "--features", features, "--format", format}, args...)...)
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close() // nobody ever reads
		cmd.Stdout = write
		var errOut bytes.Buffer
		cmd.Stderr = &errOut
		var exit *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 || errOut.Len() > 0 {
			t.Errorf("%s: expected exit 1, got %v, %s", format, err, &errOut)
		}
		write.Close()
		holds(t, dir, junit, data, page)
	}
	dir := t.TempDir()
	_, junit, _, page := reports(dir)
	cmd := itself(t, "verify", "--features", features, "--junit", junit, "--json=-", "--html", page)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	cmd.Stdout = write
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 2 { // one report could not be written
		t.Errorf("a report to a closed output: %v", err)
	}
	write.Close()
	holds(t, dir, junit, page)
}

// TestInterruptExplore: Ctrl-C ends a walk with exit 130 and keeps what was found until then.
func TestInterruptExplore(t *testing.T) {
	data := filepath.Join(t.TempDir(), "walk.json")
	cmd := itself(t, "explore", "--api", "bonder", "--seed", "1", "--json="+data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for line := ""; !strings.HasPrefix(line, "faults: "); {
		if line, err = lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(lines)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != verdict.ExitInterrupted {
		t.Fatalf("expected exit 130, got %v\n%s", err, text)
	}
	var r struct {
		Stopped bool
		Space   struct{ Walked, Left, Failed int }
	}
	content, err := os.ReadFile(data)
	if err == nil {
		err = json.Unmarshal(content, &r)
	}
	if err != nil || !r.Stopped || r.Space.Walked < 10 || r.Space.Left == 0 || r.Space.Failed > 0 {
		t.Errorf("%v, %+v", err, r)
	}
}
