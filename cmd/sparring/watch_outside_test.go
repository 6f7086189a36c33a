//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sparring/mock/mocktest/outside"
)

const examples = "../../scenarios/watch/examples/"

// watched runs sparring watch in a directory, and expects an exit code and what is printed.
func watched(t *testing.T, dir string, code int, args []string, wanted ...string) {
	t.Helper()
	cmd := itself(t, append([]string{"watch"}, args...)...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // the code says how it ended
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: expected exit %d, got %d\n%s", args, code, got, out)
	}
	for _, want := range wanted {
		if !strings.Contains(string(out), want) {
			t.Errorf("%v: expected %q\n%s", args, want, out)
		}
	}
}

// ran runs a program that installs something.
func ran(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// TestWatchPytest: the tests of an honest client are good, those of a naive one, which all pass, are not.
func TestWatchPytest(t *testing.T) {
	python := outside.Tool(t, "python3")
	if exec.Command(python, "-m", "pytest", "--version").Run() != nil {
		venv := filepath.Join(t.TempDir(), "venv")
		ran(t, ".", python, "-m", "venv", venv)
		python = filepath.Join(venv, "bin", "python")
		ran(t, ".", python, "-m", "pip", "install", "--quiet", "pytest==9.*")
	}
	t.Setenv("PYTHONDONTWRITEBYTECODE", "1")
	pytest := []string{"--", python, "-m", "pytest", "-q", "-p", "no:cacheprovider"}
	watched(t, examples+"pytest", 0, append([]string{
		"--fault", "bonder getCard expire", "--require", "bonder.renew-once,bonder.five-languages",
		"--min-coverage", "5",
	}, append(pytest, "test_honest.py")...), "3 passed in", "exit 0: judged and found good")
	watched(t, examples+"pytest", 1, append([]string{
		"--fault", "bonder createProfile SERVER_OFFLINE_ERROR --after 1 --times 0",
	}, append(pytest, "test_naive.py")...), "2 passed in", "FAILED: bonder.five-languages",
		"FAILED: bonder.retry-later", "14 in a row")
}

// TestWatchVitest: the same in Node, with a client of another API.
func TestWatchVitest(t *testing.T) {
	outside.Tools(t, "node", "npm")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(examples+"vitest")); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
	vitest := []string{"--", "npx", "vitest", "run"}
	watched(t, dir, 0, append([]string{"--require", "radist.created-when-authenticated"},
		append(vitest, "honest")...), "1 passed", "exit 0: judged and found good")
	watched(t, dir, 1, append(vitest, "naive"), "1 passed", "FAILED: radist.created-when-authenticated")
}
