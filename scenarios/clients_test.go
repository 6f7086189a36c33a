package scenarios_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// said runs a program and gives what it prints.
func said(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// wholeClients runs every scenario with every adapter; CI asks for it. Without it each adapter gets the scenarios of
// partOfClients, some of every API, with a process each.
var wholeClients = flag.Bool("clients", false, "run the ready adapters through the whole suite")

var partOfClients = []string{
	"bonder/tokens.feature", "bonder/saving.feature", "bonder/profiles.feature", "iqchannels/sign_in.feature",
	"iqchannels/stream.feature", "iqchannels/cards.feature",
	"radist/telegram_qr.feature", "radist/whatsapp.feature", "radist/connections.feature",
	"timconnect/messages.feature", "timconnect/sessions.feature", "timconnect/restarts.feature",
	"timconnect/kittens.feature", "timconnect/kitten_errors.feature",
	"a profile is created once although its response does not come in time by lose_reply silence",
	"a profile is created once although its response does not come in time by dribble 200ms",
}

// TestClients: the ready adapters are correct clients in processes of their own. Each passes what the reference client
// passes (the shell: all of Bonder and Kittn), warns of nothing, and leaves nothing running.
func TestClients(t *testing.T) {
	outside.Waits(t)
	o := scenarios.Options{Seed: 1, Tags: []string{"not @slow"}, APIs: only()}
	var want [][]string
	runs := []scenarios.Options{o}
	if *wholeClients {
		runs[0].ReuseClient = true
		o.Tags = nil
		for _, api := range scenarios.APIs().Names() {
			o.Scenarios = append(o.Scenarios, api+"/silence.feature") // each of them is @slow
		}
		runs = append(runs, o)
	} else { // the part judges starts and ends, too
		runs[0].Scenarios = partOfClients
	}
	for _, o := range runs {
		if want = append(want, passed(judge(t, o))); len(want[len(want)-1]) == 0 {
			t.Fatal("the reference client passed nothing: there is nothing to compare with")
		}
	}
	for _, test := range []struct {
		name    string
		command func(t *testing.T) driver.Command
		part    bool // has not every ability
		forgets bool // keeps nothing from one process to the next
	}{
		{name: "python", command: func(t *testing.T) driver.Command {
			outside.Tools(t, "python3")
			// The interpreter itself, not a wrapper that chooses one, and without site packages: the standard library
			// must do. What it compiles is kept for the next process, but not in the tree.
			python := said(t, "python3", "-c", "import sys; print(sys.executable)")
			return driver.Command{
				Args: []string{python, "-S", "clients/python/adapter.py"},
				Env:  []string{"PYTHONDONTWRITEBYTECODE=", "PYTHONPYCACHEPREFIX=" + t.TempDir()},
			}
		}},
		{name: "node", command: func(t *testing.T) driver.Command {
			outside.Tools(t, "node")
			return driver.Command{Args: []string{"node", "clients/node/adapter.mjs"}}
		}},
		{name: "go", command: func(t *testing.T) driver.Command {
			client := filepath.Join(t.TempDir(), "client")
			said(t, "go", "build", "-o", client, "./clients/go")
			return driver.Command{Args: []string{client}}
		}},
		{name: "java", command: func(t *testing.T) driver.Command {
			outside.Tools(t, "javac", "java")
			files, err := filepath.Glob("clients/java/*.java")
			if err != nil || len(files) == 0 {
				t.Fatalf("no sources of the adapter: %v", err)
			}
			out := t.TempDir()
			said(t, "javac", append([]string{"-Xlint:all", "-Werror", "-d", out}, files...)...)
			return driver.Command{Args: []string{
				"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", out, "Adapter",
			}}
		}},
		{name: "shell", part: true, forgets: true, command: func(t *testing.T) driver.Command {
			outside.Tools(t, "bash", "curl", "awk")
			return driver.Command{Args: []string{"bash", "clients/shell/adapter.sh"}}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, mark := test.command(t), "SPARRING_CLIENTS_TEST="+rand.Text()
			c.Env = append(c.Env, mark)
			for i, o := range runs {
				o.Client = c
				r := judge(t, o)
				t.Logf("%s in %.1f s", r.Counts, r.DurationMS/1000)
				expected := want[i]
				if test.part {
					expected = ofShell(expected)
					onlyLacking(t, r)
				}
				if test.forgets {
					expected = slices.DeleteFunc(slices.Clone(expected), func(address string) bool {
						return strings.Contains(address, "/restarts.feature:")
					})
				}
				for _, s := range r.Scenarios {
					if slices.Contains(expected, s.Address) && s.Verdict != verdict.Passed {
						t.Errorf("%s %s: %s by %s: %s\n%s",
							s.Address, s.Name, s.Verdict, s.Cause, s.Reason, s.Reproduce)
					}
				}
				if n := len(passed(r)); n < len(expected) || !test.part && n != len(expected) {
					t.Errorf("%d scenarios passed, expected %d", n, len(expected))
				}
				if r.ExitCode != verdict.ExitGood {
					t.Errorf("exit %d", r.ExitCode)
				}
			}
			nothingRuns(t, mark)
		})
	}
}

// passed lists the addresses of the scenarios that a client has passed.
func passed(r verdict.Report) []string {
	var out []string
	for _, s := range r.Scenarios {
		if s.Verdict == verdict.Passed {
			out = append(out, s.Address)
		}
	}
	return out
}

// ofShell picks the scenarios of which the shell adapter has all abilities.
func ofShell(addresses []string) []string {
	var out []string
	for _, a := range addresses {
		if strings.HasPrefix(a, "bonder/") || strings.HasPrefix(a, "timconnect/kitten") {
			out = append(out, a)
		}
	}
	return out
}

// onlyLacking: what a client skips, it skips for an ability that it does not have.
func onlyLacking(t *testing.T, r verdict.Report) {
	t.Helper()
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed &&
			(s.Verdict != verdict.Skipped || s.Cause != "client.ability" || !strings.Contains(s.Reason, "ability")) {
			t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
		}
	}
}

