//go:build windows

package driver

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// isolate puts the client into its own process group.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// killGroup ends the client and the tree of its children; taskkill comes with Windows.
func killGroup(cmd *exec.Cmd) {
	_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
	_ = cmd.Process.Kill()
}

// groupAlive cannot be told here: killGroup ends the tree in any case.
func groupAlive(*exec.Cmd) bool { return false }

// signalGroup ends the group: Windows has no signals that a process of another console gets.
func signalGroup(cmd *exec.Cmd, _ os.Signal) { killGroup(cmd) }

func signalled(state *os.ProcessState) bool { return uint32(state.ExitCode()) >= 0xC0000000 } // NTSTATUS errors
