//go:build unix && !linux

package driver

import (
	"os/exec"
	"syscall"
)

// groupAlive reports whether any process of the client's group is left.
func groupAlive(cmd *exec.Cmd) bool { return syscall.Kill(-cmd.Process.Pid, 0) == nil }