// nothingRuns looks for processes that have the mark in their environment. Without /proc, the suite itself
// has judged what a client leaves behind.
func nothingRuns(t *testing.T, mark string) {
	t.Helper()
	var left []string
	for range 1000 { // a process that was killed may take a moment
		left = nil
		files, err := filepath.Glob("/proc/[0-9]*/environ")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if environment, err := os.ReadFile(f); err == nil && bytes.Contains(environment, []byte(mark)) {
				command, _ := os.ReadFile(filepath.Join(filepath.Dir(f), "cmdline"))
				left = append(left, strings.ReplaceAll(string(command), "\x00", " "))
			}
		}
		if len(left) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("left running: %q", left)
}

// TestShellReadsJSON: the shell adapter recognizes JSON, and finds values as they are written.
func TestShellReadsJSON(t *testing.T) {
	outside.Tools(t, "awk")
	flat := func(text string) (string, bool) {
		cmd := exec.CommandContext(t.Context(), "awk", "-f", "clients/shell/json.awk")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		return string(out), err == nil
	}
	for _, text := range []string{
		`{}`, `[]`, ` {"a" : [ 1 , {"b":"c"} ] } `, `"x"`, `-1.5e3`, `null`, `{"a":"\"}"}`, `{"a":"\\"}`,
		"{\n\t\"a\": true\r\n}", `{"я":"ю"}`,
		``, `{`, `{"a":1`, `{"a"}`, `{"a":}`, `[1`, `[1,]`, `[1 2]`, `{"a":1}}`, `"x`, `<html>`, `{"a":1,}`,
		`tru`, `{a:1}`,
	} {
		if _, valid := flat(text); valid != json.Valid([]byte(text)) {
			t.Errorf("%q: taken for JSON: %v", text, valid)
		}
	}
	got, _ := flat(`{"a": [1, {"b": "c, \"d\""}], "e": {} }`)
	want := "./a/0\t1\n./a/1/b\t\"c, \\\"d\\\"\"\n./a/1\t{\"b\": \"c, \\\"d\\\"\"}\n./a\t[1, {\"b\": \"c, " +
		"\\\"d\\\"\"}]\n./e\t{}\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("expected\n%s, got\n%s", want, got)
	}
}
