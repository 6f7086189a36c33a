//go:build linux

package mock_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/problem"
)

// TestMachineLimit checks that a world whose ports cannot be opened says which limit of the machine was reached, and
// leaves neither a world nor a port.
func TestMachineLimit(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	if _, err := l.control.Worlds(t.Context()); err != nil { // the connection is open from here on
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skipf("no /proc: %v", err)
		}
		return len(files)
	}
	open := count()
	tight := before
	tight.Cur = 3 // what is open stays open
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &tight); err != nil {
		t.Fatal(err)
	}
	_, err := l.control.MakeWorld(t.Context(), client.WorldRequest{ID: "own", Listen: true})
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	var p *problem.Problem
	if !errors.As(err, &p) || p.Code() != problem.MachineLimit || p.Status != 503 ||
		!strings.Contains(p.Detail, "ulimit -n") ||
		strings.Contains(p.Error(), "bug of Sparring") {
		t.Fatalf("got %v", err)
	}
	if n := count(); n > open {
		t.Errorf("%d files open, %d before", n, open)
	}
	if _, err := l.control.MakeWorld(t.Context(), client.WorldRequest{ID: "own", Listen: true}); err != nil {
		t.Errorf("with the limit as it was: %v", err)
	}
}
