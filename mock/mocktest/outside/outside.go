// Package outside is for tests that need a program beside Go (a browser, an interpreter, curl) or many seconds of
// processor time. `go test ./...` needs only Go, is quick and skips them; `go test ./... -outside` runs them and fails
// where a program is missing, so that CI notices.
//
// Each test package imports it, because `go test` hands a flag to all of them.
package outside

import (
	"flag"
	"hash/fnv"
	"os/exec"
	"strings"
	"testing"
)

var enabled = flag.Bool("outside", false, "run the tests that need a tool or much time; fail if a tool is missing")

// Enabled reports whether the tests that need outside tools or much time were asked for.
func Enabled() bool { return *enabled }

// Long skips a test that takes many seconds of processor time, unless -outside is given.
func Long(t testing.TB) {
	t.Helper()
	if !*enabled {
		t.Skip("takes long: run with -outside")
	}
}

// Sample returns which cases of a sweep a test tries: one in so many, always the same, and all with -outside. It leaves
// a skipped subtest, by which CI finds the test and runs all of it.
func Sample(t *testing.T, oneIn uint32) (tries func(name string) bool) {
	t.Helper()
	if !*enabled {
		t.Run("the rest", func(t *testing.T) { t.Skip("takes long: run with -outside") })
	}
	return func(name string) bool {
		if *enabled {
			return true
		}
		h := fnv.New32a()
		_, _ = h.Write([]byte(name)) // never fails
		return h.Sum32()%oneIn == 0
	}
}

// Waits lets a test that mostly waits run beside others of its kind. With -outside it does all of its work, and alone.
func Waits(t *testing.T) {
	t.Helper()
	if !*enabled {
		t.Parallel()
	}
}

// Tool returns the path of the first of the given programs that is installed. It skips the test without -outside, and
// fails it if none is installed.
func Tool(t testing.TB, names ...string) string {
	t.Helper()
	if !*enabled {
		t.Skipf("needs %s: run with -outside", strings.Join(names, " or "))
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("-outside needs %s, and none is on the PATH: install one", strings.Join(names, " or "))
	return ""
}

// Tools checks that all the given programs are installed, as [Tool] does for each.
func Tools(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		Tool(t, name)
	}
}

// Browser returns the path of a Chromium, as [Tool] does.
func Browser(t testing.TB) string {
	t.Helper()
	return Tool(t, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
}
