//go:build linux

package driver

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// groupAlive reports whether any process of the client's group is left. If nobody reaps orphans, as in many
// containers, dead ones stay in the group: they do not count.
func groupAlive(cmd *exec.Cmd) bool {
	if syscall.Kill(-cmd.Process.Pid, 0) != nil {
		return false
	}
	names, err := os.ReadDir("/proc")
	if err != nil {
		return true
	}
	group := strconv.Itoa(cmd.Process.Pid)
	for _, entry := range names {
		if entry.Name()[0] < '0' || entry.Name()[0] > '9' {
			continue
		}
		stat, err := os.ReadFile("/proc/" + entry.Name() + "/stat")
		if err != nil {
			continue
		}
		// pid (name) state parent group …; the name may hold anything
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 2 && fields[2] == group && fields[0] != "Z" && fields[0] != "X" {
			return true
		}
	}
	return false
}

// killStrays ends processes that have left the client's group, by the mark in their environment. It gives their
// number.
func killStrays(mark string) int {
	names, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	killed := 0
	for _, entry := range names {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		environment, err := os.ReadFile("/proc/" + entry.Name() + "/environ")
		if err != nil || !bytes.Contains(environment, []byte(mark)) {
			continue
		}
		if syscall.Kill(pid, syscall.SIGKILL) == nil {
			killed++
		}
	}
	return killed
}
